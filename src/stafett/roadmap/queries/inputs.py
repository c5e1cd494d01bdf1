"""What a proposal is worked out from: the roadmap as it is known that day, as plain numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from django.db.models import Q

from stafett.benefits.models import State
from stafett.benefits.queries import promising
from stafett.benefits.queries.prices import factor_between
from stafett.benefits.queries.promising import PromiseRow
from stafett.benefits.queries.sums import IN_KRONER
from stafett.benefits.queries.valuing import Account
from stafett.initiatives.models import Answer, Participation
from stafett.initiatives.queries.costs import Costs
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.models import Kind
from stafett.roadmap.models import Candidate, Decision, Roadmap, Tie, TieKind, Window
from stafett.roadmap.queries import plan
from stafett.roadmap.queries.naming import named
from stafett.roadmap.queries.nets import ECONOMIES, Net, Nets, nets
from stafett.roadmap.rules import nets_in

Priced = Callable[[int | None], float | None]
"""From the year an amount is in the prices of, to what it is multiplied by."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What somebody wants of a plan: points for what counts, and the least each is to have.

    ``points`` are given for 1,000 kroner, for an hour and for a quality benefit, by account.
    ``least_for`` are the municipalities, by number, whose least is another than ``least_each``.
    ``capacity`` is the part of what people can receive that is left if things go badly.
    """

    points: Mapping[str, float]
    objective: str = "mean"
    least_each: float = 0
    seconds: int = 60
    least_for: Mapping[str, float] = field(default_factory=dict)
    capacity: float = 1.0


class Place(TypedDict):
    """A municipality, and how many batons it can receive each year; None when it has not said.

    Older proposals have ``batons`` instead, which is for all the years together.
    """

    id: int
    name: str
    by_year: NotRequired[list[int | None]]
    batons: NotRequired[int | None]


class Weighed(TypedDict):
    """A candidate as it is weighed. Points are of a full year, kroner in the roadmap's prices.

    ``received`` is in which of the years each municipality receives it, counted from 0. All
    figures are of the whole; ``share`` is how much of it is decided, where that is not all.
    ``dearer_points`` are those it brings less if its costs are high, where net value counts.
    ``costs_before`` and ``costs_after`` are what it costs outside the roadmap's years. Older
    proposals do not know those, and have ``dearer`` for ``high_costs``: one factor for all years.
    """

    candidate: int
    title: str
    place: int
    low: float
    likely: float
    high: float
    by_municipality: dict[str, float]
    accounts: dict[str, float]
    costs: list[float]
    high_costs: NotRequired[list[float]]
    costs_before: NotRequired[float]
    costs_after: NotRequired[float]
    dearer: NotRequired[float]
    dearer_points: NotRequired[float]
    takes_part: list[int]
    received: NotRequired[dict[str, int]]
    must: bool
    smallest: float | None
    share: NotRequired[float]


class Override(TypedDict):
    """A candidate that somebody moved in or out, by its place in the list, and why."""

    at: int
    is_in: bool
    reason: str
    by: str


class Barred(TypedDict):
    """A candidate that cannot be in, by its place in the list, for what it is tied to.

    What it requires is not to be chosen among, or what it excludes is chosen without that; or
    what it requires is decided in a smaller part than any use can be made of beside it.
    """

    at: int
    other: str
    kind: str


class Inputs(TypedDict):
    """All that a proposal is worked out from. It is kept with the answer, and never changes.

    ``floors`` is the least that each municipality is to have, by its number, where there is one.
    ``unweighed`` could be chosen if more were known of it; ``uncounted`` is chosen, and nobody
    can tell what it costs.
    """

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
    barred: NotRequired[list[Barred]]
    uncounted: NotRequired[list[dict[str, str]]]
    unpriced: NotRequired[list[str]]
    netless: NotRequired[list[dict[str, str]]]
    net_years: NotRequired[int]
    floors: NotRequired[dict[str, float]]


TOO_LITTLE = "part"
"""The kind of tie where less is decided of what is required than there can be of the one."""
HAIR = 1e-6
"""Two shares so near each other are the same."""
PER: dict[str, float] = {
    **{account: 1000.0 if account in IN_KRONER else 1.0 for account in Account},
    **dict.fromkeys(ECONOMIES, 1000.0),
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
    dearer: float = 0
    unpriced: bool = False

    def add(self, row: PromiseRow, points: Mapping[str, float], priced: Priced) -> None:
        """Add a promise that counts, in the roadmap's prices (R21)."""
        if row.worth is None or row.left_out:
            return
        factor = priced(row.worth.price_year)
        if factor is None:
            self.unpriced = True
            return
        account = row.worth.account
        amounts = tuple(
            amount * factor for amount in (row.worth.low, row.worth.likely, row.worth.high)
        )
        if account == Account.QUALITY:
            amounts = (1, 1, 1)
        each = points.get(account, 0) / PER[account]
        low, likely, high = (amount * each for amount in amounts)
        self.low, self.likely, self.high = self.low + low, self.likely + likely, self.high + high
        self.by_municipality[row.commitment.municipality_id] += likely
        self.accounts[account] += amounts[1]

    def add_net(self, name: str, net: Net, points: Mapping[str, float]) -> None:
        """Add a net value that counts. It is of all who take part, and no one's by itself."""
        each = points[name] / PER[name]
        self.low, self.high = self.low + net.low * each, self.high + net.high * each
        self.likely, self.dearer = self.likely + net.likely * each, self.dearer + net.dearer * each
        self.accounts[name] += net.likely


def frozen(acting: Acting, roadmap: Roadmap, aims: Aims) -> Inputs:
    """Return what is known today, as numbers that no later change reaches."""
    looked = plan.Looked(acting, roadmap)
    listed = [row for row in looked.candidates if row.decision != Decision.LEFT_OUT]
    there = [row for row in listed if not row.is_away]
    added = [row for row in there if not looked.costs[row.initiative_id].missing_years]
    net = nets(acting, roadmap, [row.initiative for row in added], nets_in(aims.points))
    known = [row for row in added if _is_weighed(row, net)]
    priced = _priced(roadmap.price_year, organisations.parameters(acting).price_index)
    points = _points(acting, [row.initiative_id for row in known], aims.points, priced)
    _add_nets(points, known, net, aims.points)
    received = _received(looked, known)
    budgets = [float(looked.budgets.get(year, 0)) for year in looked.years]
    ties = _told_ties(listed)
    requires, excludes = _ties(known, ties)
    places = _places(looked)
    return Inputs(
        years=looked.years,
        price_year=roadmap.price_year,
        budgets=budgets,
        aims=asdict(aims),
        municipalities=places,
        candidates=[
            _weighed(row, looked, points[row.initiative_id], received[row.pk]) for row in known
        ],
        requires=requires,
        excludes=excludes,
        unweighed=_unweighed([row for row in listed if not _is_done(row)], known, looked, net),
        uncounted=_unweighed([row for row in listed if _is_done(row)], known, looked, net),
        overrides=[],
        barred=_barred(known, ties),
        unpriced=[str(row) for row in known if points[row.initiative_id].unpriced],
        netless=_netless(known, net),
        net_years=net.years,
        floors=_floors(aims, places, points.values()),
    )


def _priced(price_year: int, index: Mapping[int, Decimal]) -> Priced:
    """Return what amounts of a year are multiplied by; None where no index tells."""

    def factor(year: int | None) -> float | None:
        if year is None or year == price_year:
            return 1.0
        known = index.get(price_year) and index.get(year)
        return factor_between(year, price_year, index) if known else None

    return factor


def _points(
    acting: Acting, ids: Sequence[int], points: Mapping[str, float], priced: Priced
) -> defaultdict[int, _Points]:
    """Return what each initiative is worth by the promises that have a yes."""
    promises = promising.promises(acting).filter(benefit__initiative__in=ids, state=State.CONFIRMED)
    sums: defaultdict[int, _Points] = defaultdict(_Points)
    for row in promising.promise_rows(list(promises), acting.day):
        sums[row.commitment.benefit.initiative_id].add(row, points, priced)
    return sums


def _received(looked: plan.Looked, known: Sequence[Candidate]) -> dict[int, dict[int, int]]:
    """Return who receives each candidate, and in which year, by the year's number.

    In the year its municipality has said that it takes it in; where nobody has said when, the
    first year it costs something, and the first of all where it costs nothing.
    """
    windows = Window.objects.filter(candidate__in=known)
    said = {
        (candidate, municipality): day.year
        for candidate, municipality, day in windows.values_list(
            "candidate", "municipality", "starts_on"
        )
    }
    joined = _joined(known, looked.acting.day)
    return {
        row.pk: {pk: said.get((row.pk, pk), _begins(row, looked)) for pk in joined[row.pk]}
        for row in known
    }


def _begins(row: Candidate, looked: plan.Looked) -> int:
    """Return the first of the roadmap's years that a candidate costs something in."""
    paid = _by_year(looked.costs[row.initiative_id], looked.years)
    pairs = zip(looked.years, paid, strict=True)
    return next((year for year, cost in pairs if cost > 0), looked.years[0])


def _is_weighed(row: Candidate, net: Nets) -> bool:
    """Whether it is known what it is worth, as it is weighed; what is decided is in anyway."""
    return row.decision == Decision.CHOSEN or row.initiative_id not in net.why


def _unweighed(
    listed: Iterable[Candidate], known: Sequence[Candidate], looked: plan.Looked, net: Nets
) -> list[dict[str, str]]:
    """Return what is not weighed, and why."""
    pairs = ((row, row.initiative_id) for row in listed if row not in known)
    return [
        {"title": str(row), "why": plan.why_away(row) or looked.costs[pk].why_not or net.why[pk]}
        for row, pk in pairs
    ]


def why_not_weighed(known: Inputs) -> list[str]:
    """Return what keeps candidates from being weighed, a sentence for all it holds of."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in (*known["unweighed"], *known.get("uncounted", [])):
        found[row["why"]].append(row["title"])
    return [f"{named(titles)}: {why}" for why, titles in found.items()]


def _is_done(row: Candidate) -> bool:
    """Whether it is decided that it is done, whatever it costs."""
    return row.decision == Decision.CHOSEN and not row.is_away


def _netless(known: Iterable[Candidate], net: Nets) -> list[dict[str, str]]:
    """Return what is decided and has no net value, and why."""
    pairs = ((row, row.initiative_id) for row in known)
    return [{"title": str(row), "why": net.why[pk]} for row, pk in pairs if pk in net.why]


def _add_nets(
    sums: Mapping[int, _Points], known: Iterable[Candidate], net: Nets, points: Mapping[str, float]
) -> None:
    for row in known:
        if row.initiative_id not in net.why:
            for name, each in net.of.get(row.initiative_id, {}).items():
                sums[row.initiative_id].add_net(name, each, points)


def _joined(known: Sequence[Candidate], day: date) -> dict[int, dict[int, None]]:
    """Return who will receive a baton of each: the owner, if a municipality, and who joined."""
    by_initiative = {row.initiative_id: row for row in known}
    found: dict[int, dict[int, None]] = {
        row.pk: {row.initiative.organisation_id: None}
        if row.initiative.organisation.kind == Kind.MUNICIPALITY
        else {}
        for row in known
    }
    joins = Participation.objects.filter(initiative__in=by_initiative, answer=Answer.JOINS)
    reached = joins.reached_on(day).order_by("id")
    for initiative, municipality in reached.values_list("initiative", "municipality"):
        found[by_initiative[initiative].pk][municipality] = None
    return found


def _places(looked: plan.Looked) -> list[Place]:
    said = {(row.municipality_id, row.year): row.batons for row in looked.capacities}
    places = plan.municipalities(looked.roadmap, looked.acting.day)
    return [
        Place(
            id=row.pk,
            name=row.label,
            by_year=[said.get((row.pk, year)) for year in looked.years],
        )
        for row in places
    ]


def _floors(aims: Aims, places: Iterable[Place], worths: Iterable[_Points]) -> dict[str, float]:
    """Return the least each municipality is to have, in points, where there is a floor.

    What holds for all holds for those with something to gain; what is said of one holds for it.
    """
    amounts = [amount for worth in worths for amount in worth.by_municipality.items()]
    common = {str(pk): aims.least_each for pk, points in amounts if points > 0}
    wanted = common | dict(aims.least_for)
    numbers = (str(place["id"]) for place in places)
    return {pk: wanted[pk] for pk in numbers if wanted.get(pk)}


def _weighed(
    row: Candidate, looked: plan.Looked, worth: _Points, received: Mapping[int, int]
) -> Weighed:
    costs = looked.costs[row.initiative_id]
    beyond = plan.outside({each.year: each.likely for each in costs.years}, looked.years)
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
        high_costs=_high_by_year(costs, looked.years),
        costs_before=float(beyond.before),
        costs_after=float(beyond.after),
        dearer_points=worth.dearer,
        takes_part=list(received),
        received={
            str(pk): looked.years.index(year)
            for pk, year in received.items()
            if year in looked.years
        },
        must=row.decision == Decision.CHOSEN,
        smallest=None if row.smallest_share is None else float(row.smallest_share),
        share=row.share,
    )


def _by_year(costs: Costs, years: Iterable[int]) -> list[float]:
    paid = {row.year: float(row.likely) for row in costs.years}
    return [paid.get(year, 0.0) for year in years]


def _high_by_year(costs: Costs, years: Iterable[int]) -> list[float]:
    paid = {row.year: float(row.high) for row in costs.years}
    return [paid.get(year, 0.0) for year in years]


def high_costs(row: Weighed) -> list[float]:
    """Return what a candidate costs year by year if all of it is as dear as it may be."""
    if "high_costs" in row:
        return row["high_costs"]
    return [cost * row.get("dearer", 1.0) for cost in row["costs"]]


def _told_ties(listed: Sequence[Candidate]) -> list[Tie]:
    """Return what is said of those that are not left out: together with, or never."""
    rows = Tie.objects.filter(Q(candidate__in=listed) | Q(kind=TieKind.EXCLUDES, other__in=listed))
    return list(rows.select_related("candidate__initiative", "other__initiative").order_by("id"))


def _ties(
    known: Sequence[Candidate], ties: Iterable[Tie]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return which require and which exclude each other, by their place in the list."""
    at = {row.pk: place for place, row in enumerate(known)}
    pairs = [
        (row.kind, (at[row.candidate_id], at[row.other_id]))
        for row in ties
        if row.candidate_id in at and row.other_id in at
    ]
    return (
        [pair for kind, pair in pairs if kind == TieKind.REQUIRES],
        [pair for kind, pair in pairs if kind == TieKind.EXCLUDES],
    )


def _barred(known: Sequence[Candidate], ties: Iterable[Tie]) -> list[Barred]:
    """Return those that cannot be in, for what they are tied to leaves no choice."""
    at = {row.pk: place for place, row in enumerate(known)}
    found = []
    for tie in ties:
        for one, other in ((tie.candidate, tie.other), (tie.other, tie.candidate)):
            kind = _bars(tie, one, other, is_known=other.pk in at) if one.pk in at else ""
            if kind:
                found.append(Barred(at=at[one.pk], other=str(other), kind=kind))
    return found


def _bars(tie: Tie, one: Candidate, other: Candidate, *, is_known: bool) -> str:
    """Return how the tie keeps the one out; empty where it leaves a choice."""
    if is_known:
        return TOO_LITTLE if _is_too_little(tie, one, other) else ""
    is_chosen = other.decision == Decision.CHOSEN and not other.is_away
    if tie.kind == TieKind.EXCLUDES:
        return tie.kind if is_chosen else ""
    return tie.kind if one.pk == tie.candidate_id and not is_chosen else ""


def _is_too_little(tie: Tie, one: Candidate, other: Candidate) -> bool:
    """Whether less is decided of the other than the least there can be of what requires it."""
    if tie.kind != TieKind.REQUIRES or one.pk != tie.candidate_id or not other.is_in_part:
        return False
    least = one.share if one.decision == Decision.CHOSEN else float(one.smallest_share or 1)
    return least > other.share + HAIR
