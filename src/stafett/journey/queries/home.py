"""What looks across rooms: home."""

from dataclasses import dataclass
from datetime import date

from stafett.benefits.queries import measuring
from stafett.initiatives import queries as initiatives
from stafett.lib import Acting, Waiting
from stafett.lib.waiting import most_urgent_first
from stafett.needs import queries as needs
from stafett.organisations import queries as organisations
from stafett.trials import queries as trials

ROOMS = (measuring, trials, initiatives, needs, organisations)


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
