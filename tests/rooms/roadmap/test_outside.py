"""What is paid outside a roadmap's years is held against no budget, and is never left unsaid."""

import pytest

from stafett.roadmap.models import Proposal
from tests.pages import Reader
from tests.rooms.reports.documents import read_docx
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import asks, row_of
from tests.sheets import Workbook

SAID = "and 2 000 000 kr outside 2027–2030"


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def roadmap(kari):
    """One with a cost the year after the roadmap, one with a cost the year before and in it."""
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    stories.saves(roadmap, kari.acting, 700, title="Tasting", cost=2_000_000, year=2031,
                  last_year=2031)  # fmt: skip
    stories.saves(roadmap, kari.acting, 600, title="Ruter", year=2026)
    return roadmap


@pytest.fixture
def within(kari):
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    stories.saves(roadmap, kari.acting, 700, title="Tasting")
    return roadmap


def plain(text):
    """Return a text with its thin and fixed spaces as plain ones."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def basis(page):
    [part] = page.all("section", **{"aria-labelledby": "basis"})
    return plain(part.text)


def column(book, title):
    """Return what stands in a column of the first list, under its head."""
    rows = book.cells(1)
    down, across = next(
        (down, across)
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
        if str(cell).startswith(title)
    )
    return [row[across] for row in rows[down + 1 :]]


def test_a_proposal_says_under_each_candidate_what_it_costs_outside_its_years(reads, roadmap):
    page = asks(reads, roadmap)

    assert "Costs 2027–2030, NOK" in [head.text for head in page.all("th")]
    assert f" 0 {SAID}" in plain(row_of(page, "Tasting"))
    assert "100 000 and 100 000 kr outside 2027–2030" in plain(row_of(page, "Ruter"))


def test_what_a_proposal_rests_on_tells_what_is_paid_before_and_after(reads, roadmap):
    told = basis(asks(reads, roadmap))

    assert "2 candidates also cost something outside 2027–2030" in told
    assert "Of the plan it is 2 100 000 kr." in told
    assert "Before 2027, NOKAfter 2030, NOK" in told
    assert "Tasting02 000 000" in told
    assert "Ruter100 0000" in told


def test_where_all_is_paid_in_its_years_nothing_is_said_of_others(reads, within):
    page = asks(reads, within)

    assert "outside" not in page.text
    assert "outside" not in reads.opens(f"/veikart/{within.pk}/").text


def test_the_roadmap_says_it_under_each_candidate_and_beneath_the_sums(reads, roadmap):
    told = plain(reads.opens(f"/veikart/{roadmap.pk}/").text)

    assert "Also costs 2 000 000 kr outside 2027–2030." in told
    assert "Outside 2027–2030 the candidates also cost 2 100 000 kr together" in told


def test_the_sum_outside_is_of_those_on_other_pages_too(reads, roadmap, monkeypatch):
    monkeypatch.setattr("stafett.roadmap.queries.plan.PER_PAGE", 1)

    told = plain(reads.opens(f"/veikart/{roadmap.pk}/", side="2").text)

    assert "Also costs 2 000 000 kr" not in told
    assert "Outside 2027–2030 the candidates also cost 2 100 000 kr together" in told


def test_a_part_costs_as_large_a_part_outside(reads, roadmap):
    roadmap.candidates.filter(initiative__title="Tasting").update(decision="chosen", share=0.25)

    page = reads.opens(f"/veikart/{roadmap.pk}/")
    assert "Also costs 500 000 kr outside 2027–2030." in plain(page.text)
    assert "and 500 000 kr outside" in plain(row_of(asks(reads, roadmap), "Tasting"))


@pytest.mark.parametrize("where", ["roadmap", "proposal"])
def test_both_workbooks_have_a_column_for_what_is_paid_before_and_after(reads, roadmap, where):
    path = asks(reads, roadmap).path if where == "proposal" else f"/veikart/{roadmap.pk}/"

    book = Workbook(reads.client.get(f"{path}alt.xlsx"))

    assert column(book, "Costs before 2027")[:2] == [0, 100_000]
    assert column(book, "Costs after 2030")[:2] == [2_000_000, 0]


def test_the_case_for_the_council_says_it_too(reads, roadmap, national_figures):
    roadmap.candidates.filter(initiative__title="Tasting").update(decision="chosen")

    answer = reads.client.get(
        f"/veikart/{roadmap.pk}/ta-med/saksframlegg/", {"sprak": "en", "som": "docx"}
    )

    says = "Outside 2027–2030 these also cost something, which no budget here is to hold: «Tasting»"
    assert says in read_docx(answer.content).text


def test_a_proposal_from_before_that_did_not_keep_it_is_still_read(reads, roadmap):
    path = asks(reads, roadmap).path
    proposal = Proposal.objects.get()
    for row in proposal.inputs["candidates"]:
        for name in ("costs_before", "costs_after", "high_costs"):
            del row[name]
    del proposal.inputs["floors"]
    proposal.save()

    page = reads.opens(path)

    assert "Costs 2027–2030, NOK" in [head.text for head in page.all("th")]
    assert "outside" not in page.text
    book = Workbook(reads.client.get(f"{path}alt.xlsx"))
    assert column(book, "Costs after 2030") == ["", ""]
