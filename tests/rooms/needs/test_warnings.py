"""Rules that warn: they are read, answered with a reason, and shown beside the need."""

import pytest

from stafett.needs.models import CatalogueWord, Need
from tests.factories import NeedFactory
from tests.pages import Reader
from tests.rooms.needs.telling import NOTHING_DONE, TOLD, changed, path, tells

WITH_APP = {**TOLD, "problem": "Appen for medisin er nede hver mandag, og da ringer alle."}
WHY = "Problemet er nettopp at denne er nede."


# --- R02 --------------------------------------------------------------------------------------


def test_a_product_in_the_problem_is_asked_about_and_passed_with_a_reason(kari, siri):
    kari_reads = Reader(kari)
    assert "reason" not in kari_reads.opens("/behov/ny/").asks_for

    page = kari_reads.sends("/behov/ny/", WITH_APP, shared_with="public")
    assert not Need.objects.exists()
    assert "The problem names app." in page.errors["reason"]
    assert any("The problem names app." in line for line in page.summary)
    assert page.answer("problem") == WITH_APP["problem"]
    assert page.answer("shared_with") == "public"

    page = kari_reads.sends("/behov/ny/", WITH_APP, shared_with="public", reason=WHY)
    need = Need.objects.get()
    assert page.shows("passed a warning with a reason")
    page = Reader(siri).opens(path(need))
    assert page.shows("R02 was passed by Kari Nes")
    assert page.shows(WHY)


def test_the_word_is_taken_out_and_nothing_is_asked(kari):
    Reader(kari).sends("/behov/ny/", WITH_APP)
    need = tells(kari)

    assert "passed" not in Reader(kari).opens(path(need)).text


def test_a_reason_of_blanks_is_no_reason(kari):
    page = Reader(kari).sends("/behov/ny/", WITH_APP, reason=" \u200b ")

    assert "reason" in page.errors


def test_changing_the_text_asks_in_the_same_way_and_only_once(kari):
    need = tells(kari)
    kari_reads = Reader(kari)
    told = changed(need, problem=WITH_APP["problem"])

    page = kari_reads.sends(path(need, "endre"), told)
    assert page.answer("problem") == WITH_APP["problem"]
    assert "reason" in page.errors

    assert kari_reads.sends(path(need, "endre"), told, reason=WHY).shows(WHY)
    again = {**told, "version": 2, "today": "Ni turer"}
    assert kari_reads.sends(path(need, "endre"), again).shows("Saved.")


def test_a_reason_where_nothing_warns_is_not_kept(kari):
    need = tells(kari, reason="For sikkerhets skyld")

    assert not need.passed_warnings.exists()


def test_a_word_of_ones_own_warns_at_home_and_nowhere_else(kari, anne, siri):
    Reader(anne).sends("/behov/ord/", word="Fjordvikportalen", note="Hva skulle den gjort?")
    told = {**TOLD, "problem": "FJORDVIKPORTALEN er nede hver mandag."}

    page = Reader(kari).sends("/behov/ny/", told)
    assert "Fjordvikportalen" in page.errors["reason"]
    assert tells(siri, told).problem == told["problem"]


def test_a_word_added_later_warns_on_the_page_of_those_who_can_mend_it(kari, siri):
    need = NeedFactory(organisation=kari.home, problem="Sporlos er nede.", scope="public")
    assert not Reader(kari).opens(path(need)).shows("Rule R02")
    CatalogueWord.objects.create(organisation=kari.home, word="Sporlos")

    page = Reader(kari).opens(path(need))
    assert page.shows("Rule R02 The problem names Sporlos.")
    assert page.links["Leave it as it is, with a reason"] == path(need, "advarsel", "R02")
    assert not Reader(siri).opens(path(need)).shows("Rule R02")


# --- R04 --------------------------------------------------------------------------------------


def test_a_need_without_a_null_alternative_is_taken_and_warned_about(kari):
    page = Reader(kari).opens(path(tells(kari)))

    assert page.shows("Rule R04 It is not told what happens if nothing is done.")


def test_the_warning_goes_when_the_null_alternative_is_told(kari):
    need = tells(kari)
    page = Reader(kari).sends(path(need, "endre"), changed(need, **NOTHING_DONE))

    assert page.shows(NOTHING_DONE["null_alternative"])
    assert not page.shows("Rule R04")


def test_the_warning_goes_with_a_reason_that_all_can_read(kari, anne, siri):
    need = tells(kari, shared_with="public")
    page = Reader(anne).sends(path(need, "advarsel", "R04"), reason="Vi vet det ikke ennå.")

    assert not page.shows("Rule R04")
    page = Reader(siri).opens(path(need))
    assert page.shows("R04 was passed by Anne Vik")
    assert page.shows("Vi vet det ikke ennå.")


def test_without_a_reason_the_warning_stands(kari):
    need = tells(kari)
    page = Reader(kari).sends(path(need, "advarsel", "R04"), reason=" ")

    assert set(page.errors) == {"reason"}
    assert Reader(kari).opens(path(need)).shows("Rule R04")


@pytest.mark.parametrize("rule", ["R02", "R99", "r04", "anything"])
def test_what_does_not_warn_is_not_passed(kari, rule):
    need = tells(kari)
    page = Reader(kari).sends(path(need, "advarsel", rule), reason="Fordi")

    assert page.summary == ["This does not warn any more: it was mended, or passed with a reason."]
    assert not need.passed_warnings.exists()


def test_a_closed_need_warns_no_more(kari):
    need = tells(kari)
    closed = {"outcome": "left", "outcome_note": "Venter til høsten.", "version": 1}
    assert not Reader(kari).sends(path(need, "avslutt"), closed).shows("Rule R04")
    page = Reader(kari).sends(path(need, "advarsel", "R04"), reason="Fordi")

    assert page.summary == ["The need is closed. Open it again to change it."]
    assert page.answer("reason") == "Fordi"


# --- the catalogue ----------------------------------------------------------------------------


def test_a_word_is_added_once_whatever_its_case(anne):
    anne_reads = Reader(anne)
    anne_reads.sends("/behov/ord/", word="Ærfugl")
    page = anne_reads.sends("/behov/ord/", word="ÆRFUGL", note="Hva mangler?")

    assert page.errors["word"] == "The word is in the catalogue already."
    assert (page.answer("word"), page.answer("note")) == ("ÆRFUGL", "Hva mangler?")
    assert CatalogueWord.objects.get().word == "Ærfugl"


def test_a_word_that_would_stand_in_every_text_is_refused_at_its_field(anne):
    page = Reader(anne).sends("/behov/ord/", word="´´")

    assert page.errors["word"] == "Write a word of at least two letters."


def test_a_word_is_removed_and_warns_no_more(anne, kari):
    word = CatalogueWord.objects.create(organisation=anne.home, word="Sporlos")
    page = Reader(anne).sends(f"/behov/ord/{word.pk}/bort/")

    assert not page.shows("Sporlos")
    assert tells(kari, problem="Sporlos er nede.")


def test_the_words_of_others_are_neither_seen_nor_removed(anne, siri):
    word = CatalogueWord.objects.create(organisation=anne.home, word="Sporlos")

    assert not Reader(siri).opens("/behov/ord/").shows("Sporlos")
    assert Reader(siri).sends(f"/behov/ord/{word.pk}/bort/").status == 404
    assert CatalogueWord.objects.exists()
