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
