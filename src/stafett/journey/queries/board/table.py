"""The board as a table: the same rows, one on each line, in the order somebody asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from sys import maxsize
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.journey.queries.board.choosing import Asked
from stafett.journey.queries.board.found import Found, Place, Run, read
from stafett.journey.queries.board.words import Words
from stafett.journey.rules import ORDER
from stafett.lib import Acting
from stafett.lib.text import in_norwegian_order
from stafett.organisations.models import Kind
from stafett.ui.legs import LEGS, Leg

ROWS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One initiative in one place, as a line of a table."""

    run: Run
    place: Place
    leg: Leg
    says: str
    since: date | None
    url: str


@dataclass(frozen=True, slots=True)
class Table:
    """A page of lines, and what is left out of it."""

    page: Page
    lines: list[Line]
    shown: int
    count: int
    elsewhere: int
    stopped: int

    @property
    def left_out(self) -> int:
        """How many do not fit what is chosen."""
        return self.count - self.shown


def whole_table(acting: Acting, asked: Asked, sort: str) -> Table:
    """Return every line of the board as one page, to take along."""
    return table(acting, asked, sort, per_page=maxsize)


def table(
    acting: Acting, asked: Asked, sort: str, number: str | int = 1, *, per_page: int = ROWS
) -> Table:
    """Return what the board shows, line by line."""
    found = read(acting, everywhere=asked.everywhere)
    rows = asked.kept(found.rows, acting)
    page = Paginator(in_order(rows, sort), per_page).get_page(number)
    words = Words(acting.day)
    lines = [_line(row, words) for row in page]
    return Table(page, lines, len(rows), len(found.rows), found.elsewhere, found.stopped)


def in_order(rows: list[Found], sort: str) -> list[Found]:
    """Return the rows sorted by a column, or against it where a minus stands before its name."""
    by_place = sorted(rows, key=lambda row: (_place(row), _title(row)))
    key = SORTED_BY.get(sort.removeprefix("-"), _place)
    return sorted(by_place, key=key, reverse=sort.startswith("-"))


def _place(row: Found) -> Any:
    return row.place.kind == Kind.MUNICIPALITY, in_norwegian_order(row.place.label)


def _title(row: Found) -> str:
    return in_norwegian_order(row.run.title)


def _since(row: Found) -> date:
    return row.baton.moved_on if row.baton else date.min


SORTED_BY: dict[str, Callable[[Found], Any]] = {
    "place": _place,
    "initiative": _title,
    "leg": lambda row: ORDER.index(row.spot.leg),
    "since": _since,
    "lead": lambda row: in_norwegian_order(row.run.lead),
}


DIRECTIONS = {"ascending": gettext_lazy("rising"), "descending": gettext_lazy("falling")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its word, the way it is sorted now, and what to ask for to sort by it."""

    word: str
    direction: str
    sort: str


def order_said(sort: str) -> str:
    """Return in words how the lines are ordered."""
    found = next((each for each in columns(sort) if each.direction in DIRECTIONS), None)
    if found is None:
        return _("By place, then by initiative")
    return f"{found.word}, {DIRECTIONS[found.direction]}"


def columns(sort: str) -> list[Column]:
    """Return the columns of the table, as it is sorted."""
    words = {
        "initiative": _("Initiative"),
        "place": _("Where"),
        "leg": _("Leg"),
        "says": _("How it is there"),
        "since": _("Since"),
        "lead": _("Lead"),
    }
    return [_column(key, word, sort) for key, word in words.items()]


def _column(key: str, word: str, sort: str) -> Column:
    if key not in SORTED_BY:
        return Column(word, "", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
    return Column(word, direction, f"-{key}" if sort == key else key)


def _line(row: Found, words: Words) -> Line:
    return Line(
        run=row.run,
        place=row.place,
        leg=LEGS[row.spot.leg],
        says=words.of(row)[1],
        since=row.baton.moved_on if row.baton else None,
        url=row.url,
    )
