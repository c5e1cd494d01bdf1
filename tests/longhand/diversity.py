"""How mixed a group is, by hand: every pair is drawn, one at a time."""

import math


def different_kinds(counts):
    """Return in how large a part of all pairs the two are of different kinds."""
    people = [kind for kind, count in enumerate(counts) for _ in range(count)]
    pairs = [(one, other) for one in people for other in people]
    return sum(one != other for one, other in pairs) / len(pairs)


def uncertainty(counts):
    total = 0.0
    for count in counts:
        if count:
            share = count / sum(counts)
            total += share * math.log(1 / share)
    return total
