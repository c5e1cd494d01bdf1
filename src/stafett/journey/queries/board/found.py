"""What the board is made of, read at once: as often for a thousand batons as for three."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse

from stafett.benefits.models import Outcome
from stafett.benefits.queries import brief as promises
from stafett.benefits.rules.measuring import Status
from stafett.handovers import rules as states
from stafett.handovers.queries import brief as batons
from stafett.initiatives.models import Answer, Initiative, Participation, Stage
from stafett.journey import rules
from stafett.journey.rules import NOTHING_KNOWN, Known, Spot
from stafett.lib import Acting
from stafett.needs.models import Scope
from stafett.organisations.models import Kind, Membership, Organisation

Pair = tuple[int, int]
"""An initiative and an organisation, by their ids."""


@dataclass(frozen=True, slots=True)
class Run:
    """One initiative that is run, and the services its needs are about."""

    pk: int
    title: str
    stage: str
    owner_id: int
    lead_id: int | None
    lead: str
    lang: str
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or a region that runs."""

    pk: int
    label: str
    number: str
    kind: str


class Found(NamedTuple):
    """One initiative in one place: where it is there, and what tells so."""

    run: Run
    place: Place
    spot: Spot
    baton: batons.Brief | None = None
    known: Known = NOTHING_KNOWN
    first_due: date | None = None
    is_mine: bool = False
    sent: Mapping[str, int] | None = None
    """To the one that hands over: how many batons, and how many of them are accepted."""

    @property
    def url(self) -> str:
        """Where it is told of: its baton, or the round where there is none."""
        if self.baton:
            return _address("handovers:baton").format(self.baton.pk)
        return _address("journey:initiative").format(self.run.pk)


@cache
def _address(name: str) -> str:
    """Return an address with a place for the id: there are hundreds on a page."""
    return reverse(name, kwargs={"pk": 0}).replace("0", "{}")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found, and how much is left out before anybody chose anything."""

    rows: list[Found]
    elsewhere: int
    stopped: int


def read(acting: Acting, *, everywhere: bool) -> Reading:
    """Return every initiative in every place where somebody may see it.

    ``everywhere``: also what is open to everybody in places one has nothing to do with.
    """
    seen = Initiative.objects.visible_to(acting)
    near = seen if everywhere or not acting.is_somebody else seen.filter(_near(acting))
    found = _runs(near)
    runs = {run.pk: run for run in found if run.stage != Stage.STOPPED}
    elsewhere = 0 if everywhere else seen.running().count() - len(runs)
    return Reading(_Reads(acting, runs).rows(), elsewhere, len(found) - len(runs))


def _near(acting: Acting) -> Q:
    """Hold for one's own, what one has joined, and what is shared or owned within one's groups."""
    ours = Q(organisation_id__in=acting.group_ids)
    shared = Q(scope__in=[Scope.REGION, Scope.NETWORK])
    together = Membership.objects.holding_on(acting.day).filter(
        group_id__in=acting.group_ids, group__kind__in=[Kind.REGION, Kind.NETWORK]
    )
    joined = Participation.objects.filter(municipality_id=acting.organisation_id)
    return (
        ours
        | shared
        | Q(organisation_id__in=together.values("member"))
        | Q(pk__in=joined.filter(answer=Answer.JOINS).values("initiative"))
    )


FIELDS = ("pk", "title", "stage", "organisation_id", "lead_id", "lead_name", "lang")


def _runs(found: QuerySet[Initiative]) -> list[Run]:
    """Return each initiative once: it comes once for each of its needs."""
    sectors: defaultdict[tuple[Any, ...], set[str]] = defaultdict(set)
    for *told, sector in found.values_list(*FIELDS, "needs__sector"):
        sectors[tuple(told)].add(sector)
    return [Run(*told, sectors=frozenset(its)) for told, its in sectors.items()]


class _Reads:
    """What hangs on these initiatives, asked once."""

    def __init__(self, acting: Acting, runs: Mapping[int, Run]) -> None:
        self.acting, self.runs = acting, runs
        self.today, self.here = acting.day, acting.organisation_id
        led = {run.pk for run in runs.values() if run.lead_id and run.lead_id == acting.person_id}
        self.mine = led | promises.owned(acting, runs)
        self.batons = {
            (row.initiative_id, row.municipality_id): row for row in batons.briefs(acting, runs)
        }
        self.promises: defaultdict[Pair, list[promises.Brief]] = defaultdict(list)
        settled = {pair for pair, row in self.batons.items() if row.state in rules.SPOTS}
        for promise in promises.briefs(acting, runs, but=settled):
            if not promise.is_unplanned:
                self.promises[promise.initiative_id, promise.municipality_id].append(promise)
        self.places = _places({place for _run, place in self._pairs()})
        self.sent = self._sent()

    def _pairs(self) -> dict[Pair, None]:
        """Return where each initiative is: with its owner, those who join, and who has a baton."""
        seen = Participation.objects.visible_to(self.acting)
        joins = seen.filter(answer=Answer.JOINS, initiative__in=self.runs)
        owned = [(run.pk, run.owner_id) for run in self.runs.values()]
        joined = joins.values_list("initiative_id", "municipality_id")
        self.pairs = dict.fromkeys([*owned, *joined, *self.batons])
        return self.pairs

    def _sent(self) -> Mapping[int, Mapping[str, int]]:
        counted: defaultdict[int, dict[str, int]] = defaultdict(lambda: {"count": 0, "signed": 0})
        for (run, place), baton in self.batons.items():
            if place != self.runs[run].owner_id:
                counted[run]["count"] += 1
                counted[run]["signed"] += baton.state in SIGNED
        return counted

    def rows(self) -> list[Found]:
        """Return each initiative in each place."""
        return [self._found(pair) for pair in self.pairs]

    def _found(self, pair: Pair) -> Found:
        run, baton = self.runs[pair[0]], self.batons.get(pair)
        promised = self.promises.get(pair, ())
        known, owns = _known(promised, self.today), pair[1] == run.owner_id
        state, lies_still = (baton.state, baton.weeks > 0) if baton else ("", False)
        lies = rules.spot(run.stage, state, known, is_dropped=lies_still, owns=owns)
        return Found(
            run=run,
            place=self.places[pair[1]],
            spot=lies,
            baton=baton,
            known=known,
            first_due=_first_due(promised) if promised else None,
            is_mine=run.pk in self.mine,
            sent=self.sent.get(run.pk) if owns and run.owner_id == self.here else None,
        )


SIGNED = states.SIGNED - {states.STOPPED}


def _places(ids: Collection[int]) -> dict[int, Place]:
    rows = Organisation.objects.filter(pk__in=ids).values_list("pk", "label", "number", "kind")
    return {row[0]: Place(*row) for row in rows}


def _first_due(promised: Sequence[promises.Brief]) -> date | None:
    return min((each.due_on for each in promised if not each.outcome), default=None)


def _known(promised: Sequence[promises.Brief], today: date) -> Known:
    if not promised:
        return NOTHING_KNOWN
    statuses = [row.status for row in promised if not row.outcome]
    return Known(
        promised=len(promised),
        begun=sum(row.effect_starts_on <= today for row in promised),
        measured=statuses.count(Status.MEASURED),
        unknown=statuses.count(Status.UNKNOWN),
        concluded=len(promised) - len(statuses),
        realised=sum(row.outcome == Outcome.REALISED for row in promised),
    )
