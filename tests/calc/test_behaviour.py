import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from stafett.calc.behaviour import lasting_shift, process_limits, signals, values_needed
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


# --- a shift that lasts -------------------------------------------------------------------------

BEFORE = [10, 14, 12, 13, 11, 12]

# What nothing happens to: all draws alike, whatever their shape.
STABLE = {
    "the bell curve": lambda rng, size: rng.normal(100, 10, size),
    "a long tail upwards": lambda rng, size: np.exp(rng.normal(0, 1, size)),
    "a long tail downwards": lambda rng, size: 10 - np.exp(rng.normal(0, 0.5, size)),
    "waiting times": lambda rng, size: rng.exponential(3, size),
    "far out now and then": lambda rng, size: rng.standard_t(3, size),
    "small counts": lambda rng, size: rng.poisson(3, size).astype(float),
    "hardly any": lambda rng, size: rng.poisson(0.5, size).astype(float),
}
TIMES = 300


def judged(values, baseline):
    """Return, value by value as they come, whether each is part of a shift."""
    whole = range(baseline + 1, len(values) + 1)
    return [lasting_shift(values[:upto], baseline=baseline) is not None for upto in whole]


def drawn(rng, shape, baseline, *, months=12, lifted=0.0):
    values = STABLE[shape](rng, baseline + months)
    values[baseline:] += lifted
    return values


@pytest.mark.parametrize("shape", STABLE)
@pytest.mark.parametrize("baseline", [6, 12, 24])
def test_a_stable_series_seldom_gives_a_false_alarm(shape, baseline):
    rng = np.random.default_rng(31)
    found = np.array([judged(drawn(rng, shape, baseline), baseline) for _ in range(TIMES)])

    assert found.mean() <= 0.01
    # At most one series in a hundred; with so few drawn it may look like this many more.
    assert found.any(axis=1).mean() <= 0.01 + 3 * math.sqrt(0.01 * 0.99 / TIMES)


@pytest.mark.parametrize(
    ("deviations", "baseline", "months", "seen"),
    [(1.5, 12, 12, 0.57), (1.5, 12, 24, 0.83), (1.5, 24, 12, 0.77), (2, 12, 12, 0.88),
     (2, 24, 12, 0.97), (2, 6, 12, 0.62), (3, 6, 12, 0.96)],
)  # fmt: skip
def test_a_real_shift_is_seen_as_often_as_is_told(deviations, baseline, months, seen):
    rng = np.random.default_rng(32)
    series = [
        drawn(rng, "the bell curve", baseline, months=months, lifted=10 * deviations)
        for _ in range(TIMES)
    ]
    found = np.mean([any(judged(each, baseline)) for each in series])

    assert found == pytest.approx(seen, abs=3 * math.sqrt(seen * (1 - seen) / TIMES) + 0.005)


def test_what_hangs_together_gives_more_false_alarms_as_is_told():
    rng = np.random.default_rng(33)
    found = []
    for _ in range(TIMES):
        values = rng.normal(0, 1, 24)
        for month in range(1, 24):
            values[month] = 0.5 * values[month - 1] + math.sqrt(0.75) * values[month]
        found.append(any(judged(values, 12)))

    assert 0.08 <= np.mean(found) <= 0.18


def test_a_shift_is_told_with_where_it_began_and_which_way():
    found = lasting_shift([*BEFORE, 12, 13, *[8, 9, 8, 9, 8, 7, 8]], baseline=6)

    assert (found.start, found.is_up, found.pairs, found.of) == (8, False, 42, 42)
    assert found.chance == pytest.approx(2 / math.comb(13, 7))
    assert lasting_shift([*BEFORE, *[20] * 7], baseline=6).is_up


def test_too_few_are_no_shift_however_far_out():
    for months in range(7):
        assert lasting_shift([*BEFORE, *[1_000] * months], baseline=6) is None
    assert lasting_shift([*BEFORE, *[1_000] * 7], baseline=6)
    assert [values_needed(size) for size in (6, 7, 8, 9, 60)] == [7, 6, 6, 5, 5]


def test_a_shift_that_went_back_is_none_any_more():
    values = [*BEFORE, *[8] * 7]

    assert lasting_shift(values, baseline=6)
    assert lasting_shift([*values, *BEFORE], baseline=6) is None


def test_what_is_equal_is_no_shift():
    for value in (0.1, 1 / 3, -7.7, 1e9 / 7, 0):
        assert lasting_shift([value] * 40, baseline=12) is None


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: lasting_shift([*BEFORE, math.nan], baseline=6), "leave out"),
        (lambda: lasting_shift([BEFORE, BEFORE], baseline=6), "in one row"),
        (lambda: lasting_shift(BEFORE, baseline=5), "6 to 6"),
        (lambda: lasting_shift(BEFORE, baseline=7), "6 to 6"),
        (lambda: values_needed(5), "6 or more"),
    ],
)
def test_a_mistake_about_a_shift_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(st.lists(st.integers(0, 9), min_size=11, max_size=24), st.sampled_from([0.01, 1, 60]))
def test_a_shift_goes_by_order_alone(values, scale):
    found = lasting_shift(values, baseline=6)
    moved = lasting_shift([scale * value - 7 for value in values], baseline=6)
    turned = lasting_shift([-value for value in values], baseline=6)

    assert moved == found
    assert (turned is None) == (found is None)
    if found:
        assert (turned.start, turned.is_up) == (found.start, not found.is_up)


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
