"""R43, each way it blocks or warns: what breaks it, what it says, and that the way out works."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from stafett.benefits.queries import staffing as queries
from stafett.benefits.rules.staffing import RULES
from stafett.lib import Refused
from stafett.lib.rules import BLOCKS
from stafett.ui import figures
from tests import factories
from tests.cast import Cast
from tests.rooms.benefits.positions import Promise, cuts, in_days


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def promise(kari, national_figures):
    return Promise(kari)


def begun(promise):
    promise.plans()


def told(promise):
    promise.plans()
    promise.takes("inform")


def consulted(promise):
    told(promise)
    promise.takes("consult")


def assessed(promise):
    promise.plans()
    promise.is_heard()


def decided(promise):
    assessed(promise)
    promise.decides()


@dataclass(frozen=True)
class Block:
    """What was there, what somebody tries, what they are told, and what lets it through."""

    there: Callable[[Any], Any]
    tries: Callable[[Any], Any]
    says: str
    mends: Callable[[Any], Any]


def in_order(*steps):
    return lambda promise: [promise.takes(step) for step in steps]


def answered(promise):
    promise.takes("consult", promise.notes("consulted"))


def unheard(promise):
    promise.takes("consult", promise.notes("consulted", view="", reply=""))


def unanswered(promise):
    promise.takes("consult", promise.notes("consulted", reply=""))


def old_note(promise):
    """Choose a note that was there before they were informed."""
    first = promise.notes("consulted")
    promise.takes("inform")
    promise.takes("consult", first)


def changed_since(promise):
    """Change the plan after they were consulted, and go on with what they said before."""
    first = promise.effect.consulted
    promise.changes(people=12)
    promise.takes("consult", first)


def names_one(promise):
    promise.plans(what="Det er Kari Nes som slutter.")


def dismisses(count):
    return lambda promise: promise.plans(**cuts(count, in_days(60), people=20))


def heard_and(count):
    def there(promise):
        dismisses(count)(promise)
        promise.is_heard()

    return there


def nothing(_promise):
    """Leave it as it is."""


BLOCKED = {
    "consulted before informed": Block(
        begun, lambda promise: promise.takes("consult"), "Inform the union reps",
        in_order("inform", "consult")),
    "risk before consulted": Block(
        told, lambda promise: promise.takes("assess"), "Consult the union reps",
        in_order("consult", "assess")),
    "decided before the risk": Block(
        consulted, lambda promise: promise.decides(), "Assess the risk",
        lambda promise: (promise.takes("assess"), promise.decides())),
    "informed when it is decided": Block(
        decided, lambda promise: promise.takes("inform"), "It is decided",
        lambda promise: (promise.drops(), promise.plans(), promise.takes("inform"))),
    "changed when it is decided": Block(
        decided, lambda promise: promise.changes(people=9), "It is decided",
        lambda promise: (promise.drops(), promise.plans(people=9))),
    "another kind of note": Block(
        begun, lambda promise: promise.takes("inform", promise.notes("risk_assessed")),
        "Choose a note of the kind", in_order("inform")),
    "they said nothing": Block(told, unheard, "It does not say what they meant", answered),
    "they have no answer": Block(told, unanswered, "They have no answer yet", answered),
    "noted before they were informed": Block(
        begun, old_note, "noted before the step it should come after", answered),
    "consulted on another plan": Block(
        consulted, changed_since, "noted before the step it should come after", answered),
    "two plans": Block(
        begun, begun, "There is a plan for the positions already",
        lambda promise: (promise.drops(), promise.plans())),
    "a name": Block(nothing, names_one, "Write no names", begun),
    "a name in why it is decided anyway": Block(
        heard_and(5), lambda promise: promise.decides(reason="Kari Nes går uansett."),
        "Write no names", lambda promise: promise.decides(reason="Én går av uansett.")),
    "a name in why it is laid aside": Block(
        begun, lambda promise: promise.drops("Kari Nes blir."), "Write no names",
        lambda promise: promise.drops()),
    "freed time from the budget": Block(
        nothing, lambda promise: promise.plans(realised_by="freed_time"),
        "freed time leaves the budget as it is", begun),
    "no positions": Block(
        nothing, lambda promise: promise.plans(positions=0), "Write how many positions", begun),
    "dismissed where none goes": Block(
        nothing, lambda promise: promise.plans(dismissals=2, dismissals_on=in_days(3)),
        "Nobody is dismissed where no position goes", dismisses(2)),
    "more than there are": Block(
        nothing, lambda promise: promise.plans(**cuts(7, in_days(3), people=6)),
        "More are dismissed than it reaches", dismisses(7)),
    "no day": Block(
        nothing, lambda promise: promise.plans(**cuts(2, None)), "Write the day", dismisses(2)),
    "NAV tomorrow": Block(
        dismisses(12), lambda promise: promise.tells_nav(in_days(1)), "has not come yet",
        lambda promise: promise.tells_nav()),
    "decided past a warning": Block(
        heard_and(5), lambda promise: promise.decides(), "A warning stands",
        lambda promise: promise.decides(reason="Alle er tilbudt annet arbeid.")),
    "followed up too early": Block(
        decided, lambda promise: promise._does(_follow, became="as_planned"),
        "This is not asked for now", nothing),
}  # fmt: skip


def _follow(*, effect, version, by, now, **said):
    from stafett.benefits.actions import staffing

    staffing.follow_up(effect=effect, by=by, now=now, **said)


@pytest.mark.parametrize("what", BLOCKED)
def test_r43_blocks_says_what_to_do_and_lets_through_what_was_mended(promise, what):
    block = BLOCKED[what]
    block.there(promise)

    with pytest.raises(Refused, match=block.says):
        block.tries(promise)
    block.mends(promise)


@pytest.mark.parametrize("kind", ["leader", "union_rep", "hr", "administrator"])
def test_r43_others_do_not_decide_on_positions(promise, fjordvik, kind):
    person = factories.PersonFactory()
    other = Cast(
        person, factories.RoleFactory(person=person, organisation=fjordvik, kind=kind), fjordvik
    )

    with pytest.raises(Refused, match="The chief executive, their delegate"):
        promise.plans(by=other.acting_now)
    promise.plans()


# --- what warns -----------------------------------------------------------------------------


def warns(promise):
    return [each.says for each in queries.warnings_of(promise.effect, promise.by.day)]


@pytest.mark.parametrize(
    ("count", "says"),
    [(4, ""), (5, "At least 5 dismissals"), (9, "At least 5 dismissals"),
     (10, "mass dismissal"), (11, "mass dismissal")],
)  # fmt: skip
def test_r43_five_and_ten_dismissals_warn(promise, count, says):
    dismisses(count)(promise)

    found = warns(promise)

    assert [says in each for each in found] == ([True] if says else [])


@pytest.mark.parametrize(("days", "is_warned"), [(29, True), (30, False)])
def test_r43_the_window_is_thirty_days_over_the_whole_municipality(kari, promise, days, is_warned):
    promise.plans(**cuts(3, in_days(60)))
    other = Promise(kari)
    other.plans(**cuts(2, in_days(60 + days)))

    assert bool(warns(promise)) is bool(warns(other)) is is_warned
    other.drops()
    assert not warns(promise)


def test_r43_dismissals_elsewhere_and_of_promises_that_fell_do_not_count(siri, promise):
    promise.plans(**cuts(3, in_days(60)))
    Promise(siri).plans(**cuts(9, in_days(60)))

    assert not warns(promise)


def test_r43_ten_say_when_anybody_can_leave_and_nav_is_the_way_out(promise):
    dismisses(10)(promise)
    [warning] = queries.warnings_of(promise.effect, promise.by.day)
    day = promise.by.day + timedelta(30)
    promise.tells_nav()

    assert f"nobody can leave before {figures.day(day)}" in warning.do
    assert "tell NAV in writing" in warning.do
    assert not warns(promise)
    assert queries.page(promise.by, promise.row).earliest == day


def test_r43_what_is_decided_past_a_warning_shows_the_reason(promise):
    heard_and(6)(promise)
    promise.decides(reason="Alle er tilbudt annet arbeid.")

    page = queries.page(promise.by, promise.row)

    assert page.passed.reason == "Alle er tilbudt annet arbeid."
    assert page.warnings


def test_r43_stands_as_a_rule_that_blocks():
    [rule] = RULES
    assert (rule.id, rule.how) == ("R43", BLOCKS)
