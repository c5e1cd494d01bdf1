import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from stafett.calc.behaviour import process_limits, signals
from stafett.calc.errors import CalcError

# Values that stay for a while: random ones hardly ever give a sign.
stretch = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: [pair[0]] * pair[1])
series = st.lists(stretch, min_size=2, max_size=6).map(lambda parts: list(chain(*parts)))
RULES = ("outside", "eight", "ten_of_twelve", "three_of_four")
CALM = [10, 12, 10, 12, 10, 12]


def marked(values, rule, baseline=6):
    found = signals(values, process_limits(values, baseline=baseline))
    return getattr(found, rule).nonzero()[0].tolist()


def test_one_month_far_out_is_marked():
    assert marked([*CALM, 20, 11], "outside") == [6]
    assert marked([*CALM, 2, 11], "outside") == [6]
    assert marked([value / 1_000 for value in [*CALM, 20, 11]], "outside") == [6]


def test_eight_in_a_row_on_one_side_are_marked_and_seven_are_not():
    assert marked([*CALM, 9, *[10] * 7], "eight") == [6, 7, 8, 9, 10, 11, 12, 13]
    assert marked([*CALM, *[10] * 7], "eight") == []


def test_a_month_on_the_mean_breaks_a_row():
    assert marked([*CALM, *[10] * 4, 11, *[10] * 4], "eight") == []


def test_ten_of_twelve_are_marked_but_not_the_two_between():
    values = [*CALM, 12, 12, 12, 10, 12, 12, 12, 12, 10, 12, 12, 12]

    assert marked(values, "ten_of_twelve") == [5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17]
    assert marked(values, "eight") == []


def test_three_of_four_near_one_limit_are_marked():
    # Limits 5.68 and 16.32: nearer the upper one than the mean is above 13.66.
    assert marked([*CALM, 14, 11, 14, 14], "three_of_four") == [6, 8, 9]
    assert marked([*CALM, 14, 8, 14, 8], "three_of_four") == []
    assert marked([*CALM, 8, 8, 8], "three_of_four") == [6, 7, 8]


def test_any_sign_is_a_sign():
    values = [*CALM, 20, *[10] * 8]
    found = signals(values, process_limits(values, baseline=6))

    assert found.any.nonzero()[0].tolist() == [6, 7, 8, 9, 10, 11, 12, 13, 14]


def test_a_change_does_not_hide_itself_in_wider_limits():
    values = [10, 11] * 6 + [14, 15] * 6

    assert marked(values, "outside", baseline=12) == list(range(12, 24))
    assert len(marked(values, "eight", baseline=None)) == 24


def test_what_never_changes_gives_no_sign():
    for value in (0.1, 1 / 3, -7.7, 1e9 / 7, 0):
        for months in range(2, 40):
            values = [value] * months
            assert not signals(values, process_limits(values)).any.any()


def test_one_call_serves_every_unit():
    values = np.array([[*CALM, 20], [*CALM, 11]])

    limits = process_limits(values, baseline=6)

    assert limits.mean.tolist() == [11, 11]
    assert signals(values, limits).outside.nonzero()[1].tolist() == [6]


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: process_limits([]), "value is missing"),
        (lambda: process_limits([1]), "at least two"),
        (lambda: process_limits(7), "at least two"),
        (lambda: process_limits([1, math.nan, 2]), "leave out"),
        (lambda: process_limits([1, 2, 3], baseline=1), "2 to 3"),
        (lambda: process_limits([1, 2, 3], baseline=4), "2 to 3"),
        (lambda: process_limits([1, 2, 3], baseline=2.5), "whole number"),
        (lambda: signals([1, None], process_limits([1, 2])), "value is missing"),
        (lambda: signals(np.ones((2, 3)), process_limits(np.ones((3, 3)))), "go together"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(series, st.integers(-50, 50), st.sampled_from([0.001, 0.01, 1, 7, 60]))
def test_limits_and_signs_follow_the_unit_they_are_measured_in(values, shift, scale):
    moved = [shift + scale * value for value in values]
    before, after = process_limits(values), process_limits(moved)

    assert_allclose(after.high, shift + scale * before.high, atol=1e-6)
    assert_allclose(after.low, shift + scale * before.low, atol=1e-6)
    assert_allclose(after.range_limit, scale * before.range_limit, atol=1e-6)
    assert_array_equal(signals(moved, after).any, signals(values, before).any)


@settings(max_examples=50)
@given(series)
def test_seen_from_the_other_end_the_same_months_are_marked(values):
    limits = process_limits(values)
    found, turned = signals(values, limits), signals(values[::-1], process_limits(values[::-1]))

    for rule in RULES:
        assert_array_equal(getattr(turned, rule)[::-1], getattr(found, rule))


@settings(max_examples=50)
@given(series)
def test_upside_down_the_same_months_are_marked(values):
    turned = [-value for value in values]

    found = signals(values, process_limits(values))

    assert_array_equal(signals(turned, process_limits(turned)).any, found.any)


@settings(max_examples=50)
@given(series, series)
def test_what_comes_later_takes_no_sign_away(values, later):
    limits = process_limits(values)
    before = signals(values, limits)

    after = signals(values + later, limits)

    for rule in RULES:
        longer = getattr(after, rule)[: len(values)]
        assert (longer | ~getattr(before, rule)).all()


@settings(max_examples=50)
@given(series)
def test_the_mean_lies_midway_between_the_limits(values):
    limits = process_limits(values)

    assert limits.low <= limits.mean <= limits.high
    assert_allclose((limits.low + limits.high) / 2, limits.mean, atol=1e-9)
    assert_allclose(limits.mean, np.mean(values))
