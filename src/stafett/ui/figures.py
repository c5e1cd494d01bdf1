"""Numbers and dates as people read them: thin spaces, decimal comma, the unit always."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, gettext, ngettext

from stafett.calc.worktime import full_time_equivalents

THIN = "\u202f"  # narrow, and does not break a line
FIXED = "\u00a0"  # does not break a line
MINUS = "\u2212"
UNKNOWN = "\u2013"

Figure = int | float | Decimal


def number(value: Figure | None, decimals: int = 0) -> str:
    """Return 1234.5 as "1 235", or a dash when nothing is known."""
    if value is None:
        return UNKNOWN
    text = _digits(value, decimals)
    return text.replace(".", _decimal_sign()) if decimals else text


def percent(share: Figure | None, decimals: int = 0) -> str:
    """Return the share 0.7 as "70 %"."""
    if share is None:
        return UNKNOWN
    return f"{number(Decimal(str(share)) * 100, decimals)}{THIN}%"


def nok(amount: Figure | None) -> str:
    """Return 480000 as "480 000 kr"."""
    return UNKNOWN if amount is None else f"{number(amount)}{FIXED}kr"


def rough_nok(amount: float) -> str:
    """Return 31295784.2 as "31 300 000 kr": what is drawn by chance is known to three digits."""
    return nok(Decimal(f"{amount:.2e}"))


def hours(value: Figure | None, hours_per_year: Figure | None = None) -> str:
    """Return 1200 as "1 200 hours", with full-time equivalents when told how long a year is.

    Hours that are no tenth of one stand alone: "0.0" would say that they are nothing.
    """
    if value is None:
        return UNKNOWN
    text = ngettext("%(number)s hour", "%(number)s hours", int(_rounded(value, 0))) % {
        "number": number(value)
    }
    if not hours_per_year:
        return text
    years = _full_time(value, hours_per_year)
    if value and not years:
        return text
    return gettext("%(hours)s (%(years)s FTE)") % {"hours": text, "years": number(years, 1)}


def day(value: date | None, language: str | None = None) -> str:
    """Return a date as "12. mai 2026", or "12 May 2026" in English.

    A page with hundreds of days asks once which ``language`` is spoken, and says so.
    """
    if value is None:
        return UNKNOWN
    when = _local(value)
    return _written(when.day, when.month, when.year, language or get_language())


def short_day(value: date, today: date, language: str | None = None) -> str:
    """Return a date where there is little room: "12. mai", with the year when it is another."""
    text = _shortly(value.day, value.month, language or get_language())
    return text if value.year == today.year else f"{text}{FIXED}{value.year}"


def month(value: date) -> str:
    """Return a date as "mai 2026"."""
    when = _local(value)
    return f"{MONTHS[when.month]}{FIXED}{when.year}"


def moment(value: datetime) -> str:
    """Return a time as "12. mai 2026 kl. 14:05"."""
    when = _local(value)
    return gettext("%(day)s at %(time)s") % {"day": day(when), "time": f"{when:%H:%M}"}


@lru_cache(maxsize=10_000, typed=True)
def _digits(value: Figure, decimals: int) -> str:
    """Return a number with a point before its decimals: a table says the same ones many times."""
    rounded = _rounded(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", THIN)
    return f"{MINUS}{text}" if rounded < 0 else text


@lru_cache(maxsize=10_000)
def _full_time(value: Figure, hours_per_year: Figure) -> Decimal:
    """Return full-time equivalents to a tenth."""
    years = full_time_equivalents(float(value), hours_per_fte=float(hours_per_year))
    return _rounded(float(years), 1)


@lru_cache(maxsize=10_000)
def _written(day: int, month: int, year: int, _language: str | None) -> str:
    """Return a day in words, in the language that is spoken."""
    return f"{day}{_ordinal_sign()}{FIXED}{MONTHS[month]}{FIXED}{year}"


@lru_cache(maxsize=1_000)
def _shortly(day: int, month: int, _language: str | None) -> str:
    """Return a day of the year in short, in the language that is spoken."""
    return f"{day}{_ordinal_sign()}{FIXED}{MONTHS_3[month]}"


def _rounded(value: Figure, decimals: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _local(value: date) -> date:
    if isinstance(value, datetime) and is_aware(value):
        return localtime(value)
    return value


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _decimal_sign() -> str:
    return "." if _is_english() else ","


def _ordinal_sign() -> str:
    return "" if _is_english() else "."
