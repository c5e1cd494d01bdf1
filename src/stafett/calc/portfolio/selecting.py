"""Choosing: from a problem to a plan with its proof."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats, count, number, numbers
from stafett.calc.errors import CalcError
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.demands import NoPlanYet
from stafett.calc.portfolio.model import Model, build
from stafett.calc.portfolio.packing import Packer
from stafett.calc.portfolio.problem import Problem, Table
from stafett.calc.portfolio.searching import aim_of, best_plan
from stafett.calc.portfolio.solver import Progress, Watch, gap_between, in_seconds

if TYPE_CHECKING:
    from stafett.calc.portfolio.explaining import Bracket, Point, WhyNot

Asked = Callable[[], bool] | None


@dataclass(frozen=True, eq=False)
class Slack:
    """What is left of the limits when the plan has taken its part.

    Attributes
    ----------
    budgets : ndarray, shape (years,), NOK
    capacities : ndarray, shaped as the problem's capacities
        Over scenarios, where the least is left.
    """

    budgets: Floats
    capacities: Floats


@dataclass(frozen=True, eq=False)
class Selection:
    """A plan, how good it is, and how good any plan could be.

    Attributes
    ----------
    problem : Problem
    chosen : ndarray, shape (candidates,), 0-1
        The share of each that is taken.
    objective : float, in the values' unit
        The mean, the worst case or the largest regret of the plan.
    bound : float, in the same unit
        No plan has a larger objective; for a regret, none a smaller.
    gap : float, share of the objective
        How far apart they are: 0 when the plan is proven to be the best.
    by_scenario : ndarray, shape (scenarios,), in the same unit
        What the plan brings in each.
    slack : Slack
    """

    problem: Problem
    chosen: Floats
    objective: float
    bound: float
    gap: float
    by_scenario: Floats
    slack: Slack
    model: Model = field(repr=False)
    aim: Aim = field(repr=False)

    def brackets(self) -> list[Bracket]:
        """Return between what it would cost to have each candidate left out in the plan.

        At once, from the plan in shares and a rule of thumb. ``why_not`` gives the exact price.

        Returns
        -------
        list of Bracket
            One for each candidate that is not wholly in.
        """
        from stafett.calc.portfolio import explaining

        return explaining.brackets(self)

    def why_not(self, candidate: SupportsIndex, *, is_cancelled: Asked = None) -> WhyNot:
        """Return why a candidate is not in the plan.

        Parameters
        ----------
        candidate : int
            One that is not wholly in.
        is_cancelled : callable, optional
            As for ``select``.

        Returns
        -------
        WhyNot
            What stops it, the exact price of having it in and what it then displaces, and
            changes of worth, money or capacity that each are enough, solved again to see. Exact
            to within the problem's gap and time limit, which each search is given.

        Raises
        ------
        CalcError
            If it is in the plan, or is not among the candidates.
        """
        from stafett.calc.portfolio import explaining

        says = f"There is no candidate {{}}: they are counted from 0 to {len(self.chosen) - 1}."
        candidate = count(candidate, says, least=0, most=len(self.chosen) - 1)
        if self.chosen[candidate] >= 1:
            raise CalcError(f"Candidate {candidate} is in the plan: ask about one that is not.")
        return explaining.why_not(self, candidate, is_cancelled=is_cancelled)

    def frontier(self, factors: ArrayLike, *, is_cancelled: Asked = None) -> list[Point]:
        """Return what the best plan is worth with other budgets.

        Parameters
        ----------
        factors : array_like, shape (n,), 0 or more
            What every year's budget is multiplied by, e.g. 0.5 to 1.5.
        is_cancelled : callable, optional
            As for ``select``.

        Returns
        -------
        list of Point
            The smallest factor first.

        Raises
        ------
        CalcError
            If a factor is missing or negative.
        Infeasible
            If no plan holds within so small a budget.
        """
        from stafett.calc.portfolio import explaining

        says = "A factor is {}: give what the budgets are multiplied by, e.g. 0.5."
        checked = np.atleast_1d(numbers(factors, says, least=0))
        return explaining.frontier(self, checked.tolist(), is_cancelled=is_cancelled)

    def worth_of_more(self, amount: float = 100_000.0, *, is_cancelled: Asked = None) -> Floats:
        """Return how much better the plan gets by so much more money in each year alone.

        Parameters
        ----------
        amount : float, NOK, 0 or more
        is_cancelled : callable, optional
            As for ``select``.

        Returns
        -------
        ndarray, shape (years,), in the values' unit
            Of a regret, how much smaller it gets: with more money the best for each future is
            better too, so it can get larger, and this is then negative.

        Raises
        ------
        CalcError
            If the amount is missing or negative.
        """
        from stafett.calc.portfolio import explaining

        says = "The amount is {}: give how much more money, in NOK."
        more = number(amount, says, least=0)
        return explaining.worth_of_more(self, more, is_cancelled=is_cancelled)


def select(
    problem: Problem,
    *,
    tell: Callable[[Progress], object] | None = None,
    is_cancelled: Asked = None,
    starts: Iterable[Floats | None] = (),
    aim: Aim | None = None,
) -> Selection:
    """Return the best plan there is within the limits, with its proof.

    Parameters
    ----------
    problem : Problem
    tell : callable, optional
        Is called with a ``Progress`` now and then. What it raises ends the search.
    is_cancelled : callable, optional
        Is asked several times a second; when it says True, the best plan so far comes back.
    starts : iterable of ndarray, shape (candidates,), optional
        Plans to begin from, such as yesterday's. Those that do not hold are passed over.
    aim : Aim, optional
        What plans are measured by, where it is known from another selection: for a regret, how
        far they end behind the same best plans.

    Returns
    -------
    Selection

    Raises
    ------
    Infeasible
        If no plan holds to all that is demanded; it carries demands that cannot all hold.
    NoPlanYet
        If the time was up before any plan was found.

    Notes
    -----
    A mixed-integer linear program, solved by HiGHS (Huangfu and Hall, 2018, *Mathematical
    Programming Computation* 10, 119-142) by branch and bound on one core: the bound is a proof.
    Plans are summed exactly afterwards, so that a krone counts beside a thousand million.

    Examples
    --------
    >>> found = select(Problem(values=[5, 4, 3], costs=[[3], [2], [2]], budgets=[4]))
    >>> found.chosen, found.objective, found.gap
    (array([0., 1., 1.]), 7.0, 0.0)
    """
    table = problem.table
    watch = Watch(table.gap, _end(table), tell, is_cancelled)
    model = build(table)
    aim = aim or aim_of(model, watch)
    found = best_plan(model, aim, watch, *starts)
    if found.shares is None:
        raise NoPlanYet
    return _told(problem, model, aim, found.shares, found.bound)


def aim_for(problem: Problem, *, is_cancelled: Asked = None) -> Aim:
    """Return what plans for a problem are measured by; for a regret, the best is sought first."""
    table = problem.table
    return aim_of(build(table), Watch(table.gap, _end(table), None, is_cancelled))


def in_order(problem: Problem, order: Sequence[int], *, aim: Aim | None = None) -> Selection:
    """Return the plan made by hand: down a list, taking each that there is still room for.

    Parameters
    ----------
    problem : Problem
    order : sequence of int
        All candidates or some, the first first. What one requires is taken with it.
    aim : Aim, optional
        As for ``select``.

    Returns
    -------
    Selection
        Without proof: the bound is infinite.

    Raises
    ------
    CalcError
        If a candidate in the list is not there, or the plan does not hold to all that is demanded.
    """
    table, model = problem.table, build(problem.table)
    says = f"There is no candidate {{}}: they are counted from 0 to {table.candidates - 1}."
    rank = [count(at, says, least=0, most=table.candidates - 1) for at in order]
    promise, gain = np.full(table.candidates, -math.inf), np.zeros(table.candidates)
    promise[rank], gain[rank] = -np.arange(len(rank)), 1
    shares = Packer(model, promise, gain).listed()
    if shares is None:
        raise CalcError("The plan down the list breaks a limit or a floor: see what is decided.")
    return _told(problem, model, aim or aim_for(problem), shares, math.inf)


def by_worth_per_krone(problem: Problem) -> list[int]:
    """Return the candidates, the most worth for each krone first.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    list of int
        Worth is the mean over scenarios; the krone is one of all years together. What costs
        nothing and is worth something comes first.
    """
    table = problem.table
    cost = np.maximum(np.mean(table.costs, axis=0).sum(axis=1), 0)
    free = np.sign(table.mean_worth) * np.finfo(np.float64).max
    ratio = np.divide(table.mean_worth, cost, out=free, where=cost > 0)
    return [int(at) for at in np.argsort(-ratio, kind="stable")]


def _end(table: Table) -> float:
    return in_seconds(table.time_limit or math.inf)


def _told(problem: Problem, model: Model, aim: Aim, shares: Floats, bound: float) -> Selection:
    """Return a plan in the words of the problem."""
    objective, bound = aim.shown(aim.score(shares)), aim.shown(bound)
    return Selection(
        problem,
        shares,
        objective,
        bound,
        gap_between(objective, bound),
        problem.table.worth @ shares,
        _slack(problem.table, shares),
        model,
        aim,
    )


def _slack(table: Table, shares: Floats) -> Slack:
    spent = np.array([shares @ costs for costs in table.costs])
    left = (table.capacities - shares @ table.uses).min(axis=0)
    shape = tuple(1 + last for last in table.cells[-1]) if table.cells else (0,)
    return Slack((table.budgets - spent).min(axis=0), left.reshape(shape))
