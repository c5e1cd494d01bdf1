"""What an initiative costs, year by year, in prices of one year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from stafett.calc import cashflow
from stafett.initiatives import rules
from stafett.initiatives.models import CostLine, Initiative
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.queries import Parameters


@dataclass(frozen=True, slots=True)
class YearCost:
    """What is paid in a year. The three points are added each for itself."""

    year: int
    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """What is paid year by year, in prices of ``price_year``.

    Where a price index is missing nothing is added: ``years`` is empty, ``missing_years`` says
    which years' index is missing, and ``why_not`` says it in a sentence.
    """

    price_year: int
    years: list[YearCost]
    missing_years: list[int]

    @property
    def why_not(self) -> str:
        """Why nothing is added, empty when it is."""
        if not self.missing_years:
            return ""
        return rules.why_not_added(self.missing_years, self.price_year)

    @property
    def total(self) -> YearCost | None:
        """All the years together; None where they cannot be added, or there are none."""
        if not self.years:
            return None
        return YearCost(
            self.years[-1].year,
            sum((row.low for row in self.years), Decimal()),
            sum((row.likely for row in self.years), Decimal()),
            sum((row.high for row in self.years), Decimal()),
        )


def costs_by_year(initiative: Initiative, acting: Acting, price_year: int) -> Costs:
    """Return what an initiative costs each year, in prices of one year (R21).

    The index is the one its owner reckons with, whoever asks.
    """
    lines = list(initiative.cost_lines.all())
    return added(lines, price_year, owners_figures(initiative, acting).price_index)


def is_light(initiative: Initiative, acting: Acting) -> bool:
    """Whether it costs and reaches so little that less is asked of it (DESIGN 6)."""
    lines = list(initiative.cost_lines.all())
    return goes_light(initiative, lines, owners_figures(initiative, acting))


def owners_figures(initiative: Initiative, acting: Acting) -> Parameters:
    """Return the figures its owner reckons with: an initiative is as large whoever looks."""
    owner = Acting(organisation_id=initiative.organisation_id, day=acting.day)
    return organisations.parameters(owner)


def goes_light(initiative: Initiative, lines: list[CostLine], figures: Parameters) -> bool:
    """Return whether an initiative with these costs takes the light track."""
    if initiative.staff_count is None or figures.light_staff is None:
        return False
    if initiative.staff_count > figures.light_staff or figures.light_cost is None:
        return False
    costs = added(lines, latest_price_year(lines) or 0, figures.price_index)
    likely = costs.total.likely if costs.total else Decimal()
    return not costs.missing_years and likely <= figures.light_cost


def latest_price_year(lines: Iterable[CostLine]) -> int | None:
    """Return the price year to show the costs in; None when there are none."""
    return max((line.price_year for line in lines), default=None)


def added(lines: list[CostLine], price_year: int, index: Mapping[int, Decimal]) -> Costs:
    """Return the lines added year by year; or which years' index is missing (R21)."""
    if missing := _missing(lines, price_year, index):
        return Costs(price_year, [], missing)
    years = sorted({year for line in lines for year in _years_of(line)})
    return Costs(price_year, [_year(year, lines, price_year, index) for year in years], [])


def spent(
    initiatives: Collection[int] | QuerySet[Any, Any],
    price_year: int,
    index: Mapping[int, Decimal],
) -> dict[int, Decimal]:
    """Return what is likely paid for many initiatives together, year by year, as ``added`` has it.

    They are told by their keys, or as a question for these. Of one that cannot be added there is
    nothing.
    """
    lines = CostLine.objects.filter(initiative__in=initiatives, high__gt=0).order_by()
    told = [year for year in index if index[year]] if index.get(price_year) else []
    unknown = lines.exclude(price_year__in=[price_year, *told]).values("initiative")
    alike = lines.exclude(initiative__in=unknown).values_list("year", "last_year", "price_year")
    paid: defaultdict[int, Decimal] = defaultdict(Decimal)
    for first, last, prices, likely in alike.annotate(Sum("likely")):
        for year in range(first, last + 1):
            paid[year] += likely * _factor(prices, price_year, index)
    return paid


def _missing(lines: Iterable[CostLine], price_year: int, index: Mapping[int, Decimal]) -> list[int]:
    """An amount of nothing, and one in the prices asked for, needs no index."""
    others = {line.price_year for line in lines if line.high} - {price_year}
    needed = others | {price_year} if others else set()
    return sorted(year for year in needed if not index.get(year))


def _years_of(line: CostLine) -> range:
    return range(line.year, line.last_year + 1)


def _year(
    year: int, lines: Iterable[CostLine], price_year: int, index: Mapping[int, Decimal]
) -> YearCost:
    paid = [
        (line, _factor(line.price_year, price_year, index))
        for line in lines
        if year in _years_of(line) and line.high
    ]
    return YearCost(
        year,
        sum((line.low * factor for line, factor in paid), Decimal()),
        sum((line.likely * factor for line, factor in paid), Decimal()),
        sum((line.high * factor for line, factor in paid), Decimal()),
    )


def _factor(price_year: int, wanted: int, index: Mapping[int, Decimal]) -> Decimal:
    if price_year == wanted:
        return Decimal(1)
    ends = {"index": float(index[price_year]), "wanted": float(index[wanted])}
    return Decimal(str(float(cashflow.in_other_prices(1, **ends))))
