"""What is moved by hand: what all of it costs together, how sure that is, and its own reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.roadmap import actions
from stafett.roadmap.models import Candidate, Proposal
from stafett.roadmap.queries import robust
from stafett.work.worker import do_all
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks
from tests.sheets import Workbook


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def roadmap(kari):
    """Money for the two that are worth most together; by hand it can be worse, step by step."""
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    for title, hours, cost in (
        ("Stor pakke", 1_000, 200_000),
        ("Tasting", 700, 100_000),
        ("Ruter", 600, 100_000),
        ("Vakter", 200, 100_000),
    ):
        stories.saves(roadmap, kari.acting, hours, title=title, cost=cost)
    return roadmap


AT = {"Stor pakke": 0, "Tasting": 1, "Ruter": 2, "Vakter": 3}


def moves(reads, page, title, way, why="Avtalt med fylket."):
    page = reads.sends(f"{page.path}{way}/?at={AT[title]}", reason=why)
    do_all(now=timezone.now() + timedelta(seconds=1))
    return reads.opens(page.path)


def proves(page, **told):
    """Let it be told otherwise how sure the plan is."""
    row = Proposal.objects.get(pk=int(page.path.strip("/").rpartition("/")[2]))
    row.answer["plan"] |= told
    row.save()


def test_the_price_is_of_all_the_moves_beside_the_proposal_they_began_from(reads, roadmap):
    first = asks(reads, roadmap)
    second = moves(reads, first, "Vakter", "inn")
    assert second.shows("What is moved costs 400.0 points a year.")

    third = moves(reads, second, "Tasting", "ut")

    assert third.shows("What is moved costs 500.0 points a year.")
    assert third.links["The proposal that it began from"] == first.path
    assert third.links["The proposal just before"] == second.path
    assert "The proposal just before" not in second.links


def test_a_move_that_is_taken_back_costs_nothing_more(reads, roadmap):
    first = asks(reads, roadmap)
    second = moves(reads, first, "Stor pakke", "inn")
    assert second.shows("What is moved costs 300.0 points a year.")

    third = moves(reads, second, "Stor pakke", "ut", "Vi ombestemte oss.")

    assert third.shows("What is moved costs nothing: a plan with it is as good.")


NOT_PROVEN = {"gap": 0.25, "bound": 1_625.0}


def test_what_is_not_proven_is_told_as_what_it_is(reads, roadmap):
    first = asks(reads, roadmap)
    second = moves(reads, first, "Stor pakke", "inn")

    proves(second, gap=0.1, bound=1_100.0)
    assert reads.opens(second.path).shows("costs at most 300.0 points a year")
    proves(first, **NOT_PROVEN)
    assert reads.opens(second.path).shows("costs about 300.0 points a year: neither plan is proven")
    proves(second, gap=0.0, bound=1_000.0)
    assert reads.opens(second.path).shows("costs at least 300.0 points a year")


def test_that_it_costs_nothing_is_no_luck_of_a_search_that_was_stopped(reads, roadmap):
    first = asks(reads, roadmap)
    second = moves(reads, first, "Vakter", "ut")
    assert second.shows("What is moved costs nothing: a plan with it is as good.")

    proves(first, **NOT_PROVEN)
    assert reads.opens(second.path).shows("it may cost up to 325.0 points a year.")
    proves(first, gap=None, bound=None)

    assert reads.opens(second.path).shows("Whether what is moved costs anything is not known")


def test_of_being_least_behind_both_plans_are_held_to_the_same_yardstick(reads, roadmap):
    first = asks(reads, roadmap, objective="regret")
    second = moves(reads, first, "Vakter", "inn")

    before, after = Proposal.objects.order_by("pk")
    best_in = before.answer["best_in"]
    ends = [
        robust.outcome(row.inputs, row.answer["plan"]["shares"], best_in).behind
        for row in (before, after)
    ]
    assert ends[1] - ends[0] == pytest.approx(500)
    assert second.shows(
        "With what is moved, the plan may end 500.0 points further behind the best."
    )


# --- its own reason ---------------------------------------------------------------------------


def test_what_was_moved_by_hand_is_decided_for_the_reason_that_was_given(reads, roadmap):
    page = moves(reads, asks(reads, roadmap), "Tasting", "ut", "Leverandøren er ikke klar.")
    page = moves(reads, page, "Vakter", "inn", "Avtalt med fylket.")

    page = reads.sends(f"{page.path}vedta/")

    said = dict(Candidate.objects.values_list("initiative__title", "reason"))
    assert said["Tasting"] == "Leverandøren er ikke klar."
    assert said["Vakter"] == "Avtalt med fylket."
    assert said["Ruter"] == ""
    assert said["Stor pakke"].startswith("It is not in the plan worked out")
    for reason in said.values():
        assert page.shows(reason)


def test_a_reason_for_a_move_ends_with_the_decision(reads, roadmap, kari):
    page = moves(reads, asks(reads, roadmap), "Vakter", "inn")
    reads.sends(f"{page.path}vedta/")
    row = Candidate.objects.get(initiative__title="Vakter")

    actions.undo(candidate=row, version=row.version, by=kari.acting, now=NOW)

    assert Candidate.objects.get(pk=row.pk).reason == ""


def test_the_workbook_tells_what_the_moves_cost(reads, roadmap):
    page = moves(reads, asks(reads, roadmap), "Stor pakke", "inn")

    book = Workbook(reads.client.get(f"{page.path}alt.xlsx"))

    assert book.facts["What it costs"] == "What is moved costs 300.0 points a year."
