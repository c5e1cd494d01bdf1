"""Each of the fourteen benefits: its yardstick, the benefit itself, and all about it."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from stafett.benefits.models import Kind
from stafett.files.queries.kommit.book import LONGEST_NAME, Book, kept, linked
from stafett.files.queries.kommit.places import places
from stafett.files.queries.kommit.promises import aside, promise
from stafett.files.queries.kommit.readings import readings
from stafett.files.rules import kommit_says
from stafett.files.rules.comparing import Facts
from stafett.files.rules.kommit_says import Line
from stafett.files.rules.proposals import CHANGE, KEPT, MAKE, Cell, Proposal

INCOME = "income"
KINDS_OF = {kommit_says.INDIRECT: Kind.TIME_SAVED, kommit_says.QUALITY: Kind.QUALITY}


def benefit(book: Book, line: Line) -> Iterator[Proposal]:
    """Yield all that comes of one benefit, or why it waits in the file."""
    name = line["name"]
    group = _("Benefit") + f" {line.number}: {name.typed or '–'}"
    if not name.typed:
        says = _("The benefit has no name. Write one in %(cell)s.") % {"cell": name.place}
        yield kept(f"{line.key}/nameless", group, _first(line), says)
        return
    if why := _why_not(book, line):
        yield kept(line.key, group, name, why)
    else:
        yield from _whole(book, line, group)
    yield from aside(book, line, group)


def _whole(book: Book, line: Line, group: str) -> Iterator[Proposal]:
    yield _yardstick(book, line, group)
    yield _standard(book, line, group)
    yield from places(book, line, group)
    yield from readings(book, line, group, "today", book.day("baseline_on"))
    yield promise(book, line, group)
    yield from readings(book, line, group, "measured", book.day("measured_on"))


def _first(line: Line) -> Cell:
    return next(cell for cell in line.cells.values() if cell.typed)


def _why_not(book: Book, line: Line) -> str:
    """Return why a benefit waits in the file, if it does."""
    if len(line.name) > LONGEST_NAME:
        return _("The name is longer than %(most)s signs. Shorten it.") % {"most": LONGEST_NAME}
    kind = _kind(book, line)
    if kind == INCOME:
        return _("More income is no avoided cost. We have no home for it yet.")
    if not kind:
        return _("Its type is not known, so it is counted nowhere. Answer above which it is.")
    if not all(book.measured_by(line)):
        return _("It has no yardstick with a unit. Answer above what is read.")
    if not (line.direction or book.answer(line, "direction")):
        return _("Nothing says which way is better. Answer above.")
    return ""


def _kind(book: Book, line: Line) -> str:
    return book.answer(line, "kind") or str(KINDS_OF.get(line.type, ""))


def _yardstick(book: Book, line: Line, group: str) -> Proposal:
    name, unit = book.measured_by(line)
    key, cell = book.yardstick_key(line), line["indicator"]
    unit = "%" if line.is_share else unit
    facts = {"name": name, "unit": unit, "method": line["method"].typed}
    told = Proposal(
        key, "indicator", group, f"{name} ({unit})", MAKE, cell, rests_on=("initiative",)
    )
    if key in book.known:
        return _unchanged(book, replace(told, rests_on=()), facts)
    if name in book.yardsticks:
        return linked(told, facts, book.yardsticks[name])
    better = line.direction or book.answer(line, "direction")
    way = _("More is better.") if better == "up" else _("Less is better.")
    more = {"is_share": line.is_share, "direction": better}
    says = " ".join((_("A yardstick."), way))
    return book.compared(replace(told, data=more, reason=says), facts)


def _unchanged(book: Book, told: Proposal, facts: Facts) -> Proposal:
    """A yardstick is not changed by a file: a new method is a new version of it."""
    told = book.compared(told, facts)
    if told.outcome != CHANGE:
        return told
    says = _("A yardstick is not changed by a file. Make a new version of it on its own page.")
    return replace(told, outcome=KEPT, thing="", reason=says)


def _standard(book: Book, line: Line, group: str) -> Proposal:
    name = line.name
    told = Proposal(line.key, "benefit", group, name, MAKE, line["name"])
    if line.key not in book.known and name in book.benefits_here:
        return linked(told, {"name": name}, book.benefits_here[name])
    kind, yardstick = _kind(book, line), book.yardstick_key(line)
    told = replace(
        told,
        reason=" ".join([_("A benefit") + f": {Kind(kind).label}.", *_its_mark(book, line)]),
        rests_on=("initiative", yardstick),
        data={"kind": kind, "yardstick": yardstick, "mark": line.mark},
    )
    return book.compared(told, {"name": name})


def _its_mark(book: Book, line: Line) -> Iterator[str]:
    """Say what becomes of the mark it has in the file, if it has one."""
    if not line.mark:
        return
    before = (each.mark for each in book.told.used if each.number < line.number)
    if line.mark in {*book.marks_given, *before}:
        says = _("%(mark)s has been another benefit here, so it gets the next mark that is free.")
    else:
        says = _("It keeps its mark %(mark)s.")
    yield says % {"mark": line.mark}
