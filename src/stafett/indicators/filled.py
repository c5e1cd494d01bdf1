"""A workbook with readings, as lines: from the sheet that has the columns, else from the first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from stafett.indicators import pasting
from stafett.lib import Refused, workbooks
from stafett.lib.workbooks import Sheet, Value, limits

MOST_BYTES = limits.MOST_BYTES
MOST_COLUMNS = 50
SIGNATURES = (b"PK", b"\xd0\xcf\x11\xe0")
"""What workbooks begin with: those of today, and those of before 2007, which are refused."""
DIGITS = 15
"""So many does a spreadsheet show: what it keeps beyond them is noise."""

Row = tuple[int, dict[int, Value]]


def is_one(content: bytes) -> bool:
    """Whether the bytes are a workbook, be it an old one or a broken one."""
    return content.startswith(SIGNATURES)


def text_of(content: bytes) -> str:
    """Return the lines of a workbook as if they were pasted, each on the line it has there."""
    try:
        return _pasted(_sheet(workbooks.read(content)))
    except Refused as reason:
        raise Refused(reason.message, field="file") from reason


def _sheet(book: workbooks.Workbook) -> Sheet:
    """Return the sheet whose columns are named as ours, or the first there is something in."""
    shown = [sheet for sheet in book.sheets if not sheet.hidden and sheet.cells]
    if not shown:
        raise Refused(_("There is nothing in the workbook. Fill it in, and choose it again."))
    return next((sheet for sheet in shown if _head_of(sheet)), shown[0])


def _head_of(sheet: Sheet) -> int:
    """Return the number of the row with the names of the columns; 0 where there is none."""
    for number, row in sheet.rows():
        if pasting.is_head_of_both([_typed(row[column]) for column in sorted(row)]):
            return number
    return 0


def _pasted(sheet: Sheet) -> str:
    _check_reckoned(sheet)
    head = _head_of(sheet)
    rows = [(number, row) for number, row in _rows(sheet) if number >= head]
    first = min(min(row) for _number, row in rows)
    last = max(max(row) for _number, row in rows)
    if last - first >= MOST_COLUMNS:
        raise Refused(
            _("The sheet «%(name)s» is more than %(most)s columns wide. Take out the rest.")
            % {"name": sheet.name, "most": MOST_COLUMNS}
        )
    lines = {
        number: "\t".join(_typed(row.get(at)) for at in range(first, last + 1))
        for number, row in rows
    }
    return "\n".join(_on_their_rows(lines))


def _rows(sheet: Sheet) -> list[Row]:
    """Return the rows with what is shown in them: an error is shown too, and is no blank."""
    shown = {
        address: _as_shown(value, is_percent=address in sheet.percent)
        for address, value in {**sheet.cells, **sheet.errors}.items()
    }
    return Sheet(sheet.name, sheet.hidden, shown).rows()


def _as_shown(value: Value, *, is_percent: bool) -> Value:
    """Return a number that is formatted as a percentage with its sign: 0.85 is shown as 85 %."""
    if is_percent and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{_figure(100 * value)} %"
    return value


def _on_their_rows(lines: Mapping[int, str]) -> Sequence[str]:
    """Return the lines with blank ones between, so that they are numbered as in the sheet."""
    last = max(lines)
    if last > pasting.MOST_LINES:
        return list(lines.values())
    return [lines.get(number, "") for number in range(1, last + 1)]


def _check_reckoned(sheet: Sheet) -> None:
    """A formula is read as what it came to; a program that never reckoned it has left nothing."""
    known = {*sheet.cells, *sheet.errors}
    if sheet.formulas and known.isdisjoint(sheet.formulas):
        raise Refused(
            _(
                "The formulas in the sheet «%(name)s» are not reckoned. Open the workbook in Excel "
                "or LibreOffice, save it, and choose it again."
            )
            % {"name": sheet.name}
        )


def _typed(value: Value) -> str:
    """Return what stands in a cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _figure(value)
    return " ".join(str(value).split())


def _figure(value: float) -> str:
    if float(value).is_integer() and abs(value) < 10**DIGITS:
        return str(int(value))
    return format(value, f".{DIGITS}g").replace(".", ",")
