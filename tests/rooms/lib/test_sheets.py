"""Lists as workbooks (R44): any text goes in, the same text comes out, and nothing is run."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from stafett.lib import Acting, sheets
from stafett.lib.sheets import Book, Column, Fact, Given, Kind, Reckoned, Result, Sheet

NOW = datetime(2026, 5, 12, 12, 5, tzinfo=UTC)
ON_THE_CLOCK = datetime.fromisoformat("2026-05-12T14:05:00")
KARI = Acting(name="Kari Nes", role_id=1, organisation_name="Fjordvik", day=date(2026, 5, 12))
TEXT = Column("text", "Text", lambda row: row[0])
AMOUNT = Column("amount", "Amount", lambda row: row[1], Kind.FINE, unit="kr", is_summed=True)
# What XML can hold: the rest is no sign that anybody writes.
any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))
hostile = st.sampled_from(["=", "+", "-", "@", "\t=", "{=", "http://", "mailto:", "_x0041_"])


def made(*told, **more):
    file = BytesIO()
    sheets.write(file, Book("Needs", told, **more), by=KARI, now=NOW)
    file.seek(0)
    return file


def book_of(file):
    file.seek(0)
    return CalamineWorkbook.from_filelike(file)


def rows_of(file, tab):
    return book_of(file).get_sheet_by_index(tab).to_python()


def formulas(file, tab):
    """Return the formulas of a sheet by their cell, as they stand in the file."""
    with ZipFile(file) as packed:
        tree = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{tab + 1}.xml"))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = tree.iter(f"{main}c")
    return {
        cell.get("r"): cell.find(f"{main}f").text
        for cell in found
        if cell.find(f"{main}f") is not None
    }


def listed(rows, *columns, **more):
    return Sheet("Needs", columns or (TEXT, AMOUNT), lambda: rows, **more)


@given(st.lists(st.tuples(any_text | st.builds(str.__add__, hostile, any_text), st.none())))
def test_any_text_comes_out_as_it_went_in_and_is_never_a_formula(rows):
    file = made(listed(rows))

    told = [str(row[0]) if row else "" for row in rows_of(file, 1)[1:]]
    assert [text for text in told if text] == [text for text, _none in rows if text]
    assert formulas(file, 1) == {}
    with ZipFile(file) as packed:
        assert not [name for name in packed.namelist() if "external" in name.lower()]
        assert b"hyperlink" not in packed.read("xl/worksheets/sheet2.xml")


def test_what_is_unknown_is_an_empty_cell_and_never_0():
    file = made(listed([("read", Decimal("12.50")), ("not read", None), ("no number", math.nan)]))

    head, read, *others = rows_of(file, 1)
    assert head == ["Text", "Amount (kr)"]
    assert read == ["read", 12.5]
    assert [row[1] for row in others[:2]] == ["", ""]


def test_a_sum_is_a_formula_with_what_it_comes_to_beside_it():
    file = made(listed([("a", Decimal("0.10")), ("b", Decimal("0.20")), ("c", None)]))

    assert formulas(file, 1) == {"B5": "SUM($B$2:$B$4)"}
    assert rows_of(file, 1)[-1] == ["Summen av det som er kjent", pytest.approx(0.3, abs=1e-12)]


def test_of_nothing_known_there_is_no_sum():
    file = made(listed([("a", None)]))

    assert formulas(file, 1) == {}
    assert rows_of(file, 1)[-1][0] == "a"


def test_a_sum_can_be_of_some_of_the_rows():
    counts = Column("counts", "Counts", lambda row: row[2], Kind.PLAIN)
    amount = Column(
        "amount", "Amount", lambda row: row[1], Kind.NUMBER, is_summed=True, where="counts"
    )
    file = made(listed([("a", 5, 1), ("b", 70, 0), ("c", 2, 1)], TEXT, counts, amount))

    assert formulas(file, 1) == {"C5": "SUMIF($B$2:$B$4,1,$C$2:$C$4)"}
    assert rows_of(file, 1)[-1][2] == 7


def test_formulas_point_to_their_own_row_the_one_above_and_what_is_given():
    factor = Column(
        "factor",
        "Factor",
        lambda row: Reckoned("{factor.above}/(1+{rate})", row[1]) if row[1] < 1 else 1,
        Kind.FACTOR,
    )
    told = Reckoned("SUMPRODUCT({factor.all},{factor.all})", 1.25)
    file = made(
        listed(
            [("now", 1), ("later", 0.5)],
            TEXT,
            factor,
            given=[Given("rate", "Rate", 1.0, Kind.SHARE)],
            results=[Result("Together", told)],
        )
    )

    assert formulas(file, 1) == {"B5": "B4/(1+$B$1)", "B7": "SUMPRODUCT($B$4:$B$5,$B$4:$B$5)"}
    assert rows_of(file, 1)[-1] == ["Together", 1.25]


def test_days_are_days_and_moments_are_as_on_the_clock_here():
    day = Column("day", "Day", lambda row: row[0], Kind.DAY)
    moment = Column("moment", "Moment", lambda row: row[1], Kind.MOMENT)
    file = made(listed([(date(2026, 3, 31), NOW)], day, moment))

    assert rows_of(file, 1)[1] == [date(2026, 3, 31), ON_THE_CLOCK]


def test_the_first_sheet_says_when_for_whom_what_was_asked_and_how_many():
    file = made(
        listed([("a", 1), ("b", 2)]),
        filters=[("Status", "open"), ("Words", "")],
        order="The latest first",
        facts=[Fact("Discount rate", 0.04, date(2026, 1, 1), "R-109/2021")],
    )

    told = {row[0]: row[1:] for row in rows_of(file, 0)}
    assert told["Laget"][0] == ON_THE_CLOCK
    assert told["Laget for"][0] == "Kari Nes · Fjordvik"
    assert told["Utvalg"][0] == "Status: open"
    assert told["Rekkefølge"][0] == "The latest first"
    assert told["Rader: Needs"][0] == 2
    assert told["Holdt utenfor"][0].startswith("Ingenting er kuttet")
    assert told["Discount rate"] == [0.04, date(2026, 1, 1), "R-109/2021"]


def test_what_is_too_long_for_a_cell_is_cut_aloud():
    file = made(listed([("x" * 40_000, 1), ("🙂" * 20_000, 1)]))

    texts = [row[0] for row in rows_of(file, 1)[1:3]]
    assert all(text.endswith("Resten står i Stafett.]") for text in texts)
    told = {row[0]: row[1] for row in rows_of(file, 0)}
    assert told["Holdt utenfor"].endswith("lengre enn en celle rommer: 2.")


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr("stafett.lib.sheets.table.ROWS_A_SHEET", 3)
    file = made(listed([(str(number), 1) for number in range(7)]))

    book = book_of(file)
    assert book.sheet_names[1:] == ["Needs", "Needs (2)", "Needs (3)"]
    texts = [row[0] for tab in (1, 2, 3) for row in rows_of(file, tab)[1:]]
    assert [text for text in texts if text.isdigit()] == [str(number) for number in range(7)]
    assert {row[0]: row[1] for row in rows_of(file, 0)}["Rader: Needs"] == 7


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_exact_fit_makes_no_empty_sheet(monkeypatch, count):
    monkeypatch.setattr("stafett.lib.sheets.table.ROWS_A_SHEET", 3)
    file = made(listed([("a", 1)] * count))

    assert len(book_of(file).sheet_names) == 2


@given(st.lists(any_text, min_size=1, max_size=4))
def test_any_name_of_a_sheet_opens(titles):
    file = made(*(Sheet(title, (TEXT,), lambda: [("a",)]) for title in titles))

    assert len(book_of(file).sheet_names) == len(titles) + 1
