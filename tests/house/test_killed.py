"""The server is killed in the middle of its work, and nothing that was answered for is lost."""

import http.client
import json
import os
import signal
import subprocess
import threading
from contextlib import contextmanager
from itertools import count

import pytest

from benchmarks.visiting import Visitor
from tests.installations import Place, a_database
from tests.rooms.needs.telling import TOLD
from tools.postgres import free_port
from tools.serving import answers, server_command
from tools.shell import ROOT

WRITES, WRITERS = 1_000, 4
KILLED_AT = (250, 600, WRITES)
SIGNS_IN = """
from django.test import Client
from stafett.organisations.models import Organisation, Role
from stafett.people.models import Person
person = Person.objects.create_user("kari@example.no", "Kari Nes")
home = Organisation.objects.municipalities().first()
Role.objects.create(person=person, organisation=home, kind="leader", valid_from="2020-01-01")
client = Client()
client.force_login(person)
print("SESSION", client.cookies["sessionid"].value)
"""
LOOKS = """
import json
from stafett.needs.models import Need
print("TITLES", json.dumps(list(Need.objects.values_list("title", flat=True))))
"""


@pytest.fixture
def place(tmp_path):
    with a_database() as urls:
        place = Place(tmp_path, urls)
        for command in (("prepare",), ("collectstatic", "--no-input", "--verbosity", "0")):
            code, said = place.does(*command)
            assert code == 0, said
        yield place


@contextmanager
def _served(place):
    port = free_port()
    server = subprocess.Popen(
        server_command(port), cwd=ROOT, env=place.environment, start_new_session=True
    )
    try:
        assert answers(server, port)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


class Writers:
    """Some people at once who tell about needs, and remember what they got an answer to."""

    def __init__(self, session):
        self.session, self.numbers = session, count()
        self.acknowledged, self.more = [], threading.Condition()

    def write(self, port):
        visitor = Visitor(port, {"sessionid": self.session})
        try:
            visitor.read_token("/behov/ny/")
            while True:
                self._one(visitor)
        except (OSError, http.client.HTTPException):
            return  # The server was killed.

    def _one(self, visitor):
        title = f"Behov nummer {next(self.numbers)}"
        visitor.post("/behov/ny/", {**TOLD, "title": title}, 302)
        with self.more:
            self.acknowledged.append(title)
            self.more.notify_all()

    def until(self, port, wanted):
        """Write until so many are acknowledged; return the threads, still writing."""
        threads = [threading.Thread(target=self.write, args=(port,)) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        with self.more:
            assert self.more.wait_for(lambda: len(self.acknowledged) >= wanted, timeout=300)
        return threads


def test_nothing_that_was_answered_for_is_lost_when_the_server_is_killed(place):
    writers = Writers(_told(place, SIGNS_IN, "SESSION"))

    for wanted in KILLED_AT:
        with _served(place) as port:
            threads = writers.until(port, wanted)
        for thread in threads:
            thread.join()

    written = json.loads(_told(place, LOOKS, "TITLES"))
    assert len(writers.acknowledged) >= WRITES
    assert set(writers.acknowledged) - set(written) == set()
    assert len(written) == len(set(written))
    code, said = place.does("verify_audit")
    assert code == 0, said


def _told(place, code, word):
    ended, said = place.does("shell", "--no-imports", "--command", code)
    assert ended == 0, said
    return next(line for line in said.splitlines() if line.startswith(word)).partition(" ")[2]
