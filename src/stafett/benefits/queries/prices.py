"""Amounts of several price years in one (R21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from stafett.calc import cashflow


@dataclass(frozen=True, slots=True)
class Prices:
    """One price year to reckon in; ``missing`` are the years no index tells about.

    With only one price year there is nothing to index, and nothing can be missing.
    """

    year: int | None
    index: Mapping[int, Decimal] = field(default_factory=dict)
    missing: tuple[int, ...] = ()

    def factor(self, price_year: int | None) -> float:
        """Return what an amount of that year is multiplied by."""
        if self.year is None or price_year is None:
            return 1.0
        return factor_between(price_year, self.year, self.index)


def in_one_year(price_years: Iterable[int | None], index: Mapping[int, Decimal]) -> Prices:
    """Return the prices of the latest year among these."""
    years = sorted({year for year in price_years if year is not None})
    if len(years) < 2:
        return Prices(years[0] if years else None, index)
    return Prices(years[-1], index, tuple(year for year in years if year not in index))


def factor_between(price_year: int, wanted: int, index: Mapping[int, Decimal]) -> float:
    """Return what an amount of one year is multiplied by to be in the prices of another."""
    return 1.0 if price_year == wanted else _factor(index[price_year], index[wanted])


@lru_cache(maxsize=1_000)
def _factor(index: Decimal, wanted: Decimal) -> float:
    return float(cashflow.in_other_prices(1, index=float(index), wanted=float(wanted)))
