"""What people can receive is a limit in each year: one a year for four years is not four at once."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stafett.calc import portfolio
from stafett.initiatives.models import Participation
from stafett.roadmap import actions
from stafett.roadmap.models import Proposal, Window
from stafett.roadmap.queries import receiving, solving
from stafett.work.worker import do_all
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks, row_of

ONE_A_YEAR = dict.fromkeys(range(2027, 2031), 1)


@pytest.fixture
def roadmap(kari):
    """Money for all: three that begin in 2027, one in 2028. Fjordvik can take in one a year."""
    roadmap = stories.a_roadmap(kari.acting, each_year=1_000_000)
    for title, hours, year in (
        ("Tasting", 700, 2027),
        ("Ruter", 600, 2027),
        ("Vakter", 500, 2027),
        ("Skjema", 400, 2028),
    ):
        stories.saves(roadmap, kari.acting, hours, title=title, year=year, last_year=year)
    actions.say_capacity(roadmap=roadmap, batons=ONE_A_YEAR, by=kari.acting, now=NOW)
    return roadmap


@pytest.fixture
def reads(kari):
    return Reader(kari)


def choose(roadmap, title, by):
    row = roadmap.candidates.get(initiative__title=title)
    actions.choose(candidate=row, version=row.version, by=by.acting, now=NOW)
    return row


def room_of(page, name):
    """Return what the table of what people can receive says of a municipality."""
    tables = page.all("table")
    table = next(each for each in tables if "what the plan brings" in each.text)
    row = next(each for each in table if each.name == "tr" and each.text.strip().startswith(name))
    return [cell.text for cell in row if cell.name == "td"]


def test_one_a_year_for_four_years_is_not_four_in_the_first(reads, roadmap):
    page = asks(reads, roadmap)

    assert page.shows("The plan takes 2 of 4 candidates and is worth 1\u202f100.0 points a year.")
    why = row_of(page, "Ruter")
    assert "what Fjordvik can receive in 2027, 1" in why
    assert "room for 1 more in Fjordvik in 2027" in why
    assert room_of(page, "Fjordvik") == ["1 of 1", "1 of 1", "0 of 1", "0 of 1"]


def test_one_that_is_taken_in_another_year_leaves_room_in_the_first(reads, roadmap, kari):
    row = choose(roadmap, "Vakter", kari)
    actions.set_window(
        candidate=row, starts_on=date(2029, 2, 1), ends_on=date(2029, 6, 30),
        by=kari.acting, now=NOW,
    )  # fmt: skip

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 3 of 4 candidates and is worth 1\u202f600.0 points a year.")
    assert room_of(page, "Fjordvik") == ["1 of 1", "1 of 1", "1 of 1", "0 of 1"]


def test_one_that_is_taken_in_before_the_roadmap_begins_takes_none_of_its_room(
    reads, roadmap, kari
):
    row = choose(roadmap, "Vakter", kari)
    Window.objects.create(
        candidate=row, municipality=kari.home,
        starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 31),
    )  # fmt: skip

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 3 of 4 candidates and is worth 1\u202f600.0 points a year.")


def test_what_is_decided_for_the_same_year_and_has_no_room_there_names_the_year(
    reads, roadmap, kari
):
    choose(roadmap, "Tasting", kari)
    choose(roadmap, "Ruter", kari)

    page = asks(reads, roadmap)

    [conflict] = page.all("section", **{"aria-labelledby": "conflict"})
    named = [row.text for row in conflict if row.name == "li"]
    assert sorted(named) == [
        "that «Ruter» is in",
        "that «Tasting» is in",
        "what Fjordvik can receive in 2027, 1",
    ]


def test_each_municipality_receives_it_in_its_own_year(reads, rune, kari, ola):
    roadmap = stories.a_roadmap(rune.acting, each_year=1_000_000)
    for title in ("Tasting", "Ruter"):
        row = stories.saves(roadmap, rune.acting, 100, title=title, where=kari.home)
        for place in (kari.home, ola.home):
            Participation.objects.create(
                initiative=row.initiative, municipality=place, answer="joins", answered_at=NOW
            )
    for each in (kari, ola):
        actions.say_capacity(roadmap=roadmap, batons=ONE_A_YEAR, by=each.acting, now=NOW)
    first = choose(roadmap, "Tasting", rune)
    when = {"starts_on": date(2028, 1, 1), "ends_on": date(2028, 6, 30)}
    actions.set_window(candidate=first, **when, by=kari.acting, now=NOW)

    page = asks(Reader(rune), roadmap)

    why = row_of(page, "Ruter")
    assert "what Sund can receive in 2027, 1" in why
    assert "what Fjordvik can receive" not in why
    assert room_of(page, "Fjordvik") == ["0 of 1", "1 of 1", "0 of 1", "0 of 1"]
    assert room_of(page, "Sund") == ["1 of 1", "0 of 1", "0 of 1", "0 of 1"]


def test_a_year_nobody_has_said_anything_about_limits_nothing_and_is_named(reads, roadmap):
    roadmap.capacities.filter(year=2027).delete()

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 4 of 4 candidates")
    assert page.shows("so nothing limits them: Fjordvik (2027).")
    assert room_of(page, "Fjordvik") == ["–", "1 of 1", "0 of 1", "0 of 1"]


# --- proposals from before it was kept by year ----------------------------------------------


@pytest.fixture
def older(reads, roadmap):
    """A proposal as it was kept before: what Fjordvik can receive in all the years together."""
    asks(reads, roadmap)
    proposal = Proposal.objects.get()
    [place] = proposal.inputs["municipalities"]
    place["batons"] = sum(place.pop("by_year"))
    for row in proposal.inputs["candidates"]:
        row.pop("received")
    place["batons"] = 3
    proposal.answer = solving.solve(
        proposal.inputs, solving.Watcher(lambda *_: None, lambda: False)
    )
    proposal.save()
    return proposal


def test_an_older_proposal_is_read_as_it_was_counted(reads, older):
    page = reads.opens(older.get_absolute_url())

    assert page.shows("The plan takes 3 of 4 candidates and is worth 1\u202f800.0 points a year.")
    assert page.shows("what people can receive was counted over all the years together.")
    why = row_of(page, "Skjema")
    assert "what Fjordvik can receive, 3" in why
    assert "room for 1 more in Fjordvik" in why
    assert "in 2027" not in why


def test_what_an_older_answer_says_of_a_limit_is_read(reads, older):
    for why in older.answer["why_not"].values():
        for demand in why["limits"]:
            demand["place"] = demand["place"][:1]
    older.save()

    assert "what Fjordvik can receive, 3" in row_of(reads.opens(older.get_absolute_url()), "Skjema")


def test_an_older_proposal_is_moved_in_as_it_was_counted(reads, older):
    at = next(at for at, row in enumerate(older.inputs["candidates"]) if row["title"] == "Skjema")
    page = reads.sends(f"{older.get_absolute_url()}inn/?at={at}", reason="Avtalt.")
    do_all(now=timezone.now() + timedelta(seconds=1))

    assert reads.opens(page.path).shows("The plan takes 3 of 4 candidates")


# --- the law --------------------------------------------------------------------------------

YEARS = [2027, 2028, 2029]
said = st.lists(st.none() | st.integers(0, 2), min_size=3, max_size=3)
candidate = st.tuples(
    st.integers(-5, 20), st.lists(st.none() | st.integers(0, 2), min_size=2, max_size=2)
)


def the_inputs(capacities, candidates):
    """Return inputs with money for all, two municipalities, and these candidates."""
    return {
        "years": YEARS,
        "price_year": 2026,
        "budgets": [1e6] * 3,
        "aims": {"points": {}, "objective": "likely", "least_each": 0, "seconds": 10},
        "municipalities": [
            {"id": pk, "name": str(pk), "by_year": each} for pk, each in enumerate(capacities)
        ],
        "candidates": [
            {
                "candidate": at, "title": str(at), "place": at, "low": 0, "likely": worth, "high": 0,
                "by_municipality": {}, "accounts": {}, "costs": [1, 0, 0], "dearer": 1.0,
                "takes_part": [0, 1], "must": False, "smallest": None,
                "received": {str(pk): year for pk, year in enumerate(years) if year is not None},
            }
            for at, (worth, years) in enumerate(candidates)
        ],
        "requires": [], "excludes": [], "unweighed": [], "overrides": [],
    }  # fmt: skip


def holds(capacities, candidates, shares):
    """Whether no municipality receives more in a year than it has said, counted longhand."""
    for pk, by_year in enumerate(capacities):
        for year, most in enumerate(by_year):
            come = sum(
                share for share, (_, years) in zip(shares, candidates, strict=True)
                if years[pk] == year
            )  # fmt: skip
            if most is not None and come > most:
                return False
    return True


@given(st.tuples(said, said), st.lists(candidate, min_size=1, max_size=5))
def test_a_plan_never_takes_more_than_any_years_room_and_none_that_does_is_better(
    capacities, candidates
):
    problem = solving.problem_of(the_inputs(capacities, candidates))

    shares = portfolio.select(problem).chosen

    assert holds(capacities, candidates, shares)
    worths = [worth for worth, _years in candidates]
    best = max(
        sum(worth * share for worth, share in zip(worths, plan, strict=True))
        for plan in product((0, 1), repeat=len(candidates))
        if holds(capacities, candidates, plan)
    )
    assert sum(worth * share for worth, share in zip(worths, shares, strict=True)) == best
    taken = receiving.taken(the_inputs(capacities, candidates), shares)
    rooms = receiving.rooms(the_inputs(capacities, candidates))
    assert all(
        count <= room.batons
        for count, room in zip(taken, rooms, strict=True)
        if room.batons is not None
    )
