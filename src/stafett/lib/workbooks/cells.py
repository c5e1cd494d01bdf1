"""Addresses and values: what a cell's text means, and how a value is written."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import is_aware, make_naive

from stafett.lib.workbooks import limits
from stafett.lib.workbooks.refusals import broken, strange

Value = str | int | float | bool | date | datetime | None
Place = tuple[int, int]

ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
NO_SIGNS = re.compile("[\x00\ud800-\udfff]")
BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
BUILT_IN_PERCENT = frozenset({9, 10})
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
DAY_ZERO = datetime.fromisoformat("1899-12-30")
FIRST_DAY, LAST_DAY = 61, 2_958_465
"""From 1 March 1900, as Excel counts a 29 February that year which never was, to the year 9999."""
DAYS_TO_1904 = 1462
MIDNIGHT = time()


def place(address: str) -> Place:
    """Return row and column, from 1: ``B4`` is ``(4, 2)``."""
    if not (found := ADDRESS.fullmatch(address)):
        raise strange(ascii(address))
    row, column = int(found[2]), 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if row > limits.LAST_ROW or column > limits.LAST_COLUMN:
        raise strange(address)
    return row, column


def address(row: int, column: int) -> str:
    """Return the address of a place: ``(4, 2)`` is ``B4``."""
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    return f"{letters}{row}"


def number(text: str) -> int | float:
    """Return the number as people typed it: 40 is no 40.0."""
    try:
        found = float(text)
    except ValueError as error:
        raise broken(text) from error
    if not math.isfinite(found):
        raise broken(text)
    return int(found) if found.is_integer() and abs(found) < 1e15 else found


def moment(days: float, *, from_1904: bool) -> date | datetime | int | float:
    """Return the day (or the minute) that a number of days stands for, where it stands for one."""
    counted = days + DAYS_TO_1904 * from_1904
    if not FIRST_DAY <= counted <= LAST_DAY + 0.99999:
        return days
    found = DAY_ZERO + timedelta(milliseconds=round(counted * 86_400_000))
    return found.date() if found.time() == MIDNIGHT else found


def days(moment: date, *, from_1904: bool) -> int | float | None:
    """Return the number that stands for a day, or None where Excel has none."""
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, MIDNIGHT)
    since = (make_naive(at) if is_aware(at) else at) - DAY_ZERO
    counted = since / timedelta(days=1)
    if counted < FIRST_DAY:
        return None
    return number(repr(counted - DAYS_TO_1904 * from_1904))


def iso(text: str) -> Value:
    """Return the day or minute of a cell that holds it as text, as the strict format does."""
    try:
        return plain(datetime.fromisoformat(text))
    except ValueError:
        return text


def shows_dates(code: str) -> bool:
    """Tell whether a number format has a day, a month or a year in it, not only a time."""
    return bool(re.search("[dy]|mmm", NOT_SHOWN.sub("", code.partition(";")[0]).lower()))


def shows_percent(code: str) -> bool:
    """Tell whether a number format shows 0.85 as 85 %."""
    return "%" in NOT_SHOWN.sub("", code.partition(";")[0])


def unescaped(text: str) -> str:
    """Return the text as it was typed: signs XML cannot hold are written ``_x000D_``."""
    return NO_SIGNS.sub("\ufffd", ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def escaped(text: str) -> str:
    """Return the text as a cell holds it."""
    whole = NO_SIGNS.sub("\ufffd", text)
    return UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", whole)


def plain(value: Any) -> Value:
    """Return a value as reading would give it, so that two may be compared."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return number(repr(value))
    if isinstance(value, str):
        return value or None
    if isinstance(value, datetime):
        here = make_naive(value) if is_aware(value) else value
        return here.date() if here.time() == MIDNIGHT else here
    known: Value = value
    return known


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are one: 1 is not true, and 1 is 1.0."""
    kinds = {isinstance(value, bool) for value in (one, other)}
    return len(kinds) == 1 and one == other
