"""What a board looks at first: what is late or came back and who has it, and what to decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Commitment, State, TakeOut
from stafett.benefits.queries import measuring
from stafett.handovers import queries as handovers
from stafett.handovers import rules as batons
from stafett.handovers.models import Baton
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.organisations.models import Kind
from stafett.reports.models import Figure
from stafett.reports.queries.rollup import Rollup
from stafett.roadmap import queries as roadmaps
from stafett.roadmap.models import Decision
from stafett.ui.figures import day, percent


@dataclass(frozen=True, slots=True)
class Late:
    """Something that is late or came back: what, where, why, who has it, and since when."""

    what: str
    where: str
    why: str
    who: str
    since: date | None

    @property
    def cells(self) -> list[str]:
        """The row of a table."""
        return [self.what, self.where, self.why, self.who, day(self.since) if self.since else "–"]


@dataclass(frozen=True, slots=True)
class Attention:
    """What is late, and what the board is asked to decide."""

    late: list[Late]
    asks: list[str]


def attention(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> Attention:
    """Return what somebody may see of it, the oldest first."""
    moving = _moving(acting, page, found)
    lying = {row.baton.pk: row.weeks for row in _dropped(acting, moving)}
    promises = _promises(acting, page, found)
    late = [*_late_batons(moving, lying, acting.day), *_late_readings(promises, acting.day)]
    asks = [
        *_candidates(acting, page),
        *_asked_of_batons(moving, lying, acting.day),
        *_undecided(promises, acting.day),
    ]
    return Attention(sorted(late, key=lambda row: row.since or acting.day), asks)


# --- batons -------------------------------------------------------------------------------------


def _moving(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> list[Baton]:
    there = Q(municipality=page.organisation) | Q(sender=page.organisation)
    states = [*batons.OPEN_STATES, *batons.CARRIED]
    rows = handovers.visible(acting).filter(there, initiative__in=found, state__in=states)
    return list(rows.order_by("moved_at", "id"))


def _dropped(acting: Acting, moving: Sequence[Baton]) -> list[handovers.Dropped]:
    rows = Baton.objects.visible_to(acting).filter(pk__in=[row.pk for row in moving])
    return handovers.dropped(rows, acting.day)


def _is_late(row: Baton, today: date) -> bool:
    return row.state in batons.IN_THE_AIR and bool(row.respond_by and row.respond_by < today)


def _late_batons(moving: Sequence[Baton], lying: dict[int, int], today: date) -> Iterator[Late]:
    for row in moving:
        where, since = row.municipality.label, row.moved_at.date()
        if row.state == batons.RETURNED:
            why = _("Came back: %(why)s") % {"why": row.return_reason}
            yield Late(row.initiative.title, where, why, row.sender.label, since)
        elif _is_late(row, today):
            why = _("Asked for an answer by %(day)s") % {"day": day(row.respond_by)}
            yield Late(row.initiative.title, where, why, where, row.respond_by)
        elif row.pk in lying:
            yield Late(row.initiative.title, where, _lies(lying[row.pk]), where, since)


def _lies(weeks: int) -> str:
    return ngettext(
        "Accepted, and nothing has happened for %(weeks)s week",
        "Accepted, and nothing has happened for %(weeks)s weeks",
        weeks,
    ) % {"weeks": weeks}


def _asked_of_batons(moving: Sequence[Baton], lying: dict[int, int], today: date) -> Iterator[str]:
    for row in moving:
        told = {"title": row.initiative.title, "where": row.municipality.label}
        if row.state == batons.RETURNED:
            yield (
                _("%(title)s, %(where)s: mend what it lacks and offer it again, or take it back?")
                % told
            )
        elif _is_late(row, today):
            yield _("%(title)s, %(where)s: give more time, or take it back?") % told
        elif row.pk in lying:
            yield _("%(title)s, %(where)s: pick it up again, or stop in time?") % told


# --- readings -----------------------------------------------------------------------------------


def _promises(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> list[Commitment]:
    rows = Commitment.objects.visible_to(acting).filter(
        benefit__initiative__in=found, state=State.CONFIRMED
    )
    if page.organisation.kind == Kind.MUNICIPALITY:
        rows = rows.filter(municipality=page.organisation)
    return list(rows.select_related("benefit", "municipality").order_by("id"))


def _late_readings(promises: Sequence[Commitment], today: date) -> Iterator[Late]:
    by_id = {row.pk: row for row in promises}
    figures = Figure.objects.filter(commitment__in=by_id, is_confirmed=True)
    overdue = figures.filter(known_until__lt=today).values_list("commitment_id", "known_until")
    for pk, until in overdue:
        yield _of(by_id[pk], _("Not read in time, so nobody knows how it goes"), until)
    short = figures.filter(is_read=True, reached__lt=F("expected"))
    read = measuring.standings([by_id[pk] for pk in short.values_list("commitment_id", flat=True)],
                               today=today)  # fmt: skip
    for standing in read.values():
        if standing.waits_for_a_cause and standing.latest is not None:
            why = _("Less than was promised (%(share)s), and nobody has written why")
            told = why % {"share": percent(standing.reached or 0)}
            yield _of(by_id[standing.commitment.pk], told, standing.latest.period_end)


def _of(row: Commitment, why: str, since: date | None) -> Late:
    return Late(row.benefit.name, row.municipality.label, why, row.owner_name, since)


# --- what else is to be decided -----------------------------------------------------------------


def _candidates(acting: Acting, page: Rollup) -> Iterator[str]:
    rows = roadmaps.candidates(acting).standing()
    rows = rows.filter(roadmap__owner=page.organisation, decision=Decision.OPEN)
    for row in rows.order_by("roadmap", "place", "id"):
        yield _("%(title)s: choose it for %(roadmap)s, or leave it out?") % {
            "title": row.initiative.title,
            "roadmap": row.roadmap.title,
        }


def _undecided(promises: Sequence[Commitment], today: date) -> Iterator[str]:
    asks = _("%(name)s, %(where)s: what is it to be used for? That was to be decided by %(day)s.")
    for row in promises:
        if row.take_out == TakeOut.UNDECIDED and row.take_out_by and row.take_out_by < today:
            told = {"name": row.benefit.name, "where": row.municipality.label}
            yield asks % {**told, "day": day(row.take_out_by)}
