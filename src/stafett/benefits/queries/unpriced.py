"""What has no price, beside the net value: could it turn the answer? (R28)"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import TakeOut, Unpriced
from stafett.benefits.queries.reckoning import Ground
from stafett.benefits.queries.social import is_capacity
from stafett.benefits.queries.sums import Line, Span
from stafett.benefits.queries.valuing import Account
from stafett.benefits.rules import economy as rules
from stafett.calc import plusminus
from stafett.initiatives import queries as initiatives
from stafett.initiatives import rules as stages
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.ui.figures import hours, nok


@dataclass(frozen=True, slots=True)
class Weighed:
    """An effect without a price, and how much it weighs: −4 to 4."""

    effect: Unpriced
    consequence: int

    @property
    def marks(self) -> str:
        return rules.marks(self.consequence)

    @property
    def side(self) -> str:
        """Which way it weighs: for, against or neither."""
        if not self.consequence:
            return "neither"
        return "for" if self.consequence > 0 else "against"

    @property
    def words(self) -> str:
        """How much it weighs, for those who do not see the signs."""
        size = abs(self.consequence)
        if not size:
            return _("weighs nothing")
        if self.consequence > 0:
            return ngettext("%(size)s plus", "%(size)s pluses", size) % {"size": size}
        return ngettext("%(size)s minus", "%(size)s minuses", size) % {"size": size}


@dataclass(frozen=True, slots=True)
class Unvalued:
    """Something promised that has no price, and why. ``is_gain`` is False where it comes to."""

    what: str
    why: str
    is_gain: bool


def visible(acting: Acting) -> QuerySet[Unpriced]:
    """Return the effects without a price that somebody may see: those of initiatives they see."""
    seen = Unpriced.objects.filter(initiative__in=Initiative.objects.visible_to(acting))
    return seen.select_related("initiative")


def may_weigh(acting: Acting, initiative: Initiative) -> bool:
    """Whether this person looks after the initiative, and it takes changes where it is."""
    takes_changes = "change" in stages.STATES[initiative.stage]
    return takes_changes and initiatives.is_theirs(acting, initiative)


def weighed(acting: Acting, initiative: Initiative) -> list[Weighed]:
    """Return what has no price, the weightiest first."""
    rows = visible(acting).filter(initiative=initiative).order_by("id")
    found = [Weighed(row, plusminus.consequence(row.importance, row.extent)) for row in rows]
    return sorted(found, key=lambda each: -abs(each.consequence))


def unvalued(ground: Ground) -> list[Unvalued]:
    """Return what is promised and has no price in the social economy, each with why."""
    told = [line for line in ground.counted if _why_no_price(line, ground)]
    told.sort(key=lambda line: (list(Account).index(line.account), line.commitment.benefit.name))
    return [Unvalued(_what(line), _why_no_price(line, ground), _is_gain(line)) for line in told]


def _why_no_price(line: Line, ground: Ground) -> str:
    if line.account == Account.QUALITY:
        return _("quality is counted by its yardstick")
    if line.account == Account.HOURS and not is_capacity(line):
        return _why_not_capacity(line)
    if line.account == Account.INHABITANTS_HOURS and ground.parameters.inhabitant_hour is None:
        return _("nobody has set what an hour is worth to an inhabitant")
    if line.account in (Account.BUSINESS_HOURS, Account.PUBLIC_HOURS):
        return _("time for others has no price here")
    return ""


def _why_not_capacity(line: Line) -> str:
    if line.commitment.take_out == TakeOut.UNDECIDED:
        return _("nobody has decided what the time is used for")
    if line.is_fragmented:
        return _("it is a few minutes a day for each")
    return _("it falls to others than the municipality")


def _what(line: Line) -> str:
    name = line.commitment.benefit.name
    if line.worth is None or line.account == Account.QUALITY:
        return name
    said = {"benefit": name, "hours": hours(line.worth.likely)}
    return _("%(benefit)s: %(hours)s a year") % said


def _is_gain(line: Line) -> bool:
    if line.account == Account.QUALITY:
        return not line.commitment.benefit.is_disbenefit
    return line.worth is not None and line.worth.likely > 0


def flip(net: Span | None, beside: Sequence[Weighed], promised: Iterable[Unvalued]) -> str:
    """Say whether what has no price could turn the answer, and how much it would have to weigh."""
    if net is None:
        return ""
    sides = [each.side for each in beside] + [_side(each) for each in promised]
    told = {"net": nok(net.likely)}
    if round(net.likely) >= 0:
        return _against(sides) % told
    return _for(sides) % told


def _side(each: Unvalued) -> str:
    return "for" if each.is_gain else "against"


def _against(sides: Sequence[str]) -> str:
    if "against" not in sides:
        return _("The net is %(net)s, and nothing without a price speaks against it.")
    return _(
        "The net is %(net)s. What speaks against it without a price would have to weigh more than "
        "that for it not to be worth doing."
    )


def _for(sides: Sequence[str]) -> str:
    if "for" not in sides:
        return _("The net is %(net)s, and nothing without a price speaks for it.")
    return _(
        "The net is %(net)s. What has no price would have to be worth at least that for it to be "
        "worth doing."
    )
