"""Process behaviour by hand: one value and one window at a time."""

from itertools import pairwise


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
