"""The round tells where the batons are: accepted, waiting, back, lying still, in practice."""

import pytest

from stafett.handovers.models import Baton
from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.pages import Reader
from tests.rooms.handovers.stories import Exchange, come, long_ago


@pytest.fixture
def ingrid(fjordvik):
    return _cast("Ingrid Berg", fjordvik, RoleKind.CHIEF_EXECUTIVE)


@pytest.fixture
def at(rune, kari, ingrid):
    return lambda state: come(Exchange(rune, kari, ingrid), state)


def leg(exchange, cast, key):
    page = Reader(cast).opens(exchange.initiative.get_absolute_url())
    return page.part(f"leg-{key}")


def test_a_chief_executive_finds_the_way_to_the_answer(at, ingrid, kari):
    exchange = at("offered")
    told = leg(exchange, ingrid, "handover")
    assert "The baton to Fjordvik waits for an answer." in told.text
    ways = {link.get("href") for link in told if link.name == "a"}
    assert f"/stafettpinne/{exchange.baton.pk}/svar/" in ways
    ways = {link.get("href") for link in leg(exchange, kari, "handover") if link.name == "a"}
    assert f"/stafettpinne/{exchange.baton.pk}/svar/" not in ways
    assert f"/tiltak/{exchange.initiative.pk}/stafettpinner/" in ways


def test_the_region_reads_what_came_back_and_finds_the_reason(at, rune):
    told = leg(at("returned"), rune, "handover").text

    assert "The baton to Fjordvik came back." in told
    assert "Look at the reason" in told


@pytest.mark.parametrize(
    ("state", "look"),
    [("offered", "open"), ("accepted", "open"), ("under_way", "here"), ("new_practice", "here")],
)
def test_the_practice_is_where_the_batons_are(at, kari, state, look):
    told = leg(at(state), kari, "practice")

    assert told.get("data-look") == look
    signed = state != "offered"
    assert ("The baton to Fjordvik: " in told.text) is signed


def test_a_baton_that_lies_still_is_a_slot_on_the_spine(at, kari, rune):
    exchange = at("accepted")
    exchange.fresh()
    Baton.objects.update(moved_at=long_ago(weeks=9))
    for cast, may in ((kari, True), (rune, False)):
        told = leg(exchange, cast, "practice").text
        assert "Nothing has happened in Fjordvik for 9 weeks." in told
        assert ("Pick it up" in told) is may


def test_others_read_nothing_of_batons(at, siri):
    exchange = at("accepted")
    told = leg(exchange, siri, "handover").text

    assert "Fjordvik" not in told
    assert "See the batons" not in told


def test_a_municipality_without_a_baton_is_told_to_those_who_can_give_one(rune, kari, ingrid):
    exchange = Exchange(rune, kari, ingrid)

    assert "1 municipality has no baton yet." in leg(exchange, rune, "handover").text
    assert "no baton yet" not in leg(exchange, kari, "handover").text
