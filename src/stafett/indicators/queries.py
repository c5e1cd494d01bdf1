"""What is asked about yardsticks and readings."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from stafett.indicators import rules
from stafett.indicators.charts import Backdrop, Chart, Reading, drawn
from stafett.indicators.models import Indicator, Observation, ReferenceValue
from stafett.lib import Acting
from stafett.ui.figures import day, number, percent

# Other rooms draw their readings too.
__all__ = [
    "Backdrop",
    "Chart",
    "IndicatorPage",
    "Reading",
    "Row",
    "amount",
    "drawn",
    "indicator_page",
    "label",
    "observations",
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
    mine = Q(observations__organisation_id=acting.organisation_id, observations__is_live=True)
    rows = (
        Indicator.objects.visible_to(acting)
        .in_use()
        .select_related("owner")
        .annotate(readings=Count("observations", filter=mine))
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
