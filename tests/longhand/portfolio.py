"""The best plan by hand: every way to say yes and no is looked at.

Where some may be taken in part, the best shares lie in a corner: where as many limits meet as
there are shares to settle. Every corner is looked at too.
"""

from itertools import combinations, product

import numpy as np

_SLACK = 1e-7


def best(problem):
    """Return the best objective there is, or None when no plan holds to everything."""
    table = problem.table
    kind = table.objective
    if kind == "mean":
        return _largest(table, [table.weights @ table.worth], [0.0])
    if kind == "worst":
        return _largest(table, table.worth, np.zeros(len(table.worth)))
    alone = [_largest(table, [row], [0.0]) for row in table.worth]
    if alone[0] is None:
        return None
    return -_largest(table, table.worth, alone)


def _largest(table, worth, less):
    """Return the largest of the smallest of (worth of the plan, less what is given)."""
    partial = sorted(table.smallest)
    plans = np.array(list(product([0.0, 1.0], repeat=table.candidates)))
    plans = plans[[_is_allowed(table, plan) for plan in plans]]
    if not len(plans):
        return None
    whole = plans.copy()
    whole[:, partial] = 0
    factors, limits = [], []
    for row, limit in _limits(table):
        factors.append([*row[partial], 0.0])
        limits.append(limit - whole @ row)
    for at, one in enumerate(partial):
        unit = np.eye(len(partial) + 1)[at]
        factors += [unit, -unit]
        limits += [plans[:, one], -table.smallest[one] * plans[:, one]]
    for one, other in table.requires:
        factors.append(_only_shares(partial, one) - _only_shares(partial, other))
        limits.append(whole[:, other] - whole[:, one])
    for row, alone in zip(worth, less, strict=True):
        factors.append([*-np.array(row)[partial], 1.0])
        limits.append(whole @ row - alone)
    return _best_corner(np.array(factors, float), np.array(limits, float))


def _is_allowed(table, plan):
    return (
        all(plan[at] for at in table.must)
        and not any(plan[at] for at in table.must_not)
        and not any(plan[one] and plan[other] for one, other in table.excludes)
    )


def _limits(table):
    """Return every limit as (what each candidate takes, how much there is)."""
    found = []
    for scenario, costs in enumerate(table.costs):
        found += zip(costs.T, table.budgets, strict=True)
        found += zip(table.uses.T, table.capacities[scenario], strict=True)
    for row, least in zip(table.floors, table.least, strict=True):
        found.append((-row, -least))
    for at in table.must:
        found.append((-np.eye(table.candidates)[at], -1.0))
    return found


def _only_shares(partial, candidate):
    unit = np.zeros(len(partial) + 1)
    if candidate in partial:
        unit[partial.index(candidate)] = 1
    return unit


def _best_corner(factors, limits):
    """Return the largest last number in any corner that all limits allow, over all plans."""
    found = None
    for corner in combinations(range(len(factors)), factors.shape[1]):
        square = factors[list(corner)]
        if abs(np.linalg.det(square)) < 1e-12:
            continue
        points = np.linalg.solve(square, limits[list(corner)])
        size = 1 + np.abs(limits)
        allowed = (factors @ points <= limits + _SLACK * size).all(axis=0)
        if allowed.any():
            highest = float(points[-1][allowed].max())
            found = highest if found is None else max(found, highest)
    return found
