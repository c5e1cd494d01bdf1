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


def clean_text(text: str) -> str:
    """Return the text in one normal form, without direction marks, with plain line ends."""
    text = unicodedata.normalize("NFC", text).translate(DIRECTION_MARKS)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class CleanTextMixin:
    """Text fields of a form are kept in one normal form, and control characters refused."""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        values = self.cleaned_data if cleaned is None else cleaned  # type: ignore[attr-defined]
        for name, value in list(values.items()):
            if isinstance(value, str):
                values[name] = self._cleaned(name, value)
        return values

    def _cleaned(self, name: str, value: str) -> str:
        text = clean_text(value)
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
            self.add_error(  # type: ignore[attr-defined]
                name,
                _("The text has signs that cannot be shown. Paste it as plain text."),
            )
        return text


class Form(CleanTextMixin, forms.Form):
    """A form whose texts are clean and whose refusals stand where they belong."""

    def refuse(self, reason: Refused) -> None:
        """Show a rule's no at the field it is about."""
        field = reason.field if reason.field in self.fields else None
        self.add_error(field, ValidationError(reason.message))
        if isinstance(reason, SomebodyWasFirst) and "version" in self.fields:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(reason.version)


class VersionedForm(Form):
    """A form for something that others may change at the same time."""

    version = forms.IntegerField(widget=forms.HiddenInput)
