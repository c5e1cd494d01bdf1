"""The last leg of the round: who tells what it gave, and what others see of it."""

import pytest
from django.utils import timezone, translation

from tests.factories import NeedFactory
from tests.pages import Reader
from tests.rooms.cases import stories
from tests.rooms.journey.test_round import leg, slots, ways


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def measured(kari):
    return stories.measured(kari.home, lead=kari.person)


def round_of(initiative, cast=None):
    return Reader(cast).opens(f"/tiltak/{initiative.pk}/")


def test_what_is_measured_and_not_told_is_a_slot(kari, measured):
    page = round_of(measured, kari)

    [slot] = [slot for slot in slots(page, "learning") if "told others" in slot]
    assert "It is measured, and nobody has told others what it gave." in slot
    assert f"/tiltak/{measured.pk}/eksempel/" in ways(page, "learning")


def test_what_was_stopped_in_time_can_be_told_too(kari):
    initiative = stories.measured(kari.home, stage="stopped", stopped_reason="For dyrt.")

    page = round_of(initiative, kari)

    assert any(
        "Nobody has told others what that taught." in slot for slot in slots(page, "learning")
    )
    begun = Reader(kari).opens(f"/tiltak/{initiative.pk}/eksempel/")
    assert begun.answer("result") == "stopped"
    assert "For dyrt." in begun.answer("failed_told")


def test_nobody_is_asked_to_tell_before_it_is_measured(kari):
    from tests.rooms.benefits.economies import a_promise, an_initiative

    initiative = an_initiative(kari.home)
    a_promise(initiative)

    assert f"/tiltak/{initiative.pk}/eksempel/" not in ways(round_of(initiative, kari), "learning")


def test_a_published_case_ends_the_lap_for_everybody_who_reads(kari, siri, measured):
    stories.in_state("published", measured, kari.acting_now, timezone.now())

    for who in (kari, siri, None):
        told = leg(round_of(measured, who), "learning")
        assert "«Fakturaene leses av maskinen» is told for others." in told.text
        assert "Leverandører uten e-faktura tok et halvt år." in told.text
    assert told.get("data-look") == "here"


def test_a_draft_is_seen_by_its_own_and_waits_for_its_author(kari, siri, measured):
    case = stories.tell(measured, kari.acting_now)

    assert case.get_absolute_url() in ways(round_of(measured, kari), "learning")
    assert case.title not in leg(round_of(measured, siri), "learning").text
    home = Reader(kari).opens("/")
    assert home.shows("You have begun to tell what came of it.")


def test_home_asks_the_lead_to_write_the_case(kari, anne, measured):
    assert Reader(kari).opens("/").shows("Tell others what it gave, and what did not work.")
    assert not Reader(anne).opens("/").shows("Tell others what it gave")

    stories.in_state("published", measured, kari.acting_now, timezone.now())

    assert not Reader(kari).opens("/").shows("Tell others what it gave")
    assert Reader(kari).opens("/").shows("told for others")


def test_the_round_says_where_it_was_taken_up_from(kari, siri):
    there = stories.measured(siri.home)
    case = stories.in_state("published", there, siri.acting_now, timezone.now())
    taken = stories.adopt(case, kari.acting_now)

    assert round_of(taken.initiative, kari).shows(
        "Taken up from Fakturaene leses av maskinen, Annenvik"
    )


def test_a_need_leads_to_what_others_did_about_the_same(kari, siri):
    text = {
        "title": "Vi taster fakturaer",
        "problem": "Tre ansatte taster alle fakturaer for hånd.",
    }
    there = stories.measured(siri.home, need=NeedFactory(organisation=siri.home, **text))
    case = stories.in_state("published", there, siri.acting_now, timezone.now())
    ours = NeedFactory(organisation=kari.home, scope="public", **text)

    page = Reader().opens(f"/behov/{ours.pk}/")
    assert page.shows("Others have done something about this")
    assert page.links[case.title] == case.get_absolute_url()
    stories.withdraw(case, siri.acting_now)
    assert not Reader().opens(f"/behov/{ours.pk}/").shows("Others have done something about this")
