"""Formulas as text. None is ever run: Excel and LibreOffice do that, on their owner's machine."""

import re

from stafett.lib.workbooks.cells import Place, address, place

QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])""")
REFERENCE = re.compile(r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])")
STARTS_A_PROGRAM = re.compile(r"\w\s*'?\|.*!|^\s*=?\s*DDE\s*\(", re.IGNORECASE)
OUTSIDE = "#REF!"


def moved(formula: str, rows: int, columns: int) -> str:
    """Return the formula as it reads some rows and columns further: what has no ``$`` follows."""

    def follow(found: re.Match[str]) -> str:
        row, column = place(found[2] + found[4])
        row += 0 if found[3] else rows
        column += 0 if found[1] else columns
        if row < 1 or column < 1:
            return OUTSIDE
        at = address(row, column)
        letters, digits = at.rstrip("0123456789"), at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return f"{found[1]}{letters}{found[3]}{digits}"

    pieces = QUOTED.split(formula)
    pieces[::2] = [REFERENCE.sub(follow, piece) for piece in pieces[::2]]
    return "".join(pieces)


def starts_a_program(formula: str) -> bool:
    """Tell whether a formula asks another program for something (DDE)."""
    return bool(STARTS_A_PROGRAM.search(QUOTED.sub(_without_text, formula)))


def _without_text(found: re.Match[str]) -> str:
    return "" if found[0].startswith('"') else found[0]


class Shared:
    """Formulas written once for many cells."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[Place, str]] = {}

    def text(self, at: Place, number: str, written: str) -> str:
        """Return the formula of a cell that shares it; the first one holds it."""
        if written:
            self._first.setdefault(number, (at, written))
            return written
        if number not in self._first:
            return ""
        (row, column), formula = self._first[number]
        return moved(formula, at[0] - row, at[1] - column)
