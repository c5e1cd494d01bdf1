"""What a workbook is, as a room says it: sheets with columns, and the rows to read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import TextChoices


class Kind(StrEnum):
    """What a column holds, as its cells are formatted."""

    TEXT = "@"
    PLAIN = "0"
    NUMBER = "#,##0"
    FINE = "#,##0.00"
    VALUE = "General"
    FACTOR = "0.0000"
    SHARE = "0 %"
    RATE = "0.0 %"
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value with the formula it comes of; None where it is unknown, and then there is neither.

    In the formula ``{cost}`` is the cell of that column in the same row, ``{cost.above}`` the one
    above it and ``{cost.all}`` the whole column; ``{rate}`` is the cell of something given.
    """

    formula: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in formulas, its head with the unit, and what a row has in it.

    What is unknown is None: an empty cell. ``is_summed`` puts a SUM under it; ``where`` names the
    column that has 1 in the rows that the sum is of.
    """

    name: str
    title: str
    of: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    unit: str = ""
    width: int = 14
    is_summed: bool = False
    where: str = ""

    @property
    def head(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title


def told(
    name: str,
    title: str,
    kind: Kind = Kind.TEXT,
    *,
    words: type[TextChoices] | None = None,
    **more: Any,
) -> Column:
    """Return a column of rows that are mappings; ``words`` is what the stored values are called."""
    called = dict(words.choices) if words else {}

    def of(row: Mapping[str, Any]) -> Any:
        return called.get(row[name], row[name])

    return Column(name, title, of, kind, **more)


@dataclass(frozen=True, slots=True)
class Given:
    """Something that formulas rest on, in a cell of its own above the rows."""

    name: str
    title: str
    value: float
    kind: Kind = Kind.VALUE


@dataclass(frozen=True, slots=True)
class Result:
    """What the rows come to, below them."""

    title: str
    value: Reckoned | float | None
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its columns, how to read the rows, and whether a program opens on it."""

    title: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Any]]
    given: Sequence[Given] = ()
    results: Sequence[Result] = ()
    is_shown_first: bool = False


class Fact(NamedTuple):
    """A line about the file: what, the answer, and where it comes from."""

    term: str
    value: Any
    since: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: what it is of, what was asked for, and its sheets."""

    title: str
    sheets: Sequence[Sheet]
    filters: Sequence[tuple[str, str]] = ()
    order: str = ""
    facts: Sequence[Fact] = ()
