"""Worked examples: a small table in, one call, the answers, and the way there by hand.

Each is a test (``tests/spec``) and a paragraph of the page, so what the page says is true. Sums
are written as one keys them into a pocket calculator, and are keyed in by the test too.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.ui.figures import FIXED, THIN, number

Words = str | Promise
Cell = float | Words | None
Found = Any
"""A number, or a sign of the program's own."""

KRONER, PERCENT = "kr", "%"
HOURS = _("hours")
NOT_YET = _("not yet")

_A_NUMBER = re.compile(r"[\d_]+(?:\.\d+)?")
_SIGNS = str.maketrans({"*": "×", "-": "−"})


class Share(float):
    """A part of one, 0-1, that people read in per cent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing the program answers: what it is, the number as it is shown, and its unit.

    Where the program answers with a sign of its own, ``word`` is what the sign means.
    """

    says: Words
    gives: str
    unit: Words = ""
    word: Words = ""

    @property
    def shown(self) -> str:
        """The answer as people read it."""
        if self.word:
            return str(self.word)
        space = THIN if self.unit == PERCENT else FIXED
        return as_read(self.gives) + (f"{space}{self.unit}" if self.unit else "")

    def is_met_by(self, found: Found) -> bool:
        """Whether the program answers this, with as many decimals as are shown."""
        if self.word:
            return str(found) == self.gives
        return abs(Decimal(float(found)) - Decimal(self.gives)) <= _half_of_the_last(self.gives)


@dataclass(frozen=True, slots=True)
class Step:
    """One line by hand: what it is, what one keys in, and what it comes to.

    Without a sum it is a remark.
    """

    says: Words
    sum: str = ""
    gives: str = ""

    @property
    def shown(self) -> str:
        """The sum as people read it, with what it comes to."""
        keyed = as_written(self.sum)
        return f"{keyed} = {as_read(self.gives)}" if self.gives else keyed


@dataclass(frozen=True, slots=True)
class Worked:
    """One example. ``call`` is given the columns of ``rows`` and returns what ``answers`` say.

    ``key`` is the anchor: the same in every language, for as long as anybody links to it.
    """

    key: str
    title: Words
    shows: Words
    rule: Words
    heads: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    call: Callable[..., Iterable[Found]]
    answers: tuple[Answer, ...]
    by_hand: tuple[Step, ...]
    source: Words = ""

    def found(self) -> list[Found]:
        """Return what the calculation says now."""
        return list(self.call(*map(list, zip(*self.rows, strict=True))))

    @property
    def columns(self) -> list[tuple[Words, bool]]:
        """The heads, and whether figures stand under them."""
        kinds = zip(*self.rows, strict=True)
        return [
            (head, any(isinstance(cell, int | float) for cell in cells))
            for head, cells in zip(self.heads, kinds, strict=True)
        ]

    @property
    def shown_rows(self) -> list[list[tuple[str, bool]]]:
        """The rows as people read them, and which cells stand under figures."""
        figures = [is_figure for _head, is_figure in self.columns]
        return [[*zip(map(cell_shown, row), figures, strict=True)] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Topic:
    """What belongs together on the page, in the order one reads it."""

    key: str
    title: Words
    lead: Words
    examples: tuple[Worked, ...]


def cell_shown(cell: Cell) -> str:
    """Return a cell as people read it: what is not known yet is never 0."""
    if cell is None:
        return str(NOT_YET)
    if isinstance(cell, Share):
        return as_read(f"{(Decimal(repr(float(cell))) * 100).normalize():f}") + f"{THIN}{PERCENT}"
    return as_read(repr(cell)) if isinstance(cell, int | float) else str(cell)


def as_written(keyed: str) -> str:
    """Return a sum with the signs of a calculator and the figures of the language."""
    signed = keyed.replace("**", "^").replace("sqrt", "√").translate(_SIGNS)
    return _A_NUMBER.sub(lambda figure: as_read(figure[0]), signed)


def as_read(figure: str) -> str:
    """Return ``"1234.50"`` with thin spaces and the decimal sign of the language."""
    value = Decimal(figure)
    return number(value, max(0, -int(value.as_tuple().exponent)))


def _half_of_the_last(figure: str) -> Decimal:
    """Return how far a number may lie from one that is shown with so many decimals."""
    last = Decimal(1).scaleb(int(Decimal(figure).as_tuple().exponent))
    return last / 2 + Decimal("1e-9")
