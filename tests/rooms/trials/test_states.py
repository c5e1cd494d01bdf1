"""Every step in every state: taken, or refused with what to do instead."""

import pytest
from django.utils import timezone, translation
from django.utils.html import escape

from stafett.lib import OutOfTurn
from stafett.trials import rules
from stafett.trials.models import State, Trial
from tests.pages import Reader
from tests.rooms.trials import stories

DOORS = {
    "endre": {"change", "replan"},
    "las": {"lock"},
    "resultat": {"measure"},
    "beslutning": {"decide", "stop"},
    "laring": {"learn"},
}
EVERY_STEP = [(state, event) for state in rules.STATES for event in stories.EVENTS]


def led_to(state, event):
    """Stopping what has a result is one of the decisions."""
    events = rules.STATES[state]
    return events.get(event) or (event == "stop" and events.get("decide"))


def test_the_stories_tell_every_state_and_every_event():
    assert set(stories.WAYS) == set(rules.STATES) == set(State.values)
    assert set(stories.EVENTS) == {event for events in rules.STATES.values() for event in events}


@pytest.mark.parametrize(("state", "event"), EVERY_STEP)
def test_a_step_is_taken_or_refused_with_what_to_do_instead(at, kari, state, event):
    trial = at(state)
    step, now = stories.EVENTS[event], timezone.now()

    if led_to(state, event):
        step(trial, kari.acting_now, now)
        assert stories.fresh(trial).state == led_to(state, event)
    else:
        before = Trial.objects.filter(pk=trial.pk).values().get()
        with pytest.raises(OutOfTurn) as refused:
            step(trial, kari.acting_now, now)
        assert str(refused.value) == rules.why_not(state)
        assert Trial.objects.filter(pk=trial.pk).values().get() == before


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("door", DOORS)
def test_who_comes_out_of_turn_is_told_what_there_is_to_do(at, kari, state, door):
    trial = at(state)
    page = Reader(kari).opens(f"/test/{trial.pk}/{door}/")

    if DOORS[door] & rules.STATES[state].keys():
        assert page.path == f"/test/{trial.pk}/{door}/"
    else:
        assert page.path == trial.get_absolute_url()
        with translation.override("en"):
            assert rules.why_not(state) in page.text


def test_what_is_stopped_without_a_result_can_only_be_stopped(at, kari):
    trial = at("running")
    page = Reader(kari).opens(f"/test/{trial.pk}/beslutning/")

    assert "What do you do now?" not in page.text
    assert escape(trial.idea) in page.text


def test_a_closed_need_is_not_tested_further_and_a_running_test_ends(at, kari, need):
    planned, running = at("planned"), at("running")
    type(need).objects.update(closed_on=timezone.localdate(), outcome="left", outcome_note="x")
    reader = Reader(kari)

    page = reader.sends(f"/test/{planned.pk}/las/", version=planned.version)
    assert "The need is closed. Open it again to change it." in page.text
    told = {"version": running.version, "n": 5, "successes": 4}
    assert "4 of 5" in reader.sends(f"/test/{running.pk}/resultat/", told).text
