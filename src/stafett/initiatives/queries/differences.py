"""What falls away and what is added, and what is left of it when both are counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.calc import worktime
from stafett.initiatives.models import Difference, DifferenceKind, Initiative, Relieved
from stafett.ui.figures import hours, number

MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class NetTime:
    """The minutes a year somebody is relieved of; negative when more is asked of them.

    ``minutes`` is None when nothing is known; ``unknown`` is how many differences tell no time.
    """

    relieved: str
    who: str | Promise
    minutes: float | None
    unknown: int

    @property
    def said(self) -> str:
        """The time in words, empty when nothing is known."""
        if self.minutes is None:
            return ""
        if not self.minutes:
            return _("as much time as before")
        says = _("%(time)s less a year") if self.minutes > 0 else _("%(time)s more a year")
        return says % {"time": _time_of(abs(self.minutes))}

    @property
    def not_told(self) -> str:
        """How many tell no time, in words; empty when all do."""
        says = ngettext("%(count)s tells no time yet", "%(count)s tell no time yet", self.unknown)
        return says % {"count": self.unknown} if self.unknown else ""


@dataclass(frozen=True, slots=True)
class NetThings:
    """How many of a kind fall away, and how many are added."""

    kind: str
    word: str | Promise
    removed: int
    added: int

    @property
    def net(self) -> int:
        """How many fewer there are."""
        return self.removed - self.added


@dataclass(frozen=True, slots=True)
class Net:
    """What is left when both sides are counted."""

    time: list[NetTime]
    things: list[NetThings]

    @property
    def removed(self) -> int:
        return sum(row.removed for row in self.things)

    @property
    def added(self) -> int:
        return sum(row.added for row in self.things)


def net_of(initiative: Initiative) -> Net:
    """Return the net of an initiative: time by who is relieved, things by kind."""
    return net(list(initiative.differences.all()))


def net(rows: list[Difference]) -> Net:
    """Return the net of these differences."""
    time = [_time(relieved, rows) for relieved in Relieved]
    things = [_things(kind, rows) for kind in DifferenceKind]
    return Net([row for row in time if row], [row for row in things if row])


def _time(relieved: Relieved, rows: Iterable[Difference]) -> NetTime | None:
    theirs = [row for row in rows if row.relieved == relieved]
    if not theirs:
        return None
    known = [row for row in theirs if is_known(row)]
    minutes = fsum(map(minutes_a_year, known)) if known else None
    return NetTime(relieved.value, relieved.label, minutes, len(theirs) - len(known))


def _things(kind: DifferenceKind, rows: Iterable[Difference]) -> NetThings | None:
    of_kind = [row.is_removed for row in rows if row.kind == kind]
    if not of_kind:
        return None
    return NetThings(kind.value, kind.label, sum(of_kind), len(of_kind) - sum(of_kind))


def is_known(row: Difference) -> bool:
    """Whether it says how long it takes, and how often."""
    return row.minutes is not None and row.times_a_year is not None


def minutes_a_year(row: Difference) -> float:
    """Return the minutes a year that fall away; negative for what is added."""
    before, after = (row.minutes, 0) if row.is_removed else (0, row.minutes)
    saved = worktime.hours_saved(row.times_a_year or 0, float(before or 0), float(after or 0))
    return float(saved) * MINUTES_IN_AN_HOUR


def _time_of(minutes: float) -> str:
    if minutes >= MINUTES_IN_AN_HOUR:
        return hours(minutes / MINUTES_IN_AN_HOUR)
    return _("%(minutes)s min") % {"minutes": number(minutes)}
