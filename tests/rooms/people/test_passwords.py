"""Passwords: long, uncommon, unlike the name; forgotten, changed and chosen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.audit.models import Entry
from stafett.people import queries
from stafett.people.models import Person
from stafett.work.models import Job
from stafett.work.worker import do_all
from tests.factories import PASSWORD, PersonFactory
from tests.pages import Reader
from tests.postbox import work

GOOD = "fisk-poteter-og-tran"
REFUSED = {
    "kort-ord-11": "at least 12 characters",
    "password1234": "too common",
    "201905172024": "entirely numeric",
    "kari nes 2026": "too similar to the name",
    "kari@example.no": "too similar to the e-mail address",
}


def _twice(password, **more):
    return {"password1": password, "password2": password, **more}


def _can_sign_in(password, email="kari@example.no"):
    page = Reader().sends("/logg-inn/", {"login": email, "password": password})
    return page.path == "/"


@pytest.mark.parametrize(("password", "why"), REFUSED.items())
def test_a_weak_password_is_refused_in_words_when_changing_and_when_choosing(kari, password, why):
    changing = Reader(kari).sends("/passord/", _twice(password, oldpassword=PASSWORD))
    link = queries.way_in(kari.person).removeprefix("http://localhost:8000")
    reader = Reader()
    choosing = reader.sends(reader.opens(link).path, _twice(password))

    assert why in " ".join(changing.summary)
    assert why in " ".join(choosing.summary)
    assert _can_sign_in(PASSWORD)


def test_kari_changes_her_password_and_stays_where_she_is(kari):
    reader, elsewhere = Reader(kari), Reader(kari)

    page = reader.sends("/passord/", _twice(GOOD, oldpassword=PASSWORD))

    assert (page.path, page.heading) == ("/meg/", "Kari Nes")
    assert page.shows("The new password is saved")
    assert elsewhere.opens("/meg/").path == "/logg-inn/"
    assert _can_sign_in(GOOD)
    assert not _can_sign_in(PASSWORD)
    assert Entry.objects.filter(verb="person.changed_password", chain="sign-ins").count() == 1


def test_who_sits_at_karis_screen_cannot_change_her_password(kari):
    page = Reader(kari).sends("/passord/", _twice(GOOD, oldpassword="sol-over-fjorden"))

    assert page.errors["oldpassword"]
    assert _can_sign_in(PASSWORD)


def test_a_person_without_a_password_chooses_one(db):
    per = PersonFactory(name="Per Moe", email="per@example.no", password=None)

    page = Reader(per).opens("/passord/")
    assert page.heading == "Choose a password"

    page = Reader(per).sends(page.path, _twice(GOOD))
    assert page.path == "/meg/"
    assert _can_sign_in(GOOD, "per@example.no")


def _link_in(mail):
    address = re.search(r"https?://\S+", mail.body)[0]
    return address.removeprefix("http://localhost:8000")


def test_a_forgotten_password_is_chosen_anew_by_mail(kari, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    reader = Reader()
    reader.client.post("/glemt-passord/", {"email": "KARI@example.no"}, HTTP_HOST="evil.example")
    do_all(now=timezone.now())
    (mail,) = mailoutbox

    assert (mail.to, mail.subject) == (["kari@example.no"], "Choose a new password in Stafett")
    assert "evil" not in mail.body
    page = reader.sends(reader.opens(_link_in(mail)).path, _twice(GOOD))
    assert (page.path, page.shows("Kari Nes")) == ("/", True)
    verbs = Entry.objects.filter(chain="sign-ins").order_by("sequence")
    assert list(verbs.values_list("verb", flat=True)) == [
        "person.reset_password",
        "person.signed_in",
    ]
    assert reader.opens(_link_in(mail)).heading == "That link no longer works"


def test_the_page_does_not_tell_whether_anybody_has_the_address(kari, mailoutbox):
    known = Reader().sends("/glemt-passord/", {"email": "kari@example.no"})
    unknown = Reader().sends("/glemt-passord/", {"email": "nobody@example.no"})

    assert known.text == unknown.text
    do_all(now=timezone.now())
    told, asked = mailoutbox
    assert asked.to == ["nobody@example.no"]
    assert asked.subject == "Nobody signs in to Stafett with this address"
    assert "nytt-passord" in told.body
    assert "nytt-passord" not in asked.body


def test_neither_does_the_time_it_takes(kari, mailoutbox):
    for address in ("kari@example.no", "nobody@example.no"):
        Reader().sends("/glemt-passord/", {"email": address})

    assert mailoutbox == []  # neither waits for the mail server
    kept = [str(job.arguments) for job in Job.objects.all()]
    assert len(kept) == 2
    assert "nobody@" not in "".join(kept)


def test_a_mail_server_that_is_away_is_seen_by_nobody_who_asks(kari, postbox, caplog):
    postbox.close()
    known = Reader().sends("/glemt-passord/", {"email": "kari@example.no"})
    unknown = Reader().sends("/glemt-passord/", {"email": "nobody@example.no"})
    work(timezone.now() + timedelta(seconds=1))
    assert (known.status, known.text) == (200, unknown.text)
    assert "example.no" not in caplog.text

    postbox.open()
    work(timezone.now() + timedelta(hours=1))

    [mail] = postbox.mails
    assert Reader().opens(mail.links[0]).heading == "Choose a new password"


def test_the_inactive_get_no_link(kari, mailoutbox):
    link = queries.way_in(kari.person).removeprefix("http://localhost:8000")
    Person.objects.update(is_active=False)

    Reader().sends("/glemt-passord/", {"email": "kari@example.no"})
    do_all(now=timezone.now())
    reader = Reader()
    page = reader.opens(link)

    assert "nytt-passord" not in mailoutbox[0].body
    page = reader.sends(page.path, _twice(GOOD))
    assert not reader.opens("/meg/").shows("Kari Nes")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x", "set-password", "a-b-c", "%E2%80%AE", "1" * 3000])
@pytest.mark.parametrize("person", ["1", "zzzzzzzzzzzzz", "9" * 14])
def test_an_invented_link_is_refused_in_words(key, person):
    page = Reader().opens(f"/nytt-passord/{person}-{key}/")

    assert page.heading == "That link no longer works"
