import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import estimates
from stafett.calc.errors import CalcError

three = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted)
steps = st.lists(three, min_size=1, max_size=6)
share = st.floats(0, 1)
causes = st.lists(st.tuples(st.floats(0, 0.2), share), max_size=5)


def test_one_call_serves_many_items_and_draws():
    low, high = np.zeros((2, 4)), np.full((2, 4), 6.0)

    assert estimates.pert(low, 3, high).mean.shape == (2, 4)
    assert estimates.chain(np.tile([1, 2, 3], (5, 4, 1))).sd.shape == (5,)
    assert estimates.probability_within(np.tile([1, 2, 3], (5, 4, 1)), [7, 8, 9, 10, 11])[1] == 0.5
    assert estimates.expected_risk(np.ones((3, 2)), [1, 2]).tolist() == [3, 3, 3]


def test_a_path_without_any_spread_is_certain():
    assert estimates.probability_within([(3, 3, 3)], 3) == 1
    assert estimates.probability_within([(3, 3, 3)], 2.9) == 0


def test_the_spread_is_that_of_the_distribution():
    low, likely, high = 2.0, 5.0, 14.0
    drawn = np.random.default_rng(5).triangular(low, likely, high, 200_000)

    mean, sd = estimates.triangular(low, likely, high)

    assert (mean, sd) == pytest.approx((drawn.mean(), drawn.std()), rel=0.01)


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: estimates.pert(3, 2, 5), "runs 3, 2, 5"),
        (lambda: estimates.triangular(1, 6, 5), "low first"),
        (lambda: estimates.pert([1, 9], 5, 8), "runs 9, 5, 8"),
        (lambda: estimates.pert(1, None, 5), "estimate is missing"),
        (lambda: estimates.pert([], [], []), "estimate is missing"),
        (lambda: estimates.pert([1, 2], [2, 3, 4], 5), "do not go together"),
        (lambda: estimates.weighted(1, 2, 3, (1, 3)), "three weights"),
        (lambda: estimates.weighted(1, 2, 3, (0, 0, 0)), "three weights"),
        (lambda: estimates.weighted(1, 2, 3, (1, -3, 1)), "weight is -3"),
        (lambda: estimates.chain([1, 2, 3]), "three numbers for each step"),
        (lambda: estimates.chain([(1, 2), (3, 4)]), "three numbers for each step"),
        (lambda: estimates.chain([]), "estimate is missing"),
        (lambda: estimates.probability_within([(1, 2, 3)], math.nan), "limit is missing"),
        (lambda: estimates.expected_risk([0.5], [1, 2]), "1 probabilities and 2 impacts"),
        (lambda: estimates.expected_risk([50], [1]), "0.3 for 30 %"),
        (lambda: estimates.expected_risk([0.5], [None]), "impact is missing"),
        (lambda: estimates.exposure([]), "impact is missing"),
        (lambda: estimates.optimism_bias(-0.1, []), "upper bound is -0.1"),
        (lambda: estimates.optimism_bias(2, [(0.5, 1.5)]), "share is 1.5"),
        (lambda: estimates.optimism_bias(2, [(0.5, 0.5), (0.6, 1)]), "more than all"),
        (lambda: estimates.optimism_bias(2, [(0.5, 0.5), (0.6,)]), "not a number"),
        (lambda: estimates.optimism_bias(2, [(0.5,)]), "two shares for each cause"),
        (lambda: estimates.blend_bias([0.5, 0.4], [1, 2]), "come to 1"),
        (lambda: estimates.blend_bias([1], [1, 2]), "1 shares and 2 upper bounds"),
        (lambda: estimates.uplift(100, -0.1), "bias is -0.1"),
        (lambda: estimates.uplift(None, 0.1), "cost is missing"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(three)
def test_a_mean_lies_between_the_ends_and_a_spread_within_them(estimate):
    low, high = estimate[0], estimate[2]
    slack = 1e-9 * (abs(low) + abs(high))
    for spread in (estimates.pert(*estimate), estimates.triangular(*estimate)):
        assert low - slack <= spread.mean <= high + slack
        assert 0 <= spread.sd <= (high - low) / 2 + slack
    assert low - slack <= estimates.weighted(*estimate) <= high + slack


@settings(max_examples=50)
@given(three)
def test_turned_about_zero_the_mean_turns_and_the_spread_stays(estimate):
    turned = [-side for side in reversed(estimate)]
    for method in (estimates.pert, estimates.triangular):
        mean, sd = method(*estimate)

        assert_allclose(method(*turned), (-mean, sd), rtol=1e-9, atol=1e-6)


@settings(max_examples=50)
@given(three, st.integers(1, 9))
def test_equal_weights_are_a_plain_mean_and_all_on_one_is_that_one(estimate, weight):
    assert_allclose(
        estimates.weighted(*estimate, [weight] * 3), np.mean(estimate), rtol=1e-9, atol=1e-6
    )
    assert_allclose(estimates.weighted(*estimate, (0, weight, 0)), estimate[1])


@settings(max_examples=50)
@given(steps, st.randoms())
def test_the_order_of_the_steps_does_not_matter(path, chance):
    shuffled = list(path)
    chance.shuffle(shuffled)

    assert_allclose(estimates.chain(shuffled), estimates.chain(path), rtol=1e-9, atol=1e-6)


@settings(max_examples=50)
@given(steps, steps)
def test_independent_paths_even_out(one, other):
    first, second = estimates.chain(one), estimates.chain(other)

    mean, sd = estimates.chain(one + other)

    assert_allclose(mean, first.mean + second.mean, rtol=1e-9, atol=1e-6)
    assert max(first.sd, second.sd) - 1e-6 <= sd <= first.sd + second.sd + 1e-6


@settings(deadline=None, max_examples=50)  # scipy is loaded on the way
@given(steps, st.floats(-1e7, 1e7), st.floats(0, 1e6))
def test_a_wider_limit_is_never_less_likely(path, limit, more):
    tight = estimates.probability_within(path, limit)

    assert 0 <= tight <= estimates.probability_within(path, limit + more) <= 1


@settings(max_examples=50)
@given(st.lists(st.tuples(share, st.floats(0, 1e9)), min_size=1, max_size=8))
def test_on_average_risks_cost_no_more_than_if_all_strike(risks):
    probabilities, impacts = zip(*risks, strict=True)

    assert 0 <= estimates.expected_risk(probabilities, impacts) <= estimates.exposure(impacts)


@settings(max_examples=50)
@given(st.floats(0, 5), causes, st.floats(0, 0.2), share)
def test_dealing_with_one_more_cause_never_adds_optimism(upper, dealt_with, part, done):
    assume(sum(one for one, _ in dealt_with) + part <= 1)
    before = estimates.optimism_bias(upper, dealt_with)

    after = estimates.optimism_bias(upper, [*dealt_with, (part, done)])

    assert 0 <= after <= before + 1e-12 <= upper + 1e-9


@settings(max_examples=50)
@given(st.floats(0, 5))
def test_dealing_with_everything_leaves_none_and_with_nothing_leaves_all(upper):
    assert estimates.optimism_bias(upper, [(0.4, 1), (0.6, 1)]) == pytest.approx(0, abs=1e-9)
    assert estimates.optimism_bias(upper, [(0.4, 0), (0.6, 0)]) == upper
    assert estimates.optimism_bias(upper, []) == upper


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0, 3)), min_size=1, max_size=5))
def test_a_blend_lies_between_what_is_blended(kinds):
    whole = sum(part for part, _ in kinds)
    uppers = [upper for _, upper in kinds]

    blended = estimates.blend_bias([part / whole for part, _ in kinds], uppers)

    assert min(uppers) - 1e-9 <= blended <= max(uppers) + 1e-9


@settings(max_examples=50)
@given(st.floats(-1e9, 1e9), st.floats(0, 5))
def test_uplift_keeps_the_sign_and_never_shrinks(cost, bias):
    lifted = estimates.uplift(cost, bias)

    assert abs(lifted) >= abs(cost)
    assert lifted * cost >= 0
