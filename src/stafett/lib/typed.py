"""Numbers, days and periods as people type them, in files from other programs."""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

COMMA, POINT = ",", "."
# What statistics write where there is no figure. None of them is nought.
NOT_KNOWN = frozenset({".", "..", "...", ":", "::", "-", "–", "x", "n/a", "na"})
MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})
WHOLE = re.compile(r"[+-]?\d+")
PLAIN = re.compile(r"[+-]?\d+[.,]\d+")
NORWEGIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
YEAR = re.compile(r"(\d{4})")
PARTS = (
    (re.compile(r"(\d{4})\s?[KQ]([1-4])"), 3),
    (re.compile(r"([1-4])\.? (?:kvartal|quarter) (\d{4})"), -3),
    (re.compile(r"(\d{4})\s?[MP](\d{2})"), 1),
    (re.compile(r"(\d{4})-(\d{2})"), 1),
    (re.compile(r"(\d{2})[.-](\d{4})"), -1),
    (re.compile(r"(\d{4})\s?[HS]([12])"), 6),
    (re.compile(r"(\d{4})\s?T([1-3])"), 4),
)
WEEK = re.compile(r"(\d{4})\s?[UW](\d{2})")
MOST_DIGITS = 12

Period = tuple[date, date]


class NotUnderstood(ValueError):
    """What stands there is not what was asked for. The message says what to write."""


def is_unknown(text: str) -> bool:
    """Whether a cell says that there is no figure, which is not the same as nought."""
    return text.strip().casefold() in NOT_KNOWN | {""}


def decimal_sign(texts: list[str], *, otherwise: str) -> str:
    """Return the sign before the decimals in a column: the first number that cannot be misread."""
    for text in texts:
        figures = _tight(text)
        if PLAIN.fullmatch(figures) and len(re.split("[.,]", figures)[1]) != 3:
            return COMMA if COMMA in figures else POINT
    return otherwise


def number(text: str, *, decimals: str = COMMA) -> Decimal:
    """Return the number that stands there, with ``decimals`` as the sign before its decimals."""
    figures = _tight(text)
    thousands = POINT if decimals == COMMA else COMMA
    whole, sign, rest = figures.partition(decimals)
    if thousands in whole:
        whole = _without(thousands, whole) or "?"
    if not WHOLE.fullmatch(whole) or (sign and not re.fullmatch(r"\d+", rest)):
        raise NotUnderstood(_("«%(text)s» is not a number.") % {"text": shown(text)})
    if len(whole.lstrip("+-0")) > MOST_DIGITS:
        raise NotUnderstood(_("«%(text)s» is too large a number.") % {"text": shown(text)})
    return Decimal(f"{whole}.{rest or '0'}") if sign else Decimal(whole)


def day(text: str) -> date:
    """Return the day that stands there, as 31.12.2026 or 2026-12-31."""
    text = text.strip()
    if found := NORWEGIAN_DAY.fullmatch(text):
        year, month, number_of_day = found[3], found[2], found[1]
    elif found := ISO_DAY.fullmatch(text):
        year, month, number_of_day = found[1], found[2], found[3]
    else:
        raise _no_day(text)
    try:
        return date(int(year), int(month), int(number_of_day))
    except ValueError as reason:
        raise _no_day(text) from reason


def period(text: str) -> Period:
    """Return the first and the last day of a year, a part of one, or a day."""
    text = text.strip()
    found = _year(text) or _part(text) or _week(text)
    if found:
        return found
    try:
        only = day(text)
    except NotUnderstood as reason:
        raise NotUnderstood(
            _("«%(text)s» is not a period. Write 2026, 2026K1, 2026M01 or a day.")
            % {"text": shown(text)}
        ) from reason
    return only, only


def shown(text: str) -> str:
    """Return a text short enough for a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _tight(text: str) -> str:
    return "".join(text.translate(MINUS).removesuffix("%").split())


def _without(sign: str, whole: str) -> str | None:
    """Return the figures without the sign between thousands; None where it stands elsewhere."""
    grouped = re.fullmatch(r"[+-]?\d{1,3}(?:" + re.escape(sign) + r"\d{3})+", whole)
    return whole.replace(sign, "") if grouped else None


def _no_day(text: str) -> NotUnderstood:
    return NotUnderstood(
        _("«%(text)s» is not a day. Write it as 31.12.2026 or 2026-12-31.") % {"text": shown(text)}
    )


def _year(text: str) -> Period | None:
    found = YEAR.fullmatch(text)
    return _months(int(found[1]), 1, 12) if found else None


def _part(text: str) -> Period | None:
    for pattern, months in PARTS:
        if found := pattern.fullmatch(text.upper() if months > 0 else text.lower()):
            year, part = (found[1], found[2]) if months > 0 else (found[2], found[1])
            return _months(int(year), (int(part) - 1) * abs(months) + 1, abs(months))
    return None


def _months(year: int, first: int, count: int) -> Period | None:
    """Return the days of ``count`` months from ``first``; None where there is no such month."""
    last = first + count - 1
    if not (first >= 1 and last <= 12 and year >= 1):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _week(text: str) -> Period | None:
    found = WEEK.fullmatch(text.upper())
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
        return (monday, monday + timedelta(days=6)) if monday else None
    except (ValueError, OverflowError):
        return None
