"""What somebody fills in about any file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.files.models import Upload
from stafett.lib import Acting
from stafett.lib.inputs import Form, VersionedForm


class UploadForm(Form):
    """A file from the machine."""

    file = forms.FileField(
        label=_("Choose the file"),
        allow_empty_file=True,
        help_text=_("It is kept as it is. Only those who lead and coordinate with you see it."),
    )

    def sent(self) -> dict[str, Any]:
        """Return the name and the bytes."""
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}


class VersionForm(VersionedForm):
    """A step with nothing to fill in, on a file as it was read."""


class SettingsForm(VersionedForm):
    """What a file does not say itself. Kinds of files ask their own questions.

    What is needed hangs on the file, and the preview says it: no answer is called optional.
    """

    needs_one_of_them = True

    def __init__(self, *args: Any, upload: Upload, acting: Acting, **more: Any) -> None:
        initial = {**upload.settings, "version": upload.version, **more.pop("initial", {})}
        super().__init__(*args, initial=initial, **more)
        self.upload, self.acting = upload, acting

    def settings(self) -> dict[str, Any]:
        """Return the answers, as they are kept."""
        return {name: as_kept(value) for name, value in self._answers() if name != "version"}

    def _answers(self) -> Any:
        return self.cleaned_data.items()

    def first_settings(self) -> dict[str, Any]:
        """Return what is assumed before anybody has answered."""
        said = {
            name: self.get_initial_for_field(field, name) for name, field in self.fields.items()
        }
        return {name: as_kept(value) for name, value in said.items() if name != "version"}


def as_kept(value: Any) -> Any:
    """Return an answer as JSON keeps it; a row by its id, a day and a number as text."""
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return value.pk if hasattr(value, "pk") else str(value)
