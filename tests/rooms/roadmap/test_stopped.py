"""What is stopped takes nothing, is chosen by nobody, and comes back with what was said of it."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from stafett.audit import queries as audit
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import OutOfTurn
from stafett.reports.queries.papers.attention import attention
from stafett.roadmap import actions, queries
from stafett.roadmap.models import Tie, Window
from stafett.roadmap.queries import spread
from tests.factories import NOW, OrganisationFactory
from tests.pages import Reader
from tests.rooms.reports.documents import read_docx
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import ASKED, asks, row_of
from tests.sheets import Workbook


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def roadmap(kari):
    """Three candidates, and money for the large one or for the two others."""
    return stories.a_choice(kari.acting)


@pytest.fixture
def reads(kari):
    return Reader(kari)


def named(roadmap, title):
    return roadmap.candidates.select_related("initiative", "roadmap").get(initiative__title=title)


def decide(roadmap, title, step, cast, **more):
    row = named(roadmap, title)
    getattr(actions, step)(candidate=row, version=row.version, by=cast.acting, now=NOW, **more)


def stop(roadmap, title, cast):
    row = named(roadmap, title).initiative
    told = {"initiative": row, "version": row.version, "by": cast.acting, "now": NOW}
    initiatives.stop(**told, reason="Leverandøren ga seg.")


def take_up(roadmap, title, cast):
    row = named(roadmap, title).initiative
    initiatives.resume(initiative=row, version=row.version, by=cast.acting, now=NOW)


def bring_again(roadmap, title, cast, *, to=None):
    row = Initiative.objects.get(title=title)
    return actions.nominate(roadmap=to or roadmap, initiative=row, by=cast.acting, now=NOW)


def come_back(roadmap, title, cast):
    """Stop it, take it up again, and bring it to the roadmap anew."""
    stop(roadmap, title, cast)
    take_up(roadmap, title, cast)
    return bring_again(roadmap, title, cast)


def tie(roadmap, title, cast, *, smallest_share=None, **others):
    row = named(roadmap, title)
    told = {name: [named(roadmap, each)] for name, each in others.items()}
    actions.set_conditions(
        candidate=row, smallest_share=smallest_share, version=row.version, by=cast.acting, now=NOW,
        **{"requires": (), "excludes": (), **told},
    )  # fmt: skip


# --- not weighed ------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["open", "chosen"])
def test_what_is_stopped_is_in_no_plan_and_the_plan_says_why(reads, roadmap, kari, decision):
    if decision == "chosen":
        decide(roadmap, "Tasting", "choose", kari)
    stop(roadmap, "Tasting", kari)

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 1 of 2 candidates and is worth 1\u202f000.0 points a year.")
    assert page.shows("«Tasting» is not weighed: It was stopped: Leverandøren ga seg.")


def test_what_is_taken_up_again_is_weighed_when_it_is_brought_there_anew(reads, roadmap, kari):
    stop(roadmap, "Tasting", kari)
    take_up(roadmap, "Tasting", kari)
    why = "It was stopped and taken up again, and has not been brought here since."
    assert asks(reads, roadmap).shows(f"«Tasting» is not weighed: {why}")
    assert why in reads.opens(roadmap.get_absolute_url()).part(kandidat(roadmap, "Tasting")).text

    bring_again(roadmap, "Tasting", kari)

    assert asks(reads, roadmap).shows("The plan takes 2 of 3 candidates")


def kandidat(roadmap, title):
    return f"kandidat-{named(roadmap, title).pk}"


def test_what_stands_only_beside_what_is_stopped_is_out(reads, roadmap, kari):
    decide(roadmap, "Tasting", "choose", kari)
    tie(roadmap, "Ruter", kari, requires="Tasting")
    stop(roadmap, "Tasting", kari)

    row = row_of(asks(reads, roadmap), "Ruter")

    assert "«Ruter» only together with «Tasting», which is left out or cannot be weighed" in row


def test_what_is_stopped_keeps_nothing_out(reads, roadmap, kari):
    decide(roadmap, "Stor pakke", "choose", kari)
    tie(roadmap, "Ruter", kari, excludes="Stor pakke")
    stop(roadmap, "Stor pakke", kari)

    assert asks(reads, roadmap).shows("The plan takes 2 of 2 candidates")


def test_where_all_is_stopped_there_is_nothing_to_choose_among(reads, roadmap, kari):
    for title in ("Stor pakke", "Tasting", "Ruter"):
        stop(roadmap, title, kari)

    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)

    assert page.shows("There is nothing to choose among")
    assert not reads.opens(roadmap.get_absolute_url()).shows("Have a plan proposed")


# --- the roadmap's page -----------------------------------------------------------------------


def test_what_is_stopped_takes_nothing_of_the_budget(reads, roadmap, kari):
    decide(roadmap, "Stor pakke", "choose", kari)
    stop(roadmap, "Stor pakke", kari)

    page = queries.roadmap_page(kari.acting, roadmap)

    assert [str(row.candidate) for row in page.rows] == ["Tasting", "Ruter"]
    assert [int(cell.running) for cell in page.totals] == [200_000, 0, 0, 0]
    assert all(row.is_within for row in page.rows)
    assert reads.opens(roadmap.get_absolute_url()).shows("Sum of 2 candidates")
    assert queries.chosen_on(roadmap) == []
    assert spread.spread(kari.acting, roadmap, queries.chosen_on(roadmap)) is None


def test_it_stands_as_stopped_with_the_reason_and_the_way_to_its_page(reads, roadmap, kari):
    decide(roadmap, "Tasting", "choose", kari)
    stop(roadmap, "Tasting", kari)

    page = reads.opens(roadmap.get_absolute_url())

    part = page.part(kandidat(roadmap, "Tasting"))
    assert part.name == "li"
    assert part.text == "Tasting It was stopped: Leverandøren ga seg."
    assert page.links["Tasting"] == named(roadmap, "Tasting").initiative.get_absolute_url()
    assert not page.shows("Undo the choice: Tasting")
    assert not page.shows("Conditions: Tasting")


def test_a_member_reads_that_it_is_stopped_and_not_a_reason_meant_for_others(rune, kari):
    regional = stories.a_roadmap(rune.acting)
    stories.saves(regional, rune.acting, 700, title="Tasting", where=kari.home)
    stop(regional, "Tasting", rune)

    page = Reader(kari).opens(regional.get_absolute_url())

    assert page.part(kandidat(regional, "Tasting")).text == "Tasting It was stopped."
    assert "Leverandøren" not in page.text
    assert "Leverandøren" in Reader(rune).opens(regional.get_absolute_url()).text


def test_stopped_ones_stand_last_and_are_led_to_on_their_page(reads, roadmap, kari, monkeypatch):
    monkeypatch.setattr("stafett.roadmap.queries.plan.PER_PAGE", 1)
    monkeypatch.setattr("stafett.roadmap.queries.plan.LAST", 0)
    decide(roadmap, "Tasting", "leave_out", kari, reason="Senere.")
    stop(roadmap, "Stor pakke", kari)

    pages = [queries.roadmap_page(kari.acting, roadmap, side=side) for side in ("1", "2", "3")]

    assert [len(page.rows) for page in pages] == [1, 0, 0]
    assert [len(page.left_out) for page in pages] == [0, 1, 0]
    assert [len(page.stopped) for page in pages] == [0, 0, 1]
    there = named(roadmap, "Stor pakke").get_absolute_url().partition("#")[0]
    assert reads.opens(there).part(kandidat(roadmap, "Stor pakke"))


def test_what_is_stopped_takes_no_room_among_what_people_can_receive(roadmap, kari):
    actions.say_capacity(roadmap=roadmap, batons={2027: 3}, by=kari.acting, now=NOW)
    decide(roadmap, "Tasting", "choose", kari)
    window(roadmap, "Tasting", kari.home, date(2027, 2, 1))
    assert planned(roadmap, kari) == 1

    stop(roadmap, "Tasting", kari)

    assert planned(roadmap, kari) == 0


def planned(roadmap, cast):
    [row] = queries.roadmap_page(cast.acting, roadmap).capacity_rows
    return row.cells[0].chosen


def window(roadmap, title, home, starts_on):
    return Window.objects.create(
        candidate=named(roadmap, title), municipality=home, starts_on=starts_on,
        ends_on=starts_on + timedelta(days=90),
    )  # fmt: skip


def test_a_candidate_moves_past_the_next_that_is_there(roadmap, kari):
    stop(roadmap, "Tasting", kari)

    decide(roadmap, "Ruter", "move", kari, up=True)

    rows = queries.roadmap_page(kari.acting, roadmap).rows
    assert [str(row.candidate) for row in rows] == ["Ruter", "Stor pakke"]


# --- nobody decides on it, and nobody is asked to -----------------------------------------------


@pytest.mark.parametrize("step", ["velg", "angre", "opp", "ned"])
@pytest.mark.parametrize("decision", ["open", "chosen"])
def test_nothing_is_decided_about_it(reads, roadmap, kari, decision, step):
    if decision == "chosen":
        decide(roadmap, "Tasting", "choose", kari)
    stop(roadmap, "Tasting", kari)
    before = named(roadmap, "Tasting")

    page = reads.sends(f"/veikart/kandidat/{before.pk}/{step}/", version=before.version)

    assert page.shows(
        "It was stopped. Nothing is decided about it before it is brought here again."
    )
    assert named(roadmap, "Tasting").decision == decision
    assert named(roadmap, "Tasting").version == before.version


def test_it_is_not_left_out_either_and_nobody_says_when_they_take_it_in(roadmap, kari):
    decide(roadmap, "Tasting", "choose", kari)
    stop(roadmap, "Tasting", kari)
    stop(roadmap, "Ruter", kari)

    with pytest.raises(OutOfTurn, match="It was stopped"):
        decide(roadmap, "Ruter", "leave_out", kari, reason="x")
    with pytest.raises(OutOfTurn, match="It was stopped"):
        actions.set_window(
            candidate=named(roadmap, "Tasting"), starts_on=date(2027, 1, 1),
            ends_on=date(2027, 2, 1), by=kari.acting, now=NOW,
        )  # fmt: skip


def test_nobody_is_asked_to_decide_on_it(reads, roadmap, kari):
    stop(roadmap, "Tasting", kari)

    asked = [row.what for row in queries.waiting_for(kari.acting, timezone.localdate())]

    assert asked == ["Stor pakke", "Ruter"]
    page = reads.opens(roadmap.get_absolute_url())
    assert page.shows("2 candidates wait for a decision.")


def test_a_plan_from_before_does_not_choose_it(reads, roadmap, kari):
    page = asks(reads, roadmap)
    assert not page.shows("Stopped since it was worked out")
    stop(roadmap, "Tasting", kari)

    page = reads.opens(page.path)
    assert page.shows("Stopped since it was worked out, and not chosen: «Tasting».")
    reads.sends(f"{page.path}vedta/")

    said = dict(roadmap.candidates.values_list("initiative__title", "decision"))
    assert said == {"Stor pakke": "left_out", "Tasting": "open", "Ruter": "chosen"}


def test_the_round_and_the_case_and_the_workbook_say_so(reads, roadmap, kari, national_figures):
    decide(roadmap, "Tasting", "choose", kari)
    stop(roadmap, "Tasting", kari)

    told = reads.opens(named(roadmap, "Tasting").initiative.get_absolute_url())
    assert told.shows(
        "It stood on «Digitale tjenester», which does not reckon with what is stopped."
    )
    assert not told.shows("It is chosen on")
    asked = {"sprak": "en", "som": "docx"}
    case = read_docx(
        reads.client.get(f"/veikart/{roadmap.pk}/ta-med/saksframlegg/", asked).content
    ).text
    assert "«Tasting». It was stopped: Leverandøren ga seg." in case
    assert "«Tasting» is carried out" not in case
    book = Workbook(reads.client.get(f"/veikart/{roadmap.pk}/alt.xlsx"))
    [row] = book.told(book.names.index("Stopped"))
    assert row["Initiative"] == "Tasting"
    assert row["Why"] == "It was stopped: Leverandøren ga seg."


# --- brought there anew -------------------------------------------------------------------------


def test_what_others_said_of_it_still_holds_when_it_comes_back(roadmap, kari):
    tie(roadmap, "Ruter", kari, requires="Tasting")
    tie(roadmap, "Tasting", kari, excludes="Stor pakke", smallest_share="0.50")

    row = come_back(roadmap, "Tasting", kari)

    ties = {(str(each.candidate), each.kind, str(each.other)) for each in Tie.objects.all()}
    assert ties == {("Ruter", "requires", "Tasting"), ("Tasting", "excludes", "Stor pakke")}
    row.refresh_from_db()
    assert float(row.smallest_share) == 0.5


def test_it_comes_back_last_and_not_decided_and_those_who_read_it_before_are_told(
    reads, roadmap, kari
):
    seen = named(roadmap, "Stor pakke").version
    decide(roadmap, "Stor pakke", "leave_out", kari, reason="Senere.")
    before = named(roadmap, "Stor pakke")

    come_back(roadmap, "Stor pakke", kari)

    row = named(roadmap, "Stor pakke")
    assert row.pk == before.pk
    assert (row.decision, row.reason, row.share, row.decided_at) == ("open", "", 1, None)
    assert [str(each) for each in roadmap.candidates.all()] == ["Tasting", "Ruter", "Stor pakke"]
    page = reads.sends(f"/veikart/kandidat/{row.pk}/velg/", version=seen)
    assert page.shows("Kari Nes")
    assert named(roadmap, "Stor pakke").decision == "open"


def test_what_was_left_out_before_asks_again_who_joins_when_it_comes_back(roadmap, kari):
    decide(roadmap, "Tasting", "leave_out", kari, reason="Senere.")
    assert not named(roadmap, "Tasting").initiative.asks

    come_back(roadmap, "Tasting", kari)

    assert named(roadmap, "Tasting").initiative.asks


def test_a_part_comes_back_as_a_whole(roadmap, kari):
    decide(roadmap, "Stor pakke", "choose", kari, share=0.25)

    come_back(roadmap, "Stor pakke", kari)

    assert named(roadmap, "Stor pakke").share == 1


def test_a_time_ahead_is_the_municipalitys_own_word_and_one_that_has_begun_is_asked_for_anew(
    roadmap, kari
):
    decide(roadmap, "Tasting", "choose", kari)
    bergvik, dal = (OrganisationFactory(label=name) for name in ("Bergvik", "Dal"))
    window(roadmap, "Tasting", bergvik, NOW.date() - timedelta(days=30))
    window(roadmap, "Tasting", kari.home, NOW.date())
    ahead = window(roadmap, "Tasting", dal, NOW.date() + timedelta(days=1))

    row = come_back(roadmap, "Tasting", kari)

    assert list(row.windows.all()) == [ahead]
    [told] = [trace for trace in audit.traces_of(roadmap) if "windows" in trace.details]
    assert told.verb == "candidate.nominated"
    assert len(told.details["windows"]) == 2
    decide(roadmap, "Tasting", "choose", kari)
    assert queries.waits_for_window(kari.acting, named(roadmap, "Tasting"))


def test_on_another_roadmap_it_has_no_conditions_from_the_first_and_that_is_noted(roadmap, kari):
    tie(roadmap, "Ruter", kari, requires="Tasting")
    tie(roadmap, "Stor pakke", kari, excludes="Ruter")
    other = actions.draw(
        told={**stories.YEARS, "first_year": 2028}, budgets={}, by=kari.acting, now=NOW
    )
    stop(roadmap, "Tasting", kari)
    take_up(roadmap, "Tasting", kari)

    row = bring_again(roadmap, "Tasting", kari, to=other)

    assert (row.roadmap, row.place) == (other, 1)
    assert [str(each.candidate) for each in Tie.objects.all()] == ["Stor pakke"]
    [told] = audit.traces_of(other)[:1]
    assert told.details["ties"] == ["Ruter requires Tasting"]
    assert "ties" not in audit.traces_of(roadmap)[0].details


def test_where_conditions_are_said_it_is_named_as_not_reckoned_with(reads, roadmap, kari):
    stop(roadmap, "Tasting", kari)

    page = reads.opens(f"/veikart/kandidat/{named(roadmap, 'Ruter').pk}/vilkar/")

    assert page.shows("Tasting (not reckoned with now)")
    assert not page.shows("Stor pakke (not reckoned with now)")


def test_the_board_is_not_asked_to_choose_it(roadmap, kari):
    stop(roadmap, "Tasting", kari)

    asked = attention(kari.acting, SimpleNamespace(organisation=kari.home), []).asks

    assert [row.partition(":")[0] for row in asked] == ["Stor pakke", "Ruter"]
