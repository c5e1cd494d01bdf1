import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import worktime
from stafett.calc.errors import CalcError

some = st.floats(0, 10_000)
share = st.floats(0, 1)
pay = st.floats(100_000, 2_000_000)


def test_one_call_serves_every_municipality_and_month():
    volume = np.arange(1.0, 13).reshape(1, 12) * np.ones((7, 1))

    hours = worktime.hours_saved(volume, 22, 15, adoption=np.linspace(0, 1, 7)[:, None])

    assert hours.shape == (7, 12)
    assert hours[0].tolist() == [0] * 12
    assert worktime.capacity_value(hours, hourly_cost=500).shape == (7, 12)
    assert worktime.hourly_cost([500_000, 600_000], hours_per_fte=1_700).shape == (2,)


def test_what_takes_longer_than_before_frees_less_than_nothing():
    assert worktime.hours_saved(60, 5, 8) == -3
    assert worktime.capacity_value(-3, hourly_cost=500) == -1_500


def test_the_published_examples_of_the_per_mille_rule_come_out():
    # 80 % at 332,000 and 158 hours; 100 % at 600,000 and 1,850 hours (SkatteFUNN, 2022).
    full = worktime.full_time_pay([332_000, 600_000], position_share=[0.8, 1.0])
    cost = worktime.hourly_cost(full, per_mille=1.2, cap=700)

    value = worktime.capacity_value([158, 1_850], hourly_cost=cost)

    assert_allclose(value, [78_684, 1_295_000])


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: worktime.hours_saved(None, 5, 4), "volume is missing"),
        (lambda: worktime.hours_saved(-1, 5, 4), "volume is -1"),
        (lambda: worktime.hours_saved(1, 5, -4), "minutes are -4"),
        (lambda: worktime.hours_saved([], 5, 4), "volume is missing"),
        (lambda: worktime.hours_saved(1, 5, 4, adoption=80), "0 to 1"),
        (lambda: worktime.hours_saved([1, 2], [5, 6, 7], 4), "do not go together"),
        (lambda: worktime.value_of_change(None, 4, each=1), "read the yardstick once"),
        (lambda: worktime.value_of_change(5, math.nan, each=1), "reading after is missing"),
        (lambda: worktime.value_of_change(5, 4, each=-1), "worth -1"),
        (lambda: worktime.value_of_change(5, 4, each=1, times=-1), "-1 times"),
        (lambda: worktime.value_of_change(5, 4, each=1, adoption=80), "0 to 1"),
        (lambda: worktime.full_time_equivalents(1, hours_per_fte=0), "0 hours"),
        (lambda: worktime.full_time_equivalents(1, hours_per_fte=17_000), "e.g. 1700"),
        (lambda: worktime.full_time_equivalents(math.nan, hours_per_fte=1_700), "are missing"),
        (lambda: worktime.capacity_value(1, hourly_cost=-5), "An hour costs -5"),
        (lambda: worktime.capacity_value(math.nan, hourly_cost=5), "hours are missing"),
        (lambda: worktime.minutes_to_value(5, days=400, people=1, hourly_cost=1), "400 days"),
        (lambda: worktime.minutes_to_value(5, days=1, people=-1, hourly_cost=1), "-1 people"),
        (lambda: worktime.minutes_to_value(None, days=1, people=1, hourly_cost=1), "a day"),
        (lambda: worktime.hourly_cost(500_000), "Give either"),
        (lambda: worktime.hourly_cost(500_000, per_mille=1.2, hours_per_fte=1_700), "not both"),
        (lambda: worktime.hourly_cost(-1, per_mille=1.2), "pay is -1"),
        (lambda: worktime.hourly_cost(500_000, per_mille=-1.2), "per mille is -1.2"),
        (lambda: worktime.hourly_cost(500_000, hours_per_fte=0), "position has 0"),
        (lambda: worktime.hourly_cost(500_000, per_mille=1.2, overhead=-1), "overhead is -1"),
        (lambda: worktime.hourly_cost(500_000, per_mille=1.2, cap=-1), "cap is -1"),
        (lambda: worktime.full_time_pay(500_000, position_share=80), "0.8 for 80 %"),
        (lambda: worktime.full_time_pay(500_000, position_share=0), "0.8 for 80 %"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(some, some, some, share)
def test_going_back_takes_what_going_there_freed(volume, before, after, adoption):
    there = worktime.hours_saved(volume, before, after, adoption=adoption)

    assert worktime.hours_saved(volume, after, before, adoption=adoption) == pytest.approx(-there)


@settings(max_examples=50)
@given(some, some, some, share)
def test_no_more_is_saved_than_was_spent_and_never_more_by_fewer(volume, before, after, adoption):
    spent = volume * before / 60
    saved = worktime.hours_saved(volume, before, min(before, after), adoption=adoption)
    by_all = worktime.hours_saved(volume, before, min(before, after))

    assert 0 <= saved <= by_all + 1e-9
    assert by_all <= spent * (1 + 1e-12)


@settings(max_examples=50)
@given(some, some, some, share)
def test_minutes_in_a_yardstick_are_priced_as_the_hours_they_free(volume, before, after, adoption):
    value = worktime.value_of_change(before, after, each=1 / 60, times=volume, adoption=adoption)

    hours = worktime.hours_saved(volume, before, after, adoption=adoption)
    assert value == pytest.approx(hours, rel=1e-9, abs=1e-6)


@settings(max_examples=50)
@given(some, some, some, some, share)
def test_the_volume_can_be_split_without_changing_the_sum(one, other, before, after, adoption):
    both = worktime.hours_saved([one, other], before, after, adoption=adoption).sum()

    whole = worktime.hours_saved(one + other, before, after, adoption=adoption)
    assert both == pytest.approx(whole, rel=1e-9, abs=1e-6)


@settings(max_examples=50)
@given(st.floats(-60, 60), st.integers(0, 366), st.integers(0, 500), st.floats(0, 2_000))
def test_minutes_by_day_are_priced_as_the_hours_they_make(minutes, days, people, cost):
    hours = minutes * days * people / 60

    value = worktime.minutes_to_value(minutes, days=days, people=people, hourly_cost=cost)

    expected = worktime.capacity_value(hours, hourly_cost=cost)
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-6)


@settings(max_examples=50)
@given(pay, st.floats(1_000, 2_000), st.floats(0, 1), st.floats(0, 1_000))
def test_the_two_ways_to_an_hour_meet_and_a_cap_holds(annual, hours, overhead, cap):
    by_hours = worktime.hourly_cost(annual, hours_per_fte=hours, overhead=overhead)
    by_per_mille = worktime.hourly_cost(annual, per_mille=1_000 / hours, overhead=overhead)
    capped = worktime.hourly_cost(annual, hours_per_fte=hours, overhead=overhead, cap=cap)

    assert by_hours == pytest.approx(by_per_mille)
    assert capped == min(by_hours, cap)


@settings(max_examples=50)
@given(pay, st.floats(0.05, 1))
def test_a_part_of_a_full_pay_is_the_pay_of_the_part(full, part):
    assert worktime.full_time_pay(full * part, position_share=part) == pytest.approx(full)
