"""Process behaviour by hand: one value and one window at a time."""

from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import comb


def limits(values):
    mean = sum(values) / len(values)
    moves = [abs(after - before) for before, after in pairwise(values)]
    moving = sum(moves) / len(moves)
    return mean, moving, mean - 2.66 * moving, mean + 2.66 * moving, 3.268 * moving


def outside(values, low, high):
    return [value < low or value > high for value in values]


def run(values, fits, least, of):
    """Return which values fit and stand in a window where at least ``least`` of them do."""
    marked = [False] * len(values)
    for start in range(len(values) - of + 1):
        window = range(start, start + of)
        fitting = [at for at in window if fits(values[at])]
        if len(fitting) >= least:
            for at in fitting:
                marked[at] = True
    return marked


def on_one_side(values, mean, least, of):
    above = run(values, lambda value: value > mean, least, of)
    below = run(values, lambda value: value < mean, least, of)
    return [one or other for one, other in zip(above, below, strict=True)]


def near_one_limit(values, mean, low, high):
    near_high = run(
        values, lambda value: abs(value - high) < abs(value - mean) or value > high, 3, 4
    )
    near_low = run(values, lambda value: abs(value - low) < abs(value - mean) or value < low, 3, 4)
    return [one or other for one, other in zip(near_high, near_low, strict=True)]


def lasting_shift(values, before, level):
    """Return where the least likely stretch begins, which way, its pairs and its chance."""
    first, found = values[:before], []
    for start in range(before, len(values) - 4):
        stretch = values[start:]
        above = sum(after > one for after in stretch for one in first)
        below = sum(after < one for after in stretch for one in first)
        pairs = max(above, below)
        chance = min(2 * at_least(pairs, len(stretch), before), Fraction(1))
        if chance <= level:
            found.append((chance, start, above > below, pairs))
    if not found:
        return None
    chance, start, is_up, pairs = min(found)
    return start, is_up, pairs, chance


def at_least(pairs, after, before):
    """Return how often so many pairs or more come by themselves."""
    ways = sum(ways_of(each, after, before) for each in range(pairs, after * before + 1))
    return Fraction(ways, comb(after + before, after))


@cache
def ways_of(pairs, after, before):
    """Return in how many orders the later ones win so many pairs: who stands last is either."""
    if pairs < 0:
        return 0
    if not after or not before:
        return int(pairs == 0)
    return ways_of(pairs - before, after - 1, before) + ways_of(pairs, after, before - 1)
