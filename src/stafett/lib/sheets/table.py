"""One sheet as it is written from the top down, and where its columns are for formulas."""

import math
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from stafett.lib.sheets.book import Column, Kind, Reckoned, Sheet
from stafett.lib.sheets.pen import Pen

# As many as a sheet of Excel holds, with room for the head and sums; the rest gets one more.
ROWS_A_SHEET = 1_000_000


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


def written(pen: Pen, sheet: Sheet) -> tuple[str, int]:
    """Write every row, on as many sheets as they need; return how many they were."""
    rows, count = iter(sheet.rows()), 0
    for first in rows:
        count += _Table(pen, sheet).fill(chain([first], islice(rows, ROWS_A_SHEET - 1)))
    if not count:
        _Table(pen, sheet).fill([])
    return sheet.title, count


class _Table:
    """One sheet as it is written from the top down."""

    def __init__(self, pen: Pen, sheet: Sheet) -> None:
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
