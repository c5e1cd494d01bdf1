"""What somebody fills in about a benefit, and about a promise on it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.benefits.models import (
    Beneficiary,
    Benefit,
    Commitment,
    Counts,
    Kind,
    TakeOut,
    Valuation,
)
from stafett.benefits.queries import processes, promising
from stafett.benefits.queries.promising import PromiseRow
from stafett.indicators import queries as indicators
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.lib.inputs import Day, Form, Number, VersionedForm
from stafett.needs.models import LINE_LENGTH
from stafett.organisations import queries as organisations
from stafett.people.models import Person
from stafett.ui.figures import day

READING = {"max_digits": 16, "decimal_places": 4}
PER_CENT = {"max_digits": 5, "decimal_places": 2, "min_value": 0, "max_value": 100}  # fmt: skip
HUNDRED = Decimal(100)
WORTH = [
    (Valuation.NONE, _("no: what the yardstick reads is what counts")),
    (Valuation.DIRECT, _("yes, each unit of the reading is worth something, so many times a year")),
    (Valuation.VOLUME, _("yes, for each case, and for those who use it")),
]


def short(value: Decimal | None) -> Decimal | None:
    """Return a number as short as it was written."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def as_percent(share: Decimal | None) -> Decimal | None:
    """Return a share as the per cent that are typed."""
    return None if share is None else short(share * HUNDRED)


def as_share(per_cent: Decimal | None) -> Decimal | None:
    """Return typed per cent as a share."""
    return None if per_cent is None else per_cent / HUNDRED


# --- the standard ---------------------------------------------------------------------------


class BenefitForm(Form):
    """What should get better, and by which yardstick it is told."""

    name = forms.CharField(
        label=_("What gets better?"),
        max_length=160,
        help_text=_("For example: «Shorter time for each invoice»."),
    )
    kind = forms.ChoiceField(
        label=_("What kind of benefit is it?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    indicator = forms.ModelChoiceField(
        label=_("How is it measured?"),
        queryset=None,
        empty_label=_("choose a yardstick"),
        help_text=_("The same yardstick is read before and after."),
    )
    beneficiary = forms.ChoiceField(
        label=_("Who gains?"), choices=Beneficiary.choices, initial=Beneficiary.MUNICIPALITY
    )
    is_main_aim = forms.BooleanField(
        label=_("This is a main aim of the initiative"),
        required=False,
        help_text=_("One or two are enough. The others are still benefits."),
    )
    is_disbenefit = forms.BooleanField(
        label=_("This gets worse: it is a dis-benefit"), required=False
    )
    valuation = forms.ChoiceField(
        label=_("Does the reading become hours or kroner?"),
        choices=WORTH,
        widget=forms.RadioSelect,
        initial=Valuation.NONE,
    )
    minutes = Number(
        label=_("One unit of the reading is how many minutes?"),
        max_digits=12,
        decimal_places=4,
        min_value=0,
        required=False,
        help_text=_("1 where the yardstick counts minutes, 60 where it counts hours."),
    )
    kroner = Number(
        label=_("One unit of the reading is how many kroner?"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("Only what is really paid less. Time is written as minutes."),
    )
    price_year = forms.IntegerField(
        label=_("Which year's prices are the kroner in?"),
        min_value=2000,
        max_value=2100,
        required=False,
    )
    times_a_year = forms.IntegerField(
        label=_("How many times a year does the reading happen?"),
        min_value=1,
        max_value=1_000_000,
        initial=1,
        required=False,
        help_text=_("12 where it is read for a month and each month counts; else 1."),
    )
    MORE = ("valuation", "minutes", "kroner", "price_year", "times_a_year")

    def __init__(
        self, *args: Any, acting: Acting, benefit: Benefit | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        rows = indicators.visible(acting).in_use()
        if benefit:
            rows = rows | indicators.visible(acting).filter(pk=benefit.indicator_id)
        self.fields["indicator"].queryset = rows.order_by("name")

    @property
    def more_open(self) -> bool:
        """Whether something in the fold is filled in, or is to be mended."""
        is_wrong = not self.errors.keys().isdisjoint(self.MORE)
        return is_wrong or self.initial.get("valuation", Valuation.NONE) != Valuation.NONE

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("minutes") and self.cleaned_data.get("kroner"):
            self.add_error("kroner", _("Write minutes or kroner, not both: an hour counts once."))
        return cleaned

    def described(self) -> dict[str, Any]:
        """Return the fields of a benefit, as its actions take them."""
        said = self.cleaned_data
        same = ("name", "kind", "indicator", "beneficiary", "is_main_aim", "is_disbenefit")
        told = {name: said[name] for name in same}
        return told | self._worth()

    def _worth(self) -> dict[str, Any]:
        said = self.cleaned_data
        none = {"counts": "", "factor": None, "price_year": None, "times_a_year": 1}
        if said["valuation"] == Valuation.NONE:
            return {"valuation": Valuation.NONE, **none}
        in_kroner = bool(said["kroner"])
        has_factor = said["minutes"] or said["kroner"]
        counts = Counts.NOK if in_kroner else Counts.HOURS
        return {
            "valuation": said["valuation"],
            "counts": counts if has_factor else "",
            "factor": has_factor,
            "price_year": said["price_year"] if in_kroner else None,
            "times_a_year": said["times_a_year"] or 1,
        }


class ChangeBenefitForm(BenefitForm, VersionedForm):
    """The same benefit, described better."""

    @staticmethod
    def initial_from(benefit: Benefit) -> dict[str, Any]:
        """Return what the benefit says today."""
        names = set(BenefitForm.base_fields) - {"minutes", "kroner"}
        told = {name: getattr(benefit, name) for name in names}
        counted_as = "kroner" if benefit.counts == Counts.NOK else "minutes"
        return {**told, "version": benefit.version, counted_as: short(benefit.factor)}


class StepForm(VersionedForm):
    """A step with nothing to fill in."""


class NothingForm(Form):
    """A button and nothing more."""


class PassForm(Form):
    """Pass a warning with a reason."""

    reason = forms.CharField(label=_("Your reason"), max_length=LINE_LENGTH)


# --- the promise ----------------------------------------------------------------------------


class ReadingChoice(forms.ModelChoiceField):
    """A choice between readings, each with its day, value and place."""

    def label_from_instance(self, obj: Observation) -> str:
        place = f", {obj.unit}" if obj.unit_id else ""
        value = promising.reading_words(obj.indicator, obj.value)
        return f"{day(obj.period_end)}: {value}{place}"


class PromiseChoice(forms.ModelChoiceField):
    """A choice between promises, each with its initiative."""

    def label_from_instance(self, obj: Commitment) -> str:
        return f"{obj.benefit} ({obj.benefit.initiative})"


class OwnerForm(Form):
    """Who owns the benefit, and when the effect starts."""

    owner = forms.ModelChoiceField(
        label=_("Who owns the benefit here?"),
        queryset=Person.objects.none(),
        empty_label=_("choose a leader"),
        help_text=_("The leader whose daily work changes. They are asked, and say yes or no."),
    )
    effect_starts_on = forms.DateField(label=_("When does the effect start?"), widget=Day())

    def offer_owners(self, acting: Acting, initiative: Initiative) -> None:
        """Offer those who can own a benefit in one's own municipality."""
        self.fields["owner"].queryset = promising.owners(acting, initiative)


class MarkForm(VersionedForm):
    """How hours that others promise on too are told apart."""

    depends_on = PromiseChoice(
        label=_("It depends on another promise, and is counted there"),
        queryset=Commitment.objects.none(),
        required=False,
        empty_label=_("no, it stands by itself"),
    )
    split_share = Number(
        label=_("This promise's part of the hours, per cent"),
        required=False,
        help_text=_("The parts of those that share the hours are together at most 100."),
        **PER_CENT,
    )

    def __init__(self, *args: Any, acting: Acting, benefit: Benefit, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = promising.promises(acting).live().filter(municipality_id=acting.organisation_id)
        others = rows.exclude(benefit__initiative=benefit.initiative_id)
        self.fields["depends_on"].queryset = others.order_by("benefit__name")

    def clean_split_share(self) -> Decimal | None:
        return as_share(self.cleaned_data["split_share"] or None)

    @staticmethod
    def initial_from(commitment: Commitment) -> dict[str, Any]:
        """Return how it is told apart today."""
        return {
            "depends_on": commitment.depends_on_id,
            "split_share": as_percent(commitment.split_share),
            "version": commitment.version,
        }


class PromiseForm(OwnerForm, MarkForm):
    """What a municipality promises, in the yardstick's own unit."""

    baseline = ReadingChoice(
        label=_("What did it read before?"),
        queryset=Observation.objects.none(),
        required=False,
        empty_label=_("no reading yet: it can then only become «cannot be documented»"),
    )
    target_likely = Number(label=_("What do you hope it will read?"), **READING)
    target_low = Number(label=_("At the lowest, without surprising you"), required=False, **READING)
    target_high = Number(
        label=_("At the highest, without surprising you"), required=False, **READING
    )
    volume = Number(
        label=_("How many cases are there in a year?"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    adoption = Number(
        label=_("How many per cent do you think will use it?"), required=False, **PER_CENT
    )
    take_out = forms.ChoiceField(
        label=_("What is the benefit used for?"), choices=TakeOut.choices, widget=forms.RadioSelect
    )
    take_out_what = forms.CharField(
        label=_("For what, in a few words?"), max_length=LINE_LENGTH, required=False
    )
    take_out_by = forms.DateField(
        label=_("If it is not decided: when is it?"), widget=Day(), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False, empty_label=_("the whole organisation")
    )
    people = forms.IntegerField(
        label=_("How many people is it spread over?"),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )
    ramp_up = forms.CharField(
        label=_("How much of it is there in the first years, per cent?"),
        max_length=60,
        required=False,
        help_text=_("One number for each year, such as «50, 100». Empty: all of it at once."),
    )
    measure_every = forms.IntegerField(
        label=_("How many months between readings?"), min_value=1, max_value=120, initial=12
    )
    measuring_hours = Number(
        label=_("How many hours does each reading take?"),
        max_digits=8,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    process = forms.ModelChoiceField(
        label=_("Which work process are the hours taken from?"),
        queryset=None,
        required=False,
        empty_label=_("not said"),
        help_text=_("Then no more hours are promised saved than the work takes."),
    )
    assumptions = forms.CharField(
        label=_("What must be true for this to hold?"), max_length=LINE_LENGTH, required=False
    )
    MORE = ("unit", "people", "ramp_up", "measure_every", "measuring_hours", "process",
            "assumptions", "depends_on", "split_share")  # fmt: skip

    def __init__(self, *args: Any, acting: Acting, benefit: Benefit, **more: Any) -> None:
        super().__init__(*args, acting=acting, benefit=benefit, **more)
        self.offer_owners(acting, benefit.initiative)
        self.fields["baseline"].queryset = promising.readings(acting, benefit)
        self.fields["unit"].queryset = organisations.open_units(acting.organisation_id)
        self.fields["process"].queryset = processes.of_organisation(acting)
        self.fields["version"].required = False
        for name in ("target_likely", "target_low", "target_high"):
            label = self.fields[name].label
            self.fields[name].label = f"{label} ({benefit.indicator.unit})"
        for name in ("volume", "adoption"):
            self.fields[name].required = True
        if benefit.valuation != Valuation.VOLUME:
            del self.fields["volume"], self.fields["adoption"]

    @property
    def more_open(self) -> bool:
        """Whether something in the fold is to be mended."""
        return not self.errors.keys().isdisjoint(self.MORE)

    def clean_ramp_up(self) -> list[float]:
        """Read per cent for each year, with a comma or a space between."""
        parts = self.cleaned_data["ramp_up"].replace("%", " ").replace(";", " ")
        words = parts.replace(",", " ").split()
        if not all(word.isdecimal() and int(word) <= HUNDRED for word in words):
            raise forms.ValidationError(
                _("Write whole per cent from 0 to 100, one for each year: «50, 100».")
            )
        return [int(word) / 100 for word in words]

    def clean_adoption(self) -> Decimal | None:
        return as_share(self.cleaned_data["adoption"])

    def promised(self) -> dict[str, Any]:
        """Return what is promised, as the actions take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @staticmethod
    def initial_from(row: PromiseRow) -> dict[str, Any]:
        """Return what the promise says today."""
        said = row.commitment
        same = ("owner", "effect_starts_on", "take_out", "take_out_what", "take_out_by", "unit",
                "people", "measure_every", "process", "assumptions")  # fmt: skip
        numbers = ("target_low", "target_likely", "target_high", "volume", "measuring_hours")
        return {
            **{name: getattr(said, name) for name in same},
            **{name: short(getattr(said, name)) for name in numbers},
            **MarkForm.initial_from(said),
            "baseline": row.observation,
            "adoption": as_percent(said.adoption),
            "ramp_up": ", ".join(f"{share * 100:.0f}" for share in said.ramp_up),
        }


class DeclineForm(VersionedForm):
    """Why not."""

    reason = forms.CharField(
        label=_("Why not?"),
        max_length=LINE_LENGTH,
        help_text=_("What would have to be different? Those who asked you read this."),
    )


# --- the light track ------------------------------------------------------------------------


class ProfileForm(OwnerForm):
    """A benefit and the promise on it, in five minutes."""

    name = BenefitForm.base_fields["name"]
    kind = BenefitForm.base_fields["kind"]
    indicator = BenefitForm.base_fields["indicator"]
    level = Number(
        label=_("What does it read today?"),
        required=False,
        help_text=_(
            "Leave it empty if it has been read already: the last reading is used. For a "
            "percentage, write how many here, and of how many below."
        ),
        **READING,
    )
    of_how_many = forms.IntegerField(
        label=_("Of how many, or about how many people?"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text=_("Only for a percentage, or where the figure is about people."),
    )
    each = Number(
        label=_("One unit of the reading is how many minutes, or how many kroner?"),
        max_digits=12,
        decimal_places=4,
        min_value=0,
        required=False,
        help_text=_(
            "Minutes for time saved: 1 where the yardstick counts minutes. Kroner for avoided "
            "cost. Empty for quality."
        ),
    )
    times_a_year = forms.IntegerField(
        label=_("How many times a year does it happen?"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("For example how many cases there are in a year. Empty for quality."),
    )
    target_likely = PromiseForm.base_fields["target_likely"]
    field_order = ("name", "kind", "indicator", "each", "times_a_year", "level", "of_how_many",
                   "target_likely", "effect_starts_on", "owner")  # fmt: skip

    def __init__(self, *args: Any, acting: Acting, initiative: Initiative, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offer_owners(acting, initiative)
        rows = indicators.visible(acting).in_use()
        self.fields["indicator"].queryset = rows.order_by("name")
        self.acting = acting

    @property
    def more_open(self) -> bool:
        """Whether something in the fold is to be mended."""
        return "of_how_many" in self.errors

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("kind", Kind.QUALITY) != Kind.QUALITY:
            self._ask_what_it_is_worth()
        return cleaned

    def _ask_what_it_is_worth(self) -> None:
        asked = {
            "each": _("Write how many minutes, or how many kroner, one unit of the reading is."),
            "times_a_year": _("Write how many times a year it happens; about is good enough."),
        }
        for name, says in asked.items():
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, says)

    def told(self) -> dict[str, Any]:
        """Return what is told, as the action takes it."""
        said = self.cleaned_data
        names = ("name", "kind", "indicator", "owner", "target_likely", "effect_starts_on")
        told = {name: said[name] for name in names}
        told |= {"take_out": TakeOut.UNDECIDED, "take_out_by": said["effect_starts_on"]}
        told |= self._worth()
        if said["level"] is not None:
            return {**told, "reading": self._reading(said["indicator"])}
        return {**told, "baseline": promising.last_before(self.acting, **told)}

    def _worth(self) -> dict[str, Any]:
        """Return what a reading is worth: the kind decides whether it is hours or kroner."""
        said = self.cleaned_data
        if said["kind"] == Kind.QUALITY:
            return {}
        in_kroner = said["kind"] == Kind.AVOIDED_COST
        return {
            "valuation": Valuation.DIRECT,
            "counts": Counts.NOK if in_kroner else Counts.HOURS,
            "factor": said["each"],
            "times_a_year": said["times_a_year"],
            "price_year": self.acting.day.year if in_kroner else None,
        }

    def _reading(self, indicator: Indicator) -> dict[str, Any]:
        said = self.cleaned_data
        if indicator.is_share:
            return {"numerator": said["level"], "denominator": said["of_how_many"]}
        return {"value": said["level"], "n": said["of_how_many"]}
