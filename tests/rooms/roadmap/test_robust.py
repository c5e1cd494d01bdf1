"""Each plan beside the others, whichever way it turns out: on average, at worst, and behind."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.models import Commitment
from stafett.calc import portfolio
from stafett.initiatives.models import CostLine, Participation
from stafett.roadmap import actions
from stafett.roadmap.models import Proposal
from stafett.roadmap.queries import robust, solving
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_outside import plain
from tests.rooms.roadmap.test_proposals import asks, row_of
from tests.rooms.roadmap.test_receiving import the_inputs

LIKELY = "What is likely"
CAREFUL = "When the benefit is low and the cost high"
WATCHER = solving.Watcher(lambda *_told: None, is_cancelled=lambda: False)


@pytest.fixture
def roadmap(kari):
    """Two of them fit as told, and one if all is a fifth dearer. The low benefit is half."""
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    for title, hours in (("Tasting", 700), ("Ruter", 600)):
        stories.saves(roadmap, kari.acting, hours, title=title)
    return roadmap


@pytest.fixture
def reads(kari):
    return Reader(kari)


def cells_of(page, plan):
    """Return what the table of the four plans says of one of them."""
    table = next(each for each in page.all("table") if "Points at worst" in each.text)
    row = next(each for each in table if each.name == "tr" and each.text.strip().startswith(plan))
    return [cell.text.strip() for cell in row if cell.name == "td"]


def test_each_plan_says_its_mean_its_worst_and_how_far_behind_it_may_be(reads, roadmap):
    roadmap.budgets.update(amount=150_000)
    sure = Commitment.objects.get(benefit__initiative__title="Ruter")
    sure.target_high = sure.target_likely  # the fewer minutes, the better
    sure.save()

    page = asks(reads, roadmap)

    held = "within the limits"
    assert cells_of(page, LIKELY) == ["1", "700.0", "525.0", "350.0", "250.0", held]
    assert cells_of(page, CAREFUL) == ["1", "600.0", "600.0", "600.0", "100.0", held]


def test_a_plan_that_passes_the_budget_if_all_is_dear_says_so_beside_its_points(reads, roadmap):
    over = "over the budget in 2027"
    page = asks(reads, roadmap)

    assert cells_of(page, LIKELY) == ["2", "1 300.0", "975.0", "650.0", "0.0", over]
    assert cells_of(page, CAREFUL)[-1] == "within the limits"


def a_cost(roadmap, title, *, year, likely, high):
    """Let the licence cost so much more in a year."""
    CostLine.objects.create(
        initiative=roadmap.candidates.get(initiative__title=title).initiative, kind="licence",
        what="Tillegg", year=year, last_year=year, low=likely, likely=likely, high=high,
        price_year=2026, vat="excluded", payer="municipality",
    )  # fmt: skip


def test_each_year_is_as_dear_as_that_year_may_be(reads, roadmap):
    """Told by one factor of all the years, 2027 would be dear as well, and 2028 not so dear."""
    CostLine.objects.update(low=0, likely=0, high=0)
    for title in ("Tasting", "Ruter"):
        a_cost(roadmap, title, year=2027, likely=100_000, high=100_000)
    a_cost(roadmap, "Ruter", year=2028, likely=100_000, high=300_000)

    page = asks(reads, roadmap)

    assert cells_of(page, LIKELY)[-1] == "over the budget in 2028"
    assert cells_of(page, CAREFUL)[-1] == "within the limits"
    assert cells_of(page, CAREFUL)[0] == "1"
    assert not page.shows("as much dearer in each of its years")


def test_what_is_likely_to_cost_nothing_can_still_be_dear(reads, roadmap):
    roadmap.budgets.update(amount=1_000_000)
    a_cost(roadmap, "Ruter", year=2028, likely=0, high=2_000_000)

    page = asks(reads, roadmap, objective="worst")

    assert cells_of(page, LIKELY)[-1] == "over the budget in 2028"
    assert cells_of(page, CAREFUL)[0] == "1"
    why = row_of(page, "Ruter")
    assert "the budget of 2028, 1 000 000 kr, if all is as dear as it may be" in plain(why)


def test_costs_outside_the_years_make_nothing_in_them_dearer(reads, roadmap):
    roadmap.budgets.update(amount=240_000)
    a_cost(roadmap, "Ruter", year=2031, likely=100_000, high=900_000)

    assert cells_of(asks(reads, roadmap), LIKELY)[-1] == "within the limits"


def test_a_proposal_from_before_says_that_one_factor_was_used_for_all_years(reads, roadmap):
    page = asks(reads, roadmap)
    proposal = Proposal.objects.get()
    for row in proposal.inputs["candidates"]:
        del row["high_costs"]
        row["dearer"] = 1.2
    proposal.save()

    page = reads.opens(page.path)

    assert page.shows("was taken to be as much dearer in each of its years.")
    assert cells_of(page, LIKELY)[-1] == "over the budget in 2027"


def test_what_may_happen_is_listed_and_weighs_the_same(reads, roadmap):
    page = asks(reads, roadmap)

    assert page.shows(
        "It may turn out in these ways here, and each weighs as much as the others: "
        "as is likely; low benefit; high cost; low benefit and high cost."
    )


def test_less_room_is_one_of_the_ways_where_somebody_has_said_so(reads, roadmap, kari):
    for row in roadmap.candidates.all():
        Participation.objects.create(
            initiative=row.initiative, municipality=kari.home, answer="joins", answered_at=NOW
        )
    actions.say_capacity(roadmap=roadmap, batons={2027: 2}, by=kari.acting, now=NOW)

    page = asks(reads, roadmap, capacity="50")

    assert page.shows(
        "high cost; 50 % left of what people can receive; "
        "low benefit and high cost and 50 % left of what people can receive."
    )
    likely, careful = cells_of(page, LIKELY), cells_of(page, CAREFUL)
    assert likely[-1] == "over the budget in 2027; more than what Fjordvik can receive in 2027, 2"
    assert careful[-1] == "within the limits"


def test_a_proposal_from_before_does_not_say_how_far_behind_its_plans_may_be(reads, roadmap):
    page = asks(reads, roadmap)
    proposal = Proposal.objects.get()
    del proposal.answer["best_in"]
    proposal.save()

    assert cells_of(reads.opens(page.path), CAREFUL)[-2] == "–"


def test_where_no_plan_holds_however_dear_it_becomes_there_is_none_to_be_behind(
    reads, roadmap, kari
):
    for row in roadmap.candidates.all():
        actions.choose(candidate=row, version=row.version, by=kari.acting, now=NOW)

    assert cells_of(asks(reads, roadmap), LIKELY)[-2] == "–"


# --- the law --------------------------------------------------------------------------------

candidate = st.tuples(
    st.integers(-5, 20), st.integers(0, 10), st.integers(0, 5), st.integers(10, 20)
)


@given(st.lists(candidate, min_size=1, max_size=5), st.integers(0, 12))
def test_a_plan_sought_by_its_mean_its_worst_or_its_regret_is_told_as_the_search_told_it(
    candidates, budget
):
    inputs = the_inputs([[None] * 3] * 2, [(likely, [0, 0]) for likely, *_rest in candidates])
    inputs["budgets"] = [budget, 0, 0]
    for row, (likely, less, cost, dearer) in zip(inputs["candidates"], candidates, strict=True):
        row |= {"low": likely - less, "costs": [cost, 0, 0], "dearer": dearer / 10}
    best_in = solving._best_in(inputs, WATCHER)

    for objective, name in (("mean", "mean"), ("worst", "worst"), ("regret", "behind")):
        found = portfolio.select(solving.problem_of(inputs, objective))
        told = robust.outcome(inputs, found.chosen, best_in)
        assert getattr(told, name) == pytest.approx(found.objective, abs=1e-6)
        assert told.worst <= told.mean + 1e-9
        assert not robust.years_over(inputs, found.chosen)


by_year = st.tuples(
    st.integers(0, 20), st.integers(0, 10),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=3),
)  # fmt: skip


@given(
    st.lists(by_year, min_size=1, max_size=4),
    st.lists(st.integers(0, 12), min_size=3, max_size=3),
)
def test_a_careful_plan_holds_every_year_if_all_is_dear_and_none_that_does_is_better(
    candidates, budgets
):
    inputs = the_inputs([[None] * 3] * 2, [(likely, [0, 0]) for likely, *_rest in candidates])
    inputs["budgets"] = budgets
    for row, (likely, less, paid) in zip(inputs["candidates"], candidates, strict=True):
        row["low"] = likely - less
        row["costs"] = [cost for cost, _more in paid]
        row["high_costs"] = [cost + more for cost, more in paid]

    found = portfolio.select(solving.problem_of(inputs, "worst"))

    plans = list(product((0, 1), repeat=len(candidates)))
    held = [plan for plan in plans if not robust.years_over(inputs, plan)]
    assert tuple(found.chosen) in held
    assert found.objective == max(min(robust.worths(inputs, plan)) for plan in held)
