"""From a model to its best plan, with a solver that is trusted no further than it can be checked.

It works in a process of its own (``stafett.calc.apart``), and is ended if it does not end itself.
A solver holds limits to within a tolerance, and a krone beside a thousand million is less than
that. So every plan is rounded to whole candidates and summed exactly. Where a limit is then
broken, the solver is told which candidates cannot be together, and asked again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stafett.calc.apart import Ended, Work, call
from stafett.calc.checks import Floats
from stafett.calc.portfolio import highs
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.demands import NoPlanYet
from stafett.calc.portfolio.model import WHOLE, Model, Row

_LIMIT_SIZE = 2.0**10  # the size a limit is brought to, so that tolerances mean as much in all
_SCORE_SIZE = 2.0**20  # the same for the largest value
_LARGEST_POWER = 1000  # of two: what is smaller than that cannot be brought to size
_CUTS = 50  # times a plan that breaks a limit by less than the solver sees is turned away
_SHORTEST = 0.05  # seconds a search has at least

NODES = 2**31 - 1
"""As many nodes of a search as there is time for."""

GRACE = 5.0
"""Seconds over its time after which a search is ended."""
_PATIENCE = 60.0  # seconds for plans in shares, which take less than one


@dataclass(frozen=True, eq=False)
class Progress:
    """How far a search has come.

    Attributes
    ----------
    objective : float
        Of the best plan so far; infinite while there is none.
    bound : float
        No plan is better than this.
    gap : float
        How far apart they are, as a share of the objective.
    shares : ndarray or None, shape (candidates,)
        The plan, when it is a new one.
    seconds : float
        Of the solver's own time, in the search that is under way.
    """

    objective: float
    bound: float
    gap: float
    shares: Floats | None
    seconds: float


@dataclass(eq=False)
class Watch:
    """When to stop, whom to tell, and how much time is left.

    Attributes
    ----------
    gap : float
        The share at which a plan is good enough.
    until : float
        The moment it is over, as ``time.monotonic`` counts.
    tell : callable, optional
        Is called with a ``Progress`` now and then.
    is_cancelled : callable, optional
        Is asked often; when it says True the search ends with the best plan so far.
    is_stopped : bool
        Whether it has said so.
    ceiling : float
        A score that no plan exceeds, known before the search.
    best_told : float
        The score of the best plan that was told.
    """

    gap: float = 0.0
    until: float = math.inf
    tell: Callable[[Progress], object] | None = None
    is_cancelled: Callable[[], bool] | None = None
    is_stopped: bool = False
    ceiling: float = math.inf
    best_told: float = -math.inf

    @property
    def seconds(self) -> float:
        """Those that are left."""
        return self.until - time.monotonic()

    def goes_on(self) -> bool:
        """Ask whether somebody has stopped it, and return whether nobody has."""
        if self.is_cancelled and self.is_cancelled():
            self.is_stopped = True
        return not self.is_stopped

    @property
    def is_over(self) -> bool:
        """Whether there is no time left, or somebody has stopped it."""
        return self.is_stopped or self.seconds <= 0

    def hear(
        self, aim: Aim, score: float, bound: float, shares: Floats | None, seconds: float
    ) -> None:
        """Pass on how far it has come, to whoever is to be told: no plan but a better one."""
        if not self.tell:
            return
        if shares is not None and score > self.best_told:
            self.best_told = score
        else:
            shares = None
        score = self.best_told
        bound = aim.surely(max(score, min(bound, self.ceiling)))
        objective, limit = aim.shown(score), aim.shown(bound)
        self.tell(Progress(objective, limit, gap_between(objective, limit), shares, seconds))

    @contextmanager
    def lending(self, share: float, *, gap: float) -> Iterator[Watch]:
        """Give a part of the time to something on the way; what it does not use comes back."""
        until = in_seconds(share * self.seconds)
        part = replace(self, gap=gap, until=until, tell=None, ceiling=math.inf)
        yield part
        self.is_stopped = part.is_stopped

    @contextmanager
    def sparing(self, share: float) -> Iterator[Watch]:
        """Give all of the time but a part, which is kept for what comes after."""
        earlier = replace(self, until=in_seconds((1 - share) * self.seconds))
        yield earlier
        self.is_stopped, self.best_told = earlier.is_stopped, earlier.best_told


def in_seconds(seconds: float) -> float:
    """Return the moment so many seconds from now, as a ``Watch`` counts."""
    return time.monotonic() + seconds


def gap_between(objective: float, bound: float) -> float:
    """Return how far a plan may be from the best, as a share of what it brings."""
    if objective == bound:
        return 0.0
    if not math.isfinite(objective):
        return math.inf
    return abs(bound - objective) / abs(objective) if objective else math.inf


@dataclass(frozen=True, eq=False)
class Solved:
    """What came of a search.

    Attributes
    ----------
    shares : ndarray or None
        The best plan, or None when none was found.
    score, bound : float
        How good it is, and what no plan exceeds.
    is_impossible : bool
        Whether it is shown that there is no plan.
    """

    shares: Floats | None
    score: float
    bound: float
    is_impossible: bool = False


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The best plan if every candidate could be taken as a share.

    Attributes
    ----------
    shares : ndarray, shape (candidates,)
    score : float
        What no plan exceeds.
    reduced : ndarray, shape (candidates,)
        What the score would lose, at least, for each whole step away from a share of 0
        (negative) or 1 (positive).
    """

    shares: Floats
    score: float
    reduced: Floats


def solve(
    model: Model, aim: Aim, watch: Watch, start: Floats | None = None, *, nodes: int = NODES
) -> Solved:
    """Return the best plan there is, or the best that was found in time and in so many nodes."""
    if (model.low > model.high).any():
        return _none(impossible=True)
    best = _none()
    if start is not None and model.holds(start):
        best = Solved(start, aim.score(start), math.inf)
    for _ in range(_CUTS):
        task = _Task(model, aim, watch)
        came = task.search(best.shares, nodes)
        if came.is_impossible and best.shares is not None:
            came = task.search(None, nodes)  # it denied a plan that holds: no proof of anything
        found, bound = came.shares, came.bound
        if found is None:
            return _ended(best, bound, impossible=came.is_impossible)
        broken = model.broken(found)
        mended = _mended(model, found) if broken else found
        if mended is not None and aim.score(mended) > best.score:
            best = Solved(mended, aim.score(mended), bound)
        cuts = [cut for row in broken if (cut := _cut(row, model, found))]
        if not cuts or watch.is_over:
            break
        model = model.with_rows(cuts)
    return _ended(best, bound)


def relax(model: Model, aim: Aim, watch: Watch) -> Relaxed | None:
    """Return the best plan in shares, or None when not even that exists.

    Raises
    ------
    NoPlanYet
        If the solver did not come to an end.
    """
    if (model.low > model.high).any():
        return None
    return _Task(model, aim, watch).relaxed()


def forced_bounds(model: Model, aim: Aim, candidates: Sequence[int]) -> Floats:
    """Return for each candidate what no plan with it in, whole, exceeds."""
    found = _Task(model, aim, Watch()).forced_bounds(candidates)
    return np.array(found + [math.inf] * (len(candidates) - len(found)))


class _Task:
    """One model in the solver's hands: from candidates to its columns, and back."""

    def __init__(self, model: Model, aim: Aim, watch: Watch):
        self.model, self.aim, self.watch = model, aim, watch
        self.unit = 1 / _power(_SCORE_SIZE, float(np.abs(aim.worth).max()))

    def search(self, start: Floats | None, nodes: int) -> Solved:
        """Return the best plan the solver found, its wholes rounded, and the bound.

        Where the solver is deaf to the time or to being stopped, it is ended, and what it had told
        is what there is. Where it fails, it is asked once more, to begin from nothing.
        """
        seconds = max(self.watch.seconds, _SHORTEST)
        options = {
            "mip_rel_gap": self.watch.gap,
            "mip_abs_gap": 0.0,
            "time_limit": seconds,
            "mip_max_nodes": nodes,
            "mip_heuristic_run_feasibility_jump": start is None,
        }
        begun = None if start is None else self._columns(start)
        so_far = _none()

        def hear(heard: highs.Heard) -> None:
            nonlocal so_far
            so_far = self._heard(heard, so_far)

        given = (self._sheet(), options, begun)
        work = Work(highs.search, given, seconds + GRACE, hear, self.watch.goes_on)
        try:
            found = call(work)
        except Ended:
            return so_far
        if found.has_failed:
            return so_far if start is None else self.search(None, nodes)
        return self._solved(found)

    def relaxed(self) -> Relaxed | None:
        """Return the best plan in shares."""
        seconds = min(_PATIENCE, max(self.watch.seconds, _SHORTEST) + GRACE)
        try:
            found = call(Work(highs.relax, (self._sheet(),), seconds))
        except Ended:
            raise NoPlanYet from None
        if found.has_failed:
            raise NoPlanYet
        if found.columns is None or found.reduced is None:
            return None
        columns, reduced = (
            each[: self.model.table.candidates] for each in (found.columns, found.reduced)
        )
        return Relaxed(columns, found.score * self.unit, reduced * self.unit)

    def forced_bounds(self, candidates: Sequence[int]) -> list[float]:
        """Return the best there is in shares with each candidate in, as many as came in time."""
        bounds: list[float] = []

        def hear(score: float | None) -> None:
            bounds.append(-math.inf if score is None else score * self.unit)

        with suppress(Ended):
            call(Work(highs.force, (self._sheet(), candidates), _PATIENCE, hear))
        return bounds

    def _heard(self, heard: highs.Heard, before: Solved) -> Solved:
        """Tell how far it has come, and return the best so far."""
        bound = heard.bound * self.unit
        shares = None if heard.columns is None else self._rounded(heard.columns)
        if shares is None or not self.model.holds(shares):
            self.watch.hear(self.aim, before.score, bound, None, heard.seconds)
            return replace(before, bound=bound)
        found = Solved(shares, self.aim.score(shares), bound)
        self.watch.hear(self.aim, found.score, bound, shares, heard.seconds)
        return found if found.score > before.score else replace(before, bound=bound)

    def _solved(self, found: highs.Found) -> Solved:
        shares = None if found.columns is None else self._rounded(found.columns)
        bound = found.bound * self.unit if math.isfinite(found.bound) else math.inf
        return Solved(shares, found.score * self.unit, bound, found.is_impossible)

    def _sheet(self) -> highs.Sheet:
        """Return the model as the solver takes it, each row brought to size."""
        low, high, cost, whole = self._all_columns()
        aim_rows = [] if self.aim.is_linear else self.aim.rows(len(self.model.low), self.unit)
        rows = [*self.model.rows, *aim_rows]
        scales = [_row_scale(row) for row in self.model.rows] + [1 / self.unit] * len(aim_rows)
        counts = [len(row.columns) for row in rows]
        return highs.Sheet(
            low, high, cost, whole,
            np.cumsum([0, *counts], dtype=np.int32)[:-1],
            _joined([row.columns for row in rows]).astype(np.int32),
            _joined([row.factors * scale for row, scale in zip(rows, scales, strict=True)]),
            np.array([row.low * scale for row, scale in zip(rows, scales, strict=True)]),
            np.array([row.high * scale for row, scale in zip(rows, scales, strict=True)]),
        )  # fmt: skip

    def _all_columns(self) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
        """Return low and high ends, what is made large, and which are whole."""
        model = self.model
        cost = np.zeros(len(model.low))
        if not self.aim.is_linear:
            ends = (np.append(model.low, -math.inf), np.append(model.high, math.inf))
            return *ends, np.append(cost, 1.0), np.append(model.whole, False)
        cost[: model.table.candidates] = self.aim.worth[0] / self.unit
        return model.low, model.high, cost, model.whole

    def _columns(self, shares: Floats) -> Floats:
        columns = self.model.columns_of(shares)
        if self.aim.is_linear:
            return columns
        return np.append(columns, self.aim.score(shares) / self.unit)

    def _rounded(self, columns: Floats) -> Floats:
        """Return the shares, with what is as good as whole made whole."""
        found = columns[: len(self.model.low)]
        near = np.round(found)
        found = np.where(self.model.whole | (np.abs(found - near) < WHOLE), near, found)
        for candidate, column in self.model.taken.items():
            found[candidate] *= found[column]
        return found[: self.model.table.candidates] + 0.0


def _row_scale(row: Row) -> float:
    """Return what brings a row to size: its limit, or where that is 0, its largest factor."""
    largest = float(np.abs(row.factors).max(initial=0.0))
    limit = abs(row.high if math.isfinite(row.high) else row.low)
    size = limit if 0 < limit < largest else largest
    return _power(_LIMIT_SIZE, size)


def _power(target: float, size: float) -> float:
    """Return the power of two that brings a size to about the target: no digit is lost."""
    if not size:
        return 1.0
    return 2.0 ** min(round(math.log2(target) - math.log2(size)), _LARGEST_POWER)


def _joined(parts: list[Any]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)


def _cut(row: Row, model: Model, shares: Floats) -> Row | None:
    """Return what tells the solver that these candidates cannot be together.

    Those that press the limit are counted off, the heaviest first, until it breaks. A plan then
    needs one of them less, or one more of those that ease it. None, where shares play a part.
    """
    sign, limit = (1.0, row.high) if math.isfinite(row.high) else (-1.0, -row.low)
    factors, whole = sign * row.factors, model.whole[row.columns]
    taken = model.columns_of(shares)[row.columns] > 0
    easing = factors < 0
    pressed = [math.fsum(factors[easing & (taken | ~whole)])]
    pressing = np.flatnonzero(~easing & taken & whole)
    counted: list[int] = []
    for at in pressing[np.argsort(-factors[pressing], kind="stable")]:
        counted.append(at)
        pressed.append(factors[at])
        if math.fsum(pressed) > limit:
            idle = np.flatnonzero(easing & ~taken & whole)
            signs = np.repeat([1.0, -1.0], [len(counted), len(idle)])
            columns = row.columns[np.concatenate([counted, idle]).astype(int)]
            return Row(columns, signs, -math.inf, len(counted) - 1.0)
    return None


def _mended(model: Model, shares: Floats) -> Floats | None:
    """Return the plan with some shares a hair smaller, or None where that does not help."""
    mended = shares.copy()
    for row in model.broken(shares):
        columns = model.columns_of(mended)
        for at in np.flatnonzero(~model.whole[row.columns] & (row.factors > 0)):
            missed = row.missed_by(columns)
            column = row.columns[at]
            columns[column] -= min(columns[column], missed * (1 + WHOLE) / row.factors[at])
        mended = columns[: len(mended)]
    return mended if model.holds(mended) else None


def _ended(best: Solved, bound: float, *, impossible: bool = False) -> Solved:
    """Return the best there is; where the solver denies that there is any, its word is no bound."""
    if impossible:
        bound = math.inf
    if best.shares is None:
        return _none(impossible=impossible)
    return Solved(best.shares, best.score, max(bound, best.score))


def _none(*, impossible: bool = False) -> Solved:
    return Solved(None, -math.inf, math.inf, impossible)
