from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc.behaviour import lasting_shift, process_limits, signals
from tests.longhand import behaviour as longhand

# Values that stay for a while: random ones hardly ever give a sign.
stretch = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: [pair[0]] * pair[1])
series = st.lists(stretch, min_size=2, max_size=6).map(lambda parts: list(chain(*parts)))


@settings(max_examples=50)
@given(series)
def test_limits_agree(values):
    quick = process_limits(values)

    found = (quick.mean, quick.moving_range, quick.low, quick.high, quick.range_limit)
    assert_allclose(found, longhand.limits(values), atol=1e-9)


def is_close_to_a_line(values, *lines):
    return any(value == pytest.approx(line, abs=1e-6) for value in values for line in lines)


@settings(max_examples=50)
@given(series, st.integers(2, 30))
def test_signs_agree(values, baseline):
    limits = process_limits(values, baseline=min(baseline, len(values)))
    mean, low, high = float(limits.mean), float(limits.low), float(limits.high)
    if is_close_to_a_line(values, low, high, (mean + low) / 2, (mean + high) / 2):
        return  # the last digit decides
    values = [mean if value == pytest.approx(mean) else value for value in values]

    found = signals(values, limits)

    assert found.outside.tolist() == longhand.outside(values, low, high)
    assert found.eight.tolist() == longhand.on_one_side(values, mean, 8, 8)
    assert found.ten_of_twelve.tolist() == longhand.on_one_side(values, mean, 10, 12)
    assert found.three_of_four.tolist() == longhand.near_one_limit(values, mean, low, high)


@settings(max_examples=100)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=9), series, st.integers(0, 12))
def test_shifts_agree(before, later, lifted):
    values = before + [value + lifted for value in later[:14]]
    level = max(0.012 / len(before), 0.00075)

    quick = lasting_shift(values, baseline=len(before))

    slow = longhand.lasting_shift(values, len(before), level)
    assert (quick is None) == (slow is None)
    if quick is not None:
        assert (quick.start, quick.is_up, quick.pairs) == slow[:3]
        assert quick.chance == pytest.approx(float(slow[3]))
