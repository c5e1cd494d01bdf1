"""Somebody outside tells something about a need, hears back, and is never known."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session

from stafett.audit.models import Entry
from stafett.needs.models import Contribution
from stafett.needs.rules import MOST_WAITING
from tests.factories import ContributionFactory, NeedFactory
from tests.pages import Reader
from tests.rooms.needs.telling import SAID, path


@pytest.fixture
def need(kari):
    return NeedFactory(organisation=kari.home, registered_by=kari.person, scope="public")


def answered(reads, contribution, **more):
    return reads.sends(f"/behov/innspill/{contribution.pk}/", answer="Takk, vi ser på det.", **more)


# --- told by a passer-by ------------------------------------------------------------------------


def test_a_passer_by_tells_something_and_is_answered(need, kari, siri):
    page = Reader().sends(path(need, "innspill"), SAID)
    assert page.shows("Thank you.")
    assert page.shows("1 contribution waits for an answer.")

    kari_reads = Reader(kari)
    page = kari_reads.opens(path(need))
    assert page.shows(SAID["what"])
    contribution = Contribution.objects.get()
    assert page.links["Answer"] == f"/behov/innspill/{contribution.pk}/"
    assert kari_reads.opens(page.links["Answer"]).answer("shown") == "on"
    page = answered(kari_reads, contribution, shown="on")
    assert page.shows("Answered.")

    for reads in (Reader(), Reader(siri)):
        page = reads.opens(path(need))
        assert page.shows(SAID["what"])
        assert page.shows("Takk, vi ser på det.")
        assert page.shows("Answer from Kari Nes")


def test_nothing_of_a_contribution_is_shown_before_it_is_answered(need, siri, kari):
    ContributionFactory(need=need, what="Min nabo Per er syk.")

    for reads in (Reader(), Reader(siri)):
        for address in (path(need), "/behov/", "/", "/behov/alle.csv", "/behov/alle.json"):
            assert "Min nabo Per" not in reads.opens(address).source


def test_what_should_not_be_shown_stays_with_those_it_was_told_to(need, kari, siri):
    contribution = ContributionFactory(need=need, what="Min nabo Per er syk.")
    answered(Reader(kari), contribution)

    page = Reader(kari).opens(path(need))
    assert page.shows("Min nabo Per er syk.")
    assert page.shows("seen by your organisation only")
    for reads in (Reader(), Reader(siri)):
        page = reads.opens(path(need))
        assert not page.shows("Min nabo Per")
        assert not page.shows("Takk, vi ser på det.")


def test_how_many_tell_it_is_said(need, kari):
    Reader().sends(path(need, "innspill"), SAID, count="12", actor_kind="relative")

    assert Reader(kari).opens(path(need)).shows("From relatives, 12 people")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"what": ""}, "what"),
        ({"what": "\u200b"}, "what"),
        ({"actor_kind": ""}, "actor_kind"),
        ({"actor_kind": "king"}, "actor_kind"),
        ({"count": "0"}, "count"),
        ({"count": "-5"}, "count"),
        ({"count": "9" * 400}, "count"),
        ({"count": "mange"}, "count"),
    ],
)
def test_a_contribution_that_cannot_be_read_is_asked_about(need, told, field):
    page = Reader().sends(path(need, "innspill"), SAID, **told)

    assert set(page.errors) == {field}
    assert page.answer("what").strip() == {**SAID, **told}["what"].strip("\u200b")
    assert not Contribution.objects.exists()


# --- no person, anywhere ------------------------------------------------------------------------

TRACKS = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Kjennemerke/9.9"}


def everything():
    """Return every row of every table, as text."""
    return {
        f"{model._meta.label} {values}"
        for model in apps.get_models()
        for values in model.objects.values()
    }


def test_from_a_passer_by_no_person_is_kept_in_any_table(need):
    reads, before = Reader(), everything()
    reads.client.defaults.update(TRACKS)
    reads.opens(path(need))
    reads.opens(path(need, "innspill"))
    reads.sends(path(need, "innspill"), SAID)
    new = everything() - before

    assert {row.split(" ")[0] for row in new} == {
        "needs.Contribution",
        "audit.Entry",
        "audit.Detail",
        "audit.Head",
    }
    for track in ("203.0.113.77", "Kjennemerke", *(cookie.value for cookie in _own(reads))):
        assert not [row for row in new if track in row], track
    [entry] = Entry.objects.filter(target__startswith="needs.contribution")
    assert (entry.person_id, entry.organisation_id, entry.role_kind) == (None, None, "")
    assert not Session.objects.exists()
    assert "sessionid" not in reads.client.cookies


def _own(reads):
    """Return the cookies that are this reader's alone; a language is shared with many."""
    return [cookie for name, cookie in reads.client.cookies.items() if name == "csrftoken"]


def test_a_passer_by_is_told_so_and_who_is_signed_in_is_told_what_is_kept(need, siri):
    address = path(need, "innspill")

    assert Reader().opens(address).shows("Nobody can see who you are")
    assert Reader(siri).opens(address).shows("Fjordvik can see in its log that you wrote this.")


def test_the_log_of_who_is_signed_in_lies_with_those_who_were_told(need, siri, kari):
    Reader(siri).sends(path(need, "innspill"), SAID)

    [entry] = Entry.objects.filter(target__startswith="needs.contribution")
    assert (entry.person_id, entry.chain) == (siri.person.pk, f"organisation:{kari.home.pk}")
    assert "Siri Li" not in Reader(kari).opens(path(need)).text


# --- floods and programs ------------------------------------------------------------------------


def test_a_flood_is_stopped_with_a_sentence_and_the_text_is_kept(need, kari):
    waiting = ContributionFactory.create_batch(MOST_WAITING, need=need)

    page = Reader().sends(path(need, "innspill"), SAID)
    [line] = page.summary
    assert line.startswith("30 contributions wait for an answer here")
    assert page.answer("what") == SAID["what"]
    assert need.contributions.count() == MOST_WAITING

    answered(Reader(kari), waiting[0])
    assert Reader().sends(path(need, "innspill"), SAID).shows("Thank you.")


def test_a_flood_of_one_need_leaves_room_for_the_others(need, kari):
    ContributionFactory.create_batch(MOST_WAITING, need=need)
    other = NeedFactory(organisation=kari.home, scope="public")

    assert Reader().sends(path(other, "innspill"), SAID).shows("Thank you.")


def test_what_fills_in_the_hidden_field_is_no_person(need):
    reads = Reader()
    assert "website" in reads.opens(path(need, "innspill")).asks_for
    page = reads.sends(path(need, "innspill"), SAID, website="https://example.com")

    assert page.summary == ["Leave this empty Leave this field empty."]
    assert page.answer("what") == SAID["what"]
    assert not Contribution.objects.exists()
    assert reads.sends(path(need, "innspill"), SAID, website=" ").shows("Thank you.")


# --- where it does not fit ----------------------------------------------------------------------


def test_a_closed_need_takes_no_more_and_keeps_the_text(need):
    need.closed_on, need.outcome = need.registered_at.date(), "solved"
    need.save()
    page = Reader().sends(path(need, "innspill"), SAID)

    assert page.summary == ["The need is closed. Open it again to change it."]
    assert page.answer("what") == SAID["what"]
    assert path(need, "innspill") not in Reader().opens(path(need)).links.values()


def test_who_cannot_see_the_need_cannot_tell_anything_about_it(need, siri):
    need.scope = "own"
    need.save()

    for reads in (Reader(), Reader(siri)):
        assert reads.sends(path(need, "innspill"), SAID).status == 404
    assert not Contribution.objects.exists()


def test_an_answer_is_asked_for_in_words(need, kari):
    contribution = ContributionFactory(need=need)
    page = Reader(kari).sends(f"/behov/innspill/{contribution.pk}/", answer=" \u202e ", shown="on")

    assert set(page.errors) == {"answer"}
    assert page.answer("shown") == "on"
    assert Reader(kari).opens("/behov/innspill/999999/").status == 404


def test_closing_a_need_answers_what_waits(kari):
    need = NeedFactory(organisation=kari.home, registered_by=kari.person)
    ContributionFactory(need=need)
    closing = f"/behov/{need.pk}/avslutt/"
    reader = Reader(kari)

    assert reader.opens(closing).shows("1 contribution waits for an answer")
    reader.sends(closing, {"outcome": "solved", "outcome_note": "Vi ringer nå.", "version": 1})

    assert need.contributions.get().answer == "Vi ringer nå."
