"""Readings in a workbook: ours, filled in, or somebody's own."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from stafett.indicators import filled, pasting, rules
from stafett.indicators.models import Observation
from stafett.lib import Refused, workbooks
from tests import factories
from tests.pages import Reader
from tests.rooms.indicators import test_many
from tests.rooms.indicators.test_many import NAMES, Pasting, live

english, units, yardstick = test_many.english, test_many.units, test_many.yardstick


def workbook(*sheets, formats=None):
    """Return a workbook with these rows on each sheet; a cell is a value, or a value and a format."""
    made = BytesIO()
    with Workbook(made) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    value, form = cell if isinstance(cell, tuple) else (cell, None)
                    look = book.add_format({"num_format": form}) if form else None
                    sheet.write(at, column, value, look)
    return a_file(made.getvalue())


def a_file(content, name="malinger.xlsx"):
    file = BytesIO(content)
    file.name = name
    return file


def text(*sheets):
    return filled.text_of(workbook(*sheets).getvalue())


def of(cast, yardstick):
    """Download the workbook to fill in; return its bytes."""
    reader = Reader(cast)
    path = f"/maleindikatorer/{yardstick.pk}/mange/"
    reader.opens(path).links["Download a workbook with the units to fill in"]
    got = reader.client.get(f"{path}fyll-ut.xlsx")
    return b"".join(got.streaming_content)


def sheet_of(content):
    return workbooks.read(content)["To fill in"].cells


def filled_in(content, **cells):
    """Return the workbook with these cells filled in, C2=12.5."""
    changes = {("To fill in", address): value for address, value in cells.items()}
    return a_file(workbooks.patch(content, changes))


def test_the_units_are_in_the_workbook_and_it_comes_in_again(kari, yardstick, units):
    book = of(kari, yardstick)
    cells = sheet_of(book)
    assert [cells[f"A{row}"] for row in range(1, 5)] == ["Unit", *NAMES]
    period = pasting.period_of(cells["B2"])
    assert period[1] < timezone.localdate()
    desk = Pasting(kari, yardstick)

    page = desk.looks("", file=filled_in(book, C2=12.5, C4=-3))

    assert page.shows("2 new readings")
    assert page.shows("1 is blank: not known, and nothing is noted")
    assert desk.saves(page, what="both").shows("2 readings are noted.")
    assert live(yardstick) == {NAMES[0]: Decimal("12.5"), NAMES[2]: Decimal(-3)}
    assert {(row.period_start, row.period_end) for row in Observation.objects.all()} == {period}


def test_one_row_may_be_of_another_period_than_the_rest(kari, yardstick, units):
    file = filled_in(of(kari, yardstick), B2=2025, C2=1, C3=2, C4=3)

    page = Pasting(kari, yardstick).looks("", file=file)

    assert page.shows("1 January 2025 – 31 December 2025")
    assert page.shows("3 new readings")


def test_where_there_are_no_units_there_is_a_row_for_all(kari, yardstick):
    book = of(kari, yardstick)

    page = Pasting(kari, yardstick).looks("", file=filled_in(book, C2=7))

    assert sheet_of(book)["A2"] == kari.acting.organisation_name
    assert page.shows("the whole organisation")


def test_a_share_is_so_many_of_so_many(kari, units):
    share = factories.IndicatorFactory(owner=kari.home, is_share=True, unit="%")
    book = of(kari, share)
    assert [sheet_of(book)[at] for at in ("C1", "D1")] == ["How many", "Of how many"]
    desk = Pasting(kari, share)

    page = desk.looks("", file=filled_in(book, C2=4, D2=5, C3="80 %", D3=5, C4="50 %"))
    assert page.shows("A percentage keeps what it is reckoned from: how many, of how many.")

    desk.saves(desk.looks("", file=filled_in(book, C2=4, D2=5, C3="80 %", D3=5)), what="both")
    assert live(share) == {NAMES[0]: 80, NAMES[1]: 80}
    assert set(Observation.objects.values_list("numerator", "denominator")) == {(4, 5)}


def test_a_cell_that_is_shown_as_a_percentage_is_read_as_one(kari):
    found = text([["Nord", (0.85, "0 %"), 40], ["Sør", (0.25, "0.0%"), 8], ["Vest", 0.5, 2]])

    assert found == "Nord\t85 %\t40\nSør\t25 %\t8\nVest\t0,5\t2"


def test_the_sheet_with_the_columns_is_read_whichever_it_is():
    found = text([["Om filen"]], [["Målt i vår"], ["Enhet", "Periode", "Verdi"], ["Nord", 2025, 3]])

    assert pasting.lines_of(found)[0].label == "Enhet"
    assert pasting.lines_of(found)[1] == pasting.Line(3, "Nord", ["2025", "3"])


def test_without_our_columns_the_first_sheet_is_read_as_it_is():
    found = text([["Nord", 1234.5], [], ["Sør", 0.1 + 0.2]], [["Annet", 1]])

    assert found == "Nord\t1234,5\n\nSør\t0,3"


def test_days_and_yes_and_no_stand_as_they_are_typed():
    day = (date(2026, 3, 1), "dd.mm.yyyy")

    assert text([[day, 3], [True, "to\nlinjer"]]) == "2026-03-01\t3\nTrue\tto linjer"


def test_a_formula_is_read_as_what_it_came_to_and_an_error_is_no_blank(kari, yardstick, units):
    made = BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet()
        for row, (name, formula, value) in enumerate(
            [(NAMES[0], "=1+1", 2), (NAMES[1], "=1/0", "#DIV/0!")]
        ):
            sheet.write(row, 0, name)
            sheet.write_formula(row, 1, formula, None, value)
    page = Pasting(kari, yardstick).looks("", file=a_file(made.getvalue()))

    assert page.shows("«#DIV/0!» is not a number.")
    assert f"{NAMES[0]}\t2" in page.answer("lines")


def test_formulas_that_nobody_reckoned_are_refused(kari, yardstick, units):
    made = BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, NAMES[0])
        sheet.write_formula(0, 1, "=1+1", None, "")

    page = Pasting(kari, yardstick).looks("", file=a_file(made.getvalue()))

    [line] = page.summary
    assert "The formulas in the sheet «Sheet1» are not reckoned." in line


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 no zip at all", "The workbook is broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is a file of another kind"),
        (workbook([]).getvalue(), "There is nothing in the workbook."),
        (workbook([["x"] * 60]).getvalue(), "is more than 50 columns wide."),
        (workbook([["x"]] * 2001).getvalue(), "There are 2001 lines"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(kari, yardstick, content, says):
    page = Pasting(kari, yardstick).looks("", file=a_file(content))

    assert says in " ".join(page.summary)
    assert Observation.objects.count() == 0


# --- periods and parts -----------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_a_period_is_read_back_as_it_is_written(start, days):
    period = (start, date.fromordinal(start.toordinal() + days))

    assert pasting.period_of(pasting.written(period)) == period


@given(st.sampled_from(["2024", "2025K2", "2025-11"]), st.dates(date(2001, 1, 1)))
def test_the_period_that_is_proposed_is_over_and_as_long_as_the_last(last, today):
    before = pasting.period_of(last)

    start, end = proposed = pasting.last_like(before, today)

    assert end < today
    assert len(pasting.written(proposed)) == len(last)
    following = pasting.last_like(before, date.fromordinal(end.toordinal() + 1))
    assert following == (start, end)


@pytest.mark.parametrize(
    ("percent", "whole", "part"),
    [("80", "5", 4), ("33.3", "12", 4), ("0", "7", 0), ("100", "3", 3)],
)
def test_a_percentage_of_so_many_is_so_many(percent, whole, part):
    assert rules.part_of(Decimal(percent), Decimal(whole)) == part


@pytest.mark.parametrize(
    ("percent", "whole", "says"),
    [
        ("33", "10", "33 % of 10 is no whole number. Write how many."),
        ("85", "500", "85 % of 500 can be several numbers. Write how many."),
        ("85", None, "A percentage keeps what it is reckoned from"),
        ("85", "0", "A percentage keeps what it is reckoned from"),
    ],
)
def test_a_percentage_that_is_no_one_number_is_refused(percent, whole, says):
    with pytest.raises(Refused) as refused:
        rules.part_of(Decimal(percent), None if whole is None else Decimal(whole))

    assert says in str(refused.value.message)
