"""Lists as workbooks for Excel and its kin: typed columns, their rows, and what they rest on.

A room says its columns; this is the one door out. What somebody wrote stays text and is never a
formula. A formula of ours carries the value we reckoned, so that a reader that does not reckon
shows the same. Nothing is left out, and the first sheet says so (R44).
"""

from stafett.lib.sheets.book import Book, Column, Fact, Given, Kind, Reckoned, Result, Sheet, told
from stafett.lib.sheets.writing import as_xlsx, write

__all__ = [
    "Book",
    "Column",
    "Fact",
    "Given",
    "Kind",
    "Reckoned",
    "Result",
    "Sheet",
    "as_xlsx",
    "told",
    "write",
]
