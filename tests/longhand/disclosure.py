"""Disclosure by hand: exact fractions, every group of people, one after the other."""

from collections import Counter
from fractions import Fraction
from itertools import combinations


def rank(rows):
    """Return how many of the rows say something new."""
    rows = [[Fraction(number) for number in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rest = [row for row in rows if row is not pivot]
        rows = [*rest[:found], pivot, *rest[found:]]
        for place in range(found + 1, len(rows)):
            factor = rows[place][column] / pivot[column]
            rows[place] = [
                number - factor * taken for number, taken in zip(rows[place], pivot, strict=True)
            ]
        found += 1
    return found


def can_be_worked_out(sums, owners, few):
    """Whether some combination of sums tells of these few and nobody else."""
    others = [[part for part, owner in zip(row, owners, strict=True) if owner not in few]
              for row in sums]  # fmt: skip
    return rank(others) < rank(sums)


def gives_away(sums, owners, minimum):
    """Whether any group of fewer than the minimum can be worked out."""
    everybody = sorted(set(owners))
    return any(
        can_be_worked_out(sums, owners, few)
        for size in range(1, minimum)
        for few in combinations(everybody, size)
    )


def with_margins(table):
    """Return each cell and margin of a table as the people behind it, margins last."""
    rows, columns = len(table), len(table[0])
    return [
        [_behind(table, row, column) for column in range(columns + 1)] for row in range(rows + 1)
    ]


def _behind(table, row, column):
    return [
        (here, there, number)
        for here, counts in enumerate(table)
        for there, count in enumerate(counts)
        for number in range(count)
        if row in (here, len(table)) and column in (there, len(counts))
    ]


def smallest_group(rows, keys):
    return min(Counter(tuple(row[key] for key in keys) for row in rows).values())
