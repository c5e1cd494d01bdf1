import numpy as np
import pytest

from stafett.calc.portfolio import Infeasible, Problem, Scenario, select
from tests.longhand import portfolio as longhand

CASES, AT_A_TIME = 1_000, 100


def some_problem(seed):
    """Return a small problem with some of everything."""
    rng = np.random.default_rng(seed)
    candidates, years = int(rng.integers(1, 13)), int(rng.integers(1, 4))
    scenarios = int(rng.choice([1, 1, 2, 3]))
    values = rng.integers(-3, 20, (scenarios, candidates))
    costs = rng.integers(0, 12, (candidates, years)) - (rng.random((candidates, years)) < 0.05) * 3
    return Problem(
        values=values if scenarios > 1 else values[0],
        costs=costs,
        budgets=np.floor(np.maximum(costs.sum(axis=0), 0) * rng.uniform(0.2, 0.8, years)),
        objective=str(rng.choice(["mean", "worst", "regret"])),
        scenarios=some_scenarios(rng, candidates, scenarios),
        partial=some_parts(rng, candidates),
        must=some(rng, candidates, 0.08),
        must_not=some(rng, candidates, 0.08),
        requires=some_pairs(rng, candidates),
        excludes=[pair for pair in some_pairs(rng, candidates) if pair[0] != pair[1]],
        floors=some_floors(rng, candidates),
        **some_capacity(rng, candidates, years),
    )


def some(rng, candidates, share):
    return [at for at in range(candidates) if rng.random() < share]


def some_pairs(rng, candidates):
    return rng.integers(0, candidates, (int(rng.integers(0, 3)), 2)).tolist()


def some_parts(rng, candidates):
    chosen = rng.permutation(candidates)[: int(rng.choice([0, 0, 1, 2]))]
    return {int(at): float(rng.choice([0, 0.25, 0.5])) for at in chosen}


def some_floors(rng, candidates):
    if rng.random() < 0.6:
        return None
    matrix = rng.integers(0, 6, (2, candidates))
    return matrix, np.floor(matrix.sum(axis=1) * rng.uniform(0, 0.4, 2))


def some_scenarios(rng, candidates, count):
    if count == 1 or rng.random() < 0.5:
        return None
    return [
        Scenario(
            values=rng.choice([0.5, 1, 1.5], candidates),
            costs=float(rng.choice([1, 1.25])),
            capacities=float(rng.choice([0.75, 1])),
            weight=float(rng.integers(1, 4)),
        )
        for _ in range(count)
    ]


def some_capacity(rng, candidates, years):
    if rng.random() < 0.4:
        return {}
    shape = (2,) if rng.random() < 0.5 else (2, years)
    uses = rng.integers(0, 5, (candidates, *shape)) * (rng.random((candidates, *shape)) < 0.5)
    return {"uses": uses, "capacities": np.floor(uses.sum(axis=0) * rng.uniform(0.3, 0.9, shape))}


@pytest.mark.parametrize("first", range(0, CASES, AT_A_TIME))
def test_no_plan_is_better_than_the_one_chosen(first):
    assert [seed for seed in range(first, first + AT_A_TIME) if not is_best(seed)] == []


@pytest.mark.parametrize("first", range(CASES, CASES + 3 * AT_A_TIME, AT_A_TIME))
def test_nor_where_it_is_sought_as_among_many(first, monkeypatch):
    monkeypatch.setattr("stafett.calc.portfolio.starting._MANY", 0)
    monkeypatch.setattr("stafett.calc.portfolio.starting._FEW", 2)
    monkeypatch.setattr("stafett.calc.portfolio.starting._FEW_OF_ALL", 10)

    assert [seed for seed in range(first, first + AT_A_TIME) if not is_best(seed)] == []


def is_best(seed):
    """Return whether the plan is as good as the best of all there are, and proven."""
    problem = some_problem(seed)
    expected = longhand.best(problem)
    try:
        found = select(problem)
    except Infeasible:
        return expected is None
    is_proven = found.gap <= 1e-6 or abs(found.bound - found.objective) < 1e-6
    is_as_good = found.objective == pytest.approx(expected, rel=1e-6, abs=1e-6)
    return expected is not None and is_as_good and is_proven
