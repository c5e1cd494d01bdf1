from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import estimates
from tests.longhand import estimates as longhand

three = st.lists(st.integers(-10_000, 10_000), min_size=3, max_size=3).map(sorted)
steps = st.lists(three, min_size=1, max_size=6)
share = st.integers(0, 100).map(lambda part: part / 100)


@settings(max_examples=50)
@given(three)
def test_means_and_spreads_agree(estimate):
    assert_allclose(estimates.pert(*estimate), longhand.pert(*estimate), atol=1e-9)
    assert_allclose(estimates.triangular(*estimate), longhand.triangular(*estimate), atol=1e-9)


@settings(max_examples=50)
@given(three, st.tuples(*[st.integers(1, 5)] * 3))
def test_weighing_agrees(estimate, weights):
    slow = longhand.average(weights, estimate) / sum(weights)

    assert_allclose(estimates.weighted(*estimate, weights), slow, atol=1e-9)


@settings(deadline=None, max_examples=50)  # scipy is loaded on the way
@given(steps, st.integers(-20_000, 20_000))
def test_chains_agree(path, limit):
    assert_allclose(estimates.chain(path), longhand.chain(path), atol=1e-9)
    quick = estimates.probability_within(path, limit)
    assert_allclose(quick, longhand.within(path, limit), atol=1e-9)


@settings(max_examples=50)
@given(st.lists(st.tuples(share, st.integers(-10_000, 10_000)), min_size=1, max_size=6))
def test_expected_risk_agrees(risks):
    probabilities, impacts = zip(*risks, strict=True)

    quick = estimates.expected_risk(probabilities, impacts)

    assert_allclose(quick, longhand.average(probabilities, impacts), atol=1e-9)
    assert_allclose(estimates.exposure(impacts), sum(impacts))


@settings(max_examples=50)
@given(st.floats(0, 5), st.lists(st.tuples(share, share), max_size=5))
def test_what_is_left_of_optimism_agrees(upper, causes):
    total = max(1.0, sum(part for part, _ in causes))
    causes = [(part / total, done) for part, done in causes]

    quick = estimates.optimism_bias(upper, causes)

    assert_allclose(quick, longhand.left_of_bias(upper, causes), atol=1e-9)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0, 3)), min_size=1, max_size=5))
def test_a_blend_agrees(kinds):
    whole = sum(part for part, _ in kinds)
    shares, uppers = [part / whole for part, _ in kinds], [upper for _, upper in kinds]

    quick = estimates.blend_bias(shares, uppers)

    assert_allclose(quick, longhand.average(shares, uppers), atol=1e-9)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(-10_000, 10_000), st.floats(0, 5)), min_size=1, max_size=6))
def test_costs_with_optimism_agree(rows):
    costs, biases = map(list, zip(*rows, strict=True))

    quick = estimates.uplift(costs, biases)

    assert_allclose(quick, longhand.lifted(costs, biases), atol=1e-9)
