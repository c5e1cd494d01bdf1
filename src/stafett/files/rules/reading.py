"""Days and numbers as people type them. What is not understood stays as it was typed."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jan"), ("februar", "feb"), ("mars", "mar"), ("april", "apr"), ("mai",),
            ("juni", "jun"), ("juli", "jul"), ("august", "aug"), ("september", "sep", "sept"),
            ("oktober", "okt"), ("november", "nov"), ("desember", "des"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
SEASONS = {"vinter": 1, "vår": 3, "sommer": 6, "sommar": 6, "høst": 9, "haust": 9}
DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
QUARTER = re.compile(r"(?:q|kv\.?\s*)([1-4])[\s./-]*(\d{4})|([1-4])\.?\s*kvartal\s*(\d{4})")
WEEK = re.compile(r"(?:uke|veke)\s*(\d{1,2})[\s,./-]+(?:i\s+)?(\d{4})")
NAMED = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-zæøå]+)\.?\s+(\d{4})")
YEAR = re.compile(r"(20\d{2})")
MOST = Decimal(10) ** 12
LONGEST_DAY = 200
"""So many signs are looked through for a day: a cell may hold thirty thousand."""


def number(value: Any) -> Decimal | None:
    """Return a number that stands alone in a cell, or None: «ca. 40» is no number."""
    if isinstance(value, bool) or value is None:
        return None
    text = "".join(str(value).split()).replace(",", ".").replace("−", "-")
    if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d{1,3})?%?", text, re.IGNORECASE):
        return None
    try:
        found = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except InvalidOperation:
        return None
    return found if abs(found) < MOST else None


def day(value: Any) -> date | None:
    """Return the day that is meant, the first one of a week, a month, a quarter or a season."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()[:LONGEST_DAY].casefold()
    try:
        return _day(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    if found := DAY.search(text):
        given_day, month, year = (int(part) for part in found.groups())
        return date(year if year > 99 else 2000 + year, month, given_day)
    if found := ISO.search(text):
        return date(*(int(part) for part in found.groups()))
    if found := WEEK.search(text):
        return date.fromisocalendar(int(found[2]), int(found[1]), 1)
    if found := QUARTER.search(text):
        quarter, year = int(found[1] or found[3]), int(found[2] or found[4])
        return date(year, 3 * quarter - 2, 1)
    return _named(text)


def _named(text: str) -> date | None:
    for found in NAMED.finditer(text):
        month = MONTHS.get(found[2]) or SEASONS.get(found[2].removesuffix("en"))
        if month:
            return date(int(found[3]), month, int(found[1] or 1))
    only = YEAR.fullmatch(text)
    return date(int(only[1]), 1, 1) if only else None


def typed(value: Any) -> str:
    """Return what stood in a cell as a person reads it."""
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value).strip()
