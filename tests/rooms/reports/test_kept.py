"""What is kept of a promise never disagrees with what it is reckoned from, whoever writes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.benefits.models import (
    Benefit,
    Commitment,
    Conclusion,
    MapEdge,
    MapNode,
    Process,
    ProcessHours,
    Usage,
)
from stafett.indicators.models import Indicator, Observation
from stafett.lib import Refused
from stafett.organisations.models import Parameter, Unit
from stafett.reports import actions
from stafett.reports.models import Figure, Touch
from tests import factories
from tests.rooms.benefits import measured
from tests.rooms.benefits import test_measuring_laws as measuring_laws
from tests.rooms.benefits import test_promising_laws as promising_laws

HYPOTHESIS = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
FIELDS = actions.FIELDS


def kept(day):
    """Return what is kept when it has been brought up to date."""
    actions.bring_up_to_date(municipality_ids=None, day=day)
    return {row.pk: _told(row) for row in Figure.objects.all()}


def reckoned(day):
    """Return the same, reckoned from nothing."""
    places = set(Commitment.objects.values_list("municipality_id", flat=True))
    return {row.pk: _told(row) for row in actions.reckoned(sorted(places), day)}


def _told(row):
    names = [name for name in FIELDS if name != "reckoned_on"]
    told = {name: getattr(row, name) for name in names}
    return {name: getattr(value, "pk", value) for name, value in told.items()}


@settings(max_examples=12, **HYPOTHESIS)
@given(steps=st.lists(promising_laws.STEPS, min_size=3, max_size=8))
def test_whatever_is_promised_what_is_kept_is_what_is_so(kari, steps):
    day = timezone.localdate()
    with transaction.atomic():
        world = promising_laws.World(kari)
        for step, which, place, likely in steps:
            if promising_laws._one(world, which) is None and step in promising_laws.EVENTS:
                continue
            _try(step, world, which, place, likely)
            assert kept(day) == reckoned(day)
        transaction.set_rollback(True)


@settings(max_examples=12, **HYPOTHESIS)
@given(steps=st.lists(measuring_laws.STEPS, min_size=1, max_size=6))
def test_whatever_is_measured_what_is_kept_is_what_is_so(kari, steps):
    day = measured.JULY.date()
    with transaction.atomic():
        promise = measured.a_promise(kari, baseline=None)
        for step in steps:
            _try(step, measured.fresh(promise), kari.acting)
            assert kept(day) == reckoned(day)
        transaction.set_rollback(True)


def _try(step, *given):
    try:
        with transaction.atomic():
            step(*given)
    except Refused:
        pass


# --- everything a figure hangs on -----------------------------------------------------------


@pytest.fixture
def promise(kari, national_figures):
    """A promise that hangs on all there is: a unit, a process, an arrow, the price of an hour."""
    unit = factories.UnitFactory(organisation=kari.home)
    process = Process.objects.create(organisation=kari.home, name="Fakturaer")
    ProcessHours.objects.create(
        process=process, unit=unit, year=2025, hours=4000, source="Telt", noted_by_name="Kari",
        noted_at=factories.NOW,
    )  # fmt: skip
    row = measured.a_promise(kari, unit=unit, process=process, take_out="budget")
    read = measured.reads(row, measured.SPRING, "9")
    Usage.objects.create(
        commitment=row, period_start=read.period_start, period_end=read.period_end, volume=20000,
        users=9, of_users=10, recorded_by_name="Kari", recorded_at=factories.NOW,
    )  # fmt: skip
    later = factories.BenefitFactory(
        initiative=row.benefit.initiative, indicator=factories.IndicatorFactory()
    )
    factories.CommitmentFactory(
        benefit=later, municipality=kari.home, baseline_from=measured.BEFORE[0],
        baseline_to=measured.BEFORE[1],
    )  # fmt: skip
    factories.ObservationFactory(
        indicator=later.indicator, organisation=kari.home, period_start=measured.BEFORE[0],
        period_end=measured.BEFORE[1], value=12,
    )  # fmt: skip
    for benefit in (row.benefit, later):
        MapNode.objects.create(
            initiative=benefit.initiative, kind="benefit", benefit=benefit, label=benefit.name
        )
    return row


def corrected(row):
    Observation.objects.filter(
        indicator=row.benefit.indicator, period_end=measured.SPRING[1]
    ).update(value=7)


def read_no_more(row):
    Observation.objects.filter(indicator=row.benefit.indicator).delete()


def read_again(row):
    measured.reads(row, measured.SUMMER, "6")


def other_use(row):
    Usage.objects.update(users=3)


def use_unknown(row):
    Usage.objects.all().delete()


def concluded(row):
    Conclusion.objects.create(
        commitment=row, outcome="partly", reason="Nok", made_by_name="Kari", made_at=factories.NOW
    )


def worth_more(row):
    Benefit.objects.filter(pk=row.benefit_id).update(factor=3)


def the_other_way(row):
    Indicator.objects.filter(pk=row.benefit.indicator_id).update(direction="up")


def an_arrow(row):
    first, second = MapNode.objects.order_by("pk")
    MapEdge.objects.create(source=first, target=second)


def fewer_hours(row):
    ProcessHours.objects.update(hours=1)


def dearer_hours(row):
    Parameter.objects.filter(name="hourly_cost").update(value=9999)


def their_own_price(row):
    Parameter.objects.create(
        organisation=row.municipality, name="hourly_cost", value=700, valid_from=date(2026, 2, 1),
        source="Budsjett",
    )  # fmt: skip


def withdrawn(row):
    Commitment.objects.filter(pk=row.pk).update(state="withdrawn")


def a_new_place(row):
    Unit.objects.filter(pk=row.unit_id).update(parent=None)


CHANGES = (corrected, read_no_more, read_again, other_use, use_unknown, concluded, worth_more,
           the_other_way, an_arrow, fewer_hours, dearer_hours, their_own_price,
           withdrawn)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_anywhere_changes_what_is_kept(promise, change):
    day = measured.JULY.date()
    before = kept(day)
    change(promise)

    assert kept(day) == reckoned(day)
    assert kept(day) != before, "the change means something, or it tests nothing"


def test_an_arrow_taken_away_counts_again(promise):
    day = measured.JULY.date()
    before = kept(day)
    an_arrow(promise)
    assert kept(day) != before
    MapEdge.objects.all().delete()

    assert kept(day) == before


def test_units_that_move_are_touched(promise):
    kept(measured.JULY.date())
    a_new_place(promise)

    assert Touch.objects.filter(municipality=promise.municipality).exists()


def test_nothing_is_reckoned_twice_and_nobody_else_is_touched(promise, ola):
    day = measured.JULY.date()
    assert actions.bring_up_to_date(municipality_ids=None, day=day) == 1
    assert actions.bring_up_to_date(municipality_ids=None, day=day) == 0
    factories.ObservationFactory(organisation=ola.home)
    assert actions.bring_up_to_date(municipality_ids=None, day=day) == 0
    corrected(promise)
    assert actions.bring_up_to_date(municipality_ids=[ola.home.pk], day=day) == 0
    assert actions.bring_up_to_date(municipality_ids=[promise.municipality_id], day=day) == 1


def test_a_figure_that_begins_to_hold_tomorrow_counts_tomorrow(promise):
    today = measured.JULY.date()
    tomorrow = today + timedelta(days=1)
    Parameter.objects.create(
        organisation=promise.municipality, name="hourly_cost", value=700, valid_from=tomorrow,
        source="Budsjett",
    )  # fmt: skip
    before = kept(today)

    assert kept(tomorrow) == reckoned(tomorrow) != before
    assert kept(today) == before


def test_a_touch_that_comes_while_it_is_reckoned_is_not_lost(promise, monkeypatch):
    day = measured.JULY.date()
    reckon = actions.reckoned

    def reckoned_as_somebody_writes(places, on):
        found = reckon(places, on)
        corrected(promise)
        Touch.objects.create(municipality=promise.municipality)  # as on PostgreSQL
        return found

    monkeypatch.setattr(actions, "reckoned", reckoned_as_somebody_writes)
    actions.bring_up_to_date(municipality_ids=None, day=day)
    monkeypatch.undo()

    assert kept(day) == reckoned(day)


def test_the_command_says_that_all_agrees_or_names_what_does_not(promise, capsys):
    call_command("check_rollups", day="2026-07-05")
    assert "agree" in capsys.readouterr().out
    Figure.objects.filter(pk=promise.pk).update(likely=1)
    with pytest.raises(CommandError, match=f"promise {promise.pk}: likely"):
        call_command("check_rollups", day="2026-07-05")

    call_command("check_rollups", day="2026-07-05", rebuild=True)

    assert kept(measured.JULY.date()) == reckoned(measured.JULY.date())
    assert Decimal(str(Figure.objects.get(pk=promise.pk).likely)) != 1
