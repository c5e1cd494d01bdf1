"""What looks across rooms: home."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.audit import queries as audit
from stafett.lib import Acting, Waiting
from stafett.lib.waiting import most_urgent_first
from stafett.needs import queries as needs
from stafett.needs.models import Need
from stafett.organisations import queries as organisations
from stafett.trials import queries as trials

ROOMS = (trials, needs, organisations)


@dataclass(frozen=True, slots=True)
class Home:
    """What is in somebody's hands, what their organisation runs, and what moved."""

    waiting: list[Waiting]
    running: list[needs.Row]
    running_count: int
    moves: list[needs.Move]


def home(acting: Acting, today: date) -> Home:
    """Return what somebody meets first."""
    waiting = [item for room in ROOMS for item in room.waiting_for(acting, today)]
    count, running = needs.running(acting)
    return Home(most_urgent_first(waiting, today), running, count, needs.moves(acting))


SAYS = {
    "need.registered": gettext_lazy("told about the need"),
    "need.changed": gettext_lazy("changed the text"),
    "need.warning_passed": gettext_lazy("passed a warning with a reason"),
    "need.closed": gettext_lazy("closed the need"),
    "need.reopened": gettext_lazy("opened the need again"),
    "need.same_here": gettext_lazy("said that they have this too"),
    "need.not_same_here": gettext_lazy("took back that they have this too"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that was done with a need, as its own organisation reads it."""

    at: datetime
    who: str
    says: str


def happened_with(need: Need) -> list[Happened]:
    """Return what was done with a need, the latest first."""
    return [_happened(trace) for trace in audit.traces_of(need)]


def _happened(trace: audit.Trace) -> Happened:
    where = trace.details.get("for", "")
    who = ", ".join(part for part in (trace.name, where) if part) or _("somebody")
    return Happened(trace.at, who, str(SAYS.get(trace.verb, trace.verb)))
