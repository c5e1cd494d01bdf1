"""What is drawn on a sheet: its shapes, from left to right in its own measure, and their texts."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from stafett.lib.workbooks import limits
from stafett.lib.workbooks.book import Book, book
from stafett.lib.workbooks.package import Element
from stafett.lib.workbooks.refusals import broken

PER_POINT = 9_525
"""Excel's unit for what is drawn (EMU), in one point of a screen."""
DIGIT = 7
"""How many points of the screen a digit takes, which columns are measured in."""
USUAL_WIDTH = 9.140625


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn: the forms it is made of, its text, and where it begins and ends.

    ``left`` and ``right`` go by the widths of columns, which depend on the screen; ``length`` is
    what the shape says of itself. ``column`` is the one it begins in, from 0.
    """

    forms: tuple[str, ...]
    text: str
    column: int
    left: int
    right: int
    length: int


def shapes(content: bytes, sheet: str) -> list[Shape]:
    """Return what is drawn on a sheet, from the back to the front; pictures are left out."""
    opened = book(content)
    part = opened.parts.get(sheet, "")
    links = opened.package.relations(part).values() if part else ()
    found: list[Shape] = []
    for link in links:
        if link.kind == "drawing" and not link.outside:
            found += _drawn(opened, link.target, part)
    return found


def _drawn(opened: Book, part: str, sheet: str) -> list[Shape]:
    try:
        return list(_shapes(opened, part, _Columns(opened, sheet)))
    except (AttributeError, ValueError) as error:
        raise broken(part) from error


def _shapes(opened: Book, part: str, columns: "_Columns") -> Iterator[Shape]:
    for anchor in opened.package.tree(part).iter("{*}twoCellAnchor"):
        forms = tuple(form.get("prst", "") for form in anchor.iter("{*}prstGeom"))
        if forms and anchor.find("{*}pic") is None:
            first, last = (anchor.find(f"{{*}}{end}") for end in ("from", "to"))
            left, right = columns.at(first), columns.at(last)
            length = _length(anchor) or right - left
            yield Shape(forms, _text(anchor), _column(first), left, right, length)


def _length(anchor: Element) -> int:
    sizes = anchor.iter("{*}ext")
    return next((int(size.get("cx", 0)) for size in sizes if size.get("cx")), 0)


def _column(marker: Element) -> int:
    return max(0, min(int(marker.findtext("{*}col") or 0), limits.LAST_COLUMN))


def _text(anchor: Element) -> str:
    lines = ("".join(line.itertext("{*}t")) for line in anchor.iter("{*}p"))
    return "\n".join(line for line in lines if line.strip())


class _Columns:
    """Where the columns of a sheet begin."""

    def __init__(self, opened: Book, part: str) -> None:
        root = opened.package.tree(part)
        usual = next(iter(root.iterfind("{*}sheetFormatPr")), None)
        self.usual = float((usual is not None and usual.get("defaultColWidth")) or USUAL_WIDTH)
        self.widths = sorted(
            (int(row.get("min", 1)), int(row.get("max", 1)), _width(row, self.usual))
            for row in root.iterfind("{*}cols/{*}col")
        )
        self._begins = [first for first, _last, _width in self.widths]
        wide = map(self._of, range(1, limits.LAST_COLUMN + 1))
        self.starts = [0, *accumulate(wide)]

    def at(self, marker: Element) -> int:
        """Return how far from the sheet's left edge a corner is."""
        return self.starts[_column(marker)] + int(marker.findtext("{*}colOff") or 0)

    def _of(self, number: int) -> int:
        known = bisect_right(self._begins, number) - 1
        inside = known >= 0 and number <= self.widths[known][1]
        return _points(self.widths[known][2] if inside else self.usual) * PER_POINT


def _width(row: Element, usual: float) -> float:
    return 0.0 if row.get("hidden") in {"1", "true"} else float(row.get("width") or usual)


def _points(width: float) -> int:
    """Return how many points of the screen a column takes, as Excel rounds it."""
    return int((256 * width + 128 // DIGIT) / 256 * DIGIT)
