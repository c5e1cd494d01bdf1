"""The plan that was adopted is found again, however many came after it, and set beside the newest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.initiatives.models import CostLine
from stafett.roadmap import actions
from stafett.roadmap.models import Candidate, Proposal
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.reports.documents import read_docx
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks, row_of

pytestmark = pytest.mark.usefixtures("national_figures")


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def roadmap(kari):
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    for title, hours in (("Tasting", 700), ("Ruter", 600), ("Vakter", 200)):
        stories.saves(roadmap, kari.acting, hours, title=title)
    return roadmap


@pytest.fixture
def adopted(reads, roadmap):
    """Tasting and Ruter are chosen; return the page of the plan."""
    page = asks(reads, roadmap)
    reads.sends(f"{page.path}vedta/")
    return reads.opens(page.path)


def come_after(roadmap, count, **told):
    """Let so many others be worked out after the first, which each say what it says."""
    first, later = Proposal.objects.earliest("pk"), timezone.now() + timedelta(minutes=1)
    return [
        Proposal.objects.create(
            roadmap=roadmap, inputs=first.inputs, answer=first.answer, asked_by_name=f"Nr. {at}",
            asked_at=later + timedelta(minutes=at), **told,
        )
        for at in range(count)
    ]  # fmt: skip


def named(roadmap, title):
    return roadmap.candidates.get(initiative__title=title)


def take(roadmap, title, step, cast, **more):
    row = named(roadmap, title)
    getattr(actions, step)(candidate=row, version=row.version, by=cast.acting, now=NOW, **more)


# --- found again ------------------------------------------------------------------------------


def test_it_stands_among_the_proposals_however_many_came_after(reads, roadmap, adopted):
    come_after(roadmap, 11)

    pages = [reads.opens(f"/veikart/{roadmap.pk}/forslag/", side=side) for side in ("1", "2")]

    assert pages[0].shows("Rows 1–10 of 12")
    for page in pages:
        [table] = page.all("table")
        assert table.text.count("adopted") == 1
    assert pages[0].shows("Nr. 10")
    assert not pages[0].shows("Nr. 0")
    assert pages[1].shows("Nr. 0")


def test_the_roadmap_leads_to_it(reads, roadmap, adopted):
    come_after(roadmap, 11)

    page = reads.opens(f"/veikart/{roadmap.pk}/")

    [way] = [url for text, url in page.links.items() if text.startswith("The plan that Kari Nes")]
    assert way == adopted.path


def test_the_one_that_was_adopted_last_is_the_one(reads, roadmap, adopted):
    [other] = come_after(roadmap, 1, adopted_at=timezone.now() + timedelta(days=1))

    page = reads.opens(f"/veikart/{roadmap.pk}/")

    assert other.get_absolute_url() in page.links.values()
    assert adopted.path not in page.links.values()


def test_a_member_is_not_led_to_what_others_promised(rune, kari):
    roadmap = stories.a_roadmap(rune.acting, each_year=200_000)
    stories.saves(roadmap, rune.acting, 700, title="Tasting", where=kari.home)
    reads = Reader(rune)
    reads.sends(f"{asks(reads, roadmap).path}vedta/")

    assert reads.opens(f"/veikart/{roadmap.pk}/").shows("The plan that Rune")
    assert not Reader(kari).opens(f"/veikart/{roadmap.pk}/").shows("The plan that Rune")


def test_the_case_rests_on_it_and_not_on_one_that_came_after(reads, roadmap, adopted):
    for row in come_after(roadmap, 11):
        row.answer = {**row.answer, "plan": {**row.answer["plan"], "objective": 9_999.0}}
        row.save()

    asked = {"sprak": "en", "som": "docx"}
    answer = reads.client.get(f"/veikart/{roadmap.pk}/ta-med/saksframlegg/", asked)

    text = read_docx(answer.content).text
    assert "is worth 1300.0 points a year" in text
    assert "9999.0" not in text
    assert "by Kari Nes." in text


def test_the_proposals_tell_what_counted_in_each(reads, roadmap):
    asks(reads, roadmap, hours="2", objective="worst")
    asks(reads, roadmap, hours="1")

    page = reads.opens(f"/veikart/{roadmap.pk}/forslag/")

    [table] = page.all("table")
    assert "When the benefit is low and the cost high" in table.text
    assert "An hour of freed time: 2.0 points" in table.text
    assert "What is likely" in table.text
    assert "An hour of freed time: 1.0 points" in table.text
    assert page.shows("Points can be compared only where the same counts")


# --- beside the newest ------------------------------------------------------------------------


def test_alone_it_stands_beside_nothing(adopted, roadmap):
    assert not adopted.shows("Beside the newest proposal")


def test_what_is_new_since_is_told_and_the_plan_is_summed_by_what_is_known_now(
    reads, roadmap, adopted, kari
):
    CostLine.objects.filter(initiative__title="Ruter", kind="licence").update(
        low=40_000, likely=50_000, high=60_000
    )
    stories.saves(roadmap, kari.acting, 400, title="Ny", cost=50_000)
    newer = asks(reads, roadmap)

    for path, title in (
        (adopted.path, "Beside the newest proposal"),
        (newer.path, "Beside the plan that is adopted"),
    ):
        page = reads.opens(path)
        assert page.shows(title)
        assert page.shows("Only in the newer plan: «Ny», which could not be chosen then.")
        assert not page.shows("Only in the adopted plan:")
        assert row_of(page, "The adopted plan, by what was known then").endswith(
            "21 300.0200 000within the budget "
        )
        assert row_of(page, "The adopted plan, by what is known now").endswith(
            "21 300.0150 000within the budget "
        )
        assert row_of(page, "The newer plan").endswith("31 700.0200 000within the budget ")
    assert reads.opens(adopted.path).links["The newest proposal"] == newer.path
    assert reads.opens(newer.path).links["The plan that is adopted"] == adopted.path


def test_what_went_out_and_what_became_a_part_is_told(reads, roadmap, adopted, kari):
    for title in ("Tasting", "Ruter"):
        take(roadmap, title, "undo", kari)
    row = named(roadmap, "Tasting")
    actions.set_conditions(
        candidate=row, requires=(), excludes=(), smallest_share="0.5", version=row.version,
        by=kari.acting, now=NOW,
    )  # fmt: skip
    take(roadmap, "Vakter", "undo", kari)
    take(roadmap, "Vakter", "choose", kari)
    roadmap.budgets.update(amount=150_000)

    page = reads.opens(asks(reads, roadmap).path)

    assert page.shows("Only in the newer plan: «Vakter».")
    assert page.shows("Only in the adopted plan: «Ruter».")
    assert page.shows(
        "In both, and not as much of it: «Tasting»: 50\u202f%, where it was 100\u202f%."
    )
    assert "over the budget in 2027" in row_of(page, "The adopted plan, by what is known now")


def test_what_the_newer_does_not_weigh_is_in_no_sum_and_said(reads, roadmap, adopted, kari):
    named(roadmap, "Ruter").initiative.cost_lines.update(price_year=1998)
    take(roadmap, "Tasting", "undo", kari)
    take(roadmap, "Tasting", "leave_out", kari, reason="Utsatt.")
    stories.saves(roadmap, kari.acting, 400, title="Ny", cost=50_000)

    page = reads.opens(asks(reads, roadmap).path)

    assert page.shows("It is in none of the sums of now:")
    [told] = [each for each in page.all("section") if each.get("aria-labelledby") == "beside"]
    assert "«Ruter». " in told.text
    assert "1998" in told.text
    assert "«Tasting»" in told.text
    assert row_of(page, "The adopted plan, by what is known now").endswith(
        "00.00within the budget "
    )


def test_what_the_newer_knows_only_some_of_is_named(reads, roadmap, adopted):
    newer = asks(reads, roadmap)
    row = Proposal.objects.latest("pk")
    row.inputs["unpriced"] = ["Ruter", "Vakter"]
    row.save()

    page = reads.opens(newer.path)

    assert page.shows("for its worth is not known there: «Ruter».")


def test_where_something_else_counts_now_it_is_said(reads, roadmap, adopted, kari):
    says = "the points of then cannot be compared with those of now"
    assert not asks(reads, roadmap).shows(says)

    page = asks(reads, roadmap, hours="2")

    assert page.shows(says)
    assert page.shows("They take the same of the same candidates.")
    assert "1 300.0" in row_of(page, "The adopted plan, by what was known then")
    assert "2 600.0" in row_of(page, "The adopted plan, by what is known now")


def test_what_came_before_it_is_set_beside_nothing(reads, roadmap, kari):
    before = asks(reads, roadmap)
    later = asks(reads, roadmap)
    reads.sends(f"{later.path}vedta/")

    assert not reads.opens(before.path).shows("Beside the plan that is adopted")
    assert Candidate.objects.filter(decision="chosen").count() == 2
