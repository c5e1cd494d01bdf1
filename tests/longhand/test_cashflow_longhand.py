import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import cashflow
from stafett.calc.cashflow import GREEN_BOOK_2022, R109, NoRate, RateSchedule, SeveralRates
from tests.longhand import cashflow as longhand

amounts = st.integers(-1_000_000, 1_000_000)
flow = st.lists(amounts, min_size=1, max_size=12)
rate = st.floats(-0.2, 0.5)
timing = st.sampled_from(["start", "mid", "end"])
bands = st.dictionaries(st.integers(1, 12), rate, max_size=4).flatmap(
    lambda later: rate.map(lambda first: sorted({**later, 0: first}.items()))
)


@given(flow, bands, timing)
def test_what_a_flow_is_worth_agrees(flows, steps, when):
    quick = cashflow.net_present_value(flows, rate=RateSchedule(steps), timing=when)

    assert_allclose(quick, longhand.value(flows, steps, when), rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("schedule", [R109, GREEN_BOOK_2022], ids=lambda one: one.name)
@pytest.mark.parametrize("when", ["start", "mid", "end"])
def test_the_named_schedules_agree_for_every_year(schedule, when):
    quick = cashflow.discount_factors(310, rate=schedule, timing=when)

    for year in (0, 1, 29, 30, 31, 39, 40, 41, 74, 75, 76, 124, 125, 126, 200, 300, 301, 309):
        assert quick[year] == pytest.approx(longhand.factor(year, schedule.bands, when))


def rates_of(flows):
    try:
        return [cashflow.internal_rate_of_return(flows)]
    except NoRate:
        return []
    except SeveralRates as found:
        return list(found.rates)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6))
@example([-100, 230, -132])  # two
@example([-100, 220, -121])  # one that is only touched
@example([-1000, 3300, -3630, 1331])  # one, three times over
@example([0, 0, -5, 6, 0])
@example([-1, 6, -11, 6])  # three, one of them 0 %
@example([1, -1, 1])
@example([0])
def test_the_internal_rates_are_the_exact_ones(flows):
    assert_allclose(rates_of(flows), longhand.internal_rates(flows), atol=1e-7, rtol=1e-6)


@given(flow, rate, rate)
def test_the_modified_rate_agrees(flows, finance, reinvest):
    if min(flows) >= 0 or max(flows) <= 0:
        return
    quick = cashflow.modified_internal_rate_of_return(
        flows, finance_rate=finance, reinvest_rate=reinvest
    )

    assert quick == pytest.approx(longhand.modified_rate(flows, finance, reinvest))


@given(st.integers(1, 60), st.one_of(st.just(0.0), st.floats(0.001, 0.5), st.floats(-0.2, -0.001)))
def test_the_annuity_factor_agrees(years, interest):
    quick = cashflow.annuity_factor(years, rate=interest)

    assert quick == pytest.approx(longhand.annuity_factor(years, interest))


@given(amounts, st.integers(1, 60), bands)
def test_the_instalments_agree(present_value, years, steps):
    quick = cashflow.annuity(present_value, years=years, rate=RateSchedule(steps))

    assert_allclose(quick, longhand.annuity(present_value, years, steps), rtol=1e-9)


@given(st.lists(amounts, min_size=2, max_size=12), bands)
def test_what_a_flow_is_worth_each_year_agrees(flows, steps):
    quick = cashflow.equivalent_annual_value(flows, rate=RateSchedule(steps))

    assert_allclose(quick, longhand.annual_value(flows, steps), rtol=1e-9, atol=1e-6)


@given(st.lists(st.tuples(amounts, st.integers(1, 10**6)), min_size=1, max_size=12), bands, timing)
def test_the_benefit_for_each_krone_agrees(rows, steps, when):
    benefits, costs = map(list, zip(*rows, strict=True))

    quick = cashflow.benefit_cost_ratio(benefits, costs, rate=RateSchedule(steps), timing=when)

    slow = longhand.benefit_per_krone(benefits, costs, steps, when)
    assert_allclose(quick, slow, rtol=1e-9, atol=1e-6)


@given(
    st.lists(st.tuples(amounts, st.integers(1, 10**6)), min_size=1, max_size=12),
    st.sampled_from([1, -1]),
    bands,
)
def test_the_part_it_takes_to_break_even_agrees(rows, sign, steps):
    fixed, scaled = [amount for amount, _ in rows], [sign * amount for _, amount in rows]

    quick = cashflow.break_even_factor(fixed, scaled, rate=RateSchedule(steps))

    assert_allclose(quick, longhand.break_even(fixed, scaled, steps), rtol=1e-9, atol=1e-6)


@given(flow, st.sampled_from([0.0, 0.04, 0.11]))
def test_the_time_it_takes_to_be_paid_back_agrees(flows, interest):
    quick = cashflow.payback_years(flows, rate=interest)
    slow = longhand.payback(flows, interest)

    assert quick == slow if math.isinf(slow) else quick == pytest.approx(slow, abs=1e-9)


@given(st.lists(st.tuples(*[st.integers(1, 10**6)] * 3), min_size=1, max_size=8), rate)
def test_the_social_sum_agrees(rows, interest):
    benefits, outlay, other = map(list, zip(*rows, strict=True))

    quick = cashflow.social_total(benefits, outlay, other, rate=interest, tax_cost=0.2)

    slow = longhand.social(benefits, outlay, other, interest, 0.2)
    found = (quick.net, quick.tax_cost, quick.total_cost, quick.net_per_budget_krone)
    assert_allclose(found, slow, rtol=1e-9, atol=1e-6)


@given(st.lists(st.tuples(amounts, st.integers(1, 10**4)), min_size=1), st.integers(1, 10**4))
def test_amounts_in_other_prices_agree(rows, wanted):
    amounts, index = map(list, zip(*rows, strict=True))

    quick = cashflow.in_other_prices(amounts, index=index, wanted=wanted)

    assert_allclose(quick, longhand.in_other_prices(amounts, index, wanted), rtol=1e-12)
