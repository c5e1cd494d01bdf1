"""Those who look after an installation are told how it is; nobody is told about people."""

import json
import logging

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from stafett.lib.logs import AsJson
from tests.pages import Reader

pytestmark = pytest.mark.django_db
KEY = {"authorization": "Bearer hemmelig"}


def test_it_says_that_it_is_alive_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/helse/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_people_are_let_in_when_all_is_ready(client):
    answer = client.get("/helse/klar/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_nobody_is_let_in_before_the_database_is_brought_up_to_date(client):
    MigrationRecorder.Migration.objects.filter(app="needs").latest("id").delete()

    answer = client.get("/helse/klar/")

    assert answer.status_code == 503
    assert "prepare" in answer.content.decode()


def test_nobody_is_let_in_while_the_database_does_not_answer(client):
    def silent(*_asked):
        raise OperationalError("gone")

    with connection.execute_wrapper(silent):
        answer = client.get("/helse/klar/")

    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


def test_figures_are_for_those_with_the_key(client, settings):
    assert client.get("/helse/tall/", headers={"authorization": "Bearer "}).status_code == 404

    settings.METRICS_KEY = "hemmelig"

    assert client.get("/helse/tall/").status_code == 404
    told = client.get("/helse/tall/", headers=KEY).content.decode()
    assert 'stafett_jobs{state="waiting"} ' in told
    assert "stafett_job_waits_seconds 0" in told
    assert 'stafett_mails{state="sent"} 0' in told


def test_the_log_tells_which_page_and_how_it_went_and_not_who_asked(kari, caplog):
    with caplog.at_level(logging.INFO, logger="stafett.requests"):
        Reader(kari).client.get("/behov/?q=Hemmelig")

    (record,) = (row for row in caplog.records if row.name == "stafett.requests")
    line = json.loads(AsJson().format(record))
    assert line["route"] == "/behov/"
    assert line["status"] == 200
    assert line["ms"] > 0
    said = json.dumps(line)
    assert "Hemmelig" not in said
    assert kari.person.name not in said
    assert set(line) == {"at", "level", "from", "says", "method", "route", "status", "ms"}
