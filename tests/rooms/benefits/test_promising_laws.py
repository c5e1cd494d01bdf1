"""Whatever people do, in whatever order: no hour and no reading is counted twice."""

from decimal import Decimal
from itertools import combinations

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.benefits.actions import processes
from stafett.benefits.models import Commitment, ProcessHours
from stafett.benefits.queries import promising as queries
from stafett.benefits.rules import states
from stafett.indicators import actions as indicators
from stafett.indicators.models import Observation
from stafett.lib import OutOfTurn, Refused
from tests import factories
from tests.rooms.benefits import promises
from tests.rooms.benefits.promises import a_benefit, a_leader, a_reading

WHICH = st.integers(0, 4)


class World:
    """Two initiatives on the same work, in a municipality with a unit and a part of it."""

    def __init__(self, kari):
        self.by, self.home = kari.acting_now, kari.home
        whole = factories.UnitFactory(organisation=self.home)
        self.units = [None, whole, factories.UnitFactory(organisation=self.home, parent=whole)]
        self.owner = a_leader(self.home)
        same = factories.IndicatorFactory(owner=self.home)
        mine = factories.IndicatorFactory(owner=self.home)
        self.benefits = [*self._initiative(same, same), *self._initiative(same, mine)]
        for benefit in (self.benefits[0], self.benefits[3]):
            for unit in self.units:
                a_reading(benefit, self.home, unit=unit)
        self.process = processes.add(name="Fakturaer", by=self.by, now=timezone.now())
        self.note(None, 4000)
        self.note(whole, 3000)

    def _initiative(self, *indicators):
        initiative = factories.InitiativeFactory(organisation=self.home, staff_count=90)
        promises.found_none(initiative, self.by)
        return [a_benefit(initiative, indicator=each) for each in indicators]

    def note(self, unit, hours):
        processes.note_hours(
            process=self.process, unit=unit, year=2025, hours=Decimal(hours), source="Telt",
            by=self.by, now=timezone.now(),
        )  # fmt: skip


# --- what people do -------------------------------------------------------------------------


def promise(world, which, place, likely, **said):
    benefit = world.benefits[which % 4]
    unit = world.units[place % 3]
    read = Observation.objects.live().filter(indicator=benefit.indicator, unit=unit).first()
    told = {"unit": unit, "process": world.process, "baseline": read, **said}
    promises.promise(
        benefit, world.by, world.owner.person, target_low=None, target_high=None,
        target_likely=Decimal(likely), **told,
    )  # fmt: skip


def _one(world, which):
    rows = list(Commitment.objects.order_by("pk"))
    return rows[which % len(rows)] if rows else None


def lower(world, which, place, likely):
    promises.change(_one(world, which), world.by, target_low=None, target_high=None,
                    target_likely=Decimal(likely), unit=None, baseline=None)  # fmt: skip


def aim(world, which, place, likely):
    promises.change(_one(world, which), world.by, target_likely=Decimal(likely),
                    target_low=None, target_high=None)  # fmt: skip


def confirm(world, which, place, likely):
    promises.confirm(_one(world, which), promises.acting(world.owner))


def decline(world, which, place, likely):
    promises.decline(_one(world, which), promises.acting(world.owner), reason="Nei")


def withdraw(world, which, place, likely):
    promises.withdraw(_one(world, which), world.by)


def split(world, which, place, likely):
    _tell_apart(world, which, split_share=Decimal(likely) / 12, depends_on=None)


def depend(world, which, place, likely):
    _tell_apart(world, which, split_share=None, depends_on=_one(world, place))


def stand_alone(world, which, place, likely):
    _tell_apart(world, which, split_share=None, depends_on=None)


def _tell_apart(world, which, **marked):
    promises.step_of(processes.tell_apart)(_one(world, which), world.by, **marked)


def correct(world, which, place, likely):
    """Somebody finds that the reading from before was higher: the promise follows by itself."""
    rows = list(Observation.objects.live().order_by("pk"))
    indicators.correct(
        observation=rows[which % len(rows)], value=Decimal(likely + 12), by=world.by,
        now=timezone.now(),
    )  # fmt: skip


def recount(world, which, place, likely):
    world.note(world.units[place % 2], likely * 400)


EVENTS = {lower: "change", aim: "change", confirm: "confirm", decline: "decline",
          withdraw: "withdraw", split: "change", depend: "change",
          stand_alone: "change"}  # fmt: skip
STEPS = st.tuples(
    st.sampled_from([promise, promise, promise, *EVENTS, correct, recount]),
    WHICH, WHICH, st.integers(3, 11),
)  # fmt: skip


# --- what holds -----------------------------------------------------------------------------


def counted():
    """Return the promises that are in a sum, with their hours in a full year."""
    rows = list(
        Commitment.objects.live().select_related("benefit__initiative", "benefit__indicator")
    )
    shown = queries.promise_rows(rows, timezone.localdate())
    return [(row.commitment, row.worth) for row in shown if not row.left_out and row.worth]


def no_more_hours_than_there_are(world):
    for noted in ProcessHours.objects.all():
        inside = {noted.unit_id, *([unit and unit.pk for unit in world.units])}
        if noted.unit_id is not None:
            inside.discard(None)
        claimed = [worth.likely for row, worth in counted() if row.unit_id in inside]
        # Without a ramp a whole year is all of it, so the fullest year is enough to look at.
        assert sum(max(0, hours) for hours in claimed) <= float(noted.hours) + 1e-6


def no_reading_counts_twice(world):
    line = {None: {None}}
    for unit in world.units[1:]:
        line[unit.pk] = {None, unit.pk, unit.parent_id}
    for (one, _), (other, _) in combinations(counted(), 2):
        overlap = one.unit_id in line[other.unit_id] or other.unit_id in line[one.unit_id]
        if not overlap or one.benefit.indicator_id != other.benefit.indicator_id:
            continue
        assert one.benefit.initiative_id != other.benefit.initiative_id
        assert one.split_share + other.split_share <= 1


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, min_size=3, max_size=10))
def test_no_sequence_of_steps_counts_an_hour_or_a_reading_twice(kari, steps):
    with transaction.atomic():
        _play(World(kari), steps)
        transaction.set_rollback(True)


def _play(world, steps):
    for step, which, place, likely in steps:
        row = _one(world, which)
        if row is None and step in EVENTS:
            continue
        try:
            with transaction.atomic():
                step(world, which, place, likely)
        except Refused:
            assert row is None or promises.fresh(row).state == row.state
        else:
            if step in EVENTS:
                assert promises.fresh(row).state == states.STATES[row.state][EVENTS[step]]
        no_more_hours_than_there_are(world)
        no_reading_counts_twice(world)


@pytest.fixture
def world(kari):
    return World(kari)


def test_a_corrected_reading_that_makes_it_too_much_leaves_the_last_one_out(world):
    promise(world, 0, 0, 8)
    promise(world, 3, 0, 8)
    correct(world, 0, 0, 3)

    [kept] = counted()
    assert kept[0] == Commitment.objects.earliest("pk")


@pytest.mark.parametrize("state", states.STATES)
@pytest.mark.parametrize("event", ["change", "confirm", "decline", "withdraw"])
def test_a_promise_goes_through_its_states_and_no_other_way(world, state, event):
    row = factories.CommitmentFactory(
        benefit=world.benefits[0], owner=world.owner.person, state=state, volume=1
    )
    take = {"change": stand_alone, "confirm": confirm, "decline": decline, "withdraw": withdraw}

    if event in states.STATES[state]:
        take[event](world, 0, 0, 8)
        assert promises.fresh(row).state == states.STATES[state][event]
    else:
        with pytest.raises(OutOfTurn) as refused:
            take[event](world, 0, 0, 8)
        assert str(refused.value) == states.why_not(state)
        assert promises.fresh(row).state == state
