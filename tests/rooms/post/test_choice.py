"""Mail as somebody wants it: at once or together, in their own language."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from stafett.people.models import Person
from stafett.post import rules
from stafett.post.models import Mail
from tests.pages import Reader
from tests.postbox import work
from tests.rooms.post.letters import after, puts, written  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("written")]


def chooses(cast, pace):
    return Reader(cast).sends("/meg/post/", pace=pace)


def test_somebody_who_wants_one_mail_a_day_gets_all_in_one(kari, postbox):
    assert chooses(kari, "daily").shows("Saved.")
    for word in ("lampa", "døra"):
        puts(kari, word)
    work(after())
    assert postbox.mails == []

    work(after(days=1))

    [mail] = postbox.mails
    assert mail.subject == "2 saker fra Stafett"
    assert "1. Enhet: lampa" in mail.text
    assert "2. Enhet: døra" in mail.text


def test_what_waits_follows_a_new_choice(kari, postbox):
    chooses(kari, "weekly")
    puts(kari)
    chooses(kari, "each")

    work(after())

    assert len(postbox.mails) == 1
    work(after(days=8))
    assert len(postbox.mails) == 1


def test_what_cannot_wait_goes_alone(kari, postbox):
    chooses(kari, "weekly")
    puts(kari, goes_alone=True)

    work(after())

    assert len(postbox.mails) == 1


@pytest.mark.parametrize(
    ("theirs", "municipality", "subject"),
    [("nn", "nb", "Eining: x"), ("en", "nb", "Unit: x"), ("", "en", "Unit: x")],
)
def test_each_reads_mail_in_their_own_language(kari, postbox, theirs, municipality, subject):
    Person.objects.filter(pk=kari.person.pk).update(language=theirs)
    type(kari.home).objects.filter(pk=kari.home.pk).update(default_language=municipality)
    puts(kari, "x")

    work(after())

    [mail] = postbox.mails
    assert mail.subject == subject
    assert mail.message["Content-Language"] == (theirs or municipality)


def test_one_sees_ones_own_mail_and_nobody_elses(kari, ola, postbox):
    puts(kari, "lampa")
    puts(ola, "båten")
    work(after())

    page = Reader(kari).opens("/meg/post/")

    assert page.shows("Enhet: lampa")
    assert not page.shows("båten")
    assert Reader(kari).opens("/organisasjon/post/").status == 404


def test_an_administrator_sees_what_was_sent_to_whom_in_the_own_organisation(
    anne, kari, ola, postbox
):
    puts(kari, "lampa")
    puts(ola, "båten")
    work(after())

    page = Reader(anne).opens(Reader(anne).opens("/organisasjon/").links["Outgoing mail"])

    [row] = [row.text for row in page.all("li") if row.get("class") == "mail-line"]
    assert row.startswith("Kari Nes ")
    assert row.endswith("Enhet: lampa sent")
    assert not page.shows("båten")
    theirs = Mail.objects.get(person=ola.person)
    assert Reader(anne).sends(f"/organisasjon/post/{theirs.pk}/pa-nytt/").status == 404


# --- mornings -------------------------------------------------------------------------------

CLOCKS_GO_BACK = datetime(2026, 10, 24, 20, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize("pace", [rules.DAILY, rules.WEEKLY])
@pytest.mark.parametrize("hours", range(0, 200, 19))
def test_what_comes_together_comes_at_seven_also_when_the_clocks_change(pace, hours):
    now = CLOCKS_GO_BACK + timedelta(hours=hours)

    due = localtime(rules.due_at(pace, now))

    assert (due.hour, due.minute) == (7, 0)
    assert now < due <= now + timedelta(days=7, hours=2)
    if pace == rules.WEEKLY:
        assert due.weekday() == 0
    else:
        assert due <= now + timedelta(days=1, hours=2)
