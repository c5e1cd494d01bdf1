"""Numbers, days and periods as people type them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.lib import typed
from stafett.lib.typed import COMMA, POINT, NotUnderstood


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("12", COMMA, "12"),
        ("1 234,5", COMMA, "1234.5"),
        ("1\u00a0234,50", COMMA, "1234.50"),
        ("1.234.567,5", COMMA, "1234567.5"),
        ("1.234", COMMA, "1234"),
        ("1.234", POINT, "1.234"),
        ("1,234.5", POINT, "1234.5"),
        ("−3,5", COMMA, "-3.5"),
        ("12,5 %", COMMA, "12.5"),
        ("+7", COMMA, "7"),
        ("0", COMMA, "0"),
    ],
)
def test_a_number_is_read_as_it_is_written(text, decimals, value):
    assert typed.number(text, decimals=decimals) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("ca. 40", COMMA),
        ("3-4", COMMA),
        ("1.5", COMMA),
        ("1,5", POINT),
        ("12,34,5", COMMA),
        ("1.23.456", COMMA),
        ("NaN", COMMA),
        ("Infinity", POINT),
        ("1e5", POINT),
        ("5,", COMMA),
        (",5", COMMA),
        ("", COMMA),
        ("1234567890123", COMMA),
        ("¹²", COMMA),
    ],
)
def test_what_is_no_number_is_told_and_never_guessed(text, decimals):
    with pytest.raises(NotUnderstood, match="number"):
        typed.number(text, decimals=decimals)


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from([COMMA, POINT]))
def test_every_number_comes_back_whichever_the_sign_before_its_decimals(value, decimals):
    written = f"{value:f}".replace(".", decimals)

    assert typed.number(written, decimals=decimals) == value


def test_the_sign_before_decimals_is_the_one_that_cannot_be_misread():
    assert typed.decimal_sign(["1.234", "12,5"], otherwise=POINT) == COMMA
    assert typed.decimal_sign(["12", "12.50"], otherwise=COMMA) == POINT
    assert typed.decimal_sign(["1.234", "", "7"], otherwise=COMMA) == COMMA


@pytest.mark.parametrize(
    "text", ["31.12.2026", "2026-12-31", " 31.12.2026 ", "2026-12-31T00:00:00"]
)
def test_a_day_is_written_in_two_ways(text):
    assert typed.day(text) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["31.12.26", "12/31/2026", "31.2.2026", "", "høsten 2026", "45000"]
)
def test_what_is_no_day_is_told_with_how_to_write_it(text):
    with pytest.raises(NotUnderstood, match=r"31\.12\.2026"):
        typed.day(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", (1, 1), (12, 31)),
        ("2026K1", (1, 1), (3, 31)),
        ("2026Q4", (10, 1), (12, 31)),
        ("2. kvartal 2026", (4, 1), (6, 30)),
        ("2026M02", (2, 1), (2, 28)),
        ("2026-02", (2, 1), (2, 28)),
        ("02.2026", (2, 1), (2, 28)),
        ("2026H2", (7, 1), (12, 31)),
        ("2026T2", (5, 1), (8, 31)),
        ("2026U02", (1, 5), (1, 11)),
        ("1.3.2026", (3, 1), (3, 1)),
    ],
)
def test_a_period_is_a_year_a_part_of_one_or_a_day(text, first, last):
    assert typed.period(text) == (date(2026, *first), date(2026, *last))


@pytest.mark.parametrize(
    "text", ["2026M13", "2026K5", "0000", "2026U54", "2019-2021", "i fjor", ""]
)
def test_what_is_no_period_is_told(text):
    with pytest.raises(NotUnderstood, match="2026K1"):
        typed.period(text)


@pytest.mark.parametrize("text", [".", "..", ":", "", " ", "-"])
def test_a_symbol_says_that_the_figure_is_not_known(text):
    assert typed.is_unknown(text)


def test_nought_is_a_figure():
    assert not typed.is_unknown("0")
