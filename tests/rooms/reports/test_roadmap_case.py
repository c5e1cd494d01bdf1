"""The case for a roadmap's plan: its figures are the page's, and it is seen by the same people."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from docx import Document

from stafett.benefits.models import Simulation
from stafett.initiatives.models import Involvement, Participation, StaffView
from stafett.roadmap import actions
from stafett.roadmap.models import Candidate, Capacity, Window
from stafett.work.worker import do_all
from tests import factories
from tests.pages import Reader
from tests.rooms.benefits.economies import a_promise, costs, kroner, plan
from tests.rooms.reports.documents import SECRET, read_docx, table, words_of_pdf
from tests.rooms.reports.stories import tables
from tests.rooms.roadmap import stories

pytestmark = pytest.mark.usefixtures("national_figures")


@pytest.fixture
def roadmap(kari):
    return stories.a_roadmap(kari.acting, each_year=200_000)


@pytest.fixture
def told(roadmap, kari):
    """Two candidates are chosen, one is left out, and one waits."""
    by = kari.acting_now
    names = ("Digitalt tilsyn", "Turnus", "Ruter", "Tasting")
    rows = [
        stories.saves(roadmap, by, 1_000 - 100 * at, title=title, cost=90_000)
        for at, title in enumerate(names)
    ]
    choose(rows[0], rows[1])
    Candidate.objects.filter(pk=rows[2].pk).update(
        decision="left_out", reason="Gir minst for pengene.", decided_by_name="Anne", decided_at=factories.NOW,
    )  # fmt: skip
    return rows


def choose(*rows):
    Candidate.objects.filter(pk__in=[row.pk for row in rows]).update(decision="chosen")


def takes(cast, roadmap, **asked):
    asked = {"sprak": "en", "som": "docx"} | asked
    return Reader(cast).client.get(f"/veikart/{roadmap.pk}/ta-med/saksframlegg/", asked)


def reads(cast, roadmap, **asked):
    answer = takes(cast, roadmap, **asked)
    assert answer.status_code == 200
    return read_docx(answer.content)


def close(text):
    """Return a text without any room between its signs."""
    return "".join(text.split())


# --- what it says ---------------------------------------------------------------------------


def test_each_that_is_chosen_has_a_row_with_the_figures_of_the_page(kari, roadmap, told):
    page = Reader(kari, "en").opens(roadmap.get_absolute_url())
    shown = [row for _caption, rows in tables(page) for row in rows if len(row) == 10]
    rows = table(reads(kari, roadmap), "What is chosen, in the order")

    assert [row[0] for row in rows] == ["Digitalt tilsyn", "Turnus"]
    for row in rows:
        there = next(cells for cells in shown if cells[0].startswith(row[0]))
        cost = sum(int(close(cell)) for cell in there[1:5])
        assert int(close(row[1])) == cost == 90_000
        assert [close(there[at]) for at in (5, 6, 7, 8, 9)] == [
            close(row[at]) for at in (2, 4, 5, 6, 7)
        ]


def test_the_budget_is_told_year_by_year_with_what_is_left(kari, roadmap, told):
    rows = table(reads(kari, roadmap), "Costs and budget")

    assert rows[-3:] == [
        ["Chosen in all", "180000", "0", "0", "0"],
        ["Budget", "200000", "200000", "200000", "200000"],
        ["Left", "20000", "200000", "200000", "200000"],
    ]


def test_a_plan_that_takes_more_than_there_is_says_so(kari, roadmap, told):
    choose(told[3])

    assert "The plan takes more than the budget in: 2027." in reads(kari, roadmap).text


def test_what_is_left_out_and_what_waits_stand_apart_with_the_reason(kari, roadmap, told):
    found = reads(kari, roadmap)

    [left_out] = table(found, "Left out for now")
    assert (left_out[0], left_out[-1]) == ("Ruter", "Gir minst for pengene.")
    [waits] = table(found, "Not decided yet")
    assert waits[0] == "Tasting"
    assert "[what to do with the 1 candidate that is not decided]" in found.text
    assert "Left out for now: «Ruter»." in found.text


def test_a_proposal_says_why_and_stands_among_the_alternatives(kari, roadmap, told):
    asked = {"budget": "0", "hours": "1", "quality": "0", "inhabitants_hours": "0",
             "business_kroner": "0", "objective": "likely", "least_each": "0",
             "seconds": "10"}  # fmt: skip
    Reader(kari).sends(f"/veikart/{roadmap.pk}/forslag/", asked)
    do_all(now=timezone.now() + timedelta(seconds=1))

    found = reads(kari, roadmap)

    [waits] = table(found, "Not decided yet")
    assert "There is no room for it beside the plan: the budget of 2027" in waits[-1]
    assert "Proven: no plan within the limits is better." in found.text
    assert table(found, "Other ways to choose")[0][0] == "Down the list as it stands"


def test_what_people_said_and_what_happens_if_nothing_is_done(kari, roadmap, told):
    initiative, home = told[0].initiative, kari.home
    Participation.objects.create(
        initiative=initiative, municipality=home, answer="later", reason="Etter påske",
        answered_at=factories.NOW,
    )  # fmt: skip
    Involvement.objects.create(
        initiative=initiative, organisation=home, kind="consulted", with_whom="Fagforbundet",
        happened_on=factories.TODAY, view="Ingen skal miste vakter.", noted_by_name="Kari Nes",
        noted_at=timezone.now(),
    )  # fmt: skip
    StaffView.objects.create(
        initiative=initiative, municipality=home, asked=7, see_the_use=6,
        asked_on=factories.TODAY, noted_by_name="Kari Nes", noted_at=factories.NOW,
    )  # fmt: skip
    need = factories.NeedFactory(organisation=home, null_alternative="Folk slutter.")
    initiative.needs.add(need)

    found = reads(kari, roadmap)

    assert "Etter påske" in found.text
    assert "Ingen skal miste vakter." in found.text
    assert "[the employer’s answer to 1 who said something]" in found.text
    assert "6 of 7 see the use of it" in found.text
    assert "Folk slutter." in found.text


def test_what_each_place_can_receive_and_who_has_not_said(rune, kari, anne):
    roadmap = stories.a_roadmap(rune.acting)
    row = stories.a_candidate(roadmap, rune.acting_now, scope="region", group=rune.home)
    choose(row)
    for number in (1, 2):
        days = {"starts_on": factories.TODAY.replace(year=2027),
                "ends_on": factories.TODAY.replace(year=2028)}  # fmt: skip
        other = row if number == 1 else stories.a_candidate(
            roadmap, rune.acting_now, scope="region", group=rune.home)  # fmt: skip
        choose(other)
        Window.objects.create(candidate=other, municipality=kari.home, **days)
    Capacity.objects.create(
        roadmap=roadmap, municipality=kari.home, year=2027, batons=1, said_at=factories.NOW
    )
    silent = factories.OrganisationFactory(name="Stillesund")
    factories.MembershipFactory(group=rune.home, member=silent)

    found = reads(rune, roadmap)

    [place] = table(found, "Batons that are planned")
    assert place == ["Fjordvik", "2 of 1: too many", "–", "–", "–"]
    assert re.search(r"\[what these can receive: .*Stillesund.*\]", found.text)


# --- how it may turn out --------------------------------------------------------------------


def with_money(roadmap, by):
    initiative = stories.a_solution(roadmap.owner, without=("gains", "costs"), title="Innkjøp",
                                    scope="public", staff_count=100)  # fmt: skip
    stories.gains(initiative, state="proposed")
    costs(initiative, licence=(20_000, 100_000, 200_000), years=(2027, 2027))
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2027=12_000)
    row = actions.nominate(roadmap=roadmap, initiative=initiative, by=by, now=factories.NOW)
    choose(row)
    return row


def test_the_chance_of_each_is_that_of_its_page_of_two_economies(kari, roadmap):
    row = with_money(roadmap, kari.acting_now)
    [cells] = table(reads(kari, roadmap), "What is chosen, in the order")
    drawn = set(Simulation.objects.values_list("digest", flat=True))
    page = Reader(kari, "en").opens(f"/tiltak/{row.initiative_id}/okonomi/")

    for told in cells[-2:]:
        assert close(f"The benefits exceed the costs in {told} of the cases.") in close(page.text)
    assert drawn == set(Simulation.objects.values_list("digest", flat=True))
    outcome = table(reads(kari, roadmap), "Worth at the start of 2027")
    assert [row[0] for row in outcome] == ["On the budget", "Society"]


# --- who sees it, and in which language -------------------------------------------------------


def test_somebody_elsewhere_gets_nothing_and_nobody_is_asked_to_sign_in(siri, kari, roadmap, told):
    for cast, answer in ((siri, 404), (None, 302)):
        assert takes(cast, roadmap).status_code == answer
        page = Reader(cast).client.get(f"/veikart/{roadmap.pk}/ta-med/")
        assert page.status_code == answer


def test_a_member_sees_no_other_members_promises_words_nor_the_proposal(rune, kari, ola):
    roadmap = stories.a_roadmap(rune.acting)
    row = stories.saves(roadmap, rune.acting_now, 500, title="Felles", where=kari.home)
    choose(row)
    Involvement.objects.create(
        initiative=row.initiative, organisation=kari.home, kind="consulted", with_whom=SECRET,
        happened_on=factories.TODAY, view=SECRET, noted_by_name="Kari Nes", noted_at=timezone.now(),
    )  # fmt: skip

    found = reads(ola, roadmap)

    assert SECRET not in found.text
    [cells] = table(found, "What is chosen, in the order")
    assert cells[0] == "Felles"
    assert cells[4] == "–"


@pytest.mark.parametrize(("language", "heading"), [
    ("nb", "Hva som er valgt"), ("nn", "Kva som er valt"), ("en", "What is chosen"),
])  # fmt: skip
def test_it_is_written_in_the_language_that_is_chosen(kari, roadmap, told, language, heading):
    answer = takes(kari, roadmap, sprak=language)

    assert heading in read_docx(answer.content).headings
    about = Document(io.BytesIO(answer.content)).core_properties
    assert about.language.startswith(language)


def test_word_and_pdf_say_the_same(kari, roadmap, told):
    found = reads(kari, roadmap)
    pdf = words_of_pdf(takes(kari, roadmap, som="pdf").content)

    for rows in found.tables.values():
        for cell in (cell for row in rows for cell in row):
            assert re.sub(r"[\s-]", "", cell) in re.sub(r"[\s-]", "", pdf)


def test_the_page_offers_it_and_says_how_many_places_are_left(kari, roadmap, told):
    page = Reader(kari, "en").opens(roadmap.get_absolute_url())
    assert page.links["Take it along"] == f"/veikart/{roadmap.pk}/ta-med/"

    marked = reads(kari, roadmap).document.element.body.xml.count(
        '<w:rStyle w:val="StafettFillIn"/>'
    )
    offered = Reader(kari, "en").opens(f"/veikart/{roadmap.pk}/ta-med/")
    assert offered.shows(f"It leaves {marked} places in [brackets]")


def test_a_roadmap_with_nothing_on_it_leaves_places_and_does_not_fail(kari, roadmap):
    found = reads(kari, roadmap)

    assert "[what is chosen]" in found.text
    assert takes(kari, roadmap, som="pdf").content.startswith(b"%PDF")
