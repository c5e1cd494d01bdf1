"""Each rule about readings: what breaks it, what it says, and that the way out works."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.indicators import actions
from stafett.indicators.models import Observation
from stafett.indicators.rules import RULES
from stafett.lib import Refused
from stafett.lib.rules import BLOCKS
from stafett.organisations.models import Parameter
from tests import factories

NOW = factories.NOW
MARCH = {"period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31)}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@dataclass(frozen=True)
class Broken:
    """A reading that a rule says no to, its sentence, and one that is taken."""

    rule: str
    yardstick: dict
    reads: dict
    says: str
    instead: dict


SHARE, PEOPLE = {"is_share": True, "unit": "%"}, {"is_about_people": True}
BROKEN = [
    Broken("R40", SHARE, {"value": 10}, "A percentage keeps what it is reckoned from",
           {"numerator": 190, "denominator": 1900}),
    Broken("R40", SHARE, {"numerator": 190}, "how many, of how many",
           {"numerator": 190, "denominator": 1900}),
    Broken("R40", SHARE, {"numerator": 0, "denominator": 0}, "how many, of how many",
           {"numerator": 0, "denominator": 10}),
    Broken("R40", SHARE, {"numerator": 20, "denominator": 10}, "The part is larger than the whole",
           {"numerator": 10, "denominator": 20}),
    Broken("R41", PEOPLE, {"value": 12}, "Write how many people are behind the figure",
           {"value": 12, "n": 5}),
    Broken("R41", PEOPLE, {"value": 12, "n": 4}, "Read a larger unit or a longer period",
           {"value": 12, "n": 5}),
    Broken("R41", SHARE | PEOPLE, {"numerator": 3, "denominator": 4}, "Fewer than 5 people",
           {"numerator": 3, "denominator": 5}),
]  # fmt: skip


def observe(indicator, by, period=None, **told):
    numbers = {name: Decimal(value) if name != "n" else value for name, value in told.items()}
    period = period or MARCH
    return actions.observe(indicator=indicator, unit=None, **period, **numbers, by=by, now=NOW)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.rule} {broken.says[:30]}")
def test_the_rule_blocks_says_what_to_do_and_that_helps(kari, broken):
    indicator = factories.IndicatorFactory(owner=kari.home, **broken.yardstick)
    with pytest.raises(Refused) as refused:
        observe(indicator, kari.acting, **broken.reads)
    assert broken.says in str(refused.value.message)
    assert not Observation.objects.exists()

    assert observe(indicator, kari.acting, **broken.instead).pk


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.rule} {broken.says[:30]}")
def test_a_correction_is_held_to_the_same(kari, broken):
    indicator = factories.IndicatorFactory(owner=kari.home, **broken.yardstick)
    first = observe(indicator, kari.acting, **broken.instead)
    told = {name: Decimal(value) for name, value in broken.reads.items()}
    with pytest.raises(Refused):
        actions.correct(observation=first, **told, by=kari.acting, now=NOW)

    assert Observation.objects.get().is_live


def test_a_municipality_may_ask_for_more_people_never_for_fewer(kari):
    indicator = factories.IndicatorFactory(owner=kari.home, **PEOPLE)
    limit = Parameter.objects.create(organisation=kari.home, name="minimum_n", value=10,
                                     valid_from=factories.LONG_AGO, source="Oss")  # fmt: skip
    with pytest.raises(Refused, match="Fewer than 10"):
        observe(indicator, kari.acting, value=12, n=9)
    Parameter.objects.filter(pk=limit.pk).update(value=2)
    with pytest.raises(Refused, match="Fewer than 5"):
        observe(indicator, kari.acting, value=12, n=4)


def test_both_rules_are_told():
    assert {rule.id: rule.how for rule in RULES} == {"R40": BLOCKS, "R41": BLOCKS}


def test_a_retired_yardstick_is_read_only_for_a_promise_made_on_it(kari):
    old = factories.IndicatorFactory(owner=kari.home, retired_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="newer version"):
        observe(old, kari.acting, value=12)

    told = {"unit": None, "value": Decimal(12), "promised": True}
    assert actions.observe(indicator=old, **MARCH, **told, by=kari.acting, now=NOW).pk


# --- what was read is never lost ----------------------------------------------------------------

PERIODS = [
    {"period_start": date(2026, month, 1), "period_end": date(2026, month, 28)}
    for month in (1, 2, 3)
]
STEPS = st.one_of(
    st.tuples(st.just("observe"), st.sampled_from(PERIODS), st.integers(0, 99)),
    st.tuples(st.just("correct"), st.integers(0, 9), st.integers(0, 99)),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, max_size=12))
def test_no_sequence_of_readings_and_corrections_loses_or_overwrites_one(kari, steps):
    indicator = factories.IndicatorFactory(owner=kari.home)
    said = {}
    for what, which, value in steps:
        before = len(said)
        if _tried(what, which, value, indicator, kari.acting):
            newest = Observation.objects.latest("id")
            said[newest.pk] = (value, newest.period_end)
        _all_is_there(indicator, said)
        assert len(said) - before in (0, 1)


def _tried(what, which, value, indicator, by):
    """Return whether the step was taken; a rule may say no."""
    rows = list(Observation.objects.filter(indicator=indicator).order_by("id"))
    try:
        if what == "observe":
            observe(indicator, by, which, value=value)
        elif rows:
            told = {"observation": rows[which % len(rows)], "value": Decimal(value)}
            actions.correct(**told, by=by, now=NOW)
        return what == "observe" or bool(rows)
    except Refused:
        return False


def _all_is_there(indicator, said):
    rows = Observation.objects.filter(indicator=indicator)
    assert {row.pk: (int(row.value), row.period_end) for row in rows} == said
    live = [row.period_end for row in rows if row.is_live]
    assert len(live) == len(set(live)) == len({end for _value, end in said.values()})
    superseded = {row.supersedes_id for row in rows} - {None}
    assert superseded == {row.pk for row in rows if not row.is_live}
