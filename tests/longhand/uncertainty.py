"""Uncertain estimates by hand: one draw and one item at a time, every inverse looked for."""

import math
from statistics import NormalDist

BELL = NormalDist()


def beta_below(a, b, x, steps=400):
    """Return the chance below x, by Simpson's rule on x = s ** 2, which has no steep end."""

    def height(s):
        return 2 * s * s ** (2 * (a - 1)) * (1 - s * s) ** (b - 1)

    width = math.sqrt(x) / steps
    inner = sum((4 if at % 2 else 2) * height(at * width) for at in range(1, steps))
    area = (height(0.0) + inner + height(math.sqrt(x))) * width / 3
    return area * math.gamma(a + b) / math.gamma(a) / math.gamma(b)


def triangle_below(mode, x):
    if x <= mode:
        return x * x / mode if mode else 0.0
    return 1 - (1 - x) ** 2 / (1 - mode)


def below(shape, mode, x):
    if shape == "pert":
        return beta_below(1 + 4 * mode, 5 - 4 * mode, x)
    return triangle_below(mode, x) if shape == "triangular" else x


def inverse(shape, mode, chance):
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if below(shape, mode, middle) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def amount(low, likely, high, shape, z):
    if low == high:
        return low
    return low + (high - low) * inverse(shape, (likely - low) / (high - low), BELL.cdf(z))


def draws(estimates, shape, correlation, common, own):
    """Return the sum for each draw; ``own`` has a row of normal numbers for each uncertain item."""
    totals = []
    for at, shared in enumerate(common):
        rows = iter(own)
        total = 0.0
        for low, likely, high in estimates:
            z = 0.0 if low == high else next(rows)[at]
            z = math.sqrt(correlation) * shared + math.sqrt(1 - correlation) * z
            total += amount(low, likely, high, shape, z)
        totals.append(total)
    return totals


def quantile(values, chance):
    """Return the value at the place, with a straight line between neighbours."""
    ordered = sorted(values)
    place = chance * (len(ordered) - 1)
    first = math.floor(place)
    after = ordered[min(first + 1, len(ordered) - 1)]
    return ordered[first] + (place - first) * (after - ordered[first])


def mean(low, likely, high, shape):
    if shape == "pert":
        return (low + 4 * likely + high) / 6
    return (low + likely + high) / 3 if shape == "triangular" else (low + high) / 2


def at_most(low, likely, high, shape, occurs, most):
    """Return the chance of at most an amount, with the times when it does not come, and is 0."""
    if most < low or most >= high:
        chance = float(most >= high)
    else:
        chance = below(shape, (likely - low) / (high - low), (most - low) / (high - low))
    return occurs * chance + (1 - occurs) * (most >= 0)


def end(low, likely, high, shape, occurs, chance):
    """Return the least amount that so large a chance is at most, by halving."""
    short, enough = min(low, 0.0) - 1, max(high, 0.0)
    for _ in range(50):
        middle = (short + enough) / 2
        if at_most(low, likely, high, shape, occurs, middle) < chance:
            short = middle
        else:
            enough = middle
    return enough


def tornado(items, chances):
    """Return the sum with all at their means, and for each item with it alone at either end.

    An item is (three amounts, what a krone of it is worth, its shape, how likely it comes).
    """
    told, means, swings = [], [], []
    for three, worth, shape, occurs in items:
        low, likely, high = sorted(worth * amount for amount in three)
        if shape == "fixed":
            low = high = likely
        told.append((low, likely, high, shape, occurs))
        means.append(occurs * mean(low, likely, high, shape))
    for at, item in enumerate(told):
        others = sum(means[:at] + means[at + 1 :])
        swings.append([others + end(*item, chance) for chance in chances])
    return sum(means), swings
