"""Lines as people paste them from a sheet: a name or a period, and a number as it was typed."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

from stafett.indicators import rules
from stafett.lib import Refused
from stafett.lib.inputs import clean_text
from stafett.lib.text import folded

MOST_LINES = 2000
MOST_BYTES = 1_000_000
LANGUAGES = ("nb", "nn", "en")
LARGEST = Decimal(10) ** 12
DECIMALS = 4
NOTHING = frozenset({"", "-", "\u2013", "\u2014", ".", "..", ":"})
"""What stands in a sheet where nothing is known."""

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stood, what it is of, and its numbers as typed.

    ``period`` is what it says of the period, where each line has one beside its unit.
    """

    number: int
    label: str
    typed: list[str]
    period: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known: a blank is no zero."""
        return all(cell in NOTHING for cell in self.typed)


def text_of(content: bytes) -> str:
    """Return what stands in a text file, however it was saved."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise Refused(
            _("This is no text file. Save it as .xlsx or CSV, or paste the columns."), field="file"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def lines_of(text: str) -> list[Line]:
    """Return the lines there is something in, split at tabs, or at semicolons."""
    sign = "\t" if "\t" in text else ";"
    rows = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
    cells = ((number, [clean_text(cell) for cell in row.split(sign)]) for number, row in rows)
    found = [
        Line(number, row[0].strip('"'), _trimmed(row[1:])) for number, row in cells if any(row)
    ]
    if len(found) > MOST_LINES:
        raise Refused(
            _("There are %(count)s lines, and at most %(most)s at a time. Divide them in parts.")
            % {"count": len(found), "most": MOST_LINES},
            field="lines",
        )
    return found


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return [cell.strip('"') for cell in cells]


def without_head(lines: list[Line]) -> list[Line]:
    """Return the lines without the names of the columns, where they are the first."""
    is_head = bool(lines) and any(lines[0].typed) and not any(map(_has_figure, lines[0].typed))
    return lines[1:] if is_head and not lines[0].is_unknown else lines


def is_head_of_both(cells: Sequence[str]) -> bool:
    """Whether these are the names of columns that begin with a unit and a period."""
    units, periods = _column_names()
    return len(cells) > 2 and folded(cells[0]) in units and folded(cells[1]) in periods


@lru_cache(maxsize=1)
def _column_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return what the columns of units and of periods are called, in each language."""
    units, periods = set(), set()
    for language in LANGUAGES:
        with translation.override(language):
            units.add(folded(_("Unit")))
            periods.add(folded(_("Period")))
    return frozenset(units), frozenset(periods)


def with_periods(lines: Iterable[Line]) -> list[Line]:
    """Return lines that have a period after the unit."""
    return [
        Line(line.number, line.label, line.typed[1:], period="".join(line.typed[:1]))
        for line in lines
    ]


def _has_figure(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def part_of(typed: str, whole: str) -> Decimal | None:
    """Return how many a percentage with its sign is of so many; None where it has no sign."""
    if not typed.endswith("%"):
        return None
    percent, of = number_of(typed.removesuffix("%")), number_of(whole)
    return None if percent is None else rules.part_of(percent, of)


# --- numbers ------------------------------------------------------------------------------------


def number_of(typed: str) -> Decimal | None:
    """Return a number with a comma and spaces between thousands; None where nothing is known."""
    if typed in NOTHING:
        return None
    plain = "".join(typed.split()).replace("\u2212", "-").replace("'", "")
    if re.fullmatch(r"-?\d{1,3}\.\d{3}", plain):
        raise Refused(
            _("«%(typed)s» can be read in two ways. Write it with a comma, or without the point.")
            % {"typed": typed}
        )
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", plain):
        plain = plain.replace(".", "")
    return _checked(plain.replace(",", "."), typed)


def _checked(plain: str, typed: str) -> Decimal:
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain, re.ASCII):
        raise Refused(_("«%(typed)s» is not a number.") % {"typed": typed[:60]})
    try:
        value = Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern lets none through
        raise Refused(_("«%(typed)s» is not a number.") % {"typed": typed[:60]}) from None
    if abs(value) >= LARGEST or value != round(value, DECIMALS):
        raise Refused(
            _("«%(typed)s» is too large, or has more than four decimals.") % {"typed": typed[:60]}
        )
    return value


def whole_of(typed: str) -> int | None:
    """Return how many there are; None where nothing is known."""
    value = number_of(typed)
    if value is not None and (value != int(value) or value < 0 or value > 10_000_000):
        raise Refused(_("«%(typed)s» is no number of people.") % {"typed": typed[:60]})
    return None if value is None else int(value)


# --- periods ------------------------------------------------------------------------------------


def period_of(typed: str) -> Period | None:
    """Return the period somebody means: a day, a month, a quarter, a year, or from one to one."""
    text = " ".join(typed.split())
    ends = re.split(r"\s+[-\u2013]\s+|\u2013|(?<=\d{4})-(?=\d{1,2}\.)", text)
    found = [_one(end) for end in ends]
    if len(ends) > 2 or any(each is None for each in found):
        return None
    periods = [each for each in found if each]
    return periods[0][0], periods[-1][1]


def written(period: Period) -> str:
    """Return a period as short as it can be typed: 2026, 2026K1, 2026-03, or from one to one."""
    start, end = period
    for months, text in ((12, f"{start:%Y}"), (3, _quarter_of(start)), (1, f"{start:%Y-%m}")):
        if period == _of_months(start, months):
            return text
    return start.isoformat() if start == end else f"{start.isoformat()} – {end.isoformat()}"


def last_like(period: Period | None, today: date) -> Period:
    """Return the last year, quarter or month that is over, by what was read before."""
    months = next((each for each in (12, 3) if period and period == _of_months(period[0], each)), 1)
    first = date(today.year, today.month - (today.month - 1) % months, 1)
    before = first - timedelta(days=1)
    return _months(before.year, before.month - months + 1, months)


def _quarter_of(day: date) -> str:
    return f"{day:%Y}K{(day.month + 2) // 3}"


def _of_months(start: date, count: int) -> Period | None:
    """Return the month, quarter or year that begins on a day; None where none does."""
    if start.day != 1 or (start.month - 1) % count:
        return None
    return _months(start.year, start.month, count)


def _one(text: str) -> Period | None:
    try:
        return _in_figures(text) or _in_words(text)
    except ValueError:  # a thirteenth month
        return None


def _in_figures(text: str) -> Period | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        return _day(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII):
        return _day(*map(int, reversed(match.groups())))
    if match := re.fullmatch(r"(\d{4})(?:-|M)(\d{1,2})", text, re.ASCII | re.IGNORECASE):
        return _months(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d{1,2})[./](\d{4})", text, re.ASCII):
        return _months(int(match[2]), int(match[1]), 1)
    if match := re.fullmatch(r"(\d{4})", text, re.ASCII):
        return _months(int(match[1]), 1, 12)
    return _quarter(text)


def _quarter(text: str) -> Period | None:
    first = re.fullmatch(r"(\d{4}) ?[KQ]([1-4])", text, re.ASCII | re.IGNORECASE)
    last = re.fullmatch(
        r"(?:[KQ]([1-4])|([1-4])\. ?(?:kvartal|kv\.?)) (\d{4})", text, re.ASCII | re.IGNORECASE
    )
    if first:
        return _months(int(first[1]), 3 * int(first[2]) - 2, 3)
    return _months(int(last[3]), 3 * int(last[1] or last[2]) - 2, 3) if last else None


def _in_words(text: str) -> Period | None:
    match = re.fullmatch(r"([^\W\d]+)\.? (\d{4})", text)
    month = _month_names().get(folded(match[1])) if match else None
    return _months(int(match[2]), month, 1) if match and month else None


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Return the months by every name they have here."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        with translation.override(language):
            names |= _numbered(str(MONTHS[month]) for month in range(1, 13))
            names |= _numbered(str(MONTHS_3[month]) for month in range(1, 13))
    return names


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {folded(name).strip("."): at for at, name in enumerate(names, start=1)}


def _day(year: int, month: int, day: int) -> Period:
    found = date(year, month, day)
    return found, found


def _months(year: int, month: int, count: int) -> Period:
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])
