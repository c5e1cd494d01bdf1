"""What came of a promise is worked out from what was read, for one and for many."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from stafett.audit.models import Entry
from stafett.benefits.models import Usage
from stafett.benefits.queries import measuring as queries
from stafett.benefits.queries.valuing import Account
from stafett.benefits.rules.measuring import NotTheirs
from stafett.indicators.models import Observation
from stafett.lib import OutOfTurn, Refused
from stafett.organisations.models import Parameter
from tests import factories
from tests.rooms.benefits.measured import (
    BEFORE,
    JULY,
    MAY,
    SPRING,
    STARTS,
    SUMMER,
    USED,
    a_promise,
    at,
    conclude,
    explain,
    fresh,
    measure,
    reads,
    stands,
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def promise(kari):
    return a_promise(kari)


# --- one reading --------------------------------------------------------------------------------


def test_a_reading_halfway_says_half_of_the_promise_at_the_use_there_is(promise, kari):
    measure(promise, kari.acting, SPRING, "10", **USED | {"users": 12})

    now = stands(promise)
    assert now.status == "measured"
    assert (now.reached, now.expected) == (pytest.approx(0.5), 1.0)
    assert now.worth.account == Account.HOURS
    assert now.worth.likely == pytest.approx(22_800 * 2 / 60)


def test_without_how_many_use_it_there_are_no_hours_but_the_reading_stands_R20(promise, kari):
    measure(promise, kari.acting, SPRING, "8")

    now = stands(promise)
    assert now.worth is None
    assert (now.status, now.reached, now.use_is_known) == ("measured", 1.0, False)


def test_a_period_that_was_read_is_corrected_and_what_it_said_stays(promise, kari):
    first = measure(promise, kari.acting, SPRING, "8", **USED)
    second = measure(promise, kari.acting, SPRING, "9", **USED | {"users": 6})

    assert second.supersedes == first
    assert [row.value for row in Observation.objects.filter(is_live=True, supersedes=first)] == [9]
    assert list(Usage.objects.order_by("id").values_list("users", "is_live")) == [
        (9, False),
        (6, True),
    ]


def test_reading_and_use_are_written_together_or_not_at_all(promise, kari):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="More use it than there are"):
        measure(promise, kari.acting, SPRING, "8", **USED | {"users": 13})

    assert not queries.reading_of(promise, *SPRING)
    assert Entry.objects.count() == before


def test_the_reading_is_by_the_promises_own_version_even_when_it_is_renewed_R07(promise, kari):
    indicator = promise.benefit.indicator
    indicator.retired_on = date(2026, 2, 1)
    indicator.save()

    assert measure(promise, kari.acting, SPRING, "8").indicator == indicator


def test_a_unit_is_read_for_itself(kari):
    unit = factories.UnitFactory(organisation=kari.home)
    promise = a_promise(kari, unit=unit)
    reads(a_promise(kari, benefit=promise.benefit, baseline=None), SPRING, "3")
    assert stands(promise).latest is None

    assert measure(promise, kari.acting, SPRING, "8").unit == unit
    assert stands(promise).latest.value == 8


@pytest.mark.parametrize("state", ["proposed", "declined", "withdrawn"])
def test_what_nobody_has_said_yes_to_is_not_measured(kari, state):
    with pytest.raises(OutOfTurn):
        measure(a_promise(kari, state=state), kari.acting, SPRING, "8")


def test_only_those_who_work_there_measure(promise, rune, siri, ola):
    for other in (rune, siri, ola):
        with pytest.raises(NotTheirs):
            measure(promise, other.acting, SPRING, "8")


# --- how it stands ------------------------------------------------------------------------------


def test_it_is_too_early_until_the_first_reading_is_due_and_then_it_is_not_known_R36(promise):
    assert stands(promise, at(date(2025, 11, 1))).status == "too_early"
    assert stands(promise, at(date(2026, 4, 30))).status == "too_early"
    assert stands(promise, at(date(2026, 5, 1))).status == "unknown"


def test_a_reading_grows_old_R36(promise, kari):
    measure(promise, kari.acting, SPRING, "8", **USED)

    assert stands(promise, at(date(2026, 7, 30))).status == "measured"
    overdue = stands(promise, at(date(2026, 7, 31)))
    assert (overdue.status, overdue.is_overdue, overdue.latest.value) == ("unknown", True, 8)


def test_a_reading_from_before_the_effect_is_none_of_it_R08(promise):
    reads(promise, (date(2025, 12, 1), date(2026, 2, 1)), "8")

    assert stands(promise).latest is None


def test_a_baseline_that_ends_after_the_effect_starts_is_none_R06(kari):
    late = (date(2025, 2, 1), STARTS)
    promise = a_promise(kari, baseline=None, baseline_from=late[0], baseline_to=late[1])
    reads(promise, late, "12")

    assert stands(promise).baseline is None


def test_a_promise_that_comes_gradually_is_measured_against_what_should_be_there(kari):
    promise = a_promise(kari, ramp_up=[0.5, 1])
    measure(promise, kari.acting, SPRING, "10", **USED | {"users": 12})

    now = stands(promise)
    assert (now.reached, now.expected, now.falls_short) == (pytest.approx(0.5), 0.5, False)


def test_where_nobody_has_said_how_much_is_explained_nothing_is_asked_R33(promise, kari):
    Parameter.objects.all().delete()

    measure(promise, kari.acting, SPRING, "11", **USED)

    assert not stands(promise).falls_short


@pytest.mark.parametrize(("value", "short"), [("8", False), ("8.8", False), ("8.9", True)])
def test_a_fifth_less_is_not_a_deviation_and_more_is_R33(promise, kari, value, short):
    measure(promise, kari.acting, SPRING, value, **USED | {"users": 12})

    assert stands(promise).falls_short is short


def test_the_municipalitys_own_threshold_counts(promise, kari):
    Parameter.objects.create(organisation=kari.home, name="deviation_share", value="0.5",
                             valid_from=STARTS, source="Oss")  # fmt: skip
    measure(promise, kari.acting, SPRING, "9.9", **USED | {"users": 12})

    assert not stands(promise).falls_short


def test_more_harm_than_foreseen_is_explained_too(kari):
    promise = a_promise(kari, benefit__is_disbenefit=True, target_low=13, target_likely=14,
                        target_high=15)  # fmt: skip
    measure(promise, kari.acting, SPRING, "17", **USED | {"users": 12})

    assert stands(promise).falls_short


def test_a_promise_to_stay_where_one_is_is_kept_by_staying(kari):
    promise = a_promise(kari, target_low=12, target_likely=12, target_high=12)
    measure(promise, kari.acting, SPRING, "12", **USED)
    assert stands(promise).reached == 1.0

    measure(promise, kari.acting, SUMMER, "13", now=JULY, **USED)
    assert (stands(promise, JULY).reached, stands(promise, JULY).falls_short) == (0.0, True)


# --- many together ------------------------------------------------------------------------------


def test_measured_in_one_of_two_municipalities_R31(promise, kari, ola):
    other = a_promise(ola, benefit=promise.benefit)
    measure(promise, kari.acting, SPRING, "8", **USED)
    rows = queries.standings([promise, other], today=MAY.date())

    assert queries.coverage(rows.values()) == queries.Coverage(
        measured=1, of=2, promises=1, of_promises=2
    )
    worths = queries.latest_worth([promise, other], today=MAY.date())
    assert worths[other.pk] is None
    assert worths[promise.pk].likely == pytest.approx(22_800 * 4 / 60 * 0.75)


def test_the_hit_rate_is_of_what_was_planned_R34(kari):
    kept, missed = a_promise(kari), a_promise(kari)
    luck = a_promise(kari, benefit__is_unplanned=True)
    for promise in (kept, luck):
        measure(promise, kari.acting, SPRING, "8", **USED | {"users": 12})
        conclude(promise, kari.acting)
    conclude(missed, kari.acting, "not")
    rows = queries.standings([kept, missed, luck, a_promise(kari)], today=MAY.date())

    rate = queries.hit_rate(rows.values())
    assert (rate.realised, rate.concluded, rate.unplanned, rate.share) == (1, 2, 1, 0.5)


def test_the_database_is_asked_as_often_for_140_promises_as_for_one(kari, region):
    benefits = [factories.BenefitFactory(initiative__organisation=region) for _ in range(20)]
    towns = [factories.OrganisationFactory() for _ in range(7)]
    many = [
        factories.CommitmentFactory(benefit=benefit, municipality=town, baseline_from=BEFORE[0],
                                    baseline_to=BEFORE[1])
        for benefit in benefits for town in towns
    ]  # fmt: skip
    for promise in many[::2]:
        for period, value in ((BEFORE, "12"), (SPRING, "9")):
            reads(promise, period, value)

    assert asked_about(many) == asked_about(many[:1]) <= 7
    known = [row for row in queries.standings(many, today=MAY.date()).values() if row.latest]
    assert len(known) == 70


def asked_about(promises):
    with CaptureQueriesContext(connection) as asked:
        queries.standings(promises, today=MAY.date())
    return len(asked)


# --- what was concluded -------------------------------------------------------------------------


def test_a_later_conclusion_stands_beside_the_earlier_one(promise, kari):
    conclude(promise, kari.acting, "not")
    measure(promise, kari.acting, SPRING, "8", **USED | {"users": 12})
    conclude(promise, kari.acting, also_changed="Nytt telefonsystem i mars.", now=JULY)

    assert stands(promise, JULY).conclusion.outcome == "realised"
    assert promise.conclusions.count() == 2


def test_after_a_conclusion_nothing_is_overdue(promise, kari):
    measure(promise, kari.acting, SPRING, "8", **USED | {"users": 12})
    conclude(promise, kari.acting)

    assert stands(promise, at(date(2028, 1, 1))).status == "measured"


def test_one_shortfall_is_explained_once(promise, kari):
    measure(promise, kari.acting, SPRING, "11", **USED)
    explain(promise, kari.acting, SPRING)

    with pytest.raises(Refused, match="explained already"):
        explain(promise, kari.acting, SPRING)
    assert stands(promise).deviation.decision == "more"


def test_only_a_shortfall_is_explained_and_the_latest_one(promise, kari):
    with pytest.raises(Refused, match="newer reading"):
        explain(promise, kari.acting, SPRING)
    measure(promise, kari.acting, SPRING, "8", **USED | {"users": 12})
    with pytest.raises(Refused, match="Nothing is to be explained"):
        explain(promise, kari.acting, SPRING)


def test_a_correction_of_the_baseline_follows_by_itself(promise, kari):
    from stafett.indicators import actions as indicators

    measure(promise, kari.acting, SPRING, "8", **USED | {"users": 12})
    indicators.correct(
        observation=stands(promise).baseline, value=Decimal(16), by=kari.acting, now=MAY
    )

    assert stands(fresh(promise)).promised.likely == pytest.approx(22_800 * 8 / 60)
