"""An initiative goes through its stages in order, and only its owners bring it on."""

import pytest
from django.utils import timezone

from stafett.initiatives import actions, rules
from stafett.initiatives.models import Initiative
from stafett.lib import OutOfTurn, Refused, SomebodyWasFirst
from tests.rooms.initiatives import stories

EVENTS = sorted({event for can in rules.STATES.values() for event in can} - {"stop", "resume"})


def at(solution, stage):
    reason = "For dyrt." if stage == "stopped" else ""
    Initiative.objects.filter(pk=solution.pk).update(stage=stage, stopped_reason=reason)
    return stories.fresh(solution)


@pytest.mark.parametrize("stage", rules.STATES)
@pytest.mark.parametrize("event", EVENTS)
def test_what_may_be_done_leads_on_and_the_rest_is_refused(solution, kari, stage, event):
    initiative = at(solution, stage)

    def advance():
        actions.advance(initiative=initiative, event=event, by=kari.acting_now, now=timezone.now())

    if event in rules.STATES[stage]:
        advance()
        assert stories.fresh(solution).stage == rules.STATES[stage][event]
    else:
        with pytest.raises(OutOfTurn, match=rules.why_not(stage)[:20]):
            advance()
        assert stories.fresh(solution).stage == stage


def test_two_who_bring_it_on_at_once_do_it_once(solution, kari):
    first, second = stories.fresh(solution), stories.fresh(solution)
    now, by = timezone.now(), kari.acting_now
    actions.advance(initiative=first, event="nominate", by=by, now=now)

    with pytest.raises(SomebodyWasFirst):
        actions.advance(initiative=second, event="nominate", by=by, now=now)


def test_it_is_stopped_with_a_reason_and_taken_up_again(solution, kari):
    by, now = kari.acting_now, timezone.now()
    actions.stop(initiative=solution, reason="For dyrt.", version=1, by=by, now=now)
    stopped = stories.fresh(solution)
    assert (stopped.stage, stopped.stopped_reason) == ("stopped", "For dyrt.")

    with pytest.raises(Refused, match="Take it up again first"):
        stories.differs(stopped, by)
    actions.resume(initiative=stopped, version=2, by=by, now=now)

    again = stories.fresh(solution)
    assert (again.stage, again.stopped_reason) == ("solution", "")
    assert stories.differs(again, by).pk


def test_what_is_learned_stays_and_is_not_stopped(solution, kari):
    learned = at(solution, "learning")
    with pytest.raises(Refused, match="This lap is run"):
        actions.stop(initiative=learned, reason="x", version=1, by=kari.acting_now,
                     now=timezone.now())  # fmt: skip


# --- who ----------------------------------------------------------------------------------------


def everything_one_can_change(initiative, by):
    """Yield each change of an initiative, as an action."""
    now = timezone.now()
    told = {"initiative": initiative, "by": by, "now": now}
    row, line = initiative.differences.first(), initiative.cost_lines.first()
    yield lambda: actions.change(**told, told=stories.SOLUTION, version=1)
    yield lambda: actions.stop(**told, reason="x", version=1)
    yield lambda: actions.pass_warning(**told, rule="R03", reason="x")
    yield lambda: stories.differs(initiative, by)
    yield lambda: stories.costs(initiative, by)
    yield lambda: actions.change_difference(
        difference=row, told=stories.VISIT, version=1, by=by, now=now
    )
    yield lambda: actions.remove_difference(difference=row, by=by, now=now)
    yield lambda: actions.change_cost(line=line, told=stories.LICENCE, version=1, by=by, now=now)
    yield lambda: actions.remove_cost(line=line, by=by, now=now)


@pytest.mark.parametrize("who", ["siri", "rune", "turid", "ola"])
def test_nobody_else_changes_it(solution, kari, who, request):
    cast = request.getfixturevalue(who)
    stories.differs(solution, kari.acting_now)
    stories.costs(solution, kari.acting_now)
    Initiative.objects.update(scope="public")
    initiative = stories.fresh(solution)
    before = list(Initiative.objects.values())

    for change in everything_one_can_change(initiative, cast.acting_now):
        with pytest.raises(rules.NotTheirs):
            change()

    assert list(Initiative.objects.values()) == before
    assert initiative.differences.count() == initiative.cost_lines.count() == 1


def test_an_employee_who_leads_it_changes_it(solution, kari, turid):
    Initiative.objects.update(lead=turid.person)
    assert stories.differs(stories.fresh(solution), turid.acting_now).pk


@pytest.mark.parametrize("what", ["solution", "difference", "cost"])
def test_the_second_one_is_told_who_was_first(solution, kari, anne, what):
    now = timezone.now()
    row = stories.differs(solution, kari.acting_now)
    line = stories.costs(solution, kari.acting_now)
    change = {
        "solution": lambda by: actions.change(
            initiative=stories.fresh(solution), told=stories.SOLUTION, version=1, by=by, now=now
        ),
        "difference": lambda by: actions.change_difference(
            difference=row, told=stories.VISIT, version=1, by=by, now=now
        ),
        "cost": lambda by: actions.change_cost(
            line=line, told=stories.LICENCE, version=1, by=by, now=now
        ),
    }[what]
    change(anne.acting_now)

    with pytest.raises(SomebodyWasFirst, match="Anne Vik changed this"):
        change(kari.acting_now)
