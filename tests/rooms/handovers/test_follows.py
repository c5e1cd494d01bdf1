"""The initiative follows what is done: nobody moves it by hand, and nothing moves it twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.benefits.actions import measuring
from stafett.benefits.models import Commitment
from stafett.handovers import rules
from stafett.initiatives.models import Initiative
from stafett.roadmap.models import Candidate, Roadmap
from tests.rooms.handovers.stories import Exchange, come, joins, today


@pytest.fixture
def chosen(rune, kari, ingrid):
    """A region's initiative that a roadmap chose, and that nobody has been offered."""
    exchange = Exchange(rune, kari, ingrid, stage="roadmap")
    now = timezone.now()
    made = {"first_year": 2027, "last_year": 2030, "price_year": 2026, "changed_at": now}
    roadmap = Roadmap.objects.create(owner=rune.home, title="Veikart", **made)
    Candidate.objects.create(
        roadmap=roadmap, initiative=exchange.initiative, place=1, decision="chosen",
        nominated_at=now, changed_at=now,
    )  # fmt: skip
    return exchange


def stage_of(exchange):
    return Initiative.objects.get(pk=exchange.initiative.pk).stage


def reads(exchange, day):
    promise, by = exchange.promises[0], exchange.leader.acting_now
    promise.refresh_from_db()
    told = {"commitment": promise, "period_start": day, "period_end": day, "value": 8}
    measuring.measure(**told, by=by, now=timezone.now())


def test_what_a_roadmap_chose_is_handed_over_with_the_first_baton_that_is_offered(chosen):
    chosen.prepare()
    assert stage_of(chosen) == "roadmap"
    chosen.offer()
    assert stage_of(chosen) == "handover"


def test_the_last_baton_that_is_withdrawn_takes_it_back_to_the_roadmap(chosen, ola):
    chosen.prepare()
    chosen.offer()
    other = Exchange(chosen.sender, ola, chosen.chief)
    other.initiative = chosen.initiative
    joins(chosen.initiative, ola.home)
    other.prepare()
    chosen.withdraw()

    assert stage_of(chosen) == "roadmap"
    other.withdraw()
    chosen.prepare()
    chosen.offer()
    assert stage_of(chosen) == "handover"


def test_one_that_was_accepted_keeps_it_where_it_is(at, ola):
    exchange = at("accepted")
    other = Exchange(exchange.sender, ola, exchange.chief)
    other.initiative = exchange.initiative
    joins(exchange.initiative, ola.home)
    other.prepare()
    other.withdraw()

    assert stage_of(exchange) == "handover"


def test_a_candidate_that_is_not_chosen_waits(chosen):
    Candidate.objects.update(decision="open")
    with pytest.raises(rules.OutOfTurn, match="The roadmap decides what happens next"):
        chosen.prepare()


def test_the_first_step_that_is_done_brings_it_into_practice(at):
    exchange = at("accepted")
    assert stage_of(exchange) == "handover"
    exchange.do_steps()
    assert stage_of(exchange) == "practice"


@pytest.mark.parametrize(
    ("days", "stage"), [(-1, "practice"), (0, "benefit"), (3, "benefit")], ids=str
)
def test_the_first_reading_after_the_effect_has_started_brings_it_to_the_benefit(at, days, stage):
    exchange, starts = at("under_way"), today() - timedelta(days=10)
    Commitment.objects.update(effect_starts_on=starts)
    reads(exchange, starts + timedelta(days=days))

    assert stage_of(exchange) == stage
    reads(exchange, starts + timedelta(days=5))
    assert stage_of(exchange) == "benefit"


def test_who_begins_later_does_not_take_it_back(rune, kari, ingrid):
    exchange = come(Exchange(rune, kari, ingrid), "accepted")
    Initiative.objects.update(stage="benefit")
    exchange.begin()

    assert stage_of(exchange) == "benefit"


def test_what_was_stopped_stays_stopped_whatever_a_municipality_does(at):
    exchange = at("accepted")
    Initiative.objects.update(stage="stopped", stopped_reason="Systemet kom aldri.")
    exchange.begin()

    assert stage_of(exchange) == "stopped"
