"""Runden: one initiative from the need to what was learned, and what is missing on the way."""

import pytest
from django.utils import timezone

from stafett.trials.models import Evidence
from tests.factories import NOW, InitiativeFactory, NeedFactory, RoleFactory, SameHereFactory
from tests.pages import Reader
from tests.rooms.trials import stories

TODAY = timezone.localdate()


@pytest.fixture
def need(kari):
    return NeedFactory(
        organisation=kari.home, registered_by=kari.person, scope="public", title="Fakturaene",
        registered_at=NOW,
    )  # fmt: skip


@pytest.fixture
def initiative(kari, need):
    return InitiativeFactory(organisation=kari.home, needs=[need], untested_reason="")


def round_of(initiative, cast=None, **asked):
    return Reader(cast).opens(f"/tiltak/{initiative.pk}/", **asked)


def leg(page, key):
    """Return one leg of the spine."""
    return page.part(f"leg-{key}")


def slots(page, key):
    """Return what is missing on a leg, as text."""
    return [part.text for part in leg(page, key) if part.get("class") == "missing"]


def next_step(page):
    [step] = [part for part in page.root if part.get("class") == "next-step"]
    return step.text


# --- the need ------------------------------------------------------------------------------------


def test_the_need_says_who_told_it_who_was_heard_and_who_has_it_too(initiative, need, kari):
    SameHereFactory(need=need)
    page = round_of(initiative, kari)

    assert leg(page, "need").get("data-look") == "done"
    for told in (
        "Told by Fjordvik, 12 May 2026.",
        "3 people who live with it have been heard.",
        "1 other has it too.",
        need.problem,
        need.today,
    ):
        assert told in leg(page, "need").text
    assert page.links["Fakturaene"] == f"/behov/{need.pk}/"


def test_what_is_not_told_of_the_need_is_an_open_slot_for_the_one_who_can_fill_it(
    initiative, need, kari
):
    type(need).objects.update(today="", heard_count=0)
    page = round_of(initiative, kari)

    assert leg(page, "need").get("data-look") == "open"
    [today, heard] = slots(page, "need")
    assert "It is not told how it is today." in today
    assert "Kari Nes" in today
    assert "Nobody who lives with the problem has been heard." in heard
    assert f"/behov/{need.pk}/endre/" in page.links.values()
    assert "It is not told how it is today." in next_step(page)


def test_others_in_the_house_see_who_has_it_and_get_no_way_in(initiative, need, kari):
    type(need).objects.update(today="")
    colleague = RoleFactory(organisation=kari.home, kind="employee").person
    page = round_of(initiative, colleague)

    assert "Kari Nes" in next_step(page)
    assert f"/behov/{need.pk}/endre/" not in page.links.values()


def test_needs_that_are_not_shared_are_counted_and_not_shown(initiative, need, kari):
    hidden = NeedFactory(organisation=kari.home, title="Bare vårt", today="Hemmelig i dag")
    initiative.needs.add(hidden)

    own, theirs = round_of(initiative, kari), round_of(initiative)
    assert "Bare vårt" in leg(own, "need").text
    assert "Bare vårt" not in theirs.source
    assert "Hemmelig i dag" not in theirs.source
    assert "1 more need lies behind this, and is not shared with you." in leg(theirs, "need").text


def test_a_need_nobody_shares_is_said_to_be_others(initiative, need):
    type(need).objects.update(scope="own")
    page = round_of(initiative)

    assert "have not shared it with you" in leg(page, "need").text
    assert need.problem not in page.source


# --- the test ------------------------------------------------------------------------------------


def test_the_tests_it_rests_on_are_told_in_one_sentence(initiative, need, kari):
    trial = stories.in_state("decided", need, kari.acting_now, timezone.now())
    Evidence.objects.create(trial=trial, initiative=initiative)
    page = round_of(initiative)

    assert leg(page, "test").get("data-look") == "done"
    assert "Tested once" in leg(page, "test").text
    assert "19 of 20, the demand was at least 50 %: met." in leg(page, "test").text
    assert "Bilder av vanlige ting virker." in leg(page, "test").text
    assert page.links[trial.idea] == trial.get_absolute_url()


def test_tests_of_the_same_need_it_does_not_rest_on_stand_beside(initiative, need, kari):
    rests_on, beside = (
        stories.in_state(state, need, kari.acting_now, timezone.now())
        for state in ("decided", "running")
    )
    Evidence.objects.create(trial=rests_on, initiative=initiative)
    page = round_of(initiative)

    assert "Other tests of the same need" in leg(page, "test").text
    assert beside.get_absolute_url() in page.links.values()
    assert "Tested once" in leg(page, "test").text


def test_untested_with_a_reason_is_told_and_lacks_nothing(initiative):
    type(initiative).objects.update(untested_reason="Prøvd i nabokommunen i fjor.")
    page = round_of(initiative)

    assert "Not tested by us, and it is said why." in leg(page, "test").text
    assert "Prøvd i nabokommunen i fjor." in leg(page, "test").text
    assert slots(page, "test") == []


def test_untested_without_a_reason_is_an_open_slot(initiative, need, kari):
    page = round_of(initiative, kari)

    [slot] = slots(page, "test")
    assert "Nobody has tested it" in slot
    assert f"/behov/{need.pk}/test/ny/" in page.links.values()
    assert f"/behov/{need.pk}/test/ny/" not in round_of(initiative).links.values()


# --- the page ------------------------------------------------------------------------------------


def test_a_passer_by_is_shown_the_way_to_the_need(initiative, need):
    page = round_of(initiative)

    assert page.heading == initiative.title
    assert "Do you have the same need?" in next_step(page)
    assert page.links["Read the need"] == f"/behov/{need.pk}/"


def test_a_stopped_lap_says_why_and_has_no_baton(initiative, kari):
    type(initiative).objects.update(stage="stopped", stopped_reason="Leverandøren gikk konkurs.")
    page = round_of(initiative, kari)

    assert page.shows("Stopped in time")
    assert page.shows("Leverandøren gikk konkurs.")
    assert "The baton is here" not in page.text
