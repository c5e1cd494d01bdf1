"""Showing sums without showing whose they are: what is held back, so that nobody is worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stafett.calc.checks import Floats, count, numbers
from stafett.calc.errors import CalcError

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]
Table = NDArray[Any]
"""Which parts are in each sum (bool), or how much each counts (float)."""

MANY = 14
"""Of more parts than this, each sum that can be worked out is held back without looking closer."""

NOTHING = 1e-7
"""What is nearer to 0 is 0: tables are of noughts, ones and shares."""


def suppress(table: ArrayLike, *, minimum: SupportsIndex = 5) -> Bools:
    """Return which cells and margins of a table may be shown.

    Parameters
    ----------
    table : array_like of int, shape (cells,) or (rows, columns)
        How many stand behind each inner cell. Each stands in one cell only.
    minimum : int
        The fewest that may stand behind what is shown.

    Returns
    -------
    ndarray of bool, shape (cells + 1,) or (rows + 1, columns + 1)
        The margins come last. A cell that nobody stands behind is shown: it is empty.

    Raises
    ------
    CalcError
        If a count is missing, negative or not whole, or ``minimum`` is less than 2.

    Notes
    -----
    First go the cells with too few behind them (primary suppression), then as few more as keep
    any sum with too few behind it from being worked out by adding and subtracting what is shown
    (secondary suppression). No single cell that is held back can go back by itself. It is a good
    choice of cells, not the best there is: that is NP-hard. See Hundepool and others,
    *Statistical Disclosure Control* (2012), chapter 4.

    Examples
    --------
    >>> suppress([3, 9, 20])
    array([False, False,  True,  True])
    """
    counts = _counts(table)
    inner = np.argwhere(counts > 0)
    shape = tuple(side + 1 for side in counts.shape)
    sums = np.zeros((*shape, len(inner)), dtype=bool)
    for column, place in enumerate(inner):
        for cell in _cells_of(place, counts.shape):
            sums[(*cell, column)] = True
    weights = counts[counts > 0]
    ground = _Ground(np.eye(len(inner), dtype=bool), weights, _least(minimum))
    return _shown(sums.reshape(int(np.prod(shape)), len(inner)), ground).reshape(shape)


def suppress_sums(
    sums: ArrayLike,
    *,
    minimum: SupportsIndex = 5,
    owners: Sequence[object] | None = None,
    published: ArrayLike | None = None,
) -> Bools:
    """Return which of some sums may be shown, however they overlap.

    Parameters
    ----------
    sums : array_like, shape (sums, parts), 0-1
        Which parts are in each sum: margins too, and breakdowns of the same in several ways. In
        a mean, how much each part counts, 0 where it is not in it.
    minimum : int
        The fewest that may stand behind what is shown.
    owners : sequence, shape (parts,), optional
        Who each part is about; by default each is about somebody else. One who has several
        parts counts as one.
    published : array_like, shape (sums, parts), 0-1, optional
        What is known already, such as an earlier edition. A part that has changed since is
        another part.

    Returns
    -------
    ndarray of bool, shape (sums,)

    Raises
    ------
    CalcError
        If the tables do not go together, or what is published gives somebody away already.

    Examples
    --------
    A total and its three parts, where the same three stand behind two of them:

    >>> sums = [[1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1]]
    >>> suppress_sums(sums, owners=["a", "b", "a", "b", "c", "d"], minimum=2)
    array([ True,  True,  True,  True])
    >>> suppress_sums(sums, owners=["a", "b", "a", "b", "c", "d"], minimum=3)
    array([ True, False, False, False])
    """
    wanted = _members(sums)
    known = _members(published) if published is not None else wanted[:0]
    ground = _ground_of(wanted, known, owners, minimum)
    if _way_to_few(known, ground) is not None:
        raise CalcError("What is published gives somebody away already: take it back first.")
    return _shown(wanted, ground, known)


def differencing_safe(
    published: ArrayLike,
    candidate: ArrayLike,
    *,
    minimum: SupportsIndex,
    owners: Sequence[object] | None = None,
) -> bool:
    """Return whether a sum can be shown beside those that are published.

    Parameters
    ----------
    published : array_like, shape (sums, parts), 0-1
        Which parts are in each sum that is known, and how much each counts.
    candidate : array_like, shape (parts,) or (sums, parts), 0-1
        Which parts are in what is to be shown.
    minimum : int
        The fewest that may stand behind what can be worked out.
    owners : sequence, shape (parts,), optional
        As for ``suppress_sums``.

    Returns
    -------
    bool
        False if adding and subtracting, in any way, leads to a sum with fewer behind it. Where
        very many small parts are entangled it may say False without being sure.

    Raises
    ------
    CalcError
        If the tables do not go together.

    Examples
    --------
    All seven are published; all but one of them would tell of the one:

    >>> differencing_safe([[1, 1, 1, 1, 1, 1, 1]], [1, 1, 1, 1, 1, 1, 0], minimum=3)
    False
    >>> differencing_safe([[1, 1, 1, 1, 1, 1, 1]], [1, 1, 1, 1, 0, 0, 0], minimum=3)
    True
    """
    new, known = _members(candidate), _members(published)
    ground = _ground_of(new, known, owners, minimum)
    return _way_to_few(np.vstack([known, new]), ground) is None


def k_anonymity(rows: Iterable[Mapping[str, object]], keys: Sequence[str]) -> int:
    """Return how many the smallest group that looks alike has.

    Parameters
    ----------
    rows : iterable of mappings
        One for each person.
    keys : sequence of str
        What somebody may know of a person beforehand, such as unit and age group.

    Returns
    -------
    int
        Nobody can be told from fewer than so many, themselves included.

    Raises
    ------
    CalcError
        If there are no rows, or one lacks a key.

    Examples
    --------
    >>> rows = [{"unit": "north", "age": "30s"}, {"unit": "north", "age": "30s"}]
    >>> k_anonymity(rows, ["unit", "age"])
    2
    """
    try:
        groups = Counter(tuple(row[key] for key in keys) for row in rows)
    except KeyError as missing:
        raise CalcError(f"A row has no {missing}: every row has every key.") from None
    if not groups:
        raise CalcError("There are no rows: give one for each person.")
    return min(groups.values())


# --- what is given --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """Who stands behind each part, how many each of them counts for, and how few are too few."""

    who: Bools
    weights: NDArray[np.int_]
    minimum: int

    def counted(self, people: Iterable[int]) -> int:
        """Return how many some people count for."""
        return int(self.weights[list(people)].sum())

    def sizes(self, groups: Table) -> NDArray[np.int_]:
        """Return how many stand behind each group of parts, shape (groups,)."""
        behind = groups.astype(np.float32) @ self.who.astype(np.float32) > 0
        sizes: NDArray[np.int_] = behind @ self.weights
        return sizes


def _counts(table: ArrayLike) -> NDArray[np.int_]:
    says = "A count is {}: give how many stand behind each cell, 0 or more."
    counts = numbers(table, says, least=0)
    if counts.ndim not in (1, 2):
        raise CalcError("A table has one side or two: give one table at a time.")
    if (counts != counts.round()).any():
        raise CalcError("A count is not whole: give how many stand behind each cell.")
    return counts.astype(np.int_)


def _least(minimum: SupportsIndex) -> int:
    return count(minimum, "A minimum of {} protects nobody: give 2 or more.", least=2)


def _cells_of(place: Ints, shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the inner cell and every margin it is a part of."""
    for margins in range(2 ** len(shape)):
        yield tuple(
            side if margins >> axis & 1 else int(place[axis]) for axis, side in enumerate(shape)
        )


def _members(sums: ArrayLike) -> Table:
    array = np.asarray(sums)
    if array.ndim == 1 and array.size:
        array = array[np.newaxis, :]
    if array.ndim != 2:
        raise CalcError("Sums are a table: one row for each, one column for each part.")
    if np.isin(array, (0, 1)).all():
        return array.astype(bool)
    says = "A part counts {} in a sum: give 1 or 0 for in it or not, or a share in a mean."
    return numbers(array, says, least=0, most=1)


def _ground_of(
    new: Table, known: Table, owners: Sequence[object] | None, minimum: SupportsIndex
) -> _Ground:
    parts = new.shape[1]
    names: list[Any] = list(range(parts)) if owners is None else list(owners)
    if known.shape[1] != parts or len(names) != parts:
        raise CalcError("The tables have other parts than each other: give all of them alike.")
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    who = np.zeros((parts, len(place)), dtype=bool)
    who[np.arange(parts), [place[name] for name in names]] = True
    return _Ground(who, np.ones(len(place), dtype=np.int_), _least(minimum))


# --- what is held back ----------------------------------------------------------------------


def _shown(sums: Table, ground: _Ground, known: Table | None = None) -> Bools:
    """Hold back what is small, then one more for each way to something small, then try again."""
    known = sums[:0] if known is None else known
    sums, known, ground = _lumped(sums, known, ground)
    sizes = ground.sizes(sums)
    large: Bools = (sizes == 0) | (sizes >= ground.minimum)
    shown = large.copy()
    while shown.any() and (way := _way_to_few(np.vstack([known, sums[shown]]), ground)) is not None:
        shown[_next_held_back(way[len(known) :], shown, sizes)] = False
    held = np.flatnonzero(large & ~shown)
    for cell in held[np.argsort(-sizes[held], kind="stable")]:
        shown[cell] = True
        shown[cell] = _way_to_few(np.vstack([known, sums[shown]]), ground) is None
    return shown


def _next_held_back(way: Floats, shown: Bools, sizes: NDArray[np.int_]) -> int:
    """Return the smallest of the sums that lead there."""
    among = np.flatnonzero(shown)
    used = among[np.abs(way) > NOTHING]
    used = used if used.size else among
    return int(used[np.argmin(sizes[used])])


def _lumped(sums: Table, known: Table, ground: _Ground) -> tuple[Table, Table, _Ground]:
    """Make one part of parts that are in the same sums throughout."""
    parts, who = _alike(np.vstack([known, sums]), ground.who)
    return parts[len(known) :], parts[: len(known)], _Ground(who, ground.weights, ground.minimum)


def _alike(sums: Table, who: Bools) -> tuple[Table, Bools]:
    if not sums.size:
        return sums[:, :0], who[:0]
    columns = np.packbits(sums, axis=0) if sums.dtype == np.bool_ else sums
    packed = np.ascontiguousarray(columns.T)
    keys = packed.view(np.dtype((np.void, packed.shape[1] * packed.itemsize))).ravel()
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(which, kind="stable")
    starts = np.searchsorted(which[order], np.arange(len(first)))
    behind = np.logical_or.reduceat(who[order], starts, axis=0)
    return sums[:, first], np.asarray(behind, dtype=np.bool_)


def _way_to_few(sums: Table, ground: _Ground) -> Floats | None:
    """Return how to add and subtract sums so that too few stand behind the answer, if one can.

    What can be worked out is a combination of sums. It tells of too few only if nothing large is
    left in it: those combinations are looked through, part by part that hang together.
    """
    parts, who = _alike(sums, ground.who)
    sizes = who @ ground.weights
    small = (sizes > 0) & (sizes < ground.minimum)
    if not small.any():
        return None
    ways = _without(parts[:, ~small])
    told = _echelon(ways @ parts[:, small])
    behind = _Ground(who[small], ground.weights, ground.minimum)
    for rows in _hanging_together(told):
        if (sum_of_few := _few_in(told[rows], behind)) is not None:
            wanted = np.zeros(len(small))
            wanted[small] = sum_of_few
            return _shortest_way(parts, wanted)
    return None


def _without(parts: Table) -> Floats:
    """Return the combinations of sums (rows) in which all of these parts cancel."""
    told = parts.astype(np.float64)
    lengths, ways = np.linalg.eigh(told @ told.T)
    free: Floats = ways.T[lengths < NOTHING * max(1.0, lengths[-1])]
    return free


def _echelon(rows: Floats) -> Floats:
    """Return the same combinations, each reduced to as few parts as elimination finds."""
    rows, rank = rows.copy(), 0
    for column in range(rows.shape[1]):
        if rank == len(rows):
            break
        pivot = rank + int(np.argmax(np.abs(rows[rank:, column])))
        if abs(rows[pivot, column]) > NOTHING:
            rows[[rank, pivot]] = rows[[pivot, rank]]
            rows[rank] /= rows[rank, column]
            others = np.arange(len(rows)) != rank
            rows[others] -= np.outer(rows[others, column], rows[rank])
            rank += 1
    return rows[:rank]


def _hanging_together(rows: Floats) -> Iterator[Ints]:
    """Yield the rows that share parts, directly or through others."""
    uses = np.abs(rows) > NOTHING
    left = np.ones(len(rows), dtype=bool)
    while left.any():
        group = np.arange(len(rows)) == int(np.argmax(left))
        while (grown := uses[:, uses[group].any(axis=0)].any(axis=1)).sum() > group.sum():
            group = grown
        left &= ~group
        yield np.flatnonzero(group)


def _few_in(rows: Floats, ground: _Ground) -> Floats | None:
    """Return a combination of these rows with too few behind it, if there is one."""
    used = np.flatnonzero((np.abs(rows) > NOTHING).any(axis=0))
    if len(used) > MANY:
        sparsest: Floats = rows[np.argmin((np.abs(rows) > NOTHING).sum(axis=1))]
        return sparsest
    for parts in _few_together(used, ground):
        ways = _without(np.delete(rows, parts, axis=1))
        if len(ways):
            found: Floats = ways[0] @ rows
            return found
    return None


def _few_together(used: Ints, ground: _Ground) -> Iterator[list[int]]:
    """Yield the parts that each few people have, for every few that have any together."""
    behind = {part: frozenset(np.flatnonzero(ground.who[part]).tolist()) for part in used.tolist()}
    alone = set(behind.values())
    found, newest = set(alone), alone
    while newest:
        grown = {few | one for few in newest for one in alone}
        newest = {few for few in grown if ground.counted(few) < ground.minimum} - found
        found |= newest
    for few in found:
        yield [part for part, people in behind.items() if people <= few]


def _shortest_way(sums: Table, wanted: Floats) -> Floats:
    """Return the combination of sums that gives the parts wanted, with as little as can be."""
    from scipy.optimize import linprog

    told = sums.T.astype(np.float64)
    cost = np.ones(2 * len(sums))
    found = linprog(cost, A_eq=np.hstack([told, -told]), b_eq=wanted, method="highs")
    if found.x is None:
        return np.asarray(np.linalg.lstsq(told, wanted, rcond=None)[0], dtype=np.float64)
    plus, minus = np.split(found.x, 2)
    way: Floats = plus - minus
    return way
