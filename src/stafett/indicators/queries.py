"""What is asked about yardsticks and readings."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from stafett.indicators import pasting, rules
from stafett.indicators.charts import Backdrop, Chart, Reading, drawn
from stafett.indicators.models import Indicator, Observation, ReferenceValue
from stafett.indicators.pasting import Line, Period
from stafett.lib import Acting, Refused
from stafett.organisations import queries as organisations
from stafett.organisations.models import Unit
from stafett.ui.figures import day, number, percent

# Other rooms draw their readings too.
__all__ = [
    "Backdrop",
    "Chart",
    "IndicatorPage",
    "Pasted",
    "Preview",
    "Reading",
    "Row",
    "amount",
    "drawn",
    "indicator_page",
    "label",
    "observations",
    "preview",
    "readings",
    "references",
    "row_of",
    "visible",
    "yardsticks",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One reading in a table, as it is shown."""

    observation: Observation
    period: str
    place: str
    value: str
    behind: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What a group has noted for one member, from a source outside."""

    place: str
    count: int
    latest: str
    value: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One yardstick with one's own readings."""

    indicator: Indicator
    rows: list[Row]
    chart: Chart | None
    corrected: int
    tells_n: bool
    references: list[ReferenceValue]
    brought: list[Brought]
    may_keep: bool
    may_read: bool


def visible(acting: Acting) -> QuerySet[Indicator]:
    """Return the yardsticks one may measure by, with their owners."""
    return Indicator.objects.visible_to(acting).select_related("owner")


def yardsticks(acting: Acting) -> list[Indicator]:
    """Return the yardsticks in use, own ones first, each with how often it was read here."""
    mine = Observation.objects.visible_to(acting).live().filter(indicator=OuterRef("pk"))
    counted = mine.order_by().values("indicator").annotate(count=Count("pk")).values("count")
    rows = (
        Indicator.objects.visible_to(acting)
        .in_use()
        .select_related("owner")
        .annotate(readings=Coalesce(Subquery(counted), 0))
    )
    return sorted(rows, key=lambda row: (row.owner_id != acting.organisation_id, row.name))


def observations(acting: Acting) -> QuerySet[Observation]:
    """Return one's own readings that count, with what a page names."""
    rows = Observation.objects.visible_to(acting).live()
    return rows.select_related("indicator__owner", "unit")


def indicator_page(acting: Acting, indicator: Indicator) -> IndicatorPage:
    """Return a yardstick with one's own readings, the latest first, and a drawing of them."""
    mine = Observation.objects.visible_to(acting).filter(indicator=indicator)
    live = list(mine.live().select_related("unit").order_by("period_end", "id"))
    whole = [row for row in live if row.unit_id is None] or live
    readings = [(row.period_end, float(row.value), label(indicator, row)) for row in whole]
    return IndicatorPage(
        indicator=indicator,
        rows=[row_of(indicator, row) for row in reversed(live)],
        chart=drawn(readings),
        tells_n=any(row.n is not None for row in live),
        corrected=mine.filter(is_live=False).count(),
        references=references(indicator),
        brought=_brought(acting, indicator),
        may_keep=rules.may_keep(acting, indicator.owner_id) and indicator.retired_on is None,
        may_read=rules.may_read(acting) and indicator.retired_on is None,
    )


def readings(acting: Acting, indicator: Indicator) -> list[Observation]:
    """Return one's own readings that count, the latest first."""
    mine = observations(acting).filter(indicator=indicator)
    return list(mine.order_by("-period_end", "-id"))


def references(indicator: Indicator) -> list[ReferenceValue]:
    """Return what others have read."""
    return list(indicator.reference_values.order_by("wave", "base"))


def _brought(acting: Acting, indicator: Indicator) -> list[Brought]:
    """Return what this group has noted for its members, the latest of each."""
    if not rules.may_bring_for(acting, indicator):
        return []
    rows = Observation.objects.brought_by(acting).live().filter(indicator=indicator)
    ordered = rows.select_related("organisation").order_by("organisation__label", "-period_end")
    by_place = groupby(ordered, key=lambda row: row.organisation.label)
    return [_of_one(indicator, place, list(found)) for place, found in by_place]


def _of_one(indicator: Indicator, place: str, rows: list[Observation]) -> Brought:
    latest = rows[0]
    period = _period(latest.period_start, latest.period_end)
    return Brought(place, len(rows), period, amount(indicator, float(latest.value)))


def label(indicator: Indicator, row: Observation) -> str:
    """Return a reading in words: «31. mars 2026: 1 900 fakturaer»."""
    return f"{day(row.period_end)}: {amount(indicator, float(row.value))}"


def amount(indicator: Indicator, value: float) -> str:
    """Return a value with its unit."""
    if indicator.is_share:
        return percent(value / 100, 1)
    return f"{number(value, 0 if value == round(value) else 2)} {indicator.unit}"


def row_of(indicator: Indicator, row: Observation) -> Row:
    """Return a reading as a table shows it."""
    behind = number(row.n) if row.n is not None else ""
    if row.denominator is not None:
        behind = f"{number(row.numerator)} / {number(row.denominator)}"
    place = str(row.unit) if row.unit_id else ""
    return Row(row, _period(row.period_start, row.period_end), place,
               amount(indicator, float(row.value)), behind)  # fmt: skip


def _period(start: date, end: date) -> str:
    return day(start) if start == end else f"{day(start)} – {day(end)}"


# --- many at once -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pasted:
    """One line as it would be noted, or why not. ``there`` is the reading that stands."""

    line: Line
    place: Unit | None = None
    period: Period | None = None
    numbers: tuple[tuple[str, Any], ...] = ()
    value: Decimal | None = None
    there: Observation | None = None
    refused: str = ""

    @property
    def typed(self) -> str:
        """The line as it was typed."""
        return " · ".join(filter(None, [self.line.label, self.line.period, *self.line.typed]))

    @property
    def is_new(self) -> bool:
        return not self.refused and self.value is not None and self.there is None

    @property
    def is_same(self) -> bool:
        """Whether it says what stands already: nothing is noted anew."""
        told = dict(self.numbers)
        return bool(
            self.there
            and not self.refused
            and all(getattr(self.there, name) == told[name] for name in told)
        )

    @property
    def takes_its_place(self) -> bool:
        return not self.refused and self.there is not None and not self.is_same


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be noted of what somebody pasted, and what would not, line by line."""

    indicator: Indicator
    rows: list[Pasted]

    @property
    def refused(self) -> list[Pasted]:
        return [row for row in self.rows if row.refused]

    @property
    def new(self) -> list[Pasted]:
        return [row for row in self.rows if row.is_new]

    @property
    def replacing(self) -> list[Pasted]:
        return [row for row in self.rows if row.takes_its_place]

    @property
    def noted(self) -> list[Pasted]:
        """What would be written."""
        return [row for row in self.rows if row.is_new or row.takes_its_place]

    @property
    def same(self) -> int:
        return sum(row.is_same for row in self.rows)

    @property
    def unknown(self) -> int:
        return sum(row.value is None and not row.refused for row in self.rows)

    @property
    def may_save(self) -> bool:
        """All or nothing: one line that is refused holds back the rest."""
        return bool(self.noted) and not self.refused

    @property
    def digest(self) -> str:
        """What was seen: other lines, or other readings in their place, give another."""
        seen = [(row.place and row.place.pk, row.period, row.numbers, row.there and row.there.pk)
                for row in self.noted]  # fmt: skip
        return hashlib.sha256(repr(seen).encode()).hexdigest()

    def words(self, row: Pasted) -> str:
        """Return a value with its unit."""
        return "" if row.value is None else amount(self.indicator, float(row.value))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lines are of: units in one period, periods in one unit, or both on each line."""

    period: Period | None
    unit: Unit | None
    replace: bool
    is_both: bool = False


def preview(acting: Acting, indicator: Indicator, lines: Sequence[Line], asked: Asked) -> Preview:
    """Return what would come of lines somebody pasted, however many, in as many questions."""
    units = {row.name.casefold(): row for row in organisations.open_units(acting.organisation_id)}
    lines = pasting.with_periods(lines) if asked.is_both else lines
    reader = _Reader(acting, indicator, asked, units, organisations.minimum_n(acting))
    rows = [reader.pasted(line) for line in _named(lines, units, asked)]
    there = _standing_there(acting, indicator, rows)
    seen: dict[Any, int] = {}
    return Preview(indicator, [_beside(row, there, seen, asked) for row in rows])


def _named(lines: Sequence[Line], units: dict[str, Unit], asked: Asked) -> Sequence[Line]:
    """Name the lines of a bare column of numbers: one for each unit, in order of their names."""
    is_bare = asked.period and len(lines) == len(units) and not any(row.typed for row in lines)
    if not is_bare or any(row.label.casefold() in units for row in lines):
        return lines
    named = zip(lines, units.values(), strict=True)
    return [Line(row.number, unit.name, [row.label]) for row, unit in named]


@dataclass(frozen=True, slots=True)
class _Reader:
    acting: Acting
    indicator: Indicator
    asked: Asked
    units: dict[str, Unit]
    minimum: int

    def pasted(self, line: Line) -> Pasted:
        """Return one line as it would be noted, or with the rule's no."""
        try:
            place, period = self._where(line)
            if line.is_unknown:
                return Pasted(line)
            rules.check_period(*period, self.acting.day)
            numbers = self._numbers(line.typed)
            value = rules.reading(self.indicator, **_measured(numbers))
            behind = numbers.get("denominator", numbers.get("n"))
            rules.check_enough_people(
                self.indicator, None if behind is None else int(behind), self.minimum
            )
        except Refused as reason:
            return Pasted(line, refused=str(reason.message))
        return Pasted(line, place, period, tuple(numbers.items()), value)

    def _where(self, line: Line) -> tuple[Unit | None, Period]:
        if self.asked.is_both:
            return self._place(line.label), self._period(line.period)
        if self.asked.period is None:
            return self.asked.unit, self._period(line.label)
        return self._place(line.label), self.asked.period

    def _place(self, label: str) -> Unit | None:
        if label.casefold() == self.acting.organisation_name.casefold():
            return None
        if found := self.units.get(label.casefold()):
            return found
        raise Refused(
            _("There is no unit called «%(name)s» here. Each municipality notes its own.")
            % {"name": label[:60]}
        )

    def _period(self, label: str) -> Period:
        if found := pasting.period_of(label):
            return found
        raise Refused(
            _("«%(typed)s» is no period. Write it as 2026-03, March 2026, 2026K1 or 2026.")
            % {"typed": label[:60]}
        )

    def _numbers(self, typed: Sequence[str]) -> dict[str, Any]:
        names = columns(self.indicator)
        if len(typed) > len(names):
            raise Refused(_("There are more columns than are asked for."))
        cells = [*typed, *[""] * (len(names) - len(typed))]
        if self.indicator.is_share and (part := pasting.part_of(*cells)) is not None:
            return {"numerator": part, "denominator": pasting.number_of(cells[1])}
        read = {"n": pasting.whole_of}
        return {
            name: read.get(name, pasting.number_of)(cell)
            for name, cell in zip(names, cells, strict=True)
        }


def places(acting: Acting) -> list[str]:
    """Return what readings can be of here: each unit, or all of it where it has none."""
    units = [unit.name for unit in organisations.open_units(acting.organisation_id)]
    return units or [acting.organisation_name]


def columns(indicator: Indicator) -> tuple[str, ...]:
    """Return what is asked of each line after its name."""
    if indicator.is_share:
        return ("numerator", "denominator")
    return ("value", "n") if indicator.is_about_people else ("value",)


def _measured(numbers: dict[str, Any]) -> dict[str, Any]:
    return {name: numbers.get(name) for name in ("value", "numerator", "denominator")}


def _standing_there(
    acting: Acting, indicator: Indicator, rows: Sequence[Pasted]
) -> dict[Any, Observation]:
    """Return the readings that stand in the periods somebody pasted, by place and period."""
    ends = [row.period[1] for row in rows if row.period]
    if not ends:
        return {}
    live = Observation.objects.visible_to(acting).live().filter(
        indicator=indicator, period_end__range=(min(ends), max(ends))
    )  # fmt: skip
    return {(row.unit_id, (row.period_start, row.period_end)): row for row in live}


def _beside(
    row: Pasted, there: dict[Any, Observation], seen: dict[Any, int], asked: Asked
) -> Pasted:
    """Return a line beside what stands there: a double is noted only when that is said."""
    if row.period is None:
        return row
    key = (row.place.pk if row.place else None, row.period)
    if key in seen:
        twice = _("It is the same place and period as line %(line)s.") % {"line": seen[key]}
        return Pasted(row.line, refused=twice)
    seen[key] = row.line.number
    found = Pasted(row.line, row.place, row.period, row.numbers, row.value, there.get(key))
    if found.takes_its_place and not asked.replace:
        return Pasted(row.line, refused=_stands_there(there[key]))
    return found


def _stands_there(there: Observation) -> str:
    return _(
        "It is read already: %(amount)s, by %(name)s. Tick below if yours should take its place."
    ) % {"amount": number(there.value, 0 if there.value == round(there.value) else 2),
         "name": there.recorded_by_name}  # fmt: skip
