"""Whatever people do, in whatever order: no position is kroner too early, and no step is skipped."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.benefits.models import PlanLine, StaffingEffect
from stafett.benefits.queries import sums
from stafett.benefits.queries.valuing import Account
from stafett.benefits.rules import staffing as rules
from stafett.lib import Refused
from tests.rooms.benefits import promises
from tests.rooms.benefits.positions import Promise

KRONER = {Account.BUDGET, Account.KRONER}
DO = {
    "plan": lambda promise: promise.plans(),
    "free": lambda promise: promise.plans(realised_by="freed_time", positions=0),
    "change": lambda promise: promise.changes(people=9),
    "inform": lambda promise: promise.takes("inform"),
    "consult": lambda promise: promise.takes("consult"),
    "assess": lambda promise: promise.takes("assess"),
    "decide": lambda promise: promise.decides(),
    "drop": lambda promise: promise.drops(),
    "write the budget": lambda promise: promise.stands_in_the_plan(),
    "write a part": lambda promise: promise.stands_there_with(Decimal("0.9")),
    "write nothing": lambda promise: promise.stands_there_with(0),
    "write it nowhere": lambda promise: promise.stands_in_the_plan(reference=""),
    "use it otherwise": lambda promise: promises.change(
        promise.row, promise.by, take_out="other_use"
    ),
    "cut the budget": lambda promise: promises.change(promise.row, promise.by, take_out="budget"),
}
IN_ORDER = ["inform", "consult", "assess", "decide"]
FAIR = st.permutations([*IN_ORDER, "write the budget"]) | st.just([*IN_ORDER, "write the budget"])
STEPS = st.builds(
    lambda before, fair, after: ["plan", *before, *fair, *after],
    st.lists(st.sampled_from([*DO]), max_size=2), FAIR, st.lists(st.sampled_from([*DO]), max_size=3),
)  # fmt: skip


@pytest.fixture
def promise(kari, national_figures):
    return Promise(kari)


@pytest.mark.parametrize("counts", ["hours", "nok"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_order_of_steps_counts_positions_as_kroner_too_early(promise, counts, steps):
    """R43."""
    with transaction.atomic():
        promise.row.benefit.__class__.objects.update(counts=counts, price_year=2026)
        for step in steps:
            try:
                with transaction.atomic():
                    DO[step](promise)
            except (Refused, StaffingEffect.DoesNotExist):
                pass
            look(promise)
        transaction.set_rollback(True)


def look(promise):
    """Reckon again, from the rows themselves, whether it may be kroner by now."""
    row = promise.row
    live = StaffingEffect.objects.exclude(state="dropped").filter(commitment=row)
    unready = live.exclude(state="decided") | live.filter(realised_by="freed_time")
    [(line, _standing)] = sums.counted([row], promise.by.day)
    may = not live or (row.take_out == "budget" and is_shown(row, line) and not unready)
    if not may:
        assert line.account not in KRONER or line.worth is None
    for effect in live:
        times = (effect.informed_at, effect.consulted_at, effect.risk_assessed_at,
                 effect.decided_at)  # fmt: skip
        taken = [at for at in times if at]
        assert taken == sorted(taken)
        assert all(times[: len(taken)])


def is_shown(row, line):
    """Whether the last year of the plan, where all of the effect is there, takes all of it."""
    last = PlanLine.objects.filter(commitment=row).exclude(reference="").order_by("year").last()
    return bool(last and line.worth and last.amount >= line.worth.likely - 1000)


def test_the_law_would_have_seen_it(promise):
    """R43: decided and in the budget, it is kroner; the same promise before that is hours."""
    promise.plans()
    [(before, _)] = sums.counted([promise.row], promise.by.day)
    promise.is_heard()
    promise.decides()
    promise.stands_there_with(Decimal("0.01"))
    [(with_a_little, _)] = sums.counted([promise.row], promise.by.day)
    promise.stands_in_the_plan()
    [(after, _)] = sums.counted([promise.row], promise.by.day)

    assert (before.account, with_a_little.account) == (Account.HOURS, Account.HOURS)
    assert after.account == Account.BUDGET
    assert before.worth
    assert after.worth


# --- the window -----------------------------------------------------------------------------

DAYS = st.integers(0, 90).map(lambda days: date(2026, 1, 1) + timedelta(days))
PLANNED = st.lists(st.tuples(DAYS, st.integers(1, 6)), min_size=1, max_size=8)


@given(planned=PLANNED)
def test_the_window_finds_what_looking_at_every_thirty_days_finds(planned):
    """R43, the long way: every day that thirty days may begin on."""
    for around, _count in planned:
        totals = []
        for ago in range(30):
            days = {around - timedelta(ago) + timedelta(step) for step in range(30)}
            totals.append(sum(count for day, count in planned if day in days))
        assert rules.most_within_window(planned, around) == max(totals)
