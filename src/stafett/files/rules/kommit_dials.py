"""The twelve dials of KommIT's workbook: triangles that people drag between a red and a green face.

Where a triangle stands is the only value there is, and one that nobody has touched looks like an
answer. So a dial is told only where it was moved, as a place on a line, and never as a status.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from stafett.files.rules import kommit
from stafett.files.rules.kommit import HANDOVER, RESULT, STATUS
from stafett.lib.workbooks import Workbook
from stafett.lib.workbooks.drawings import Shape, shapes

OVERALL, ANCHORING, COMMUNICATION, TRAINING = "overall", "anchoring", "communication", "training"
CHANGE = (ANCHORING, COMMUNICATION, TRAINING)
ORDER: Mapping[str, tuple[str, ...]] = {
    STATUS: (*CHANGE, OVERALL),
    HANDOVER: (*CHANGE, OVERALL),
    RESULT: (OVERALL, *CHANGE),
}
"""The dials of a sheet, from the back to the front."""
UNTOUCHED: Mapping[tuple[str, str], float] = {
    **{(sheet, about): 0.512 for sheet in ORDER for about in CHANGE},
    (STATUS, OVERALL): 0.855,
    (HANDOVER, OVERALL): 0.855,
    (RESULT, OVERALL): 0.883,
}
"""Where the triangles stand from the beginning."""
TRIANGLE, LINE = "triangle", "line"
NEAR = 0.02


@dataclass(frozen=True, slots=True)
class Dial:
    """A dial: on which sheet, about what, and where between the red (0) and the green face (1)."""

    sheet: str
    about: str
    place: float


def dials(content: bytes, book: Workbook) -> list[Dial]:
    """Return the workbook's dials; none of a sheet where they are drawn in another way."""
    known = kommit.sheets(book)
    found = []
    for name, order in ORDER.items():
        places = _places(shapes(content, known[name].name)) if name in known else []
        if len(places) == len(order):
            rows = zip(order, places, strict=True)
            found += [Dial(name, about, place) for about, place in rows]
    return found


def dragged(content: bytes, book: Workbook) -> list[Dial]:
    """Return the dials that somebody has moved."""
    return [each for each in dials(content, book) if not _is_untouched(each)]


def _is_untouched(dial: Dial) -> bool:
    return abs(dial.place - UNTOUCHED[dial.sheet, dial.about]) < NEAR


def _places(drawn: list[Shape]) -> list[float]:
    """Return where each triangle stands on the line that is drawn after it."""
    kept = [shape for shape in drawn if _is_triangle(shape) or _is_line(shape)]
    pairs = [pair for pair in pairwise(kept) if _is_triangle(pair[0]) and _is_line(pair[1])]
    return [_place(triangle, line) for triangle, line in pairs if line.length]


def _place(triangle: Shape, line: Shape) -> float:
    """Return where the triangle's middle stands; the line's length tells how wide columns are."""
    wider = line.length - (line.right - line.left) if triangle.column > line.column else 0
    middle = triangle.left + wider + triangle.length / 2
    return (middle - line.left) / line.length


def _is_triangle(shape: Shape) -> bool:
    return shape.forms == (TRIANGLE,)


def _is_line(shape: Shape) -> bool:
    return set(shape.forms) == {LINE}
