"""The states of a trial, and what holds in each. Threshold and prediction come before the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.lib import Acting, Refused
from stafett.lib.states import Order
from stafett.needs.rules import KEEPERS

PLANNED, RUNNING, MEASURED, DECIDED, REPLACED = (
    "planned",
    "running",
    "measured",
    "decided",
    "replaced",
)
# What can be done in a state, and the state it leads to.
STATES: Mapping[str, Mapping[str, str]] = {
    PLANNED: {"change": PLANNED, "lock": RUNNING, "stop": DECIDED},
    RUNNING: {"measure": MEASURED, "replan": REPLACED, "stop": DECIDED},
    MEASURED: {"measure": MEASURED, "decide": DECIDED},
    DECIDED: {"learn": DECIDED},
    REPLACED: {},
}


class Plan(Protocol):
    """What a trial demands, and when it should end."""

    threshold: Decimal
    prediction: Decimal
    unit_kind: str
    unit: str
    direction: str
    planned_n: int
    max_days: int | None
    locked_at: datetime | None


class NotTheirs(Refused):
    """This trial is looked after by others."""


_REASONS = {
    PLANNED: lambda: _("Lock the plan first: threshold and prediction come before the start."),
    RUNNING: lambda: _("The plan is locked. Write what happened, or make a new version of it."),
    MEASURED: lambda: _("There is a result. Decide what it leads to."),
    DECIDED: lambda: _("This test is decided. Plan the next one."),
    REPLACED: lambda: _("There is a newer version of this test."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not


def may_change(by: Acting, *, organisation_id: int, planned_by_id: int | None) -> bool:
    """Own organisation, and either the planner or somebody who looks after its tests."""
    if not by.is_somebody or by.organisation_id != organisation_id:
        return False
    return by.person_id == planned_by_id or by.role_kind in KEEPERS


def check_may_change(by: Acting, *, organisation_id: int, planned_by_id: int | None) -> None:
    """Say no to those who do not run the test."""
    if not may_change(by, organisation_id=organisation_id, planned_by_id=planned_by_id):
        raise NotTheirs(_("Those who planned the test, and their leaders, can change it."))


def check_plan(plan: Plan) -> None:
    """A demand can be met and can be missed, and a number says what it counts."""
    if plan.unit_kind == "share":
        _check_shares(plan)
    elif not plan.unit:
        raise Refused(_("Write what each number counts, such as minutes."), field="unit")


def _check_shares(plan: Plan) -> None:
    _check_share(plan.threshold, "threshold")
    _check_share(plan.prediction, "prediction")
    if not 0 < plan.threshold < 100:
        raise Refused(
            _("A demand of 0 or 100 % cannot be told by a few people. Choose one in between."),
            field="threshold",
        )


def _check_share(value: Decimal, field: str) -> None:
    if not 0 <= value <= 100:
        raise Refused(_("A share is between 0 and 100 %."), field=field)


def check_result(plan: Plan, *, n: int | None, successes: int | None, values: list[float]) -> None:
    """A result is of the kind that was planned."""
    if plan.unit_kind == "share":
        _check_count(n, successes)
    elif len(values) < 2:
        raise Refused(_("Write at least two measured values, one on each line."), field="values")


def _check_count(n: int | None, successes: int | None) -> None:
    if not n:
        raise Refused(_("Write how many took part."), field="n")
    if successes is None or not 0 <= successes <= n:
        raise Refused(
            _("Write how many of the %(n)s did it: 0 to %(n)s.") % {"n": n}, field="successes"
        )


def check_rests_on(chosen: int, usable: int, untested_reason: str) -> None:
    """A solution rests on tests that led to using it; or it says why nothing was tested."""
    if chosen != usable:
        raise Refused(
            _("Choose among the tests of this need that ended with «use it»."), field="tests"
        )
    if not chosen and not untested_reason:
        raise Refused(
            _("Choose the tests it rests on, or say why it has not been tested."),
            field="untested_reason",
        )


# Fewer than this, and a single number could be somebody's own (R41).
FEWEST_SHOWN_SINGLY = 5


@dataclass(frozen=True, slots=True)
class Stop:
    """The stop rule's day, and whether it has come."""

    day: date
    reached: bool


def stop_rule(plan: Plan, today: date) -> Stop | None:
    """Return when a running test should be over by its own plan."""
    if plan.locked_at is None or plan.max_days is None:
        return None
    day = localdate(plan.locked_at) + timedelta(days=plan.max_days)
    return Stop(day, today >= day)
