"""What there is to choose among, and what the choice must hold to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats, count, number, numbers
from stafett.calc.errors import CalcError

Objective = Literal["mean", "worst", "regret"]
Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Scenario:
    """One way the world can turn out. Each part is multiplied by what is given here.

    Attributes
    ----------
    values, costs : float or array_like, shape (candidates,)
        Of every candidate, or of each.
    capacities : float or array_like, shape as the problem's capacities or (municipalities,)
    weight : float, 0 or more
        How likely it is beside the others, for the mean.
    """

    values: ArrayLike = 1.0
    costs: ArrayLike = 1.0
    capacities: ArrayLike = 1.0
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Problem:
    """Candidates, what they are worth and cost, and what a plan must hold to.

    Parameters
    ----------
    values : array_like, shape (candidates,) or (scenarios, candidates), any unit
        What each is worth when it is taken. The plan makes their sum as large as it can be.
    costs : array_like, shape (candidates, years), NOK
        A cost is positive; what a candidate brings in to the same budget is negative.
    budgets : array_like, shape (years,), NOK, 0 or more
        What there is to spend each year. Money left over is not moved to the next.
    capacities : array_like, shape (municipalities,) or (municipalities, years), 0 or more
        What each can take on, such as days or batons.
    uses : array_like, shape (candidates, municipalities[, years]), 0 or more
        What each candidate takes of it.
    must, must_not : sequences of int
        Candidates that are decided, taken whole; and those that are out of the question.
    requires : sequence of (a, b)
        ``a`` only together with ``b``; of something taken in part, no more of a than of b.
    excludes : sequence of (a, b)
        Never both, not even in part.
    partial : sequence of int, or mapping of int to float
        Those that may be taken as a share; with a mapping, the smallest share that is any use.
    floors : (matrix, least), optional
        ``matrix``, shape (municipalities, candidates): what each candidate is worth to each;
        ``least``, shape (municipalities,): what each is to have at least.
    scenarios : sequence of Scenario, optional
        Each scales values, costs or capacity; the plan holds to budgets and capacities in all.
        Beside ``values`` of shape (scenarios, candidates), as many as there are rows.
    objective : "mean", "worst" or "regret"
        Over the scenarios: the largest mean; the largest worst case; the smallest largest
        regret, which is what the best plan for that scenario would have brought more.
    gap : float, 0 or more
        Stop when the plan is proven to be within this share of the best: 0.01 is 1 %.
    time_limit : float, optional, seconds
        After it, the best plan so far and its bound come back.

    Raises
    ------
    CalcError
        If a number is missing or impossible, tables do not go together, or a candidate is named
        that is not there.

    Examples
    --------
    >>> Problem(values=[5, 4], costs=[[3], [2]], budgets=[-1])
    Traceback (most recent call last):
    stafett.calc.errors.CalcError: A budget is -1: give 0 or more for each year.
    """

    values: ArrayLike
    costs: ArrayLike
    budgets: ArrayLike
    capacities: ArrayLike | None = None
    uses: ArrayLike | None = None
    must: Iterable[int] = ()
    must_not: Iterable[int] = ()
    requires: Iterable[Pair] = ()
    excludes: Iterable[Pair] = ()
    partial: Iterable[int] | Mapping[int, float] = ()
    floors: tuple[ArrayLike, ArrayLike] | None = None
    scenarios: Sequence[Scenario] | None = None
    objective: Objective = "mean"
    gap: float = 0.0
    time_limit: float | None = None
    table: Table = field(init=False, repr=False)

    def __post_init__(self) -> None:
        table = _checked(self)
        object.__setattr__(self, "table", table)
        # Once read, an iterable is empty: what was named is kept, so that copies can be made.
        for name in ("must", "must_not", "requires", "excludes"):
            object.__setattr__(self, name, getattr(table, name))
        object.__setattr__(self, "partial", table.smallest)


@dataclass(frozen=True, eq=False)
class Table:
    """A problem with everything checked, as arrays.

    Attributes
    ----------
    value_scales : ndarray, shape (scenarios, candidates)
        What the values are multiplied by.
    worth : ndarray, shape (scenarios, candidates)
        The values so multiplied.
    weights : ndarray, shape (scenarios,), together 1
    costs : ndarray, shape (scenarios, candidates, years)
    budgets : ndarray, shape (years,)
    uses : ndarray, shape (candidates, cells)
    capacities : ndarray, shape (scenarios, cells)
        A cell is a municipality, or a municipality in a year.
    cells : list of tuple
        The place of each.
    floors, least : ndarray, shape (municipalities, candidates) and (municipalities,)
    smallest : dict of int to float
        The smallest share of each that may be taken in part.
    """

    value_scales: Floats
    worth: Floats
    weights: Floats
    costs: Floats
    budgets: Floats
    uses: Floats
    capacities: Floats
    cells: list[tuple[int, ...]]
    must: tuple[int, ...]
    must_not: tuple[int, ...]
    requires: tuple[Pair, ...]
    excludes: tuple[Pair, ...]
    smallest: dict[int, float]
    floors: Floats
    least: Floats
    objective: Objective
    gap: float
    time_limit: float | None

    @property
    def candidates(self) -> int:
        """How many there are."""
        return int(self.worth.shape[1])

    @property
    def years(self) -> int:
        """How many there are."""
        return len(self.budgets)

    @cached_property
    def mean_worth(self) -> Floats:
        """What each is worth on average over the scenarios."""
        mean: Floats = self.weights @ self.worth
        return mean


def _checked(problem: Problem) -> Table:
    values = _values(problem.values)
    candidates = values.shape[1]
    budgets = np.atleast_1d(_budgets(problem.budgets))
    costs = _costs(problem.costs, candidates, len(budgets))
    uses, capacities, cells = _capacity(problem, candidates)
    scenarios = _scenarios(problem.scenarios, len(values))
    each = (candidates,)
    by_value = np.array([_scale(one.values, each, "values") for one in scenarios])
    by_cost = np.array([_scale(one.costs, each, "costs") for one in scenarios])
    floors, least = _floors(problem.floors, candidates)
    return Table(
        value_scales=by_value,
        worth=values * by_value,
        weights=_weights(scenarios),
        costs=costs * by_cost[:, :, np.newaxis],
        budgets=budgets,
        uses=uses,
        capacities=np.array([_scaled_capacity(capacities, one) for one in scenarios]),
        cells=cells,
        must=_named(problem.must, candidates),
        must_not=_named(problem.must_not, candidates),
        requires=_pairs(problem.requires, candidates),
        excludes=_pairs(problem.excludes, candidates, apart=True),
        smallest=_smallest(problem.partial, candidates),
        floors=floors,
        least=least,
        objective=_objective(problem.objective),
        gap=number(problem.gap, "The gap is {}: give a share, e.g. 0.01 for 1 %.", least=0),
        time_limit=_time_limit(problem.time_limit),
    )


def _values(values: ArrayLike) -> Floats:
    if not np.size(values):
        raise CalcError("There are no candidates: give at least one to choose among.")
    table = numbers(values, "A value is {}: say what each candidate is worth, 0 if nothing.")
    if table.ndim > 2:
        raise CalcError("Give one value for each candidate, or a row of them for each scenario.")
    return np.atleast_2d(table)


def _budgets(budgets: ArrayLike) -> Floats:
    says = "A budget is {}: give 0 or more for each year."
    checked = numbers(budgets, says, least=0)
    if checked.ndim > 1:
        raise CalcError("Give the budgets in one row, one for each year.")
    return checked


def _costs(costs: ArrayLike, candidates: int, years: int) -> Floats:
    table = numbers(costs, "A cost is {}: fill in 0 if nothing is paid that year.")
    if table.ndim == 1 and years == 1:
        table = table[:, np.newaxis]
    return _of_shape(table, (candidates, years), "costs", "candidate and year")


def _capacity(problem: Problem, candidates: int) -> tuple[Floats, Floats, list[tuple[int, ...]]]:
    if problem.capacities is None and problem.uses is None:
        return np.zeros((candidates, 0)), np.zeros(0), []
    if problem.capacities is None or problem.uses is None:
        raise CalcError("Give both what there is of capacity and what each candidate uses of it.")
    says = "A capacity is {}: give 0 or more, or leave the municipality out."
    capacities = np.atleast_1d(numbers(problem.capacities, says, least=0))
    uses = numbers(problem.uses, "A use of capacity is {}: give 0 or more.", least=0)
    uses = _of_shape(uses, (candidates, *capacities.shape), "uses", "candidate and capacity")
    return uses.reshape(candidates, -1), capacities, list(np.ndindex(capacities.shape))


def _scenarios(scenarios: Sequence[Scenario] | None, rows: int) -> Sequence[Scenario]:
    if scenarios is None:
        return [Scenario()] * rows
    if not len(scenarios) or rows not in (1, len(scenarios)):
        raise CalcError(
            f"There are {len(scenarios)} scenarios and {rows} rows of values: give one row, or "
            "one for each scenario."
        )
    return scenarios


def _scale(scale: ArrayLike, shape: tuple[int, ...], of: str) -> Floats:
    says = f"A scenario's {of} are scaled by {{}}: give 0 or more, 1 for no change."
    checked = numbers(scale, says, least=-1e6 if of == "values" else 0)
    return _of_shape(checked, shape, f"a scenario's {of}", "candidate", alike=True)


def _scaled_capacity(capacities: Floats, scenario: Scenario) -> Floats:
    scale = numbers(scenario.capacities, "A scenario's capacity is scaled by {}.", least=0)
    if scale.ndim == 1 and capacities.ndim == 2 and len(scale) == len(capacities):
        scale = scale[:, np.newaxis]
    name = "a scenario's capacities"
    scale = _of_shape(scale, capacities.shape, name, "capacity", alike=True)
    scaled: Floats = (capacities * scale).ravel()
    return scaled


def _weights(scenarios: Sequence[Scenario]) -> Floats:
    says = "A scenario's weight is {}: give 0 or more."
    weights = numbers([one.weight for one in scenarios], says, least=0)
    if not weights.sum():
        raise CalcError("All scenarios weigh 0: give at least one of them a weight.")
    share: Floats = weights / weights.sum()
    return share


def _floors(floors: tuple[ArrayLike, ArrayLike] | None, candidates: int) -> tuple[Floats, Floats]:
    if floors is None:
        return np.zeros((0, candidates)), np.zeros(0)
    if len(floors) != 2:
        raise CalcError("Give the floors as two tables: what each is worth to each, and the least.")
    least = np.atleast_1d(numbers(floors[1], "A floor is {}: leave it out if there is none."))
    matrix = numbers(floors[0], "A candidate's worth to a municipality is {}: give 0 if nothing.")
    shape = (len(least), candidates)
    return _of_shape(matrix, shape, "floors", "municipality and candidate"), least


def _named(indices: Iterable[int], candidates: int) -> tuple[int, ...]:
    says = f"There is no candidate {{}}: they are counted from 0 to {candidates - 1}."
    found = (count(at, says, least=0, most=candidates - 1) for at in indices)
    return tuple(dict.fromkeys(found))


def _pairs(pairs: Iterable[Pair], candidates: int, *, apart: bool = False) -> tuple[Pair, ...]:
    found: dict[Pair, None] = {}
    for pair in pairs:
        if len(pair) != 2:
            raise CalcError("Give two candidates for each requirement and each exclusion.")
        one, other = (_named([at], candidates)[0] for at in pair)
        if apart and one == other:
            raise CalcError(
                f"Candidate {one} excludes itself: put it among those left out instead."
            )
        found[one, other] = None
    return tuple(found)


def _smallest(partial: Iterable[int] | Mapping[int, float], candidates: int) -> dict[int, float]:
    given = partial if isinstance(partial, Mapping) else dict.fromkeys(partial, 0.0)
    says = "The smallest share is {}: give 0 to 1."
    return {
        _named([at], candidates)[0]: number(share, says, least=0, most=1)
        for at, share in given.items()
    }


def _objective(objective: str) -> Objective:
    for known in get_args(Objective):
        if objective == known:
            return known  # type: ignore[no-any-return]
    raise CalcError(f"The objective is {objective!r}: give 'mean', 'worst' or 'regret'.")


def _time_limit(seconds: float | None) -> float | None:
    if seconds is None:
        return None
    return number(seconds, "The time limit is {}: give seconds, more than 0.", least=1e-3)


def _of_shape(
    table: Floats, shape: tuple[int, ...], name: str, each: str, *, alike: bool = False
) -> Floats:
    if table.shape == shape:
        return table
    if alike and table.ndim == 0:
        return np.broadcast_to(table, shape)
    raise CalcError(
        f"The table of {name} is {table.shape} and should be {shape}: one for each {each}."
    )
