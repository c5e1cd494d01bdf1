"""Readings become hours or kroner by one formula, and are counted in one account."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.models import Benefit, Commitment
from stafett.benefits.queries import valuing
from stafett.benefits.queries.valuing import Account
from stafett.indicators.models import Indicator

LEVELS = {"target_low": 6, "target_likely": 8, "target_high": 10}


def a_promise(*, direction="down", effect_starts_on=date(2026, 7, 1), **said):
    """Return a promise on minutes for each invoice, from 12 to 8; nothing is saved."""
    fields = {name: said.pop(name) for name in list(said) if hasattr(Commitment, name)}
    standard = {"valuation": "volume", "counts": "hours", "factor": Decimal(1)} | said
    benefit = Benefit(indicator=Indicator(direction=direction), beneficiary="municipality")
    for name, value in standard.items():
        setattr(benefit, name, value)
    promised = LEVELS | {"volume": 22_800, "adoption": Decimal(1), "take_out": "other_use"} | fields
    return Commitment(benefit=benefit, effect_starts_on=effect_starts_on, **promised)


def test_four_minutes_less_for_each_of_22_800_invoices_is_1_520_hours():
    worth = valuing.promised(a_promise(), Decimal(12))

    assert (worth.account, worth.low, worth.likely, worth.high) == (
        Account.HOURS, pytest.approx(760), pytest.approx(1_520), pytest.approx(2_280),
    )  # fmt: skip


def test_a_reading_is_priced_as_the_promise_was_with_the_use_there_is():
    promise = a_promise()

    read = {"volume": Decimal(22_800), "adoption": Decimal("0.5")}
    worth = valuing.measured(promise, Decimal(12), Decimal(8), **read)

    assert worth.likely == pytest.approx(760)


def test_where_more_is_better_more_is_worth_more():
    promise = a_promise(direction="up", target_low=14, target_likely=16, target_high=18)

    assert valuing.promised(promise, Decimal(12)).likely == pytest.approx(1_520)


@pytest.mark.parametrize(
    ("said", "account"),
    [
        ({}, Account.HOURS),
        ({"take_out": "undecided"}, Account.HOURS),
        ({"take_out": "budget"}, Account.BUDGET),
        ({"counts": "nok"}, Account.KRONER),
        ({"counts": "nok", "take_out": "budget"}, Account.BUDGET),
        ({"beneficiary": "inhabitants", "take_out": "budget"}, Account.INHABITANTS_HOURS),
        ({"beneficiary": "business", "counts": "nok"}, Account.BUSINESS_KRONER),
        ({"beneficiary": "other_public", "counts": "nok"}, Account.PUBLIC_KRONER),
        ({"valuation": "none", "counts": "", "factor": None}, Account.QUALITY),
    ],
)
def test_each_promise_has_one_account(said, account):
    promise = a_promise(**said)

    assert valuing.promised(promise, Decimal(12), hourly_cost=Decimal(500)).account == account


def test_hours_become_kroner_only_where_the_budget_is_reduced_and_an_hour_has_a_price():
    promise = a_promise(take_out="budget")

    assert valuing.promised(promise, Decimal(12)) is None
    priced = valuing.promised(promise, Decimal(12), hourly_cost=Decimal(500))
    assert priced.likely == pytest.approx(760_000)


@pytest.mark.parametrize("missing", [{"volume": None}, {"adoption": None}])
def test_what_is_not_known_is_not_nothing(missing):
    assert valuing.promised(a_promise(**missing), Decimal(12)) is None
    assert valuing.promised(a_promise(), None) is None


def test_a_figure_a_month_counts_twelve_times():
    promise = a_promise(valuation="direct", times_a_year=12, factor=Decimal(60), volume=None)

    assert valuing.promised(promise, Decimal(12)).likely == pytest.approx(48)


def test_the_effect_comes_as_it_was_promised_to_come():
    promise = a_promise(ramp_up=[0.5, 0.8])

    days = [date(2026, 6, 30), date(2026, 7, 1), date(2027, 6, 30), date(2027, 7, 1)]
    assert [valuing.share_there(promise, day) for day in days] == [0, 0.5, 0.5, 0.8]
    assert valuing.share_there(promise, date(2029, 1, 1)) == 1
    assert valuing.share_of_year(promise, 2025) == 0
    assert valuing.share_of_year(promise, 2026) == pytest.approx(0.25)
    assert valuing.share_of_year(promise, 2027) == pytest.approx(0.65)
    assert valuing.share_of_year(promise, 2030) == 1


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.lists(st.floats(0, 1), max_size=5))
def test_all_of_it_is_there_in_the_end_and_never_more(starts, shares):
    promise = a_promise(effect_starts_on=starts, ramp_up=shares)

    assert all(0 <= valuing.share_of_year(promise, year) <= 1 for year in range(2018, 2040))
    assert valuing.share_of_year(promise, starts.year + 7) == 1


levels = st.decimals(0, 1_000, places=2)


@given(levels, st.lists(levels, min_size=3, max_size=3), st.sampled_from(["up", "down"]))
def test_low_likely_and_high_come_in_order_whichever_way_is_better(before, targets, direction):
    low, likely, high = sorted(targets)
    promise = a_promise(direction=direction, target_low=low, target_likely=likely, target_high=high)

    worth = valuing.promised(promise, before)

    assert worth.low <= worth.likely <= worth.high


@given(levels, levels)
def test_the_account_of_a_promise_is_that_of_its_readings(before, after):
    for said in ({}, {"take_out": "budget"}, {"beneficiary": "inhabitants"}, {"counts": "nok"}):
        promise = a_promise(**said)
        cost = {"hourly_cost": Decimal(500)}
        read = valuing.measured(
            promise, before, after, volume=Decimal(100), adoption=Decimal(1), **cost
        )
        assert read.account == valuing.promised(promise, before, **cost).account
