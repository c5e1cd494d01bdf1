"""From a model and an aim to the best plan, begun from a good one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stafett.calc.checks import Floats
from stafett.calc.portfolio import aims
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.conflicts import conflict
from stafett.calc.portfolio.demands import Infeasible
from stafett.calc.portfolio.model import CLOSE, Model
from stafett.calc.portfolio.packing import Packer
from stafett.calc.portfolio.solver import Relaxed, Solved, Watch, relax, solve


def aim_of(model: Model, watch: Watch) -> Aim:
    """Return what the plan is to be best at; for a regret, what is best in each scenario first."""
    table = model.table
    if table.objective == "mean":
        return aims.mean_aim(table)
    if table.objective == "worst":
        return aims.worst_aim(table)
    alone = aims.scenario_aims(table)
    left = range(len(alone), 0, -1)
    return aims.regret_aim(
        table,
        np.array(
            [
                _best_alone(model, aim, watch, 1 / (1 + n))
                for n, aim in zip(left, alone, strict=True)
            ]
        ),
    )


def best_plan(model: Model, aim: Aim, watch: Watch, *starts: Floats | None) -> Solved:
    """Return the best plan there is, or the best that was found in time.

    Raises
    ------
    Infeasible
        If no plan holds to all that is demanded.
    """
    relaxed = relax(model, aim, watch)
    if relaxed is None:
        raise Infeasible(conflict(model, watch))
    guessed = packer(model, aim, relaxed).first()
    begun = [plan for plan in (*starts, guessed) if plan is not None and model.holds(plan)]
    found = solve(model, aim, watch, max(begun, key=aim.score, default=None))
    if found.is_impossible:
        raise Infeasible(conflict(model, watch))
    return _snapped(replace(found, bound=min(found.bound, relaxed.score)), aim)


def packer(model: Model, aim: Aim, relaxed: Relaxed) -> Packer:
    """Return what packs plans by rule of thumb, guided by the plan in shares."""
    return Packer(model, relaxed.reduced, aim.gain)


def _best_alone(model: Model, aim: Aim, watch: Watch, share: float) -> float:
    """Return what no plan exceeds when one scenario is sure, in a share of the time."""
    allowed = watch.seconds * share
    part = replace(watch, seconds=allowed, tell=None)
    found = best_plan(model, aim, part)
    watch.seconds -= allowed - part.seconds if np.isfinite(allowed) else 0.0
    watch.is_stopped = part.is_stopped
    return found.bound


def _snapped(found: Solved, aim: Aim) -> Solved:
    """Return the same, called proven where bound and plan are apart by digits only."""
    if found.shares is None:
        return found
    size = float((np.abs(aim.worth) @ found.shares).max())
    is_proven = found.bound - found.score <= CLOSE * size
    return replace(found, bound=found.score if is_proven else found.bound)
