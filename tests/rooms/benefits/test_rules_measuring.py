"""Each rule about measuring: what breaks it, what it says, and that the way out works."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation

from stafett.benefits.queries import measuring as queries
from stafett.benefits.rules.measuring import RULES
from stafett.lib import Refused
from stafett.lib.rules import BLOCKS, COMPUTES, WARNS
from tests.rooms.benefits.measured import (
    BEFORE,
    MAY,
    SPRING,
    USED,
    a_promise,
    conclude,
    explain,
    measure,
    reads,
    stands,
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


ALL_USE_IT = USED | {"users": 12}


def nothing(_promise, _kari):
    """Leave it as it is."""


def halfway(promise, kari):
    measure(promise, kari.acting, SPRING, "10", **ALL_USE_IT)


def there(promise, kari):
    measure(promise, kari.acting, SPRING, "8", **ALL_USE_IT)


def there_but_used_by_nobody_knows(promise, kari):
    measure(promise, kari.acting, SPRING, "8")


def a_baseline_from_before(promise, kari):
    reads(promise, BEFORE, "12")


def a_cause_and_a_decision(promise, kari):
    explain(promise, kari.acting, SPRING)


@dataclass(frozen=True)
class Broken:
    """A situation that a rule says no to, its sentence, and the way out."""

    rule: str
    before: Callable[..., Any]
    does: Callable[..., Any]
    says: str
    way_out: Callable[..., Any]
    then: Callable[..., Any]
    baseline: str | None = "12"


def concludes(outcome="realised", also_changed=""):
    return lambda promise, kari: conclude(promise, kari.acting, outcome, also_changed=also_changed)


def measures(**told):
    return lambda promise, kari: measure(promise, kari.acting, SPRING, "8", **told)


BROKEN = [
    Broken("R06", there, concludes(), "no baseline from before the effect started",
           a_baseline_from_before, concludes(), baseline=None),
    Broken("R06", there, concludes("not"), "only be concluded as «cannot be documented»",
           nothing, concludes("undocumented"), baseline=None),
    Broken("R08", nothing, concludes(), "Nothing is read after the effect started",
           there, concludes()),
    Broken("R08", nothing, concludes("partly"), "Measure first, or conclude that it is not",
           nothing, concludes("not")),
    Broken("R20", there_but_used_by_nobody_knows, concludes(), "how many use it",
           there, concludes()),
    Broken("R20", nothing, measures(users=9), "Write both how many use it and of how many",
           nothing, measures(**USED)),
    Broken("R20", nothing, measures(users=9, of_users=12), "how many cases there are in a year",
           nothing, measures(**USED)),
    Broken("R33", halfway, concludes("partly"), "Write the cause and what you do first",
           a_cause_and_a_decision, concludes("partly")),
    Broken("R39", there, concludes(also_changed=None), "choose «nothing we know of»",
           nothing, concludes(also_changed="")),
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.rule} {broken.says[:30]}")
def test_the_rule_blocks_says_what_to_do_and_that_helps(kari, broken):
    promise = a_promise(kari, baseline=broken.baseline)
    broken.before(promise, kari)
    with pytest.raises(Refused) as refused:
        broken.does(promise, kari)
    assert broken.says in str(refused.value.message)

    broken.way_out(promise, kari)
    assert broken.then(promise, kari).pk


def test_every_rule_is_told_and_how_it_holds():
    assert {rule.id: rule.how for rule in RULES} == {
        "R06": BLOCKS, "R07": BLOCKS, "R08": BLOCKS, "R20": BLOCKS, "R31": COMPUTES,
        "R33": BLOCKS, "R34": COMPUTES, "R36": COMPUTES, "R39": WARNS,
    }  # fmt: skip
    assert all(rule.says and rule.why and rule.where for rule in RULES)


def test_only_the_owner_or_the_chief_executive_there_concludes_R30(kari, rune, anne, ola):
    promise = a_promise(kari)
    for other in (rune, anne, ola):
        with pytest.raises(Refused, match="chief executive in the municipality"):
            conclude(promise, other.acting, "undocumented")

    assert conclude(promise, kari.acting, "undocumented").made_by_name == "Kari Nes"


def test_the_same_yardstick_reads_again_R07(kari):
    """There is no way to measure a promise by another version, unit or place."""
    promise = a_promise(kari)
    there(promise, kari)

    now = stands(promise)
    assert now.baseline.indicator_id == now.latest.indicator_id == promise.benefit.indicator_id
    assert now.baseline.organisation_id == now.latest.organisation_id
    assert queries.coverage([now]) == queries.Coverage(1, 1, 1, 1)
    assert MAY
