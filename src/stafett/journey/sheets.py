"""The relay board, to take along."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stafett.journey.queries import board as boards
from stafett.journey.queries.board import Asked
from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Fact, Kind, Sheet


def board(acting: Acting, what: Asked, sort: str, asked: Sequence[tuple[str, str]]) -> Book:
    """Return every line of the board that fits."""
    table = boards.whole_table(acting, what, sort)
    columns = [
        Column("initiative", _("Initiative"), lambda row: row.run.title, width=44),
        Column("place", _("Where"), lambda row: row.place.label, width=24),
        Column("leg", _("Leg"), lambda row: row.leg.word, width=20),
        Column("says", _("How it is there"), lambda row: row.says, width=60),
        Column("since", _("Since"), lambda row: row.since, Kind.DAY),
        Column("lead", _("Lead"), lambda row: row.run.lead, width=24),
    ]
    return Book(
        _("The relay board"),
        [Sheet(_("The relay board"), columns, lambda: table.lines)],
        asked,
        boards.order_said(sort),
        [
            Fact(_("Do not fit what is chosen"), table.left_out),
            Fact(_("Open to everybody elsewhere, and not asked for"), table.elsewhere),
            Fact(_("Stopped, and in no lane"), table.stopped),
        ],
    )
