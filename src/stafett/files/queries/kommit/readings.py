"""Today's value and the measured one: readings, where somebody knows when they were read."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from stafett.files.queries.kommit.beside import plain
from stafett.files.queries.kommit.book import Book, decimals, kept
from stafett.files.rules import reading
from stafett.files.rules.kommit_says import Line
from stafett.files.rules.proposals import MAKE, Proposal
from stafett.ui.figures import day as shown_day
from stafett.ui.figures import number as shown_number

PLACES = Decimal("0.0001")
"""How finely a reading is kept."""


def readings(book: Book, line: Line, group: str, what: str, on: date | None) -> Iterator[Proposal]:
    """Yield the reading a cell says, or why it is none; nothing where the cell is empty."""
    cell = line[what]
    if not cell.typed:
        return
    on = on or (book.told.measured_on if what == "measured" else None)
    value = reading.number(cell.value)
    why = _why_not(line, value, on, what)
    if why or value is None or on is None:
        yield kept(f"{line.key}/{what}", group, cell, why)
    else:
        yield _read(book, line, group, what, on, value)


def _read(book: Book, line: Line, group: str, what: str, on: date, value: Decimal) -> Proposal:
    facts = {"value": plain(value.quantize(PLACES))}
    word = _("Today's value") if what == "today" else _("Measured value")
    yardstick = book.yardstick_key(line)
    told = Proposal(
        f"{line.key}/{what}", "reading", group,
        f"{word}: {shown_number(value, decimals(value))} {line['unit'].typed}", MAKE, line[what],
        reason=_("A reading of %(day)s.") % {"day": shown_day(on)}, rests_on=(yardstick,),
        data={"day": on, "yardstick": yardstick, "value_read": facts["value"]},
    )  # fmt: skip
    return book.compared(told, facts)


def _why_not(line: Line, value: Decimal | None, on: date | None, what: str) -> str:
    if value is None:
        return _("It is not a number that stands alone. It is kept as it was typed.")
    if line.is_share:
        return _("A percentage keeps what it is reckoned from: how many, of how many.")
    if on is None and what == "today":
        return _("Nobody knows when it was read, so it is no baseline. Write the day above.")
    return "" if on else _("Nobody knows when it was read. Write the day above.")
