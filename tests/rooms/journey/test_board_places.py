"""Where a baton is on the track: every state, and every thing that may be known of what came."""

import pytest

from stafett.handovers import rules as batons
from stafett.initiatives import rules as stages
from stafett.journey import rules
from stafett.journey.rules import Known, Look, Spot

NOBODY_PROMISED = Known()
NOT_BEGUN = Known(promised=2)
TOO_EARLY = Known(promised=2, begun=2)
HALF_READ = Known(promised=2, begun=2, measured=1)
ALL_READ = Known(promised=2, begun=2, measured=2)
ONE_OVERDUE = Known(promised=2, begun=2, measured=1, unknown=1)
ALL_OVERDUE = Known(promised=2, begun=2, unknown=2)
ONE_CONCLUDED = Known(promised=2, begun=2, measured=1, concluded=1, realised=1)
ONE_CONCLUDED_ONE_OVERDUE = Known(promised=2, begun=2, unknown=1, concluded=1)
ALL_CONCLUDED = Known(promised=2, begun=2, concluded=2, realised=1)
CONCLUDED_BEFORE_IT_BEGAN = Known(promised=1, concluded=1)

BY_STATE = {
    batons.DRAFT: ("handover", Look.DRAFT),
    batons.OFFERED: ("handover", Look.OFFERED),
    batons.CONSIDERED: ("handover", Look.CONSIDERED),
    batons.RETURNED: ("handover", Look.RETURNED),
    batons.ACCEPTED: ("practice", Look.ACCEPTED),
    batons.IN_PART: ("practice", Look.ACCEPTED),
    batons.UNDER_WAY: ("practice", Look.UNDER_WAY),
    batons.STOPPED: ("practice", Look.STOPPED),
}


def spot(stage="handover", state="", known=NOBODY_PROMISED, *, is_dropped=False, owns=False):
    return rules.spot(stage, state, known, is_dropped=is_dropped, owns=owns)


@pytest.mark.parametrize("state", BY_STATE)
@pytest.mark.parametrize("stage", ["handover", "practice", "benefit", "learning"])
@pytest.mark.parametrize("known", [NOBODY_PROMISED, ALL_READ, ALL_OVERDUE, ALL_CONCLUDED])
def test_a_baton_is_where_its_state_says_whatever_others_have_come_to(state, stage, known):
    assert spot(stage, state, known) == Spot(*BY_STATE[state])


def test_every_state_has_its_place():
    for state in set(batons.STATES) - {batons.WITHDRAWN}:
        assert spot(state=state).leg in rules.ORDER


@pytest.mark.parametrize("state", batons.STATES)
def test_only_a_baton_somebody_carries_is_dropped(state):
    told = spot(state=state, is_dropped=True)

    assert (told == Spot("practice", Look.DROPPED)) is (state in batons.CARRIED)


@pytest.mark.parametrize(
    ("known", "leg", "look"),
    [
        (NOBODY_PROMISED, "practice", Look.PRACTISED),
        (NOT_BEGUN, "practice", Look.PRACTISED),
        (TOO_EARLY, "benefit", Look.MEASURING),
        (HALF_READ, "benefit", Look.MEASURING),
        (ALL_READ, "benefit", Look.MEASURED),
        (ONE_OVERDUE, "benefit", Look.UNKNOWN),
        (ALL_OVERDUE, "benefit", Look.UNKNOWN),
        (ONE_CONCLUDED, "benefit", Look.MEASURED),
        (ONE_CONCLUDED_ONE_OVERDUE, "benefit", Look.UNKNOWN),
        (ALL_CONCLUDED, "learning", Look.CONCLUDED),
        (CONCLUDED_BEFORE_IT_BEGAN, "learning", Look.CONCLUDED),
    ],
)
def test_once_the_practice_is_new_the_readings_move_it(known, leg, look):
    assert spot(state=batons.NEW_PRACTICE, known=known) == Spot(leg, look)


@pytest.mark.parametrize(
    ("stage", "leg"),
    [
        (stages.SOLUTION, "solution"),
        (stages.ROADMAP, "roadmap"),
        (stages.HANDOVER, "handover"),
        (stages.PRACTICE, "handover"),
        (stages.BENEFIT, "handover"),
        (stages.LEARNING, "handover"),
    ],
)
def test_who_joins_follows_the_initiative_to_the_exchange_zone_and_no_further(stage, leg):
    assert spot(stage) == Spot(leg, Look.JOINED)


@pytest.mark.parametrize("stage", [stages.HANDOVER, stages.LEARNING])
def test_without_a_baton_it_takes_a_reading_to_get_past_the_zone(stage):
    assert spot(stage, known=TOO_EARLY).look == Look.JOINED
    assert spot(stage, known=ALL_OVERDUE).look == Look.JOINED
    assert spot(stage, known=ALL_READ) == Spot("benefit", Look.MEASURED)
    assert spot(stage, known=ONE_OVERDUE) == Spot("benefit", Look.UNKNOWN)


@pytest.mark.parametrize("stage", [*rules.ORDER[2:]])
def test_the_owner_is_where_it_says_itself_or_further_by_what_was_read(stage):
    assert spot(stage, owns=True) == Spot(stage, Look.STAGE)
    assert spot(stage, known=TOO_EARLY, owns=True) == Spot(stage, Look.STAGE)
    further = Spot("learning", Look.CONCLUDED)
    assert spot(stage, known=ALL_CONCLUDED, owns=True) == further
    read = spot(stage, known=ALL_READ, owns=True)
    past = stage == stages.LEARNING
    assert read == (Spot(stage, Look.STAGE) if past else Spot("benefit", Look.MEASURED))


def test_what_is_unknown_is_never_shown_as_known():
    for known in (ONE_OVERDUE, ALL_OVERDUE, ONE_CONCLUDED_ONE_OVERDUE):
        for state in ("", batons.NEW_PRACTICE):
            for owns in (True, False):
                told = spot("benefit", state, known, owns=owns)
                assert told.look not in (Look.MEASURED, Look.CONCLUDED)
