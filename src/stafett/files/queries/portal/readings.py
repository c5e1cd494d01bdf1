"""What was measured: readings where somebody says which day, and what waits in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from stafett.files.queries.portal.overview import Overview, cell, day, kept
from stafett.files.queries.portal.things import INDICATOR, group
from stafett.files.queries.readings import in_unit
from stafett.files.rules.portal import Line, Row
from stafett.files.rules.proposals import CHANGE, MAKE, SAME, Proposal
from stafett.indicators.models import Indicator, Observation
from stafett.lib import Acting
from stafett.ui.figures import day as shown_day

READING = "reading"
FOUR = Decimal("0.0001")
UNDATED = {
    "start": lambda: _("It has no day, so it is no baseline yet. Say above when it was read."),
    "latest": lambda: _("It has no day. Say above when it was read."),
    "value": lambda: _("Its day cannot be trusted. Say above when it was read."),
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A value of a line: in which row and column it stands, and the day it is said to be of."""

    line: Line
    row: Row
    name: str
    on: date | None


def readings(book: Overview, line: Line, here: Indicator | None) -> Iterator[Proposal]:
    """Yield what becomes of each value of a line."""
    for told in _told(book, line):
        if found := _reading(book, told, here):
            yield found


def _told(book: Overview, line: Line) -> Iterator[_Told]:
    said = book.answers
    yield _Told(line, line.row, "start", day(said.get("start_on")))
    if not book.export.has_measurements:
        yield _Told(line, line.row, "latest", day(said.get("latest_on")))
    days = said.get("days", {})
    for row in line.measured:
        yield _Told(line, row, "value", day(days.get(str(row.number))))


def _reading(book: Overview, told: _Told, here: Indicator | None) -> Proposal | None:
    row, name, on = told.row, told.name, told.on
    value = row.amount(name)
    if value is None:
        no_number = _("This is not a number we understand.")
        return kept(row, name, no_number, name) if row.text(name) else None
    if on is None:
        return kept(row, name, str(UNDATED[name]()), name)
    if not book.is_first(f"{told.line.key(INDICATOR)}:{on}"):
        return kept(row, name, _("There is a value for the same day above."), name)
    return _dated(book, told, on, value, here)


def _dated(
    book: Overview, told: _Told, on: date, value: Decimal, here: Indicator | None
) -> Proposal:
    line, row, name = told.line, told.row, told.name
    before = _before(book.acting, here, on)
    outcome = MAKE if before is None else SAME if before.value == value else CHANGE
    is_doubtful = name == "start" and value == 0
    doubt = _("0 or missing: the file writes both alike. Tick it if it was 0.")
    unit = here.unit if here else row.text("unit") or line.row.text("unit")
    return Proposal(
        key=line.key(READING, on),
        thing=READING,
        group=group(line),
        text=f"{line.indicator}, {shown_day(on)}: {in_unit(value, unit)}",
        outcome=outcome,
        cell=cell(row, name),
        was=in_unit(before.value, unit) if before and outcome == CHANGE else "",
        reason=doubt if is_doubtful else "",
        rests_on=(line.key(INDICATOR),),
        is_choice=is_doubtful,
        is_chosen=not is_doubtful,
        data={
            "indicator": (line.key(INDICATOR), here),
            "before": before,
            "on": on,
            "value": value.quantize(FOUR),
            "comment": row.text("comment"),
            "is_rounded": name != "latest",
        },
    )


def _before(acting: Acting, here: Indicator | None, on: date) -> Observation | None:
    if here is None:
        return None
    rows = Observation.objects.visible_to(acting).live().filter(indicator=here, unit=None)
    return rows.filter(period_start=on, period_end=on).first()
