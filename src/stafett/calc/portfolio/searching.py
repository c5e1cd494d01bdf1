"""From a model and an aim to the best plan, begun from a good one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from stafett.calc.checks import Floats
from stafett.calc.portfolio import aims
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.conflicts import conflict
from stafett.calc.portfolio.demands import Infeasible, NoPlanYet
from stafett.calc.portfolio.model import CLOSE, WHOLE, Model
from stafett.calc.portfolio.packing import Packer
from stafett.calc.portfolio.solver import Relaxed, Solved, Watch, gap_between, relax, solve

# The search among the few, before the one among all.
_FEW = 25  # candidates that are doubtful even where the plan in shares splits none
_NODES = 200
_TIMES = (1, 2, 4, 8)  # so many times more doubtful ones, as long as the search among them ends
_PART = 4  # of the time there is
_CLOSE_ENOUGH = 1e-5

_DIGITS = 1e-10  # a bound this near, beside the sum of what is taken, is reached


def aim_of(model: Model, watch: Watch) -> Aim:
    """Return what the plan is to be best at; for a regret, what is best in each scenario first."""
    table = model.table
    if table.objective == "mean":
        return aims.mean_aim(table)
    if table.objective == "worst":
        return aims.worst_aim(table)
    alone = aims.scenario_aims(table)
    shares_of_time = [1 / (1 + left) for left in range(len(alone), 0, -1)]
    bests = [
        _best_alone(model, aim, watch, share)
        for aim, share in zip(alone, shares_of_time, strict=True)
    ]
    return aims.regret_aim(table, np.array(bests))


def best_plan(model: Model, aim: Aim, watch: Watch, *starts: Floats | None) -> Solved:
    """Return the best plan there is, or the best that was found in time.

    Raises
    ------
    Infeasible
        If no plan holds to all that is demanded.
    NoPlanYet
        If the solver did not come to an end of even the plan in shares, and no plan is known.
    """
    known = _best_of(starts, model, aim)
    try:
        relaxed = relax(model, aim, watch)
    except NoPlanYet:
        if known is None:
            raise
        return Solved(known, aim.score(known), math.inf)
    if relaxed is None:
        raise Infeasible(conflict(model, watch))
    watch.ceiling = relaxed.score
    known = _first_plan(model, aim, relaxed, watch, known)
    begun = -math.inf if known is None else aim.score(known)
    watch.hear(aim, begun, relaxed.score, known, 0.0)
    if known is not None and _is_enough(begun, relaxed.score, aim, watch):
        return _snapped(Solved(known, begun, max(relaxed.score, begun)), aim)
    narrowed = model if known is None else model.narrowed(*_settled(model, relaxed, begun))
    found = solve(narrowed, aim, watch, known)
    if found.is_impossible:
        raise Infeasible(conflict(model, watch))
    return _snapped(replace(found, bound=max(found.score, min(found.bound, relaxed.score))), aim)


def _best_of(plans: Iterable[Floats | None], model: Model, aim: Aim) -> Floats | None:
    holding = [plan for plan in plans if plan is not None and model.holds(plan)]
    return max(holding, key=aim.score, default=None)


def _first_plan(
    model: Model, aim: Aim, relaxed: Relaxed, watch: Watch, known: Floats | None
) -> Floats | None:
    """Return the best of the plan that is known, one packed, and one searched among the few."""
    best = _best_of((known, packer(model, aim, relaxed).first()), model, aim)
    score = -math.inf if best is None else aim.score(best)
    if model.table.candidates <= 4 * _FEW or _is_enough(score, relaxed.score, aim, watch):
        return best
    among: Floats | None = None
    for times in _TIMES:
        found = _among_few(model, aim, relaxed, watch, among, times)
        among = found.shares
        if watch.is_over or not _came_to_its_end(found):
            break
    return best if among is None or aim.score(among) <= score else among


def _among_few(
    model: Model, aim: Aim, relaxed: Relaxed, watch: Watch, start: Floats | None, times: int
) -> Solved:
    """Return the best plan where only the doubtful candidates are chosen among.

    The plan in shares has most candidates wholly in or wholly out. Those it is least sure of are
    left open, the others as they are there: a search that takes a moment, and most often
    finds a plan within some hundredths of a per cent of the best.
    """
    shares = relaxed.shares
    split = int(((shares > WHOLE) & (shares < 1 - WHOLE)).sum())
    doubtful = np.argsort(np.abs(relaxed.reduced), kind="stable")[: times * (_FEW + split)]
    sure = np.ones(len(shares), np.bool_)
    sure[doubtful] = False
    ends = np.where(sure, np.round(shares), 0), np.where(sure, np.round(shares), 1)
    with watch.lending(1 / _PART, gap=_CLOSE_ENOUGH) as part:
        return solve(model.narrowed(*ends), aim, part, start, nodes=_NODES)


def _came_to_its_end(found: Solved) -> bool:
    """Return whether the best was proven, so that neither nodes nor time stopped the search."""
    return found.bound - found.score <= 2 * _CLOSE_ENOUGH * abs(found.score)


def _settled(model: Model, relaxed: Relaxed, known: float) -> tuple[Floats, Floats]:
    """Return the ends of each candidate's share in any plan better than the one that is known.

    One whose reduced cost is more than what such a plan could gain stays where it is.
    """
    spare = (relaxed.score - known) * (1 + WHOLE) + CLOSE * abs(known)
    whole = model.whole[: len(relaxed.shares)]
    stays_in = whole & (relaxed.reduced > spare) & (relaxed.shares > 1 - WHOLE)
    stays_out = whole & (relaxed.reduced < -spare) & (relaxed.shares < WHOLE)
    return stays_in.astype(np.float64), (~stays_out).astype(np.float64)


def _is_enough(known: float, bound: float, aim: Aim, watch: Watch) -> bool:
    return gap_between(aim.shown(known), aim.shown(max(bound, known))) <= watch.gap


def packer(model: Model, aim: Aim, relaxed: Relaxed) -> Packer:
    """Return what packs plans by rule of thumb, guided by the plan in shares."""
    return Packer(model, relaxed.reduced, aim.gain)


def _best_alone(model: Model, aim: Aim, watch: Watch, share: float) -> float:
    """Return what no plan exceeds when one scenario is sure, in a share of the time."""
    with watch.lending(share, gap=watch.gap) as part:
        return best_plan(model, aim, part).bound


def _snapped(found: Solved, aim: Aim) -> Solved:
    """Return the same, called proven where bound and plan are apart by digits only."""
    if found.shares is None:
        return found
    size = float((np.abs(aim.worth) @ found.shares).max())
    is_proven = found.bound - found.score <= _DIGITS * size
    return replace(found, bound=found.score if is_proven else found.bound)
