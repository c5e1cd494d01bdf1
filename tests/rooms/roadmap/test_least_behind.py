"""Of a plan that is to be least behind the best, fewer points are better, and the page says so."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from stafett.roadmap.models import Proposal
from stafett.roadmap.queries import words
from stafett.work.worker import do_all
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import ASKED, asks, row_of

REGRET = {"aims": {"objective": "regret"}, "candidates": [], "municipalities": [], "years": []}


@pytest.fixture
def roadmap(kari):
    return stories.a_choice(kari.acting)


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def hedges(reads, roadmap):
    """Choose between much that is not sure, «Tasting», and less that is, «Ruter»."""

    def work_out(**changed):
        page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", {**ASKED, "objective": "regret"})
        asked = Proposal.objects.get()
        _large, unsure, sure = asked.inputs["candidates"]
        unsure.update(likely=1000, low=100)
        sure.update(likely=700, low=600)
        asked.inputs.update(changed)
        asked.save()
        do_all(now=timezone.now() + timedelta(seconds=1))
        return reads.opens(page.path)

    return work_out


def test_more_money_is_told_by_what_it_brings_and_how_far_behind_it_leaves_the_plan(hedges):
    page = hedges()

    assert page.shows("takes 1 of 3 candidates, and is never more than 300.0 points behind")
    assert page.shows("What the plan that is least behind brings if it goes as likely, by the")
    assert not page.shows("What the best plan is worth")
    heads = [head.text for head in page.all("th")]
    assert "At most behind the best" in heads
    assert row_of(page, "50").split("%")[1].split() == ["0.0", "0.0", "0"]
    assert row_of(page, "100").split("%")[1].split() == ["700.0", "300.0", "1"]
    assert row_of(page, "120").split("%")[1].split() == ["1", "700.0", "0.0", "2"]


def test_other_ways_to_choose_are_told_by_how_far_behind_they_are(hedges):
    page = hedges()

    [part] = page.all("section", **{"aria-labelledby": "compared"})
    assert "At most behind the best" in part.text
    assert "Points a year" not in part.text
    assert "1500.0200.0 points behind" in row_of(page, "Down the list as it stands")


def test_what_more_money_makes_of_it_says_which_way(hedges):
    page = hedges()

    assert page.shows("so much nearer the best, or further behind it: 2027: 300.0 points nearer")
    assert page.shows("2028: no nearer")


def test_more_money_can_leave_a_plan_further_behind(hedges):
    page = hedges(budgets=[100_000, 0, 0, 0])

    assert page.shows("2027: 300.0 points further behind · 2028: no nearer")


def test_what_is_left_out_says_how_much_further_behind_it_would_leave_the_plan(hedges):
    row = row_of(hedges(), "Tasting")

    assert "With it the plan may end 200.0 points further behind the best." in row
    assert "worth" not in row.split("This would let it in")[0]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"least": 1, "most": 2}, "may end from 1.0 to 2.0 points further behind the best."),
        ({"least": 2, "most": 2}, "may end 2.0 points further behind the best."),
        ({"least": 2, "most": None}, "may end at least 2.0 points further behind the best."),
    ],
)
def test_between_how_far_behind_it_would_leave_the_plan(told, sentence):
    with translation.override("en"):
        [said] = words.why_in_words(told, REGRET)

    assert said == f"With it in, the plan {sentence}"


@pytest.mark.parametrize(
    ("price", "gap", "said"),
    [
        (5, 0.1, "With it the plan may end 5.0 points further behind the best at the most"),
        (-5, 0, "A plan with it is 5.0 points less behind the best than this one"),
    ],
)
def test_a_short_search_says_so_of_what_is_behind_as_well(price, gap, said):
    reasons = dict.fromkeys(("limits", "conflict", "displaces", "joins", "changes"), ())

    with translation.override("en"):
        [sentence] = words.why_in_words({**reasons, "price": price, "gap": gap}, REGRET)

    assert sentence.startswith(said)


def test_a_gain_that_is_not_proven_is_about_so_much():
    with translation.override("en"):
        said = words.gain_in_words({"gain": -40.0, "most": 60.0}, REGRET)

    assert said == "about 40.0 points further behind"


def test_a_careful_plan_is_told_by_the_worst_that_may_happen(reads, roadmap):
    page = asks(reads, roadmap, objective="worst")

    assert page.shows("What the best plan is worth if the benefit is low and the cost high, by the")
    assert "350.0" in row_of(page, "100")
    assert "650.0" in row_of(page, "120")
    assert page.shows("would give, in points a year: 2027: 300.0 · 2028: 0.0")
