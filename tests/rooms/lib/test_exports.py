"""Lists as files (R44): any text goes in, the same text comes out, and nothing is run."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.lib import Acting
from stafett.lib.exports import AT_A_TIME, as_csv, as_json

any_text = st.text(st.characters(exclude_categories=["Cs"]))
many = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
pytestmark = pytest.mark.django_db


def read(response):
    return b"".join(response).decode()


def csv_of(rows, fields=("first", "second")):
    text = read(as_csv("list", fields, lambda: rows, Acting())).removeprefix("\ufeff")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def json_of(rows, fields=("first", "second"), **about):
    return json.loads(read(as_json("list", fields, lambda: rows, Acting(), about)))


@many
@given(st.lists(st.tuples(any_text, any_text)))
def test_any_text_comes_out_of_the_csv_as_it_went_in_or_behind_an_apostrophe(rows):
    header, *told = csv_of(rows)

    assert header == ["first", "second"]
    assert len(told) == len(rows)
    for went_in, came_out in zip(rows, told, strict=True):
        for before, after in zip(went_in, came_out, strict=True):
            assert after in (before, f"'{before}")
            assert not after.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@many
@given(st.lists(st.tuples(any_text, st.integers() | st.booleans() | st.none())))
def test_json_holds_every_row_as_it_is_and_how_many_they_are(rows):
    told = json_of(rows)

    assert [(row["first"], row["second"]) for row in told["rows"]] == rows
    assert told["count"] == len(rows)


@pytest.mark.parametrize(
    "count", [0, 1, AT_A_TIME - 1, AT_A_TIME, AT_A_TIME + 1, 2 * AT_A_TIME + 1]
)
def test_no_row_is_lost_between_the_pieces(count):
    rows = [(number, "x") for number in range(count)]

    assert [row[0] for row in csv_of(rows)[1:]] == [str(number) for number in range(count)]
    assert json_of(rows)["count"] == count


def test_a_time_is_written_as_the_time_in_norway():
    told = datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 1)

    assert csv_of([told])[1] == ["2026-07-02T00:30+02:00", "2026-07-01"]
    assert list(json_of([told])["rows"][0].values()) == ["2026-07-02T00:30+02:00", "2026-07-01"]


def test_the_file_says_what_it_is_about():
    assert json_of([], what="needs", filter={"q": '"}'}) == {
        "what": "needs",
        "filter": {"q": '"}'},
        "rows": [],
        "count": 0,
    }


def test_rows_are_read_while_they_are_sent():
    """Somebody who stops reading stops the work."""
    read_so_far = []

    def rows():
        for number in range(10 * AT_A_TIME):
            read_so_far.append(number)
            yield (number, "x")

    stream = iter(as_csv("list", ("a", "b"), rows, Acting()))
    next(stream)

    assert len(read_so_far) <= AT_A_TIME + 1
