"""What somebody fills in about what came of a promise."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.benefits.models import Commitment, DeviationDecision, Outcome, Valuation
from stafett.benefits.queries import measuring as queries
from stafett.benefits.queries.measuring import Suggestion
from stafett.indicators import queries as indicators
from stafett.indicators.models import Observation
from stafett.lib.inputs import Day, Form, text_area
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH
from stafett.ui.figures import day

AMOUNT = {"max_digits": 16, "decimal_places": 2, "localize": True}
COUNT = {"min_value": 0, "max_value": 10_000_000}
READ = ("value", "numerator", "denominator", "n", "how")


class MeasureForm(Form):
    """One number; all else is filled in from the last time."""

    value = forms.DecimalField(**AMOUNT)
    numerator = forms.DecimalField(label=gettext_lazy("How many"), min_value=0, **AMOUNT)
    denominator = forms.DecimalField(label=gettext_lazy("Of how many"), min_value=0, **AMOUNT)
    n = forms.IntegerField(label=gettext_lazy("How many people are behind it?"), **COUNT)
    users = forms.IntegerField(
        label=gettext_lazy("How many use it?"),
        help_text=gettext_lazy("Without this, nobody can say how many hours it is."),
        required=False,
        **COUNT,
    )
    of_users = forms.IntegerField(
        label=gettext_lazy("Of how many who could?"), required=False, **COUNT
    )
    volume = forms.DecimalField(
        label=gettext_lazy("Cases a year"), min_value=0, max_digits=12, decimal_places=2,
        localize=True, required=False,
    )  # fmt: skip
    period_start = forms.DateField(label=gettext_lazy("Period from"), widget=Day())
    period_end = forms.DateField(label=gettext_lazy("Period to"), widget=Day())
    how = forms.CharField(
        label=gettext_lazy("Anything special about it?"), max_length=300, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, commitment: Commitment, **more: Any) -> None:
        super().__init__(*args, **more)
        self.commitment = commitment
        for name in self._not_asked():
            del self.fields[name]
        if "value" in self.fields:
            indicator = commitment.benefit.indicator
            self.fields["value"].label = f"{indicator.name} ({indicator.unit})"

    def _not_asked(self) -> list[str]:
        indicator = self.commitment.benefit.indicator
        unused = ["value"] if indicator.is_share else ["numerator", "denominator"]
        if not indicator.is_about_people or indicator.is_share:
            unused.append("n")
        if self.commitment.benefit.valuation != Valuation.VOLUME:
            unused += ["users", "of_users", "volume"]
        return unused

    def clean(self) -> Any:
        cleaned = super().clean()
        start, end = (self.cleaned_data.get(f"period_{which}") for which in ("start", "end"))
        if start and end:
            self._look_at_what_stands(queries.reading_of(self.commitment, start, end))
        return cleaned

    def _look_at_what_stands(self, there: Observation | None) -> None:
        """Nobody mends a reading they have not seen: the first time, it is shown."""
        if there is None or self.cleaned_data.get("seen") == there.pk:
            return
        self.add_error("period_end", _read_before(self.commitment, there))
        data: Any = self.data.copy()
        data[self.add_prefix("seen")] = str(there.pk)
        self.data = data

    def measured(self) -> dict[str, Any]:
        """Return what was read, as the action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @staticmethod
    def initial_from(commitment: Commitment, suggested: Suggestion) -> dict[str, Any]:
        """Return the period that is due, and what was said the last time."""
        period, use, corrects = suggested.period, suggested.use, suggested.corrects
        told = {name: getattr(corrects, name) for name in READ} if corrects else {}
        return {
            **told,
            "period_start": period.start,
            "period_end": period.end,
            "seen": corrects.pk if corrects else None,
            "volume": use.volume if use else commitment.volume,
            "users": use.users if use else None,
            "of_users": use.of_users if use else None,
        }


class LinkForm(MeasureForm):
    """The number a link in a mail is for: the period is the link's, and nothing is mended."""

    def _not_asked(self) -> list[str]:
        return [*super()._not_asked(), "period_start", "period_end", "seen"]


def _read_before(commitment: Commitment, there: Observation) -> str:
    said = {
        "amount": indicators.amount(commitment.benefit.indicator, float(there.value)),
        "name": there.recorded_by_name,
        "day": day(there.recorded_at),
    }
    return (
        _(
            "This period is read already: %(amount)s, noted by %(name)s %(day)s. Save once more "
            "if yours should stand instead. What it said is kept."
        )
        % said
    )


class ExplainForm(Form):
    """Why less came, and what is done."""

    cause = forms.CharField(
        label=gettext_lazy("Why did less come than was promised?"),
        max_length=LINE_LENGTH,
        help_text=gettext_lazy("What happened, or did not happen. Nobody is to blame."),
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("What do you do about it?"),
        choices=DeviationDecision.choices,
        widget=forms.RadioSelect,
    )
    what = forms.CharField(
        label=gettext_lazy("What exactly, and by when?"), max_length=LINE_LENGTH, required=False
    )
    period_end = forms.DateField(widget=forms.HiddenInput)


NOTHING, SOMETHING = "nothing", "something"
OTHERS = [
    (NOTHING, gettext_lazy("nothing we know of")),
    (SOMETHING, gettext_lazy("something else changed too")),
]


class ConcludeForm(Form):
    """What came of it, by those who know."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("How do you know?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        help_text=gettext_lazy("What the readings show, and what you have seen yourselves."),
    )
    others = forms.ChoiceField(
        label=gettext_lazy("What else changed at the same time?"),
        choices=OTHERS,
        widget=forms.RadioSelect,
    )
    also_changed = forms.CharField(
        label=gettext_lazy("What was it?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=gettext_lazy("A new system, more people, fewer cases. It stands next to it."),
    )

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("others") == SOMETHING and not self._told_or_refused():
            self.add_error("also_changed", _("Write what it was."))
        return cleaned

    def _told_or_refused(self) -> bool:
        return bool(self.cleaned_data.get("also_changed")) or "also_changed" in self.errors

    def concluded(self) -> dict[str, Any]:
        """Return the conclusion as the action takes it; unanswered is None."""
        told = dict(self.cleaned_data)
        others, also = told.pop("others"), told["also_changed"]
        return {**told, "also_changed": also if also or others == NOTHING else None}
