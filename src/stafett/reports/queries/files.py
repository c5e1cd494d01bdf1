"""A roll-up as the rows of a file: all of it, and what it rests on (R44)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from stafett.reports.queries.adding import Sum
from stafett.reports.queries.rollup import AccountTable, Rollup
from stafett.ui.figures import day


def table_head() -> list[str]:
    """Return what stands above each column."""
    return [
        _("Account"), _("Service"), _("Initiative"), _("Unit"), _("Price year"),
        _("Forecast, low"), _("Forecast, likely"), _("Forecast, high"),
        _("Measured, at the pace of a year"), _("At target"), _("Promises"), _("Promises measured"),
        _("Promises overdue"),
        _("Municipalities"), _("Municipalities that have measured"),
    ]  # fmt: skip


def table_rows(page: Rollup) -> Iterator[list[Any]]:
    """Yield each row of each account, then what was asked for and what is left out."""
    for table in page.tables:
        yield _row(table, table.total, "", "")
        for sector in table.sectors:
            yield _row(table, sector.sum, str(sector.sector.label), "")
            for row in sector.initiatives:
                yield _row(table, row.sum, str(sector.sector.label), row.initiative.title)
    width = len(table_head())
    for name, value in _about(page):
        yield [name, value, *[""] * (width - 2)]


def _row(table: AccountTable, told: Sum, sector: str, initiative: str) -> list[Any]:
    forecast = told.forecast
    return [
        table.title, sector, initiative, _unit(told),
        table.prices.year if told.is_kroner else "",
        *([forecast.low, forecast.likely, forecast.high] if forecast else [""] * 3),
        "" if told.measured is None else told.measured,
        told.at_target if told.is_quality else "",
        told.promises, told.read, told.unknown, told.places, told.read_places,
    ]  # fmt: skip


def _unit(told: Sum) -> str:
    if told.is_quality:
        return _("targets")
    return _("hours a year") if told.is_hours else _("kr a year")


def _about(page: Rollup) -> Iterator[tuple[str, Any]]:
    yield _("Results of"), page.organisation.label
    yield _("Date"), day(page.day)
    yield _("Filter"), str(page.sector.label) if page.sector else _("all services")
    yield _("Promises counted"), page.counted
    yield _("Left out: wait for their owner’s yes"), page.left_out.waiting
    yield _("Left out: would count twice"), page.left_out.doubled
    yield _("Left out: not known in numbers yet"), page.left_out.unknown
    yield _("Left out: the initiative is stopped"), page.left_out.stopped
    for figure in page.used:
        yield f"{figure.title} {figure.year or ''}".strip(), f"{figure.said} ({figure.source})"
