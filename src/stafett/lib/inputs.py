"""What forms in every room share."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stafett.lib.rules import Refused, SomebodyWasFirst

# Marks that turn the reading direction can make a text look like another one.
DIRECTION_MARKS = dict.fromkeys(
    [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C]
)


# Longer than any answer: refused for its length, and not worth the work of cleaning.
TOO_LONG = 10_000


def clean_text(text: str) -> str:
    """Return the text in one normal form, without direction marks, with plain line ends.

    A text of which nothing can be seen is no text.
    """
    text = unicodedata.normalize("NFC", text.translate(DIRECTION_MARKS))
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if any(unicodedata.category(sign)[0] in "LNPS" for sign in text) else ""


def can_be_shown(text: str) -> bool:
    """Whether the text is without control characters, line ends and tabs aside."""
    return all(unicodedata.category(sign) != "Cc" or sign in "\n\t" for sign in text)


class Day(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Number(forms.DecimalField):
    """A number as people write it: with a comma, and with spaces between thousands."""

    def __init__(self, **more: Any) -> None:
        # A text field that shows a phone's figures: a browser's number field takes no space.
        figures = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(**{"localize": True, "widget": figures, **more})

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


def text_area(rows: int) -> forms.Textarea:
    """Return a text field as tall as the answer it hopes for."""
    return forms.Textarea(attrs={"rows": rows})


class Form(forms.Form):
    """A form whose texts are clean and whose refusals stand where they belong."""

    was_second = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.is_bound:
            self.data = self._with_clean_texts()

    def _with_clean_texts(self) -> Any:
        """Clean before the fields look: what they measure is then what is kept."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            text = data.get(self.add_prefix(name))
            if isinstance(field, forms.CharField) and len(text or "") <= TOO_LONG:
                data[self.add_prefix(name)] = clean_text(text or "")
        return data

    def clean(self) -> Any:
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and not can_be_shown(value):
                self.add_error(
                    name, _("The text has signs that cannot be shown. Paste it as plain text.")
                )
        return cleaned

    def refuse(self, reason: Refused) -> None:
        """Show a rule's no at the field it is about."""
        field = reason.field if reason.field in self.fields else None
        self.add_error(field, ValidationError(str(reason.message)))
        if isinstance(reason, SomebodyWasFirst):
            self.was_second = True
            self._note_version(reason.version)

    def _note_version(self, version: int) -> None:
        """Saving once more then means: I have seen what the other one wrote."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(version)
        self.data = data


def asked(form: forms.Form) -> list[tuple[str, str]]:
    """Return what somebody chose in a form that filters, in words; also where they chose nothing.

    What cannot be read counts as not asked.
    """
    form.is_valid()
    said = {field: form.cleaned_data.get(field.name) or "" for field in form.visible_fields()}
    return [(str(field.label), _in_words(field.field, value)) for field, value in said.items()]


def _in_words(field: forms.Field, value: Any) -> str:
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


class VersionedForm(Form):
    """A form for something that others may change at the same time."""

    version = forms.IntegerField(widget=forms.HiddenInput)
