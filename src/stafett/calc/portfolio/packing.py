"""Good plans by rule of thumb: to begin a search from, and to see what a change would displace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from stafett.calc.checks import POSITIVE, Floats
from stafett.calc.portfolio.model import CLOSE, EXACT, Model
from stafett.calc.portfolio.problem import Pair

Plan = NDArray[np.bool_]

_TRIES = 200
"""How many candidates left out are tried in the first plan, the most promising first."""


class Packer:
    """What fits with what, as tables that are quick to look in.

    Parameters
    ----------
    model : Model
    promise : ndarray, shape (candidates,)
        What each is worth beside what it takes of the scarce: the best first. As from
        ``Relaxed.reduced``.
    gain : ndarray, shape (candidates,)
        What each adds to the plan.
    """

    def __init__(self, model: Model, promise: Floats, gain: Floats):
        self.model, self.promise, self.gain = model, promise, gain
        self.takes, limits, _ = model.limits
        self.uses = np.ascontiguousarray(self.takes.T)
        self.limits = limits + EXACT * np.abs(limits)
        self.least_gain = POSITIVE * float(np.abs(gain).max(initial=1.0))
        self.candidates = model.table.candidates
        self.order = np.argsort(-promise, kind="stable")
        self.needs = reach(model.table.requires)
        self.needed_by = reach([(other, one) for one, other in model.table.requires])
        self.apart = _neighbours(model.table.excludes)
        self.decided = model.low[: self.candidates] > 0
        self.allowed = model.high[: self.candidates] > 0
        self.in_part = sorted(model.table.smallest, key=lambda at: -promise[at])

    def listed(self) -> Floats | None:
        """Return the plan made by going down the list once, or None where that breaks a limit."""
        return self._in_shares(self._filled(self._decided_with_needs()))

    def first(self) -> Floats | None:
        """Return a good plan, or None where the rule of thumb finds none."""
        plan = self._filled(self._decided_with_needs())
        for candidate in self.order[~plan[self.order]][:_TRIES]:
            changed = self._forced(plan, int(candidate))
            if changed is not None and self._gain(changed) > self._gain(plan):
                plan = changed
        return self._in_shares(plan)

    def forced(self, shares: Floats, candidate: int) -> Floats | None:
        """Return a plan much like this one with the candidate in, or None."""
        changed = self._forced(shares >= 1, candidate)
        return None if changed is None else self._in_shares(changed)

    def _decided_with_needs(self) -> Plan:
        plan = self.decided.copy()
        for candidate in np.flatnonzero(self.decided).tolist():
            plan[list(self.needs[candidate])] = True
        return plan

    def _gain(self, plan: Plan) -> float:
        return float(self.gain[plan].sum())

    def _forced(self, plan: Plan, candidate: int) -> Plan | None:
        """Put a candidate in with what it requires, and take out what then has no room."""
        wanted = {candidate, *self.needs[candidate]}
        if not self.allowed[list(wanted)].all():
            return None
        kept = wanted | {*np.flatnonzero(self.decided & plan).tolist()}
        plan = plan.copy()
        plan[list(wanted)] = True
        for one in wanted:
            if any(not self._taken_out(plan, other, kept) for other in self.apart[one]):
                return None
        return self._filled(plan) if self._has_made_room(plan, kept) else None

    def _taken_out(self, plan: Plan, candidate: int, kept: set[int]) -> bool:
        """Take a candidate out with those that require it; False where one of them is kept."""
        if not plan[candidate]:
            return True
        going = {candidate, *self.needed_by[candidate]}
        if going & kept:
            return False
        plan[list(going)] = False
        return True

    def _has_made_room(self, plan: Plan, kept: set[int]) -> bool:
        """Take out what relieves the broken limits most for what it brings."""
        stay = np.zeros(self.candidates, np.bool_)
        stay[list(kept)] = True
        while True:
            over = self.takes @ plan - self.limits
            broken = over > 0
            if not broken.any():
                return True
            relief = np.minimum(self.takes[broken] / over[broken, np.newaxis], 1).sum(axis=0)
            relief = np.where(plan & ~stay, relief, 0) / np.maximum(self.gain, self.least_gain)
            worst = int(relief.argmax())
            if relief[worst] <= 0:
                return False
            stay[worst] = not self._taken_out(plan, worst, kept)

    def _filled(self, plan: Plan) -> Plan:
        """Put in what there is room for, the most promising first."""
        room = self.limits - self.takes @ plan
        left = self.order[(~plan & self.allowed & (self.gain > 0))[self.order]]
        left = self._fitting(left, room)
        while len(left):
            candidate, left = int(left[0]), left[1:]
            more = [one for one in (candidate, *self.needs[candidate]) if not plan[one]]
            use = self.uses[more].sum(axis=0)
            if not (use <= room).all():
                left = self._fitting(left, room)
            elif more and self._go_together(plan, more):
                plan[more] = True
                room -= use
        return plan

    def _fitting(self, candidates: NDArray[np.intp], room: Floats) -> NDArray[np.intp]:
        """Return those that there is room for, one by one."""
        return candidates[(self.uses[candidates] <= room).all(axis=1)]

    def _go_together(self, plan: Plan, more: list[int]) -> bool:
        return bool(self.allowed[more].all()) and not any(
            plan[other] or other in more for one in more for other in self.apart[one]
        )

    def _in_shares(self, plan: Plan) -> Floats | None:
        """Return the plan as shares, with what is left of room given to those taken in part."""
        shares = plan.astype(np.float64)
        for candidate in self.in_part:
            if not plan[candidate] and self.gain[candidate] > 0:
                self._take_part(shares, candidate)
        return shares if self.model.holds(shares) else None

    def _take_part(self, shares: Floats, candidate: int) -> None:
        if not self.allowed[candidate] or not self._go_together(shares > 0, [candidate]):
            return
        room, use = self.limits - self.takes @ shares, self.takes[:, candidate]
        most = (room[use > 0] / use[use > 0]).min(initial=1.0)
        most = min([most, *shares[list(self.needs[candidate])]]) * (1 - CLOSE)
        if most > 0 and most >= self.model.table.smallest[candidate]:
            shares[candidate] = most


def reach(pairs: Iterable[Pair]) -> defaultdict[int, frozenset[int]]:
    """Return for each candidate all that can be reached from it, step by step."""
    onwards = defaultdict(set)
    for one, other in pairs:
        onwards[one].add(other)
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for start in onwards:
        reached, ahead = {start}, [start]
        while ahead:
            new = onwards.get(ahead.pop(), set()) - reached
            reached |= new
            ahead += new
        found[start] = frozenset(reached - {start})
    return found


def _neighbours(pairs: Iterable[Pair]) -> defaultdict[int, set[int]]:
    apart = defaultdict(set)
    for one, other in pairs:
        apart[one].add(other)
        apart[other].add(one)
    return apart
