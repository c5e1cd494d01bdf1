"""Two promise in one municipality at the very same moment: an hour is still counted once."""

import pytest

from stafett.benefits.models import Commitment, Process, ProcessHours
from stafett.lib import Refused
from tests.factories import NOW, IndicatorFactory, InitiativeFactory
from tests.rooms.audit.together import at_once
from tests.rooms.benefits import promises

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def initiative(kari):
    return InitiativeFactory(organisation=kari.home)


@pytest.fixture
def owner(kari):
    return promises.a_leader(kari.home).person


def refused_of(*doings):
    """Do all of it at once, and return what the one that came second was told."""
    [refused] = [said for said in at_once(*doings) if isinstance(said, Refused)]
    assert Commitment.objects.count() == 1
    return str(refused.message)


def test_one_reading_is_promised_in_one_benefit_R13(kari, owner, initiative):
    yardstick = IndicatorFactory()
    benefits = [promises.a_benefit(initiative, indicator=yardstick) for _ in range(2)]

    def promises_on(benefit):
        return lambda: promises.promise(benefit, kari.acting_now, owner)

    assert "counted already" in refused_of(*map(promises_on, benefits))


def test_no_more_hours_are_promised_than_the_work_takes_R12(kari, owner, initiative):
    process = Process.objects.create(organisation=kari.home, name="Fakturaer")
    ProcessHours.objects.create(process=process, year=2026, hours=2_000, noted_at=NOW)
    benefits = [promises.a_benefit(initiative) for _ in range(2)]

    def promises_on(benefit):
        told = {"baseline": promises.a_reading(benefit, kari.home), "process": process}
        return lambda: promises.promise(benefit, kari.acting_now, owner, **told)

    assert "would be promised saved" in refused_of(*map(promises_on, benefits))
