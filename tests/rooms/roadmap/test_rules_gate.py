"""The gate between solution and roadmap: what is missing is said, and mending it lets it through."""

import pytest
from django.utils import translation

from stafett.initiatives.models import PassedWarning
from stafett.lib import Refused
from stafett.organisations.models import Organisation, Parameter
from stafett.roadmap import actions, queries, rules
from tests.factories import NOW
from tests.rooms.roadmap import stories


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def roadmap(kari):
    return stories.a_roadmap(kari.acting)


LACKS = {
    "falls away": "Say what falls away",
    "costs": "Say what these cost, 0 if nothing",
    "gains": "No municipality has said yet what it can gain",
    "asked": "Note who was informed or asked",
}


@pytest.mark.parametrize("lacks", LACKS)
def test_a_solution_that_lacks_something_is_told_what_and_comes_through_when_it_is_there(
    roadmap, kari, lacks
):
    initiative = stories.a_solution(kari.home, without=[lacks])

    with pytest.raises(rules.NotReady, match=LACKS[lacks]):
        actions.nominate(roadmap=roadmap, initiative=initiative, by=kari.acting, now=NOW)
    stories.STEPS[lacks](initiative)
    candidate = actions.nominate(roadmap=roadmap, initiative=initiative, by=kari.acting, now=NOW)

    assert candidate.initiative.stage == "roadmap"
    assert candidate.place == 1


def test_a_renewal_that_removes_nothing_comes_through_with_a_published_reason(roadmap, kari):
    initiative = stories.a_solution(kari.home, without=["falls away"])
    PassedWarning.objects.create(
        initiative=initiative, rule="R03", reason="Loven krever det.", passed_at=NOW
    )

    assert queries.missing_before_roadmap(kari.acting, initiative) == []


def test_nobody_has_looked_for_what_gets_worse(roadmap, kari):
    initiative = stories.a_solution(kari.home)
    stories.NoneFound.objects.all().delete()

    [lacks] = queries.missing_before_roadmap(kari.acting, initiative)
    assert "you looked and found none" in lacks


def test_on_the_light_track_only_what_falls_away_is_asked_for(roadmap, kari):
    initiative = stories.a_solution(kari.home, without=["costs", "gains", "asked"], staff_count=4)
    nation = Organisation.objects.create(
        kind="national", name="Norge", label="Norge", valid_from="2000-01-01"
    )
    for name, value in {"light_cost": 250_000, "light_staff": 20}.items():
        Parameter.objects.create(
            organisation=nation, name=name, value=value, valid_from="2024-01-01", source="x"
        )

    assert queries.missing_before_roadmap(kari.acting, initiative) == []


def test_what_is_on_a_roadmap_is_not_brought_there_again(roadmap, kari):
    candidate = stories.a_candidate(roadmap, kari.acting)

    with pytest.raises(Refused, match="It is a candidate"):
        actions.nominate(roadmap=roadmap, initiative=candidate.initiative, by=kari.acting, now=NOW)
