"""How sums that overlap may turn out, drawn in batches that several machines can share.

A country's figures are summed in all, by county and by service, of the same promises. What is
promised on one initiative turns out well or ill together wherever it is, so the sums are drawn from
the same draws. A batch has seeds of its own and is added in its place: the same numbers come out
whoever makes it, and whenever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import SupportsIndex

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from stafett.calc import uncertainty
from stafett.calc.checks import Floats
from stafett.calc.errors import CalcError
from stafett.calc.uncertainty import BLOCK, Block

ITEMS = 400
"""So many items, about, are a batch: a tenth of a second or two. Another number adds in another
order, and gives other last digits."""

Place = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Group:
    """Items that vary together, such as what one initiative is to bring in each municipality.

    Parameters
    ----------
    estimates : array_like, shape (items, 3), any units
        Low, likely and high of each.
    sums : sequence of tuple of int, one for each item
        Which sums it is a part of, counted from 0.
    """

    estimates: ArrayLike
    sums: Sequence[Place]


@dataclass(frozen=True, eq=False)
class Batch:
    """Some of the groups in some of the draws. It can be made anywhere, and in any order.

    Attributes
    ----------
    blocks : tuple of Block
        One for each group.
    places : tuple of tuple of Place
        For each group, which sums each of its items is a part of.
    start : int
        Where its draws begin among all.
    """

    blocks: tuple[Block, ...]
    places: tuple[tuple[Place, ...], ...]
    start: int

    @property
    def draws(self) -> int:
        """How many it has."""
        return self.blocks[0].draws

    @cached_property
    def sums(self) -> list[int]:
        """The sums that something in it is a part of."""
        return sorted({each for places in self.places for place in places for each in place})

    def values(self) -> Floats:
        """Return what it adds to each of its sums, shape (sums, draws)."""
        row = {each: at for at, each in enumerate(self.sums)}
        total = np.zeros((len(row), self.draws))
        for block, places in zip(self.blocks, self.places, strict=True):
            for place, drawn in block.apart(places).items():
                for each in place:
                    total[row[each]] += drawn
        return total


def batches(
    groups: Iterable[Group],
    *,
    draws: SupportsIndex,
    rng: Generator,
    correlation: float = uncertainty.USUAL_CORRELATION,
) -> list[Batch]:
    """Return all there is to draw, in batches.

    Parameters
    ----------
    groups : iterable of Group
        Items of one vary together; groups are independent of each other.
    draws : int
        How many of each.
    rng : numpy.random.Generator
        Its seed decides the draws.
    correlation : float, 0-1
        Within a group, as for ``uncertainty.simulate``.

    Returns
    -------
    list of Batch
        In the order they are added.

    Raises
    ------
    CalcError
        If a number is missing or impossible, an estimate is out of order, or an item has no place.

    Examples
    --------
    >>> group = Group([(80, 100, 150), (40, 50, 60)], sums=[(0, 1), (0,)])
    >>> some = batches([group], draws=10_000, rng=np.random.default_rng(1))
    >>> drawn = added(some, [each.values() for each in some], sums=2, draws=10_000)
    >>> uncertainty.quantiles(drawn)[1].round()
    array([154., 104.])
    """
    planned = [_planned(group, draws, rng, correlation) for group in groups]
    return [
        Batch(
            tuple(blocks[step] for blocks, _places in some),
            tuple(places for _blocks, places in some),
            step * BLOCK,
        )
        for some in _cut(planned)
        for step in range(len(some[0][0]))
    ]


def added(
    batches: Iterable[Batch],
    values: Iterable[Floats],
    *,
    sums: SupportsIndex,
    draws: SupportsIndex,
) -> Floats:
    """Return what came of all batches together.

    Parameters
    ----------
    batches : iterable of Batch
    values : iterable of ndarray
        Those of each, in the same order.
    sums, draws : int
        How many there are.

    Returns
    -------
    ndarray, shape (sums, draws)
        In the units of the estimates.

    Examples
    --------
    >>> added([], [], sums=1, draws=2)
    array([[0., 0.]])
    """
    total = np.zeros((sums, draws))
    for batch, drawn in zip(batches, values, strict=True):
        total[batch.sums, batch.start : batch.start + batch.draws] += drawn
    return total


Planned = tuple[tuple[Block, ...], tuple[Place, ...]]


def _planned(group: Group, draws: SupportsIndex, rng: Generator, correlation: float) -> Planned:
    made = uncertainty.plan(group.estimates, draws=draws, rng=rng, correlation=correlation)
    places = tuple(tuple(place) for place in group.sums)
    if len(made.shape) > 1 or len(places) != len(made.blocks[0].items):
        raise CalcError("Say of each item, in one row, which sums it is a part of.")
    return made.blocks, places


def _cut(planned: Iterable[Planned]) -> Iterator[list[Planned]]:
    """Yield as many groups as are a batch."""
    some: list[Planned] = []
    for each in planned:
        some.append(each)
        if sum(len(places) for _blocks, places in some) >= ITEMS:
            yield some
            some = []
    if some:
        yield some
