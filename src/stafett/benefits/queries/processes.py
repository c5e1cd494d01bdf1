"""Who claims the same hours, and what does not count until it is told apart (R12, R14)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from stafett.benefits.models import (
    Beneficiary,
    Commitment,
    Counts,
    Process,
    ProcessHours,
    State,
    Valuation,
)
from stafett.benefits.queries import ground, valuing
from stafett.calc import rollup
from stafett.indicators.models import Observation
from stafett.lib import Acting
from stafett.ui.figures import number

LIVE = frozenset({State.PROPOSED, State.CONFIRMED})
Place = int | None
Cell = tuple[int, Place, int]
"""A process, a place in the organisation (None is all of it), and a year."""


def of_organisation(acting: Acting) -> QuerySet[Process]:
    """Return the work processes of one's own organisation, each with its hours."""
    hours = ProcessHours.objects.select_related("unit").order_by("-year", "unit__name")
    rows = Process.objects.filter(organisation_id=acting.organisation_id).order_by("name")
    return rows.prefetch_related(Prefetch("hours", queryset=hours))


def hours_promised(commitment: Commitment, before: Decimal | None) -> float | None:
    """Return the hours of the municipality that a promise frees in a full year; its own part.

    However it is taken out: hours that become a smaller budget are hours all the same.
    """
    benefit = commitment.benefit
    if benefit.counts != Counts.HOURS or benefit.beneficiary != Beneficiary.MUNICIPALITY:
        return None
    worth = valuing.promised(commitment, before, hourly_cost=Decimal(1))
    return None if worth is None else worth.likely * own_part(commitment)


def own_part(commitment: Commitment) -> float:
    """Return the part that is this promise's own, where hours are shared between several."""
    return 1.0 if commitment.split_share is None else float(commitment.split_share)


# --- R12: no more than there is --------------------------------------------------------------


class Ceiling:
    """The hours that processes took, and the promises that claim some of them."""

    def __init__(self, commitments: Iterable[Commitment], tree: ground.Tree) -> None:
        self.claims = [row for row in commitments if row.process_id and not row.depends_on_id]
        self.tree = tree
        self.hours = {row.pk: self._hours(row, read) for row, read in _read(self.claims)}
        self.noted = _noted({row.process_id for row in self.claims})

    @staticmethod
    def _hours(commitment: Commitment, before: Decimal | None) -> float:
        return max(0.0, hours_promised(commitment, before) or 0.0)

    def too_much(self, claims: Iterable[Commitment] | None = None) -> list[rollup.Overclaim]:
        """Return where more is claimed than there is, the largest excess first."""
        claims = self.claims if claims is None else list(claims)
        claimed = [each for row in claims if self.hours[row.pk] for each in self._cells(row)]
        return rollup.capacity_ceiling(claimed, self._measured(cell for cell, _ in claimed))

    def claiming(self, cell: rollup.Overclaim) -> list[Commitment]:
        """Return the promises that claim hours of a place, the first first."""
        rows = [row for row in self.claims if row.process_id == cell.process and self.hours[row.pk]]
        return [row for row in rows if cell.unit in self.tree.line(row.unit_id)]

    def _cells(self, row: Commitment) -> Iterable[tuple[Cell, float]]:
        """Yield what a promise claims in each place that has hours noted, year by year."""
        places = self.noted[row.process_id] if row.process_id else {}
        line = [place for place in self.tree.line(row.unit_id) if place in places]
        for year in self._years(row.process_id):
            hours = self.hours[row.pk] * valuing.share_of_year(row, year)
            yield from (
                ((row.process_id or 0, each, year), hours) for each in line or [row.unit_id]
            )

    def _years(self, process_id: int | None) -> range:
        """Return the years from the first effect until all of it is there; then nothing changes."""
        rows = [row for row in self.claims if row.process_id == process_id]
        ends = (row.effect_starts_on.year + len(row.ramp_up) + 1 for row in rows)
        return range(self._first_year(process_id), max(ends) + 1)

    def _first_year(self, process_id: int | None) -> int:
        rows = (row for row in self.claims if row.process_id == process_id)
        return min(row.effect_starts_on.year for row in rows)

    def _measured(self, cells: Iterable[Cell]) -> dict[rollup.Cell, float]:
        found = {cell: self._before(cell[0], cell[1]) for cell in set(cells)}
        return {cell: hours for cell, hours in found.items() if hours is not None}

    def _before(self, process_id: int, place: Place) -> float | None:
        """Return what a process took before anything changed: the last year noted until then."""
        years = self.noted[process_id].get(place)
        if not years:
            return None
        first = self._first_year(process_id)
        return years[max((year for year in years if year <= first), default=min(years))]


def _read(claims: list[Commitment]) -> Iterable[tuple[Commitment, Decimal | None]]:
    read = ground.baselines(claims)
    return [(row, read[row.pk].value if row.pk in read else None) for row in claims]


def _noted(process_ids: set[int | None]) -> Mapping[int, dict[Place, dict[int, float]]]:
    """Return the hours of each process, by place and year."""
    noted: dict[int, dict[Place, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    if process_ids:
        for row in ProcessHours.objects.filter(process_id__in=process_ids):
            noted[row.process_id][row.unit_id][row.year] = float(row.hours)
    return noted


def complaint(process: Process | None) -> str:
    """Return what R12 has against the promises on a process, as they stand; empty when nothing.

    It says how many hours there are, how many are claimed, and by what.
    """
    if process is None:
        return ""
    rows = _live(process_id=process.pk)
    ceiling = Ceiling(rows, ground.Tree([process.organisation_id]))
    found = ceiling.too_much()
    return _too_much(process, found[0], ceiling.claiming(found[0])) if found else ""


def _too_much(process: Process, found: rollup.Overclaim, claims: list[Commitment]) -> str:
    if found.measured is None:
        return _(
            "Nobody has noted how many hours «%(process)s» takes here. Note it first, so that no "
            "more is promised saved than there is."
        ) % {"process": process}
    said = {
        "process": process,
        "measured": number(found.measured),
        "year": found.year,
        "claimed": number(found.claimed),
        "by": ", ".join(f"«{row.benefit}»" for row in claims),
    }
    return (
        _(
            "«%(process)s» takes %(measured)s hours a year, and %(claimed)s would be promised "
            "saved in %(year)s, by %(by)s. Promise less, or say which depends on which."
        )
        % said
    )


NAMED = ("benefit__initiative", "benefit__indicator", "unit")


def _live(**where: object) -> list[Commitment]:
    rows = Commitment.objects.live().filter(**where)
    return list(rows.prefetch_related(*NAMED).order_by("made_at", "id"))


# --- R14: told apart -------------------------------------------------------------------------


Claim = tuple[str, int]
"""Work, or a yardstick: which kind, and which."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Live promises of some municipalities, and which claim the same hours.

    ``by_claim`` has those of each municipality on the same work, and by the same yardstick.
    """

    rows: list[Commitment]
    by_claim: Mapping[tuple[int, Claim], list[Commitment]]
    tree: ground.Tree

    def same_work(self, row: Commitment) -> list[Commitment]:
        """Return the promises of other initiatives on the same work, the first first."""
        alike = (self.by_claim.get((row.municipality_id, each), ()) for each in _claims(row))
        others = {other.pk: other for rows in alike for other in rows}.values()
        return sorted((other for other in others if self._is_same(row, other)), key=_order)

    def earlier(self, row: Commitment) -> list[Commitment]:
        """Return those that came before it."""
        return [other for other in self.same_work(row) if _order(other) < _order(row)]

    def known(self, read: Mapping[int, Observation | None]) -> list[Commitment]:
        """Return those whose worth is known, however it is taken out.

        ``read`` has what some of them rest on, and None for those of them that rest on nothing.
        """
        rests = {**read, **ground.baselines(row for row in self.rows if row.pk not in read)}
        return [row for row in self.rows if is_valued(row) and _is_known(row, rests.get(row.pk))]

    def _is_same(self, row: Commitment, other: Commitment) -> bool:
        return (
            is_valued(other)
            and other.benefit.initiative_id != row.benefit.initiative_id
            and self.tree.overlap(row.unit_id, other.unit_id)
        )


def is_valued(row: Commitment) -> bool:
    """Whether it is counted in hours or kroner."""
    return row.benefit.valuation != Valuation.NONE


def _is_known(row: Commitment, read: Observation | None) -> bool:
    before = read.value if read else None
    return valuing.promised(row, before, hourly_cost=Decimal(1)) is not None


def _claims(row: Commitment) -> list[Claim]:
    """The same work, or the same yardstick: either way one change would be counted twice."""
    yardstick = ("indicator", row.benefit.indicator_id)
    return [yardstick] if row.process_id is None else [yardstick, ("process", row.process_id)]


def _order(row: Commitment) -> tuple[Any, ...]:
    """The first to get a yes comes first; those that wait come after, the first made first."""
    waits = row.state != State.CONFIRMED
    return (waits, row.made_at if waits else row.answered_at, row.made_at, row.pk)


def rivals_of(
    commitments: Iterable[Commitment], *, as_given: bool = False, beside: Collection[int] = ()
) -> Rivals:
    """Return what has to do with these promises where they are made: rivals, and rivals of those.

    ``beside`` are benefits whose promises are wanted as well. A page that has just read these, with
    benefits and yardsticks, reads only the others: they are taken ``as_given``.
    """
    rows = list(commitments)
    places = {row.municipality_id for row in rows}
    known = [row for row in rows if as_given and row.state in LIVE]
    rows = [*known, *_others(places, rows, known, beside)]
    rows.sort(key=_order)
    by_claim: dict[tuple[int, Claim], list[Commitment]] = defaultdict(list)
    for row in rows:
        for claim in _claims(row):
            by_claim[row.municipality_id, claim].append(row)
    return Rivals(rows, by_claim, ground.Tree(places))


def _others(
    places: Collection[int],
    asked: Iterable[Commitment],
    known: Iterable[Commitment],
    beside: Collection[int],
) -> list[Commitment]:
    """Return live promises that claim the same as those asked about, or as one of them."""
    found = {row.pk: row for row in known}
    first = set(found)
    claims = {claim for row in asked for claim in _claims(row)}
    news, there = claims, Commitment.objects.live().filter(municipality_id__in=places)
    wanted = Q(benefit__in=beside) if beside else Q()
    while news:
        alike = [
            Q(benefit__indicator__in=[key for kind, key in news if kind == "indicator"]),
            Q(process__in=[key for kind, key in news if kind == "process"]),
        ]
        rows = there.filter(wanted | alike[0] | alike[1]).exclude(pk__in=list(found))
        found |= {row.pk: row for row in rows.select_related(*NAMED)}
        news = {claim for row in found.values() for claim in _claims(row)} - claims
        claims, wanted = claims | news, Q()
    return [row for pk, row in found.items() if pk not in first]


def are_told_apart(row: Commitment, other: Commitment) -> bool:
    """Whether one depends on the other, or each has its own part."""
    both_split = row.split_share is not None and other.split_share is not None
    return both_split or row.depends_on_id is not None or other.depends_on_id is not None


def parts_taken(rivals: Rivals, row: Commitment) -> Decimal:
    """Return how large a part of the same hours others have."""
    others = [other for other in rivals.same_work(row) if other.split_share is not None]
    return sum((other.split_share or Decimal(0) for other in others), Decimal(0))


def not_counted(rivals: Rivals) -> dict[int, str]:
    """Return which live promises do not count for the sake of hours that others claim, and why."""
    out: dict[int, str] = {}
    for row in (row for row in rivals.rows if is_valued(row)):
        if row.depends_on_id:
            out[row.pk] = _("it depends on another promise and is counted there")
        elif _stands_behind(rivals, row, out):
            out[row.pk] = _(
                "another initiative promises on the same work or the same yardstick here, and was "
                "first; they are to be told apart"
            )
    return out | _beyond_what_there_is(rivals, out)


def _stands_behind(rivals: Rivals, row: Commitment, out: Mapping[int, str]) -> bool:
    first = [other for other in rivals.earlier(row) if other.pk not in out]
    if not all(are_told_apart(row, other) for other in first):
        return True
    parts = [other.split_share or Decimal(0) for other in (*first, row)]
    return bool(first) and sum(parts, Decimal(0)) > 1


def _beyond_what_there_is(rivals: Rivals, out: Mapping[int, str]) -> dict[int, str]:
    """Leave out the last promises where a corrected reading made them more than there is."""
    left = [row for row in rivals.rows if row.pk not in out and is_valued(row)]
    ceiling = Ceiling(left, rivals.tree)
    beyond: dict[int, str] = {}
    while found := ceiling.too_much(row for row in ceiling.claims if row.pk not in beyond):
        last = [row for row in ceiling.claiming(found[0]) if row.pk not in beyond][-1]
        beyond[last.pk] = _("more hours are promised saved than the work is noted to take")
    return beyond
