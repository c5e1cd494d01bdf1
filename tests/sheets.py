"""Workbooks as whoever opens them reads them."""

from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Workbook:
    """A file of ours that was sent: its first sheet is about it."""

    def __init__(self, response: Any) -> None:
        assert response.status_code == 200, response.status_code
        self._open(b"".join(response))

    @classmethod
    def opened(cls, file: bytes) -> "Workbook":
        """Open a file that is at hand."""
        book = cls.__new__(cls)
        book._open(file)
        return book

    def _open(self, file: bytes) -> None:
        self.file = file
        self._opened = CalamineWorkbook.from_filelike(BytesIO(file))
        self.names = list(self._opened.sheet_names)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what it says about itself."""
        return {row[0]: row[1] for row in self.cells(0)}

    def cells(self, tab: int) -> list[list[Any]]:
        """Return every row of a sheet, the head and the sums included."""
        return self._opened.get_sheet_by_index(tab).to_python(skip_empty_area=False)

    def rows(self, tab: int = 1, head: int = 0) -> list[dict[str, Any]]:
        """Return the rows under the head, by the columns' titles, with what they come to."""
        titles, *rows = self.cells(tab)[head:]
        return [dict(zip(titles, row, strict=True)) for row in rows]

    def told(self, tab: int = 1, head: int = 0) -> list[dict[str, Any]]:
        """Return the rows alone: as many as the file says that there are."""
        return self.rows(tab, head)[: int(list(self.counts.values())[tab - 1])]

    @property
    def counts(self) -> dict[str, float]:
        """Return how many rows it says that each sheet has."""
        said = ("Rows: ", "Rader: ")
        return {term: value for term, value in self.facts.items() if str(term).startswith(said)}

    def formulas(self, tab: int = 1) -> dict[str, str]:
        """Return the formulas of a sheet, by their cell."""
        with ZipFile(BytesIO(self.file)) as packed:
            tree = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{tab + 1}.xml"))
        told = {cell.get("r", ""): cell.find(f"{MAIN}f") for cell in tree.iter(f"{MAIN}c")}
        return {place: str(formula.text) for place, formula in told.items() if formula is not None}
