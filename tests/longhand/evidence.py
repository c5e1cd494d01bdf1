"""Intervals by hand: closed in on from their meaning, and chances added up one by one."""

import math


def halved(is_below, low, high):
    """Return the point where ``is_below`` turns from true to false."""
    for _ in range(200):
        middle = (low + high) / 2
        if is_below(middle):
            low = middle
        else:
            high = middle
    return low


def z_of(confidence):
    return halved(lambda z: math.erf(z / math.sqrt(2)) < confidence, 0, 10)


def is_far(share, p, n, z):
    """Whether the observed share lies more than z standard errors from p."""
    return abs(share - p) > z * math.sqrt(p * (1 - p) / n)


def wilson(successes, n, confidence):
    share, z = successes / n, z_of(confidence)
    low = halved(lambda p: p < share and is_far(share, p, n, z), 0, share)
    high = halved(lambda p: not is_far(share, p, n, z), share, 1) if successes < n else 1
    return low, high


def newcombe(x1, n1, x2, n2, confidence):
    low1, high1 = wilson(x1, n1, confidence)
    low2, high2 = wilson(x2, n2, confidence)
    p1, p2 = x1 / n1, x2 / n2
    down = math.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    up = math.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return p1 - p2 - down, p1 - p2 + up


def t_inside(t, df):
    """Return the chance that Student's t lies between -t and t, by the finite series."""
    angle = math.atan(t / math.sqrt(df))
    if df == 1:
        return 2 * angle / math.pi
    term = math.cos(angle) if df % 2 else 1.0
    total = term
    for step in range(2 + df % 2, df - 1, 2):
        term *= math.cos(angle) ** 2 * (step - 1) / step
        total += term
    if df % 2:
        return 2 / math.pi * (angle + math.sin(angle) * total)
    return math.sin(angle) * total


def mean(values, confidence):
    n = len(values)
    middle = math.fsum(values) / n
    squares = math.fsum((value - middle) ** 2 for value in values)
    t = halved(lambda t: t_inside(t, n - 1) < confidence, 0, 10_000)
    half = t * math.sqrt(squares / (n - 1) / n)
    return middle - half, middle + half


def power(n, threshold, expected, z):
    """Return how likely n people are to give an interval clear of the threshold."""
    total = 0.0
    for count in range(n + 1):
        right_side = (count / n > threshold) == (expected > threshold)
        if right_side and is_far(count / n, threshold, n, z):
            total += math.comb(n, count) * expected**count * (1 - expected) ** (n - count)
    return total


def people_needed(threshold, expected, confidence, wanted, most):
    """Return the number after the last that falls short, looking no further than ``most``."""
    z, last = z_of(confidence), 0
    for n in range(1, most + 1):
        if power(n, threshold, expected, z) < wanted:
            last = n
    return last + 1
