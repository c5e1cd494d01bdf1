"""What is decided and cannot be added is said beside the proof; what cannot be weighed, when asked."""

import pytest

from stafett.initiatives.models import CostLine, Initiative
from stafett.roadmap import actions
from stafett.roadmap.models import Proposal
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.reports.documents import read_docx
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_nets import a_candidate
from tests.rooms.roadmap.test_proposals import ASKED, asks
from tests.sheets import Workbook

pytestmark = pytest.mark.usefixtures("national_figures")

SAYS = "«Stor pakke» is decided, and what it costs and who receives it is not counted here:"


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def roadmap(kari):
    return stories.a_choice(kari.acting)


def lose_the_index(title):
    """Let it cost in prices that no index tells of."""
    CostLine.objects.filter(initiative__title=title).update(price_year=1998)


def choose(roadmap, title, cast):
    row = roadmap.candidates.get(initiative__title=title)
    actions.choose(candidate=row, version=row.version, by=cast.acting, now=NOW)


@pytest.fixture
def page(reads, roadmap, kari):
    """Stor pakke is decided, and nobody can tell what it costs."""
    choose(roadmap, "Stor pakke", kari)
    lose_the_index("Stor pakke")
    return asks(reads, roadmap)


def test_what_is_decided_and_costs_nobody_knows_what_is_told_beside_the_proof(page):
    assert page.shows("Proven: no plan within the limits is better.")
    [standing] = [page.part("standing")]
    assert SAYS in standing.text
    assert "1998" in standing.text
    assert not page.shows("«Stor pakke» is not weighed")


def test_it_follows_the_plan_to_the_workbook_and_to_the_council(page, reads, roadmap):
    assert Workbook(reads.client.get(f"{page.path}alt.xlsx")).facts["Not counted"].startswith(SAYS)

    reads.sends(f"{page.path}vedta/")

    asked = {"sprak": "en", "som": "docx"}
    answer = reads.client.get(f"/veikart/{roadmap.pk}/ta-med/saksframlegg/", asked)
    assert SAYS in read_docx(answer.content).text


def test_what_is_not_decided_and_cannot_be_added_is_not_weighed_as_before(reads, roadmap):
    lose_the_index("Stor pakke")

    page = asks(reads, roadmap)

    assert page.shows("«Stor pakke» is not weighed:")
    assert not page.shows("is decided, and what it costs")


def test_what_was_chosen_and_is_stopped_takes_no_room_and_is_only_not_weighed(reads, roadmap, kari):
    choose(roadmap, "Stor pakke", kari)
    Initiative.objects.filter(title="Stor pakke").update(stage="stopped", stopped_reason="Utsatt.")

    page = asks(reads, roadmap)

    assert page.shows("«Stor pakke» is not weighed:")
    assert not page.shows(SAYS)


# --- nothing to choose among ------------------------------------------------------------------


def test_where_no_net_value_is_known_it_says_why_of_each(reads, kari):
    roadmap = stories.a_roadmap(kari.acting, each_year=1_000_000)
    for title in ("Første", "Andre"):
        a_candidate(roadmap, kari.acting, title, cost=100_000).initiative.cost_lines.all().delete()

    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", {**ASKED, "hours": "0", "own_net": "1"})

    assert page.shows("There is nothing to choose among. «Første», «Andre»: Costs are not told yet")
    assert not page.shows("costs that can be added")
    assert not Proposal.objects.exists()


def test_where_all_that_is_left_is_decided_and_cannot_be_added_it_says_so(reads, kari):
    roadmap = stories.a_roadmap(kari.acting)
    stories.saves(roadmap, kari.acting, 100, title="Tasting")
    choose(roadmap, "Tasting", kari)
    lose_the_index("Tasting")

    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)

    assert page.shows("There is nothing to choose among. «Tasting»: ")
    assert page.shows("1998")


def test_where_there_is_no_candidate_it_says_that(reads, kari):
    page = reads.sends(f"/veikart/{stories.a_roadmap(kari.acting).pk}/forslag/", ASKED)

    assert page.shows("no candidate is chosen or waits for a decision.")
