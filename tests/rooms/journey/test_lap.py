"""Where the baton is, and which legs are done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.initiatives.models import Stage
from stafett.journey.rules import (
    BEGUN,
    COMPLETE,
    DONE,
    HERE,
    HIDDEN,
    NOTHING,
    OPEN,
    ORDER,
    lap,
    where,
)

PROGRESS = st.fixed_dictionaries(
    {leg: st.sampled_from([NOTHING, BEGUN, COMPLETE, HIDDEN]) for leg in ORDER}
)
STAGES = st.sampled_from(Stage.values)


def test_what_is_told_in_full_before_the_baton_is_done_and_what_is_half_told_is_open():
    looks = lap("solution", {"need": COMPLETE, "test": BEGUN, "solution": BEGUN})

    assert (looks["need"], looks["test"], looks["solution"]) == (DONE, OPEN, HERE)
    assert {looks[leg] for leg in ORDER[3:]} == {OPEN}


@pytest.mark.parametrize(
    ("progress", "here"),
    [
        ({}, "solution"),
        ({"roadmap": COMPLETE, "handover": BEGUN}, "solution"),
        ({"practice": BEGUN}, "practice"),
        ({"practice": COMPLETE, "benefit": BEGUN}, "benefit"),
        ({"benefit": COMPLETE, "learning": BEGUN}, "learning"),
    ],
    ids=["only described", "asked and promised", "has an effect", "was read", "was concluded"],
)
def test_what_happens_carries_the_baton_further_than_the_stage_says(progress, here):
    assert where("solution", progress) == here


def test_what_happens_never_carries_it_back():
    assert where("learning", {"practice": BEGUN}) == "learning"


def test_what_the_reader_is_not_told_is_neither_done_nor_not_done():
    looks = lap("solution", {"practice": HIDDEN, "benefit": HIDDEN})

    assert (looks["solution"], looks["practice"], looks["benefit"]) == (HERE, HIDDEN, HIDDEN)


def test_a_stopped_lap_has_no_baton_but_keeps_what_was_done():
    looks = lap("stopped", {"need": COMPLETE, "test": COMPLETE, "solution": BEGUN})

    assert where("stopped", {"benefit": COMPLETE}) == ""
    assert HERE not in looks.values()
    assert (looks["need"], looks["solution"]) == (DONE, OPEN)


@given(STAGES, PROGRESS)
def test_there_is_one_baton_or_none_and_no_leg_is_left_out(stage, progress):
    looks = lap(stage, progress)

    assert list(looks) == list(ORDER)
    assert list(looks.values()).count(HERE) == (stage != "stopped")
    assert {leg for leg, look in looks.items() if look == DONE} <= {
        leg for leg, told in progress.items() if told == COMPLETE
    }


@given(STAGES, PROGRESS, st.sampled_from(ORDER))
def test_telling_more_never_moves_the_baton_back(stage, progress, leg):
    before, after = where(stage, progress), where(stage, progress | {leg: COMPLETE})

    assert before == after or ORDER.index(before) < ORDER.index(after)
