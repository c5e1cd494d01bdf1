"""R29, R30 and R35: what breaks each, that it blocks, its sentence, and that the way out works."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from stafett.handovers import actions, queries, rules
from stafett.handovers.models import Baton
from stafett.lib import OutOfTurn
from stafett.organisations.models import Role
from tests.cast import Cast
from tests.rooms.handovers.stories import today


@dataclass(frozen=True)
class Case:
    """A situation that a rule says no to, and the way out of it."""

    rule: str
    state: str
    breaks: Any
    sentence: str
    way_out: Any
    then: str


def _region_accepts(exchange):
    exchange.accept(by=exchange.sender, seen="x")


def _leader_accepts(exchange):
    exchange.accept(by=exchange.leader, seen="x")


def _the_chief_accepts(exchange):
    exchange.accept()


def _the_delegate_accepts(exchange):
    chief, leader = exchange.chief, exchange.leader
    named = actions.name_delegate(
        person=leader.person, valid_from=today(), valid_to=None, by=chief.acting_now,
        now=timezone.now(),
    )  # fmt: skip
    exchange.accept(
        by=Cast(leader.person, Role.objects.get(pk=named.delegate_role_id), leader.home)
    )


def _region_does_the_steps(exchange):
    exchange.do_steps(by=exchange.sender)


def _leader_does_the_steps(exchange):
    exchange.do_steps()


def _region_stops(exchange):
    exchange.stop(by=exchange.sender)


def _leader_stops(exchange):
    exchange.stop()


ONLY_TOP = "Only the chief executive of the municipality, or a delegate they named, signs."
CASES = [
    Case("R29", "offered", _region_accepts, ONLY_TOP, _the_chief_accepts, "accepted"),
    Case("R29", "under_consideration", _leader_accepts, ONLY_TOP, _the_delegate_accepts, "accepted"),
    Case(
        "R30", "accepted", _region_does_the_steps,
        "A step is done in the municipality: by the one who owns it, or a leader there.",
        _leader_does_the_steps, "under_way",
    ),
    Case(
        "R30", "under_way", _region_stops,
        "Only leaders in the municipality that receives the baton can do this.",
        _leader_stops, "stopped",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.state}")
def test_the_rule_blocks_says_why_and_has_a_way_out(at, case):
    exchange = at(case.state)
    with pytest.raises(rules.NotTheirs) as reason:
        case.breaks(exchange)
    assert str(reason.value) == case.sentence
    assert exchange.fresh().state == case.state

    case.way_out(exchange)

    assert exchange.fresh().state == case.then


def test_r35_what_was_signed_is_locked_and_what_is_changed_later_stands_beside_it(at):
    exchange = at("accepted")
    exchange.fresh()
    with pytest.raises(DatabaseError, match="stays as it was signed"), transaction.atomic():
        Baton.objects.update(hours=1)
    with pytest.raises(OutOfTurn, match="The baton is accepted"):
        exchange.fill_in()
    promise = exchange.promises[0]
    type(promise).objects.filter(pk=promise.pk).update(target_likely=9)
    page = queries.baton_page(exchange.chief.acting_now, exchange.fresh())

    [change] = page.promises[0].changed
    assert (change.what, change.was, change.now) == ("the likely level", "8", "9")
    assert page.verified.holds


def test_every_rule_of_the_room_has_a_case():
    told = {case.rule for case in CASES} | {"R35"}

    assert {rule.id for rule in rules.RULES} == told
