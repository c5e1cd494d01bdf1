"""What promises come to, account by account, with nothing counted twice."""

from datetime import date

import pytest
from django.utils import translation

from stafett.benefits.models import Usage
from stafett.benefits.queries import economy, promising
from stafett.benefits.queries.measuring import Coverage
from stafett.benefits.queries.valuing import Account
from tests.factories import NOW, CommitmentFactory, ObservationFactory, UnitFactory
from tests.rooms.benefits.economies import (
    a_benefit,
    a_figure,
    a_promise,
    an_initiative,
    arrow,
    kroner,
)

HOURS = 22_800 * 4 / 60  # 12 minutes become 8, on 22 800 cases


@pytest.fixture(autouse=True)
def _figures(national_figures):
    """Everybody reckons with the national figures."""


@pytest.fixture
def initiative(kari):
    return an_initiative(kari.home)


def _full_year(cast, initiative):
    """Return what each account comes to in a full year, likely."""
    found = economy.sums(cast.acting, initiative)
    return {
        each.account: each.full_year and round(each.full_year.likely, 6) for each in found.accounts
    }


def test_hours_and_kroner_stand_in_accounts_of_their_own(kari, initiative):
    a_promise(initiative)
    a_promise(initiative, of=kroner(), take_out="budget")
    a_promise(initiative, of=kroner(beneficiary="inhabitants"))
    a_promise(initiative, of={"valuation": "none", "counts": "", "factor": None, "kind": "quality"})

    assert _full_year(kari, initiative) == {
        Account.HOURS: HOURS,
        Account.BUDGET: 400_000,
        Account.INHABITANTS_KRONER: 400_000,
        Account.QUALITY: None,
    }


def test_low_likely_and_high_follow_the_targets(kari, initiative):
    a_promise(initiative, target_low=6, target_likely=8, target_high=11)

    [hours] = economy.sums(kari.acting, initiative).accounts

    assert (hours.full_year.low, hours.full_year.high) == (22_800 / 60, 22_800 * 6 / 60)


def test_the_first_years_follow_the_ramp_and_the_month_it_starts(kari, initiative):
    a_promise(initiative, effect_starts_on=date(2026, 7, 1), ramp_up=[0.5, 1])

    [hours] = economy.sums(kari.acting, initiative).accounts

    assert [(row.year, round(row.span.likely)) for row in hours.years[:3]] == [
        (2026, round(HOURS * 0.25)),
        (2027, round(HOURS * 0.75)),
        (2028, round(HOURS)),
    ]
    assert len(hours.years) == 10


def test_a_promise_without_a_yes_stands_apart(kari, initiative):
    a_promise(initiative)
    a_promise(initiative, state="proposed")
    a_promise(initiative, state="declined")

    found = economy.sums(kari.acting, initiative)

    assert [each.full_year.likely for each in found.accounts] == [HOURS]
    assert [each.full_year.likely for each in found.proposed] == [HOURS]
    assert found.confirmed == 1


def test_what_leads_to_another_benefit_is_counted_there(kari, initiative):
    calls, overtime = a_benefit(initiative), a_benefit(initiative, **kroner())
    a_promise(initiative, benefit=calls)
    a_promise(initiative, benefit=overtime, take_out="budget")
    arrow(initiative, calls, "færre vakter på telefonen", overtime)

    assert _full_year(kari, initiative) == {Account.BUDGET: 400_000}
    [line] = economy.sums(kari.acting, initiative).left_out
    assert line.commitment.benefit == calls


def test_a_promise_nobody_has_said_yes_to_takes_nothing_from_one_that_is_made(kari, initiative):
    calls, overtime = a_benefit(initiative), a_benefit(initiative, **kroner())
    a_promise(initiative, benefit=calls)
    a_promise(initiative, benefit=overtime, take_out="budget", state="proposed")
    arrow(initiative, calls, overtime)

    assert _full_year(kari, initiative) == {Account.HOURS: HOURS}


def test_what_waits_for_a_yes_takes_nothing_from_what_is_made_R11(kari, initiative):
    made, waits = a_promise(initiative), a_promise(initiative, state="proposed")
    arrow(initiative, made.benefit, "et endret arbeid", waits.benefit)

    assert promising.left_out([made, waits]) == {}
    assert _full_year(kari, initiative) == {Account.HOURS: HOURS}


def test_a_quality_without_a_price_takes_nothing_from_what_leads_to_it(kari, initiative):
    calls = a_benefit(initiative)
    calm = a_benefit(initiative, kind="quality", valuation="none", counts="", factor=None)
    a_promise(initiative, benefit=calls)
    a_promise(initiative, benefit=calm)
    arrow(initiative, calls, calm)

    assert _full_year(kari, initiative) == {Account.HOURS: HOURS, Account.QUALITY: None}


def test_what_depends_on_another_is_counted_there(kari, initiative):
    first = a_promise(initiative)
    a_promise(initiative, depends_on=first)

    assert _full_year(kari, initiative) == {Account.HOURS: HOURS}


def test_shares_of_a_split_are_taken(kari, initiative):
    a_promise(initiative, split_share="0.25")
    a_promise(initiative, split_share="0.75")

    assert _full_year(kari, initiative) == {Account.HOURS: HOURS}


def test_what_has_no_baseline_is_not_nothing(kari, initiative):
    a_promise(initiative)
    a_promise(initiative, before=None)

    found = economy.sums(kari.acting, initiative)

    [hours] = found.accounts
    assert (hours.counted, hours.of) == (1, 2)
    assert [bool(line.unknown) for line in found.unknown] == [True]


def test_an_account_where_nothing_is_known_has_no_sum(kari, initiative):
    a_promise(initiative, before=None)

    [hours] = economy.sums(kari.acting, initiative).accounts

    assert hours.full_year is None
    assert hours.years == []


def test_price_years_are_not_added_without_an_index(kari, initiative):
    a_promise(initiative, of=kroner(price_year=2024), take_out="budget")
    a_promise(initiative, of=kroner(price_year=2026), take_out="budget")

    [budget] = economy.sums(kari.acting, initiative).accounts
    assert budget.full_year is None
    assert budget.missing_index == (2024, 2026)

    for year, index in {2024: 100, 2026: 110}.items():
        a_figure(kari.home, "price_index", index, step=year)
    [budget] = economy.sums(kari.acting, initiative).accounts
    assert budget.full_year.likely == pytest.approx(400_000 * 1.1 + 400_000)
    assert budget.price_year == 2026


def test_the_baseline_of_a_unit_is_its_own(kari, initiative):
    unit = UnitFactory(organisation=kari.home)
    promise = a_promise(initiative, before=None, unit=unit)
    a_promise(initiative, benefit=promise.benefit)

    [hours] = economy.sums(kari.acting, initiative).accounts

    assert (hours.counted, hours.of) == (1, 2)


def test_each_sees_the_sums_of_what_it_may_see(kari, ola, rune, siri, region):
    initiative = an_initiative(region, scope="region", group=region)
    benefit = a_benefit(initiative)
    for home in (kari.home, ola.home):
        a_promise(initiative, benefit=benefit, municipality=home)

    assert _full_year(kari, initiative) == {Account.HOURS: HOURS}
    assert _full_year(rune, initiative) == {Account.HOURS: 2 * HOURS}
    assert _full_year(siri, initiative) == {}


def test_a_promise_on_another_initiative_is_not_here(kari, initiative):
    CommitmentFactory(benefit=a_benefit(an_initiative(kari.home)))

    assert economy.sums(kari.acting, initiative).accounts == []


# --- measured stands apart (R31) ------------------------------------------------------------


def _reads(promise, value):
    ObservationFactory(
        indicator=promise.benefit.indicator,
        organisation=promise.municipality,
        period_start=date(2026, 3, 1),
        period_end=date(2026, 3, 31),
        value=value,
    )
    Usage.objects.create(
        commitment=promise,
        period_start=date(2026, 3, 1),
        period_end=date(2026, 3, 31),
        volume=22_800,
        users=5,
        of_users=10,
        recorded_at=NOW,
    )


def test_what_is_measured_stands_beside_the_forecast_with_how_many(kari, ola, rune, region):
    initiative = an_initiative(region, scope="public")
    benefit = a_benefit(initiative)
    ours = a_promise(initiative, benefit=benefit, municipality=kari.home)
    a_promise(initiative, benefit=benefit, municipality=ola.home)
    _reads(ours, value=9)

    [hours] = economy.sums(rune.acting, initiative).accounts

    assert hours.full_year.likely == 2 * HOURS
    assert hours.measured.value == pytest.approx(22_800 * 3 / 60 * 0.5)
    assert hours.measured.coverage == Coverage(measured=1, of=2, promises=1, of_promises=2)


def test_one_of_two_promises_in_a_municipality_is_counted_as_that_R31(kari, initiative):
    read, _unread = a_promise(initiative), a_promise(initiative)
    _reads(read, value=9)

    [hours] = economy.sums(kari.acting, initiative).accounts

    assert hours.measured.value == pytest.approx(22_800 * 3 / 60 * 0.5)
    assert hours.measured.coverage == Coverage(measured=1, of=1, promises=1, of_promises=2)
    with translation.override("en"):
        said = hours.measured.coverage.words
    assert said == "1 of 2 promises measured, in 1 of 1 municipality."


def test_nothing_measured_is_unknown_and_not_nothing(kari, initiative):
    a_promise(initiative)

    [hours] = economy.sums(kari.acting, initiative).accounts

    assert hours.measured.value is None
    assert hours.measured.coverage == Coverage(measured=0, of=1, promises=0, of_promises=1)


def test_quality_is_how_many_are_at_their_target(kari, initiative):
    quality = {"kind": "quality", "valuation": "none", "counts": "", "factor": None}
    for value in (8, 9):
        _reads(a_promise(initiative, of=quality), value=value)

    [found] = economy.sums(kari.acting, initiative).accounts

    assert (found.measured.value, found.of) == (1, 2)
