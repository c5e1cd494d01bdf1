"""What somebody fills in to have a plan proposed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.benefits.queries.valuing import Account
from stafett.lib.inputs import Form, Number, VersionedForm
from stafett.needs.models import LINE_LENGTH
from stafett.organisations.models import Organisation
from stafett.roadmap.models import Candidate, TieKind
from stafett.roadmap.queries.inputs import Aims
from stafett.roadmap.queries.words import objective_names
from stafett.roadmap.rules import OWN_NET, SOCIAL_NET

POINTS: Any = {"min_value": 0, "max_value": 1_000_000, "max_digits": 10, "decimal_places": 2}
THEIR_OWN = (Account.BUDGET, Account.HOURS, Account.QUALITY)
FOR_OTHERS = (
    Account.KRONER,
    Account.INHABITANTS_HOURS,
    Account.INHABITANTS_KRONER,
    Account.BUSINESS_HOURS,
    Account.BUSINESS_KRONER,
    Account.PUBLIC_HOURS,
    Account.PUBLIC_KRONER,
)
NETS = (OWN_NET, SOCIAL_NET)
COUNTS = tuple(str(each) for each in (*THEIR_OWN, *FOR_OTHERS, *NETS))
MAYBE: Any = {**POINTS, "required": False}


class AskForm(Form):
    """What counts, and how much, in points; and what the plan must hold to beside the budget."""

    budget = Number(
        label=_("Points for each 1,000 kroner off the budget"),
        help_text=_("0 means that it does not count. The plan gets as many points as it can."),
        **POINTS,
    )
    hours = Number(label=_("Points for each hour of freed time"), **POINTS)
    quality = Number(label=_("Points for each quality benefit that is promised"), **POINTS)
    objective = forms.ChoiceField(
        label=_("What is it to be best at?"),
        widget=forms.RadioSelect,
        choices=lambda: list(objective_names().items()),
    )
    seconds = forms.TypedChoiceField(
        label=_("How long may it look for something better?"),
        coerce=int,
        choices=[(10, _("10 seconds")), (60, _("1 minute")), (600, _("10 minutes"))],
    )
    kroner = Number(label=_("Points for each 1,000 kroner used for something else"), **MAYBE)
    inhabitants_hours = Number(label=_("Points for each hour that inhabitants save"), **MAYBE)
    inhabitants_kroner = Number(
        label=_("Points for each 1,000 kroner that inhabitants save"), **MAYBE
    )
    business_hours = Number(label=_("Points for each hour that businesses save"), **MAYBE)
    business_kroner = Number(label=_("Points for each 1,000 kroner that businesses save"), **MAYBE)
    public_hours = Number(label=_("Points for each hour that other public bodies save"), **MAYBE)
    public_kroner = Number(
        label=_("Points for each 1,000 kroner that other public bodies save"), **MAYBE
    )
    own_net = Number(
        label=_("Points for each 1,000 kroner a year of net value on the budget"),
        help_text=_(
            "The reductions in the financial plan less all that the municipalities pay, spread "
            "evenly over the years. No time and no tax cost. It holds kroner off the budget, so "
            "give 0 for those."
        ),
        **MAYBE,
    )
    social_net = Number(
        label=_("Points for each 1,000 kroner a year of net value to society"),
        help_text=_(
            "All that has a price, for everybody, less what everybody pays and what it costs to "
            "collect the tax. It holds kroner, hours with a decided use, and what inhabitants "
            "save: give 0 for all of those. Quality, and hours for businesses and other public "
            "bodies, have no price and can count beside it."
        ),
        **MAYBE,
    )
    capacity = Number(
        label=_("How much of what people can receive is left if things go badly, in per cent?"),
        help_text=_("100 if all of it is. It counts in all but the plan for what is likely."),
        min_value=1,
        max_value=100,
        max_digits=3,
        decimal_places=0,
        required=False,
    )
    least_each = Number(
        label=_("How many points is each municipality to have at least?"),
        help_text=_(
            "0 if there is no floor. It is for those where something that counts is promised."
        ),
        **MAYBE,
    )

    first: ClassVar = {
        **dict.fromkeys(COUNTS, 0), "budget": 1,
        "objective": "likely", "least_each": 0, "capacity": 100, "seconds": 60,
    }  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = places if len(places) > 1 else []
        for place in self.places:
            self.fields[f"least_{place.pk}"] = Number(label=place.label, **MAYBE)

    @classmethod
    def initial_from(cls, aims: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what was asked for the last time, or what most begin with."""
        if aims is None:
            return cls.first
        own = {f"least_{pk}": least for pk, least in aims.get("least_for", {}).items()}
        room = round(100 * aims.get("capacity", 1))
        points = {**aims["points"], **own, "least_each": aims["least_each"]}
        said = {name: aims[name] for name in ("objective", "seconds")}
        short = {name: f"{Decimal(str(each)).normalize():f}" for name, each in points.items()}
        return {**cls.first, "budget": 0, **short, **said, "capacity": room}

    @property
    def for_others(self) -> list[Any]:
        """The questions about what others save."""
        return [self[each.value] for each in FOR_OTHERS]

    @property
    def net_values(self) -> list[Any]:
        """The questions about what is gained less what is paid."""
        return [self[each] for each in NETS]

    @property
    def nets_open(self) -> bool:
        """Whether something is said of net values, or must be said anew."""
        return any(field.errors or _is_said(field) for field in self.net_values)

    @property
    def floors(self) -> list[Any]:
        """The municipalities, each with the least it is to have where that differs."""
        return [self[f"least_{place.pk}"] for place in self.places]

    @property
    def others_open(self) -> bool:
        """Whether something is said of others, or must be said anew."""
        return any(field.errors or _is_said(field) for field in self.for_others)

    @property
    def limits_open(self) -> bool:
        """Whether something is said of floors and room, or must be said anew."""
        asked = [self["capacity"], self["least_each"], *self.floors]
        return any(field.errors for field in asked) or any(_is_said(field) for field in asked[1:])

    def aims(self) -> Aims:
        """Return what is wanted of the plan."""
        said = self.cleaned_data
        own = {str(place.pk): said[f"least_{place.pk}"] for place in self.places}
        return Aims(
            points={name: float(said[name] or 0) for name in COUNTS},
            objective=said["objective"],
            least_each=float(said["least_each"] or 0),
            least_for={pk: float(least) for pk, least in own.items() if least is not None},
            capacity=float(said["capacity"] or 100) / 100,
            seconds=said["seconds"],
        )

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.errors and not any(self.cleaned_data[each] for each in COUNTS):
            self.add_error("budget", _("Let something count: give at least one of them points."))
        return cleaned


def _is_said(field: Any) -> bool:
    return str(field.value() or "0").strip() != "0"


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


class AdoptForm(Form):
    """Which of another plan's decisions the reader was told would be taken anew."""

    told = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class _Others(forms.ModelMultipleChoiceField):
    """Some of a roadmap's other candidates; those it does not reckon with are named as such."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Candidate) -> str:
        """Return its title, and what keeps it from counting today."""
        if obj.is_away:
            return _("%(title)s (not reckoned with now)") % {"title": obj}
        return str(obj)


class ConditionsForm(VersionedForm):
    """What a candidate must stand beside, or never beside, and whether a part is any use."""

    requires = _Others(label=_("Only together with"), queryset=None, required=False)
    excludes = _Others(label=_("Never together with"), queryset=None, required=False)
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
