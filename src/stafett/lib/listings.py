"""CSV files from other programs, as rows of texts; nothing in them is guessed in silence."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.lib.rules import Refused
from stafett.lib.text import as_it_was, folded

MOST_ROWS = 2_000
MOST_COLUMNS = 200
MOST_SIGNS = 10_000
SAMPLE = 50
NAMED = 5
DELIMITERS = ";\t,"
UTF_8, UTF_8_MARKED, UTF_16, WINDOWS = "utf-8", "utf-8-sig", "utf-16", "cp1252"
MARKS = ((b"\xef\xbb\xbf", UTF_8_MARKED), (b"\xff\xfe", UTF_16), (b"\xfe\xff", UTF_16))
# UTF-8 that was read as Windows-1252 on its way, and signs of older character sets.
TWICE = re.compile("Ã[¦¸¥†˜…]|Â[ «»]|ï»¿|â€[™œ“]")
OLD_LETTERS = re.compile("[a-zA-Z][†‘›¾¿Œ¢¥][a-zA-Z]|[a-zA-Z][†‘›¾¿Œ¢][ ;,\t\r\n]")
LOST_LETTERS = re.compile(r"[^\W\d_]\?[a-zæøå]")
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row, by the number it has in a spreadsheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A CSV file as it was read, and how."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str
    delimiter: str
    empty: int

    def column(self, place: int) -> list[str]:
        """Return the cells of one column, from the top."""
        return [line.cells[place] for line in self.lines]


def read(data: bytes) -> Listing:
    """Return the rows of a CSV file; a file that is damaged or too long is refused with a way out.

    Parameters
    ----------
    data : bytes
        UTF-8 with or without a mark, UTF-16 or Windows-1252; columns apart by ``;``, ``,`` or tab.
    """
    _check_size(data)
    text, encoding = _text(data)
    text, delimiter = _delimiter(text)
    rows = list(_rows(text, delimiter))
    filled = [line for line in rows if any(cell.strip() for cell in line.cells)]
    if len(filled) < 2:
        raise Refused(_("The file has no rows under its headings. Choose the file once more."))
    width = _width(filled[0].cells)
    lines = _even(filled[1:], width)
    headings = _headings(filled[0].cells[:width])
    return Listing(headings, lines, encoding, delimiter, len(rows) - len(filled))


def letter(place: int) -> str:
    """Return what a spreadsheet calls a column: A, B, ..., AA."""
    before, rest = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + rest)


def key(heading: str) -> str:
    """Return a heading as it is compared: letters and figures alone."""
    return "".join(sign for sign in folded(heading) if sign.isalnum())


# --- the letters ------------------------------------------------------------------------------


def _check_size(data: bytes) -> None:
    if not data.strip():
        raise Refused(_("The file is empty. Choose the file once more."))
    rows = max(data.count(b"\n"), data.count(b"\r"))
    if rows > MOST_ROWS + SAMPLE:
        raise _too_long(rows)


def _too_long(rows: int) -> Refused:
    return Refused(
        _(
            "The file has about %(rows)s rows, and %(most)s can be read at once. "
            "Split it into several files."
        )
        % {"rows": f"{rows:,}".replace(",", " "), "most": f"{MOST_ROWS:,}".replace(",", " ")}
    )


def _text(data: bytes) -> tuple[str, str]:
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as reason:
        raise _damaged() from reason
    if NO_TEXT.search(text):
        raise Refused(_("This is not a text file. Save it as «CSV UTF-8» and choose it again."))
    _check_whole(text, OLD_LETTERS if encoding == WINDOWS else TWICE)
    return text, encoding


def _encoding(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if unmarked := _unmarked_utf_16(data[:2000]):
        return unmarked
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError:
        return WINDOWS
    return UTF_8


def _unmarked_utf_16(start: bytes) -> str | None:
    """Return the order of the bytes where every other one is nought, as in plain letters."""
    if not start or start.count(0) * 3 < len(start):
        return None
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _check_whole(text: str, wrong: re.Pattern[str]) -> None:
    """Refuse a text whose letters were lost before it came here: nobody can guess them back."""
    lost = any("://" not in found for found in _words_with_lost_letters(text))
    if lost or "\ufffd" in text or wrong.search(text):
        raise _damaged()


def _words_with_lost_letters(text: str) -> Iterator[str]:
    for found in LOST_LETTERS.finditer(text):
        start = max(text.rfind(sign, 0, found.start()) for sign in " ;,\t\n")
        yield text[start + 1 : found.end()]


def _damaged() -> Refused:
    return Refused(
        _(
            "Letters such as æ, ø and å are damaged in this file. Open the original in Excel, "
            "choose «Save as» and the type «CSV UTF-8 (comma delimited)», and choose that file."
        )
    )


# --- the columns ------------------------------------------------------------------------------


def _delimiter(text: str) -> tuple[str, str]:
    """Return the text and the sign between its columns: the one most rows agree on."""
    first, _break, rest = text.partition("\n")
    if said := re.fullmatch(r'"?sep=([;,\t])"?\r?', first):
        return "\n" + rest, said[1]
    return text, max(DELIMITERS, key=lambda sign: _agreement(text, sign))


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first rows are as wide as the headings, and how wide those are."""
    try:
        sample = [line.cells for line in _rows(text, delimiter, most=SAMPLE) if any(line.cells)]
    except Refused:
        return 0, 0
    width = len(sample[0]) if sample else 0
    return (sum(len(row) == width for row in sample), width) if width > 1 else (0, 0)


def _rows(text: str, delimiter: str, *, most: int | None = None) -> Iterator[Line]:
    """Yield the rows with their numbers, empty ones too; a quote that never ends is refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if most is not None and number > most:
                return
            _check_row(number, cells)
            yield Line(number, tuple(map(as_it_was, cells)))
    except csv.Error as reason:
        raise Refused(
            _(
                "Row %(row)s has a quotation mark that does not fit. "
                "Save the file as CSV from a spreadsheet once more."
            )
            % {"row": number + 1}
        ) from reason


def _check_row(number: int, cells: Sequence[str]) -> None:
    if number > MOST_ROWS + SAMPLE:
        raise _too_long(number)
    if len(cells) > MOST_COLUMNS:
        raise Refused(
            _("Row %(row)s has %(columns)s columns, and %(most)s can be read.")
            % {"row": number, "columns": len(cells), "most": MOST_COLUMNS}
        )
    if any(len(cell) > MOST_SIGNS for cell in cells):
        raise Refused(
            _("Row %(row)s has a cell of more than %(most)s signs. Shorten it.")
            % {"row": number, "most": MOST_SIGNS}
        )


def _width(headings: Sequence[str]) -> int:
    return max(place for place, cell in enumerate(headings, start=1) if cell.strip())


def _even(lines: Sequence[Line], width: int) -> tuple[Line, ...]:
    """Return rows as wide as the headings; what stands outside of them is told by row."""
    if len(lines) > MOST_ROWS:
        raise _too_long(len(lines))
    even = [Line(line.number, _as_wide(line.cells, width)) for line in lines]
    uneven = [line.number for line in even if len(line.cells) != width]
    if uneven:
        raise _uneven(uneven, width)
    return tuple(even)


def _as_wide(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    outside = cells[width:]
    return cells if any(cell.strip() for cell in outside) else cells[:width]


def _uneven(numbers: Sequence[int], width: int) -> Refused:
    more = len(numbers) - NAMED
    named = ", ".join(map(str, numbers[:NAMED]))
    told = _("%(rows)s and %(more)s more") % {"rows": named, "more": more} if more > 0 else named
    text = ngettext(
        "The headings are %(width)s, and this row has another number of cells: %(rows)s. "
        "Mend it in a spreadsheet, and choose the file again.",
        "The headings are %(width)s, and these rows have another number of cells: %(rows)s. "
        "Mend them in a spreadsheet, and choose the file again.",
        len(numbers),
    )
    return Refused(text % {"width": width, "rows": told})


def _headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Return headings that are all there and told apart, by the column's letter where need be."""
    names = [" ".join(cell.split()) for cell in cells]
    return tuple(
        name if name and names.count(name) == 1 else f"{name or _('Column')} {letter(place)}"
        for place, name in enumerate(names)
    )
