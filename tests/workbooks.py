"""Workbooks for tests, and the same with one part changed."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "xl/workbook.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def small(fill=lambda sheet, book: sheet.write("A1", "Forside"), **options):
    """Return a workbook of one sheet, ``Ark``, filled in by a function."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as book:
        fill(book.add_worksheet("Ark"), book)
    return made.getvalue()


def parts_of(content):
    """Return what is in each part, in order."""
    with ZipFile(BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}


def packed(parts, compression=ZIP_DEFLATED):
    """Return parts as a file."""
    made = BytesIO()
    with ZipFile(made, "w", compression) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return made.getvalue()


def with_parts(content=None, **changed):
    """Return a workbook with parts added or put in place of others; names have ``__`` for ``/``."""
    parts = parts_of(content or small())
    return packed(parts | {name.replace("__", "/"): part for name, part in changed.items()})


def replaced(name, old, new, content=None):
    """Return a workbook with some text of a part changed."""
    parts = parts_of(content or small())
    before = parts[name].decode()
    assert old in before
    return packed(parts | {name: before.replace(old, new)})


def sheet_of(rows, **other):
    """Return a workbook whose sheet holds these rows, as markup."""
    before, after = other.get("before", ""), other.get("after", "")
    written = f"{before}<worksheet {NAMESPACE}><sheetData>{rows}</sheetData>{after}</worksheet>"
    return packed(parts_of(small()) | {SHEET: written.encode(other.get("encoding", "utf-8"))})
