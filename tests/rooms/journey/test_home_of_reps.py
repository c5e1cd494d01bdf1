"""Home for union reps and safety reps: what they are heard on, by when, and what was answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.initiatives import actions as initiatives
from tests import factories
from tests.cast import Cast
from tests.pages import Reader
from tests.rooms.benefits.positions import Promise


@pytest.fixture
def promise(kari, national_figures):
    return Promise(kari, benefit={"name": "Mindre tasting"})


def somebody(home, kind):
    person = factories.PersonFactory()
    role = factories.RoleFactory(person=person, organisation=home, kind=kind)
    return Cast(person, role, home)


@pytest.mark.parametrize("kind", ["union_rep", "safety_rep"])
def test_reps_see_what_they_are_heard_on_until_it_is_decided(promise, kind):
    reader = Reader(somebody(promise.home, kind))
    told = ["You are to be informed", "You are to be consulted", "The risk is to be assessed"]
    promise.plans()

    for says, step in zip(told, ["inform", "consult", "assess"], strict=True):
        page = reader.opens("/")
        assert page.shows(says)
        ways = [link.get("href") for link in page.all("a")]
        assert f"/gevinstlofte/{promise.pk}/bemanning/" in ways
        promise.takes(step)
    assert reader.opens("/").shows("You are heard; it is about to be decided")
    promise.decides()
    assert reader.opens("/").shows("Nothing waits for you to be informed or consulted now.")


def test_reps_see_by_when(promise):
    promise.plans(decide_by=timezone.localdate().replace(year=2031, month=3, day=1))

    page = Reader(somebody(promise.home, "union_rep")).opens("/")

    assert page.shows("before it is decided 1 March 2031")


def test_reps_see_what_nobody_has_told_them_of(kari):
    initiative = factories.InitiativeFactory(organisation=kari.home, title="Roboten")
    reader = Reader(somebody(kari.home, "safety_rep"))
    assert reader.opens("/").shows("It is not noted that anybody is informed.")

    initiatives.note_involvement(
        initiative=initiative, kind="informed", with_whom="Verneombudet", view="",
        happened_on=timezone.localdate(), by=kari.acting_now, now=timezone.now(),
    )  # fmt: skip
    assert not reader.opens("/").shows("It is not noted that anybody is informed.")


def test_reps_read_what_was_said_and_answered_with_what_waits_for_an_answer_first(promise):
    promise.notes("informed", view="Hvem tar natta?", reply="")
    for number in range(7):
        promise.notes("consulted", view=f"Innspill {number}", reply=f"Svar {number}")

    page = Reader(somebody(promise.home, "union_rep")).opens("/")

    assert page.shows("Hvem tar natta?")
    assert page.shows("No answer yet")
    assert page.shows("Svar 6")
    assert not page.shows("Svar 0")
    assert page.shows("2 earlier notes stand with their initiatives.")


def test_others_have_home_as_it_was_and_reps_elsewhere_see_nothing(promise, kari, siri):
    promise.plans()
    assert not Reader(kari).opens("/").shows("What you are to be heard on")
    page = Reader(somebody(siri.home, "union_rep")).opens("/")
    assert page.shows("Nothing waits for you to be informed or consulted now.")
    assert not page.shows("Mindre tasting")


def test_the_owner_is_told_of_the_next_step_by_the_day_it_is_to_be_decided(promise, kari):
    promise.plans(decide_by=timezone.localdate() + timedelta(9))

    page = Reader(kari).opens("/")

    assert page.shows("Inform the union reps and the safety rep first, and note it.")
    assert page.links["Look at the positions: Mindre tasting"].endswith("/bemanning/")
