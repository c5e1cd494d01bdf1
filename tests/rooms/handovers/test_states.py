"""A baton goes through its states in order, each side moving what is theirs."""

import pytest

from stafett.handovers import rules
from stafett.lib import OutOfTurn, Refused
from tests.rooms.handovers.stories import WAYS


@pytest.mark.parametrize("state", WAYS)
def test_a_baton_comes_to_every_state(at, state):
    exchange = at(state)

    assert exchange.fresh().state == state


def test_every_state_has_a_way_and_a_sentence():
    assert rules.STATES.keys() == WAYS.keys()
    for state in rules.STATES:
        assert rules.why_not(state).endswith(".")


EVENTS = {
    "change": "change",
    "offer": "offer",
    "withdraw": "withdraw",
    "gather": "gather",
    "fill_in": "fill_in",
    "plan": "add_step",
    "consider": "consider",
    "accept": "accept",
    "return": "return_",
    "begin": "begin",
    "practise": "practise",
    "stop": "stop",
}


@pytest.mark.parametrize("state", WAYS)
def test_what_does_not_belong_in_a_state_is_refused_with_its_sentence(at, state):
    exchange = at(state)
    for event in EVENTS.keys() - rules.STATES[state].keys():
        with pytest.raises(OutOfTurn) as reason:
            getattr(exchange, EVENTS[event])()
        assert rules.why_not(state) in str(reason.value)
    assert exchange.fresh().state == state


def test_a_returned_baton_is_mended_and_offered_again(exchange):
    exchange.prepare()
    exchange.offer()
    exchange.return_("Vi trenger støtte lenger.")
    exchange.change(support="Opplæring hele året")
    exchange.is_ready()
    exchange.offer()
    receipt = exchange.accept()

    assert receipt.sequence == 4
    assert exchange.fresh().state == "accepted"
    assert [row.kind for row in exchange.fresh().receipts.all()] == [
        "offered",
        "returned",
        "offered",
        "accepted",
    ]


def test_the_first_step_that_is_done_begins_the_change(at):
    exchange = at("accepted")
    exchange.do_steps()

    assert exchange.fresh().state == "under_way"


def test_a_withdrawn_baton_makes_room_for_a_new_one(exchange):
    exchange.prepare()
    with pytest.raises(Refused, match="a baton to this municipality already"):
        exchange.prepare()
    exchange.withdraw()
    exchange.prepare()

    assert exchange.fresh().state == "draft"
