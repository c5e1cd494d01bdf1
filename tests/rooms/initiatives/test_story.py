"""A solution as people meet it: described, simplified, reckoned, answered, asked about."""

import pytest
from django.utils import timezone

from stafett.initiatives.models import CostLine, Difference, Initiative
from tests import factories
from tests.pages import Reader
from tests.rooms.initiatives import stories
from tests.rooms.trials import stories as tested

TOLD = {
    "title": "Medisinroboter",
    "solution": "Roboten gir medisinen.",
    "shared_with": "own",
    "staff_count": "32",
}
STOPS = {"is_removed": "yes", "what": "Turen midt på dagen", "kind": "step", "relieved": "staff",
         "minutes": "7.5", "times_a_year": "3000"}  # fmt: skip
COSTS = {"kind": "licence", "what": "Leie", "likely": "400 000", "low": "", "high": "",
         "year": "2027", "last_year": "", "price_year": "2026", "vat": "excluded",
         "payer": "municipality", "source": ""}  # fmt: skip


@pytest.fixture
def reader(kari):
    return Reader(kari)


def at(initiative, *more):
    return "/".join([f"/tiltak/{initiative.pk}", *more, ""])


def test_from_a_test_to_a_solution_that_says_what_stops(reader, need, kari):
    adopted = tested.in_state("decided", need, kari.acting_now, timezone.now())
    story = reader.opens(f"/behov/{need.pk}/")
    form = reader.opens(story.links["Describe a solution"])
    assert form.shows("19 of 20, the demand was at least 50\u202f%: met")

    page = reader.sends(f"/behov/{need.pk}/losning/ny/", TOLD, tests=[adopted.pk])

    assert page.heading == "What falls away, and what is added"
    assert page.shows("Nothing falls away with this: it is renewal without simplification.")
    page = reader.sends(page.path, STOPS)
    assert page.shows("375 hours less a year")
    assert not page.shows("renewal without simplification")


def test_the_test_one_came_from_is_ticked(reader, need, kari):
    adopted = tested.in_state("decided", need, kari.acting_now, timezone.now())
    page = reader.opens(f"/behov/{need.pk}/losning/ny/", test=adopted.pk)
    assert page.answer("tests") == str(adopted.pk)


def test_without_a_test_it_asks_why(reader, need):
    address = f"/behov/{need.pk}/losning/ny/"
    assert reader.opens(address).shows("No test of this need is decided yet.")
    assert set(reader.sends(address, TOLD).errors) == {"untested_reason"}
    reader.sends(address, TOLD, untested_reason="Prøvd i nabokommunen.")
    assert Initiative.objects.get().untested_reason == "Prøvd i nabokommunen."


def test_a_test_that_is_not_the_needs_is_not_taken(reader, need, kari):
    other = factories.NeedFactory(organisation=kari.home)
    by, now = kari.acting_now, timezone.now()
    elsewhere = tested.in_state("decided", other, by, now)
    tested.in_state("decided", need, by, now)
    for forged in (elsewhere.pk, "x", "9" * 30):
        page = reader.sends(f"/behov/{need.pk}/losning/ny/", TOLD, tests=[forged])
        assert "tests" in page.errors
    assert not Initiative.objects.exists()


def test_a_line_is_mended_and_taken_out(reader, solution):
    reader.sends(at(solution, "forenkling"), STOPS)
    row = Difference.objects.get()
    form = reader.opens(f"/tiltak/forenkling/{row.pk}/")
    assert form.answer("minutes") == "7.5"
    page = reader.sends(form.path, STOPS, what="To turer", minutes="10", version="1")
    assert page.shows("To turer")
    assert page.shows("500 hours less a year")
    page = reader.sends(f"/tiltak/forenkling/{row.pk}/bort/")
    assert not page.shows("To turer")


def test_nothing_is_an_answer_in_one_press(reader, solution):
    page = reader.opens(at(solution, "kostnader"))
    assert page.shows("4 kinds of cost have no answer yet.")
    for kind in ("licence", "training", "dip"):
        page = reader.sends(at(solution, "kostnader", "ingen"), kind=kind)
    assert page.shows("1 kind of cost has no answer yet.")
    assert reader.opens(at(solution, "kostnader"), type="operation").answer("kind") == "operation"
    reader.sends(at(solution, "kostnader", "ingen"), kind="sell")
    assert CostLine.objects.count() == 3


def test_one_amount_is_all_three_and_is_asked_about(reader, solution):
    page = reader.sends(at(solution, "kostnader"), COSTS, likely="400000")
    line = CostLine.objects.get()
    assert (line.low, line.likely, line.high) == (400_000, 400_000, 400_000)
    assert (line.year, line.last_year) == (2027, 2027)
    assert page.shows("A cost stands as one amount")

    passed = reader.opens(page.links["Leave it as it is, with a reason"])
    assert passed.shows("Say what it costs at the least and at the most.")
    reader.sends(passed.path, reason="Signert avtale.")
    page = reader.opens(at(solution, "kostnader"))
    assert page.shows("R26 was passed by Kari Nes")
    assert page.shows("Signert avtale.")


def test_a_span_that_is_turned_round_is_said_at_its_question(reader, solution):
    page = reader.sends(at(solution, "kostnader"), COSTS, likely="400000", low="500000")
    assert page.errors == {"low": "The low amount is above the likely one."}
    assert page.answer("low") == "500000"
    assert not CostLine.objects.exists()


def test_amounts_are_read_with_a_comma_and_shown_as_they_were_written(kari, solution):
    reads = Reader(kari, "nb")
    reads.sends(at(solution, "kostnader"), COSTS, likely="1 000,50", low="900")
    line = CostLine.objects.get()
    form = reads.opens(f"/tiltak/kostnad/{line.pk}/")
    assert (form.answer("likely"), form.answer("low")) == ("1000,5", "900")


def test_a_municipality_answers_on_the_page_and_the_region_reads_it(common, kari, rune):
    page = Reader(kari).opens("/")
    assert page.shows("Fjordvikregionen asks whether you join.")
    asked = Reader(kari).opens(at(common, "hvem-er-med"))
    assert asked.shows("does Fjordvik join?")
    refused = Reader(kari).sends(asked.path, stories.LATER, version=0, reason="")
    assert refused.errors == {"reason": "Say why, so that the others learn from it."}
    Reader(kari).sends(asked.path, stories.LATER, version=0)

    page = Reader(rune).opens(at(common, "hvem-er-med"))
    assert page.shows("Vi bytter journalsystem til høsten.")
    assert not page.asks_for & {"answer", "reason"}


def test_the_union_notes_and_the_leader_answers(solution, turid, kari):
    note = {"kind": "consulted", "with_whom": "Fagforbundet", "happened_on": "2026-01-12",
            "view": "Hvem svarer om natta?"}  # fmt: skip
    page = Reader(turid).sends(at(solution, "involvering"), note)
    assert page.shows("No answer yet")
    assert "reply" not in page.asks_for

    page = Reader(kari).opens(at(solution, "involvering"))
    form = Reader(kari).opens(page.links["Answer: Fagforbundet"])
    page = Reader(kari).sends(form.path, reply="Vaktsentralen.")
    assert page.shows("Vaktsentralen.")
    assert Reader(turid).opens(form.path).status == 404


def test_few_are_not_told_about(reader, solution):
    page = reader.opens(at(solution, "ansatte"))
    assert page.shows("Ask at least 5")
    views = {"asked": "4", "see_the_use": "3", "asked_on": "2026-01-12"}
    page = reader.sends(page.path, views)
    assert "With fewer than 5 asked" in page.errors["asked"]
    page = reader.sends(page.path, views, asked="20", see_the_use="14")
    assert page.shows("14 of 20 see the use of it")


def test_the_list_finds_by_word_owner_and_stage(solution, common, kari):
    reads = Reader(kari)
    both = [common.title, solution.title]
    Initiative.objects.filter(pk=common.pk).update(title="Responssenter")
    assert reads.opens("/tiltak/").needs == ["Responssenter", solution.title]
    assert reads.opens("/tiltak/", whose="own").needs == [solution.title]
    assert reads.opens("/tiltak/", whose="others").needs == ["Responssenter"]
    assert reads.opens("/tiltak/", q="RESPONS").needs == ["Responssenter"]
    assert reads.opens("/tiltak/", stage="roadmap").needs == []
    Initiative.objects.update(stage="stopped", stopped_reason="x")
    assert reads.opens("/tiltak/").needs == []
    assert len(reads.opens("/tiltak/", stage="all").needs) == len(both)
    assert Reader().opens("/tiltak/", stage="all").needs == []


def test_pages_of_fifty(kari, need):
    for _number in range(51):
        factories.InitiativeFactory(organisation=kari.home, needs=[need])
    assert len(Reader().opens("/tiltak/").needs) == 50
    assert len(Reader().opens("/tiltak/", side="2").needs) == 1


def test_stopping_and_taking_up_again(reader, solution):
    page = reader.sends(at(solution, "stopp"), reason="For dyrt.", version="1")
    assert page.shows("For dyrt.")
    assert reader.opens(at(solution, "endre")).shows("Take it up again first")
    assert reader.opens(at(solution, "gjenoppta")).shows("It was stopped: For dyrt.")
    reader.sends(at(solution, "gjenoppta"), version="2")
    assert reader.opens(at(solution, "gjenoppta")).shows("Describe the solution first")
    assert reader.opens(at(solution, "endre")).heading == "Describe the solution better"


def test_who_may_not_change_reads_what_is_public_and_sends_nothing(solution, siri):
    Initiative.objects.update(scope="public")
    stories_of = Reader(siri)
    for what in ("forenkling", "kostnader"):
        assert stories_of.opens(at(solution, what)).status == 200
        assert not stories_of.opens(at(solution, what)).asks_for & {"what", "kind"}
        assert stories_of.client.post(at(solution, what), STOPS | COSTS).status_code == 404
    for what in ("endre", "stopp", "gjenoppta", "advarsel/R03"):
        assert stories_of.opens(at(solution, what)).status == 404
    assert not Difference.objects.exists()
    assert not CostLine.objects.exists()
