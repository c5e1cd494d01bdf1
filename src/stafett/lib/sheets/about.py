"""The first sheet: what the file is, for whom, and that nothing of it is cut (R44)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from stafett.lib.acting import Acting
from stafett.lib.sheets.book import Book, Fact, Kind
from stafett.lib.sheets.pen import Pen


def write_about(
    pen: Pen,
    sheet: Any,
    book: Book,
    counts: Iterable[tuple[str, int]],
    *,
    by: Acting,
    now: datetime,
) -> None:
    """Write what the workbook is, how many rows each table has, and what was cut."""
    for at, width in enumerate([36, 60, 14, 60]):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, _("About this file"), pen.title)
    heads = [_("What"), _("Answer"), _("Holds from"), _("Source")]
    for at, head in enumerate(heads):
        sheet.write_string(2, at, head, pen.head)
    sheet.freeze_panes(3, 0)
    for row, fact in enumerate(_facts(book, counts, pen.cut, by, now), start=3):
        _write_fact(pen, sheet, row, fact)


def _facts(
    book: Book, counts: Iterable[tuple[str, int]], cut: int, by: Acting, now: datetime
) -> Iterator[Fact]:
    yield Fact(_("Made"), now)
    yield Fact(_("Made for"), " · ".join(filter(None, [by.name, by.organisation_name])))
    yield Fact(_("Who may see it"), _who_may_see(by))
    asked = "; ".join(f"{name}: {value}" for name, value in book.filters if value)
    yield Fact(_("Filter"), asked or _("none"))
    if book.order:
        yield Fact(_("Order"), book.order)
    for title, count in counts:
        yield Fact(_("Rows: %(table)s") % {"table": title}, count)
    yield Fact(_("Left out"), _said_of(cut))
    yield Fact(_("Empty cells"), _("Not known or not measured. An empty cell is never 0."))
    yield from book.facts


def _who_may_see(by: Acting) -> str:
    if not by.is_somebody:
        return _("Everybody: all of it is public.")
    return _(
        "It holds what this person may see on that day. Others may see less: think before you "
        "send it on."
    )


def _said_of(cut: int) -> str:
    if not cut:
        return _("Nothing was cut: every row and every text that was asked for is here.")
    return _("Every row is here. Texts that were longer than a cell can hold: %(count)s.") % {
        "count": cut
    }


def _write_fact(pen: Pen, sheet: Any, row: int, fact: Fact) -> None:
    forms: Mapping[type, Any] = {
        datetime: pen.format[Kind.MOMENT],
        date: pen.format[Kind.DAY],
        str: pen.wrapped,
    }
    pen.write(sheet, row, 0, fact.term, pen.wrapped)
    pen.write(sheet, row, 1, fact.value, forms.get(type(fact.value), pen.format[Kind.VALUE]))
    pen.write(sheet, row, 2, fact.since, pen.format[Kind.DAY])
    pen.write(sheet, row, 3, fact.source, pen.wrapped)
