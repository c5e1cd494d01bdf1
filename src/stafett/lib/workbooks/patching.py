"""Writing into the bytes that were sent: the cells asked for, and nothing else (ADR 0032)."""

from collections.abc import Collection, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from django.utils.translation import gettext as _
from lxml import etree

from stafett.lib.rules import Refused
from stafett.lib.workbooks import cells, limits
from stafett.lib.workbooks.book import Book, book
from stafett.lib.workbooks.cells import Place, Value
from stafett.lib.workbooks.package import CONTENT_TYPES, Element, relations_of
from stafett.lib.workbooks.reading import column_of, row_of
from stafett.lib.workbooks.styles import Styles

Where = tuple[str, str]
AFTER_CALCULATION = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
KEEPS_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def patch(
    content: bytes, changes: Mapping[Where, Any], *, over_formulas: Collection[Where] = ()
) -> bytes:
    """Return the workbook with these cells changed, by sheet and address; None empties a cell.

    A cell that says so already is left as it is; where all do, the bytes are the same. A formula
    is only written over where ``over_formulas`` has the cell. Whoever opens the workbook gets it
    reckoned anew. Days before March 1900, which Excel does not know, are written as text.
    """
    work = _Work(book(content), frozenset(over_formulas))
    by_sheet: dict[str, dict[str, Any]] = {}
    for (sheet, address), value in changes.items():
        by_sheet.setdefault(sheet, {})[address] = value
    for sheet, wanted in by_sheet.items():
        work.write(sheet, wanted)
    return work.file() if work.parts else content


class _Work:
    """What the changes make of the parts."""

    def __init__(self, opened: Book, over_formulas: frozenset[Where]) -> None:
        self.book, self.over_formulas = opened, over_formulas
        self.parts: dict[str, Element | None] = {}
        self.styles = Styles(opened)
        self.formula_removed = False

    def write(self, name: str, wanted: Mapping[str, Any]) -> None:
        """Change cells of one sheet; nothing where they say so already."""
        if not (part := self.book.parts.get(name)):
            says = _("The workbook has no sheet called “%(sheet)s”.")
            raise Refused(says % {"sheet": name})
        sheet = _Sheet(self, name, self.book.package.tree(part))
        changed = [sheet.write(address, cells.plain(value)) for address, value in wanted.items()]
        if any(changed):
            self.parts[part] = sheet.root

    def file(self) -> bytes:
        """Return the changed file: the parts in their order, all others as they were."""
        if self.styles.changed:
            self.parts[self.styles.part] = self.styles.root
        self.parts[self.book.main] = _reckoned_anew(self.book.root)
        if self.formula_removed:
            self._drop_order_of_reckoning()
        return _packed(self.book, self.parts)

    def _drop_order_of_reckoning(self) -> None:
        if not (part := self.book.related("calcChain")):
            return
        links = relations_of(self.book.main)
        self.parts[part] = None
        self.parts[links] = self._without(links, "Type", "/calcChain")
        self.parts[CONTENT_TYPES] = self._without(CONTENT_TYPES, "PartName", f"/{part}")

    def _without(self, name: str, attribute: str, ending: str) -> Element:
        root = self.book.package.tree(name)
        for row in list(root):
            if row.get(attribute, "").casefold().endswith(ending.casefold()):
                root.remove(row)
        return root


class _Sheet:
    """One sheet that is written in."""

    def __init__(self, work: _Work, name: str, root: Element) -> None:
        self.work, self.name, self.root = work, name, root
        self.namespace = etree.QName(root).namespace
        self.rows: dict[int, Element] = {}
        self.cells: dict[Place, Element] = {}
        self.merged = [_area(row) for row in root.iterfind("{*}mergeCells/{*}mergeCell")]
        self._find_cells()

    def write(self, address: str, value: Value) -> bool:
        """Make a cell say this, and tell whether it did not already."""
        at = cells.place(address)
        cell = self.cells.get(at)
        if self._says(cell, value):
            return False
        self._check(address, at, value)
        if cell is None:
            cell = self._new_cell(at)
        self._remove_formula(cell, address)
        self._fill(cell, value)
        return True

    def _find_cells(self) -> None:
        row = 0
        for element in self.root.iterfind("{*}sheetData/{*}row"):
            row, column = row_of(element, row), 0
            self.rows[row] = element
            for cell in element.iterfind("{*}c"):
                column = column_of(cell, column)
                self.cells[row, column] = cell

    def _says(self, cell: Element | None, value: Value) -> bool:
        if cell is None:
            return value is None
        return cell.get("t") != "e" and cells.same(self.work.book.value(cell), value)

    def _check(self, address: str, at: Place, value: Value) -> None:
        if isinstance(value, str) and len(value) > limits.LONGEST_TEXT:
            says = _("The text for %(cell)s on “%(sheet)s” is longer than Excel takes in a cell.")
            raise self._refused(says, address)
        if any(_covers(area, at) for area in self.merged):
            says = _(
                "%(cell)s on “%(sheet)s” lies hidden under a merged cell, and is left as it is."
            )
            raise self._refused(says, address)

    def _refused(self, says: str, address: str) -> Refused:
        return Refused(says % {"cell": address, "sheet": self.name})

    def _remove_formula(self, cell: Element, address: str) -> None:
        formula = cell.find("{*}f")
        if formula is None:
            return
        if (self.name, address) not in self.work.over_formulas or formula.get(
            "ref", address
        ) != address:
            says = _("%(cell)s on “%(sheet)s” is reckoned by a formula, and is left as it is.")
            raise self._refused(says, address)
        self.work.formula_removed = True

    def _new_cell(self, at: Place) -> Element:
        row = self.rows.get(at[0])
        if row is None:
            row = self._new_row(at[0])
        row.attrib.pop("spans", None)
        for size in self.root.findall("{*}dimension"):
            self.root.remove(size)
        cell = self._made("c", r=cells.address(*at), s=self._style_of_place(row, at[1]))
        later = [found for (_row, column), found in self._in_row(at[0]) if column > at[1]]
        later[0].addprevious(cell) if later else row.append(cell)
        self.cells[at] = cell
        return cell

    def _in_row(self, row: int) -> list[tuple[Place, Element]]:
        return sorted((item for item in self.cells.items() if item[0][0] == row), key=_by_place)

    def _new_row(self, number: int) -> Element:
        made = self._made("row", r=str(number))
        later = [found for found in self.rows if found > number]
        if later:
            self.rows[min(later)].addprevious(made)
        else:
            self.root.find("{*}sheetData").append(made)
        self.rows[number] = made
        return made

    def _made(self, tag: str, **attributes: str) -> Element:
        return etree.Element(f"{{{self.namespace}}}{tag}", attributes)

    def _style_of_place(self, row: Element, column: int) -> str:
        if row.get("customFormat") in {"1", "true"}:
            return str(row.get("s", "0"))
        for columns in self.root.iterfind("{*}cols/{*}col"):
            if int(columns.get("min", 0)) <= column <= int(columns.get("max", 0)):
                return str(columns.get("style", "0"))
        return "0"

    def _fill(self, cell: Element, value: Value) -> None:
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)
        cell.set("s", self.work.styles.fitting(cell.get("s", "0"), value))
        match self._writable(value):
            case None:
                pass
            case bool(truth):
                self._put(cell, "b", str(int(truth)))
            case str(text):
                self._put_text(cell, text)
            case number:
                self._put(cell, "n", repr(number))

    def _writable(self, value: Value) -> str | float | bool | None:
        if not isinstance(value, date):
            return value
        days = cells.days(value, from_1904=self.work.book.from_1904)
        if days is None or not self.work.styles.can_show_dates():
            return f"{value:%d.%m.%Y}"
        return days

    def _put(self, cell: Element, kind: str, text: str) -> None:
        if kind != "n":
            cell.set("t", kind)
        value = self._made("v")
        value.text = text
        cell.append(value)

    def _put_text(self, cell: Element, text: str) -> None:
        cell.set("t", "inlineStr")
        holder, words = self._made("is"), self._made("t")
        words.text = cells.escaped(text)
        words.set(KEEPS_SPACE, "preserve")
        holder.append(words)
        cell.append(holder)


def _by_place(item: tuple[Place, Element]) -> Place:
    return item[0]


def _area(row: Element) -> tuple[Place, Place]:
    first, _colon, last = row.get("ref", "").partition(":")
    return cells.place(first), cells.place(last or first)


def _covers(area: tuple[Place, Place], at: Place) -> bool:
    (top, left), (bottom, right) = area
    return top <= at[0] <= bottom and left <= at[1] <= right and at != (top, left)


def _reckoned_anew(root: Element) -> Element:
    found = root.find("{*}calcPr")
    if found is None:
        found = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        later = [row for name in AFTER_CALCULATION for row in root.findall(f"{{*}}{name}")]
        first = min(later, key=root.index, default=None)
        root.append(found) if first is None else first.addprevious(found)
    found.set("fullCalcOnLoad", "1")
    return root


def _packed(opened: Book, parts: Mapping[str, Element | None]) -> bytes:
    changed = {name.casefold(): root for name, root in parts.items()}
    made = BytesIO()
    with ZipFile(made, "w") as box:
        for info in opened.package.archive.infolist():
            name = info.filename.casefold()
            if name not in changed:
                box.writestr(_label(info), opened.package.part(name))
            elif (root := changed[name]) is not None:
                box.writestr(_label(info), _written(root))
    return made.getvalue()


def _label(info: ZipInfo) -> ZipInfo:
    made = ZipInfo(info.filename, info.date_time)
    made.compress_type, made.external_attr = info.compress_type, info.external_attr
    return made


def _written(root: Element) -> bytes:
    written: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written
