"""What somebody fills in about work processes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.lib import Acting
from stafett.lib.inputs import Form, Number
from stafett.needs.models import LINE_LENGTH
from stafett.organisations import queries as organisations


class ProcessForm(Form):
    """A piece of work whose hours can be counted."""

    name = forms.CharField(
        label=_("What is the work?"),
        max_length=120,
        help_text=_("For example: «Registering invoices», or «Driving medicine out»."),
    )


class HoursForm(Form):
    """How many hours it took, and how one knows."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    hours = Number(
        label=_("How many hours did it take that year?"),
        max_digits=12,
        decimal_places=2,
        min_value=0.01,
        help_text=_("All who do it together, before anything is changed."),
    )
    source = forms.CharField(label=_("Where does the figure come from?"), max_length=LINE_LENGTH)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False, empty_label=_("the whole organisation")
    )

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = organisations.open_units(acting.organisation_id)
        self.initial.setdefault("year", acting.day.year - 1)
