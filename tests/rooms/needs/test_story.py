"""A need on its way from one person's head to a page that others read."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from stafett.audit import queries as audit
from stafett.needs.models import Need
from tests.factories import ContributionFactory, UnitFactory
from tests.pages import Reader
from tests.rooms.needs.telling import NOTHING_DONE, TOLD, changed, path, tells

CLOSED = {"outcome": "solved", "outcome_note": "Dosettene pakkes nå for to uker."}


# --- telling --------------------------------------------------------------------------------


def test_kari_tells_about_a_need_and_only_her_own_see_it(kari, anne, siri):
    need = tells(kari)

    assert Reader(anne).opens(path(need)).shows(TOLD["title"])
    assert Reader(siri).opens(path(need)).status == 404
    assert TOLD["title"] not in Reader(siri).opens("/behov/").needs


def test_the_page_shows_all_that_was_told(kari):
    unit = UnitFactory(organisation=kari.home, name="Hjemmetjenesten nord")
    told = {"evidence": "Kjørebøkene for mars.", "heard_count": "3", "unit": unit.pk, "lang": "nn"}
    page = Reader(kari).opens(path(tells(kari, {**TOLD, **NOTHING_DONE, **told})))

    for text in (*TOLD.values(), *NOTHING_DONE.values(), "Kjørebøkene for mars."):
        if " " in text:
            assert page.shows(text), text
    assert page.shows("3 people who live with the problem")
    assert page.shows("It gets worse with time.")
    assert page.shows("Fjordvik, Hjemmetjenesten nord. Told by Kari Nes")
    assert page.all("h1")[0].children[0].get("lang") == "nn"


def test_four_answers_are_enough(kari):
    need = tells(kari, today="")
    page = Reader(kari).opens(path(need))

    assert page.shows("Not told yet. It is needed before anybody suggests a solution.")
    assert page.links["Fill in"] == path(need, "endre")


def test_what_was_left_out_is_said_at_each_question(kari):
    page = Reader(kari).sends("/behov/ny/", {"today": "Åtte turer"})

    assert set(page.errors) >= {"title", "problem", "affected_group", "sector", "shared_with"}
    assert len(page.summary) == len(page.errors)
    assert page.answer("today") == "Åtte turer"
    assert not Need.objects.exists()


def test_a_form_sent_without_any_answer_is_refused_in_words(kari):
    assert "title" in Reader(kari).sends("/behov/ny/").errors


# --- changing -------------------------------------------------------------------------------


def test_kari_tells_it_better(kari):
    need = tells(kari)
    kari_reads = Reader(kari)
    page = kari_reads.opens(path(need, "endre"))
    assert page.answer("problem") == TOLD["problem"]
    assert page.answer("shared_with") == "own"

    page = kari_reads.sends(
        path(need, "endre"), changed(need, title="Medisin åtte ganger om dagen, hver dag")
    )

    assert page.heading == "Medisin åtte ganger om dagen, hver dag"
    assert page.shows("changed the text")
    assert page.shows("Saved.")


def test_the_history_is_for_those_whose_need_it_is(kari, siri):
    need = tells(kari, shared_with="public")

    assert Reader(kari).opens(path(need)).shows("What has happened with this need")
    assert not Reader(siri).opens(path(need)).shows("What has happened with this need")


def test_a_unit_that_is_closed_stays_with_what_it_told(kari):
    unit = UnitFactory(organisation=kari.home, name="Gamle Nordheim")
    need = tells(kari, unit=unit.pk)
    unit.closed_on = timezone.localdate()
    unit.save()
    kari_reads = Reader(kari)
    form = kari_reads.opens(path(need, "endre"))

    page = kari_reads.sends(path(need, "endre"), changed(need, unit=form.answer("unit")))

    assert page.shows("Gamle Nordheim")
    assert not Reader(kari).opens("/behov/ny/").shows("Gamle Nordheim")


# --- closing --------------------------------------------------------------------------------


@pytest.fixture
def closed(kari):
    need = tells(kari, shared_with="public")
    Reader(kari).sends(path(need, "avslutt"), CLOSED, version=need.version)
    need.refresh_from_db()
    return need


def test_what_came_of_it_is_told_to_all_who_see_it(closed, siri):
    page = Reader(siri).opens(path(closed))

    assert page.shows("solved")
    assert page.shows(CLOSED["outcome_note"])


def test_a_closed_need_is_left_out_of_the_list_until_asked_for(closed, siri):
    siri_reads = Reader(siri)

    assert siri_reads.opens("/behov/").needs == []
    assert siri_reads.opens("/behov/", status="closed").needs == [closed.title]
    assert siri_reads.opens("/behov/", status="all").needs == [closed.title]


def test_a_closed_need_is_not_changed_and_the_text_is_kept(closed, kari):
    page = Reader(kari).sends(path(closed, "endre"), changed(closed, title="Noe nytt"))

    assert page.summary == ["The need is closed. Open it again to change it."]
    assert page.answer("title") == "Noe nytt"
    assert not Reader(kari).opens(path(closed)).links.get("Change")


def test_opened_again_it_can_be_changed_and_what_was_tried_is_remembered(closed, kari):
    kari_reads = Reader(kari)
    page = kari_reads.sends(path(closed, "apne"), version=closed.version)

    assert page.shows("Open again.")
    assert page.links["Change"] == path(closed, "endre")
    assert not page.shows(CLOSED["outcome_note"])
    assert audit.traces_of(closed)[0].details["note"] == CLOSED["outcome_note"]
    assert kari_reads.opens("/behov/").needs == [closed.title]


def test_what_is_open_is_not_opened(kari):
    need = tells(kari)
    page = Reader(kari).sends(path(need, "apne"), version=need.version)

    assert page.summary == ["The need is open already."]
    assert [trace.verb for trace in audit.traces_of(need)] == ["need.registered"]


def test_closing_asks_what_came_of_it(kari):
    need = tells(kari)
    page = Reader(kari).sends(path(need, "avslutt"), version=need.version)

    assert set(page.errors) == {"outcome", "outcome_note"}


# --- we have this too -----------------------------------------------------------------------


def test_siri_says_that_they_have_this_too(kari, siri):
    need = tells(kari, shared_with="public")
    page = Reader(siri).opens(path(need))
    assert page.links["We have this too"] == path(need, "hos-oss")

    Reader(siri).sends(path(need, "hos-oss"), note="Ni ganger hos oss")

    page = Reader(kari).opens(path(need))
    assert page.shows("Annenvik")
    assert page.shows("Ni ganger hos oss")
    assert Reader().opens("/behov/").shows("1 other has it too")


def test_an_organisation_says_so_once(kari, siri):
    need = tells(kari, shared_with="public")
    Reader(siri).sends(path(need, "hos-oss"))
    page = Reader(siri).sends(path(need, "hos-oss"), note="Enda en gang")

    assert page.summary == ["Your organisation has said so already."]
    assert page.answer("note") == "Enda en gang"
    assert need.same_here.count() == 1


def test_nobody_has_their_own_need_too(kari, anne):
    page = Reader(anne).sends(path(tells(kari), "hos-oss"), note="Vi også")

    assert page.summary == ["This is your own need."]


def test_siri_takes_it_back_and_nobody_else_can(kari, siri, ola):
    need = tells(kari, shared_with="public")
    Reader(siri).sends(path(need, "hos-oss"), note="Ni ganger hos oss")
    assert "angre" not in Reader(ola).opens(path(need)).source

    Reader(ola).sends(path(need, "hos-oss", "angre"))
    assert Reader(kari).opens(path(need)).shows("Ni ganger hos oss")
    Reader(siri).sends(path(need, "hos-oss", "angre"))
    assert not Reader(kari).opens(path(need)).shows("Ni ganger hos oss")


def test_who_has_no_role_cannot_take_anything_back(kari, siri):
    need = tells(kari, shared_with="public")
    siri.role.delete()

    assert Reader(siri).sends(path(need, "hos-oss", "angre")).status == 404


# --- the next step --------------------------------------------------------------------------


def test_the_next_step_follows_the_reader(kari, anne, siri):
    """One useful thing to do, for each who reads, at each time."""
    need = tells(kari, shared_with="public", today="")

    def step(cast):
        return Reader(cast).opens(path(need)).all("section", **{"class": "next-step"})[0].text

    assert "Tell how it is today" in step(kari)
    Need.objects.update(today="8 turer om dagen")
    assert "Ask one person who lives with the problem" in step(anne)
    Need.objects.update(heard_count=2)
    assert "The need is well told" in step(kari)
    ContributionFactory(need=need)
    assert "waits for an answer" in step(kari)

    assert "Does Annenvik have the same problem?" in step(siri)
    Reader(siri).sends(path(need, "hos-oss"))
    assert "Annenvik has this too" in step(siri)
    assert "Do you meet this problem?" in step(None)


# --- late in the evening --------------------------------------------------------------------

LATE = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)  # half past midnight on the 13th in Norway


def test_a_day_is_the_day_in_norway(kari, siri, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    need = tells(kari, shared_with="public")
    Reader(siri).sends(path(need, "innspill"), what="Hos oss også", actor_kind="other", count=1)
    kari_reads = Reader(kari)
    assert kari_reads.opens("/behov/").shows("13 May 2026")
    assert kari_reads.opens("/").shows("By 27 May 2026")

    page = kari_reads.sends(path(need, "avslutt"), CLOSED, version=need.version)

    assert page.shows("What came of it, 13 May 2026")
    assert "12 May" not in page.text.replace("\u00a0", " ")
