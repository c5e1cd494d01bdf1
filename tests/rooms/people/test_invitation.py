"""From an administrator's form through a mail server to a person inside."""

import email
import re
import socket
from contextlib import closing
from datetime import timedelta
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from stafett.audit.models import Entry
from stafett.organisations.models import Role
from stafett.people.models import Person
from stafett.work.models import Job
from stafett.work.worker import do_all
from tests.factories import RoleFactory
from tests.pages import Reader
from tests.postbox import work
from tests.rooms.audit.together import at_once
from tests.rooms.people.test_passwords import GOOD, _twice

PER = {
    "name": "Per Moe",
    "email": "Per@Example.no",
    "kind": "employee",
    "valid_from": "2026-01-01",
}


class Postbox:
    """Takes what is sent and keeps it."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos, mail["Subject"], mail.get_content()))
        return "250 taken"


@pytest.fixture
def postbox(settings):
    """A real mail server on this machine, that the program sends to."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield postbox
    server.stop()


def _link_in(text):
    return re.search(r"http://localhost:8000(\S+)", text)[1]


@pytest.mark.django_db(transaction=True)
def test_somebody_new_is_invited_by_mail_and_comes_in_by_the_link(anne, postbox):
    saved = Reader(anne).sends("/organisasjon/ny/role/", PER)
    assert saved.shows("Per Moe invited")
    do_all(now=timezone.now())

    ((to, subject, text),) = postbox.mails
    assert to == ["per@example.no"]
    assert "Per Moe" in text
    assert subject

    per = Reader()
    form = per.opens(_link_in(text))
    assert form.heading == "Choose a new password"
    assert "per@" not in form.path
    home = per.sends(form.path, _twice(GOOD))
    assert (home.path, home.shows("Per Moe"), home.shows("Fjordvik")) == ("/", True, True)

    traces = Entry.objects.filter(chain="sign-ins", person_id=Person.objects.get(name="Per Moe").pk)
    assert "person.signed_in" in traces.values_list("verb", flat=True)
    assert Reader().opens(_link_in(text)).heading == "That link no longer works"
    assert not Reader(anne).opens("/organisasjon/").shows("invited")


@pytest.mark.django_db(transaction=True)
def test_somebody_who_is_there_already_gets_the_role_and_no_mail(anne, siri, postbox):
    told = {**PER, "name": "Siri L.", "email": "SIRI@example.no"}

    page = Reader(anne).sends("/organisasjon/ny/role/", told)

    assert page.shows("Siri Li")
    do_all(now=timezone.now())
    assert postbox.mails == []
    assert Person.objects.filter(email__iexact="siri@example.no").count() == 1
    assert Reader(siri).opens("/").shows("Annenvik")


@pytest.mark.django_db(transaction=True)
def test_a_refused_form_invites_nobody(anne, postbox):
    Reader(anne).sends("/organisasjon/ny/role/", {**PER, "valid_from": "someday"})
    do_all(now=timezone.now())

    assert postbox.mails == []
    assert not Person.objects.filter(name="Per Moe").exists()


def test_mail_that_does_not_get_through_is_sent_when_the_server_is_back(anne, postbox, settings):
    with closing(socket.socket()) as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        there, settings.EMAIL_PORT = settings.EMAIL_PORT, nobody_listens.getsockname()[1]
        page = Reader(anne).sends("/organisasjon/ny/role/", PER)
        do_all(now=timezone.now())
    assert page.shows("Per Moe invited")
    assert postbox.mails == []

    settings.EMAIL_PORT = there
    do_all(now=timezone.now() + timedelta(minutes=1))

    assert [to for to, _subject, _text in postbox.mails] == [["per@example.no"]]


def test_an_invitation_waits_for_days_while_the_server_is_away(anne, postbox, settings):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    Reader(anne).sends("/organisasjon/ny/role/", PER)
    begun = timezone.now() + timedelta(seconds=1)
    for hours in (0, 1, 5, 20, 60):
        work(begun + timedelta(hours=hours))
    assert postbox.mails == []

    settings.EMAIL_PORT = there
    work(begun + timedelta(hours=67))

    assert [to for to, _subject, _text in postbox.mails] == [["per@example.no"]]


def test_an_invitation_to_an_address_that_does_not_exist_is_tried_once(anne, postbox, caplog):
    async def no_such_user(server, session, envelope, address, options):
        return f"550 no such user {address}"

    postbox.handle_RCPT = no_such_user
    Reader(anne).sends("/organisasjon/ny/role/", PER)
    do_all(now=timezone.now())

    assert Job.objects.get().failure == "SMTPRecipientsRefused 550"
    assert do_all(now=timezone.now() + timedelta(days=1)) == 0
    assert "per@" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_mail_is_in_the_organisations_language(anne, mailoutbox):
    anne.home.default_language = "en"
    anne.home.save()

    Reader(anne, language="nb").sends("/organisasjon/ny/role/", PER)
    do_all(now=timezone.now())

    assert mailoutbox[0].subject == "Welcome to Stafett"
    assert Person.objects.get(name="Per Moe").language == "en"


@pytest.mark.django_db(transaction=True)
def test_four_organisations_invite_the_same_person_at_once_and_one_mail_goes_out(mailoutbox):
    administrators = [RoleFactory(kind="administrator").person for _one in range(4)]

    pages = at_once(
        *[
            lambda one=one: Reader(one).sends("/organisasjon/ny/role/", PER)
            for one in administrators
        ]
    )
    do_all(now=timezone.now())

    assert [page.shows("Per Moe invited") for page in pages] == [True] * 4
    assert Role.objects.filter(person=Person.objects.get(name="Per Moe")).count() == 4
    assert len(mailoutbox) == 1
