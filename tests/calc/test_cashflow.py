import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import cashflow
from stafett.calc.cashflow import GREEN_BOOK_2022, R109, NoRate, RateSchedule, SeveralRates
from stafett.calc.errors import CalcError

amount = st.floats(-1e9, 1e9).map(lambda number: round(number, 2))
flow = st.lists(amount, min_size=1, max_size=15)
two_flows = st.integers(1, 15).flatmap(
    lambda years: st.tuples(*[st.lists(amount, min_size=years, max_size=years)] * 2)
)
rate = st.floats(-0.3, 1.0)
timing = st.sampled_from(["start", "mid", "end"])


def close(one, other, flows):
    """Equal, as seen against the amounts that went in."""
    return one == pytest.approx(other, rel=1e-9, abs=1e-9 * (1 + np.abs(flows).max()))


@pytest.mark.parametrize("schedule", [R109, GREEN_BOOK_2022], ids=lambda one: one.name)
def test_a_named_schedule_says_where_it_comes_from(schedule):
    assert schedule.source
    assert schedule.vintage in {"2021; from year 76: 2014", "2022"}


def test_the_rates_are_those_of_the_circulars():
    assert R109.rates(80)[[0, 39, 40, 74, 75]].tolist() == [0.04, 0.04, 0.03, 0.03, 0.02]
    british = GREEN_BOOK_2022.rates(301)[[0, 29, 30, 74, 75, 124, 125, 199, 200, 299, 300]]
    assert british.tolist() == [
        *(0.035, 0.035, 0.03, 0.03, 0.025, 0.025, 0.02, 0.02, 0.015, 0.015, 0.01)
    ]


def test_a_schedule_can_be_looked_up_like_any_value():
    assert RateSchedule([[0, 0.04]]) == RateSchedule(((0, 0.04),))
    assert len({R109, GREEN_BOOK_2022, R109}) == 2


def test_one_call_serves_one_initiative_or_ten_thousand_draws():
    draws = np.random.default_rng(7).normal(0, 1e6, (4, 3, 11))

    values = cashflow.net_present_value(draws, rate=R109)

    assert values.shape == (4, 3)
    assert values[2, 1] == pytest.approx(cashflow.net_present_value(draws[2, 1], rate=R109))
    assert cashflow.payback_years(draws, rate=0.04).shape == (4, 3)
    assert cashflow.equivalent_annual_value(draws, rate=0.04).shape == (4, 3)
    assert cashflow.social_total(draws, np.ones(11), rate=0.04).net.shape == (4, 3)
    assert cashflow.benefit_cost_ratio(draws, np.ones(11), rate=0.04).shape == (4, 3)


def test_a_flow_that_is_only_touched_has_that_rate():
    assert cashflow.internal_rate_of_return([-100, 220, -121]) == pytest.approx(0.1)


def test_several_rates_carry_the_roots():
    with pytest.raises(SeveralRates, match=r"2 internal rates \(10.0%, 20.0%\)") as found:
        cashflow.internal_rate_of_return([-100, 230, -132])
    assert found.value.rates == pytest.approx((0.1, 0.2))


@pytest.mark.parametrize("flows", [[0], [1, 2], [-5, 0, -1], [-1, 1, -1], [1e9, -1e-9]])
def test_some_flows_have_no_rate(flows):
    with pytest.raises(NoRate, match="net present value"):
        cashflow.internal_rate_of_return(flows)


def test_the_longest_flow_with_the_most_changes_of_sign_has_an_answer():
    there_and_back = [(-1) ** year * 1e6 for year in range(cashflow.LONGEST)]

    assert cashflow.internal_rate_of_return(there_and_back) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ([-100, 40, 40, 40], 2.5),
        ([-100, 40], math.inf),
        ([0, -100, 50, 50], 3.0),  # the first cost comes next year
        ([50, -100, 60], 11 / 6),  # a gain comes first
        ([-100, 150, -100, 60], 2 / 3),  # what comes after does not count
        ([-0.3, 0.1, 0.1, 0.1], 3.0),  # in binary, these tenths do not add up
        ([5], 0.0),
        ([-5], math.inf),
    ],
)
def test_when_it_is_paid_back(flows, years):
    assert cashflow.payback_years(flows) == pytest.approx(years)


def test_without_a_budget_there_is_no_krone_to_divide_by():
    total = cashflow.social_total([100, 100], [0, 0], 20, rate=0)

    assert total.net == 160
    assert total.tax_cost == 0
    assert math.isnan(total.net_per_budget_krone)


def test_a_public_saving_also_saves_the_cost_of_its_tax():
    total = cashflow.social_total([0, 0], [100, -200], rate=0)

    assert (total.tax_cost, total.total_cost, total.net) == (-20, -120, 120)


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: cashflow.net_present_value([], rate=0.04), "amount is missing"),
        (lambda: cashflow.net_present_value([1, None], rate=0.04), "fill in 0"),
        (lambda: cashflow.net_present_value([1, math.nan], rate=0.04), "fill in 0"),
        (lambda: cashflow.net_present_value([1, math.inf], rate=0.04), "amount is inf"),
        (lambda: cashflow.net_present_value([[1, 2], [3]], rate=0.04), "not a number"),
        (lambda: cashflow.net_present_value(7, rate=0.04), "begins with today"),
        (lambda: cashflow.net_present_value([1, 2], rate=-1), "share above -1"),
        (lambda: cashflow.net_present_value([1, 2], rate=math.nan), "rate is missing"),
        (lambda: cashflow.net_present_value([1, 2], rate=[0.1, 0.2]), "rate is a list"),
        (lambda: cashflow.net_present_value([1] * 501, rate=0.04), "give 500 at most"),
        (lambda: cashflow.net_present_value([1] * 200, rate=-0.9999), "too close to -1"),
        (lambda: cashflow.net_present_value([1, 2], rate=0.04, timing="late"), "'start', 'mid'"),
        (lambda: cashflow.in_other_prices(None, index=100, wanted=110), "amount is missing"),
        (lambda: cashflow.in_other_prices(1, index=0, wanted=110), "price index is 0"),
        (lambda: cashflow.in_other_prices(1, index=100, wanted=None), "price index is missing"),
        (lambda: cashflow.discount_factors(0, rate=0.04), "There are 0 years"),
        (lambda: cashflow.discount_factors(2.5, rate=0.04), "whole number"),
        (lambda: RateSchedule(()), "begin in year 0"),
        (lambda: RateSchedule(((1, 0.04),)), "begin in year 0"),
        (lambda: RateSchedule(((0, 0.04), (5, 0.03), (5, 0.02))), "must rise"),
        (lambda: RateSchedule(((0, 0.04), (5, None))), "rate is missing"),
        (lambda: RateSchedule(((0, 0.04), (5.5, 0.03))), "whole years"),
        (lambda: RateSchedule(((0,),)), "two numbers"),
        (lambda: cashflow.internal_rate_of_return([[-1, 2], [-1, 3]]), "one flow at a time"),
        (
            lambda: cashflow.modified_internal_rate_of_return(
                [1, 2], finance_rate=0, reinvest_rate=0
            ),
            "without costs",
        ),
        (lambda: cashflow.equivalent_annual_value([1], rate=0.04), "only one year"),
        (lambda: cashflow.annuity(math.nan, years=3, rate=0), "present value is missing"),
        (lambda: cashflow.benefit_cost_ratio([1, 2], [1], rate=0), "1 and 2 years"),
        (lambda: cashflow.benefit_cost_ratio([1, 2], [-1, 0], rate=0), "positive amounts"),
        (lambda: cashflow.benefit_cost_ratio([[1], [2]], [[1], [2], [3]], rate=0), "together"),
        (lambda: cashflow.break_even_factor([-1, 2], [0, 0], rate=0), "worth nothing"),
        (lambda: cashflow.social_total([1, 2], [1, 2, 3], rate=0), "2 and 3 years"),
        (lambda: cashflow.social_total([1], [1], None, rate=0), "nobody else pays"),
        (lambda: cashflow.social_total([1], [1], rate=0, tax_cost=-0.2), "20 øre"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(two_flows, rate, timing)
def test_two_flows_together_are_worth_what_they_are_worth_apart(flows, interest, when):
    one, other = map(np.array, flows)

    apart = cashflow.net_present_value([one, other], rate=interest, timing=when).sum()

    together = cashflow.net_present_value(one + other, rate=interest, timing=when)
    assert close(together, apart, np.abs(flows) * 1.5 ** len(one))


@settings(max_examples=50)
@given(flow, st.floats(0.001, 1))
def test_later_in_the_year_is_worth_less_by_the_same_part_for_all(flows, interest):
    start, mid, end = (
        cashflow.discount_factors(len(flows), rate=interest, timing=when)
        for when in ("start", "mid", "end")
    )

    assert (start > mid).all()
    assert_allclose(mid / start, (1 + interest) ** -0.5)
    assert_allclose(end / mid, (1 + interest) ** -0.5)


@settings(max_examples=50)
@given(st.integers(2, 200), st.sampled_from([R109, GREEN_BOOK_2022]), timing)
def test_a_later_krone_is_worth_less_whatever_the_schedule(years, schedule, when):
    assert (np.diff(cashflow.discount_factors(years, rate=schedule, timing=when)) < 0).all()


@settings(max_examples=50)
@given(flow, rate, timing, st.integers(1, 20))
def test_a_band_with_the_same_rate_changes_nothing(flows, interest, when, year):
    schedule = RateSchedule(((0, interest), (year, interest)))

    by_bands = cashflow.discount_factors(len(flows), rate=schedule, timing=when)

    assert_allclose(by_bands, cashflow.discount_factors(len(flows), rate=interest, timing=when))


@settings(max_examples=50)
@given(flow, st.integers(0, 5))
@example([-100, 230, -132], 0)
def test_at_an_internal_rate_a_flow_is_worth_nothing(flows, wait):
    try:
        rates = [cashflow.internal_rate_of_return(flows)]
    except NoRate:
        rates = []
    except SeveralRates as found:
        rates = found.rates
        assert sorted(rates) == list(rates)

    for found in rates:
        assume(-0.9 < found < 10)
        later = [0] * wait + flows  # and still when it begins later
        scale = np.abs(cashflow.net_present_value(np.abs(later), rate=found))
        assert abs(cashflow.net_present_value(later, rate=found)) <= 1e-9 * scale


@settings(max_examples=50)
@given(st.sets(st.integers(-50, 200), min_size=1, max_size=4))
def test_all_the_rates_a_flow_is_made_from_are_found(per_cent):
    rates = [part / 100 for part in sorted(per_cent)]
    flows = np.array([-1000.0])
    for found in rates:
        flows = np.convolve(flows, [1, -(1 + found)])
    try:
        seen = [cashflow.internal_rate_of_return(flows)]
    except SeveralRates as several:
        seen = several.rates

    assert_allclose(seen, rates, atol=1e-6)


@settings(max_examples=50)
@given(st.floats(-1e9, 1e9), st.integers(1, 60), rate)
def test_an_annuity_is_worth_what_it_was_made_of(value, years, interest):
    instalments = [cashflow.annuity(value, years=years, rate=interest)] * years

    worth = cashflow.net_present_value(instalments, rate=interest, timing="end")

    assert worth == pytest.approx(value, rel=1e-9)


@settings(max_examples=50)
@given(flow, rate)
def test_the_yearly_value_repeated_is_worth_the_flow(flows, interest):
    flows = [*flows, 0.0]
    yearly = cashflow.equivalent_annual_value(flows, rate=interest)

    worth = cashflow.net_present_value([yearly] * (len(flows) - 1), rate=interest, timing="end")

    scale = np.abs(flows).max() * 1.5 ** len(flows)
    assert close(worth, cashflow.net_present_value(flows, rate=interest), scale)


@settings(max_examples=50)
@given(flow, st.floats(0, 0.5), st.floats(0, 1e9), st.integers(0, 14))
def test_more_gain_is_never_paid_back_later(flows, interest, more, year):
    assume(flows[0] <= 0)
    better = list(flows)
    better[min(year, len(flows) - 1)] += more

    after = cashflow.payback_years(better, rate=interest)

    before = cashflow.payback_years(flows, rate=interest)
    # Nothing spent counts as paid at once; a first cost is what starts the clock.
    assert after <= before + 1e-9 or before == 0


@settings(max_examples=50)
@given(two_flows, st.floats(0, 0.5))
def test_at_the_break_even_the_whole_is_worth_nothing(flows, interest):
    fixed, scaled = map(np.array, flows)
    assume(abs(cashflow.net_present_value(scaled, rate=interest)) > 1)

    factor = cashflow.break_even_factor(fixed, scaled, rate=interest)

    whole = cashflow.net_present_value(fixed + factor * scaled, rate=interest)
    assert abs(whole) <= 1e-6 * (1 + np.abs(fixed).max() + abs(factor) * np.abs(scaled).max())


@settings(max_examples=50)
@given(two_flows, st.floats(0, 0.5), st.floats(0, 0.5))
def test_the_social_sum_less_the_cost_of_tax_is_the_plain_sum(flows, interest, tax):
    benefits, outlay = map(np.array, flows)

    total = cashflow.social_total(benefits, outlay, rate=interest, tax_cost=tax)

    plain = cashflow.net_present_value(benefits - outlay, rate=interest)
    assert close(total.net + total.tax_cost, plain, np.abs(flows) * 10)
    assert close(
        total.net + total.total_cost,
        cashflow.net_present_value(benefits, rate=interest),
        np.abs(flows) * 10,
    )


@settings(max_examples=50)
@given(st.lists(st.floats(1, 1e9), min_size=2, max_size=10), rate)
def test_what_only_earns_its_own_rate_has_it_as_modified_rate(gains, interest):
    cost = cashflow.net_present_value([0, *gains], rate=interest)

    found = cashflow.modified_internal_rate_of_return(
        [-cost, *gains], finance_rate=interest, reinvest_rate=interest
    )

    assert found == pytest.approx(interest, abs=1e-9)


# --- prices ---------------------------------------------------------------------------------------

index = st.floats(1, 1e4)


@given(amount, index, index)
def test_there_and_back_is_the_same_amount(paid, here, there):
    away = cashflow.in_other_prices(paid, index=here, wanted=there)

    assert cashflow.in_other_prices(away, index=there, wanted=here) == pytest.approx(paid)


@given(amount, index, index, index)
def test_it_makes_no_difference_which_year_is_a_hundred(paid, here, there, base):
    plain = cashflow.in_other_prices(paid, index=here, wanted=there)

    based = cashflow.in_other_prices(paid, index=100 * here / base, wanted=100 * there / base)

    assert based == pytest.approx(plain)
