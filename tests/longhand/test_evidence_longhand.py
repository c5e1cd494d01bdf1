import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import evidence
from tests.longhand import evidence as longhand

confidence = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
people = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=50)
@given(people, confidence)
def test_where_a_share_may_lie_agrees(asked, sure):
    quick = evidence.wilson_interval(*asked, confidence=sure)

    assert_allclose(quick, longhand.wilson(*asked, sure), atol=1e-9)


@settings(max_examples=50)
@given(people, people, confidence)
def test_where_a_difference_may_lie_agrees(one, other, sure):
    quick = evidence.newcombe_interval(*one, *other, confidence=sure)

    assert_allclose(quick, longhand.newcombe(*one, *other, sure), atol=1e-8)


@settings(deadline=None, max_examples=50)  # scipy is loaded on the way
@given(st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=20), confidence)
def test_where_a_mean_may_lie_agrees(values, sure):
    assume(len(set(values)) > 1)

    quick = evidence.mean_interval(values, confidence=sure)

    assert_allclose(quick, longhand.mean(values, sure), rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(
    ("threshold", "expected", "confidence", "power", "most"),
    [
        (0.5, 0.8, 0.95, 0.8, 80),
        (0.7, 0.9, 0.95, 0.8, 120),
        (0.7, 1.0, 0.95, 0.8, 40),
        (0.9, 0.7, 0.95, 0.9, 120),
        (0.3, 0.1, 0.9, 0.8, 120),
        (0.2, 0.0, 0.99, 0.95, 100),
        (0.0, 0.1, 0.95, 0.8, 80),
        (1.0, 0.9, 0.95, 0.8, 80),
    ],
)
def test_how_many_people_it_takes_agrees(threshold, expected, confidence, power, most):
    quick = evidence.sample_size_for(threshold, expected, confidence=confidence, power=power)

    slow = longhand.people_needed(threshold, expected, confidence, power, most)
    assert quick == slow
    assert quick < most / 1.5
