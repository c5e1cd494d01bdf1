"""A problem as columns and rows: what a solver, a check and a search for conflicts all read.

The first columns are the candidates' shares. Then comes a yes or no for each candidate that may
be taken in part and needs one, and at last, over scenarios, the worst case or the regret.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stafett.calc.checks import Floats
from stafett.calc.portfolio.demands import Demand, Kind
from stafett.calc.portfolio.problem import Table

EXACT = 1e-12
"""How much a sum of whole candidates may miss a limit by, beside the sum of its parts."""

CLOSE = 1e-9
"""The same, where a share is part of the sum."""

WHOLE = 1e-6
"""A share this close to 0 or 1 is 0 or 1."""


@dataclass(frozen=True, eq=False)
class Row:
    """One limit: ``low <= sum of factors times columns <= high``."""

    columns: NDArray[np.intp]
    factors: Floats
    low: float
    high: float
    demand: Demand | None = None

    def sum(self, columns: Floats) -> float:
        """Return the exact sum."""
        return math.fsum(self.factors * columns[self.columns])

    def missed_by(self, columns: Floats) -> float:
        """Return how far outside the limits the sum lies; 0 when it holds."""
        parts = self.factors * columns[self.columns]
        total = math.fsum(parts)
        missed = max(self.low - total, total - self.high, 0.0)
        shares = columns[self.columns]
        tolerance = EXACT if (shares == np.round(shares)).all() else CLOSE
        size = max(np.abs(parts).sum(), abs(self.high) if self.high < math.inf else abs(self.low))
        return missed if missed > tolerance * size else 0.0


@dataclass(frozen=True, eq=False)
class Model:
    """The problem without what it aims for.

    Attributes
    ----------
    low, high : ndarray, shape (columns,)
        What each column may be.
    whole : ndarray of bool, shape (columns,)
        Which are 0 or 1 and nothing in between.
    rows : tuple of Row
    taken : dict of int to int
        For candidates taken in part: the column that says whether they are taken at all.
    bounds : dict of Demand to int
        What must and must not be in, and the candidate's column.
    """

    table: Table
    low: Floats
    high: Floats
    whole: NDArray[np.bool_]
    rows: tuple[Row, ...]
    taken: dict[int, int]
    bounds: dict[Demand, int]

    @property
    def demands(self) -> list[Demand]:
        """Everything that is demanded."""
        named = [row.demand for row in self.rows if row.demand]
        return [*named, *self.bounds]

    @cached_property
    def limits(self) -> tuple[Floats, Floats, list[Row]]:
        """Budgets and capacities as one table (limits, candidates), its limits, and the rows."""
        kinds = (Kind.BUDGET, Kind.CAPACITY)
        rows = [row for row in self.rows if row.demand and row.demand.kind in kinds]
        matrix = np.zeros((len(rows), self.table.candidates))
        for at, row in enumerate(rows):
            matrix[at, row.columns] = row.factors
        return matrix, np.array([row.high for row in rows]), rows

    def columns_of(self, shares: Floats) -> Floats:
        """Return all columns, given the candidates' shares."""
        columns = np.zeros(len(self.low))
        columns[: self.table.candidates] = shares
        for candidate, column in self.taken.items():
            columns[column] = float(shares[candidate] > 0)
        return columns

    @cached_property
    def dense(self) -> tuple[Floats, Floats, Floats]:
        """All rows as one table (rows, columns), and their limits."""
        matrix = np.zeros((len(self.rows), len(self.low)))
        for at, row in enumerate(self.rows):
            matrix[at, row.columns] = row.factors
        lows, highs = np.array([[row.low, row.high] for row in self.rows]).reshape(-1, 2).T
        return matrix, lows, highs

    def broken(self, shares: Floats) -> list[Row]:
        """Return the rows that a plan does not hold to.

        All are summed quickly, and exactly those that come near a limit.
        """
        matrix, lows, highs = self.dense
        columns = self.columns_of(shares)
        taken = np.flatnonzero(columns)
        parts = matrix[:, taken] * columns[taken]
        total, near = parts.sum(axis=1), CLOSE * np.abs(parts).sum(axis=1)
        doubtful = np.flatnonzero((total - near <= lows) | (total + near >= highs))
        return [self.rows[at] for at in doubtful if self.rows[at].missed_by(columns)]

    def holds(self, shares: Floats) -> bool:
        """Return whether a plan holds to everything."""
        candidates = self.table.candidates
        within = (shares >= self.low[:candidates]) & (shares <= self.high[:candidates])
        as_whole = ~self.whole[:candidates] | (shares == np.round(shares))
        return bool((within & as_whole).all()) and not self.broken(shares)

    def without(self, left_out: Iterable[Demand]) -> Model:
        """Return the model with some demands left out."""
        gone = set(left_out)
        rows = tuple(row for row in self.rows if row.demand is None or row.demand not in gone)
        return self._changed(rows, {of: at for of, at in self.bounds.items() if of not in gone})

    def forcing(self, candidate: int) -> Model:
        """Return the model where a candidate must be in, whole."""
        more = {Demand(Kind.MUST, (candidate,)): candidate}
        return self._changed(self.rows, self.bounds | more)

    def barring(self, candidate: int) -> Model:
        """Return the model where a candidate must not be in."""
        more = {Demand(Kind.MUST_NOT, (candidate,)): candidate}
        return self._changed(self.rows, self.bounds | more)

    def narrowed(self, low: Floats, high: Floats) -> Model:
        """Return the model where each candidate's share also lies between these."""
        narrow = self._changed(self.rows, self.bounds)
        n = self.table.candidates
        narrow.low[:n] = np.maximum(self.low[:n], low)
        narrow.high[:n] = np.minimum(self.high[:n], high)
        return narrow

    def with_rows(self, rows: Iterable[Row]) -> Model:
        """Return the model with more rows."""
        more = (*self.rows, *rows)
        return replace(self, rows=more)

    def _changed(self, rows: tuple[Row, ...], bounds: dict[Demand, int]) -> Model:
        low, high = _ends(len(self.low), bounds)
        return Model(self.table, low, high, self.whole, rows, self.taken, bounds)


def build(table: Table) -> Model:
    """Return the columns and rows of a problem."""
    taken = _taken(table)
    columns = table.candidates + len(taken)
    whole = np.ones(columns, np.bool_)
    whole[list(table.smallest)] = False
    bounds = {Demand(Kind.MUST, (at,)): at for at in table.must}
    bounds |= {Demand(Kind.MUST_NOT, (at,)): at for at in table.must_not}
    rows = (*_limits(table), *_floors(table), *_pairs(table, taken), *_shares(table, taken))
    return Model(table, *_ends(columns, bounds), whole, rows, taken, bounds)


def _ends(columns: int, bounds: dict[Demand, int]) -> tuple[Floats, Floats]:
    low, high = np.zeros(columns), np.ones(columns)
    low[[at for demand, at in bounds.items() if demand.kind is Kind.MUST]] = 1
    high[[at for demand, at in bounds.items() if demand.kind is Kind.MUST_NOT]] = 0
    return low, high


def _taken(table: Table) -> dict[int, int]:
    excluding = {one for pair in table.excludes for one in pair}
    needed = [at for at, least in table.smallest.items() if least or at in excluding]
    return {candidate: table.candidates + at for at, candidate in enumerate(needed)}


def _limits(table: Table) -> Iterator[Row]:
    for year, budget in enumerate(table.budgets):
        costs, highs = table.costs[:, :, year], np.full(len(table.costs), budget)
        yield from _by_scenario(Kind.BUDGET, (year,), costs, highs)
    for at, place in enumerate(table.cells):
        capacities = table.capacities[:, at]
        uses = np.broadcast_to(table.uses[:, at], (len(capacities), table.candidates))
        yield from _by_scenario(Kind.CAPACITY, place, uses, capacities)


def _by_scenario(
    kind: Kind, place: tuple[int, ...], factors: Floats, highs: Floats
) -> Iterator[Row]:
    """Yield one limit for each scenario that differs from the ones before."""
    differs = bool((factors != factors[0]).any() or (highs != highs[0]).any())
    seen: set[tuple[bytes, float]] = set()
    for scenario, (row, high) in enumerate(zip(factors, highs, strict=True)):
        if (row.tobytes(), high) not in seen:
            seen.add((row.tobytes(), high))
            demand = Demand(kind, place, scenario if differs else None)
            yield _row(row, -math.inf, float(high), demand)


def _floors(table: Table) -> Iterator[Row]:
    for at, (row, least) in enumerate(zip(table.floors, table.least, strict=True)):
        yield _row(row, float(least), math.inf, Demand(Kind.FLOOR, (at,)))


def _pairs(table: Table, taken: dict[int, int]) -> Iterator[Row]:
    for one, other in table.requires:
        if one != other:
            yield _difference(one, other, Demand(Kind.REQUIRES, (one, other)))
    for one, other in table.excludes:
        columns = np.array([taken.get(one, one), taken.get(other, other)])
        yield Row(columns, np.ones(2), -math.inf, 1.0, Demand(Kind.EXCLUDES, (one, other)))


def _shares(table: Table, taken: dict[int, int]) -> Iterator[Row]:
    """Yield what ties a share to the yes or no behind it."""
    for candidate, column in taken.items():
        yield _difference(candidate, column, None)
        columns = np.array([candidate, column])
        yield Row(columns, np.array([1.0, -table.smallest[candidate]]), 0.0, math.inf)


def _difference(one: int, other: int, demand: Demand | None) -> Row:
    return Row(np.array([one, other]), np.array([1.0, -1.0]), -math.inf, 0.0, demand)


def _row(factors: Floats, low: float, high: float, demand: Demand) -> Row:
    columns = np.flatnonzero(factors)
    return Row(columns, factors[columns], low, high, demand)
