"""Floors of each municipality, and what people fill in wrongly: a clear sentence, or the answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.benefits.models import Benefit
from stafett.roadmap import actions
from stafett.roadmap.models import Proposal
from stafett.work.worker import do_all
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import ASKED, asks, row_of


@pytest.fixture
def reads(rune):
    return Reader(rune)


@pytest.fixture
def roadmap(rune, kari, ola):
    """The region's: two that Fjordvik gains by, one that Sund gains less by, money for two."""
    roadmap = stories.a_roadmap(rune.acting, each_year=200_000)
    for title, hours, where in (
        ("Tasting", 700, kari.home),
        ("Ruter", 600, kari.home),
        ("Vakter", 300, ola.home),
    ):
        stories.saves(roadmap, rune.acting, hours, title=title, where=where)
    return roadmap


@pytest.fixture
def bound(roadmap, rune):
    """Tie one candidate to others, by title."""

    def tie(one, *others, kind):
        candidate = roadmap.candidates.get(initiative__title=one)
        ties = [roadmap.candidates.get(initiative__title=other) for other in others]
        said = {"requires": [], "excludes": [], kind: ties}
        actions.set_conditions(
            candidate=candidate, **said, smallest_share=None, version=candidate.version,
            by=rune.acting, now=NOW,
        )  # fmt: skip

    return tie


def decide(step, roadmap, title, by, **more):
    row = roadmap.candidates.get(initiative__title=title)
    getattr(actions, step)(candidate=row, version=row.version, by=by.acting, now=NOW, **more)


# --- a floor for each -----------------------------------------------------------------------


def test_without_a_floor_what_is_worth_most_is_taken(reads, roadmap):
    assert asks(reads, roadmap).shows("is worth 1\u202f300.0 points a year.")


def test_one_municipality_can_be_promised_more_than_the_others(reads, roadmap, ola):
    page = asks(reads, roadmap, **{f"least_{ola.home.pk}": "250"})

    assert page.shows("is worth 1\u202f000.0 points a year.")
    assert page.shows("Sund has at least250.0 points")
    assert "It would take the place of «Tasting»" in row_of(page, "Ruter")
    assert row_of(page, "Sund").split() == ["Sund300.0250.0"]
    assert row_of(page, "Fjordvik").split() == ["Fjordvik700.0–"]


def test_one_municipality_can_be_left_out_of_the_floor_of_all(reads, roadmap, kari, ola):
    assert asks(reads, roadmap, least_each="250").shows("is worth 1\u202f000.0 points a year.")

    page = asks(reads, roadmap, least_each="250", **{f"least_{ola.home.pk}": "0"})

    assert page.shows("is worth 1\u202f300.0 points a year.")
    assert page.shows("Sund has at least0")


def test_a_floor_nobody_can_reach_is_named_alone(reads, roadmap, ola):
    page = asks(reads, roadmap, **{f"least_{ola.home.pk}": "301"})

    assert page.shows("These cannot all hold")
    [conflict] = page.all("section", **{"aria-labelledby": "conflict"})
    named = [row.text for row in conflict if row.name == "li"]
    assert named == ["that Sund gets at least 301.0 points"]


def test_a_floor_for_one_with_nothing_to_gain_is_not_passed_over(reads, roadmap, ola, bound, rune):
    decide("leave_out", roadmap, "Vakter", rune, reason="Venter på vaktplanen.")

    page = asks(reads, roadmap, **{f"least_{ola.home.pk}": "1"})

    assert page.shows("that Sund, with nothing to gain here, gets at least 1.0 points")


def test_the_floor_of_all_is_not_for_those_with_nothing_to_gain_and_names_them(
    reads, roadmap, rune
):
    decide("leave_out", roadmap, "Vakter", rune, reason="Venter på vaktplanen.")

    page = asks(reads, roadmap, least_each="10")

    assert page.shows("is worth 1\u202f300.0 points a year.")
    assert page.shows("Each municipality with something to gain has at least10.0 points")
    assert page.shows(
        "Have no floor, for nothing that counts here is promised there with a yes: Sund."
    )


def test_one_whose_only_promise_does_not_count_has_no_floor_and_makes_nothing_impossible(
    reads, roadmap, ola
):
    Benefit.objects.filter(commitments__municipality=ola.home).update(beneficiary="inhabitants")

    page = asks(reads, roadmap, least_each="10")

    assert page.shows("is worth 1\u202f300.0 points a year.")
    assert page.shows("is promised there with a yes: Sund.")
    assert asks(reads, roadmap, least_each="10", inhabitants_hours="1").shows(
        "is worth 1\u202f000.0 points a year."
    )


def test_where_all_have_something_to_gain_nobody_is_without_a_floor(reads, roadmap):
    assert not asks(reads, roadmap, least_each="10").shows("Have no floor")
    assert not asks(reads, roadmap).shows("Have no floor")


# --- what cannot be, or nobody could mean ---------------------------------------------------


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        ("hours", "NaN", "Enter a number."),
        ("hours", "Infinity", "Enter a number."),
        ("budget", "-1", "greater than or equal to 0"),
        ("quality", "mye", "Enter a number."),
        ("least_each", "-5", "greater than or equal to 0"),
        ("capacity", "0", "greater than or equal to 1"),
        ("capacity", "101", "less than or equal to 100"),
        ("hours", "1e12", "less than or equal to 1000000"),
        ("objective", "best", "Select a valid choice"),
        ("seconds", "1000000", "Select a valid choice"),
    ],
)
def test_what_is_asked_wrongly_is_said_at_its_field(reads, roadmap, field, said, sentence):
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", {**ASKED, field: said})

    assert sentence in page.errors[field]
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("said", "sentence"), [("-1", "or equal to 0"), ("NaN", "Enter a number")])
def test_a_budget_is_nothing_or_more(reads, roadmap, said, sentence):
    budgets = {f"y{year}": "1000" for year in range(2027, 2031)}
    told = {"title": "Vårt", "version": roadmap.version, **budgets, "y2028": said}

    page = reads.sends(f"/veikart/{roadmap.pk}/budsjett/", told)

    assert sentence in page.errors["y2028"]


def test_candidates_that_each_require_the_other_are_in_together_or_not_at_all(
    reads, roadmap, bound
):
    bound("Ruter", "Vakter", kind="requires")
    bound("Vakter", "Ruter", kind="requires")

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 2 of 3 candidates and is worth 900.0 points a year.")
    why = row_of(page, "Tasting")
    assert "It would take the place of «Ruter», «Vakter»" in why
    assert "«Ruter» only together with «Vakter»" not in why


def test_a_ring_of_requirements_that_is_too_dear_stays_out(reads, roadmap, bound):
    bound("Tasting", "Ruter", kind="requires")
    bound("Ruter", "Vakter", kind="requires")
    bound("Vakter", "Tasting", kind="requires")

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 0 of 3 candidates and is worth 0.0 points a year.")
    assert page.shows("Proven: no plan within the limits is better.")


def test_what_requires_something_that_is_left_out_is_not_in_and_says_so(
    reads, roadmap, bound, rune
):
    bound("Tasting", "Vakter", kind="requires")
    decide("leave_out", roadmap, "Vakter", rune, reason="Venter på vaktplanen.")

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 1 of 2 candidates and is worth 600.0 points a year.")
    assert "«Tasting» only together with «Vakter», which is left out" in row_of(page, "Tasting")


def test_what_is_decided_and_requires_something_left_out_cannot_hold(reads, roadmap, bound, rune):
    bound("Tasting", "Vakter", kind="requires")
    decide("leave_out", roadmap, "Vakter", rune, reason="Venter på vaktplanen.")
    decide("choose", roadmap, "Tasting", rune)

    page = asks(reads, roadmap)

    assert page.shows("These cannot all hold")
    assert page.shows("that «Tasting» is in")
    assert page.shows("«Tasting» only together with «Vakter», which is left out")


def test_what_requires_and_excludes_the_same_by_two_ways_is_out(reads, roadmap, bound):
    bound("Tasting", "Ruter", kind="requires")
    bound("Ruter", "Tasting", kind="excludes")

    page = asks(reads, roadmap)

    why = row_of(page, "Tasting")
    assert "never both «Ruter» and «Tasting»" in why
    assert "«Tasting» only together with «Ruter»" in why
    assert page.shows("is worth 900.0 points a year.")


def test_a_krone_beside_a_thousand_million_is_neither_lost_nor_added(reads, rune, kari):
    roadmap = stories.a_roadmap(rune.acting, each_year=1_000_000_000)
    for title, hours, cost in (("Dyr", 700, 999_999_999), ("Billig", 1, 1), ("Over", 1, 2)):
        stories.saves(roadmap, rune.acting, hours, title=title, cost=cost, where=kari.home)

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 2 of 3 candidates and is worth 701.0 points a year.")
    assert page.shows("Left of the budget, NOK: 2027: 0")
    assert "the budget of 2027" in row_of(page, "Over")


def test_a_roadmap_whose_candidates_all_lack_an_index_says_why_there_is_nothing(reads, roadmap):
    for row in roadmap.candidates.all():
        row.initiative.cost_lines.update(price_year=1998)

    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)
    do_all(now=timezone.now() + timedelta(seconds=1))

    assert page.shows("There is nothing to choose among")
