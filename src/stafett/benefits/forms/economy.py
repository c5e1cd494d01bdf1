"""What somebody fills in about effects that have no price."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.benefits.actions.economy import TOLD
from stafett.benefits.models import Beneficiary, Extent, Importance, Unpriced
from stafett.lib.inputs import Form, VersionedForm
from stafett.needs.models import LINE_LENGTH


class WeighForm(Form):
    """An effect without a price, and how much it weighs."""

    what = forms.CharField(
        label=_("What changes that has no price?"),
        max_length=LINE_LENGTH,
        help_text=_("For example: relatives feel safe at night."),
    )
    beneficiary = forms.ChoiceField(label=_("Who notices it?"), choices=Beneficiary.choices)
    importance = forms.TypedChoiceField(
        label=_("How much does it mean to them?"),
        choices=Importance.choices,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Small: nice to have. Large: it decides how they live or work."),
    )
    extent = forms.TypedChoiceField(
        label=_("How much does it change?"),
        choices=[(each.value, each.label) for each in reversed(Extent)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        max_length=LINE_LENGTH,
        help_text=_("Who told you, what was counted, or what it rests on."),
    )

    def told(self) -> dict[str, Any]:
        """Return what was told, as the actions take it."""
        return {name: self.cleaned_data[name] for name in TOLD}


class ReweighForm(WeighForm, VersionedForm):
    """The same, to weigh it anew."""

    @staticmethod
    def initial_from(effect: Unpriced) -> dict[str, Any]:
        """Return what is told today."""
        return {name: getattr(effect, name) for name in (*TOLD, "version")}


class RemoveForm(VersionedForm):
    """Take it away: nothing to fill in."""
