"""What a proposal is worked out from: the roadmap as it is known that day, as plain numbers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, TypedDict

from stafett.benefits.models import State
from stafett.benefits.queries import promising
from stafett.benefits.queries.promising import PromiseRow
from stafett.benefits.queries.valuing import Account
from stafett.initiatives.models import Answer, Participation
from stafett.initiatives.queries.costs import Costs
from stafett.lib import Acting
from stafett.roadmap.models import Candidate, Decision, Roadmap, Tie
from stafett.roadmap.queries import plan


@dataclass(frozen=True, slots=True)
class Aims:
    """What somebody wants of a plan: points for what counts, and the least each is to have.

    ``points`` are given for 1,000 kroner, for an hour and for a quality benefit, by account.
    """

    points: Mapping[str, float]
    objective: str = "mean"
    least_each: float = 0
    seconds: int = 60


class Place(TypedDict):
    """A municipality, and how many batons it can receive in all; None when it has not said."""

    id: int
    name: str
    batons: int | None


class Weighed(TypedDict):
    """A candidate as it is weighed. Points are of a full year, kroner in the roadmap's prices."""

    candidate: int
    title: str
    place: int
    low: float
    likely: float
    high: float
    by_municipality: dict[str, float]
    accounts: dict[str, float]
    costs: list[float]
    dearer: float
    takes_part: list[int]
    must: bool
    smallest: float | None


class Override(TypedDict):
    """A candidate that somebody moved in or out, by its place in the list, and why."""

    at: int
    is_in: bool
    reason: str
    by: str


class Inputs(TypedDict):
    """All that a proposal is worked out from. It is kept with the answer, and never changes."""

    years: list[int]
    price_year: int
    budgets: list[float]
    aims: dict[str, Any]
    municipalities: list[Place]
    candidates: list[Weighed]
    requires: list[tuple[int, int]]
    excludes: list[tuple[int, int]]
    unweighed: list[dict[str, str]]
    overrides: list[Override]


PER = {
    Account.BUDGET: 1000.0,
    Account.KRONER: 1000.0,
    Account.BUSINESS_KRONER: 1000.0,
    Account.HOURS: 1.0,
    Account.INHABITANTS_HOURS: 1.0,
    Account.QUALITY: 1.0,
}
"""How much of each account its points are given for."""


@dataclass(slots=True)
class _Points:
    """What is promised on one initiative, in points and in its own units."""

    low: float = 0
    likely: float = 0
    high: float = 0
    by_municipality: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    accounts: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, row: PromiseRow, points: Mapping[str, float]) -> None:
        """Add a promise that counts."""
        if row.worth is None or row.left_out:
            return
        account, amounts = row.worth.account, (row.worth.low, row.worth.likely, row.worth.high)
        if account == Account.QUALITY:
            amounts = (1, 1, 1)
        each = points.get(account, 0) / PER.get(account, 1)
        low, likely, high = (amount * each for amount in amounts)
        self.low, self.likely, self.high = self.low + low, self.likely + likely, self.high + high
        self.by_municipality[row.commitment.municipality_id] += likely
        self.accounts[account] += amounts[1]


def frozen(acting: Acting, roadmap: Roadmap, aims: Aims) -> Inputs:
    """Return what is known today, as numbers that no later change reaches."""
    looked = plan.Looked(acting, roadmap)
    listed = [row for row in looked.candidates if row.decision != Decision.LEFT_OUT]
    known = [row for row in listed if not looked.costs[row.initiative_id].missing_years]
    points = _points(acting, [row.initiative_id for row in known], aims.points)
    joined = _joined([row.initiative_id for row in known])
    budgets = [float(looked.budgets.get(year, 0)) for year in looked.years]
    requires, excludes = _ties(known)
    return Inputs(
        years=looked.years,
        price_year=roadmap.price_year,
        budgets=budgets,
        aims=asdict(aims),
        municipalities=_places(looked),
        candidates=[
            _weighed(row, looked, points[row.initiative_id], joined[row.initiative_id])
            for row in known
        ],
        requires=requires,
        excludes=excludes,
        unweighed=[
            {"title": str(row), "why": looked.costs[row.initiative_id].why_not}
            for row in listed
            if row not in known
        ],
        overrides=[],
    )


def _points(
    acting: Acting, ids: Sequence[int], points: Mapping[str, float]
) -> defaultdict[int, _Points]:
    """Return what each initiative is worth by the promises that have a yes."""
    promises = promising.promises(acting).filter(benefit__initiative__in=ids, state=State.CONFIRMED)
    sums: defaultdict[int, _Points] = defaultdict(_Points)
    for row in promising.promise_rows(list(promises), acting.day):
        sums[row.commitment.benefit.initiative_id].add(row, points)
    return sums


def _joined(ids: Sequence[int]) -> defaultdict[int, list[int]]:
    """Return which municipalities take part in each initiative, and will receive a baton."""
    joins = Participation.objects.filter(initiative__in=ids, answer=Answer.JOINS)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for initiative, municipality in joins.values_list("initiative", "municipality").order_by("id"):
        found[initiative].append(municipality)
    return found


def _places(looked: plan.Looked) -> list[Place]:
    said: defaultdict[int, int] = defaultdict(int)
    for row in looked.capacities:
        said[row.municipality_id] += row.batons
    places = plan.municipalities(looked.roadmap, looked.acting.day)
    return [Place(id=row.pk, name=row.label, batons=said.get(row.pk)) for row in places]


def _weighed(row: Candidate, looked: plan.Looked, worth: _Points, joined: list[int]) -> Weighed:
    costs = looked.costs[row.initiative_id]
    return Weighed(
        candidate=row.pk,
        title=row.initiative.title,
        place=row.place,
        low=worth.low,
        likely=worth.likely,
        high=worth.high,
        by_municipality={str(pk): points for pk, points in worth.by_municipality.items()},
        accounts=dict(worth.accounts),
        costs=_by_year(costs, looked.years),
        dearer=_dearer(costs),
        takes_part=joined,
        must=row.decision == Decision.CHOSEN,
        smallest=None if row.smallest_share is None else float(row.smallest_share),
    )


def _by_year(costs: Costs, years: Iterable[int]) -> list[float]:
    paid = {row.year: float(row.likely) for row in costs.years}
    return [paid.get(year, 0.0) for year in years]


def _dearer(costs: Costs) -> float:
    """Return how many times as dear it is if all of it costs what is high."""
    total = costs.total
    return float(total.high / total.likely) if total and total.likely > Decimal(0) else 1.0


def _ties(known: Sequence[Candidate]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return which require and which exclude each other, by their place in the list."""
    at = {row.pk: place for place, row in enumerate(known)}
    ties = Tie.objects.filter(candidate__in=at, other__in=at).order_by("id")
    pairs = [(row.kind, (at[row.candidate_id], at[row.other_id])) for row in ties]
    return (
        [pair for kind, pair in pairs if kind == "requires"],
        [pair for kind, pair in pairs if kind == "excludes"],
    )
