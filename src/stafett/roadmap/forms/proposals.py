"""What somebody fills in to have a plan proposed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.benefits.queries.valuing import Account
from stafett.lib.inputs import Form, Number, VersionedForm
from stafett.needs.models import LINE_LENGTH
from stafett.roadmap.models import Candidate, TieKind
from stafett.roadmap.queries.inputs import Aims

POINTS: Any = {"min_value": 0, "max_value": 1_000_000, "max_digits": 10, "decimal_places": 2}
COUNTS = (
    Account.BUDGET,
    Account.HOURS,
    Account.QUALITY,
    Account.INHABITANTS_HOURS,
    Account.BUSINESS_KRONER,
)


class AskForm(Form):
    """What counts, and how much, in points."""

    budget = Number(
        label=_("Points for each 1,000 kroner off the budget"),
        help_text=_("0 means that it does not count. The plan gets as many points as it can."),
        **POINTS,
    )
    hours = Number(label=_("Points for each hour of freed time"), **POINTS)
    quality = Number(label=_("Points for each quality benefit that is promised"), **POINTS)
    inhabitants_hours = Number(label=_("Points for each hour that inhabitants save"), **POINTS)
    business_kroner = Number(label=_("Points for each 1,000 kroner that businesses save"), **POINTS)
    objective = forms.ChoiceField(
        label=_("What is it to be best at?"),
        widget=forms.RadioSelect,
        choices=[
            ("likely", _("What is likely")),
            ("mean", _("On average, also if the benefit is low or the cost high")),
            ("worst", _("When the benefit is low and the cost high")),
            ("regret", _("Being as little as possible behind the best, whatever happens")),
        ],
    )
    least_each = Number(
        label=_("How many points is each municipality to have at least?"),
        help_text=_("0 if there is no floor."),
        **POINTS,
    )
    seconds = forms.TypedChoiceField(
        label=_("How long may it look for something better?"),
        coerce=int,
        choices=[(10, _("10 seconds")), (60, _("1 minute")), (600, _("10 minutes"))],
    )

    first = {
        "budget": 1, "hours": 0, "quality": 0, "inhabitants_hours": 0, "business_kroner": 0,
        "objective": "likely", "least_each": 0, "seconds": 60,
    }  # fmt: skip

    def aims(self) -> Aims:
        """Return what is wanted of the plan."""
        said = self.cleaned_data
        return Aims(
            points={account.value: float(said[account.value]) for account in COUNTS},
            objective=said["objective"],
            least_each=float(said["least_each"]),
            seconds=said["seconds"],
        )

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.errors and not any(self.cleaned_data[each.value] for each in COUNTS):
            self.add_error("budget", _("Let something count: give at least one of them points."))
        return cleaned


class PlaceForm(Form):
    """Which candidate of a proposal, counted from 0."""

    def __init__(self, *args: Any, count: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["at"] = forms.IntegerField(min_value=0, max_value=count - 1)


class MoveForm(Form):
    """Why a candidate is moved in or out against the proposal."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=LINE_LENGTH,
        help_text=_("It is worked out again, and what it costs stands beside your reason."),
    )


class ConditionsForm(VersionedForm):
    """What a candidate must stand beside, or never beside, and whether a part is any use."""

    requires = forms.ModelMultipleChoiceField(
        label=_("Only together with"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    excludes = forms.ModelMultipleChoiceField(
        label=_("Never together with"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    smallest = Number(
        label=_("How large a part of it is any use, in per cent?"),
        help_text=_(
            "Leave it empty if only the whole is. A part has the same part of costs and benefits."
        ),
        min_value=1,
        max_value=100,
        max_digits=3,
        decimal_places=0,
        required=False,
    )

    def __init__(self, *args: Any, candidate: Candidate, **more: Any) -> None:
        super().__init__(*args, **more)
        others = candidate.roadmap.candidates.exclude(pk=candidate.pk)
        for name in ("requires", "excludes"):
            self.fields[name].queryset = others.select_related("initiative")  # type: ignore[attr-defined]

    @staticmethod
    def initial_from(candidate: Candidate) -> dict[str, Any]:
        """Return what is said today."""
        ties = list(candidate.ties.all())
        share = candidate.smallest_share
        return {
            "requires": [tie.other_id for tie in ties if tie.kind == TieKind.REQUIRES],
            "excludes": [tie.other_id for tie in ties if tie.kind == TieKind.EXCLUDES],
            "smallest": None if share is None else int(share * 100),
            "version": candidate.version,
        }

    def clean(self) -> Any:
        cleaned = super().clean()
        both = set(self.cleaned_data.get("requires", ())) & set(
            self.cleaned_data.get("excludes", ())
        )
        if both:
            names = ", ".join(sorted(str(each) for each in both))
            self.add_error(
                "excludes",
                _("Both together and never together: choose one for %(names)s.") % {"names": names},
            )
        return cleaned

    def told(self) -> dict[str, Any]:
        """Return what the action takes."""
        said = self.cleaned_data
        smallest = said["smallest"]
        return {
            "requires": list(said["requires"]),
            "excludes": list(said["excludes"]),
            "smallest_share": None if smallest is None else Decimal(smallest) / 100,
            "version": said["version"],
        }
