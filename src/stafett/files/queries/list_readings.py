"""Rows of a list as readings of one yardstick."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stafett.files.queries.lists import Sorted, people, refused, short
from stafett.files.queries.places import places
from stafett.files.queries.readings import READING, Figure, Weigher, span
from stafett.files.rules import proposals as told
from stafett.files.rules.proposals import Cell, Proposal
from stafett.indicators import rules
from stafett.lib import Acting, Refused, typed
from stafett.lib.listings import Line
from stafett.lib.text import folded
from stafett.lib.typed import NotUnderstood, shown
from stafett.organisations import queries as organisations
from stafett.organisations.models import Organisation

LONGEST_NOTE = 300


def readings(acting: Acting, here: Sorted) -> Iterator[Proposal]:
    """Yield what would come of each row."""
    reader = _Readings(acting, here)
    for line in here.listing.lines:
        yield reader.proposal(line)


class _Readings:
    """Reads rows as readings of one yardstick."""

    def __init__(self, acting: Acting, here: Sorted) -> None:
        self.here = here
        self.indicator: Any = here.indicator
        self.weigher = Weigher(acting, self.indicator)
        self.places = places(acting)
        self.home = Organisation.objects.get(pk=acting.organisation_id)
        units = organisations.open_units(acting.organisation_id)
        self.units = {folded(unit.name): unit for unit in units}

    def proposal(self, line: Line) -> Proposal:
        """Return what would come of a row."""
        name = "numerator" if self.indicator.is_share else "value"
        cell = self.here.where(line, name)
        try:
            place = self._place(self.here.cell(line, "place"))
            period = self._period(line)
            if typed.is_unknown(cell.typed):
                return _unknown(line, cell, str(self.indicator), place, period)
            figure = Figure(place, period, cell, **self._read(line))
        except NotUnderstood as reason:
            return refused(line, cell, str(self.indicator), str(reason), READING)
        return self.weigher.weigh(figure, group=str(self.indicator))

    def _read(self, line: Line) -> dict[str, Any]:
        told_here: dict[str, Any] = {
            "unit": self._unit(self.here.cell(line, "unit")),
            "how": short(self.here.cell(line, "how"), LONGEST_NOTE),
            "n": people(self.here.cell(line, "n")),
        }
        if self.indicator.is_share:
            return told_here | self._share(line)
        return told_here | {"value": self._number(line, "value")}

    def _share(self, line: Line) -> dict[str, Decimal]:
        """Return how many of how many, also where the first is a percentage with its sign (R40)."""
        whole = self._number(line, "denominator")
        said = self.here.cell(line, "numerator").strip()
        if not said.endswith("%"):
            return {"numerator": self._number(line, "numerator"), "denominator": whole}
        percent = typed.number(said.removesuffix("%").strip(), decimals=self.here.decimals)
        try:
            return {"numerator": rules.part_of(percent, whole), "denominator": whole}
        except Refused as reason:
            raise NotUnderstood(str(reason.message)) from reason

    def _number(self, line: Line, name: str) -> Decimal:
        return typed.number(self.here.cell(line, name), decimals=self.here.decimals)

    def _place(self, text: str) -> Organisation:
        return self.places.called(text) if text else self.home

    def _unit(self, text: str) -> Any:
        if not text:
            return None
        if folded(text) not in self.units:
            raise NotUnderstood(_("You have no unit called «%(text)s».") % {"text": shown(text)})
        return self.units[folded(text)]

    def _period(self, line: Line) -> tuple[date, date]:
        first, last = (self.here.cell(line, name) for name in ("period_start", "period_end"))
        if not (first and last):
            return typed.period(self.here.cell(line, "period") or first or last)
        start, end = typed.day(first), typed.day(last)
        if end < start:
            raise NotUnderstood(_("The period ends before it begins."))
        return start, end


def _unknown(line: Line, cell: Cell, group: str, place: Any, period: Any) -> Proposal:
    return Proposal(
        key=f"row:{line.number}",
        thing="",
        group=group,
        text=f"{place}, {span(*period)}",
        outcome=told.KEPT,
        cell=cell,
        reason=_("Not known: there is no figure here, and that is not nought."),
    )
