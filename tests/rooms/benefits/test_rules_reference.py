"""R27: our own earlier promises beside an early estimate, when ten are measured."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from stafett.benefits.rules.reference import FEWEST_OWN, RULES
from tests.pages import Reader
from tests.rooms.reports.stories import an_initiative, hours, promise

LONG_AGO = date(2026, 1, 1)
SAYS = "earlier promises of this kind, another is likely to end at"


@pytest.fixture(autouse=True)
def _in_english(national_figures):
    with translation.override("en"):
        yield


@dataclass(frozen=True)
class Case:
    """How many of our own are measured, whether it is early, and whether anything is said."""

    measured: int
    is_early: bool = True
    is_said: bool = False
    kind: str = "time_saved"


CASES = {
    "R27, nine are too few": Case(FEWEST_OWN - 1),
    "R27, ten speak": Case(FEWEST_OWN, is_said=True),
    "R27, what is read speaks for itself": Case(FEWEST_OWN, is_early=False),
    "R27, of another kind they say nothing": Case(FEWEST_OWN, kind="quality"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_our_own_outturn_stands_beside_an_early_estimate(kari, case):
    for at in range(case.measured):
        theirs = hours(an_initiative(kari.home), kind=case.kind)
        promise(theirs, kari.home, effect_starts_on=LONG_AGO, read=8 + at / 5)
    when = timezone.localdate() + timedelta(90) if case.is_early else LONG_AGO
    mine = promise(hours(an_initiative(kari.home)), kari.home, effect_starts_on=when,
                   read=None if case.is_early else 9)  # fmt: skip

    promised = Reader(kari, "en").opens(mine.get_absolute_url())
    economy = Reader(kari, "en").opens(f"/tiltak/{mine.benefit.initiative_id}/okonomi/")

    assert promised.shows(SAYS) is case.is_said
    assert economy.shows(SAYS) is case.is_said
    if case.is_said:
        assert promised.shows(f"Going by our own {case.measured} {SAYS}")
        assert economy.shows("By that it would be")


def test_the_rule_is_told():
    assert [rule.id for rule in RULES] == ["R27"]
