"""Plans made better by exchanging a few candidates: what a search among many comes to last.

A plan that a solver has found among thousands is often one exchange away from a better one. Here
every exchange of up to four candidates, among those the plan in shares is least sure of, is tried
at once: as two pairs that together bring more, and that there is room for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stafett.calc.checks import Floats
from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.model import CLOSE, EXACT, WHOLE, Model
from stafett.calc.portfolio.solver import Relaxed, Watch

Places = NDArray[np.intp]

NARROW, WIDE = (60, 120), (60, 120, 200)
"""Among how many exchanges are sought, the fewest first: time grows faster than their square."""

_AT_ONCE = 4  # candidates that change sides
_MOST_ENTRIES = 1e7  # limits times candidates squared: some tables of 40 MB; with more, not sought
_AT_A_TIME = 400_000  # exchanges that are looked at together


@dataclass(frozen=True, eq=False)
class _Pairs:
    """What it does to a plan that nobody, one or two candidates change sides.

    Attributes
    ----------
    members : ndarray of int, shape (pairs, 2)
        Places in the list of candidates; -1 for nobody.
    brings : ndarray, shape (pairs,)
        The smallest first.
    takes : ndarray, shape (limits, pairs)
    """

    members: Places
    brings: Floats
    takes: Floats


class Exchanges:
    """Those that make a plan better.

    Parameters
    ----------
    model : Model
    aim : Aim
        One that is a sum over the candidates.
    relaxed : Relaxed
        The plan in shares, which tells who can change sides at all.
    """

    def __init__(self, model: Model, aim: Aim, relaxed: Relaxed):
        self.model, self.aim, self.relaxed = model, aim, relaxed
        matrix, lows, highs = model.dense
        has_low, has_high = np.isfinite(lows), np.isfinite(highs)
        self.takes = np.concatenate([matrix[has_high], -matrix[has_low]])
        limits = np.concatenate([highs[has_high], -lows[has_low]])
        self.limits = limits + EXACT * np.abs(limits)

    def made(self, shares: Floats, watch: Watch, widths: Sequence[int]) -> Floats:
        """Return the plan when there is nothing more to exchange, or no more time."""
        for width in widths:
            while (better := self._best(shares, watch, width)) is not None:
                shares = better
        return shares

    def _best(self, shares: Floats, watch: Watch, width: int) -> Floats | None:
        """Return the plan after an exchange that brings much, or None where none does."""
        if watch.is_over:
            return None
        score = self.aim.score(shares)
        spare = (self.relaxed.score - score) * (1 + WHOLE) + CLOSE * abs(score)
        among = self._doubtful(spare)[:width]
        signs = 1 - 2 * shares[among]
        takes = self.takes[:, among] * signs
        room = self.limits - self.takes @ self.model.columns_of(shares)
        near = _AT_ONCE * takes.max(axis=1, initial=0.0) > room
        if near.sum() * len(among) ** 2 > _MOST_ENTRIES:
            return None
        pairs = _pairs(self.aim.worth[0, among] * signs, takes[near])
        for members in _with_room(pairs, room[near], spare, watch):
            changed = shares.copy()
            changed[among[members]] = 1 - changed[among[members]]
            if self.aim.score(changed) > score and self.model.holds(changed):
                return changed
        return None

    def _doubtful(self, spare: float) -> Places:
        """Return those that may change sides in a better plan, the least sure first."""
        n = self.model.table.candidates
        lost = np.abs(self.relaxed.reduced)
        may = self.model.whole[:n] & (self.model.low < self.model.high)[:n] & (lost < spare)
        order = np.argsort(lost, kind="stable")
        return order[may[order]]


def _pairs(brings: Floats, takes: Floats) -> _Pairs:
    """Return nobody, each alone, and each two."""
    nobody = len(brings)
    one, other = np.triu_indices(nobody + 1, 1)  # each alone is each with nobody
    members = np.stack([np.append(one, nobody), np.append(other, nobody)], axis=1)
    brings, takes = np.append(brings, 0.0), np.pad(takes, ((0, 0), (0, 1)))
    together = brings[members].sum(axis=1)
    members = members[np.argsort(together, kind="stable")]
    taken = takes[:, members[:, 0]] + takes[:, members[:, 1]]
    return _Pairs(np.where(members == nobody, -1, members), np.sort(together), taken)


def _with_room(pairs: _Pairs, room: Floats, spare: float, watch: Watch) -> Iterator[Places]:
    """Yield exchanges that there is room for: of each many, the one that brings most."""
    largest = np.abs(pairs.takes).max(axis=1, initial=0.0)
    hardest = np.argsort(room / np.maximum(largest, EXACT), kind="stable")
    for one, other in _together(pairs.brings, spare):
        if watch.is_over or not watch.goes_on():
            return
        fits = np.arange(len(one))
        for limit in hardest:
            takes = pairs.takes[limit]
            fits = fits[takes[one[fits]] + takes[other[fits]] <= room[limit]]
        found = _most_of(pairs, one[fits], other[fits])
        if found is not None:
            yield found


def _most_of(pairs: _Pairs, one: Places, other: Places) -> Places | None:
    """Return who changes sides where that brings most; nobody changes twice."""
    members = np.sort(np.hstack([pairs.members[one], pairs.members[other]]), axis=1)
    twice = ((members[:, 1:] == members[:, :-1]) & (members[:, 1:] >= 0)).any(axis=1)
    brings = np.where(twice, 0.0, pairs.brings[one] + pairs.brings[other])
    if not brings.max(initial=0.0):
        return None
    most: Places = members[brings.argmax()]
    return most[most >= 0]


def _together(brings: Floats, spare: float) -> Iterator[tuple[Places, Places]]:
    """Yield two pairs by place, many at a time, that together bring something that can be."""
    first = np.searchsorted(brings, -brings, side="right")
    first = np.maximum(first, np.arange(1, len(brings) + 1))  # each two once
    last = np.searchsorted(brings, spare - brings, side="right")
    ends = np.cumsum(np.maximum(last - first, 0))
    begins = np.append(0, ends[:-1])
    for done in range(0, int(ends[-1]), _AT_A_TIME):
        many = np.arange(done, min(done + _AT_A_TIME, ends[-1]))
        one = np.searchsorted(ends, many, side="right")
        yield one, first[one] + many - begins[one]
