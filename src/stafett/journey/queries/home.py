"""What looks across rooms: home."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stafett.benefits.queries import commitment, measuring, staffing
from stafett.cases import queries as cases
from stafett.handovers import queries as handovers
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Answer, Initiative, Participation
from stafett.journey.queries.moves import Moved, moves
from stafett.lib import Acting, Waiting
from stafett.lib.waiting import most_urgent_first
from stafett.needs import queries as needs
from stafett.organisations import queries as organisations
from stafett.organisations.models import RoleKind
from stafett.roadmap import queries as roadmap
from stafett.trials import queries as trials

ROOMS = (
    handovers,
    measuring,
    commitment,
    staffing,
    roadmap,
    trials,
    cases,
    initiatives,
    needs,
    organisations,
)


COMING = (measuring, commitment, staffing, trials)
"""The rooms that know days to come of which nothing waits yet."""
REPS = frozenset({RoleKind.UNION_REP, RoleKind.SAFETY_REP})


@dataclass(frozen=True, slots=True)
class Reps:
    """What a union rep or a safety rep is to be heard on, and what came of what was said."""

    to_hear: list[staffing.ToHear]
    not_told: list[Initiative]
    minutes: initiatives.Minutes


@dataclass(frozen=True, slots=True)
class Home:
    """What is in somebody's hands, what their organisation runs, and what moved."""

    waiting: list[Waiting]
    initiatives: list[initiatives.Row]
    initiative_count: int
    running: list[needs.Row]
    running_count: int
    moves: list[Moved]
    reps: Reps | None


def home(acting: Acting, today: date) -> Home:
    """Return what somebody meets first."""
    waiting = waiting_for(acting, today)
    begun_count, begun = _initiatives(acting)
    count, running = needs.running(acting)
    return Home(
        waiting=waiting,
        initiatives=begun,
        initiative_count=begun_count,
        running=running,
        running_count=count,
        moves=moves(acting),
        reps=_reps(acting),
    )


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return all that waits for somebody, from every room, the most urgent first."""
    waiting = [item for room in ROOMS for item in room.waiting_for(acting, today)]
    return most_urgent_first(waiting, today)


def coming_for(acting: Acting, today: date) -> list[Waiting]:
    """Return what will wait for somebody by a day, and does not yet."""
    return [item for room in COMING for item in room.coming_for(acting, today)]


def _reps(acting: Acting) -> Reps | None:
    """Return what reps have to do with; others have it where the initiative stands."""
    if acting.role_kind not in REPS:
        return None
    return Reps(
        to_hear=staffing.to_hear(acting),
        not_told=initiatives.not_told_of(acting),
        minutes=initiatives.minutes(acting),
    )


def _initiatives(acting: Acting, *, most: int = 5) -> tuple[int, list[initiatives.Row]]:
    """Return how many initiatives the organisation runs or has joined, and the latest of them."""
    joined = Participation.objects.filter(
        municipality_id=acting.organisation_id, answer=Answer.JOINS
    )
    ours = Q(organisation_id=acting.organisation_id) | Q(pk__in=joined.values("initiative"))
    found = Initiative.objects.visible_to(acting).running().filter(ours)
    ids = list(found.order_by("-registered_at", "-id").values_list("id", flat=True)[:most])
    return found.count(), initiatives.rows(ids)
