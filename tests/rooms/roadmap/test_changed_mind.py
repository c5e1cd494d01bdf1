"""A plan is adopted after another, or after decisions by hand: what was said before is not hidden."""

import pytest

from stafett.audit import queries as audit
from stafett.initiatives.models import Initiative
from stafett.roadmap import actions
from stafett.roadmap.models import Candidate, Proposal
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_moves import moves
from tests.rooms.roadmap.test_proposals import asks

ALL = ("Stor pakke", "Tasting", "Ruter", "Vakter")
SAME = "The roadmap says the same as the proposal now."
ANEW = "Decided when another plan was adopted, and decided anew by this one:"
BY_HAND = "Decided otherwise by hand, and so it stays:"


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def roadmap(kari):
    """Money for two of the small ones, or for the large one alone."""
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    for title, hours, cost in zip(
        ALL, (1_000, 700, 600, 200), (200_000, 100_000, 100_000, 100_000), strict=True
    ):
        stories.saves(roadmap, kari.acting, hours, title=title, cost=cost)
    return roadmap


@pytest.fixture
def best(reads, roadmap):
    """Tasting and Ruter: the plan that is worth most."""
    return asks(reads, roadmap)


@pytest.fixture
def with_shifts(reads, best):
    """Tasting and Vakter."""
    return moves(reads, best, "Vakter", "inn")


@pytest.fixture
def without_typing(reads, with_shifts):
    """Ruter and Vakter."""
    return moves(reads, with_shifts, "Tasting", "ut", "Ikke nå.")


def adopts(reads, page):
    """Open the proposal, and press what the page has to press."""
    shown = reads.opens(page.path)
    return reads.sends(f"{page.path}vedta/", {"told": shown.answer("told")})


def take(roadmap, title, step, cast, **more):
    row = named(roadmap, title)
    getattr(actions, step)(candidate=row, version=row.version, by=cast.acting, now=NOW, **more)


def named(roadmap, title):
    return roadmap.candidates.get(initiative__title=title)


def chosen(roadmap):
    rows = roadmap.candidates.filter(decision="chosen").order_by("place")
    return [str(row) for row in rows.select_related("initiative")]


def undecided(roadmap):
    return roadmap.candidates.filter(decision="open").count()


def kept(page):
    return Proposal.objects.get(pk=int(page.path.strip("/").rpartition("/")[2]))


def traced(roadmap):
    """Return what the traces of adoptions count, the first first."""
    counts = ("chosen", "left_out", "anew", "otherwise", "of")
    told = [row for row in audit.traces_of(roadmap) if row.verb == "proposal.adopted"]
    rows = sorted(told, key=lambda row: row.at)
    return [{name: int(row.details[name]) for name in counts} for row in rows]


def may_adopt(page):
    return "Let the roadmap say this" in [button.text for button in page.all("button")]


# --- another plan after the first -------------------------------------------------------------


def test_the_page_says_what_would_be_decided_anew_before_anybody_presses(
    reads, roadmap, best, with_shifts
):
    assert not reads.opens(with_shifts.path).shows(ANEW)
    adopts(reads, best)

    page = reads.opens(with_shifts.path)

    assert page.shows(f"{ANEW} «Ruter», «Vakter».")
    assert may_adopt(page)


def test_the_plan_one_changes_ones_mind_to_becomes_the_roadmap(reads, roadmap, best, with_shifts):
    adopts(reads, best)
    assert chosen(roadmap) == ["Tasting", "Ruter"]

    page = adopts(reads, with_shifts)

    assert page.shows(SAME)
    assert chosen(roadmap) == ["Tasting", "Vakter"]
    assert undecided(roadmap) == 0
    assert named(roadmap, "Vakter").reason == "Avtalt med fylket."
    assert with_shifts.path in page.links.values()
    assert best.path not in page.links.values()


def test_it_is_counted_in_the_trace_what_was_decided(reads, roadmap, best, with_shifts):
    adopts(reads, best)
    adopts(reads, with_shifts)

    first, second = traced(roadmap)

    assert first == {"chosen": 2, "left_out": 2, "anew": 0, "otherwise": 0, "of": 4}
    assert second == {"chosen": 1, "left_out": 1, "anew": 2, "otherwise": 0, "of": 4}


def test_one_can_come_back_to_the_first_and_go_on_to_a_third(
    reads, roadmap, best, with_shifts, without_typing
):
    for page in (best, with_shifts, best):
        adopts(reads, page)
    assert chosen(roadmap) == ["Tasting", "Ruter"]

    page = adopts(reads, without_typing)

    assert page.shows(SAME)
    assert chosen(roadmap) == ["Ruter", "Vakter"]


def test_only_the_one_that_was_adopted_last_is_called_adopted(reads, roadmap, best, with_shifts):
    adopts(reads, best)
    adopts(reads, with_shifts)

    [table] = reads.opens(f"/veikart/{roadmap.pk}/forslag/").all("table")

    assert table.text.count("was adopted before") == 1
    assert table.text.count("adopted") == 2
    assert reads.opens(best.path).shows("Another plan was adopted after that.")
    assert not reads.opens(with_shifts.path).shows("Another plan was adopted after that.")
    assert not may_adopt(reads.opens(with_shifts.path))


def test_nobody_takes_anothers_decisions_back_without_having_seen_them(
    reads, roadmap, best, with_shifts
):
    opened = reads.opens(with_shifts.path)
    adopts(reads, best)

    page = reads.sends(f"{with_shifts.path}vedta/", {"told": opened.answer("told")})

    assert page.shows("Look at what would be decided anew")
    assert chosen(roadmap) == ["Tasting", "Ruter"]
    assert kept(with_shifts).adopted_at is None


def test_a_plan_that_the_roadmap_says_already_can_be_adopted(reads, roadmap, best, kari):
    for title, step, why in (
        ("Tasting", "choose", ""),
        ("Ruter", "choose", ""),
        ("Stor pakke", "leave_out", "Dyrt."),
        ("Vakter", "leave_out", "Senere."),
    ):
        take(roadmap, title, step, kari, reason=why)
    assert reads.opens(best.path).shows("The roadmap says this already.")

    page = adopts(reads, best)

    assert page.shows(SAME)
    assert named(roadmap, "Vakter").reason == "Senere."
    assert traced(roadmap)[0]["chosen"] == 0


# --- beside decisions by hand -----------------------------------------------------------------


def test_what_was_decided_otherwise_by_hand_stays_and_is_named(reads, roadmap, best, kari):
    take(roadmap, "Vakter", "choose", kari)
    take(roadmap, "Ruter", "leave_out", kari, reason="Ikke i år.")
    page = reads.opens(best.path)
    assert page.shows(f"{BY_HAND} «Ruter», «Vakter».")

    page = adopts(reads, best)

    assert not page.shows(SAME)
    assert page.shows("The plan is adopted, and 2 candidates were decided by it.")
    assert page.shows(f"{BY_HAND} «Ruter», «Vakter».")
    assert chosen(roadmap) == ["Tasting", "Vakter"]
    assert named(roadmap, "Ruter").reason == "Ikke i år."
    [told] = traced(roadmap)
    assert told == {"chosen": 1, "left_out": 1, "anew": 0, "otherwise": 2, "of": 4}


def test_where_nothing_is_left_to_decide_it_is_not_adopted_and_says_what_to_undo(
    reads, roadmap, best, kari
):
    take(roadmap, "Stor pakke", "choose", kari)
    for title in ("Tasting", "Ruter", "Vakter"):
        take(roadmap, title, "leave_out", kari, reason="Plass til én.")
    page = reads.opens(best.path)
    assert page.shows("Nothing is left to decide by this plan")
    assert not may_adopt(page)

    page = reads.sends(f"{best.path}vedta/")

    assert page.path == best.path
    assert page.shows("so it is not adopted.")
    assert page.shows(f"{BY_HAND} «Stor pakke», «Tasting», «Ruter».")
    assert kept(best).adopted_at is None
    assert traced(roadmap) == []

    for title in ("Stor pakke", "Tasting", "Ruter"):
        take(roadmap, title, "undo", kari)
    assert adopts(reads, best).shows(SAME)
    assert chosen(roadmap) == ["Tasting", "Ruter"]


def test_a_decision_that_was_undone_and_taken_by_hand_is_by_hand(
    reads, roadmap, best, with_shifts, kari
):
    adopts(reads, best)
    take(roadmap, "Ruter", "undo", kari)
    take(roadmap, "Ruter", "choose", kari)

    page = adopts(reads, with_shifts)

    assert page.shows(f"{BY_HAND} «Ruter».")
    assert chosen(roadmap) == ["Tasting", "Ruter", "Vakter"]


def test_what_is_being_handed_over_stays(reads, roadmap, best, with_shifts):
    adopts(reads, best)
    Initiative.objects.filter(title="Ruter").update(stage="handover")
    assert reads.opens(with_shifts.path).shows(f"{ANEW} «Vakter».")

    page = adopts(reads, with_shifts)

    assert page.shows("Decided otherwise and being handed over, and so it stays: «Ruter».")
    assert page.shows("withdraw the batons and undo the choice first.")
    assert chosen(roadmap) == ["Tasting", "Ruter", "Vakter"]


def test_another_part_than_the_plan_takes_is_otherwise(reads, roadmap, best):
    Candidate.objects.filter(initiative__title="Tasting").update(
        decision="chosen", share=0.5, decided_at=NOW
    )

    assert adopts(reads, best).shows(f"{BY_HAND} «Tasting».")


# --- what the plan does not know --------------------------------------------------------------


def test_what_is_no_longer_on_the_roadmap_is_not_said_to_be_there(reads, roadmap, best):
    named(roadmap, "Ruter").delete()

    page = adopts(reads, best)

    assert not page.shows(SAME)
    assert page.shows("In the plan, but no longer on this roadmap: «Ruter».")
    assert chosen(roadmap) == ["Tasting"]


def test_what_was_stopped_is_named_and_not_chosen(reads, roadmap, best):
    Initiative.objects.filter(title="Ruter").update(stage="stopped", stopped_reason="Utsatt.")

    page = adopts(reads, best)

    assert page.shows("Stopped since it was worked out, and not chosen: «Ruter».")
    assert chosen(roadmap) == ["Tasting"]


def test_what_came_after_and_waits_is_named_when_the_rest_is_as_the_plan(
    reads, roadmap, best, kari
):
    stories.saves(roadmap, kari.acting, 100, title="Ny")

    page = adopts(reads, best)

    assert page.shows("On the roadmap, but not weighed in this plan, and stays as it is: «Ny».")
    assert page.shows("The plan is adopted, and 4 candidates were decided by it.")


def test_of_many_names_the_first_are_told_and_the_others_counted(reads, roadmap, best, kari):
    for at in range(8):
        stories.saves(roadmap, kari.acting, 100, title=f"Ny {at}")

    page = reads.opens(best.path)

    assert page.shows("«Ny 0», «Ny 1», «Ny 2», «Ny 3», «Ny 4», «Ny 5» and 2 more.")
