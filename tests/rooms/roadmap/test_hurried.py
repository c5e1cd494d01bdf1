"""What is sought for a short time is not told as more certain than it is."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from stafett.calc import portfolio
from stafett.calc.portfolio import Demand, Infeasible, Kind, NoPlanYet
from stafett.roadmap.models import Proposal
from stafett.roadmap.queries import solving
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks, row_of

LARGE = [1.0, 0.0, 0.0]


@pytest.fixture
def roadmap(kari):
    return stories.a_choice(kari.acting)


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def searches(monkeypatch):
    """Let something else come of each search, by its problem and what it found."""

    def otherwise(change):
        real = portfolio.select

        def select(problem, **more):
            return change(problem, real(problem, **more))

        monkeypatch.setattr(portfolio, "select", select)

    return otherwise


def is_short(problem):
    return problem.time_limit == solving.SECONDS_EACH


def cut_short(problem, found):
    """Leave a short search a tenth from its proof."""
    return replace(found, bound=1.1 * found.objective, gap=0.1) if is_short(problem) else found


def frontier_of(page):
    [part] = page.all("section", **{"aria-labelledby": "frontier"})
    return part.text


def test_what_is_proven_is_told_without_reserve(reads, roadmap):
    part = frontier_of(asks(reads, roadmap))

    for reserve in ("at least", "at most", "At the most", "short"):
        assert reserve not in part


def test_what_is_not_proven_is_told_as_at_least_with_the_most_it_can_be(reads, roadmap, searches):
    searches(cut_short)

    page = asks(reads, roadmap)

    half = row_of(page, "50")
    assert "at least 700.0 770.0" in half
    assert "1 300.0 proven" in row_of(page, "100")
    assert page.shows("a better plan may exist; the table tells the most it can be worth.")
    assert page.shows("in points a year: 2027: at least 400.0, at most 570.0 · 2028: at least 0.0")
    assert page.shows("which were not sought to the end: On average, also if the benefit is low")


def test_a_better_plan_that_is_found_on_the_way_is_the_plan(reads, roadmap, searches):
    def misses(problem, found):
        if is_short(problem):
            return found
        return replace(
            found, chosen=np.array(LARGE), objective=1000.0, bound=1600.0, gap=0.6,
            by_scenario=np.array([1000.0]),
        )  # fmt: skip

    searches(misses)

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 2 of 3 candidates and is worth 1\u202f300.0 points a year.")
    assert page.shows("A better plan may exist, by 23.1\u202f% at the most.")
    assert "at least 1 300.0 1 600.0" in row_of(page, "100")
    assert "300.0 points behind" in row_of(page, "Down the list as it stands")
    assert "It would take the place of «Tasting», «Ruter»" in row_of(page, "Stor pakke")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Infeasible([Demand(Kind.MUST, (0,))]), "no plan"),
        (NoPlanYet(), "none found in a short search"),
    ],
)
def test_that_none_was_found_in_time_is_not_told_as_that_there_is_none(
    reads, roadmap, searches, reason, words
):
    def finds_none(problem, found):
        if problem.table.budgets[0] < 150_000:
            raise reason
        return found

    searches(finds_none)

    assert row_of(asks(reads, roadmap), "50").split("%")[1].strip().startswith(words)


def test_a_plan_nothing_is_proven_of_can_be_kept(reads, roadmap, searches):
    """JSON has no infinity."""
    searches(lambda _problem, found: replace(found, bound=math.inf, gap=math.inf))

    page = asks(reads, roadmap)

    assert page.shows("How good the best can be is not known yet.")
    assert page.shows("2027: at least 400.0 ·")
    assert "Not known yet" in row_of(page, "50")
    json.dumps(Proposal.objects.get().answer, allow_nan=False)
