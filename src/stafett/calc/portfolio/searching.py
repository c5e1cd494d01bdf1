"""From a model and an aim to the best plan, begun from a good one."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from stafett.calc.checks import Floats
from stafett.calc.portfolio import aims
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.conflicts import conflict
from stafett.calc.portfolio.demands import Infeasible, NoPlanYet
from stafett.calc.portfolio.exchanging import WIDE, Exchanges
from stafett.calc.portfolio.model import CLOSE, WHOLE, Model
from stafett.calc.portfolio.solver import Relaxed, Solved, Watch, relax, solve
from stafett.calc.portfolio.starting import best_of, first_plan, is_enough, is_large, packer

_LAST = 1 / 20  # of the time, for exchanges in the plan that the search ends with
_DIGITS = 1e-10  # a bound this near, beside the sum of what is taken, is reached


def aim_of(model: Model, watch: Watch) -> Aim:
    """Return what the plan is to be best at; for a regret, what is best in each scenario first."""
    table = model.table
    if table.objective == "mean":
        return aims.mean_aim(table)
    if table.objective == "worst":
        return aims.worst_aim(table)
    return _regret_aim(model, watch)


def _regret_aim(model: Model, watch: Watch) -> Aim:
    """Return the aim of the smallest regret, and tell plans on the way: each future is searched."""
    alone = aims.scenario_aims(model.table)
    relaxed = [_in_shares(model, aim, watch) for aim in alone]
    most, loose = np.array([each.score for each in relaxed]), 0.0
    _tell(model, most, packer(model, alone[0], relaxed[0]).first(), watch)
    for at, aim in enumerate(alone):
        with watch.lending(1 / (1 + len(alone) - at), gap=watch.gap) as part:
            found = best_plan(model, aim, part)
        most[at], loose = found.bound, max(loose, found.bound - found.score)
        _tell(model, most, found.shares, watch)
    return aims.regret_aim(model.table, most, loose)


def _in_shares(model: Model, aim: Aim, watch: Watch) -> Relaxed:
    relaxed = relax(model, aim, watch)
    if relaxed is None:
        raise Infeasible(conflict(model, watch))
    return relaxed


def _tell(model: Model, most: Floats, plan: Floats | None, watch: Watch) -> None:
    """Tell a plan with the regret it has at most, while the best for each future is sought."""
    if plan is not None:
        rough = aims.regret_aim(model.table, most.copy(), math.inf)
        watch.hear(rough, rough.score(plan), 0.0, plan, 0.0)


def best_plan(model: Model, aim: Aim, watch: Watch, *starts: Floats | None) -> Solved:
    """Return the best plan there is, or the best that was found in time.

    Raises
    ------
    Infeasible
        If no plan holds to all that is demanded.
    NoPlanYet
        If the solver did not come to an end of even the plan in shares, and no plan is known.
    """
    known = best_of(starts, model, aim)
    try:
        relaxed = _in_shares(model, aim, watch)
    except NoPlanYet:
        if known is None:
            raise
        return Solved(known, aim.score(known), math.inf)
    watch.ceiling = relaxed.score
    known = first_plan(model, aim, relaxed, watch, known)
    begun = -math.inf if known is None else aim.score(known)
    watch.hear(aim, begun, relaxed.score, known, 0.0)
    if known is not None and is_enough(begun, relaxed.score, aim, watch):
        return _ended(Solved(known, begun, max(relaxed.score, begun)), aim)
    return _ended(_searched(model, aim, relaxed, watch, known), aim)


def _searched(
    model: Model, aim: Aim, relaxed: Relaxed, watch: Watch, known: Floats | None
) -> Solved:
    """Return the best that is found among all that may be better than the plan that is known."""
    narrowed = (
        model if known is None else model.narrowed(*_settled(model, relaxed, aim.score(known)))
    )
    kept = _LAST if aim.is_linear and is_large(model) else 0.0
    with watch.sparing(kept) as earlier:
        found = solve(narrowed, aim, earlier, known)
    if found.is_impossible:
        raise Infeasible(conflict(model, watch))
    if kept:
        found = _exchanged(model, aim, relaxed, watch, found)
        watch.hear(aim, found.score, found.bound, found.shares, 0.0)
    return replace(found, bound=max(found.score, min(found.bound, relaxed.score)))


def _exchanged(model: Model, aim: Aim, relaxed: Relaxed, watch: Watch, found: Solved) -> Solved:
    """Return what was found, its plan made better by exchanges where that is not proven."""
    if found.shares is None or is_enough(found.score, found.bound, aim, watch):
        return found
    shares = Exchanges(model, aim, relaxed).made(found.shares, watch, WIDE)
    return replace(found, shares=shares, score=aim.score(shares))


def _settled(model: Model, relaxed: Relaxed, known: float) -> tuple[Floats, Floats]:
    """Return the ends of each candidate's share in any plan better than the one that is known.

    One whose reduced cost is more than what such a plan could gain stays where it is.
    """
    spare = (relaxed.score - known) * (1 + WHOLE) + CLOSE * abs(known)
    whole = model.whole[: len(relaxed.shares)]
    stays_in = whole & (relaxed.reduced > spare) & (relaxed.shares > 1 - WHOLE)
    stays_out = whole & (relaxed.reduced < -spare) & (relaxed.shares < WHOLE)
    return stays_in.astype(np.float64), (~stays_out).astype(np.float64)


def _ended(found: Solved, aim: Aim) -> Solved:
    """Return the same with what is surely proven: also where bound and plan differ by digits."""
    if found.shares is None:
        return found
    found = replace(found, bound=max(found.score, aim.surely(found.bound)))
    size = float((np.abs(aim.worth) @ found.shares).max())
    is_proven = found.bound - found.score <= _DIGITS * size
    return replace(found, bound=found.score if is_proven else found.bound)
