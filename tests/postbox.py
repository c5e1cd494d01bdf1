"""A real mail server on this machine, that a test reads and switches off."""

import email
import re
import socket
from contextlib import closing
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from icalendar import Calendar

from stafett.work.worker import do_all


class Postbox:
    """Takes what is sent and keeps it; ``refuses`` has its answers to some addresses."""

    def __init__(self):
        self.mails = []
        self.refuses = {}
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.server = None

    def open(self):
        self.server = Controller(self, hostname="127.0.0.1", port=self.port)
        self.server.start()

    def close(self):
        if self.server:
            self.server.stop()
        self.server = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.refuses.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 taken"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.mails.append(Mail(envelope.rcpt_tos, mail))
        return "250 taken"

    def to(self, person):
        """Return the mails to somebody in the cast, or to a person."""
        address = getattr(person, "person", person).email
        return [mail for mail in self.mails if address in mail.to]


class Mail:
    """One mail as its reader has it."""

    def __init__(self, to, message):
        self.to, self.message = to, message

    @property
    def subject(self):
        return str(self.message["Subject"]).strip()

    @property
    def id(self):
        return str(self.message["Message-ID"])

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()

    @property
    def links(self):
        """The ways into the program, without its name."""
        return re.findall(r"http://localhost:8000(/\S+)", self.text)

    @property
    def events(self):
        """The days it puts in a calendar."""
        files = list(self.message.iter_attachments())
        calendars = [Calendar.from_ical(file.get_content()) for file in files]
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]


@pytest.fixture
def postbox(settings):
    """The mail server that the program sends to, open from the start."""
    box = Postbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    box.open()
    yield box
    box.close()


def work(now):
    """Do all that is due at a moment, as a worker would at that moment."""
    return do_all(now=now, clock=lambda: now)
