"""Reference classes by hand: one contributor at a time, equations solved by elimination."""

import math
from fractions import Fraction
from itertools import pairwise
from statistics import mean


def quantile(ratios, weights, chance):
    """Return the ratio at a chance: each stands at the middle of its own weight."""
    together = dict.fromkeys(sorted(ratios), 0)
    for ratio, weight in zip(ratios, weights, strict=True):
        together[ratio] += weight
    total, passed, points = sum(weights), 0, []
    for ratio, weight in together.items():
        points.append(((passed + weight / 2) / total, ratio))
        passed += weight
    if chance <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if chance <= right:
            return low + (high - low) * (chance - left) / (right - left)
    return points[-1][1]


def student(degrees, chance):
    """Return the quantile of Student's t above a half, by adding up its density."""
    share = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))
    height = share / math.sqrt(degrees * math.pi)
    step, at, below = 1e-4, 0.0, 0.5
    while below < chance:
        middle = at + step / 2
        below += step * height * (1 + middle * middle / degrees) ** (-(degrees + 1) / 2)
        at += step
    return at


def forecast(planned, ratios, by=None):
    theirs = {}
    for name, ratio in zip(by or range(len(ratios)), ratios, strict=True):
        theirs.setdefault(name, []).append(math.sqrt(ratio))
    n, means = len(theirs), [mean(roots) for roots in theirs.values()]
    middle = mean(means)
    between = sum((one - middle) ** 2 for one in means) / (n - 1) * (n + 1) / n
    own = [sum((root - mean(roots)) ** 2 for root in roots) / len(roots)
           for roots in theirs.values()]  # fmt: skip
    reach = 0.0
    if variance := between + mean(own):
        sizes = [len(roots) for roots in theirs.values()]
        doubt = between**2 / (n - 1)
        if mean(own):
            spare = sum((size - 1) / size for size in sizes) ** 2
            doubt += mean(own) ** 2 / (spare / sum((size - 1) / size**2 for size in sizes))
        reach = student(variance**2 / doubt, 0.9) * math.sqrt(variance)
    ends = [planned * max(middle + side * reach, 0.0) ** 2 for side in (-1, 0, 1)]
    return sorted(ends)


def shrunk(own, own_n, others):
    """Return the rate, its weight and the usual, one size of difference at a time."""
    means = [mean(group) for group in others]
    squares = sum((ratio - mean(group)) ** 2 for group in others for ratio in group)
    noise = squares / sum(len(group) - 1 for group in others)
    top = 60.0
    sizes = [top * (at + 0.5) / 40_000 for at in range(40_000)]
    total = rate = usual = own_weight = 0.0
    for size in sizes:
        precisions = [1 / (size**2 + noise / len(group)) for group in others]
        center = sum(p * m for p, m in zip(precisions, means, strict=True)) / sum(precisions)
        misfit = sum(p * (m - center) ** 2 for p, m in zip(precisions, means, strict=True))
        weight = math.sqrt(math.prod(precisions) / sum(precisions)) * math.exp(-misfit / 2)
        prior = size**2 + 1 / sum(precisions)
        share = 0.0
        if own_n:
            spread = prior + noise / own_n
            weight *= math.exp(-((own - center) ** 2) / spread / 2) / math.sqrt(spread)
            share = prior / spread
        total += weight
        rate += weight * (share * own + (1 - share) * center)
        usual += weight * center
        own_weight += weight * share
    return rate / total, own_weight / total, usual / total


def stepped_effect(panel, starts):
    """Return the effect, and what it is without each unit in turn, its growth taken off."""
    units = list(range(len(panel)))
    cells = compared(panel, starts)
    whole = effect(panel, starts, units, cells)
    level = without_growth(panel, starts, units, cells)
    without = []
    for out in units:
        kept = [unit for unit in units if unit != out]
        left = [(unit, period) for unit, period in cells if unit != out]
        without.append(effect(level, starts, kept, left))
    return whole, without


def without_growth(panel, starts, units, cells):
    """Take a straight line of how long it has lasted off each that is compared."""
    away = {cell: Fraction(effect(panel, starts, units, [cell])) for cell in cells}
    waits = {(unit, period): period - starts[unit] + 1 for unit, period in cells}
    middle = Fraction(sum(waits.values()), len(cells))
    squares = sum((wait - middle) ** 2 for wait in waits.values())
    tilt = sum((waits[cell] - middle) * away[cell] for cell in cells)
    slope = tilt / squares if squares else 0
    found = [list(row) for row in panel]
    for unit, period in cells:
        line = sum(away.values()) / len(cells) + slope * (waits[unit, period] - middle)
        found[unit][period] -= line
    return found


def compared(panel, starts):
    found = []
    for period in range(len(panel[0])):
        waiting = [start is None or period < start for start in starts]
        if sum(waiting) >= 2:
            found += [(unit, period) for unit, waits in enumerate(waiting) if not waits]
    return found


def effect(panel, starts, units, cells):
    """Fit levels and periods on what was before, and take the mean of what lies beyond."""
    periods = range(1, len(panel[0]))
    before = [
        (unit, period)
        for unit in units
        for period in range(len(panel[0]))
        if starts[unit] is None or period < starts[unit]
    ]
    fitted = [period for period in periods if any(at == period for _, at in before)]
    names = [("unit", unit) for unit in units] + [("period", period) for period in fitted]
    rows = [[_is(name, cell) for name in names] for cell in before]
    right = [Fraction(panel[unit][period]) for unit, period in before]
    found = dict(zip(names, least_squares(rows, right), strict=True))
    away = [
        panel[unit][period] - found["unit", unit] - found.get(("period", period), 0)
        for unit, period in cells
    ]
    return float(sum(away) / len(away))


def _is(name, cell):
    kind, at = name
    return Fraction(cell[0] == at if kind == "unit" else cell[1] == at)


def least_squares(rows, right):
    columns = range(len(rows[0]))
    square = [
        [sum(row[one] * row[other] for row in rows) for other in columns]
        + [sum(row[one] * value for row, value in zip(rows, right, strict=True))]
        for one in columns
    ]
    return eliminated(square)


def eliminated(table):
    size = len(table)
    for at in range(size):
        pivot = next(row for row in range(at, size) if table[row][at])
        table[at], table[pivot] = table[pivot], table[at]
        table[at] = [value / table[at][at] for value in table[at]]
        for other in range(size):
            if other != at and table[other][at]:
                times = table[other][at]
                table[other] = [
                    value - times * mine
                    for value, mine in zip(table[other], table[at], strict=True)
                ]
    return [row[-1] for row in table]
