"""A small test, from a plan with its demand written down to what was learned."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from stafett.trials import queries
from stafett.trials.models import Trial
from tests.rooms.trials.stories import PLAN


@pytest.fixture
def planned(client, kari, need):
    client.force_login(kari.person)
    client.post(f"/behov/{need.pk}/test/ny/", PLAN)
    return Trial.objects.get()


@pytest.fixture
def running(client, planned):
    client.post(f"/test/{planned.pk}/las/", {"version": planned.version})
    return Trial.objects.get()


def page(client, trial):
    return client.get(f"/test/{trial.pk}/", headers={"Accept-Language": "en"})


def test_the_plan_says_how_many_people_it_takes_to_be_told(client, planned):
    assertContains(page(client, planned), "you have to count 19")
    assertContains(page(client, planned), "You plan for 5")


def test_a_need_without_todays_level_takes_no_ideas_R01(client, kari, need):
    type(need).objects.update(today="")
    client.force_login(kari.person)

    answer = client.post(f"/behov/{need.pk}/test/ny/", PLAN, headers={"Accept-Language": "en"})

    assertContains(answer, "how it is today before anybody suggests a solution")
    assertContains(answer, PLAN["idea"])
    assert not Trial.objects.exists()


def test_four_of_five_says_nothing_for_certain(client, running):
    client.post(
        f"/test/{running.pk}/resultat/", {"version": running.version, "n": 5, "successes": 4}
    )

    assertContains(page(client, running), "4 of 5, the demand was at least 50")
    assertContains(page(client, running), "too few to say anything for certain")


def test_nineteen_of_twenty_meets_the_demand_and_leads_to_something(client, running, need):
    client.post(
        f"/test/{running.pk}/resultat/", {"version": running.version, "n": 20, "successes": 19}
    )
    running.refresh_from_db()
    decided = {
        "version": running.version,
        "kind": "adopt",
        "reason": "De klarte det.",
        "learning": "Bilder av vanlige ting virker; tegninger gjorde ikke.",
    }
    client.post(f"/test/{running.pk}/beslutning/", decided)

    assertContains(page(client, running), ": met")
    assertContains(page(client, running), "tegninger gjorde ikke")
    client.logout()
    assertContains(client.get(f"/behov/{need.pk}/"), PLAN["idea"])


def test_a_test_is_stopped_in_time_and_shown_with_respect(client, running, need):
    stopped = {
        "version": running.version,
        "kind": "stop",
        "reason": "Bildene ble misforstått av de første tre.",
        "learning": "Spør hva folk ser før du velger bilde.",
    }
    client.post(f"/test/{running.pk}/beslutning/", stopped)

    story = client.get(f"/behov/{need.pk}/", headers={"Accept-Language": "en"})
    assertContains(story, "Stopped in time: Bildene ble misforstått")


def test_a_changed_plan_is_a_new_version_and_only_suggests(client, running):
    changed = {**PLAN, "threshold": "30", "version": running.version}
    client.post(f"/test/{running.pk}/endre/", changed)
    newer = Trial.objects.get(replaces=running)

    assertContains(page(client, newer), "exploratory")
    running.refresh_from_db()
    assert (running.threshold, newer.threshold) == (50, 30)
    assertContains(page(client, running), f"/test/{newer.pk}/")


def test_measured_minutes_are_read_with_a_comma_and_a_wrong_line_is_named(client, kari, need):
    client.force_login(kari.person)
    minutes = {
        **PLAN,
        "unit_kind": "value",
        "unit": "minutter",
        "direction": "at_most",
        "threshold": "15",
        "prediction": "10",
    }
    client.post(f"/behov/{need.pk}/test/ny/", minutes)
    trial = Trial.objects.get()
    client.post(f"/test/{trial.pk}/las/", {"version": 1})

    wrong = {"version": 2, "values": "8,5\nni\n10"}
    refused = client.post(f"/test/{trial.pk}/resultat/", wrong, headers={"Accept-Language": "en"})
    assertContains(refused, "Line 2, «ni», is not a number.")
    assertContains(refused, "8,5")
    client.post(f"/test/{trial.pk}/resultat/", {"version": 2, "values": "8,5\n9\n10\n7"})

    assertContains(page(client, trial), "8.6 minutter on average, n = 4")
    assertContains(page(client, trial), ": met")


def test_a_correction_keeps_what_was_noted_before(client, running):
    for version, successes in ((2, 4), (3, 5)):
        client.post(
            f"/test/{running.pk}/resultat/", {"version": version, "n": 5, "successes": successes}
        )

    assertContains(page(client, running), "5 of 5")
    assertContains(page(client, running), "4 of 5")


def test_the_stop_rule_waits_at_home_when_its_day_has_come(client, kari, running):
    later = {**PLAN, "max_days": "1", "version": running.version}
    client.post(f"/test/{running.pk}/endre/", later)
    newer = Trial.objects.get(replaces=running)
    client.post(f"/test/{newer.pk}/las/", {"version": newer.version})
    assertNotContains(
        client.get("/", headers={"Accept-Language": "en"}), "The stop rule is reached"
    )

    tomorrow = kari.acting_now.day.replace(year=kari.acting_now.day.year + 1)
    waiting = queries.waiting_for(kari.acting_now, tomorrow)
    assert [item.what for item in waiting] == [PLAN["idea"]]


def test_siri_sees_the_test_of_a_public_need_and_cannot_touch_it(client, running, siri):
    client.force_login(siri.person)

    assertContains(page(client, running), PLAN["idea"])
    for what in ("endre", "las", "resultat", "beslutning"):
        assert client.get(f"/test/{running.pk}/{what}/").status_code == 404
        assert client.post(f"/test/{running.pk}/{what}/", {"version": 2}).status_code == 404


def test_a_test_of_a_need_of_ones_own_is_seen_by_nobody_else(client, running, siri, need):
    type(need).objects.update(scope="own")
    client.force_login(siri.person)

    assert page(client, running).status_code == 404


def test_what_is_used_without_proof_says_so_on_its_page_and_on_the_need(client, running, need):
    client.post(
        f"/test/{running.pk}/resultat/", {"version": running.version, "n": 5, "successes": 4}
    )
    running.refresh_from_db()
    decided = {"version": running.version, "kind": "adopt", "reason": "Det haster.",
               "learning": "Vi vet lite."}  # fmt: skip
    asked = client.get(f"/test/{running.pk}/beslutning/", headers={"Accept-Language": "en"})
    assertContains(asked, "The numbers do not show that the demand is met.")
    client.post(f"/test/{running.pk}/beslutning/", decided)

    assertContains(page(client, running), "used although the numbers do not tell for certain")
    story = client.get(f"/behov/{need.pk}/", headers={"Accept-Language": "en"})
    assertContains(story, "used although the numbers do not tell for certain")


def test_a_plan_is_laid_aside_before_it_begins(client, planned, need):
    told = {"version": planned.version, "reason": "Barnehagen stenger."}
    client.post(f"/test/{planned.pk}/beslutning/", told)

    story = client.get(f"/behov/{need.pk}/", headers={"Accept-Language": "en"})
    assertContains(story, "Laid aside before it began: Barnehagen stenger.")
    assertContains(page(client, planned), "stopped in time")


def test_more_is_learned_later(client, running):
    stopped = {"version": running.version, "reason": "Ingen kom.", "learning": "Inviter tidligere."}
    client.post(f"/test/{running.pk}/beslutning/", stopped)
    running.refresh_from_db()
    later = {"version": running.version, "learning": "Inviter to uker før.",
             "share_with": "Helsestasjonene"}  # fmt: skip
    client.post(f"/test/{running.pk}/laring/", later)

    assertContains(page(client, running), "Inviter to uker før.")
    assertContains(page(client, running), "Helsestasjonene")


def test_the_next_test_begins_with_what_the_one_before_told(client, running, need):
    client.post(
        f"/test/{running.pk}/resultat/", {"version": running.version, "n": 5, "successes": 4}
    )
    running.refresh_from_db()
    more = {"version": running.version, "kind": "continue", "reason": "For få.",
            "learning": "Spør flere."}  # fmt: skip
    client.post(f"/test/{running.pk}/beslutning/", more)
    address = f"/behov/{need.pk}/test/ny/?etter={running.pk}"

    asked = client.get(address, headers={"Accept-Language": "en"})
    assertContains(asked, "Spør flere.")
    assertContains(asked, PLAN["measure"])
    client.post(address, PLAN | {"planned_n": "20"})

    newer = Trial.objects.get(follows=running)
    assert not newer.is_exploratory
    assertContains(page(client, newer), "Begins with what this one told")
