"""What somebody writes in the financial plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.benefits.forms.promising import short
from stafett.benefits.queries.plan import PlanYear
from stafett.lib.inputs import Number, VersionedForm
from stafett.needs.models import LINE_LENGTH


class PlanForm(VersionedForm):
    """A line for each year: how much, and where it stands."""

    def __init__(self, *args: Any, years: list[PlanYear], **more: Any) -> None:
        super().__init__(*args, **more)
        self.years = years
        for each in years:
            self._ask(each)

    def _ask(self, each: PlanYear) -> None:
        said = {"year": each.year}
        self.fields[f"amount_{each.year}"] = Number(
            label=_("Reduction in %(year)s, kroner") % said,
            max_digits=14,
            decimal_places=2,
            min_value=0,
            initial=short(each.line.amount) if each.line else None,
        )
        self.fields[f"reference_{each.year}"] = forms.CharField(
            label=_("Where it stands in the plan for %(year)s") % said,
            max_length=LINE_LENGTH,
            initial=each.line.reference if each.line else "",
        )

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines, in the prices of the promise."""
        said = self.cleaned_data
        return [
            {
                "year": each.year,
                "amount": said[f"amount_{each.year}"],
                "reference": said[f"reference_{each.year}"],
                "price_year": each.price_year or each.year,
            }
            for each in self.years
        ]
