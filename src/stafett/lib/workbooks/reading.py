"""Reading a workbook: what stands in the cells, and which of it is reckoned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from stafett.lib.workbooks import cells, formulas, limits, refusals
from stafett.lib.workbooks.book import Book, book, forget
from stafett.lib.workbooks.cells import Place, Value
from stafett.lib.workbooks.package import Element
from stafett.lib.workbooks.refusals import Unreadable, check_count

TOO_MANY_ROWS = _("The workbook has more than %(most)s rows.")
TOO_MANY_CELLS = _("The workbook has more than %(most)s cells.")
TOO_MANY_MERGED = _("The workbook has more than %(most)s merged cells.")
TOO_MUCH_TEXT = _("The workbook has more than %(most)s signs in its cells.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, by address (``B4``).

    ``cells`` holds what stands there, for formulas what they last came to; what is empty is not in
    it. A merged area has its value in the cell at the top left. ``errors`` are cells that show
    ``#DIV/0!`` and the like, ``percent`` those with a number that is shown as a percentage.
    """

    name: str
    hidden: bool
    cells: Mapping[str, Value]
    formulas: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    percent: frozenset[str] = frozenset()

    def rows(self) -> list[tuple[int, dict[int, Value]]]:
        """Return the rows that have something in them, and what each column holds, from 1."""
        found: dict[int, dict[int, Value]] = {}
        for address, value in self.cells.items():
            row, column = cells.place(address)
            found.setdefault(row, {})[column] = value
        return sorted(found.items())


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as it was read: sheets in order, names, and what we neither follow nor run."""

    sheets: tuple[Sheet, ...]
    names: Mapping[str, str]
    left_alone: tuple[str, ...]

    def __getitem__(self, name: str) -> Sheet:
        """Return the sheet with this name."""
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a sheet with this name."""
        return any(sheet.name == name for sheet in self.sheets)


def read(content: bytes) -> Workbook:
    """Read a workbook, or refuse it with a sentence that says what to do."""
    opened = book(content)
    counted = _Counted()
    sheets = tuple(_Reader(opened, name, counted).sheet() for name in opened.parts)
    return Workbook(sheets, opened.names(), opened.package.left_alone)


@dataclass(slots=True)
class _Counted:
    """How much has been read so far, in all sheets."""

    rows: int = 0
    cells: int = 0
    signs: int = 0

    def another_row(self) -> None:
        self.rows += 1
        check_count(self.rows, limits.MOST_ROWS, TOO_MANY_ROWS)

    def another_cell(self) -> None:
        self.cells += 1
        check_count(self.cells, limits.MOST_CELLS, TOO_MANY_CELLS)

    def another_text(self, text: str) -> None:
        self.signs += len(text)
        check_count(self.signs, limits.MOST_TEXT, TOO_MUCH_TEXT)


class _Reader:
    """Reads one sheet, row by row."""

    def __init__(self, opened: Book, name: str, counted: _Counted) -> None:
        self.book, self.name, self.counted = opened, name, counted
        self.cells: dict[str, Value] = {}
        self.formulas: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.merged: list[str] = []
        self.percent: set[str] = set()
        self.shared = formulas.Shared()

    def sheet(self) -> Sheet:
        row = 0
        for element in self.book.package.walk(self.book.parts[self.name], "row", "mergeCell"):
            if element.tag.endswith("}row"):
                row = self._row(element, row)
            else:
                self._merge(element)
            forget(element)
        hidden = self.name in self.book.hidden
        return Sheet(
            name=self.name,
            hidden=hidden,
            cells=self.cells,
            formulas=self.formulas,
            errors=self.errors,
            merged=tuple(self.merged),
            percent=frozenset(self.percent),
        )

    def _row(self, element: Element, before: int) -> int:
        self.counted.another_row()
        row, column = row_of(element, before), 0
        for cell in element.iterfind("{*}c"):
            self.counted.another_cell()
            column = column_of(cell, column)
            self._cell(cell, (row, column))
        return row

    def _cell(self, cell: Element, at: Place) -> None:
        address = cells.address(*at)
        value = self.book.value(cell)
        if value is not None:
            self.cells[address] = value
        if isinstance(value, str):
            self.counted.another_text(value)
        if self.book.shows_percent(cell.get("s", "0")):
            self.percent.add(address)
        if cell.get("t") == "e":
            self.errors[address] = cell.findtext("{*}v") or ""
        for formula in cell.iterfind("{*}f"):
            self._formula(formula, address, at)

    def _formula(self, formula: Element, address: str, at: Place) -> None:
        text = formula.text or ""
        if formula.get("t") == "shared":
            text = self.shared.text(at, formula.get("si", ""), text)
        if formulas.starts_a_program(text):
            raise Unreadable(refusals.DDE)
        self.counted.another_text(text)
        self.formulas[address] = text

    def _merge(self, element: Element) -> None:
        self.merged.append(element.get("ref", ""))
        check_count(len(self.merged), limits.MOST_MERGED, TOO_MANY_MERGED)


def row_of(element: Element, before: int) -> int:
    """Return a row's number, which may be left out where it follows the one before."""
    written = element.get("r") or str(before + 1)
    if not written.isdecimal() or not before < int(written) <= limits.LAST_ROW:
        raise refusals.strange(ascii(written))
    return int(written)


def column_of(cell: Element, before: int) -> int:
    """Return a cell's column, which may be left out where it follows the one before."""
    written = cell.get("r")
    column = cells.place(written)[1] if written else before + 1
    if not before < column <= limits.LAST_COLUMN:
        raise refusals.strange(ascii(written))
    return column
