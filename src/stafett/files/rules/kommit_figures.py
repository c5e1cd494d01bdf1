"""The figures KommIT's workbook reckons, in our own arithmetic, and where the two differ.

Each is None where the workbook shows an error, such as ``#DIV/0!``: unknown is no 0.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stafett.calc.cashflow import net_present_value
from stafett.files.rules import kommit
from stafett.files.rules.kommit import ANALYSIS, BENEFITS, FOLLOW_UP, RESULT, YEARS
from stafett.lib.workbooks import Sheet, Value, Workbook, cells

DECIMALS = 2
NEAR = 1e-9
WHOLE = re.compile(r"\s*[+-]?[0-9]+\s*")


@dataclass(frozen=True, slots=True)
class Achievement:
    """How far a benefit has come, told in two ways that are never mixed.

    ``kommit`` is the workbook's: measured against wanted. 80 of 100 is 80 %, also where nothing
    has happened. ``travelled`` is how much of the way from today's value to the wanted is gone.
    """

    kommit: float | None
    travelled: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the workbook reckons: kroner today, full-time equivalents a year, and each benefit."""

    present_value: float | None
    freed_time: float
    achievements: Mapping[int, Achievement]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that stands otherwise in the workbook, and whether its formula is there still."""

    sheet: str
    address: str
    shown: Value
    ours: float | None
    is_reckoned: bool


def figures(book: Workbook) -> Figures:
    """Reckon the workbook's figures from what people typed."""
    known = kommit.sheets(book)
    analysis = known[ANALYSIS].cells
    return Figures(
        present_value(analysis),
        freed_time(analysis),
        {number: _achievement(known, number) for number in BENEFITS},
    )


def present_value(analysis: Mapping[str, Value]) -> float | None:
    """Return kroner today: the investment now, four flows at year ends, an empty rate as 0."""
    costs = [_reckonable(analysis.get(f"{column}26")) for column in f"C{YEARS}"]
    rate = _reckonable(analysis.get("H26"))
    if rate is None or rate <= -1 or None in costs:
        return None
    investment, *operating = [cost or 0.0 for cost in costs]
    gains = [_sum_of(analysis, kommit.DIRECT, column) for column in YEARS]
    flows = [gain - cost for gain, cost in zip(gains, operating, strict=True)]
    return float(net_present_value([-investment, *flows], rate=rate, timing="start"))


def freed_time(analysis: Mapping[str, Value]) -> float:
    """Return full-time equivalents a year: over four years, also where fewer are filled in."""
    return sum(_sum_of(analysis, kommit.INDIRECT, column) for column in YEARS) / len(YEARS)


def as_kommit(baseline: Value, target: Value, measured: Value) -> float | None:
    """Return achievement as the workbook has it; blank where nothing, or 0, is measured."""
    if measured is None or _is(measured, 0):
        return None
    if _less(baseline, target):
        return _over(measured, target)
    if target is None or _is(target, 0):
        before, now = _reckonable(baseline), _reckonable(measured)
        return None if before is None or now is None else _over(before - now, before)
    return _over(target, measured)


def travelled(baseline: Value, target: Value, measured: Value) -> float | None:
    """Return the share of the way that is gone, where all three are numbers."""
    start, end, now = (_number(value) for value in (baseline, target, measured))
    if start is None or end is None or now is None:
        return None
    return _over(now - start, end - start)


def differences(book: Workbook) -> list[Difference]:
    """Return the figures that the workbook shows otherwise than we reckon them."""
    known, ours = kommit.sheets(book), figures(book)
    expected = {
        (ANALYSIS, "C39"): ours.present_value,
        (ANALYSIS, "C42"): ours.freed_time,
        **{(RESULT, f"E{13 + n}"): each.kommit for n, each in ours.achievements.items()},
    }
    found = []
    for (name, address), figure in expected.items():
        if name in known and not _agree(known[name].cells.get(address), figure):
            sheet, is_reckoned = known[name], address in known[name].formulas
            shown = sheet.cells.get(address) or sheet.errors.get(address)
            found.append(Difference(sheet.name, address, shown, figure, is_reckoned))
    return found


def _agree(shown: Value, ours: float | None) -> bool:
    number = _number(shown)
    if number is None or ours is None:
        return number is None and ours is None
    if round(number, DECIMALS) == round(ours, DECIMALS):
        return True
    return math.isclose(number, ours, rel_tol=NEAR)


def _achievement(known: Mapping[str, Sheet], number: int) -> Achievement:
    plan = known[FOLLOW_UP].cells if FOLLOW_UP in known else {}
    result = known[RESULT].cells if RESULT in known else {}
    row = 4 + number
    values = plan.get(f"D{row}"), plan.get(f"E{row}"), result.get(f"D{13 + number}")
    return Achievement(as_kommit(*values), travelled(*values))


def _sum_of(analysis: Mapping[str, Value], kind: str, column: str) -> float:
    """Add a year's amounts for benefits of a type; texts are passed over, as in the workbook."""
    amounts = (
        _number(analysis.get(f"{column}{6 + number}"))
        for number in BENEFITS
        if str(analysis.get(f"C{6 + number}", "")).casefold() == kind.casefold()
    )
    return sum(amount or 0.0 for amount in amounts)


def _number(value: Value) -> float | None:
    """Return a number; a day is the number that stands for it, and a text is none."""
    if isinstance(value, date):
        value = cells.days(value, from_1904=False)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _reckonable(value: Value) -> float | None:
    """Return what a formula takes a cell for: nothing is 0, and whole numbers may be text."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        return float(value) if WHOLE.fullmatch(value) else None
    return float(value) if isinstance(value, bool) else _number(value)


def _is(value: Value, number: float) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and value == number


def _less(one: Value, other: Value) -> bool:
    """Compare as the workbook does: any text is above any number, and an empty cell is 0."""
    texts = isinstance(one, str), isinstance(other, str)
    if texts == (False, False):
        return (_reckonable(one) or 0.0) < (_reckonable(other) or 0.0)
    if None in (one, other):
        return one is None
    if texts == (True, True):
        return str(one).casefold() < str(other).casefold()
    return texts == (False, True)


def _over(above: Value, below: Value) -> float | None:
    upper, lower = _reckonable(above), _reckonable(below)
    return None if upper is None or not lower else upper / lower
