"""What somebody fills in about a roadmap."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.lib.inputs import Day, Form, VersionedForm
from stafett.needs.models import LINE_LENGTH
from stafett.roadmap.models import Roadmap

AMOUNT: Any = {"max_digits": 14, "decimal_places": 2, "min_value": 0, "localize": True}
YEAR: Any = {"min_value": 2000, "max_value": 2100}


class DrawForm(Form):
    """A roadmap's name, its years, and what may be spent each year to begin with."""

    title = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        help_text=_("For example: Digital services 2027-2030."),
    )
    first_year = forms.IntegerField(label=_("From year"), **YEAR)
    last_year = forms.IntegerField(label=_("To year"), **YEAR)
    price_year = forms.IntegerField(
        label=_("In the prices of which year?"),
        help_text=_("Costs from other price years are converted by the price index."),
        **YEAR,
    )
    each_year = forms.DecimalField(
        label=_("How many kroner may be spent each year?"),
        help_text=_("You can set each year by itself afterwards."),
        **AMOUNT,
    )

    def told(self) -> dict[str, Any]:
        """Return the fields of a roadmap, as its action takes them."""
        said = self.cleaned_data
        return {name: said[name] for name in ("title", "first_year", "last_year", "price_year")}

    def budgets(self) -> dict[int, Decimal]:
        """Return the same budget for each year."""
        said = self.cleaned_data
        years = range(said["first_year"], min(said["last_year"], said["first_year"] + 100) + 1)
        return dict.fromkeys(years, said["each_year"])


class BudgetForm(VersionedForm):
    """A roadmap's name, and the budget of each of its years."""

    title = forms.CharField(label=_("What is it called?"), max_length=120)

    def __init__(self, *args: Any, roadmap: Roadmap, **more: Any) -> None:
        super().__init__(*args, **more)
        self.years = range(roadmap.first_year, roadmap.last_year + 1)
        for year in self.years:
            label = _("Kroner in %(year)s") % {"year": year}
            self.fields[f"y{year}"] = forms.DecimalField(label=label, **AMOUNT)

    @staticmethod
    def initial_from(roadmap: Roadmap) -> dict[str, Any]:
        """Return what the roadmap says today."""
        budgets = {f"y{row.year}": row.amount for row in roadmap.budgets.all()}
        return {"title": roadmap.title, "version": roadmap.version, **budgets}

    def budgets(self) -> dict[int, Decimal]:
        """Return the budget of each year."""
        return {year: self.cleaned_data[f"y{year}"] for year in self.years}


class CapacityForm(Form):
    """How many batons one's own municipality can receive, year by year."""

    def __init__(self, *args: Any, roadmap: Roadmap, **more: Any) -> None:
        super().__init__(*args, **more)
        self.years = range(roadmap.first_year, roadmap.last_year + 1)
        for year in self.years:
            self.fields[f"y{year}"] = forms.IntegerField(
                label=_("How many in %(year)s?") % {"year": year}, min_value=0, max_value=100
            )

    @staticmethod
    def initial_from(roadmap: Roadmap, municipality_id: int | None) -> dict[str, Any]:
        """Return what the municipality said before."""
        said = roadmap.capacities.filter(municipality_id=municipality_id)
        return {f"y{row.year}": row.batons for row in said}

    def batons(self) -> dict[int, int]:
        """Return how many each year."""
        return {year: self.cleaned_data[f"y{year}"] for year in self.years}


class NominateForm(Form):
    """Which solution becomes a candidate."""

    initiative = forms.ModelChoiceField(
        label=_("Which solution?"), queryset=None, empty_label=_("Choose one")
    )

    def __init__(self, *args: Any, nominees: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["initiative"].queryset = nominees


class StepForm(VersionedForm):
    """A step with nothing to fill in: up, down, choose, undo."""


class LeaveOutForm(VersionedForm):
    """Why a candidate is left out."""

    reason = forms.CharField(
        label=_("Why is it left out?"),
        max_length=LINE_LENGTH,
        help_text=_("Say what would let it in: those who proposed it read this."),
    )


class WindowForm(Form):
    """When one's own municipality takes it in."""

    starts_on = forms.DateField(label=_("From"), widget=Day())
    ends_on = forms.DateField(label=_("To"), widget=Day())
