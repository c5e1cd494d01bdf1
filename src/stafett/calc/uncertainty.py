"""What comes of many uncertain estimates together: draws, and what to read from them.

Every item is an estimate with a low, a likely and a high amount, gains positive and costs
negative. Each draw is one way it could all turn out. Items of one initiative tend to turn out
well or ill together, and leaving that out makes the whole look more certain than it is: that is
what ``correlation`` is for. Draws are made in blocks with a seed each, so that the same numbers
come out whether one machine makes them or ten.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, SupportsIndex, TypeVar

import numpy as np
from numpy.random import Generator, SeedSequence
from numpy.typing import ArrayLike, NDArray

from stafett.calc import distributions
from stafett.calc.cashflow import Rate, Timing, discount_factors
from stafett.calc.checks import Floats, count, in_order, number, numbers, together
from stafett.calc.distributions import CELLS, REACH, Shape
from stafett.calc.errors import CalcError

USUAL_CORRELATION = 0.3
"""How much items of one initiative vary together where nobody knows better: what the Joint Agency
Cost Schedule Risk and Uncertainty Handbook (2014) takes for costs of one project."""

BLOCK = 10_000
"""The most draws in a block. Another number gives other draws from the same seed."""

MOST_DRAWS = 10_000_000


P = TypeVar("P", bound=Hashable)


class Tornado(NamedTuple):
    """What each item alone can do to the whole.

    Attributes
    ----------
    middle : float, NOK at today's value
        With every item at its mean.
    low, high : ndarray, shape (items,), NOK at today's value
        The whole, with one item at the low and at the high end and the others at their means.
    order : ndarray of int, shape (items,)
        The items, the widest swing first.
    """

    middle: float
    low: Floats
    high: Floats
    order: NDArray[np.intp]


@dataclass(frozen=True)
class Item:
    """One estimate, on its way to be drawn.

    Attributes
    ----------
    low, span : float, NOK at today's value
        Where it begins, and how far it goes from there; negative for costs.
    shape, mode : str and float
        As in ``distributions``.
    occurs : float, 0-1
        How likely it is to come at all.
    """

    low: float
    span: float
    shape: Shape
    mode: float
    occurs: float

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to draw about the amount."""
        return not self.span or self.shape == "fixed"

    @property
    def mean(self) -> float:
        """The mean, with the draws where it does not come."""
        middle = float(distributions.mean(self.shape, np.array(self.mode)))
        return self.occurs * (self.low + self.span * middle)

    def reached_with(self, chance: float) -> float:
        """Return what the amount lies below with this chance, 0 where it does not come."""
        if self.span < 0:
            turned = Item(-self.low, -self.span, self.shape, self.mode, self.occurs)
            return -turned.reached_with(1 - chance)
        absent = 1 - self.occurs
        negative = self.occurs * self._below(0.0)
        if chance > negative + absent:
            return self._at((chance - absent) / self.occurs)
        return self._at(chance / self.occurs) if chance < negative else 0.0

    def _below(self, amount: float) -> float:
        if self.is_fixed:
            return float(self._at(0.5) < amount)
        point = np.array((amount - self.low) / self.span)
        return float(distributions.below(self.shape, self.mode, point))

    def _at(self, chance: float) -> float:
        point = distributions.inverse(self.shape, self.mode, np.array(min(chance, 1.0)))
        return self.low + self.span * float(point)


@dataclass(frozen=True)
class Block:
    """Some of the draws of one set of items. It can be made anywhere, and in any order.

    Attributes
    ----------
    items : tuple of Item
    correlation : float, 0-1
    seed : SeedSequence
        Its own: no other block has it.
    draws : int
    """

    items: tuple[Item, ...]
    correlation: float
    seed: SeedSequence
    draws: int

    def values(self) -> Floats:
        """Return the draws, shape (draws,), NOK at today's value."""
        return self.apart([()] * len(self.items))[()]

    def apart(self, places: Sequence[P]) -> dict[P, Floats]:
        """Return the same draws, summed for each place apart: one is named for each item."""
        work = _Work(self.draws, np.random.default_rng(self.seed), self.correlation)
        totals = {place: np.zeros(self.draws) for place in places}
        for item, place in zip(self.items, places, strict=True):
            totals[place] += work.drawn(item)
        return totals


@dataclass(frozen=True)
class Plan:
    """All draws there are to make.

    Attributes
    ----------
    blocks : tuple of Block
        In the order their values are joined.
    shape : tuple of int
        The shape of what comes out: (..., draws).
    """

    blocks: tuple[Block, ...]
    shape: tuple[int, ...]

    def joined(self, values: Iterable[Floats]) -> Floats:
        """Return the values of all blocks, given in the blocks' order, as one table."""
        drawn = np.empty(self.shape)
        flat, at = drawn.reshape(-1), 0
        for block, some in zip(self.blocks, values, strict=True):
            flat[at : at + block.draws] = some
            at += block.draws
        return drawn


def simulate(
    estimates: ArrayLike,
    *,
    flows: ArrayLike | None = None,
    rate: Rate = 0.0,
    timing: Timing = "start",
    draws: SupportsIndex,
    rng: Generator,
    correlation: float = 0.0,
    occurs: ArrayLike = 1.0,
    shape: str | Sequence[str] = "pert",
) -> Floats:
    """Return what the items are worth together, in many ways it could turn out.

    Parameters
    ----------
    estimates : array_like, shape (..., items, 3), NOK at fixed prices
        Low, likely and high of each, gains positive and costs negative.
    flows : array_like, shape (..., items, years), optional
        How much of an item's drawn amount falls in each year; 1 in a year is all of it. Left
        out, everything falls in year 0.
    rate : float or RateSchedule
        Real, per year, as for ``cashflow.net_present_value``.
    timing : "start", "mid" or "end"
        As for ``cashflow.discount_factors``.
    draws : int
        How many.
    rng : numpy.random.Generator
        Its seed decides the draws, not how far it has been used. Each call takes new seeds
        from it, so the same seed and the same calls give the same draws.
    correlation : float, 0-1
        How much the items vary together: 0 not at all, 1 all at the same chance. See
        ``USUAL_CORRELATION``.
    occurs : array_like, shape (..., items) or a number, 0-1
        How likely each is to come at all. When it does not, it is 0.
    shape : str or sequence of str, one for each item
        ``"pert"``, ``"triangular"``, ``"uniform"`` (the likely is not used) or ``"fixed"`` (the
        likely is the amount).

    Returns
    -------
    ndarray, shape (..., draws), NOK at today's value
        Rows of the leading axes are independent of each other.

    Raises
    ------
    CalcError
        If a number is missing or impossible, an estimate is out of order, or the tables do not
        go together.

    Notes
    -----
    PERT is the beta distribution on low to high with parameters ``1 + 4 * mode`` and
    ``5 - 4 * mode``, where mode is the place of the likely, 0-1. Items vary together through a
    Gaussian copula with one common factor; ``correlation`` is that of the normal numbers
    behind the amounts (Clemen and Reilly, 1999, *Management Science* 45, 208-224). Amounts are
    looked up in a table of the inverse: at most ``distributions.TABLE_ERROR`` of high less low
    from the exact one. Whether an item comes is independent of all else.

    Examples
    --------
    >>> worth = simulate(
    ...     [(80, 100, 150), (-90, -60, -50)], draws=10_000, rng=np.random.default_rng(1)
    ... )
    >>> quantiles(worth).round()
    array([23., 41., 61.])
    """
    made = plan(
        estimates,
        flows=flows,
        rate=rate,
        timing=timing,
        draws=draws,
        rng=rng,
        correlation=correlation,
        occurs=occurs,
        shape=shape,
    )
    return made.joined(block.values() for block in made.blocks)


def plan(
    estimates: ArrayLike,
    *,
    flows: ArrayLike | None = None,
    rate: Rate = 0.0,
    timing: Timing = "start",
    draws: SupportsIndex,
    rng: Generator,
    correlation: float = 0.0,
    occurs: ArrayLike = 1.0,
    shape: str | Sequence[str] = "pert",
) -> Plan:
    """Return what ``simulate`` would do, as blocks that can be made on several machines.

    Parameters
    ----------
    estimates, flows, rate, timing, draws, rng, correlation, occurs, shape
        As for ``simulate``.

    Returns
    -------
    Plan
        ``plan.joined(block.values() for block in plan.blocks)`` is what ``simulate`` returns.

    Raises
    ------
    CalcError
        As for ``simulate``.
    """
    says = f"There are {{}} draws: give a whole number, 1 to {MOST_DRAWS}."
    draws = count(draws, says, most=MOST_DRAWS)
    says = "The correlation is {}: give 0 (none) to 1 (all at the same chance)."
    correlation = number(correlation, says, least=0, most=1)
    rows, leading = _rows(estimates, flows, rate, timing, occurs, shape)
    sizes = [min(BLOCK, draws - at) for at in range(0, draws, BLOCK)]
    seeds = iter(_seeds(rng, len(rows) * len(sizes)))
    return Plan(
        tuple(Block(row, correlation, next(seeds), size) for row in rows for size in sizes),
        (*leading, draws),
    )


def quantiles(samples: ArrayLike, chances: ArrayLike = (0.1, 0.5, 0.9)) -> Floats:
    """Return what the draws lie below with the given chances.

    Parameters
    ----------
    samples : array_like, shape (..., draws), any unit
        As from ``simulate``.
    chances : array_like, shape (n,), 0-1
        P10, P50 and P90 if left out.

    Returns
    -------
    ndarray, shape (n, ...), in the same unit

    Raises
    ------
    CalcError
        If a draw is missing, there are none, or a chance is outside 0-1.

    Examples
    --------
    >>> p10, p50, p90 = quantiles(np.arange(101))
    >>> p10, p50, p90
    (np.float64(10.0), np.float64(50.0), np.float64(90.0))
    """
    chances = numbers(chances, "A chance is {}: give 0 to 1, e.g. 0.1 for P10.", least=0, most=1)
    found: Floats = np.quantile(_samples(samples), chances, axis=-1)
    return found


def probability_above(samples: ArrayLike, limit: ArrayLike = 0.0) -> Floats:
    """Return in how large a part of the draws the limit is passed.

    Parameters
    ----------
    samples : array_like, shape (..., draws), any unit
        As from ``simulate``: of benefits less costs, this is the chance that benefits exceed
        costs.
    limit : array_like, shape (...), in the same unit
        One, or one for each row; for one row of draws, as many as are asked about.

    Returns
    -------
    ndarray, shape (...), 0-1

    Raises
    ------
    CalcError
        If a draw or the limit is missing.

    Examples
    --------
    >>> probability_above([-5, 0, 10, 20])
    np.float64(0.5)
    """
    limit = numbers(limit, "The limit is {}: give an amount.")
    drawn, limit = together(_samples(samples), limit[..., np.newaxis])
    above: Floats = np.mean(drawn > limit, axis=-1)
    return above


def tornado(
    estimates: ArrayLike,
    *,
    flows: ArrayLike | None = None,
    rate: Rate = 0.0,
    timing: Timing = "start",
    occurs: ArrayLike = 1.0,
    shape: str | Sequence[str] = "pert",
    ends: tuple[float, float] = (0.1, 0.9),
) -> Tornado:
    """Return how far each item alone can move the whole.

    Parameters
    ----------
    estimates : array_like, shape (items, 3), NOK at fixed prices
        As for ``simulate``, as are ``flows``, ``rate``, ``timing``, ``occurs`` and ``shape``.
    ends : (float, float), 0-1
        At which chances an item is at its low and at its high end: P10 and P90 if left out.

    Returns
    -------
    Tornado
        Exact: nothing is drawn.

    Raises
    ------
    CalcError
        As for ``simulate``, or if the ends do not rise.

    Examples
    --------
    >>> found = tornado([(80, 100, 150), (-90, -60, -50)])
    >>> found.order, (found.high - found.low).round(1)
    (array([0, 1]), array([33.7, 18.9]))
    """
    says = "An end is {}: give two chances, e.g. 0.1 and 0.9."
    chances = numbers(ends, says, least=0, most=1)
    if chances.shape != (2,) or chances[0] >= chances[1]:
        raise CalcError("Give two ends that rise, e.g. 0.1 and 0.9.")
    rows, leading = _rows(estimates, flows, rate, timing, occurs, shape)
    if leading:
        raise CalcError("Give the items of one initiative: one row for each, with three numbers.")
    means = np.array([item.mean for item in rows[0]])
    others = means.sum() - means
    at_ends = np.array([[item.reached_with(float(end)) for item in rows[0]] for end in chances])
    low, high = others + at_ends
    return Tornado(float(means.sum()), low, high, np.argsort(low - high, kind="stable"))


class _Work:
    """Room to draw in, used over and over, and what the items of a block share."""

    def __init__(self, draws: int, rng: Generator, correlation: float):
        self.rng = rng
        self.own = np.sqrt(1 - correlation)
        self.common = np.sqrt(correlation) * rng.standard_normal(draws)
        self.place, self.found, self.slope = (np.empty(draws) for _ in range(3))
        self.cell = np.empty(draws, np.intp)

    def drawn(self, item: Item) -> Floats:
        """Return one amount for each draw. It is written over by the next item."""
        amounts = self._fixed(item) if item.is_fixed else self._looked_up(item)
        if item.occurs < 1:
            amounts *= self.rng.random(len(amounts)) < item.occurs
        return amounts

    def _fixed(self, item: Item) -> Floats:
        self.found[:] = item.low + item.span * item.mode
        return self.found

    def _looked_up(self, item: Item) -> Floats:
        table = item.low + item.span * distributions.table(item.shape, item.mode)
        self.rng.standard_normal(out=self.place)
        self.place *= self.own
        self.place += self.common
        self.place *= CELLS / (2 * REACH)
        self.place += CELLS / 2
        np.copyto(self.cell, self.place, casting="unsafe")
        self.place -= self.cell
        np.take(table, self.cell, out=self.found, mode="clip")
        np.take(table[1:] - table[:-1], self.cell, out=self.slope, mode="clip")
        self.slope *= self.place
        self.found += self.slope
        return self.found


def _rows(
    estimates: ArrayLike,
    flows: ArrayLike | None,
    rate: Rate,
    timing: Timing,
    occurs: ArrayLike,
    shape: str | Sequence[str],
) -> tuple[list[tuple[Item, ...]], tuple[int, ...]]:
    """Return the items row by row, and the shape of the rows."""
    three = numbers(estimates, "An estimate is {}: give low, likely and high.")
    if three.ndim < 2 or three.shape[-1] != 3:
        raise CalcError("Give three numbers for each item: low, likely and high.")
    low, likely, high = in_order(three[..., 0], three[..., 1], three[..., 2])
    says = "How likely an item is to come is {}: give 0 to 1."
    chances = _as_items(numbers(occurs, says, least=0, most=1), low.shape)
    worth = _as_items(_worth(flows, rate, timing), low.shape)
    shapes = _shapes(shape, low.shape[-1])
    span = high - low
    mode = np.divide(likely - low, span, out=np.zeros_like(span), where=span > 0)
    columns = (worth * low, worth * span, mode, chances)
    rows = zip(*(column.reshape(-1, low.shape[-1]).tolist() for column in columns), strict=True)
    items = [
        tuple(
            Item(start, length, shape, place, chance)
            for start, length, place, chance, shape in zip(*row, shapes, strict=True)
        )
        for row in rows
    ]
    return items, low.shape[:-1]


def _worth(flows: ArrayLike | None, rate: Rate, timing: Timing) -> Floats:
    """Return what one krone of each item is worth today."""
    if flows is None:
        return discount_factors(1, rate=rate, timing=timing)
    spread = np.atleast_1d(numbers(flows, "A part of a flow is {}: fill in 0 for no part."))
    worth: Floats = spread @ discount_factors(spread.shape[-1], rate=rate, timing=timing)
    return worth


def _as_items(given: Floats, shape: tuple[int, ...]) -> Floats:
    try:
        return np.broadcast_to(given, shape)
    except ValueError:
        raise CalcError(
            f"Tables of {given.shape} and {shape} do not go together: give one for each item."
        ) from None


def _shapes(shape: str | Sequence[str], items: int) -> list[Shape]:
    named = [shape] * items if isinstance(shape, str) else list(shape)
    if len(named) != items:
        raise CalcError(f"There are {len(named)} distributions and {items} items: give one each.")
    return [distributions.checked_shape(one) for one in named]


def _seeds(rng: Generator, wanted: int) -> list[SeedSequence]:
    seed = getattr(rng.bit_generator, "seed_seq", None)
    if not isinstance(seed, SeedSequence):
        raise CalcError("The generator has no seed: make it with numpy.random.default_rng(seed).")
    return seed.spawn(wanted)


def _samples(samples: ArrayLike) -> Floats:
    return np.atleast_1d(numbers(samples, "A draw is {}: give what was drawn."))
