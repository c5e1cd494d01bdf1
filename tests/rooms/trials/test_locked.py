"""Whatever people do, in whatever order: what was locked stays, and no result is lost."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.lib import Refused
from stafett.trials import actions
from stafett.trials.models import Decision, Result, Trial
from tests.rooms.trials import stories

LOCKED = ("threshold", "prediction", "planned_n", "direction", "measure", "unit_kind", "unit",
          "idea", "hypothesis", "max_days", "stop_rule", "locked_at", "replaces_id")  # fmt: skip
AMOUNTS = st.integers(1, 99)
STEPS = st.one_of(
    st.sampled_from([stories.lock, stories.decide, stories.stop, stories.learn]).map(
        lambda step: (step, {})
    ),
    st.builds(
        lambda step, amount, n: (step, {"threshold": amount, "prediction": 100 - amount,
                                        "planned_n": n}),
        st.sampled_from([stories.change, stories.replan]), AMOUNTS, AMOUNTS,
    ),
    st.builds(
        lambda n, failed: (stories.measure, {"n": n, "successes": n - failed}),
        st.integers(1, 30), st.integers(-1, 9),
    ),
)  # fmt: skip
WHICH = st.sampled_from([0, 0, 0, 1, 2])
"""Mostly the same test, so that much happens to it."""


class Watched:
    """What has been locked and written, as it was the first time it was seen."""

    def __init__(self):
        self.plans, self.results, self.decisions = {}, {}, {}

    def look(self):
        now_locked = Trial.objects.exclude(state="planned").values("pk", *LOCKED)
        self._same(self.plans, now_locked)
        self._same(self.results, Result.objects.values())
        self._same(self.decisions, Decision.objects.values())
        for trial in Trial.objects.filter(results__isnull=False).distinct():
            assert trial.results.filter(superseded_by=None).count() == 1

    @staticmethod
    def _same(seen, rows):
        found = {row.get("pk", row.get("id")): row for row in rows}
        assert seen.items() <= found.items()
        seen.update(found)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(begin=st.sampled_from([*stories.WAYS]), steps=st.lists(st.tuples(WHICH, STEPS), max_size=9))
def test_no_sequence_of_steps_changes_what_is_locked_or_loses_a_result(kari, need, begin, steps):
    with transaction.atomic():
        _play(kari.acting_now, need, begin, steps)
        transaction.set_rollback(True)


def _play(by, need, begin, steps):
    now, watched = timezone.now(), Watched()
    stories.in_state(begin, need, by, now)
    watched.look()
    for which, (step, told) in steps:
        trials = list(Trial.objects.order_by("-pk"))
        trial = trials[which % len(trials)]
        try:
            step(trial, by, now, **told)
        except Refused:
            assert step is not stories.lock or trial.state != "planned"
        watched.look()


@pytest.mark.parametrize("state", ["running", "measured", "decided", "replaced"])
@pytest.mark.parametrize(
    "change",
    [{"threshold": 10}, {"prediction": 10}, {"planned_n": 1}, {"direction": "at_most"},
     {"measure": "noe annet"}, {"unit_kind": "value"}, {"idea": "noe annet"}, {"max_days": None},
     {"locked_at": None, "state": "planned"}],
)  # fmt: skip
def test_the_database_itself_refuses_to_change_what_is_locked(at, state, change):
    trial = at(state)
    with pytest.raises(DatabaseError), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Trial.objects.filter(pk=trial.pk)._raw_delete("default")


@pytest.mark.parametrize(
    ("model", "change"),
    [(Result, {"n": 100}), (Result, {"successes": 0}), (Result, {"values": [1]}),
     (Result, {"surprises": "x"}), (Decision, {"kind": "stop"}), (Decision, {"reason": "x"})],
)  # fmt: skip
def test_the_database_itself_refuses_to_change_or_lose_what_was_written(at, model, change):
    at("decided")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_test_cannot_run_without_having_been_locked(planned):
    for state in ("running", "measured", "replaced"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Trial.objects.filter(pk=planned.pk).update(state=state)


def test_a_version_of_a_version_only_suggests_and_the_first_ones_stay(kari, running):
    by, now = kari.acting_now, timezone.now()
    second = stories.replan(running, by, now, threshold=40)
    stories.lock(second, by, now)
    third = stories.replan(second, by, now, threshold=30)

    assert [running.is_exploratory, second.is_exploratory, third.is_exploratory] == [
        False,
        True,
        True,
    ]
    thresholds = Trial.objects.order_by("pk").values_list("threshold", flat=True)
    assert list(thresholds) == [50, 40, 30]
    with pytest.raises(Refused):
        stories.measure(stories.fresh(running), by, now)
    with pytest.raises(Refused):
        stories.replan(stories.fresh(running), by, now)


def test_a_test_with_a_result_cannot_be_given_a_kinder_plan(kari, at):
    trial = at("measured")
    with pytest.raises(Refused):
        actions.replan(
            trial=trial,
            planned=stories.planned(threshold=1),
            version=trial.version,
            by=kari.acting_now,
            now=timezone.now(),
        )
    assert Trial.objects.count() == 1
