"""The work processes of an organisation and the hours they took, to take along."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stafett.benefits.models import ProcessHours
from stafett.benefits.queries import processes as queries
from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Kind, Sheet


def processes(acting: Acting) -> Book:
    """Return every figure that is noted, by work process and the latest year first."""
    columns = [
        Column("process", _("Work"), lambda row: row.process.name, width=40),
        Column("unit", _("Unit"), lambda row: row.unit.name if row.unit else "", width=28),
        Column("year", _("Year"), lambda row: row.year, Kind.PLAIN),
        Column("hours", _("Hours"), lambda row: row.hours, Kind.FINE),
        Column("source", _("Where the figure comes from"), lambda row: row.source, width=40),
        Column("by", _("Noted by"), lambda row: row.noted_by_name, width=24),
        Column("at", _("Noted"), lambda row: row.noted_at, Kind.MOMENT, width=18),
    ]
    title = _("Work processes")
    sheet = Sheet(title, columns, lambda: _figures(acting))
    return Book(title, [sheet], (), _("By name, the latest year first"))


def _figures(acting: Acting) -> Iterator[ProcessHours]:
    for process in queries.of_organisation(acting):
        yield from process.hours.all()
