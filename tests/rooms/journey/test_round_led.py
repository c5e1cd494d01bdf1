"""The round leads on: to the roadmap, to the decision, to the batons, and home says the same."""

import pytest
from django.utils import timezone

from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative, Participation
from stafett.organisations.models import RoleKind
from stafett.roadmap import actions
from stafett.roadmap.models import Candidate
from tests.cast import _cast
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.handovers.stories import Exchange, come
from tests.rooms.roadmap.stories import a_candidate, a_roadmap, a_solution


@pytest.fixture
def ingrid(fjordvik):
    return _cast("Ingrid Berg", fjordvik, RoleKind.CHIEF_EXECUTIVE)


def slots(cast, initiative, key="roadmap"):
    page = Reader(cast).opens(initiative.get_absolute_url())
    return [part for part in page.part(f"leg-{key}") if part.get("class") == "missing"]


def said(cast, initiative):
    return [slot.text for slot in slots(cast, initiative)]


def ways(cast, initiative, key="roadmap"):
    found = slots(cast, initiative, key)
    return [link.get("href") for slot in found for link in slot if link.name == "a"]


def in_hand(cast):
    page = Reader(cast).opens("/").part("main")
    return [link.get("href") for link in page if link.name == "a"]


# --- to the roadmap --------------------------------------------------------------------------


def test_a_solution_that_is_told_well_enough_is_led_to_the_roadmap(rune):
    initiative = a_solution(rune.home, scope="region", group=rune.home)
    assert ways(rune, initiative) == ["/veikart/nytt/"]
    roadmap = a_roadmap(rune.acting)
    assert ways(rune, initiative) == [f"/veikart/{roadmap.pk}/kandidat/ny/"]


def test_what_it_lacks_is_said_before_it_can_be_weighed(rune):
    initiative = a_solution(rune.home, without=["asked"], scope="region", group=rune.home)

    [told] = said(rune, initiative)
    assert "Before it can be weighed on a roadmap: Note who was informed" in told


def test_others_see_that_it_is_ready_and_who_has_it(rune, kari):
    initiative = a_solution(kari.home, lead=kari.person)
    hr = _cast("Marte Lund", kari.home, RoleKind.HR)

    assert ways(hr, initiative) == []
    assert said(hr, initiative) == []
    assert ways(kari, initiative) == ["/veikart/nytt/"]


def test_a_candidate_waits_for_its_decision_and_the_way_is_there(rune):
    candidate = a_candidate(a_roadmap(rune.acting), rune.acting, scope="region", group=rune.home)

    [told] = said(rune, candidate.initiative)
    assert "It waits for a decision on «Digitale tjenester»." in told
    there = f"/veikart/{candidate.roadmap_id}/?kandidat={candidate.pk}#kandidat-{candidate.pk}"
    assert ways(rune, candidate.initiative) == [there]


def test_one_that_is_stopped_and_taken_up_again_can_be_nominated_again(rune):
    roadmap = a_roadmap(rune.acting)
    first = a_candidate(roadmap, rune.acting, scope="region", group=rune.home)
    initiative, by = first.initiative, {"by": rune.acting, "now": NOW}
    initiatives.stop(initiative=initiative, reason="Vi venter.", version=initiative.version, **by)
    initiatives.resume(initiative=initiative, version=initiative.version, **by)
    actions.nominate(roadmap=roadmap, initiative=initiative, **by)

    assert Candidate.objects.get().decision == "open"


# --- from the roadmap to the batons ------------------------------------------------------------


@pytest.fixture
def chosen(rune, kari):
    candidate = a_candidate(a_roadmap(rune.acting), rune.acting, scope="region", group=rune.home)
    joins = {"municipality": kari.home, "answer": "joins", "answered_at": NOW}
    Participation.objects.create(initiative=candidate.initiative, **joins)
    actions.choose(candidate=candidate, version=candidate.version, by=rune.acting, now=NOW)
    return candidate


def test_what_is_chosen_waits_for_its_batons_at_home_and_on_the_round(rune, chosen):
    there = f"/tiltak/{chosen.initiative.pk}/stafettpinner/"

    assert there in in_hand(rune)
    assert there in ways(rune, chosen.initiative, "handover")


def test_a_municipality_says_when_it_takes_in_what_is_chosen(kari, chosen):
    assert f"/veikart/kandidat/{chosen.pk}/vindu/" in ways(kari, chosen.initiative)
    days = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate()}
    actions.set_window(candidate=chosen, **days, by=kari.acting, now=NOW)
    assert said(kari, chosen.initiative) == []


def test_a_baton_that_is_prepared_waits_for_the_one_who_prepared_it(rune, kari, ingrid):
    exchange = come(Exchange(rune, kari, ingrid), "draft")

    assert exchange.baton.get_absolute_url() in in_hand(rune)
    assert exchange.baton.get_absolute_url() not in in_hand(kari)


def test_leaders_hear_of_a_baton_until_it_is_prepared_for_the_answer(rune, kari, ingrid):
    exchange = Exchange(rune, kari, ingrid)
    exchange.prepare()
    exchange.offer()
    baton = exchange.baton.get_absolute_url()
    assert baton in in_hand(kari)
    assert baton + "svar/" in in_hand(ingrid)
    exchange.is_ready()

    assert baton not in in_hand(kari)
    assert Initiative.objects.get().stage == "handover"
