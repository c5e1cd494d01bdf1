"""Each rule of an initiative: what breaks it, what it says, and that the way out works."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from stafett.initiatives import actions, queries, rules
from stafett.lib import Refused
from stafett.lib.rules import BLOCKS, WARNS
from tests.factories import NeedFactory
from tests.rooms.initiatives import stories


@dataclass(frozen=True)
class Held:
    """A rule: what breaks it, what it says, the field it points at, and what is let through."""

    rule: str
    breaks: Any
    says: str
    field: str | None
    way_out: Any


def _begin_on(**told):
    def begin(solution, kari):
        need = NeedFactory(organisation=kari.home, **told)
        return stories.a_solution(need, kari.acting_now)

    return begin


def _costs(**other):
    return lambda solution, kari: stories.costs(solution, kari.acting_now, **other)


def _asks(**other):
    return lambda solution, kari: stories.asks_staff(solution, kari.acting_now, **other)


def _answers_at_home(solution, kari):
    return stories.answers(solution, kari.acting_now)


BLOCKING = [
    Held("R01", _begin_on(today=""), "Describe the problem", None, _begin_on()),
    Held("R01", _begin_on(closed_on=timezone.localdate(), outcome="left"), "The need is closed",
         None, _begin_on()),
    Held("R21", _costs(price_year=None), "which year's prices", "price_year",
         _costs(price_year=2026)),
    Held("R21", _costs(last_year=2026), "The last year comes before", "last_year",
         _costs(last_year=2027)),
    Held("R25", _costs(what="Skattefinansieringskostnad, 20 %"), "for society alone", "what",
         _costs(what="Opplæring")),
    Held("R26", _costs(low=500_000), "The low amount is above", "low", _costs(low=400_000)),
    Held("R26", _costs(high=300_000), "The high amount is below", "high", _costs(high=400_000)),
    Held("R41", _asks(asked=4, see_the_use=4), "With fewer than 5 asked", "asked",
         _asks(asked=5, see_the_use=4)),
]  # fmt: skip


@pytest.mark.parametrize("held", BLOCKING, ids=lambda held: f"{held.rule} {held.says}")
def test_what_is_blocked_says_why_and_lets_the_way_out_through(held, solution, kari):
    with pytest.raises(Refused) as refused:
        held.breaks(solution, kari)

    assert held.says in str(refused.value)
    assert refused.value.field == held.field
    assert held.way_out(solution, kari).pk


# --- what warns ---------------------------------------------------------------------------------


def _stops_a_visit(solution, by):
    return stories.differs(solution, by)


def _costs_one_amount(solution, by):
    return stories.costs(solution, by, low=400_000, high=400_000)


def _widens(solution, by):
    [line] = solution.cost_lines.all()
    actions.change_cost(
        line=line, told=stories.LICENCE, version=line.version, by=by, now=timezone.now()
    )


WARNING = [
    Held("R03", None, "Nothing falls away with this: it is renewal without simplification.",
         None, _stops_a_visit),
    Held("R26", _costs_one_amount,
         "A cost stands as one amount, as if nobody could be wrong about it.", None, _widens),
]  # fmt: skip


def standing(solution, cast):
    return {row.rule: row.says for row in queries.page(cast.acting_now, solution).warnings}


@pytest.mark.parametrize("held", WARNING, ids=lambda held: held.rule)
def test_what_warns_says_so_until_it_is_mended(held, solution, kari):
    if held.breaks:
        held.breaks(solution, kari.acting_now)
    assert standing(solution, kari)[held.rule] == held.says

    held.way_out(solution, kari.acting_now)

    assert held.rule not in standing(solution, kari)


@pytest.mark.parametrize("held", WARNING, ids=lambda held: held.rule)
def test_what_warns_is_passed_with_a_reason_that_is_shown(held, solution, kari):
    if held.breaks:
        held.breaks(solution, kari.acting_now)
    passed = {"initiative": solution, "rule": held.rule, "by": kari.acting_now}

    with pytest.raises(Refused) as refused:
        actions.pass_warning(**passed, reason="", now=timezone.now())
    assert held.says in str(refused.value)
    actions.pass_warning(**passed, reason="Loven krever begge deler.", now=timezone.now())

    page = queries.page(kari.acting_now, solution)
    assert held.rule not in [row.rule for row in page.warnings]
    assert [(row.rule, row.reason) for row in page.passed] == [
        (held.rule, "Loven krever begge deler.")
    ]
    with pytest.raises(Refused, match="does not warn any more"):
        actions.pass_warning(**passed, reason="En gang til", now=timezone.now())


@pytest.mark.usefixtures("small")
def test_a_small_initiative_is_not_asked_about_single_amounts(solution, kari):
    stories.costs(solution, kari.acting_now, low=40_000, likely=40_000, high=40_000)
    assert "R26" in standing(solution, kari)

    type(solution).objects.update(staff_count=8)

    small = stories.fresh(solution)
    assert queries.is_light(small, kari.acting_now)
    assert standing(small, kari).keys() == {"R03"}


def test_that_it_is_free_is_certain_and_an_answer(solution, kari):
    by, nothing = kari.acting_now, dict.fromkeys(("low", "likely", "high"), 0)
    asked = [*rules.ASKED_COSTS]
    assert rules.missing_cost_kinds(solution.cost_lines.all()) == asked
    for kind in asked:
        stories.costs(solution, by, kind=kind, **nothing)

    page = queries.page(by, solution)
    assert page.missing_costs == []
    assert "R26" not in [row.rule for row in page.warnings]


def test_the_page_of_rules_is_told_what_this_room_holds():
    held = {rule.id: rule.how for rule in rules.RULES}
    assert held == {"R03": WARNS, "R19": BLOCKS, "R21": BLOCKS, "R25": BLOCKS, "R26": BLOCKS}
