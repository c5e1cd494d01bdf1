"""Batons, and how exchanges go, to take along."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from stafett.handovers.models import Baton
from stafett.handovers.queries.batons import OfInitiative
from stafett.handovers.queries.figures import Figures
from stafett.initiatives.models import Initiative
from stafett.lib.sheets import Book, Column, Kind, Reckoned, Result, Sheet

WIDE = 40


def of_initiative(page: OfInitiative, initiative: Initiative) -> Book:
    """Return where the baton to each municipality is."""
    columns = [
        Column("place", _("Municipality"), lambda row: row.municipality.label, width=24),
        Column("state", _("Baton"), lambda row: _state(row.baton), width=28),
        Column("since", _("Since"), lambda row: row.baton and row.baton.moved_at, Kind.MOMENT,
               width=18),
        Column("answer_by", _("Answer by"), lambda row: row.baton and row.baton.respond_by,
               Kind.DAY),
        Column("still", _("Lies still"), lambda row: row.is_dropped),
        Column("promises", _("Promises"), lambda row: row.promises, Kind.NUMBER, is_summed=True),
    ]  # fmt: skip
    asked = [(_("Initiative"), initiative.title)]
    order = _("By municipality")
    return Book(_("Batons"), [Sheet(_("Batons"), columns, lambda: page.rows)], asked, order)


def _state(baton: Baton | None) -> str:
    return baton.get_state_display() if baton else _("No baton yet")


# --- how exchanges go -------------------------------------------------------------------------


def exchanges(figures: Figures) -> Book:
    """Return what came of the offers, how long answers took, and why batons came back."""
    return Book(
        _("How exchanges go"),
        [_outcomes(figures), _days(figures), _returns(figures)],
        [(_("Batons"), _("all that you send and receive, together"))],
    )


def _outcomes(figures: Figures) -> Sheet:
    rows = [
        (_("accepted"), figures.accepted),
        (_("accepted in part"), figures.in_part),
        (_("returned"), len(figures.returns)),
        (_("withdrawn"), figures.withdrawn),
        (_("still waits"), figures.waiting),
    ]
    columns = [
        Column("what", _("What came of it"), lambda row: row[0], width=30),
        Column("offers", _("Offers"), lambda row: row[1], Kind.NUMBER, is_summed=True),
    ]
    return Sheet(_("What came of each offer"), columns, lambda: rows)


def _days(figures: Figures) -> Sheet:
    """Return the days by how many they were: no answer is named, and nobody compared."""

    def rows() -> Iterator[tuple[int, int]]:
        yield from enumerate(figures.days, start=1)

    columns: list[Any] = [
        Column("number", _("Answer"), lambda row: row[0], Kind.PLAIN, width=34),
        Column("days", _("From offer to answer"), lambda row: row[1], Kind.NUMBER, _("days")),
    ]
    half = Reckoned("SMALL({days.all},INT(COUNT({days.all})/2)+1)", figures.middle)
    longest = Reckoned("MAX({days.all})", figures.days[-1] if figures.days else None)
    results = [
        Result(_("Half of the answers came within, days"), half),
        Result(_("The longest took, days"), longest),
    ]
    return Sheet(_("How long answers take"), columns, rows, results=results)


def _returns(figures: Figures) -> Sheet:
    columns = [
        Column("initiative", _("Initiative"), lambda row: row.baton.initiative.title, width=44),
        Column("place", _("Municipality"), lambda row: row.baton.municipality.label, width=24),
        Column("on", _("Returned"), lambda row: row.on, Kind.DAY),
        Column("reason", _("Reason"), lambda row: row.reason, width=60),
    ]
    return Sheet(_("Why batons came back"), columns, lambda: figures.returns)
