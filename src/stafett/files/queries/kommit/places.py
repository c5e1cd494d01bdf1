"""Changes and objectives: places in the benefits map, and arrows to and from the benefit."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stafett.files.queries.kommit.book import LONGEST_NAME, Book, kept, linked
from stafett.files.rules.kommit_says import Line
from stafett.files.rules.proposals import MAKE, Cell, Proposal
from stafett.lib.text import folded

CHANGE, OBJECTIVE = "change", "objective"


def places(book: Book, line: Line, group: str) -> Iterator[Proposal]:
    """Yield a benefit's change and objective, each with its arrow."""
    for what in (CHANGE, OBJECTIVE):
        cell = line[what]
        if len(cell.typed) > LONGEST_NAME:
            says = _("Longer than a place in the map takes (%(most)s signs). Shorten it.")
            yield kept(f"{line.key}/{what}", group, cell, says % {"most": LONGEST_NAME})
        elif cell.typed:
            yield from _placed(book, line, group, what)


def _placed(book: Book, line: Line, group: str, what: str) -> Iterator[Proposal]:
    """A place in the map and its arrow; a text that stands at two benefits is one place."""
    cell = line[what]
    node = _key(book, line, what)
    if node not in book.found:
        yield _node(book, node, group, what, cell)
    says = _("An arrow in the map, to the benefit.")
    ends = (node, line.key)
    if what == OBJECTIVE:
        says = _("An arrow in the map, from the benefit.")
        ends = (line.key, node)
    arrow = Proposal(
        f"{line.key}/{what}/arrow", "edge", group, cell.typed, MAKE, cell, reason=says,
        rests_on=ends, data={"ends": ends},
    )  # fmt: skip
    yield book.compared(arrow, {})


def _key(book: Book, line: Line, what: str) -> str:
    """The place of the first benefit whose cell says the same."""
    typed = folded(line[what].typed)
    same = (each for each in book.told.used if folded(each[what].typed) == typed)
    return f"{next(same, line).key}/{what}"


def _node(book: Book, key: str, group: str, what: str, cell: Cell) -> Proposal:
    facts = {"label": cell.typed}
    told = Proposal(
        key, "node", group, cell.typed, MAKE, cell, reason=_says(what), rests_on=("initiative",),
        data={"kind": what},
    )  # fmt: skip
    here = book.nodes_here.get((what, cell.typed)) if key not in book.known else None
    return book.compared(told, facts) if here is None else linked(told, facts, here)


def _says(what: str) -> str:
    if what == OBJECTIVE:
        return _("An objective in the benefits map.")
    return _("A change in the benefits map.")
