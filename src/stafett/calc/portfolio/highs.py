"""The one place that knows the solver (HiGHS). It is called in a process of its own.

What comes in and goes out are plain arrays, in the sizes the solver likes.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stafett.calc.apart import Hear
from stafett.calc.checks import Floats

_TOLD_EVERY = 0.1  # seconds between telling how far it has come, when there is no new plan
_IMPOSSIBLE, _FAILED = ("kInfeasible", "kUnboundedOrInfeasible"), "kSolveError"
_ROWWISE, _MAXIMISE, _FEASIBLE = 2, -1, 2  # the solver's own names for them
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "small_matrix_value": 1e-12,
    "mip_allow_restart": False,
    # What is learned on the way is looked through at each node, and seldom tells anything here.
    "mip_allow_cut_separation_at_nodes": False,
    "mip_pool_soft_limit": 100,
    "mip_pool_age_limit": 5,
}


@dataclass(frozen=True, eq=False)
class Sheet:
    """A model as the solver takes it: ``lows <= rows <= highs``, and a sum to make large.

    Attributes
    ----------
    low, high, worth : ndarray, shape (columns,)
    whole : ndarray of bool, shape (columns,)
    starts : ndarray of int, shape (rows,)
        Where each row begins in the two that follow.
    columns, factors : ndarray, shape (entries,)
    lows, highs : ndarray, shape (rows,)
    """

    low: Floats
    high: Floats
    worth: Floats
    whole: NDArray[np.bool_]
    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    factors: Floats
    lows: Floats
    highs: Floats


@dataclass(frozen=True, eq=False)
class Heard:
    """How far a search has come: the columns of a plan, when it is a new one."""

    score: float
    bound: float
    columns: Floats | None
    seconds: float


@dataclass(frozen=True, eq=False)
class Found:
    """What came of it: the columns of the best plan, None when there is none.

    Where the solver ``has_failed``, for what it found misses a limit by a hair more than it allows,
    it has neither a plan nor a bound. ``reduced`` is, of a plan in shares, what the score would
    lose for each column's whole step.
    """

    columns: Floats | None
    score: float
    bound: float
    is_impossible: bool
    has_failed: bool
    reduced: Floats | None = None


def search(tell: Hear, sheet: Sheet, options: dict[str, Any], start: Floats | None) -> Found:
    """Return the best plan that is found within the options, and tell how far it has come."""
    solver = _holding(sheet, sheet.whole)
    for name, value in options.items():
        solver.setOptionValue(name, value)
    if start is not None:
        solver.setSolution(len(start), np.arange(len(start)), start)
    with _heard_by(solver, tell):
        solver.run()
    info = solver.getInfo()
    bound = info.mip_dual_bound if sheet.whole.any() else solver.getObjectiveValue()
    return _found(solver, bound, has_plan=info.primal_solution_status == _FEASIBLE)


def relax(_: Hear, sheet: Sheet) -> Found:
    """Return the best plan where every column may be taken as a share."""
    solver = _in_shares(sheet)
    found = _found(solver, solver.getObjectiveValue(), has_plan=True)
    return replace(found, reduced=np.array(solver.getSolution().col_dual))


def force(tell: Hear, sheet: Sheet, columns: Sequence[int]) -> None:
    """Tell the score of the best plan in shares with each column at 1, or None if there is none.

    Where the solver fails, nothing is known: the score may be without end.
    """
    solver = _in_shares(sheet)
    for column in columns:
        solver.changeColBounds(column, 1.0, 1.0)
        solver.run()
        impossible = _is_impossible(solver) or not sheet.high[column]
        score = math.inf if _has_failed(solver) else solver.getObjectiveValue()
        tell(None if impossible else score)
        solver.changeColBounds(column, float(sheet.low[column]), float(sheet.high[column]))


def _in_shares(sheet: Sheet) -> Any:
    solver = _holding(sheet, np.zeros(len(sheet.whole), np.bool_))
    solver.run()
    return solver


def _holding(sheet: Sheet, whole: NDArray[np.bool_]) -> Any:
    """Return a solver with the model in its hands."""
    from highspy._core import _Highs  # the class round it greets on standard output

    solver = _Highs()
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(
        len(sheet.low), len(sheet.lows), len(sheet.columns), _ROWWISE, _MAXIMISE, 0.0, sheet.worth,
        sheet.low, sheet.high, sheet.lows, sheet.highs, sheet.starts, sheet.columns, sheet.factors,
        whole.astype(np.int32),
    )  # fmt: skip
    return solver


@contextmanager
def _heard_by(solver: Any, tell: Hear) -> Iterator[None]:
    """Tell how far it has come while it works, and let nothing that fails there be lost."""
    from highspy import cb

    kinds = cb.HighsCallbackType
    failed: list[Exception] = []
    told_at = 0.0

    def heard(kind: Any, _: str, told: Any, answer: Any, __: Any) -> None:
        nonlocal told_at
        is_new, now = kind == kinds.kCallbackMipImprovingSolution, time.monotonic()
        if not is_new and now < told_at + _TOLD_EVERY:
            return
        told_at = now
        try:
            tell(_heard(told, is_new=is_new))
        except Exception as error:  # noqa: BLE001 - raised below, when the solver has let go
            failed.append(error)
        answer.user_interrupt = bool(failed)

    solver.setCallback(heard, None)
    solver.startCallback(kinds.kCallbackMipImprovingSolution)
    solver.startCallback(kinds.kCallbackMipInterrupt)
    yield
    if failed:
        raise failed[0]


def _heard(told: Any, *, is_new: bool) -> Heard:
    columns = np.array(told.mip_solution) if is_new else None
    return Heard(
        float(told.mip_primal_bound), float(told.mip_dual_bound), columns, float(told.running_time)
    )


def _found(solver: Any, bound: float, *, has_plan: bool) -> Found:
    impossible = _is_impossible(solver)
    columns = np.array(solver.getSolution().col_value) if has_plan and not impossible else None
    return Found(columns, solver.getObjectiveValue(), bound, impossible, _has_failed(solver))


def _is_impossible(solver: Any) -> bool:
    """Return whether it is shown that there is no plan."""
    return solver.getModelStatus().name in _IMPOSSIBLE


def _has_failed(solver: Any) -> bool:
    return bool(solver.getModelStatus().name == _FAILED)
