"""Whatever people do, in whatever order: «realised» stands on a baseline and a reading."""

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.benefits.models import Commitment, Conclusion, Usage
from stafett.indicators.models import Observation
from stafett.lib import Refused
from tests.rooms.benefits.measured import (
    BEFORE,
    JULY,
    SPRING,
    SUMMER,
    USED,
    a_promise,
    conclude,
    explain,
    fresh,
    measure,
)

PERIODS = st.sampled_from([BEFORE, SPRING, SUMMER, (date(2025, 12, 1), date(2026, 1, 31))])
VALUES = st.sampled_from(["8", "9", "12", "20"])
USES = st.sampled_from([{}, USED, USED | {"users": 12}])


def _measured(period, value, use):
    return lambda promise, by: measure(promise, by, period, value, now=JULY, **use)


def _explained(period):
    return lambda promise, by: explain(promise, by, period, now=JULY)


def _concluded(outcome):
    return lambda promise, by: conclude(promise, by, outcome, now=JULY)


def _moved(day):
    def move(promise, _by):
        Commitment.objects.filter(pk=promise.pk).update(effect_starts_on=day)

    return move


STEPS = st.one_of(
    st.builds(_measured, PERIODS, VALUES, USES),
    st.builds(_explained, PERIODS),
    st.builds(_concluded, st.sampled_from(["realised", "partly", "not", "undocumented"])),
    st.builds(_concluded, st.just("realised")),
    st.builds(_moved, st.sampled_from([date(2025, 6, 1), date(2026, 1, 1), date(2026, 5, 1)])),
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, max_size=10))
def test_no_sequence_reaches_realised_without_a_baseline_and_a_reading(kari, steps):
    with transaction.atomic():
        _try(a_promise(kari, baseline=None), kari.acting, steps)
        transaction.set_rollback(True)


def _try(promise, by, steps):
    for step in steps:
        promise, concluded = fresh(promise), Conclusion.objects.count()
        read = dict(Observation.objects.values_list("pk", "value"))
        try:
            with transaction.atomic():
                step(promise, by)
        except Refused:
            assert Conclusion.objects.count() == concluded
        if Conclusion.objects.count() > concluded:
            _stands_on_something(promise, Conclusion.objects.latest("id"))
        _nothing_is_lost(read)


def _stands_on_something(promise, conclusion):
    live = Observation.objects.filter(indicator=promise.benefit.indicator, is_live=True)
    starts = promise.effect_starts_on
    if conclusion.outcome != "undocumented":
        assert live.filter(period_start=BEFORE[0], period_end=BEFORE[1], period_end__lt=starts)
    if conclusion.outcome in ("realised", "partly"):
        assert live.filter(period_start__gte=starts)


def _nothing_is_lost(read):
    now = dict(Observation.objects.values_list("pk", "value"))
    assert read.items() <= now.items()
    live = Observation.objects.filter(is_live=True).values_list("period_start", "period_end")
    assert len(set(live)) == len(live)
    used = Usage.objects.filter(is_live=True).values_list("period_start", "period_end")
    assert len(set(used)) == len(used)
