"""The municipality's own economy and society's, side by side and never added."""

from datetime import date

import pytest
from django.utils import translation

from stafett.benefits.queries import economy
from stafett.benefits.queries.own import own_economy
from stafett.benefits.queries.reckoning import ground_of
from stafett.benefits.queries.social import social_economy
from tests.rooms.benefits.economies import (
    a_figure,
    a_promise,
    an_initiative,
    costs,
    joins,
    kroner,
    plan,
)

RATE = 1.04


@pytest.fixture(autouse=True)
def _figures(national_figures):
    """Everybody reckons with the national figures: 4 %, 20 øre, 500 kr an hour, ten years."""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def initiative(kari):
    return an_initiative(kari.home, staff_count=100)


def _own(cast, initiative):
    return own_economy(ground_of(cast.acting, initiative))


def _social(cast, initiative):
    return social_economy(ground_of(cast.acting, initiative))


def _value(amount, years, first=0):
    return sum(amount / RATE**year for year in range(first, first + years))


def _parts(social):
    return {part.title: round(part.value) for part in social.parts}


# --- the municipality's own -----------------------------------------------------------------


def test_the_budget_is_reduced_as_the_plan_says_less_what_is_paid(kari, initiative):
    promise = a_promise(initiative, of=kroner(), take_out="budget")
    plan(promise, y2027=100_000, y2028=150_000)
    costs(initiative, licence=50_000)

    own = _own(kari, initiative)

    assert [(row.year, row.saved, row.paid) for row in own.years[:3]] == [
        (2026, 0, 50_000),
        (2027, 100_000, 0),
        (2028, 150_000, 0),
    ]
    expected = -50_000 + 100_000 / RATE + _value(150_000, 8, first=2)
    assert own.net.likely == pytest.approx(expected)


def test_when_the_plan_has_ended_its_last_year_goes_on_and_says_so(kari, initiative):
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=10, y2027=20)
    costs(initiative)

    own = _own(kari, initiative)

    assert [row.saved for row in own.years] == [10] + [20] * 9
    assert [row.is_carried for row in own.years] == [False, False] + [True] * 8


def test_time_is_no_money_on_the_budget(kari, initiative):
    a_promise(initiative, take_out="other_use")
    costs(initiative, licence=90_000)

    own = _own(kari, initiative)

    assert own.saved == 0
    assert round(own.net.likely) == -90_000
    assert "90" in own.sentence
    assert "more than it saves" in own.sentence


def test_what_the_region_or_the_state_pays_is_not_on_our_budget(kari, initiative):
    a_promise(initiative)
    costs(initiative, licence=1000)
    for payer in ("region", "grant", "other"):
        costs(initiative, payer=payer, licence=5000)

    assert _own(kari, initiative).paid == 1000


def test_a_budget_that_no_plan_reduces_saves_nothing_yet(kari, initiative):
    promise = a_promise(initiative, of=kroner(), take_out="budget")
    costs(initiative)

    own = _own(kari, initiative)

    assert own.saved == 0
    assert own.without_plan == [promise]


def test_uncertain_costs_make_an_uncertain_net(kari, initiative):
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=0)
    costs(initiative, licence=(100, 200, 400))

    net = _own(kari, initiative).net

    assert (net.low, net.likely, net.high) == (-400, -200, -100)


def test_prices_of_several_years_become_one_by_the_index(kari, initiative):
    promise = a_promise(initiative, of=kroner(), take_out="budget")
    plan(promise, price_year=2025, y2026=100)
    costs(initiative, licence=50)
    for year, index in {2025: 100, 2026: 104}.items():
        a_figure(kari.home, "price_index", index, step=year)

    own = _own(kari, initiative)

    assert (own.price_year, own.years[0].saved, own.years[0].paid) == (2026, pytest.approx(104), 50)


# --- what stands in the way -----------------------------------------------------------------


def _says(economy_):
    return " ".join(missing.says for missing in economy_.missing)


def test_no_net_before_the_four_costs_are_told(kari, initiative):
    """R19: 0 is an answer, silence is none."""
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=100)

    for found in (_own(kari, initiative), _social(kari, initiative)):
        assert found.net is None
        assert found.sentence == ""
        assert "licences and equipment, training" in _says(found)
        assert "write 0" in _says(found)

    costs(initiative)
    assert _own(kari, initiative).net is not None
    assert _social(kari, initiative).net is not None


def test_what_is_light_is_not_asked_for_all_four(kari):
    small = an_initiative(kari.home, staff_count=4)
    a_promise(small)

    assert _own(kari, small).net is not None


def test_no_net_before_somebody_has_said_yes(kari, initiative):
    a_promise(initiative, state="proposed")
    costs(initiative)

    assert _own(kari, initiative).net is None
    assert "No promise has a yes yet" in _says(_own(kari, initiative))


def test_the_index_that_is_missing_is_named(kari, initiative):
    """R21."""
    plan(a_promise(initiative, of=kroner(), take_out="budget"), price_year=2024, y2026=100)
    costs(initiative, licence=100)

    own = _own(kari, initiative)

    assert own.net is None
    assert own.years == []
    assert "2024, 2026" in _says(own)
    assert "/organisasjon/#figures" in [missing.url for missing in own.missing]


def test_an_amount_of_nothing_needs_no_index(kari, initiative):
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=100)
    costs(initiative, price_year=2023)

    assert _own(kari, initiative).net is not None


# --- society --------------------------------------------------------------------------------


def test_hours_with_a_decided_use_are_capacity_and_cost_no_tax(kari, initiative):
    a_promise(initiative, take_out="other_use", effect_starts_on=date(2026, 1, 1))
    costs(initiative, licence=100_000)

    social = _social(kari, initiative)

    assert _parts(social) == {
        "Staff time used for something else": round(_value(1520 * 500, 10)),
        "Public costs": -100_000,
        "Tax cost": -20_000,
    }
    assert social.net.likely == pytest.approx(_value(1520 * 500, 10) - 120_000)


def test_hours_nobody_has_decided_about_have_no_price(kari, initiative):
    """R15."""
    a_promise(initiative, take_out="undecided")
    costs(initiative, licence=100_000)

    assert _parts(_social(kari, initiative)) == {"Public costs": -100_000, "Tax cost": -20_000}


def test_hours_that_come_to_are_paid_whatever_is_decided(kari, initiative):
    worse = {"target_low": 13, "target_likely": 14, "target_high": 15}
    a_promise(initiative, take_out="undecided", of={"is_disbenefit": True}, **worse)
    costs(initiative)

    [part, _tax] = _social(kari, initiative).parts
    assert part.value < 0


def test_inhabitants_time_has_a_price_only_when_somebody_has_set_one(kari, initiative):
    a_promise(initiative, of={"beneficiary": "inhabitants"})
    costs(initiative)
    assert "Inhabitants’ time" not in _parts(_social(kari, initiative))

    a_figure(kari.home, "inhabitant_hour", 200)

    assert _parts(_social(kari, initiative))["Inhabitants’ time"] == round(_value(1520 * 200, 10))


def test_what_is_saved_on_the_budget_saves_tax_too(kari, initiative):
    """R25: on net public outlay."""
    a_promise(initiative, of=kroner(), take_out="budget")
    costs(initiative)

    social = _social(kari, initiative)

    saved = _value(400_000, 10)
    assert _parts(social)["Tax not collected"] == round(0.2 * saved)
    assert social.net.likely == pytest.approx(1.2 * saved)


def test_what_others_pay_costs_no_tax(kari, initiative):
    a_promise(initiative, take_out="undecided")
    costs(initiative, payer="other", licence=1000)

    assert _social(kari, initiative).net.likely == pytest.approx(-1000)


def test_low_benefits_meet_high_costs_at_the_one_end(kari, initiative):
    a_promise(initiative, take_out="other_use", target_low=7, target_likely=8, target_high=9)
    costs(initiative, licence=(100, 200, 300))

    net = _social(kari, initiative).net

    hours = [22_800 * minutes / 60 for minutes in (3, 4, 5)]
    worths = [_value(each * 500, 10) for each in hours]
    assert (net.low, net.likely, net.high) == pytest.approx(
        (worths[0] - 360, worths[1] - 240, worths[2] - 120)
    )


# --- together with others -------------------------------------------------------------------


def test_a_municipality_sees_its_part_and_the_region_all_of_it(kari, ola, rune, siri, region):
    initiative = an_initiative(region, scope="public", staff_count=100)
    joins(initiative, kari.home, ola.home)
    for home in (kari.home, ola.home):
        plan(
            a_promise(initiative, municipality=home, of=kroner(), take_out="budget"), y2026=100_000
        )
    costs(initiative, licence=30_000)

    assert [_own(cast, initiative).years[0].paid for cast in (kari, rune)] == [15_000, 30_000]
    assert [_own(cast, initiative).years[0].saved for cast in (kari, rune)] == [100_000, 200_000]
    assert ground_of(siri.acting, initiative) is None


# --- the headline ---------------------------------------------------------------------------


def test_the_headline_says_hours_and_the_net_each_by_itself(kari, initiative):
    a_promise(initiative, take_out="other_use")
    costs(initiative, licence=100_000)

    said = economy.headline(kari.acting, initiative)

    assert said.sentence.startswith("Promised: 1\u202f520 hours (0.9 FTE) a year for staff.")
    assert "it costs 100\u202f000\u00a0kr more than it saves" in said.sentence
    assert said.missing == []


def test_the_headline_shows_no_kroner_before_the_costs_are_told(kari, initiative):
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=100)

    said = economy.headline(kari.acting, initiative)

    assert "kr" not in said.sentence
    assert "net of its costs" in said.sentence
    assert len(said.missing) == 1


def test_the_headline_waits_for_a_yes(kari, siri, initiative):
    assert economy.headline(kari.acting, initiative).sentence == "Nothing is promised yet."
    a_promise(initiative, state="proposed")

    said = economy.headline(kari.acting, initiative).sentence

    assert said == "1 promise waits for its owner’s yes."
    assert "its own to show" in economy.headline(siri.acting, initiative).sentence
