"""Adding up across initiatives, municipalities and periods without counting anything twice."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats, number, numbers, together
from stafett.calc.errors import CalcError

Node = TypeVar("Node", bound=Hashable)
Period = TypeVar("Period", bound=Hashable)
Cell = tuple[Hashable, Hashable, Hashable]
"""A process, a unit and a year."""


class Cycle(CalcError):
    """Something leads back to itself.

    Attributes
    ----------
    path : tuple
        The way round, beginning and ending at the same place.
    """

    def __init__(self, path: Sequence[Hashable]):
        self.path = tuple(path)
        shown = " → ".join(str(node) for node in path)
        super().__init__(f"This goes in a circle: {shown}. Take away one of the arrows.")


class Overclaim(NamedTuple):
    """More hours claimed saved than there are.

    Attributes
    ----------
    process, unit, year : hashable
        Where.
    claimed : float, hours
        By all claims together.
    measured : float or None, hours
        The baseline; None when nobody has measured it.
    """

    process: Hashable
    unit: Hashable
    year: Hashable
    claimed: float
    measured: float | None


def sum_end_benefits(
    values: Mapping[Node, ArrayLike] | Sequence[ArrayLike], edges: Iterable[tuple[Node, Node]]
) -> Floats:
    """Return the sum of the benefits that lead to no other benefit.

    Parameters
    ----------
    values : mapping of node to array_like, or sequence (nodes 0, 1, ...); any one unit
        What each benefit is worth; all of one shape, such as (years,). What has no value, an
        enabler, a change or an objective, is left out.
    edges : iterable of (node, node)
        From what leads to what it leads to. A benefit counts only if no other benefit can be
        reached from it, be it through changes without a value: what it is worth is already
        in the one it leads to.

    Returns
    -------
    ndarray, shaped as one value, in the same unit

    Raises
    ------
    Cycle
        If the arrows go in a circle; it carries the way round.
    CalcError
        If there are no values, or one is missing.

    Examples
    --------
    >>> values = {"fewer calls": 100_000, "less overtime": 80_000, "safer": 30_000}
    >>> sum_end_benefits(values, [("fewer calls", "less overtime"), ("safer", "objective")])
    np.float64(110000.0)
    """
    worth: Mapping[Any, ArrayLike]
    worth = values if isinstance(values, Mapping) else dict(enumerate(values))
    says = "A benefit's value is {}: leave out what has none."
    amounts = {node: numbers(value, says) for node, value in worth.items()}
    if not amounts:
        raise CalcError("There are no benefits to add up: give at least one.")
    return _added([amounts[node] for node in end_benefits(amounts, edges)])


def end_benefits(benefits: Iterable[Node], edges: Iterable[tuple[Node, Node]]) -> list[Node]:
    """Return the benefits that lead to no other, in the order they were given.

    Parameters
    ----------
    benefits : iterable of node
        Those with a value.
    edges : iterable of (node, node)
        As for ``sum_end_benefits``.

    Raises
    ------
    Cycle
        If the arrows go in a circle; it carries the way round.

    Examples
    --------
    >>> end_benefits(["calls", "overtime"], [("calls", "new shift"), ("new shift", "overtime")])
    ['overtime']
    """
    among = dict.fromkeys(benefits)
    onwards = defaultdict(list)
    order: TopologicalSorter[Node] = TopologicalSorter()
    for start, end in edges:
        onwards[start].append(end)
        order.add(end, start)
    try:
        backwards = list(order.static_order())[::-1]
    except CycleError as error:
        raise Cycle(error.args[1]) from None
    leads: dict[Node, bool] = {}
    for node in backwards:
        leads[node] = any(end in among or leads[end] for end in onwards[node])
    return [node for node in among if not leads.get(node)]


def capacity_ceiling(
    claimed: Mapping[Cell, float] | Iterable[tuple[Cell, float]], baseline: Mapping[Cell, float]
) -> list[Overclaim]:
    """Return where more hours are claimed saved than were ever spent.

    Parameters
    ----------
    claimed : mapping, or iterable of ((process, unit, year), hours)
        What initiatives claim to save, 0 or more hours. The same place may come many times:
        its claims are added.
    baseline : mapping of (process, unit, year) to hours
        What was measured before anything changed.

    Returns
    -------
    list of Overclaim
        The largest excess first; empty when all is well. A claim without a baseline is one.

    Raises
    ------
    CalcError
        If hours are missing or negative.

    Examples
    --------
    >>> claims = [(("visits", "north", 2026), 300), (("visits", "north", 2026), 250)]
    >>> capacity_ceiling(claims, {("visits", "north", 2026): 500})
    [Overclaim(process='visits', unit='north', year=2026, claimed=550.0, measured=500.0)]
    """
    says = "The hours claimed are {}: give 0 or more."
    claims: defaultdict[Cell, list[float]] = defaultdict(list)
    for cell, hours in claimed.items() if isinstance(claimed, Mapping) else claimed:
        claims[cell].append(number(hours, says, least=0))
    says = "A baseline is {} hours: leave it out until it is measured."
    measured = {cell: number(hours, says, least=0) for cell, hours in baseline.items()}
    found = [
        Overclaim(*cell, math.fsum(hours), measured.get(cell)) for cell, hours in claims.items()
    ]
    return sorted(filter(_is_too_much, found), key=_excess, reverse=True)


def coverage(measured: ArrayLike, total: ArrayLike) -> Floats:
    """Return how large a part of the whole is measured.

    Parameters
    ----------
    measured, total : array_like, shape (..., parts) or numbers
        How many are measured and how many there are, e.g. municipalities per benefit. Parts
        are added before they are divided: an average of percentages with different bases
        would let the smallest part weigh as much as the largest.

    Returns
    -------
    ndarray, shape (...), 0-1

    Raises
    ------
    CalcError
        If a number is missing, more are measured than there are, or there are none at all.

    Examples
    --------
    >>> coverage([1, 90], [10, 100]).round(3)
    np.float64(0.827)
    """
    measured = numbers(measured, "Measured are {}: give how many, 0 or more.", least=0)
    total = numbers(total, "There are {} in all: give how many, 0 or more.", least=0)
    measured, total = together(np.atleast_1d(measured), np.atleast_1d(total))
    if (measured > total).any():
        raise CalcError("More are measured than there are: check both numbers.")
    if not total.sum(axis=-1).all():
        raise CalcError("There is nothing to measure: give how many there are in all.")
    share: Floats = measured.sum(axis=-1) / total.sum(axis=-1)
    return share


def realisation_rate(
    measured: Mapping[Period, ArrayLike], planned: Mapping[Period, ArrayLike]
) -> Floats:
    """Return how much of what was planned has come, over the periods that are measured.

    Parameters
    ----------
    measured, planned : mapping of period to array_like, any one unit
        What came and what was to come, all of one shape. A period that is not measured yet is
        left out of ``measured``; its plan then does not count against what came. What was
        measured without a plan does not count either.

    Returns
    -------
    ndarray, shaped as one amount
        1 is as planned. Both are added before they are divided. Show it with how many periods
        it covers (``coverage``).

    Raises
    ------
    CalcError
        If an amount is missing, no period has both, or nothing was planned in those that do.

    Examples
    --------
    >>> realisation_rate({2025: 60, 2026: 90}, {2025: 100, 2026: 100, 2027: 100})
    np.float64(0.75)
    """
    both = [period for period in planned if period in measured]
    if not both:
        raise CalcError("No period is both planned and measured: measure one, then compare.")
    says = "An amount is {}: leave out the period until it is known."
    came = _added([numbers(measured[period], says) for period in both])
    due = _added([numbers(planned[period], says) for period in both])
    if not due.all():
        raise CalcError("Nothing was planned for the measured periods: show what came by itself.")
    came, due = together(came, due)
    rate: Floats = came / due
    return rate


def _added(amounts: Sequence[Floats]) -> Floats:
    if len({amount.shape for amount in amounts}) > 1:
        raise CalcError("Some amounts cover other years than others: give all of them alike.")
    total: Floats = np.sum(amounts, axis=0)
    return total


def _is_too_much(claim: Overclaim) -> bool:
    return _excess(claim) > 1e-9 * claim.claimed  # the last digit of a sum is no excess


def _excess(claim: Overclaim) -> float:
    return claim.claimed - (claim.measured or 0.0)
