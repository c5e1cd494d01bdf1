import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import reference
from tests.longhand import reference as longhand

ratio = st.integers(0, 200).map(lambda part: part / 100)
ratios = st.lists(ratio, min_size=5, max_size=9)


@settings(max_examples=50)
@given(ratios, st.data(), st.integers(0, 100).map(lambda part: part / 100))
def test_quantiles_agree(reached, data, chance):
    size = len(reached)
    weights = data.draw(st.lists(st.integers(1, 9), min_size=size, max_size=size))

    quick = reference.realisation_quantiles(reached, weights=weights, chances=[chance])

    assert quick == pytest.approx(longhand.quantile(reached, weights, chance))


@settings(max_examples=10)
@given(st.integers(-1_000, 1_000), ratios)
def test_forecasts_agree(planned, reached):
    check_agrees(planned, reached, None)


@settings(max_examples=10)
@given(st.integers(-1_000, 1_000), st.data())
def test_forecasts_agree_where_some_have_several(planned, data):
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=5, max_size=7))
    count = sum(sizes)
    reached = data.draw(st.lists(ratio, min_size=count, max_size=count))
    whose = [name for name, size in enumerate(sizes) for _ in range(size)]
    by = data.draw(st.permutations(whose))

    check_agrees(planned, reached, by)


def check_agrees(planned, reached, by):
    quick = reference.forecast(planned, reached, by=by)

    # The tails are read off a grid: to a thousandth of the plan.
    near = 1e-3 * (1 + abs(planned))
    assert_allclose(quick, longhand.forecast(planned, reached, by), rtol=1e-3, atol=near)


@pytest.mark.parametrize("own_n", [0, 1, 4])
@pytest.mark.parametrize("seed", [1, 2])
def test_shrinking_agrees(own_n, seed):
    rng = np.random.default_rng(seed)
    others = [rng.uniform(0.2, 1.1, rng.integers(1, 4)).tolist() for _ in range(6)]

    quick = reference.shrunk_rate(0.3, own_n, others)

    slow = longhand.shrunk(0.3, own_n, others)
    assert_allclose((quick.rate, quick.own_weight, quick.usual), slow, atol=2e-3)


@pytest.mark.parametrize("seed", range(6))
def test_stepped_effects_agree(seed):
    rng = np.random.default_rng(seed)
    panel = rng.integers(0, 100, (6, 5)).tolist()
    starts = [None, None, None, *rng.integers(1, 5, 3).tolist()]

    quick = reference.stepped_effect(panel, starts)

    effect, without = longhand.stepped_effect(panel, starts)
    middle = sum(without) / 6
    spread = np.sqrt(5 / 6 * sum((one - middle) ** 2 for one in without))
    assert quick.effect == pytest.approx(effect)
    assert quick.high - quick.effect == pytest.approx(longhand.student(5, 0.975) * spread, rel=1e-3)
    assert quick.compared == len(longhand.compared(panel, starts))
