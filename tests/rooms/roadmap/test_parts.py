"""What is chosen in part stays a part: in the sums, on the page, in the next plan, in the case."""

import pytest
from django.db import IntegrityError, transaction

from stafett.initiatives.models import Participation
from stafett.roadmap import actions, queries
from stafett.roadmap.models import Candidate, Proposal
from stafett.roadmap.queries import solving, spread
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.reports.documents import read_docx, table
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks, row_of
from tests.sheets import Workbook


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def roadmap(kari):
    """Money for two of three, and for a quarter of the large one."""
    roadmap = stories.a_roadmap(kari.acting, each_year=250_000)
    for title, hours, cost in (
        ("Stor pakke", 1_000, 200_000),
        ("Tasting", 700, 100_000),
        ("Ruter", 600, 100_000),
    ):
        stories.saves(roadmap, kari.acting, hours, title=title, cost=cost)
    may_be_a_part(roadmap, "Stor pakke", kari, at_least="0.25")
    return roadmap


def named(roadmap, title):
    return roadmap.candidates.get(initiative__title=title)


def may_be_a_part(roadmap, title, cast, *, at_least, requires=()):
    row = named(roadmap, title)
    actions.set_conditions(
        candidate=row, requires=requires, excludes=(), smallest_share=at_least,
        version=row.version, by=cast.acting, now=NOW,
    )  # fmt: skip


def decide(roadmap, title, step, cast, **more):
    row = named(roadmap, title)
    getattr(actions, step)(candidate=row, version=row.version, by=cast.acting, now=NOW, **more)


def adopts(reads, roadmap, **said):
    return reads.sends(f"{asks(reads, roadmap, **said).path}vedta/")


# --- adopted, and shown -----------------------------------------------------------------------


def test_a_plan_with_a_part_of_something_is_adopted_with_that_part(reads, roadmap):
    page = adopts(reads, roadmap)

    row = row_of(page, "Stor pakke")
    assert "chosen: 25 %" in row
    assert "50 000" in row
    assert "200 000" not in row
    assert "250" in row
    assert "25 %" not in row_of(page, "Tasting")
    assert not page.shows("Here the budget ends.")


def test_the_sums_count_the_part_also_on_pages_before_and_after(reads, roadmap, kari, monkeypatch):
    adopts(reads, roadmap)
    monkeypatch.setattr("stafett.roadmap.queries.plan.PER_PAGE", 1)

    last = queries.roadmap_page(kari.acting, roadmap, side="3")

    assert [round(cell.running) for cell in last.totals] == [250_000, 0, 0, 0]
    assert round(last.rows[0].years[0].running) == 250_000


def test_a_part_that_just_fits_is_never_over_the_budget(reads, kari):
    roadmap = stories.a_roadmap(kari.acting, each_year=100_000)
    stories.saves(roadmap, kari.acting, 900, title="En tredel", cost=300_000)
    may_be_a_part(roadmap, "En tredel", kari, at_least="0.01")

    page = adopts(reads, roadmap)

    assert "chosen: 33 %" in row_of(page, "En tredel")
    assert not page.shows("Here the budget ends.")
    assert asks(reads, roadmap).shows("The plan takes 1 of 1 candidates and is worth 300.0 points")


def test_choosing_by_hand_is_of_the_whole_and_so_is_what_is_undone(reads, roadmap, kari):
    adopts(reads, roadmap)
    assert named(roadmap, "Stor pakke").share == pytest.approx(0.25)

    decide(roadmap, "Stor pakke", "undo", kari)
    assert named(roadmap, "Stor pakke").share == 1
    decide(roadmap, "Stor pakke", "choose", kari)

    assert named(roadmap, "Stor pakke").share == 1
    assert "200 000" in row_of(reads.opens(f"/veikart/{roadmap.pk}/"), "Stor pakke")


def test_only_what_is_chosen_is_chosen_in_part(roadmap):
    for wrong in ({"share": 0.5}, {"decision": "chosen", "share": 0}, {"share": 1.5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.update(**wrong)


# --- the next plan ----------------------------------------------------------------------------


def test_the_next_plan_holds_to_the_part_that_is_decided(reads, roadmap):
    adopts(reads, roadmap)

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 3 of 3 candidates and is worth 1\u202f550.0 points a year.")
    row = row_of(page, "Stor pakke")
    assert "25 %" in row
    assert "decided" in row
    assert "250.0" in row
    assert "50 000" in row
    assert "300.0 points behind" not in row_of(page, "Down the list as it stands")


def test_more_money_brings_no_more_of_what_is_decided_in_part(reads, roadmap):
    adopts(reads, roadmap)
    roadmap.budgets.update(amount=1_000_000)

    page = asks(reads, roadmap)

    assert page.shows("is worth 1\u202f550.0 points a year.")
    assert page.shows("Proven: no plan within the limits is better.")


def test_a_part_takes_the_same_part_of_what_people_can_receive(reads, roadmap, kari):
    for row in roadmap.candidates.all():
        Participation.objects.create(
            initiative=row.initiative, municipality=kari.home, answer="joins", answered_at=NOW
        )
    adopts(reads, roadmap)
    actions.say_capacity(roadmap=roadmap, batons={2027: 3}, by=kari.acting, now=NOW)
    assert asks(reads, roadmap).shows("The plan takes 3 of 3 candidates")

    actions.say_capacity(roadmap=roadmap, batons={2027: 2}, by=kari.acting, now=NOW)

    assert asks(reads, roadmap).shows("what Fjordvik can receive in 2027, 2")


def test_the_least_a_place_is_to_have_is_still_reached_by_the_part(reads, kari):
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    stories.saves(roadmap, kari.acting, 300, title="Vakter", cost=90_000)
    may_be_a_part(roadmap, "Vakter", kari, at_least="0.01")
    decide(roadmap, "Vakter", "choose", kari, share=250 / 300)

    page = asks(reads, roadmap, **{f"least_{kari.home.pk}": "250"})

    assert page.shows("The plan takes 1 of 1 candidates and is worth 250.0 points a year.")


def test_a_careful_plan_counts_the_part_when_all_is_dear_and_gives_little(reads, roadmap):
    adopts(reads, roadmap)
    roadmap.budgets.update(amount=1_000_000)

    page = asks(reads, roadmap, objective="worst")

    likely = row_of(page, "What is likely")
    assert "1 550.0" in likely
    assert "within the limits" in likely


def test_a_search_that_is_begun_again_starts_from_the_part(reads, roadmap):
    adopts(reads, roadmap)
    asks(reads, roadmap)
    told = Proposal.objects.first()

    assert told.answer["plan"]["shares"] == pytest.approx([0.25, 1, 1])
    assert told.answer["others"]["likely"] == pytest.approx([0.25, 1, 1])
    assert told.answer["by_hand"]["shares"] == pytest.approx([0.25, 1, 1])


def test_nobody_asks_why_more_is_left_out_than_the_part_that_is_decided(reads, roadmap, kari):
    adopts(reads, roadmap)
    page = asks(reads, roadmap)

    assert "Why exactly?" not in row_of(page, "Stor pakke")
    reads.sends(f"{page.path}hvorfor/?at=0")

    assert "job" not in Proposal.objects.first().answer["why_not"].get("0", {})


def test_a_part_is_worth_as_large_a_part_whatever_happens(reads, roadmap):
    asks(reads, roadmap, objective="worst")
    inputs = Proposal.objects.get().inputs
    inputs["candidates"][0] |= {"dearer_points": 80.0}
    whole = solving.problem_of(inputs).table.worth
    inputs["candidates"][0] |= {"share": 0.25, "must": True}

    part = solving.problem_of(inputs).table.worth

    assert part[:, 0] == pytest.approx(whole[:, 0] / 4)
    assert len(set(whole[:, 0])) > 2


# --- what all of it would cost ------------------------------------------------------------------


def test_of_what_is_in_for_a_part_it_is_told_what_all_of_it_would_cost(reads, roadmap):
    page = asks(reads, roadmap)

    row = row_of(page, "Stor pakke")
    assert "25 %" in row
    assert row.endswith("To have all of it in would cost 550.0 points.")
    for wrong in ("no room for it", "points less", "let it in", "Why exactly?"):
        assert wrong not in row
    reads.sends(f"{page.path}hvorfor/?at=0")
    assert "job" not in Proposal.objects.get().answer["why_not"]["0"]


def test_of_what_may_end_behind_it_is_told_how_far(reads, roadmap):
    roadmap.budgets.update(amount=300_000)

    row = row_of(asks(reads, roadmap, objective="regret"), "Stor pakke")

    assert "25 %" in row
    assert row.endswith("further behind the best.")
    assert "With all of it in, the plan may end" in row


def test_the_workbook_says_of_none_that_is_in_for_a_part_why_it_is_out(reads, roadmap):
    page = asks(reads, roadmap)

    book = Workbook(reads.client.get(f"{page.path}alt.xlsx"))

    rows = {row["Candidate"]: row for row in book.told()}
    assert rows["Stor pakke"]["How much of it"] == pytest.approx(0.25)
    assert not rows["Stor pakke"]["Why it is out"]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"least": 12.0, "most": 40.0},
            "To have all of it in would cost from 12.0 to 40.0 points.",
        ),
        ({"least": 12.0, "most": None}, "To have all of it in would cost at least 12.0 points."),
        ({"least": 12.0, "most": 40.0, "is_open": True}, "from 12.0 to 40.0 points."),
        ({"least": 5.0, "most": 40.0, "price": 30.0, "gap": 0.1}, "from 5.0 to 30.0 points."),
        ({"least": 5.0, "most": 40.0, "price": 30.0, "gap": 0.0}, "would cost 30.0 points."),
        ({"price": -3.0, "gap": 0.0}, "A plan with all of it is better than this one"),
        ({"price": None, "gap": 0.0}, "has room for all of it."),
        ({"least": None, "most": None}, "has room for all of it."),
        ({"job": None}, ""),
    ],
)
def test_how_sure_it_is_what_all_of_it_would_cost(reads, roadmap, told, sentence):
    page = asks(reads, roadmap)
    kept = Proposal.objects.get()
    kept.answer["why_not"]["0"] = told
    kept.save()

    row = row_of(reads.opens(page.path), "Stor pakke")

    assert sentence in row
    assert ("all of it" in row) == bool(sentence)


# --- what it is tied to -----------------------------------------------------------------------


@pytest.fixture
def quartered(roadmap, reads, kari):
    """A quarter of the large one is chosen, the others wait, and there is money for all."""
    decide(roadmap, "Stor pakke", "choose", kari, share=0.25)
    roadmap.budgets.update(amount=1_000_000)
    return roadmap


def test_what_is_any_use_only_whole_cannot_stand_on_a_part(reads, quartered, kari):
    may_be_a_part(
        quartered, "Tasting", kari, at_least=None, requires=[named(quartered, "Stor pakke")]
    )

    page = asks(reads, quartered)

    assert page.shows("is worth 850.0 points a year.")
    why = row_of(page, "Tasting")
    assert "«Tasting» only together with «Stor pakke», and of that only a part is decided" in why


def test_of_what_may_be_a_part_there_is_no_more_than_of_what_it_requires(reads, quartered, kari):
    may_be_a_part(
        quartered, "Tasting", kari, at_least="0.10", requires=[named(quartered, "Stor pakke")]
    )

    page = asks(reads, quartered)

    assert page.shows("is worth 1\u202f025.0 points a year.")
    assert "25 %" in row_of(page, "Tasting")


def test_what_a_part_requires_is_there_in_as_large_a_part(reads, quartered, kari):
    may_be_a_part(quartered, "Ruter", kari, at_least="0.10")
    may_be_a_part(
        quartered, "Stor pakke", kari, at_least="0.25", requires=[named(quartered, "Ruter")]
    )
    quartered.budgets.update(amount=80_000)

    page = asks(reads, quartered, budget="0")

    assert page.shows("The plan takes 2 of 3 candidates and is worth 430.0 points a year.")
    quartered.budgets.update(amount=60_000)
    page = asks(reads, quartered)
    assert page.shows("These cannot all hold")
    assert page.shows("no more of «Stor pakke» (25\u202f%) than of «Ruter»")
    assert page.shows("that «Stor pakke» (25\u202f%) is in")


def test_what_is_decided_whole_and_requires_a_part_cannot_hold(reads, quartered, kari):
    may_be_a_part(
        quartered, "Tasting", kari, at_least=None, requires=[named(quartered, "Stor pakke")]
    )
    decide(quartered, "Tasting", "choose", kari)

    page = asks(reads, quartered)

    assert page.shows("These cannot all hold")
    assert page.shows("and of that only a part is decided")


# --- what else tells of it ----------------------------------------------------------------------


def test_the_case_and_the_round_say_how_much_is_chosen(reads, roadmap, kari, national_figures):
    adopts(reads, roadmap)
    asked = {"sprak": "en", "som": "docx"}

    answer = reads.client.get(f"/veikart/{roadmap.pk}/ta-med/saksframlegg/", asked)

    document = read_docx(answer.content)
    assert "«Stor pakke (25%)» is carried out, for 50000 kr" in document.text
    assert table(document, "Costs and budget")[-3][1] == "250000"
    row = named(roadmap, "Stor pakke")
    told = Reader(kari, "en").opens(row.initiative.get_absolute_url())
    assert told.shows("25\u202f% of it is chosen on «Digitale tjenester».")


def test_what_is_drawn_is_of_the_part(roadmap, kari, national_figures):
    def drawn():
        rows = roadmap.candidates.select_related("initiative__organisation")
        found = spread.spread(kari.acting, roadmap, rows)
        [items] = found.views["own"].told.values()
        return sum(item.likely for item in items)

    decide(roadmap, "Stor pakke", "choose", kari)
    whole = drawn()
    decide(roadmap, "Stor pakke", "undo", kari)
    decide(roadmap, "Stor pakke", "choose", kari, share=0.25)

    assert whole
    assert drawn() == pytest.approx(whole / 4)
