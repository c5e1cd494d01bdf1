"""Those who look after an installation are told how it is; nobody is told about people."""

import json
import logging
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import get_resolver

from stafett.lib.logs import AsJson, HidesSecrets
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


def _written(said, error=None):
    """Return the line that would stand in the log."""
    thrown = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.ERROR, "x", 1, said, (), thrown)
    HidesSecrets().filter(record)
    return json.loads(AsJson().format(record))


def _refusal_with_a_row_in_it(answer, row):
    try:
        try:
            int(answer)
        except ValueError as reason:
            raise IntegrityError(f"no\nDETAIL:  Key (email)=({row}) is there") from reason
    except IntegrityError as error:
        return error


def test_a_trace_tells_where_and_what_kind_and_nothing_of_what_was_written():
    error = _refusal_with_a_row_in_it("Kari Nes", "kari@example.no")

    line = _written("Internal Server Error: /behov/", error)

    said = json.dumps(line)
    assert "django.db.utils.IntegrityError" in line["trace"]
    assert "builtins.ValueError" in line["trace"]
    assert "_refusal_with_a_row_in_it" in line["trace"]
    assert "kari@" not in said
    assert "literal for int" not in said


def test_what_a_database_that_is_away_says_is_told_to_whoever_mends_it():
    line = _written("x", OperationalError("connection refused\nDETAIL: of somebody"))

    assert "OperationalError: connection refused" in line["trace"]
    assert "somebody" not in line["trace"]


def test_nobodys_address_stands_in_a_log():
    assert _written("550 <kari.nes@example.no>: no such")["says"] == "550 <…@…>: no such"


def test_a_very_long_line_is_looked_through_at_once():
    long = "Not Found: /" + "a" * 300_000

    assert _written(long)["says"] == long


def _secret_addresses(resolver, before="/"):
    """Yield an address of each page whose address is itself a right to something."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _secret_addresses(entry, before + str(entry.pattern))
        elif entry.pattern.regex.groupindex.keys() & {"token", "key"}:
            yield before + str(entry.pattern)


def test_every_address_that_is_a_right_is_hidden_in_the_log_and_by_the_proxy():
    firsts = {address.lstrip("/^").split("/")[0] for address in _secret_addresses(get_resolver())}

    assert firsts == {"tallet", "frister", "nytt-passord"}
    proxy = (Path(__file__).parents[2] / "docs/how-to/run.md").read_text()
    for first in firsts:
        assert "kjenner7" not in _written(f"Gone: /{first}/kjenner7/")["says"]
        assert first in proxy.split("access_log off")[0]
