"""What stands in a cell is read in no time, whatever it is."""

from datetime import date
from decimal import Decimal

import pytest

from stafett.files.rules import reading

A_FULL_CELL = 32_767


@pytest.mark.parametrize(
    "text", ["a" * A_FULL_CELL, "1 " * A_FULL_CELL, "uke" + " " * A_FULL_CELL, "9" * A_FULL_CELL]
)
def test_a_cell_full_of_anything_is_no_day_and_takes_no_time(text):
    for _row in range(300):  # a list of such cells would have held the program up for half an hour
        assert reading.day(text) is None


def test_a_day_in_a_sentence_is_found():
    assert reading.day("Oppdatert 12.03.2026 av Kari") == date(2026, 3, 12)
    assert reading.day("høsten 2026") == date(2026, 9, 1)


@pytest.mark.parametrize("text", ["1e999999999%", "1e999999999", "-1e-999999999", "1e99999999999"])
def test_a_number_beyond_all_measure_is_none(text):
    assert reading.number(text) is None


def test_a_small_number_of_a_workbook_is_one():
    assert reading.number("1.5E-7") == Decimal("1.5E-7")
    assert reading.number("12,5 %") == Decimal("0.125")
