"""Roll-ups by hand: walk every way, look at every claim."""

from fractions import Fraction


def reachable(node, edges, seen=()):
    """Return everything that can be reached from a node."""
    found = set(seen)
    for start, end in edges:
        if start == node and end not in found:
            found |= reachable(end, edges, found | {end})
    return found


def goes_in_a_circle(edges):
    return any(start in reachable(start, edges) for start, _ in edges)


def end_benefits(values, edges):
    total = 0.0
    for node, value in values.items():
        others = reachable(node, edges) - {node}
        if not any(other in values for other in others):
            total += value
    return total


def overclaims(claims, baseline):
    """Return each place with too much, as (place, claimed)."""
    found = set()
    for cell, _ in claims:
        claimed = sum(hours for other, hours in claims if other == cell)
        if claimed > baseline.get(cell, 0):
            found.add((cell, claimed))
    return found


def realised(measured, planned):
    came = due = 0.0
    for period, amount in measured.items():
        if period in planned:
            came += amount
            due += planned[period]
    return came / due


def covered(measured, total):
    found = whole = 0
    for part, parts in zip(measured, total, strict=True):
        found += part
        whole += parts
    return float(Fraction(found, whole))
