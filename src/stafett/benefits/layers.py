"""Places in layers from left to right, ordered so that few arrows cross. It knows no Django.

Places are numbered 0, 1, ... An arrow that passes a layer on its way goes by a waypoint there;
waypoints are numbered after the places. ``spot`` is either.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import accumulate, pairwise
from random import Random

Arrow = tuple[int, int]
Rows = list[list[int]]
ROUNDS, PATIENCE = 6, 2
TRIES, MOVED = 24, 3


@dataclass(frozen=True, slots=True)
class Layers:
    """Which spots stand in each layer, the topmost first, and how each arrow goes.

    ``column_of`` tells which column each layer belongs to; ``ways`` the spots each arrow goes
    by, its ends included.
    """

    rows: Rows
    column_of: list[int]
    ways: dict[Arrow, tuple[int, ...]]

    @property
    def steps(self) -> list[Arrow]:
        """Return every arrow cut where it passes a layer."""
        return [step for way in self.ways.values() for step in pairwise(way)]


def layered(columns: Sequence[int], arrows: Iterable[Arrow], *, column_count: int) -> Layers:
    """Return the layers of places that stand in these columns.

    Where one place of a column leads to another, the column has several layers; what leads to
    no other in its column stands in the last. Arrows lead to the same column or a later one,
    and in no circle. The order in which they come makes no difference.
    """
    arrows = sorted(set(arrows))
    depth = _steps_left(columns, arrows)
    sizes = [1] * column_count
    for place, column in enumerate(columns):
        sizes[column] = max(sizes[column], depth[place] + 1)
    last = list(accumulate(sizes))
    layer_of = [last[column] - 1 - depth[place] for place, column in enumerate(columns)]
    rows, ways = _with_waypoints(layer_of, arrows, layer_count=last[-1])
    column_of = [column for column, size in enumerate(sizes) for _layer in range(size)]
    steps = [step for way in ways.values() for step in pairwise(way)]
    return Layers(_untangled(rows, steps), column_of, ways)


def crossings(rows: Rows, steps: Iterable[Arrow]) -> int:
    """Return how often steps between neighbouring layers cross."""
    at = _positions(rows)
    between = defaultdict(list)
    layer_of = {spot: layer for layer, row in enumerate(rows) for spot in row}
    for start, end in steps:
        between[layer_of[start]].append((at[start], at[end]))
    return sum(_inversions(sorted(pairs)) for pairs in between.values())


def _steps_left(columns: Sequence[int], arrows: Iterable[Arrow]) -> list[int]:
    """Return how many places of its own column come after each."""
    after: dict[int, set[int]] = {place: set() for place in range(len(columns))}
    for start, end in arrows:
        if columns[start] == columns[end]:
            after[start].add(end)
    left = [0] * len(columns)
    for place in TopologicalSorter(after).static_order():
        left[place] = max((left[end] + 1 for end in after[place]), default=0)
    return left


def _with_waypoints(
    layer_of: list[int], arrows: Iterable[Arrow], *, layer_count: int
) -> tuple[Rows, dict[Arrow, tuple[int, ...]]]:
    rows: Rows = [[] for _layer in range(layer_count)]
    for place, layer in enumerate(layer_of):
        rows[layer].append(place)
    ways, spot = {}, len(layer_of)
    for start, end in arrows:
        passed = range(layer_of[start] + 1, layer_of[end])
        waypoints = range(spot, spot + len(passed))
        for layer, waypoint in zip(passed, waypoints, strict=True):
            rows[layer].append(waypoint)
        ways[start, end] = (start, *waypoints, end)
        spot += len(passed)
    return rows, ways


# --- the order within each layer ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Net:
    """What is to be ordered: the steps, and who stands beside whom."""

    steps: list[Arrow]
    before: dict[int, list[int]]
    after: dict[int, list[int]]

    @classmethod
    def of(cls, steps: list[Arrow]) -> "_Net":
        net = cls(steps, defaultdict(list), defaultdict(list))
        for start, end in steps:
            net.before[end].append(start)
            net.after[start].append(end)
        return net


def _untangled(rows: Rows, steps: list[Arrow]) -> Rows:
    """Return the rows in the best order found, from two beginnings and some new tries."""
    net = _Net.of(steps)
    turned = _Net(steps, net.after, net.before)
    beginnings = (_followed(rows, net), _followed(rows[::-1], turned)[::-1])
    best = min((_settled(rows, net) for rows in beginnings), key=lambda o: crossings(o, steps))
    return _tried_anew(best, net)


def _followed(rows: Rows, net: _Net) -> Rows:
    """Return the rows in the order in which one meets the spots when following the arrows."""
    met: dict[int, None] = {}
    for row in rows:
        for spot in row:
            _follow(spot, net, met)
    layer_of = {spot: layer for layer, row in enumerate(rows) for spot in row}
    ordered: Rows = [[] for _row in rows]
    for spot in met:
        ordered[layer_of[spot]].append(spot)
    return ordered


def _follow(spot: int, net: _Net, met: dict[int, None]) -> None:
    waiting = [spot]
    while waiting:
        here = waiting.pop()
        if here not in met:
            met[here] = None
            waiting += [*reversed(net.before.get(here, ())), *reversed(net.after.get(here, ()))]


def _settled(rows: Rows, net: _Net) -> Rows:
    """Sweep back and forth until it gets no better."""
    best, fewest, waited = rows, crossings(rows, net.steps), 0
    for turn in range(ROUNDS):
        if not fewest or waited > PATIENCE:
            break
        backwards = bool(turn % 2)
        rows = _swept(rows, net.after if backwards else net.before, backwards=backwards)
        rows = _swapped(rows, net)
        count = crossings(rows, net.steps)
        waited = 0 if count < fewest else waited + 1
        if count < fewest:
            best, fewest = rows, count
    return best


def _tried_anew(best: Rows, net: _Net) -> Rows:
    """Move a few spots, mend, and keep what is no worse: the same tries every time."""
    fewest, tries = crossings(best, net.steps), Random(0)  # nosec B311 # noqa: S311 - no secret
    crowded = [layer for layer, row in enumerate(best) if len(row) > 2]
    for _turn in range(TRIES if crowded else 0):
        if not fewest:
            break
        rows = [list(row) for row in best]
        for layer in tries.choices(crowded, k=MOVED):
            row = rows[layer]
            row.insert(tries.randrange(len(row)), row.pop(tries.randrange(len(row))))
        rows = _swapped(rows, net)
        if (count := crossings(rows, net.steps)) <= fewest:
            best, fewest = rows, count
    return best


def _swept(rows: Rows, beside: dict[int, list[int]], *, backwards: bool) -> Rows:
    """Put each spot where the middle of its neighbours in the layer before is."""
    ordered: Rows = []
    at: dict[int, float] = {}
    for row in reversed(rows) if backwards else rows:
        own = {spot: (place + 0.5) / len(row) for place, spot in enumerate(row)}
        key = {spot: _mean([at[one] for one in beside.get(spot, ())], own[spot]) for spot in row}
        ordered.append(sorted(reversed(row) if backwards else row, key=key.__getitem__))
        at = {spot: (place + 0.5) / len(row) for place, spot in enumerate(ordered[-1])}
    return ordered[::-1] if backwards else ordered


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _swapped(rows: Rows, net: _Net) -> Rows:
    """Let neighbours change places for as long as that takes away crossings."""
    rows = [list(row) for row in rows]
    at = _positions(rows)
    while sum(_swap_in(row, at, (net.before, net.after)) for row in rows):
        pass
    return rows


def _swap_in(row: list[int], at: dict[int, int], sides: Sequence[dict[int, list[int]]]) -> bool:
    swapped = False
    for place in range(len(row) - 1):
        upper, lower = row[place], row[place + 1]
        gain = sum(_gain(side.get(upper, ()), side.get(lower, ()), at) for side in sides)
        if gain > 0:
            row[place], row[place + 1] = lower, upper
            at[upper], at[lower] = place + 1, place
            swapped = True
    return swapped


def _gain(upper: Sequence[int], lower: Sequence[int], at: dict[int, int]) -> int:
    """Return how many crossings fewer there are when two neighbours change places."""
    gain = 0
    for one in upper:
        for other in lower:
            gain += (at[one] > at[other]) - (at[one] < at[other])
    return gain


def _positions(rows: Rows) -> dict[int, int]:
    return {spot: place for row in rows for place, spot in enumerate(row)}


def _inversions(pairs: Iterable[tuple[int, int]]) -> int:
    count, passed = 0, list[int]()
    for _start, end in pairs:
        count += len(passed) - bisect_right(passed, end)
        insort(passed, end)
    return count
