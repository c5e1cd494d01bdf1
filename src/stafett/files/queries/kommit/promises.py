"""The wanted value becomes a promise, where somebody here owns it; what it needs waits with it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stafett.files.queries.kommit.beside import asked_again, plain
from stafett.files.queries.kommit.book import LONGEST_LINE, Book, decimals, kept
from stafett.files.queries.kommit.readings import PLACES
from stafett.files.rules import reading
from stafett.files.rules.comparing import Facts
from stafett.files.rules.kommit_says import Line
from stafett.files.rules.proposals import KEPT, MAKE, Cell, Proposal
from stafett.ui.figures import day as shown_day
from stafett.ui.figures import number as shown_number

BELONG = ("taken_out", "preconditions", "owner")
"""What belongs to a promise."""


def promise(book: Book, line: Line, group: str) -> Proposal:
    """Return the promise a benefit's wanted value becomes, or why it becomes none."""
    cell, key = line["target"], f"{line.key}/promise"
    target, starts = reading.number(cell.value), _starts(book, line)
    if key not in book.known and (why := _why_not(book, line, target, starts)):
        return kept(key, group, cell if cell.typed else line["owner"], why)
    told = Proposal(
        key, "promise", group, _wanted(book, line, target), MAKE, cell, rests_on=(line.key,),
        data=_data(book, line), reason=_says(line, starts),
    )  # fmt: skip
    return asked_again(book.compared(told, _promised(line, target, starts)))


def _wanted(book: Book, line: Line, target: Decimal | None) -> str:
    number = shown_number(target or 0, decimals(target or Decimal()))
    unit = line["unit"].typed or book.measured_by(line)[1]
    return _("Wanted: %(value)s %(unit)s") % {"value": number, "unit": unit}


def _data(book: Book, line: Line) -> dict[str, Any]:
    return {
        "benefit": line.key,
        "baseline": f"{line.key}/today",
        "owner": book.answer(line, "owner"),
        "take_out_by": book.day("decide_by"),
    }


def _promised(line: Line, target: Decimal | None, starts: date | None) -> Facts:
    facts: dict[str, Any] = {}
    if target is not None:
        facts["target"] = plain(target.quantize(PLACES))
    if starts is not None:
        facts["effect_starts_on"] = starts.isoformat()
    texts = {"take_out_what": line["taken_out"], "assumptions": line["preconditions"]}
    return {**facts, **{name: cell.typed for name, cell in texts.items() if _fits(cell)}}


def _starts(book: Book, line: Line) -> date | None:
    said = reading.day(book.answer(line, "effect"))
    return said or reading.day(line["realised"].value) or book.day("effect_on")


def _why_not(book: Book, line: Line, target: Decimal | None, starts: date | None) -> str:
    if target is None and line["target"].typed:
        return _("It is not a number that stands alone. It is kept as it was typed.")
    if target is None:
        return _("There is no wanted value, so there is nothing to promise yet.")
    if not book.answer(line, "owner"):
        return _("A promise has an owner. Choose one above; the file says «%(name)s».") % {
            "name": line["owner"].typed or "–"
        }
    if starts is None:
        return _("A promise says from when it has effect. Write the day above.")
    return ""


def _says(line: Line, starts: date | None) -> str:
    says = _("A promise that waits for its owner's yes. One level only, as if it were certain.")
    if starts and line["realised"].typed and reading.day(line["realised"].value) == starts:
        read = _("«%(typed)s» is read as %(day)s.")
        return f"{says} {read % {'typed': line['realised'].typed, 'day': shown_day(starts)}}"
    return says


def aside(book: Book, line: Line, group: str) -> Iterator[Proposal]:
    """Yield what is typed about a benefit and has no home beside it."""
    for name, cell in line.cells.items():
        if name in BELONG and cell.typed and _has_no_home(book, line, name, cell):
            says = _("It belongs to a promise, and is kept until there is one.")
            if name == "owner":
                says = _("A name in a file gives nobody a role. Choose the owner above.")
            yield kept(f"{line.key}/{name}", group, cell, says)


def _has_no_home(book: Book, line: Line, name: str, cell: Cell) -> bool:
    promise = book.found.get(f"{line.key}/promise")
    is_none = promise is None or promise.outcome == KEPT
    return is_none or (name != "owner" and not _fits(cell))


def _fits(cell: Cell) -> bool:
    return bool(cell.typed) and len(cell.typed) <= LONGEST_LINE
