"""Lists as workbooks for Excel and its kin: typed columns, their rows, and what they rest on.

A room says its columns; this is the one door out. What somebody wrote stays text and is never a
formula. A formula of ours carries the value we reckoned, so that a reader that does not reckon
shows the same. Nothing is left out, and the first sheet says so (R44).
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from itertools import chain, islice
from itertools import count as numbers
from typing import IO, Any, NamedTuple

from django.db.models import TextChoices
from django.http import FileResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from stafett.lib.acting import Acting

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As many as a sheet of Excel holds, with room for the head and sums; the rest gets one more.
ROWS_A_SHEET = 1_000_000
SIGNS_A_CELL = 32_767
SIGNS_A_TAB = 31
NOT_IN_A_TAB = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
TEXTS_ONLY = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


class Kind(StrEnum):
    """What a column holds, as its cells are formatted."""

    TEXT = "@"
    PLAIN = "0"
    NUMBER = "#,##0"
    FINE = "#,##0.00"
    VALUE = "General"
    FACTOR = "0.0000"
    SHARE = "0 %"
    RATE = "0.0 %"
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value with the formula it comes of; None where it is unknown, and then there is neither.

    In the formula ``{cost}`` is the cell of that column in the same row, ``{cost.above}`` the one
    above it and ``{cost.all}`` the whole column; ``{rate}`` is the cell of something given.
    """

    formula: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in formulas, its head with the unit, and what a row has in it.

    What is unknown is None: an empty cell. ``is_summed`` puts a SUM under it; ``where`` names the
    column that has 1 in the rows that the sum is of.
    """

    name: str
    title: str
    of: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    unit: str = ""
    width: int = 14
    is_summed: bool = False
    where: str = ""

    @property
    def head(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title


def told(
    name: str,
    title: str,
    kind: Kind = Kind.TEXT,
    *,
    words: type[TextChoices] | None = None,
    **more: Any,
) -> Column:
    """Return a column of rows that are mappings; ``words`` is what the stored values are called."""
    called = dict(words.choices) if words else {}

    def of(row: Mapping[str, Any]) -> Any:
        return called.get(row[name], row[name])

    return Column(name, title, of, kind, **more)


@dataclass(frozen=True, slots=True)
class Given:
    """Something that formulas rest on, in a cell of its own above the rows."""

    name: str
    title: str
    value: float
    kind: Kind = Kind.VALUE


@dataclass(frozen=True, slots=True)
class Result:
    """What the rows come to, below them."""

    title: str
    value: Reckoned | float | None
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its columns, how to read the rows, and whether a program opens on it."""

    title: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Any]]
    given: Sequence[Given] = ()
    results: Sequence[Result] = ()
    is_shown_first: bool = False


class Fact(NamedTuple):
    """A line about the file: what, the answer, and where it comes from."""

    term: str
    value: Any
    since: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: what it is of, what was asked for, and its sheets."""

    title: str
    sheets: Sequence[Sheet]
    filters: Sequence[tuple[str, str]] = ()
    order: str = ""
    facts: Sequence[Fact] = ()


def as_xlsx(name: str, book: Book, *, by: Acting, now: datetime) -> FileResponse:
    """Return the workbook as a file to keep."""
    made = BytesIO()
    write(made, book, by=by, now=now)
    made.seek(0)
    filename = f"{name}-{localtime(now):%Y-%m-%d}.xlsx"
    response = FileResponse(made, as_attachment=True, filename=filename, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def write(to: IO[bytes], book: Book, *, by: Acting, now: datetime) -> None:
    """Write the workbook. The first sheet is written last: then it is known what there is."""
    with Workbook(to, TEXTS_ONLY) as made:
        made.set_properties({"title": book.title, "created": localtime(now).replace(tzinfo=None)})
        pen = _Pen(made)
        first = made.add_worksheet(pen.tab(_("About this file")))
        counts = [_written(pen, sheet) for sheet in book.sheets]
        facts = _facts(book, counts, pen.cut, by, now)
        _write_facts(pen, first, [*facts, *book.facts])


# --- one sheet --------------------------------------------------------------------------------


class _Pen:
    """What writes cells of every kind, and knows what it has written."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.cut = 0
        self.tabs: set[str] = set()
        self.format = {
            kind: book.add_format({"num_format": kind, "valign": "top"}) for kind in Kind
        }
        self.sums = {kind: book.add_format({"num_format": kind, **FOOT}) for kind in Kind}
        self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.title = book.add_format({"bold": True, "font_size": 14})

    def tab(self, title: str) -> str:
        """Return a name for a sheet that Excel takes, and that no other has."""
        shown = (sign if sign.isprintable() and ord(sign) < 0xFFFE else " " for sign in title)
        name = "".join(shown).translate(NOT_IN_A_TAB).strip() or _("Table")
        for number in numbers(1):
            tail = f" ({number})" if number > 1 else ""
            tab = name[: SIGNS_A_TAB - len(tail)].strip() + tail
            if tab.lower() not in self.tabs:
                break
        self.tabs.add(tab.lower())
        return tab

    def write(self, sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
        """Write a value as what it is; what is unknown leaves the cell empty."""
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, localtime(value).replace(tzinfo=None), form)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, form)
        elif isinstance(value, int | float | Decimal):
            if math.isfinite(value):
                sheet.write_number(row, column, float(value), form)
        elif value is not None and str(value):
            sheet.write_string(row, column, self._fitting(str(value)), form)

    def _fitting(self, text: str) -> str:
        """Return the text as long as a cell can hold; one that is longer says so and is counted."""
        if len(text.encode("utf-16-le", "replace")) // 2 <= SIGNS_A_CELL:
            return text
        self.cut += 1
        left = _("[The text is longer than a cell can hold. The rest stands in Stafett.]")
        return f"{text[: SIGNS_A_CELL // 2 - len(left)]} {left}"


FOOT = {"bold": True, "top": 1, "valign": "top"}


class _Cells:
    """Where a column is, for formulas: as text its cell in the row that is written now."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.row = self.first = self.last = 0

    def __str__(self) -> str:
        return f"{self.letter}{self.row + 1}"

    @property
    def above(self) -> str:
        return f"{self.letter}{self.row}"

    @property
    def all(self) -> str:
        return f"${self.letter}${self.first + 1}:${self.letter}${self.last + 1}"


def _written(pen: _Pen, sheet: Sheet) -> tuple[str, int]:
    """Write every row, on as many sheets as they need; return how many they were."""
    rows, count = iter(sheet.rows()), 0
    for first in rows:
        count += _Table(pen, sheet).fill(chain([first], islice(rows, ROWS_A_SHEET - 1)))
    if not count:
        _Table(pen, sheet).fill([])
    return sheet.title, count


class _Table:
    """One sheet as it is written from the top down."""

    def __init__(self, pen: _Pen, sheet: Sheet) -> None:
        self.pen, self.of = pen, sheet
        self.tab = pen.book.add_worksheet(pen.tab(sheet.title))
        self.columns = {
            column.name: _Cells(xl_col_to_name(at)) for at, column in enumerate(sheet.columns)
        }
        if sheet.is_shown_first:
            self.tab.activate()
        self.places: dict[str, Any] = {**self.columns}
        self.known: dict[str, list[float]] = {name: [] for name in self.columns}
        self.row = 0

    def fill(self, rows: Iterable[Any]) -> int:
        """Write the head, the rows and what they come to; return how many rows there were."""
        self._write_given()
        head = self.row
        self._write_head()
        for row in rows:
            self._write_row(row)
        count = self.row - head - 1
        self.tab.autofilter(head, 0, head + count, len(self.of.columns) - 1)
        if count:
            self._point(first=head + 1, last=head + count)
            self._write_sums()
            self._write_results()
        return count

    def _write_given(self) -> None:
        for given in self.of.given:
            self.pen.write(self.tab, self.row, 0, given.title, self.pen.format[Kind.TEXT])
            self.pen.write(self.tab, self.row, 1, given.value, self.pen.format[given.kind])
            self.places[given.name] = f"$B${self.row + 1}"
            self.row += 1
        self.row += bool(self.of.given)

    def _write_head(self) -> None:
        for at, column in enumerate(self.of.columns):
            self.tab.set_column(at, at, column.width)
            self.tab.write_string(self.row, at, column.head, self.pen.head)
        self.row += 1
        self.tab.freeze_panes(self.row, 1)

    def _write_row(self, row: Any) -> None:
        self._point(row=self.row)
        wrote = {}
        for at, column in enumerate(self.of.columns):
            form = self.pen.format[column.kind]
            wrote[column.name] = self._write_cell(self.row, at, column.of(row), form)
        for column in self.of.columns:
            if column.is_summed and wrote.get(column.where, 1) == 1:
                self.known[column.name] += _known(wrote[column.name])
        self.row += 1

    def _write_cell(self, row: int, at: int, value: Any, form: Any) -> Any:
        if not isinstance(value, Reckoned):
            self.pen.write(self.tab, row, at, value, form)
            return value
        if value.value is not None:
            formula = "=" + value.formula.format_map(self.places)
            self.tab.write_formula(row, at, formula, form, value.value)
        return value.value

    def _write_sums(self) -> None:
        """Write a SUM under each column that has known values: of nothing known there is none."""
        summed = [name for name, known in self.known.items() if known]
        if not summed:
            return
        for at, column in enumerate(self.of.columns):
            if column.name in summed:
                added = Reckoned(_sum_of(column), math.fsum(self.known[column.name]))
                self._write_cell(self.row, at, added, self.pen.sums[column.kind])
            elif at == 0:
                self.tab.write_string(
                    self.row, 0, _("Sum of what is known"), self.pen.sums[Kind.TEXT]
                )
        self.row += 1

    def _write_results(self) -> None:
        for result in self.of.results:
            self.row += 1
            self.pen.write(self.tab, self.row, 0, result.title, self.pen.sums[Kind.TEXT])
            self._write_cell(self.row, 1, result.value, self.pen.sums[result.kind])

    def _point(self, **where: int) -> None:
        for cells in self.columns.values():
            for name, value in where.items():
                setattr(cells, name, value)


def _known(value: Any) -> list[float]:
    return [] if value is None else [float(value)]


def _sum_of(column: Column) -> str:
    if column.where:
        return f"SUMIF({{{column.where}.all}},1,{{{column.name}.all}})"
    return f"SUM({{{column.name}.all}})"


# --- about the file ---------------------------------------------------------------------------


def _facts(
    book: Book, counts: Iterable[tuple[str, int]], cut: int, by: Acting, now: datetime
) -> Iterator[Fact]:
    yield Fact(_("Made"), now)
    yield Fact(_("Made for"), " · ".join(filter(None, [by.name, by.organisation_name])))
    yield Fact(_("Who may see it"), _who_may_see(by))
    asked = "; ".join(f"{name}: {value}" for name, value in book.filters if value)
    yield Fact(_("Filter"), asked or _("none"))
    if book.order:
        yield Fact(_("Order"), book.order)
    for title, count in counts:
        yield Fact(_("Rows: %(table)s") % {"table": title}, count)
    yield Fact(_("Left out"), _said_of(cut))
    yield Fact(_("Empty cells"), _("Not known or not measured. An empty cell is never 0."))


def _who_may_see(by: Acting) -> str:
    if not by.is_somebody:
        return _("Everybody: all of it is public.")
    return _(
        "It holds what this person may see on that day. Others may see less: think before you "
        "send it on."
    )


def _said_of(cut: int) -> str:
    if not cut:
        return _("Nothing was cut: every row and every text that was asked for is here.")
    return _("Every row is here. Texts that were longer than a cell can hold: %(count)s.") % {
        "count": cut
    }


def _write_facts(pen: _Pen, sheet: Any, facts: Iterable[Fact]) -> None:
    for at, width in enumerate([36, 60, 14, 60]):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, _("About this file"), pen.title)
    heads = [_("What"), _("Answer"), _("Holds from"), _("Source")]
    for at, head in enumerate(heads):
        sheet.write_string(2, at, head, pen.head)
    sheet.freeze_panes(3, 0)
    for row, fact in enumerate(facts, start=3):
        _write_fact(pen, sheet, row, fact)


def _write_fact(pen: _Pen, sheet: Any, row: int, fact: Fact) -> None:
    forms: Mapping[type, Any] = {
        datetime: pen.format[Kind.MOMENT],
        date: pen.format[Kind.DAY],
        str: pen.wrapped,
    }
    pen.write(sheet, row, 0, fact.term, pen.wrapped)
    pen.write(sheet, row, 1, fact.value, forms.get(type(fact.value), pen.format[Kind.VALUE]))
    pen.write(sheet, row, 2, fact.since, pen.format[Kind.DAY])
    pen.write(sheet, row, 3, fact.source, pen.wrapped)
