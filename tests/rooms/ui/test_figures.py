"""Figures as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from stafett.ui import figures


@pytest.fixture(params=["nb", "nn"])
def norwegian(request):
    with translation.override(request.param):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1200, 0, "1\u202f200"),
        (Decimal("1234567.891"), 2, "1\u202f234\u202f567,89"),
        (0.7, 1, "0,7"),
        (2.5, 0, "3"),
        (-4, 0, "\u22124"),
        (-0.2, 0, "0"),
        (0, 0, "0"),
        (None, 0, "\u2013"),
    ],
)
def test_numbers_have_thin_spaces_and_a_decimal_comma(norwegian, value, decimals, text):
    assert figures.number(value, decimals) == text


def test_english_keeps_its_decimal_point(english):
    assert figures.number(1234.5, 1) == "1\u202f234.5"


def test_a_share_is_shown_as_a_percentage(norwegian):
    assert figures.percent(0.7) == "70\u202f%"
    assert figures.percent(Decimal("0.125"), 1) == "12,5\u202f%"
    assert figures.percent(None) == "\u2013"


def test_money_says_its_unit(norwegian):
    assert figures.nok(480000) == "480\u202f000\u00a0kr"
    assert figures.nok(None) == "\u2013"
    assert figures.rough_nok(31_295_784.2) == "31\u202f300\u202f000\u00a0kr"
    assert figures.rough_nok(-999_600) == "\u22121\u202f000\u202f000\u00a0kr"
    assert figures.rough_nok(0.0) == "0\u00a0kr"


def test_hours_say_how_many_full_time_equivalents_they_are(english):
    assert figures.hours(1) == "1 hour"
    assert figures.hours(1200) == "1\u202f200 hours"
    assert figures.hours(1200, 1687.5) == "1\u202f200 hours (0.7 FTE)"
    assert figures.hours(68, 1700) == "68 hours"
    assert figures.hours(None, 1687.5) == "\u2013"


def test_dates_in_norwegian(norwegian):
    assert figures.day(date(2026, 5, 12)) == "12.\u00a0mai\u00a02026"
    assert figures.month(date(2026, 5, 12)) == "mai\u00a02026"
    assert figures.day(None) == "\u2013"


def test_dates_in_english(english):
    assert figures.day(date(2026, 5, 12)) == "12\u00a0May\u00a02026"


def test_times_are_told_as_the_clock_on_the_wall_here(english):
    late = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)

    assert figures.moment(late) == "13\u00a0May\u00a02026 at 00:30"
    assert figures.day(late) == "13\u00a0May\u00a02026"
