"""What counts may be what is left when all is paid: on the budget, or for everybody, and once."""

from datetime import date

import pytest
from django.utils import translation

from stafett.benefits.queries.own import own_economy
from stafett.benefits.queries.reckoning import ground_of
from stafett.benefits.queries.social import social_economy
from stafett.calc.cashflow import discount_factors
from stafett.lib import Refused
from stafett.roadmap import actions, rules
from stafett.roadmap.models import Candidate, Proposal
from stafett.roadmap.queries import solving
from stafett.roadmap.queries.inputs import Aims, frozen
from stafett.roadmap.queries.words import counted_names
from stafett.ui.figures import number
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.benefits.economies import a_promise, costs, joins, kroner, plan
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import ASKED, asks, row_of

FROM = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _in_english(national_figures):
    with translation.override("en"):
        yield


@pytest.fixture
def roadmap(kari):
    return stories.a_roadmap(kari.acting, each_year=1_000_000)


@pytest.fixture
def reads(kari):
    return Reader(kari)


def a_candidate(roadmap, by, title, *, cost, years=(2027, 2027), saves=60_000, **promised):
    """Return a candidate that costs something, and takes as much off the budget each year."""
    initiative = stories.a_solution(roadmap.owner, without=("gains", "costs"), title=title,
                                    scope="public", staff_count=100)  # fmt: skip
    stories.gains(initiative, state="proposed", effect_starts_on=FROM)
    costs(initiative, licence=cost, years=years)
    effect = {"take_out": "budget", "effect_starts_on": FROM, **promised}
    promise = a_promise(initiative, of=kroner(), **effect)
    plan(promise, y2027=saves)
    return actions.nominate(roadmap=roadmap, initiative=initiative, by=by, now=NOW)


def counted(kari, roadmap, **points):
    """Return what each candidate is frozen as, by its title."""
    inputs = frozen(kari.acting, roadmap, Aims(points=points))
    return {row["title"]: row for row in inputs["candidates"]}


# --- what it is -----------------------------------------------------------------------------


def test_what_costs_nothing_comes_to_what_it_saves_a_year(roadmap, kari):
    a_candidate(roadmap, kari.acting, "Gratis", cost=0)

    [row] = counted(kari, roadmap, own_net=1).values()

    assert row["accounts"]["own_net"] == pytest.approx(60_000)
    assert row["likely"] == pytest.approx(60)


@pytest.mark.parametrize(
    ("name", "economy"), [("own_net", own_economy), ("social_net", social_economy)]
)
def test_it_is_the_net_value_of_the_initiatives_own_page_spread_evenly(
    roadmap, kari, name, economy
):
    candidate = a_candidate(roadmap, kari.acting, "Sak", cost=(80_000, 100_000, 150_000))

    [row] = counted(kari, roadmap, **{name: 1}).values()

    ground = ground_of(kari.acting, candidate.initiative)
    factors = discount_factors(ground.years, rate=ground.parameters.rates, timing="start")
    net = economy(ground).net
    assert row["likely"] == pytest.approx(net.likely / factors.sum() / 1000)
    worst = row["low"] - row["dearer_points"]
    assert worst == pytest.approx(net.low / factors.sum() / 1000)


def test_a_low_benefit_and_a_high_cost_each_make_it_less_by_themselves(roadmap, kari):
    a_candidate(roadmap, kari.acting, "Sak", cost=(80_000, 100_000, 150_000))

    [own] = counted(kari, roadmap, own_net=1).values()
    [social] = counted(kari, roadmap, social_net=1).values()

    assert own["low"] == pytest.approx(own["likely"]), "what is in the plan is decided"
    assert social["low"] < social["likely"]
    assert own["dearer_points"] > 0
    assert social["dearer_points"] == pytest.approx(1.2 * own["dearer_points"]), "with tax cost"


def test_a_regions_is_of_all_who_take_part_together(rune, kari, ola):
    roadmap = stories.a_roadmap(rune.acting, each_year=1_000_000)
    for place in (kari.home, ola.home):
        a_candidate(roadmap, rune.acting, place.label, cost=0, municipality=place)
    both = roadmap.candidates.get(initiative__title="Sund").initiative
    joins(both, kari.home, ola.home)

    [row] = counted(rune, roadmap, own_net=1).values()

    assert row["title"] == "Sund"
    assert row["accounts"]["own_net"] == pytest.approx(60_000)
    page = asks(Reader(rune), roadmap, hours="0", own_net="1")
    assert page.shows("«Fjordvik» is not weighed: No municipality takes part yet")


def test_many_are_read_in_as_few_questions_as_one(
    roadmap, kari, django_assert_num_queries, django_assert_max_num_queries
):
    a_candidate(roadmap, kari.acting, "Første", cost=100_000)
    with django_assert_max_num_queries(60) as asked:
        counted(kari, roadmap, own_net=1)
    for title in ("Andre", "Tredje", "Fjerde"):
        a_candidate(roadmap, kari.acting, title, cost=100_000)

    with django_assert_num_queries(len(asked)):
        assert len(counted(kari, roadmap, own_net=1)) == 4


# --- what the plan makes of it --------------------------------------------------------------


def test_what_costs_more_than_it_saves_is_in_no_plan_by_its_net_value(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Dyr i drift", cost=100_000, years=(2027, 2045), saves=90_000)
    a_candidate(roadmap, kari.acting, "Engangskost", cost=100_000, saves=60_000)
    assert asks(reads, roadmap, hours="0", budget="1").shows("The plan takes 2 of 2 candidates")

    page = asks(reads, roadmap, hours="0", own_net="1")

    assert page.shows("The plan takes 1 of 2 candidates")
    assert row_of(page, "Engangskost").startswith("Engangskost")
    assert page.shows("1 candidate is worth nothing or less as it is weighed here")
    assert "Dyr i drift" in page.text.split("for its own sake:")[1]


def test_what_each_counts_for_is_said_on_the_page(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Sak", cost=100_000)

    page = asks(reads, roadmap, hours="0", quality="1", social_net="2")

    assert page.shows("1,000 kroner a year of net value to society2.0 points")
    assert page.shows("worth at the start of 2027 and spread evenly over as many years")
    assert page.shows("less what everybody pays and what it costs to collect the tax")
    without = page.text.split("Does not count here:")[1]
    assert "An hour that businesses save" in without
    assert "An hour of freed time" not in without, "it is in the net value"


def test_where_no_net_value_counts_nothing_is_said_of_it(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Sak", cost=100_000)

    page = asks(reads, roadmap)

    assert not page.shows("spread evenly")
    assert Proposal.objects.get().inputs["candidates"][0]["dearer_points"] == 0


def test_what_has_no_net_value_is_not_weighed_and_says_why(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Med tall", cost=100_000)
    blank = a_candidate(roadmap, kari.acting, "Uten kostnader", cost=100_000)
    blank.initiative.cost_lines.all().delete()

    page = asks(reads, roadmap, hours="0", own_net="1")

    assert page.shows("The plan takes 1 of 1 candidates")
    assert page.shows("«Uten kostnader» is not weighed: Costs are not told yet for")


def test_what_is_decided_and_has_no_net_value_is_in_with_its_costs(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Med tall", cost=100_000)
    blank = a_candidate(roadmap, kari.acting, "Uten opplæring", cost=950_000)
    blank.initiative.cost_lines.filter(kind="training").delete()
    actions.choose(candidate=blank, version=blank.version, by=kari.acting, now=NOW)

    page = asks(reads, roadmap, hours="0", own_net="1")

    assert page.shows("The plan takes 1 of 2 candidates and is worth 0.0 points a year.")
    assert "the budget of 2027" in row_of(page, "Med tall")
    assert page.shows("«Uten opplæring» is decided and in with its costs")


def test_a_careful_plan_by_net_value_counts_what_it_is_if_all_is_dear(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Usikker", cost=(90_000, 100_000, 900_000), saves=50_000)

    assert asks(reads, roadmap, hours="0", own_net="1").shows("The plan takes 1 of 1 candidates")
    careful = asks(reads, roadmap, hours="0", own_net="1", objective="worst")

    assert careful.shows("The plan takes 0 of 1 candidates")


def test_of_what_is_decided_in_part_the_part_of_its_net_value_counts(reads, roadmap, kari):
    candidate = a_candidate(roadmap, kari.acting, "Del", cost=(80_000, 100_000, 150_000))
    Candidate.objects.filter(pk=candidate.pk).update(decision="chosen", share=0.5)
    [row] = counted(kari, roadmap, own_net=1).values()
    half = f"is worth {number(row['likely'] / 2, 1)} points a year."

    page = asks(reads, roadmap, hours="0", own_net="1")

    assert page.shows(half)
    worst = solving.problem_of(Proposal.objects.get().inputs, "worst").table.worth.min()
    assert worst == pytest.approx((row["low"] - row["dearer_points"]) / 2)


# --- and once -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "field", "named"),
    [
        ({"own_net": 1, "budget": 1}, "own_net", ["budget"]),
        ({"social_net": 1, "own_net": 1}, "social_net", ["own_net"]),
        ({"social_net": 1, "budget": 1}, "social_net", ["budget"]),
        ({"social_net": 1, "kroner": 1}, "social_net", ["kroner"]),
        ({"social_net": 1, "hours": 1, "public_kroner": 1}, "social_net",
         ["hours", "public_kroner"]),
        ({"social_net": 1, "inhabitants_hours": 1}, "social_net", ["inhabitants_hours"]),
        ({"social_net": 1, "inhabitants_kroner": 1}, "social_net", ["inhabitants_kroner"]),
        ({"social_net": 1, "business_kroner": 1}, "social_net", ["business_kroner"]),
    ],
)  # fmt: skip
def test_what_is_in_a_net_value_does_not_count_beside_it(points, field, named):
    names = counted_names()

    with pytest.raises(Refused) as no:
        rules.check_counts_once(points, names)

    assert no.value.field == field
    assert "; ".join(names[each] for each in named) in str(no.value)


@pytest.mark.parametrize(
    "points",
    [
        {"own_net": 1, "hours": 1, "quality": 1, "kroner": 1, "inhabitants_hours": 1},
        {"social_net": 1, "quality": 1, "business_hours": 1, "public_hours": 1},
        {"budget": 1, "kroner": 1, "hours": 1},
    ],
)
def test_what_is_in_no_net_value_counts_beside_it(points):
    rules.check_counts_once(points, counted_names())


def test_the_form_says_so_at_the_question_and_keeps_what_was_said(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Sak", cost=100_000)
    asked = {**ASKED, "hours": "3", "social_net": "2"}

    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", asked)

    assert (
        "holds this already, wholly or in part: An hour of freed time."
        in (page.errors["social_net"])
    )
    assert page.answer("hours") == "3"
    assert not Proposal.objects.exists()


def test_a_floor_for_each_is_not_told_in_net_value(reads, roadmap, kari):
    a_candidate(roadmap, kari.acting, "Sak", cost=100_000)
    asked = {**ASKED, "hours": "0", "own_net": "2", "least_each": "5"}

    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", asked)

    assert "Let there be no floor, or let it not count." in page.errors["least_each"]
