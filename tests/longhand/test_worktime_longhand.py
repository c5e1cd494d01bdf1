from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import worktime
from tests.longhand import worktime as longhand

some = st.floats(0, 10_000)
share = st.floats(0, 1)
pay = st.floats(100_000, 2_000_000)
overhead = st.floats(0, 1)
cap = st.one_of(st.none(), st.floats(100, 1_000))


@settings(max_examples=50)
@given(some, some, some, share)
def test_hours_saved_agree(volume, before, after, adoption):
    quick = worktime.hours_saved(volume, before, after, adoption=adoption)

    slow = longhand.hours_saved(volume, before, after, adoption)
    assert_allclose(quick, slow, rtol=1e-9, atol=1e-6)


@settings(max_examples=50)
@given(st.floats(-10_000, 10_000), st.floats(-10_000, 10_000), st.floats(0, 500), some, share)
def test_the_value_of_a_change_agrees(before, after, each, times, adoption):
    quick = worktime.value_of_change(before, after, each=each, times=times, adoption=adoption)

    slow = longhand.value_of_change(before, after, each, times, adoption)
    assert_allclose(quick, slow, rtol=1e-9, atol=1e-3)


@settings(max_examples=50)
@given(st.floats(-60, 60), st.integers(0, 366), st.integers(0, 500), st.floats(0, 2_000))
def test_the_value_of_minutes_agrees(minutes, days, people, cost):
    quick = worktime.minutes_to_value(minutes, days=days, people=people, hourly_cost=cost)

    slow = longhand.value_of_minutes(minutes, days, people, cost)
    assert_allclose(quick, slow, rtol=1e-9, atol=1e-6)


@settings(max_examples=50)
@given(pay, st.floats(0.1, 5), overhead, cap)
def test_the_cost_of_an_hour_by_per_mille_agrees(annual, per_mille, extra, most):
    quick = worktime.hourly_cost(annual, per_mille=per_mille, overhead=extra, cap=most)

    assert_allclose(quick, longhand.hourly_cost(annual, per_mille, None, extra, most))


@settings(max_examples=50)
@given(pay, st.floats(1_000, 2_000), overhead, cap)
def test_the_cost_of_an_hour_by_hours_agrees(annual, hours, extra, most):
    quick = worktime.hourly_cost(annual, hours_per_fte=hours, overhead=extra, cap=most)

    assert_allclose(quick, longhand.hourly_cost(annual, None, hours, extra, most))


@settings(max_examples=50)
@given(st.floats(-10_000, 10_000), st.floats(1_000, 2_000), st.floats(0, 2_000), st.floats(0.1, 1))
def test_positions_prices_and_part_time_undo_themselves(hours, per_fte, cost, part):
    assert_allclose(
        worktime.full_time_equivalents(hours, hours_per_fte=per_fte) * per_fte, hours, atol=1e-6
    )
    assert_allclose(worktime.full_time_pay(cost, position_share=part) * part, cost)
    assert_allclose(worktime.capacity_value(hours, hourly_cost=cost), cost * hours)
