"""What holds however many promises there are: accounts never mix, and nothing counts twice."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.benefits.models import Benefit, Commitment
from stafett.benefits.queries import economy, valuing
from stafett.benefits.queries.own import own_economy
from stafett.benefits.queries.reckoning import ground_of
from stafett.benefits.queries.social import social_economy
from stafett.benefits.queries.sums import Line, summed
from stafett.indicators.models import Indicator
from stafett.organisations.queries import Parameters
from tests.rooms.benefits.economies import a_figure, a_promise, an_initiative, costs, kroner, plan

PARAMETERS = Parameters(figures=(), years=4)
BEFORE = Decimal(20)

WAYS = [
    ("municipality", "hours", "other_use"),
    ("municipality", "hours", "undecided"),
    ("municipality", "nok", "other_use"),
    ("municipality", "nok", "budget"),
    ("inhabitants", "hours", "external"),
    ("inhabitants", "nok", "external"),
    ("business", "hours", "external"),
    ("other_public", "nok", "external"),
]


@st.composite
def promises(draw):
    """Draw a promise that nobody has saved."""
    beneficiary, counts, take_out = draw(st.sampled_from(WAYS))
    benefit = Benefit(
        indicator=Indicator(direction="down"),
        beneficiary=beneficiary,
        valuation="volume",
        counts=counts,
        factor=Decimal(draw(st.integers(1, 500))),
        price_year=2026,
    )
    low, likely, high = sorted(draw(st.lists(st.integers(0, 30), min_size=3, max_size=3)))
    return Commitment(
        benefit=benefit,
        state="confirmed",
        municipality_id=draw(st.integers(1, 3)),
        target_low=low,
        target_likely=likely,
        target_high=high,
        take_out=take_out,
        volume=Decimal(draw(st.integers(0, 1000))),
        adoption=Decimal(draw(st.integers(0, 10))) / 10,
        ramp_up=draw(st.lists(st.sampled_from([0, 0.5, 1]), max_size=2)),
        effect_starts_on=date(2026, draw(st.integers(1, 12)), 1),
    )


def _line(promise, share=1.0):
    return Line(
        commitment=promise,
        account=valuing.account_of(promise.benefit, promise.take_out, awaits_budget=False),
        worth=valuing.promised(promise, BEFORE).times(share),
        measured=None,
        reached=None,
        left_out="",
        unknown="",
        is_fragmented=False,
        hour_price_year=None,
        hourly_cost=None,
    )


def _sums(lines):
    found = summed(lines, PARAMETERS, first_year=2026)
    return {
        each.account: np.array(
            [[row.span.low, row.span.likely, row.span.high] for row in each.years]
            + [[each.full_year.low, each.full_year.likely, each.full_year.high]]
        )
        for each in found.accounts
    }


many = st.lists(promises(), min_size=1, max_size=6)


@given(many)
def test_an_account_is_the_sum_of_its_own_and_of_nothing_else(made):
    lines = [_line(promise) for promise in made]
    together = _sums(lines)

    assert together.keys() == {line.account for line in lines}
    for account, rows in together.items():
        own = [line for line in lines if line.account == account]
        assert np.allclose(rows, _sums(own)[account])
        assert rows[-1][1] == pytest.approx(sum(line.worth.likely for line in own))


@given(many)
def test_twice_the_factor_is_twice_each_sum(made):
    once = _sums([_line(promise) for promise in made])
    for promise in made:
        promise.benefit.factor *= 2

    twice = _sums([_line(promise) for promise in made])

    assert once.keys() == twice.keys()
    assert all(np.allclose(twice[account], 2 * once[account]) for account in once)


@given(many, st.integers(0, 100))
def test_two_shares_of_one_promise_are_the_promise(made, percent):
    whole = _sums([_line(promise) for promise in made])
    parts = [percent / 100, 1 - percent / 100]

    split = _sums([_line(promise, share) for promise in made for share in parts])

    assert all(np.allclose(split[account], whole[account]) for account in whole)


@given(many)
def test_low_is_never_above_likely_nor_likely_above_high(made):
    for rows in _sums([_line(promise) for promise in made]).values():
        assert (np.diff(rows) >= -1e-9).all()


# --- through the database -------------------------------------------------------------------

few = settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@few
@given(share=st.integers(1, 99))
def test_a_split_that_is_stored_leaves_the_sums_as_they_were(kari, national_figures, share):
    whole, split = an_initiative(kari.home), an_initiative(kari.home)
    a_promise(whole)
    for part in (Decimal(share) / 100, 1 - Decimal(share) / 100):
        a_promise(split, split_share=part)

    [one], [other] = (economy.sums(kari.acting, each).accounts for each in (whole, split))

    assert other.full_year.likely == pytest.approx(one.full_year.likely)
    assert other.full_year.low == pytest.approx(one.full_year.low)


@few
@given(paid=st.integers(0, 10**6), saved=st.integers(0, 10**6), tax=st.integers(0, 100))
def test_whatever_the_tax_costs_the_municipalitys_own_is_the_same(
    kari, national_figures, paid, saved, tax
):
    initiative = an_initiative(kari.home, staff_count=100)
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=saved)
    costs(initiative, licence=paid)
    before = own_economy(ground_of(kari.acting, initiative)).net

    figure = a_figure(kari.home, "tax_cost", Decimal(tax) / 100)
    ground = ground_of(kari.acting, initiative)
    own, social = own_economy(ground), social_economy(ground)
    figure.delete()

    assert own.net == before
    assert social.tax_cost == pytest.approx(
        tax / 100 * -sum(part.value for part in social.parts[:-1])
    )
