"""A yardstick that stays the same, and what it reads."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from stafett.indicators.models import Indicator, Observation
from tests import factories

EN = {"Accept-Language": "en"}
CALLS = {
    "name": "Minutter fra noen ringer til vi svarer",
    "kind": "amount",
    "unit": "minutter",
    "direction": "down",
    "method": "Alle anrop i uke 10, fra sentralbordets logg.",
    "source": "Sentralbordet",
    "population": "Alle innkommende anrop",
    "scope": "own",
}
DONE_TWICE = {
    **CALLS,
    "name": "Fakturaer som må tas om igjen",
    "kind": "share",
    "unit": "",
}
MARCH = {"period_start": "2026-03-01", "period_end": "2026-03-31"}
APRIL = {"period_start": "2026-04-01", "period_end": "2026-04-30"}


def define(client, person, told):
    client.force_login(person)
    client.post("/maleindikatorer/ny/", told)
    return Indicator.objects.get(name=told["name"], retired_on=None)


def read(client, indicator, **told):
    url = f"/maleindikatorer/{indicator.pk}/les-av/"
    return client.post(url, {**MARCH, **told}, headers=EN)


def page(client, indicator):
    return client.get(f"/maleindikatorer/{indicator.pk}/", headers=EN)


@pytest.fixture
def calls(client, kari):
    return define(client, kari.person, CALLS)


def test_kari_reads_her_yardstick_twice_and_sees_it_drawn(client, calls):
    read(client, calls, value="8.5")
    read(client, calls, value="6", **APRIL)

    shown = page(client, calls)
    assertContains(shown, "8.50 minutter")
    assertContains(shown, "April\u00a02026: 6 minutter")
    assertContains(shown, "chart-dot", count=2)


def test_a_percentage_keeps_what_it_is_a_percentage_of_R40(client, kari):
    twice = define(client, kari.person, DONE_TWICE)

    refused = read(client, twice, numerator="190")
    assertContains(refused, "A percentage keeps what it is reckoned from")
    assertContains(refused, 'value="190"')
    read(client, twice, numerator="190", denominator="1900")

    assertContains(page(client, twice), "10.0")
    assertContains(page(client, twice), "190 / 1")


def test_the_part_is_not_larger_than_the_whole(client, kari):
    twice = define(client, kari.person, DONE_TWICE)

    assertContains(read(client, twice, numerator="20", denominator="10"), "larger than the whole")
    assert not Observation.objects.exists()


def test_fewer_than_five_people_are_not_a_figure_R41(client, kari):
    told = {**CALLS, "name": "Sykefraværsdager per ansatt", "is_about_people": "on"}
    days = define(client, kari.person, told)

    refused = read(client, days, value="12", n="4")
    assertContains(refused, "Fewer than 5 people are behind this figure")
    assertContains(read(client, days, value="12"), "Write how many people")
    read(client, days, value="12", n="5")

    assert Observation.objects.get().n == 5


def test_a_correction_keeps_what_was_read_before(client, calls):
    read(client, calls, value="8.5")
    first = Observation.objects.get()

    client.post(f"/malinger/{first.pk}/rett/", {"value": "9.5"})

    assertContains(page(client, calls), "9.50 minutter")
    assertNotContains(page(client, calls), "8.50 minutter")
    assertContains(page(client, calls), "1 reading was corrected")
    assert client.get(f"/malinger/{first.pk}/rett/").status_code == 404


def test_one_period_is_read_once(client, calls):
    read(client, calls, value="8.5")

    assertContains(read(client, calls, value="7"), "already a reading of this period")
    assert Observation.objects.count() == 1


def test_a_period_is_read_when_it_is_over(client, calls):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = read(client, calls, value="7", period_end=tomorrow.isoformat())

    assertContains(answer, "Read it when it is over.")


def test_a_new_method_is_a_new_version_and_readings_stay_with_the_old(client, calls):
    read(client, calls, value="8.5")
    newer_told = {**CALLS, "method": "Et tilfeldig utvalg på 100 anrop."}
    client.post(f"/maleindikatorer/{calls.pk}/ny-versjon/", newer_told)
    newer = Indicator.objects.get(replaces=calls)

    assertContains(page(client, newer), "version 2")
    assertNotContains(page(client, newer), "8.50")
    assertContains(page(client, calls), "8.50")
    assert client.get(f"/maleindikatorer/{calls.pk}/les-av/").status_code == 404


def test_a_regional_standard_is_read_by_its_members_each_for_themselves(client, rune, kari, siri):
    shared = define(client, rune.person, {**CALLS, "scope": "shared"})
    client.force_login(kari.person)
    read(client, shared, value="8.5")

    assertContains(client.get("/maleindikatorer/", headers=EN), "Fjordvikregionen")
    client.force_login(rune.person)
    assertNotContains(page(client, shared), "8.50")
    client.force_login(siri.person)
    assert page(client, shared).status_code == 404


def test_only_the_owner_changes_a_standard(client, rune, kari):
    shared = define(client, rune.person, {**CALLS, "scope": "shared"})
    client.force_login(kari.person)

    assert client.get(f"/maleindikatorer/{shared.pk}/ny-versjon/").status_code == 404
    assert client.post(f"/maleindikatorer/{shared.pk}/andre/", {}).status_code == 404


def test_a_unit_and_the_whole_are_read_side_by_side(client, calls, kari):
    unit = factories.UnitFactory(organisation=kari.home, name="Servicekontoret")
    read(client, calls, value="8.5")
    read(client, calls, value="4", unit=unit.pk)

    assertContains(page(client, calls), "Servicekontoret")
    assertContains(page(client, calls), "chart-dot", count=1)


def test_what_others_have_read_stands_beside_with_what_it_rests_on(client, calls):
    told = {"wave": "2025", "value": "6.2", "base": "212 kommuner", "source": "KS"}
    client.post(f"/maleindikatorer/{calls.pk}/andre/", told)

    assertContains(page(client, calls), "212 kommuner")
