"""Writing cells of every kind, each as what it is."""

import math
from datetime import date, datetime
from decimal import Decimal
from itertools import count as numbers
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stafett.lib.sheets.book import Kind

SIGNS_A_CELL = 32_767
SIGNS_A_TAB = 31
NOT_IN_A_TAB = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
FOOT = {"bold": True, "top": 1, "valign": "top"}


class Pen:
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
