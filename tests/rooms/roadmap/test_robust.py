"""Each plan beside the others, whichever way it turns out: on average, at worst, and behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.models import Commitment
from stafett.calc import portfolio
from stafett.initiatives.models import Participation
from stafett.roadmap import actions
from stafett.roadmap.models import Proposal
from stafett.roadmap.queries import robust, solving
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks
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
