"""Table B of a plan: each promise year by year, the sums, and what is left on the budget."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stafett.benefits.queries.own import Own
from stafett.benefits.queries.prices import Prices
from stafett.benefits.queries.sums import AccountSum
from stafett.benefits.queries.valuing import Account
from stafett.lib.papers import Block, Column, Table
from stafett.reports.queries.papers import amounts
from stafett.reports.queries.papers.amounts import Written
from stafett.reports.queries.papers.knowing import Known, Promise
from stafett.reports.queries.papers.words import thousands

YEARS_IN_A_TABLE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """An amount for each year, of what."""

    id: str
    name: str
    values: Sequence[float]

    def cells(self, years: slice, written: Written, *, is_last: bool) -> list[str]:
        """Return what a table has of it: some years, and in the last one the sum of all."""
        told = [written(value) for value in self.values[years]]
        return [self.id, self.name, *told, *([written(sum(self.values))] if is_last else [])]


def by_year(known: Known, accounts: Sequence[Account]) -> Iterator[Block]:
    """Yield table B, so many years in each: each promise by year, then the sums."""
    for account in accounts:
        summed = known.sums.of(account) if known.sums else None
        if summed and summed.years:
            yield from _years_of(known, summed)
    reckoned = known.economy.reckoned
    if reckoned and reckoned.own.years:
        yield from _own_economy(reckoned.own)


def _years_of(known: Known, account: AccountSum) -> Iterator[Block]:
    counted = [each for each in known.promises if _is_in(each, account)]
    prices = amounts.prices(counted, known)
    first, count = account.years[0].year, len(account.years)
    rows = [Row(each.id, each.name, _likely(each, first, count, prices)) for each in counted]
    spans = [row.span for row in account.years]
    feet = [
        Row("", _("Sum, low"), [span.low for span in spans]),
        Row("", _("Sum, likely"), [span.likely for span in spans]),
        Row("", _("Sum, high"), [span.high for span in spans]),
    ]
    told = {"account": account.title, "unit": amounts.unit(account.account, account.price_year)}
    caption = _("B. Year by year, forecast: %(account)s, %(unit)s") % told
    years = [row.year for row in account.years]
    yield from _in_years(caption, years, rows, feet, amounts.written(account))


def _is_in(each: Promise, account: AccountSum) -> bool:
    return each.line.account == account.account and each.line.counts


def _likely(each: Promise, first_year: int, years: int, prices: Prices) -> list[float]:
    """Return what is likely each year, in the prices of the sums."""
    _low, likely, _high = each.line.flow(first_year, years)
    price_year = each.line.worth.price_year if each.line.worth else None
    found: list[float] = (likely * prices.factor(price_year)).tolist()
    return found


def _own_economy(own: Own) -> Iterator[Block]:
    """Yield the net on the budget: what the financial plan takes out, less the costs."""
    rows = [
        Row("B", _("Less spent, as the financial plan has it"), [each.saved for each in own.years]),
        Row("D", _("Costs"), [each.paid for each in own.years]),
    ]
    feet = [Row("B − D", _("Left"), [each.net for each in own.years])]
    unit = amounts.unit(Account.BUDGET, own.price_year)
    caption = _("B. Year by year, net on the budget, not discounted: %(unit)s") % {"unit": unit}
    yield from _in_years(caption, [each.year for each in own.years], rows, feet, thousands)
    if own.is_carried:
        yield Block(
            text=_("When the financial plan has ended, its last year’s reduction is carried on.")
        )
    if own.without_plan:
        names = "; ".join(str(each.benefit) for each in own.without_plan)
        says = _("Not in the financial plan yet, and therefore not counted: %(names)s")
        yield Block(text=says % {"names": names})


def _in_years(
    caption: str,
    years: Sequence[int],
    rows: Sequence[Row],
    feet: Sequence[Row],
    written: Written,
) -> Iterator[Block]:
    """Yield one table for so many years as there is room for, the sum of all years in the last."""
    for start in range(0, len(years), YEARS_IN_A_TABLE):
        here = slice(start, start + YEARS_IN_A_TABLE)
        is_last = start + YEARS_IN_A_TABLE >= len(years)
        columns = [
            Column(_("ID"), 0.7),
            Column(_("Description"), 2.6),
            *(Column(str(year), 1, is_number=True) for year in years[here]),
            *([Column(_("All years"), 1.1, is_number=True)] if is_last else []),
        ]
        told = [
            [row.cells(here, written, is_last=is_last) for row in part] for part in (rows, feet)
        ]
        yield Block(table=Table(caption, columns, *told))
