"""A good plan to begin the search from: packed, sought among the few, and exchanged."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from stafett.calc.checks import Floats
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.exchanging import NARROW, Exchanges
from stafett.calc.portfolio.model import WHOLE, Model
from stafett.calc.portfolio.packing import Packer
from stafett.calc.portfolio.solver import Relaxed, Solved, Watch, gap_between, solve

_FEW = 25  # candidates that are doubtful even where the plan in shares splits none
_MANY = 4 * _FEW  # candidates: fewer need no first plan but a packed one

# Searches among the few, each in a part of the time: so many times more doubtful ones as long as
# the search among them ends, and then a longer one where those are still few of all.
_QUICK, _QUICK_NODES, _QUICK_PART = (1, 2), 200, 1 / 4
_LONG, _LONG_NODES, _LONG_PART = 3, 20_000, 1 / 6
_FEW_OF_ALL = 1 / 8
_CLOSE_ENOUGH = 1e-5

_EXCHANGES_PART = 1 / 2  # at most: they are most often through in a moment


def first_plan(
    model: Model, aim: Aim, relaxed: Relaxed, watch: Watch, known: Floats | None
) -> Floats | None:
    """Return the best of the plan that is known, one packed, and one sought among the few.

    The first of them is told at once.
    """
    best = best_of((known, packer(model, aim, relaxed).first()), model, aim)
    score = -math.inf if best is None else aim.score(best)
    watch.hear(aim, score, relaxed.score, best, 0.0)
    if not is_large(model) or is_enough(score, relaxed.score, aim, watch):
        return best
    best = _Few(model, aim, relaxed).plan(watch, best)
    if best is None or not aim.is_linear:
        return best
    with watch.lending(_EXCHANGES_PART, gap=watch.gap) as part:
        return Exchanges(model, aim, relaxed).made(best, part, NARROW)


@dataclass(frozen=True, eq=False)
class _Few:
    """Searches where only doubtful candidates are chosen among (kernel search).

    The plan in shares has most candidates wholly in or wholly out. Those it is least sure of are
    left open, the others as they are there: a search that takes a moment, and most often
    finds a plan within some hundredths of a per cent of the best.
    """

    model: Model
    aim: Aim
    relaxed: Relaxed

    def plan(self, watch: Watch, best: Floats | None) -> Floats | None:
        """Return the best plan that is found, or the one that is known."""
        found = None
        for times in _QUICK:
            came = self._among(times, found, watch, _QUICK_PART, _QUICK_NODES)
            found = came.shares
            if watch.is_over or not _came_to_its_end(came):
                break
        best = best_of((best, found), self.model, self.aim)
        score = -math.inf if best is None else self.aim.score(best)
        is_most = _LONG * self._fewest > _FEW_OF_ALL * len(self.relaxed.shares)
        if is_most or is_enough(score, self.relaxed.score, self.aim, watch):
            return best
        longer = self._among(_LONG, found, watch, _LONG_PART, _LONG_NODES)
        return best_of((best, longer.shares), self.model, self.aim)

    def _among(
        self, times: int, start: Floats | None, watch: Watch, share: float, nodes: int
    ) -> Solved:
        """Search in a share of the time, and tell what is found."""
        with watch.lending(share, gap=max(_CLOSE_ENOUGH, watch.gap)) as part:
            found = solve(self._narrowed(times), self.aim, part, start, nodes=nodes)
        watch.hear(self.aim, found.score, self.relaxed.score, found.shares, 0.0)
        return found

    def _narrowed(self, times: int) -> Model:
        """Return the model where all but so many times the fewest are as in the plan in shares."""
        surest_last = np.argsort(np.abs(self.relaxed.reduced), kind="stable")
        sure = np.ones(len(surest_last), np.bool_)
        sure[surest_last[: times * self._fewest]] = False
        whole = np.round(self.relaxed.shares)
        return self.model.narrowed(np.where(sure, whole, 0), np.where(sure, whole, 1))

    @property
    def _fewest(self) -> int:
        """Some, and those that the plan in shares splits."""
        shares = self.relaxed.shares
        return _FEW + int(((shares > WHOLE) & (shares < 1 - WHOLE)).sum())


def _came_to_its_end(found: Solved) -> bool:
    """Return whether the best was proven, so that neither nodes nor time stopped the search."""
    return found.bound - found.score <= 2 * _CLOSE_ENOUGH * abs(found.score)


def is_large(model: Model) -> bool:
    """Return whether there is more to choose among than a solver goes through in a moment."""
    return model.table.candidates > _MANY


def is_enough(known: float, bound: float, aim: Aim, watch: Watch) -> bool:
    """Return whether a plan is as near to the best as is asked for."""
    return gap_between(aim.shown(known), aim.shown(max(bound, known))) <= watch.gap


def best_of(plans: Iterable[Floats | None], model: Model, aim: Aim) -> Floats | None:
    """Return the best of the plans that hold, or None."""
    holding = [plan for plan in plans if plan is not None and model.holds(plan)]
    return max(holding, key=aim.score, default=None)


def packer(model: Model, aim: Aim, relaxed: Relaxed) -> Packer:
    """Return what packs plans by rule of thumb, guided by the plan in shares."""
    return Packer(model, relaxed.reduced, aim.gain)
