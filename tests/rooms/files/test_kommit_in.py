"""KommIT's workbook comes in: shown first, whole or not at all, once, and back again."""

from stafett.benefits.models import Benefit, Commitment, MapEdge, MapNode
from stafett.files.models import Source
from stafett.files.rules.kommit import ANALYSIS, CARD
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives.models import CostLine, Initiative
from stafett.needs.models import Need
from tests import kommit
from tests.cast import _cast
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.files import books
from tests.rooms.files.books import ANSWERS


def counts():
    rooms = (
        Need,
        Initiative,
        Indicator,
        Benefit,
        Observation,
        Commitment,
        CostLine,
        MapNode,
        MapEdge,
    )
    return {model.__name__: model.objects.count() for model in rooms}


def test_a_project_is_shown_first_and_then_comes_whole(bringer, leader):
    page = bringer.looks(books.project())

    assert page.heading == "What comes of the file"
    assert "Write who it affects." in page.text
    assert counts()["Initiative"] == 0

    answers = {**ANSWERS, "owner_1": leader.person.pk}
    page = bringer.answers(**answers)
    assert "Bring it in" in page.text

    page = bringer.brings()
    assert page.heading == "What came of the file"
    [initiative] = Initiative.objects.all()
    assert initiative.title == "Digital vaktliste"
    assert initiative.scope == "own"
    [promise] = Commitment.objects.all()
    assert (promise.state, promise.owner_name, promise.target_likely) == (
        "proposed",
        "Lise Moe",
        20,
    )
    assert promise.take_out_what == "Mer tid til opplæring"
    assert str(promise.effect_starts_on) == "2027-03-01"
    assert str(promise.baseline_to) == "2026-03-01"
    [cost, running] = CostLine.objects.order_by("id")
    assert (cost.likely, cost.price_year, cost.year) == (1_000_000, 2026, 2027)
    assert running.kind == "operation"
    assert {str(node) for node in MapNode.objects.all()} == {
        "Leder sender vakta ut på telefon", "Mindre tid på å ringe", "Tid til brukerne",
    }  # fmt: skip
    assert MapEdge.objects.count() == 2


def test_the_same_file_again_brings_nothing(bringer, leader):
    bringer.brings_all(books.project(), **ANSWERS, owner_1=leader.person.pk)
    before, sources = counts(), Source.objects.count()

    page = bringer.looks(books.project())
    assert "There is nothing new in the file." in page.text
    bringer.brings()

    assert counts() == before
    assert Source.objects.count() == sources


def test_an_import_is_undone_whole(bringer, leader):
    before = counts()
    bringer.brings_all(books.project(), **ANSWERS, owner_1=leader.person.pk)

    page = bringer.undoes()

    assert "Undone." in page.text
    assert counts() == before
    assert not Source.objects.exists()


def test_an_untouched_template_brings_nothing_and_comes_out_as_it_was(bringer):
    for path in kommit.real():
        content = path.read_bytes()
        page = bringer.looks(content, path.name)
        assert "There is nothing in the file yet." in page.text
        assert bringer.reader.opens(f"/filer/{bringer.upload.pk}/").status == 200
        assert bytes(bringer.upload.content) == content
    page = bringer.looks(kommit.workbook(), "tom.xlsx")
    assert "There is nothing in the file yet." in page.text


def test_an_edited_file_shows_what_changes_before_anything_is_written(bringer, leader):
    bringer.brings_all(books.project(), **ANSWERS, owner_1=leader.person.pk)
    edited = books.project({(CARD, "B4"): "Vaktliste på telefon", **books.about(1, target=15)})

    page = bringer.looks(edited)

    assert "here today: 20" in page.text
    assert Initiative.objects.get().title == "Digital vaktliste"
    bringer.brings()
    assert Initiative.objects.get().title == "Vaktliste på telefon"
    assert Commitment.objects.get().target_likely == 15

    bringer.undoes()
    assert Initiative.objects.get().title == "Digital vaktliste"
    assert Commitment.objects.get().target_likely == 20


def test_what_both_changed_is_for_somebody_to_choose(bringer, leader, kari):
    bringer.brings_all(books.project(), **ANSWERS, owner_1=leader.person.pk)
    Commitment.objects.update(target_likely=25, target_high=25)
    edited = books.project(books.about(1, target=15))

    page = bringer.looks(edited)
    assert "It was changed here too." in page.text

    bringer.answers(initiative=Initiative.objects.get().pk, seen="benefit/1/promise")
    assert "There is nothing new in the file." in bringer.reader.opens(bringer.upload_page).text
    bringer.answers(
        initiative=Initiative.objects.get().pk, seen="benefit/1/promise", take="benefit/1/promise"
    )
    bringer.brings()
    assert Commitment.objects.get().target_likely == 15


def test_what_somebody_changed_or_built_upon_is_not_undone(bringer, leader, kari):
    bringer.brings_all(books.project(), **ANSWERS, owner_1=leader.person.pk)
    before = counts()
    Initiative.objects.update(version=9)
    assert "«Digital vaktliste» has been changed" in bringer.undoes().text
    Initiative.objects.update(version=1)
    CostLine.objects.create(
        initiative=Initiative.objects.get(), kind="training", what="Kurs", year=2027,
        last_year=2027, low=1, likely=1, high=1, price_year=2026, vat="none", payer="municipality",
    )  # fmt: skip

    page = bringer.undoes()

    assert "Kurs" in page.text
    assert "cannot be undone" in page.text
    assert counts() == before | {"CostLine": 3}


def test_benefits_without_a_type_wait_and_13_and_14_keep_their_names(bringer, leader):
    more = {
        **books.about(9, name="Niende"),
        **books.about(13, name="Bedre omdømme", type=books.QUALITY, indicator="Omtaler",
                      unit="omtaler", today=2, target=9),
        **books.about(14, name="Færre klager", type=books.QUALITY, indicator="Klager",
                      unit="klager", today=9, target=2),
    }  # fmt: skip
    page = bringer.looks(books.project(more))
    assert "Its type is not known, so it is counted nowhere." in page.text

    bringer.answers(**ANSWERS)
    bringer.brings()

    assert {"Bedre omdømme", "Færre klager"} <= {str(row) for row in Benefit.objects.all()}
    assert not Benefit.objects.filter(name="Niende").exists()
    assert not Commitment.objects.exists()


def test_a_reading_without_a_day_is_no_baseline(bringer, leader):
    answers = {**ANSWERS, "baseline_on": "", "owner_1": leader.person.pk}
    bringer.looks(books.project())
    page = bringer.answers(**answers)
    assert "Nobody knows when it was read, so it is no baseline." in page.text

    bringer.brings()

    assert not Observation.objects.exists()
    assert Commitment.objects.get().baseline_to is None


def test_figures_of_the_file_that_are_not_ours_are_named_with_their_cell(bringer):
    page = bringer.looks(books.project({(ANALYSIS, "C39"): 1}))
    assert "KONSEPT - Gevinstanalyse C39 says 1. We reckon" in page.text
    assert "Somebody has typed over the formula there." in page.text


def test_what_a_rule_refuses_is_shown_in_the_preview(bringer, leader):
    Indicator.objects.create(
        owner=leader.home, name="Timer ringt i uka", unit="timer", direction="down",
        created_at=NOW, method="x", source="x", population="x",
    )  # fmt: skip
    bringer.looks(books.project())
    page = bringer.answers(**ANSWERS, owner_1=leader.person.pk, effect_1="2026-01-01")
    assert "It is here already." in page.text
    assert "The baseline is read before the effect starts." in page.text

    bringer.brings()
    assert Indicator.objects.count() == Benefit.objects.count() == 1
    assert not Commitment.objects.exists()


def test_who_does_not_look_after_initiatives_sees_no_files(bringer, siri, fjordvik):
    bringer.looks(books.project())
    employee = _cast("Erik Dal", fjordvik, "employee")
    for cast in (siri, employee):
        assert Reader(cast).opens(bringer.upload_page).status == 404
    assert Reader(employee).opens("/filer/").status == 404


def test_a_file_nobody_knows_is_told_of_and_not_kept(bringer):
    page = bringer.looks(b"\x89PNG\r\n", "bilde.png")
    assert "We do not know this kind of file." in page.text
    assert bringer.looks(b"", "tom.xlsx").text.count("The file is empty.")
    assert bringer.upload is None


def test_a_file_that_nothing_came_of_can_be_thrown_away(bringer):
    bringer.looks(books.project())
    bringer.reader.sends(f"{bringer.upload_page}kast/")
    assert bringer.upload is None


# --- marks of a plan -------------------------------------------------------------------------


def test_a_mark_before_a_name_is_kept_where_it_is_free(bringer):
    typed = {**books.about(1, name="Ø4 Mindre tid på å ringe"),
             **books.about(2, name="Ø4: Færre feil", indicator="Feil i uka", **books.LESS)}  # fmt: skip
    bringer.looks(books.project(typed))
    page = bringer.answers(**ANSWERS)
    assert "It keeps its mark Ø4." in page.text
    assert "Ø4 has been another benefit here, so it gets the next mark that is free." in page.text

    bringer.brings()

    marks = dict(Benefit.objects.values_list("name", "mark"))
    assert marks == {"Mindre tid på å ringe": "Ø4", "Færre feil": "K1"}


def test_what_an_import_made_can_be_undone_with_its_marks(bringer):
    bringer.brings_all(books.project(), **ANSWERS)

    page = bringer.undoes()

    assert "Undone." in page.text
    assert not Benefit.objects.exists()


# --- one thing at a time ---------------------------------------------------------------------


def test_one_part_is_open_at_a_time_and_what_is_answered_is_folded_together(bringer):
    more = books.about(2, name="Færre feil", indicator="Feil i uka", **books.LESS)
    page = bringer.looks(books.project(more))
    assert _parts(page) == [
        ("The need behind it, and what you will do · 5 to answer", True),
        ("The days · 3 to answer", False),
        ("The costs · 4 to answer", False),
        ("1. Mindre tid på å ringe · 1 to answer", False),
        ("2. Færre feil · 1 to answer", False),
    ]  # fmt: skip

    more = {"title": "Digital vaktliste", "problem": "Det ringes.", "measured_on": "2026-09-01"}
    page = bringer.answers(**ANSWERS, **more, investment="licence")

    assert _parts(page) == [
        ("1. Mindre tid på å ringe · 1 to answer", True),
        ("2. Færre feil · 1 to answer", False),
        ("Answered: 3 parts", False),
    ]
    assert page.answer("affected_group") == ANSWERS["affected_group"]


def test_what_has_to_be_seen_comes_first_and_the_rest_is_folded_together(bringer):
    bringer.looks(books.project())
    page = bringer.answers(**ANSWERS)

    folds = _folds(page.part("preview"))
    assert any(text.startswith("Benefit 1: Mindre tid på å ringe · ") for text, _open in folds)
    assert any(text.startswith("As it should be: ") for text, _open in folds)
    assert [is_open for _text, is_open in folds] == [True, *[False] * (len(folds) - 1)]


def _parts(page):
    return _folds(page.part("answers"))


def _folds(part):
    """Return what each fold is called, and whether it stands open."""
    folds = [element for element in part if element.name == "details"]
    named = [next(each for each in fold if each.name == "summary").text for fold in folds]
    return [(name, "open" in fold.attributes) for name, fold in zip(named, folds, strict=True)]
