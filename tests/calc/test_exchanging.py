from itertools import chain, combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.calc.portfolio import Problem, aims, model
from stafett.calc.portfolio.exchanging import Exchanges
from stafett.calc.portfolio.solver import Watch, relax

number = st.integers(0, 30)


@st.composite
def problems(draw):
    """Return a problem of some candidates, and a plan that holds: that of nothing."""
    size = draw(st.integers(1, 9))
    row = st.lists(number, min_size=size, max_size=size)
    pairs = st.lists(st.tuples(*[st.integers(0, size - 1)] * 2), max_size=3)
    return Problem(
        values=draw(st.lists(st.floats(-5, 30), min_size=size, max_size=size)),
        costs=np.array([draw(row), draw(row)]).T,
        budgets=draw(st.lists(st.integers(0, 60), min_size=2, max_size=2)),
        requires=draw(pairs),
        excludes=[pair for pair in draw(pairs) if pair[0] != pair[1]],
        must_not=draw(st.lists(st.integers(0, size - 1), max_size=1)),
        partial=draw(st.dictionaries(st.integers(0, size - 1), st.just(0.5), max_size=1)),
    )


def exchanged(problem, watch, width=9):
    """Return the plan that exchanges come to from nothing, with its model and what it is for."""
    built, aim = model.build(problem.table), aims.mean_aim(problem.table)
    exchanges = Exchanges(built, aim, relax(built, aim, watch))
    return exchanges.made(np.zeros(len(aim.gain)), watch, (width,)), built, aim


def at_most_four(size):
    return chain.from_iterable(combinations(range(size), count) for count in range(1, 5))


@settings(max_examples=60)
@given(problems())
def test_when_exchanges_are_through_no_four_that_change_sides_make_it_better(problem):
    plan, built, aim = exchanged(problem, Watch())

    assert built.holds(plan)
    for members in at_most_four(len(plan)):
        changed = plan.copy()
        changed[list(members)] = 1 - changed[list(members)]
        if built.whole[list(members)].all() and built.holds(changed):
            assert aim.score(changed) <= aim.score(plan) + 1e-9


def many(candidates=150):
    rng = np.random.default_rng(3)
    costs = rng.integers(100, 1_000, (candidates, 3)).astype(float)
    values = costs.sum(axis=1) + rng.integers(0, 300, candidates)
    return Problem(values=values, costs=costs, budgets=costs.sum(axis=0) // 3)


def test_a_plan_of_many_comes_close_to_what_no_plan_exceeds():
    plan, built, aim = exchanged(many(), Watch(), width=100)

    assert built.holds(plan)
    assert aim.score(plan) > 0.97 * relax(built, aim, Watch()).score


def test_who_says_stop_gets_the_plan_as_far_as_it_has_come():
    answers = iter([False, False, True])

    plan, built, aim = exchanged(many(), Watch(is_cancelled=lambda: next(answers)), width=100)

    assert built.holds(plan)
    assert 0 < aim.score(plan) < 0.9 * relax(built, aim, Watch()).score
