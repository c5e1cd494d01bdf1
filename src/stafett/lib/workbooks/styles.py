"""Looks: a day needs a cell that shows days, and a number one that does not."""

from copy import deepcopy
from datetime import date, datetime

from stafett.lib.text import FORMULA_STARTS
from stafett.lib.workbooks.book import Book
from stafett.lib.workbooks.cells import Value
from stafett.lib.workbooks.package import Element

DAY, MINUTE, GENERAL = "14", "22", "0"


class Styles:
    """The looks of a workbook, and those a change adds behind them."""

    def __init__(self, opened: Book) -> None:
        self.book = opened
        self.part = opened.related("styles") or ""
        self.root: Element = None
        self._made: dict[tuple[str, str, str], str] = {}

    @property
    def changed(self) -> bool:
        """Tell whether a look was added."""
        return bool(self._made)

    def fitting(self, style: str, value: Value) -> str:
        """Return the cell's own look where it does for this value, or one that else is like it."""
        shows_dates = self.book.shows_dates(style)
        if isinstance(value, date) and not shows_dates:
            return self._like(style, "numFmtId", MINUTE if isinstance(value, datetime) else DAY)
        if isinstance(value, int | float) and not isinstance(value, bool) and shows_dates:
            return self._like(style, "numFmtId", GENERAL)
        if isinstance(value, str) and value.startswith(FORMULA_STARTS):
            return self._like(style, "quotePrefix", "1")
        return style

    def can_show_dates(self) -> bool:
        """Tell whether there are looks at all: a very plain workbook has none."""
        return bool(self.book.dated)

    def _like(self, style: str, name: str, value: str) -> str:
        if not self.can_show_dates():
            return style
        wanted = (style, name, value)
        if wanted not in self._made:
            self._made[wanted] = self._add(*wanted)
        return self._made[wanted]

    def _add(self, style: str, name: str, value: str) -> str:
        if self.root is None:
            self.root = self.book.package.tree(self.part)
        looks = self.root.find("{*}cellXfs")
        number = int(style) if style.isdecimal() and int(style) < len(self.book.dated) else 0
        made = deepcopy(looks.findall("{*}xf")[number])
        made.set(name, value)
        if name == "numFmtId":
            made.set("applyNumberFormat", "1")
        looks.append(made)
        count = len(looks.findall("{*}xf"))
        looks.set("count", str(count))
        return str(count - 1)
