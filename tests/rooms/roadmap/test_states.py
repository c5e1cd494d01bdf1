"""A candidate's decisions, in turn and out of turn."""

import pytest

from stafett.lib import OutOfTurn
from stafett.roadmap import actions, rules
from tests.factories import NOW
from tests.rooms.roadmap import stories

DONE = {
    "choose": lambda row, **who: actions.choose(candidate=row, version=row.version, **who),
    "leave_out": lambda row, **who: actions.leave_out(
        candidate=row, reason="Senere.", version=row.version, **who
    ),
    "undo": lambda row, **who: actions.undo(candidate=row, version=row.version, **who),
    "move": lambda row, **who: actions.move(candidate=row, up=True, version=row.version, **who),
}
WAYS = {"open": [], "chosen": ["choose"], "left_out": ["leave_out"]}


@pytest.mark.parametrize("event", DONE)
@pytest.mark.parametrize("decision", rules.STATES)
def test_only_what_belongs_to_a_decision_can_be_done(kari, decision, event):
    who = {"by": kari.acting, "now": NOW}
    candidate = stories.a_candidate(stories.a_roadmap(kari.acting), kari.acting)
    for step in WAYS[decision]:
        DONE[step](candidate, **who)
    assert candidate.decision == decision

    if event in rules.STATES[decision]:
        DONE[event](candidate, **who)
        assert candidate.decision == rules.STATES[decision][event]
    else:
        with pytest.raises(OutOfTurn):
            DONE[event](candidate, **who)
