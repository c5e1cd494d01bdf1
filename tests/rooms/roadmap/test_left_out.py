"""What an adopted plan leaves out says why: a true sentence, and nothing that others promised."""

import pytest
from django.utils import translation

from stafett.initiatives.models import Participation
from stafett.needs.models import LINE_LENGTH
from stafett.roadmap import actions
from stafett.roadmap.models import Proposal, YearBudget
from stafett.roadmap.queries import leaving_out, solving
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.reports.documents import read_docx
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks, row_of

PLAIN = "It is not in the plan worked out"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def roadmap(kari):
    return stories.a_choice(kari.acting)


def adopts(reads, roadmap, **said):
    return reads.sends(f"{asks(reads, roadmap, **said).path}vedta/")


def named(roadmap, title):
    return roadmap.candidates.get(initiative__title=title)


def there_is_money():
    YearBudget.objects.update(amount=1_000_000)


def test_what_the_budget_has_no_room_for_says_which_years(reads, roadmap):
    page = adopts(reads, roadmap)

    reason = named(roadmap, "Stor pakke").reason
    assert reason.startswith(PLAIN)
    assert "There is no room for it beside the plan: the budget of 2027, 200" in reason
    assert page.shows(reason)


def test_what_people_have_no_room_for_is_not_said_to_be_over_the_budget(reads, roadmap, kari):
    there_is_money()
    for row in roadmap.candidates.all():
        Participation.objects.create(
            initiative=row.initiative, municipality=kari.home, answer="joins", answered_at=NOW
        )
    actions.say_capacity(roadmap=roadmap, batons={2027: 1}, by=kari.acting, now=NOW)

    adopts(reads, roadmap)

    reason = named(roadmap, "Ruter").reason
    assert "no room for it beside the plan: what Fjordvik can receive in 2027, 1." in reason
    assert "budget" not in reason


def test_what_excludes_another_names_that(reads, roadmap, kari):
    there_is_money()
    row = named(roadmap, "Ruter")
    actions.set_conditions(
        candidate=row, requires=(), excludes=[named(roadmap, "Tasting")], smallest_share=None,
        version=row.version, by=kari.acting, now=NOW,
    )  # fmt: skip

    adopts(reads, roadmap)

    reason = named(roadmap, "Ruter").reason
    assert "never both «Ruter» and «Tasting»." in reason
    assert "budget" not in reason


def test_what_is_worth_nothing_as_it_was_weighed_says_that_and_no_limit(reads, roadmap, kari):
    there_is_money()
    initiative = stories.a_solution(kari.home, without=("gains",), title="Uten løfter")
    stories.gains(initiative, state="proposed")
    actions.nominate(roadmap=roadmap, initiative=initiative, by=kari.acting, now=NOW)

    adopts(reads, roadmap)

    reason = named(roadmap, "Uten løfter").reason
    assert reason.endswith("As it was weighed there, it is worth nothing or less.")
    assert "budget" not in reason


def test_where_it_is_not_worked_out_exactly_nothing_is_made_up(reads, roadmap, monkeypatch):
    monkeypatch.setattr(solving, "EXPLAINED", 0)

    adopts(reads, roadmap)

    reason = named(roadmap, "Stor pakke").reason
    assert reason.startswith(PLAIN)
    assert reason.count(".") == 1
    assert "budget" not in reason


def test_what_others_are_to_have_at_least_is_not_told_by_name(rune, kari, ola):
    roadmap = stories.a_roadmap(rune.acting, each_year=200_000)
    for title, hours, where in (
        ("Tasting", 700, kari.home),
        ("Ruter", 600, kari.home),
        ("Vakter", 300, ola.home),
    ):
        stories.saves(roadmap, rune.acting, hours, title=title, where=where)
    reads = Reader(rune)
    page = asks(reads, roadmap, **{f"least_{ola.home.pk}": "250"})
    row = Proposal.objects.get()
    floor = {"kind": "floor", "place": [0], "scenario": None}
    row.answer["why_not"]["1"] |= {"limits": [], "conflict": [floor]}
    row.save()
    assert "that Sund gets at least 250.0 points" in row_of(reads.opens(page.path), "Ruter")

    reads.sends(f"{page.path}vedta/")

    reason = named(roadmap, "Ruter").reason
    assert reason.endswith("No plan has room for it: what each municipality is to have at least.")
    assert Reader(kari).opens(f"/veikart/{roadmap.pk}/").shows(reason)


def test_a_reason_is_never_longer_than_there_is_room_for(reads, roadmap):
    asks(reads, roadmap)
    inputs = Proposal.objects.get().inputs
    many = [{"kind": "excludes", "place": [0, at], "scenario": None} for at in (1, 2)]
    for row in inputs["candidates"]:
        row["title"] = row["title"] * 20

    told = leaving_out.reason(inputs, {"limits": many}, 0, "12 May 2026")

    assert told == f"{PLAIN} 12 May 2026."
    assert len(told) <= LINE_LENGTH


def test_the_councils_case_does_not_say_the_same_twice(reads, roadmap):
    adopts(reads, roadmap)

    asked = {"sprak": "en", "som": "docx"}
    answer = reads.client.get(f"/veikart/{roadmap.pk}/ta-med/saksframlegg/", asked)

    text = read_docx(answer.content).text
    assert text.count("There is no room for it beside the plan") == 1
    assert "It would take the place of «Tasting», «Ruter»" in text
