"""Why a candidate is not in the plan, what it would cost to have it there, what money is worth.

All of it by solving again: what a plan would have been is a question to the same solver, with
the plan at hand as a place to begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.demands import Demand, Infeasible, Kind, NoPlanYet
from stafett.calc.portfolio.model import CLOSE, WHOLE
from stafett.calc.portfolio.packing import reach
from stafett.calc.portfolio.problem import Problem
from stafett.calc.portfolio.selecting import Selection, aim_for, select
from stafett.calc.portfolio.solver import Relaxed, Watch, forced_bounds, relax
from stafett.calc.portfolio.starting import packer

Asked = Callable[[], bool] | None

REFINED = 500
"""So many candidates, at most, have their brackets narrowed one by one."""

_STEPS = 3  # times a change that is enough is halved towards one that is not


@dataclass(frozen=True, slots=True)
class Bracket:
    """Between what it would cost to have a candidate in the plan, seen at once.

    Attributes
    ----------
    candidate : int
    least, most : float, in the values' unit
        What the plan would lose by having it in, whole: at least and at most. ``most`` is
        infinite where no such plan is known, ``least`` where there is none.
    """

    candidate: int
    least: float
    most: float


@dataclass(frozen=True, eq=False)
class Change:
    """What would be enough for a candidate to be in a best plan. It was solved again to see.

    Attributes
    ----------
    value : float, in the values' unit
        As much more worth in itself.
    money : ndarray, shape (years,), NOK
        As much more in the budgets; in whole kroner where these are whole.
    capacity : ndarray, shaped as the problem's capacities
        As much more capacity; in whole numbers where these are whole.
    is_proven : bool
        Whether it is shown that no plan is then better than one with the candidate in it. If not,
        none was found in the problem's time.
    """

    value: float
    money: Floats
    capacity: Floats
    is_proven: bool = False


@dataclass(frozen=True, eq=False)
class WhyNot:
    """Why a candidate is not in the plan.

    Attributes
    ----------
    candidate : int
    stopped_by : tuple of Demand
        What would be broken if it, with what it requires, were put on top of the plan. Empty
        when there is room for it, but it brings nothing.
    price : float, in the values' unit
        What the plan would lose by having it in, whole: the best plan with it, against this one.
        Infinite where no plan has room for it.
    forced : Selection or None
        That plan.
    displaced, joined : tuple of int
        What goes out of the plan, wholly or in part, and what comes in beside the candidate.
    conflict : tuple of Demand
        Where no plan has room for it: demands that then cannot all hold.
    changes : tuple of Change
        Each by itself is enough.
    """

    candidate: int
    stopped_by: tuple[Demand, ...]
    price: float
    forced: Selection | None
    displaced: tuple[int, ...]
    joined: tuple[int, ...]
    conflict: tuple[Demand, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class Point:
    """What the best plan is worth with another budget.

    Attributes
    ----------
    factor : float
        What every year's budget is multiplied by.
    selection : Selection
    """

    factor: float
    selection: Selection


def brackets(selection: Selection) -> list[Bracket]:
    """Return between what it would cost to have each candidate that is not wholly in."""
    model, aim = selection.model, selection.aim
    relaxed = _in_shares(selection)
    if relaxed is None:
        return []
    left_out = [int(at) for at in np.flatnonzero(selection.chosen < 1)]
    at_best = relaxed.score + np.minimum(relaxed.reduced, 0)
    if len(left_out) <= REFINED:
        at_best[left_out] = np.minimum(at_best[left_out], forced_bounds(model, aim, left_out))
    packing, score = packer(model, aim, relaxed), aim.score(selection.chosen)
    found = []
    for candidate in left_out:
        plan = packing.forced(selection.chosen, candidate)
        most = np.inf if plan is None else score - aim.score(plan)
        least = min(max(score - float(at_best[candidate]), 0.0), most)
        found.append(Bracket(candidate, least, most))
    return found


def why_not(selection: Selection, candidate: int, *, is_cancelled: Asked = None) -> WhyNot:
    """Return what stops a candidate, what it would displace, and what would let it in."""
    group = _group(selection, candidate)
    stopped_by = tuple(_stops(selection, group))
    try:
        forced = _forced(selection.problem, selection.aim, candidate, selection, is_cancelled)
    except Infeasible as error:
        wished = Demand(Kind.MUST, (candidate,))
        conflict = tuple(demand for demand in error.demands if demand != wished)
        changes = tuple(_changes(selection, candidate, group, None, is_cancelled))
        return WhyNot(candidate, stopped_by, np.inf, None, (), (), conflict, changes)
    score = selection.aim.score
    price = score(selection.chosen) - score(forced.chosen)
    moved = forced.chosen - selection.chosen
    displaced = tuple(np.flatnonzero(moved < -WHOLE).tolist())
    joined = tuple(at for at in np.flatnonzero(moved > WHOLE).tolist() if at != candidate)
    changes = tuple(_changes(selection, candidate, group, price, is_cancelled))
    return WhyNot(candidate, stopped_by, price, forced, displaced, joined, (), changes)


def frontier(
    selection: Selection, factors: list[float], *, is_cancelled: Asked = None
) -> list[Point]:
    """Return the best plan for each factor on the budgets, the smallest first."""
    points: list[Point] = []
    start = selection.chosen
    for factor in sorted(factors):
        budgets = selection.problem.table.budgets * factor
        again = replace(selection.problem, budgets=budgets)
        known = points[-1].selection.chosen if points else None
        found = select(again, is_cancelled=is_cancelled, starts=(start, known))
        points.append(Point(factor, found))
    return points


def worth_of_more(selection: Selection, amount: float, *, is_cancelled: Asked = None) -> Floats:
    """Return how much better the plan gets by so much more money in each year alone."""
    better = selection.aim.shown(1.0)  # a regret is better the smaller it is
    gained = []
    for year in range(selection.problem.table.years):
        budgets = selection.problem.table.budgets.copy()
        budgets[year] += amount
        again = replace(selection.problem, budgets=budgets)
        found = select(again, is_cancelled=is_cancelled, starts=(selection.chosen,))
        gained.append(better * (found.objective - selection.objective))
    return np.array(gained)


def _in_shares(selection: Selection) -> Relaxed | None:
    """Return the best plan in shares; None where there is none or the solver did not end."""
    try:
        return relax(selection.model, selection.aim, Watch())
    except NoPlanYet:
        return None


def _group(selection: Selection, candidate: int) -> list[int]:
    """Return the candidate with what it requires and is not in the plan."""
    needed = reach(selection.problem.table.requires)[candidate]
    return [candidate, *(one for one in sorted(needed) if selection.chosen[one] < 1)]


def _stops(selection: Selection, group: list[int]) -> Iterator[Demand]:
    on_top = selection.chosen.copy()
    on_top[group] = 1
    yield from (row.demand for row in selection.model.broken(on_top) if row.demand)
    bounds = selection.model.bounds.items()
    yield from (of for of, at in bounds if of.kind is Kind.MUST_NOT and at in group)


def _forced(
    problem: Problem, aim: Aim, candidate: int, selection: Selection, is_cancelled: Asked
) -> Selection:
    """Return the best plan with the candidate in it, begun from one much like the plan.

    It is measured as the best one without: a regret is of the same best plans.
    """
    relaxed = _in_shares(selection)
    start = None
    if relaxed is not None:
        packing = packer(selection.model, selection.aim, relaxed)
        start = packing.forced(selection.chosen, candidate)
    again = replace(problem, must=(*problem.table.must, candidate))
    return select(again, is_cancelled=is_cancelled, starts=(start,), aim=aim)


def _changes(
    selection: Selection,
    candidate: int,
    group: list[int],
    price: float | None,
    is_cancelled: Asked,
) -> Iterator[Change]:
    """Yield changes that each let the candidate in."""
    trial = _Trial(selection, candidate, is_cancelled)
    money, capacity = _missing(selection, group)
    none = Change(0.0, 0 * money, 0 * capacity)
    if price is not None and (worth := trial.worth(none, price)) is not None:
        yield worth
    alone = [
        replace(none, money=money) if money.any() else None,
        replace(none, capacity=capacity) if capacity.any() else None,
    ]
    wanted = [change for change in alone if change is not None]
    found = [
        trial.enough(change, (1.0,) if len(wanted) > 1 else (1.0, 2.0, 4.0)) for change in wanted
    ]
    if len(wanted) > 1 and not any(found):
        found = [trial.enough(replace(none, money=money, capacity=capacity), (1.0, 2.0, 4.0))]
    yield from chain(change for change in found if change is not None)


def _missing(selection: Selection, group: list[int]) -> tuple[Floats, Floats]:
    """Return what is missing of budgets and capacities to put a group on top of the plan."""
    table = selection.problem.table
    on_top = selection.chosen.copy()
    on_top[group] = 1
    spent = np.array([on_top @ costs for costs in table.costs])
    money = np.maximum(spent - table.budgets, 0).max(axis=0)
    capacity = np.maximum(on_top @ table.uses - table.capacities, 0).max(axis=0)
    return money, capacity.reshape(selection.slack.capacities.shape)


class _Trial:
    """Whether changes let a candidate into a best plan."""

    def __init__(self, selection: Selection, candidate: int, is_cancelled: Asked):
        self.selection, self.candidate = selection, candidate
        self.is_cancelled = is_cancelled

    def worth(self, none: Change, price: float) -> Change | None:
        """Return how much more the candidate must be worth in itself."""
        table = self.selection.problem.table
        weight = float(table.weights @ table.value_scales[:, self.candidate])
        if weight <= 0:
            return None
        more = (times * price / weight * (1 + CLOSE) for times in (1.0, 2.0, 4.0, 8.0))
        tried = (self._tried(replace(none, value=each)) for each in more)
        return next((change for change in tried if change is not None), None)

    def enough(self, change: Change, times: tuple[float, ...]) -> Change | None:
        """Return a part or a multiple of a change that lets the candidate in."""
        too_little = 0.0
        for factor in times:
            found = self._tried(self._times(change, factor))
            if found is not None:
                return self._less(change, too_little, factor, found)
            too_little = factor
        return None

    def _less(self, change: Change, too_little: float, enough: float, found: Change) -> Change:
        """Return a smaller part of it that is enough too, or the one that was found."""
        for _ in range(_STEPS):
            middle = (too_little + enough) / 2
            smaller = self._times(change, middle)
            better = found if _are_alike(smaller, found) else self._tried(smaller)
            if better is None:
                too_little = middle
            else:
                enough, found = middle, better
        return found

    def _times(self, change: Change, factor: float) -> Change:
        """Return so many times a change, as it can be told: what is told is what is tried."""
        problem = self.selection.problem
        stated = 0.0 if problem.capacities is None else problem.capacities
        return replace(
            change,
            money=_as_whole_as(problem.table.budgets, factor * change.money),
            capacity=_as_whole_as(stated, factor * change.capacity),
        )

    def _tried(self, change: Change) -> Change | None:
        """Return the change, and whether it is proven to be enough; None where it is not."""
        problem, asked = self._changed(change), self.is_cancelled
        try:
            aim = aim_for(problem, is_cancelled=asked)
            forced = _forced(problem, aim, self.candidate, self.selection, asked)
        except Infeasible:
            return None
        starts = (self.selection.chosen, forced.chosen)
        free = select(problem, is_cancelled=asked, starts=starts, aim=aim)
        hair = CLOSE * np.abs(free.by_scenario).max()
        is_in = free.chosen[self.candidate] >= 1 or abs(free.objective - forced.objective) <= hair
        is_proven = bool(abs(free.bound - free.objective) <= hair)
        return replace(change, is_proven=is_proven) if is_in else None

    def _changed(self, change: Change) -> Problem:
        problem = self.selection.problem
        values = np.atleast_2d(np.array(problem.values, np.float64))
        values[:, self.candidate] += change.value
        budgets = problem.table.budgets + change.money
        if problem.capacities is None:
            return replace(problem, values=values, budgets=budgets)
        capacities = np.asarray(problem.capacities, np.float64) + change.capacity
        return replace(problem, values=values, budgets=budgets, capacities=capacities)


def _are_alike(one: Change, other: Change) -> bool:
    """Return whether they are as much money and capacity, as they are when rounded up."""
    return np.array_equal(one.money, other.money) and np.array_equal(one.capacity, other.capacity)


def _as_whole_as(limits: ArrayLike, amounts: Floats) -> Floats:
    """Return amounts, rounded up to whole numbers where the limits are whole."""
    stated = np.asarray(limits, np.float64)
    return np.ceil(amounts) if (stated == np.round(stated)).all() else amounts
