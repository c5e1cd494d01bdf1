"""What somebody sends about roll-ups."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stafett.lib.inputs import Form
from stafett.reports import queries

LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]


class PublishForm(Form):
    """A new edition takes a press of a button, and nothing else."""


class DrawForm(Form):
    """How many times the nation's figures are drawn."""

    draws = forms.TypedChoiceField(
        label=_("How many draws?"),
        coerce=int,
        required=False,
        empty_value=queries.DRAWS,
        choices=[
            (queries.DRAWS, _("10,000: enough for most")),
            (10 * queries.DRAWS, _("100,000: steadier ends, takes ten times as long")),
        ],
    )


class TakeForm(Form):
    """In which language a document is taken along, and as which kind of file."""

    sprak = forms.ChoiceField(
        label=_("In which language?"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    som = forms.ChoiceField(label=_("As which kind of file?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kinds: Mapping[str, Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["som"].choices = list(kinds.items())
        self.initial = {"sprak": get_language(), "som": next(iter(kinds))}
        if len(kinds) == 1:
            del self.fields["som"]

    def asked(self) -> tuple[str, str]:
        """Return the language and the kind asked for; one's own and the first where none is."""
        self.is_valid()
        told = getattr(self, "cleaned_data", {})
        return tuple(told.get(name) or self.initial[name] for name in ("sprak", "som"))
