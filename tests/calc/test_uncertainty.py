import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import ndtr

from stafett.calc import distributions, estimates, uncertainty
from stafett.calc.cashflow import R109
from stafett.calc.errors import CalcError

three = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted)
items = st.lists(three, min_size=1, max_size=5)
shape = st.sampled_from(["pert", "triangular", "uniform", "fixed"])
share = st.floats(0, 1)
seed = st.integers(0, 1_000)


def drawn(what, *, seed=1, draws=200, **more):
    return uncertainty.simulate(what, draws=draws, rng=np.random.default_rng(seed), **more)


def test_the_same_seed_gives_the_same_draws_and_another_gives_others():
    what = [(0, 1, 5), (-3, -2, -1)]

    assert_array_equal(drawn(what, seed=3), drawn(what, seed=3))
    assert (drawn(what, seed=3) != drawn(what, seed=4)).all()


def test_two_calls_with_one_generator_differ_however_it_is_used_in_between():
    rng = np.random.default_rng(5)
    first = uncertainty.simulate([(0, 1, 5)], draws=10, rng=rng)
    rng.random(17)
    second = uncertainty.simulate([(0, 1, 5)], draws=10, rng=rng)

    again = np.random.default_rng(5)
    assert_array_equal(uncertainty.simulate([(0, 1, 5)], draws=10, rng=again), first)
    assert_array_equal(uncertainty.simulate([(0, 1, 5)], draws=10, rng=again), second)
    assert (first != second).all()


def test_blocks_made_elsewhere_in_any_order_give_the_same_bits():
    what = np.sort(np.random.default_rng(2).normal(0, 100, (3, 4, 3)))
    how = {"draws": 25_000, "correlation": 0.3, "occurs": [1, 0.5, 1, 0.9]}
    here = uncertainty.simulate(what, rng=np.random.default_rng(8), **how)

    plan = uncertainty.plan(what, rng=np.random.default_rng(8), **how)
    elsewhere = [pickle.loads(pickle.dumps(block)).values() for block in reversed(plan.blocks)]

    assert len(plan.blocks) == 9
    assert_array_equal(plan.joined(reversed(elsewhere)), here)


def test_one_call_serves_every_municipality():
    what = np.tile([1.0, 2.0, 4.0], (3, 2, 1))

    worth = drawn(what, draws=500, flows=np.ones((3, 2, 10)), rate=R109)

    assert worth.shape == (3, 500)
    assert uncertainty.quantiles(worth).shape == (3, 3)
    assert uncertainty.probability_above(worth, [0, 30, 1e9]).tolist()[::2] == [1, 0]
    assert abs(np.corrcoef(worth)[0, 1]) < 0.2


@pytest.mark.parametrize("kind", ["pert", "triangular", "uniform"])
@pytest.mark.parametrize("mode", [0.0, 1e-9, 0.003, 0.2, 0.4999, 0.5, 0.71, 0.998, 1.0])
def test_the_table_is_as_close_to_the_exact_inverse_as_it_says(kind, mode):
    z = np.concatenate(
        [np.random.default_rng(4).standard_normal(50_000), np.linspace(-8, 8, 9_999)]
    )
    table = distributions.table(kind, mode)
    looked_up = np.interp(z, np.linspace(-8, 8, distributions.CELLS + 1), table)

    low = distributions.inverse(kind, mode, ndtr(-np.abs(z)))
    high = 1 - distributions.inverse(kind, 1 - mode, ndtr(-np.abs(z)))

    assert np.abs(looked_up - np.where(z < 0, low, high)).max() < distributions.TABLE_ERROR


@pytest.mark.parametrize("kind", ["pert", "triangular", "uniform"])
@pytest.mark.parametrize("mode", [0.0, 0.1, 0.5, 0.83, 1.0])
def test_the_draws_have_the_shape_they_should(kind, mode):
    worth = drawn([(0, mode, 1)], draws=200_000, shape=kind)

    points = np.linspace(0.02, 0.98, 49)
    below = np.searchsorted(np.sort(worth), points) / len(worth)
    assert_allclose(below, distributions.below(kind, mode, points), atol=0.005)
    assert worth.mean() == pytest.approx(distributions.mean(kind, np.array(mode)), abs=0.003)
    if kind == "triangular":
        assert worth.std() == pytest.approx(estimates.triangular(0, mode, 1).sd, abs=0.002)


def test_numpys_own_beta_draws_lie_in_the_same_places():
    ours = drawn([(10, 25, 90)], draws=200_000)
    mode = 15 / 80
    theirs = 10 + 80 * np.random.default_rng(6).beta(1 + 4 * mode, 5 - 4 * mode, 200_000)

    chances = np.linspace(0.01, 0.99, 50)
    found, expected = (uncertainty.quantiles(one, chances) for one in (ours, theirs))
    assert_allclose(found, expected, atol=0.6)


def test_how_items_vary_together_is_as_asked_for():
    plan = uncertainty.plan(
        [(0, 0.5, 1)] * 2, draws=10_000, rng=np.random.default_rng(2), correlation=0.3
    )
    both = drawn([(0, 0.5, 1)] * 2, draws=200_000, correlation=0.3, shape="uniform")

    assert plan.blocks[0].correlation == 0.3
    # Uniform amounts behind correlated normals correlate by 6 / pi * asin(rho / 2).
    expected = 2 / 12 * (1 + 6 / math.pi * math.asin(0.15))
    assert both.var() == pytest.approx(expected, rel=0.02)


def test_an_item_that_may_not_come_comes_as_often_as_it_should():
    worth = drawn([(10, 10, 10)], draws=100_000, occurs=0.3)

    assert set(np.unique(worth)) == {0.0, 10.0}
    assert worth.mean() == pytest.approx(3, abs=0.1)


@pytest.mark.parametrize("occurs", [1.0, 0.95, 0.5, 0.05, 0.0])
@pytest.mark.parametrize("what", [(10, 20, 60), (-60, -20, -10), (-5, 0, 20), (7, 7, 7)])
def test_the_swing_is_that_of_the_draws(what, occurs):
    found = uncertainty.tornado([what], occurs=occurs, ends=(0.13, 0.87))

    worth = drawn([what], draws=200_000, occurs=occurs)
    assert found.middle == pytest.approx(worth.mean(), abs=0.3)
    low, high = uncertainty.quantiles(worth, (0.13, 0.87))
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=0.5)


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: drawn([]), "estimate is missing"),
        (lambda: drawn([1, 2, 3]), "three numbers for each item"),
        (lambda: drawn([(1, 2)]), "three numbers for each item"),
        (lambda: drawn([(1, None, 3)]), "estimate is missing"),
        (lambda: drawn([(1, math.inf, 3)]), "estimate is inf"),
        (lambda: drawn([(3, 2, 5)]), "runs 3, 2, 5"),
        (lambda: drawn([(1, 2, 3)], draws=0), "0 draws"),
        (lambda: drawn([(1, 2, 3)], draws=2.5), "whole number"),
        (lambda: drawn([(1, 2, 3)], draws=10**9), "1 to 10000000"),
        (lambda: drawn([(1, 2, 3)], correlation=1.2), "correlation is 1.2"),
        (lambda: drawn([(1, 2, 3)], correlation=math.nan), "correlation is missing"),
        (lambda: drawn([(1, 2, 3)], occurs=30), "come is 30"),
        (lambda: drawn([(1, 2, 3)], occurs=[0.1, 0.2]), "one for each item"),
        (lambda: drawn([(1, 2, 3)], shape="normal"), "'pert', 'triangular'"),
        (lambda: drawn([(1, 2, 3)], shape=["pert", "pert"]), "2 distributions and 1 items"),
        (lambda: drawn([(1, 2, 3)], flows=[[1, None]]), "fill in 0"),
        (lambda: drawn([(1, 2, 3)], flows=[[1, 1]] * 2), "one for each item"),
        (lambda: drawn([(1, 2, 3)], rate=-2), "rate is -2"),
        (lambda: uncertainty.quantiles([]), "draw is missing"),
        (lambda: uncertainty.quantiles([1, 2], [10]), "0.1 for P10"),
        (lambda: uncertainty.probability_above([1, math.nan]), "draw is missing"),
        (lambda: uncertainty.probability_above([1, 2], None), "limit is missing"),
        (lambda: uncertainty.probability_above([[1, 2]] * 2, [1, 2, 3]), "do not go together"),
        (lambda: uncertainty.tornado([[(1, 2, 3)]] * 2), "one initiative"),
        (lambda: uncertainty.tornado([(1, 2, 3)], ends=(0.9, 0.1)), "two ends that rise"),
        (lambda: uncertainty.tornado([(1, 2, 3)], ends=(10, 90)), "end is 10"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


def test_a_generator_without_a_seed_is_turned_away():
    class Unseeded(np.random.PCG64):
        seed_seq = None

    with pytest.raises(CalcError, match=r"default_rng\(seed\)"):
        uncertainty.simulate([(1, 2, 3)], draws=1, rng=np.random.Generator(Unseeded(1)))


@settings(max_examples=50)
@given(items, shape, share, share, seed)
def test_no_draw_lies_outside_what_all_items_can_be(what, kind, correlation, occurs, number):
    worth = drawn(what, seed=number, correlation=correlation, occurs=occurs, shape=kind)

    low, _, high = np.array(what).T
    slack = 1e-9 * (1 + np.abs(what).sum())
    assert worth.min() >= np.minimum(low, 0 if occurs < 1 else low).sum() - slack
    assert worth.max() <= np.maximum(high, 0 if occurs < 1 else high).sum() + slack


@settings(max_examples=50)
@given(items, shape, share, st.sampled_from([0.001, 3, -1, -250]), seed)
def test_in_another_unit_the_draws_are_the_same(what, kind, correlation, unit, number):
    how = {"seed": number, "correlation": correlation, "shape": kind}

    other = drawn(what, flows=[[unit]], **how)

    scale = abs(unit) * (1 + np.abs(what).sum())
    assert_allclose(other, unit * drawn(what, **how), atol=1e-9 * scale)


@settings(max_examples=50)
@given(items, st.floats(-1e6, 1e6), share, seed)
def test_a_certain_amount_moves_every_draw_as_much(what, amount, correlation, number):
    how = {"seed": number, "correlation": correlation}

    moved = drawn([*what, (amount, amount, amount)], **how)

    scale = 1 + np.abs(what).sum() + abs(amount)
    assert_allclose(moved, drawn(what, **how) + amount, atol=1e-9 * scale)


@settings(max_examples=25)
@given(st.lists(three, min_size=2, max_size=5), shape, seed)
def test_varying_together_never_narrows_the_spread(what, kind, number):
    how = {"seed": number, "draws": 20_000, "shape": kind}
    apart, some, all_of_it = (
        drawn(what, correlation=correlation, **how).std() for correlation in (0, 0.5, 1)
    )

    slack = 0.03 * all_of_it + 1e-9
    assert apart <= some + slack
    assert some <= all_of_it + slack


@settings(max_examples=50)
@given(items, shape, share, st.floats(0.01, 0.49))
def test_wider_ends_swing_wider(what, kind, occurs, end):
    narrow = uncertainty.tornado(what, occurs=occurs, shape=kind, ends=(end, 1 - end))
    wide = uncertainty.tornado(what, occurs=occurs, shape=kind, ends=(end / 2, 1 - end / 2))

    slack = 1e-6 * (1 + np.abs(what).sum())
    assert (wide.low <= narrow.low + slack).all()
    assert (wide.high >= narrow.high - slack).all()
    swing = (narrow.high - narrow.low)[narrow.order]
    assert (np.diff(swing) <= slack).all()
