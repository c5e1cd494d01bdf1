"""Who comes to note a reading, or to define a yardstick, returns to what they were about to do."""

import pytest

from tests.factories import BenefitFactory, IndicatorFactory, InitiativeFactory
from tests.pages import Reader

DEFINED = {
    "name": "Minutter per skjema",
    "kind": "amount",
    "unit": "minutter",
    "direction": "down",
    "method": "Vi tar tida.",
    "source": "Lista",
    "population": "Alle skjema",
    "scope": "own",
}
READ = {"value": "22", "period_start": "2026-01-01", "period_end": "2026-01-31"}


@pytest.fixture
def promise(kari):
    """The page where Kari promises on a benefit whose yardstick has not been read."""
    initiative = InitiativeFactory(organisation=kari.home, lead=kari.person)
    benefit = BenefitFactory(
        initiative=initiative, indicator=IndicatorFactory(owner=kari.home, name="Minutter")
    )
    return f"/gevinst/{benefit.pk}/lofte/"


def test_a_promise_without_a_reading_leads_to_the_reading_and_back(kari, promise):
    reads = Reader(kari)
    page = reads.opens(promise)
    assert page.shows("The yardstick has not been read here.")

    back = reads.sends(page.links["Note a reading"], READ)
    assert back.path == promise
    assert back.shows("22 minutter")


def test_a_benefit_without_a_yardstick_leads_to_the_definition_and_back(kari):
    initiative = InitiativeFactory(organisation=kari.home, lead=kari.person)
    describe = f"/tiltak/{initiative.pk}/gevinst/ny/"
    reads = Reader(kari)

    back = reads.sends(reads.opens(describe).links["Define an indicator"], DEFINED)
    assert back.path == describe
    assert back.shows("Minutter per skjema")


@pytest.mark.parametrize("path", ["https://annet.example/", "//annet.example/", "javascript:x"])
def test_nobody_is_led_out_of_the_house(kari, path):
    indicator = IndicatorFactory(owner=kari.home)
    reads = Reader(kari)

    page = reads.sends(f"/maleindikatorer/{indicator.pk}/les-av/?til={path}", READ)
    assert page.path == f"/maleindikatorer/{indicator.pk}/"
