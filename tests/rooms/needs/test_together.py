"""Two people at the same time: the second is told who was first, and loses no text."""

import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from stafett.lib import SomebodyWasFirst
from stafett.needs import actions, queries
from stafett.needs.models import CatalogueWord, Need, PassedWarning
from tests.factories import ContributionFactory, NeedFactory
from tests.pages import Reader
from tests.rooms.needs.telling import NOTHING_DONE, TOLD, changed, path, tells


def test_the_second_is_told_who_was_first_and_can_save_again(kari, anne):
    need = tells(kari)
    kari_reads, anne_reads = Reader(kari), Reader(anne)
    opened = kari_reads.opens(path(need, "endre"))
    anne_reads.sends(path(need, "endre"), changed(need, problem="Anne har ordnet teksten."))
    karis = changed(need, problem="Kari skriver noe annet.", version=opened.answer("version"))

    page = kari_reads.sends(path(need, "endre"), karis)
    [line] = page.summary
    assert re.match(r"Anne Vik changed this at \d\d:\d\d, while you were writing.", line)
    assert page.answer("problem") == "Kari skriver noe annet."
    assert page.shows("What the other one wrote")
    assert page.shows("Anne har ordnet teksten.")
    assert Need.objects.get().problem == "Anne har ordnet teksten."

    page = kari_reads.sends(path(need, "endre"), {**karis, "version": page.answer("version")})
    assert page.shows("Kari skriver noe annet.")
    assert Need.objects.get().changed_by_name == "Kari Nes"


def test_the_time_is_the_time_in_norway(kari, anne, monkeypatch):
    need = tells(kari)
    noon = timezone.datetime(2026, 7, 1, 10, 5, tzinfo=timezone.get_fixed_timezone(0))
    monkeypatch.setattr(timezone, "now", lambda: noon)
    Reader(anne).sends(path(need, "endre"), changed(need, today="Ni"))

    assert "at 12:05," in Reader(kari).sends(path(need, "endre"), changed(need)).summary[0]


@pytest.mark.parametrize(
    ("below", "told", "kept"),
    [
        ("endre", {**TOLD, **NOTHING_DONE}, ("null_alternative", "title")),
        ("avslutt", {"outcome": "left", "outcome_note": "Venter til høsten."}, ("outcome_note",)),
    ],
)
def test_closing_and_changing_meet_in_the_same_way(kari, anne, below, told, kept):
    need = tells(kari)
    Reader(anne).sends(path(need, "endre"), changed(need, today="Ni"))
    kari_reads = Reader(kari)

    page = kari_reads.sends(path(need, below), told, version=1)
    assert "Anne Vik changed this" in page.summary[0]
    assert {name: page.answer(name) for name in kept} == {name: told[name] for name in kept}

    page = kari_reads.sends(path(need, below), told, version=page.answer("version"))
    assert page.path == path(need)


def test_the_second_to_close_reads_that_it_is_closed(kari, anne):
    need = tells(kari)
    Reader(anne).sends(path(need, "avslutt"), outcome="left", outcome_note="Venter.", version=1)
    page = Reader(kari).sends(
        path(need, "avslutt"), outcome="solved", outcome_note="Løst.", version=1
    )

    assert page.summary == ["The need is closed. Open it again to change it."]
    assert page.answer("outcome_note") == "Løst."


def test_the_second_answer_is_kept_and_the_first_one_shown(kari, anne):
    contribution = ContributionFactory(need=tells(kari))
    address = f"/behov/innspill/{contribution.pk}/"
    kari_reads = Reader(kari)
    kari_reads.opens(address)
    Reader(anne).sends(address, answer="Vi ser på det i juni.", shown="on")

    page = kari_reads.sends(address, answer="Takk, vi ringer.", shown="on")
    assert page.summary == [
        "Anne Vik answered this while you were writing. Your text is kept here."
    ]
    assert page.answer("answer") == "Takk, vi ringer."
    assert page.shows("Vi ser på det i juni.")
    assert kari_reads.opens(address).path == path(contribution.need)


def test_a_warning_passed_twice_keeps_the_first_reason(kari, anne, monkeypatch):
    """Both saw the warning; the second comes after the first was saved."""
    need = tells(kari)
    seen = queries.warnings(need, [])
    Reader(anne).sends(path(need, "advarsel", "R04"), reason="Vi vet det ikke.")
    monkeypatch.setattr(queries, "warnings", lambda *_: seen)

    page = Reader(kari).sends(path(need, "advarsel", "R04"), reason="Det er klart.")

    assert "does not warn any more" in page.summary[0]
    assert PassedWarning.objects.get().reason == "Vi vet det ikke."


def test_a_word_added_by_two_stands_once(kari, anne, monkeypatch):
    monkeypatch.setattr(actions.rules, "check_new_word", lambda *_: None)
    for cast in (kari, anne):
        assert Reader(cast).sends("/behov/ord/", word="Sporlos").shows("Sporlos")

    assert CatalogueWord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_at_the_very_same_time_one_is_first(kari):
    need, together = NeedFactory(organisation=kari.home), Barrier(4, timeout=10)
    told = {name: getattr(need, name) for name in actions.TOLD}
    outcomes = []

    def change(number):
        try:
            mine = Need.objects.get(pk=need.pk)
            together.wait()
            actions.change(
                need=mine,
                told={**told, "today": f"Fra nummer {number}"},
                version=1,
                by=kari.acting,
                now=timezone.now(),
            )
            outcomes.append(number)
        except SomebodyWasFirst as reason:
            outcomes.append(reason.version)
        finally:
            connection.close()

    threads = [Thread(target=change, args=[number]) for number in (11, 12, 13, 14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [first] = [outcome for outcome in outcomes if outcome > 10]
    assert sorted(outcomes) == [2, 2, 2, first]
    assert Need.objects.get().today == f"Fra nummer {first}"
