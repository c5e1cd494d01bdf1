"""Roll-ups to take along: a sheet for each account, for accounts are never added."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from stafett.lib.sheets import Book, Column, Fact, Kind, Reckoned, Sheet
from stafett.organisations.queries import facts_of
from stafett.reports.queries import Rollup
from stafett.reports.queries.adding import LeftOut, Sum
from stafett.reports.queries.nation import Nation, NationCell, NationRow, NationTable
from stafett.reports.queries.rollup import AccountTable

WIDE = 44


class Row(NamedTuple):
    """A sum, and what it is of."""

    service: str
    title: str
    sum: Sum


def rollup(page: Rollup) -> Book:
    """Return what promises come to in an organisation."""
    return Book(
        _("Results: %(name)s") % {"name": page.organisation.label},
        [*map(_account, page.tables), *_beside(page)] or [_nothing()],
        [
            (_("Organisation"), page.organisation.label),
            (_("Service"), str(page.sector.label) if page.sector else _("all services")),
        ],
        _("By service, then by name"),
        [*_counted(page), *facts_of(page.used)],
    )


def _beside(page: Rollup) -> Iterator[Sheet]:
    if page.promises:
        yield _promises(page)
    if page.places:
        yield _places(page)


def _counted(page: Rollup) -> Iterator[Fact]:
    yield Fact(_("Day of the figures"), page.day)
    yield Fact(_("Promises counted"), page.counted)
    yield from _left_out(page.left_out)


def _left_out(left_out: LeftOut) -> Iterator[Fact]:
    yield Fact(_("Left out: wait for their owner’s yes"), left_out.waiting)
    yield Fact(_("Left out: would count twice"), left_out.doubled)
    yield Fact(_("Left out: not known in numbers yet"), left_out.unknown)
    yield Fact(_("Left out: the initiative is stopped"), left_out.stopped)


def _nothing() -> Sheet:
    columns = [Column("what", _("Nothing to add up yet"), lambda row: row, width=WIDE)]
    return Sheet(_("Results"), columns, list)


# --- one account ------------------------------------------------------------------------------


def _account(table: AccountTable) -> Sheet:
    def rows() -> Iterator[Row]:
        for sector in table.sectors:
            for row in sector.initiatives:
                yield Row(str(sector.sector.label), row.initiative.title, row.sum)

    columns = [
        Column("initiative", _("Initiative"), lambda row: row.title, width=WIDE),
        Column("service", _("Service"), lambda row: row.service, width=28),
        *_sums(table.total, table.prices.year),
    ]
    return Sheet(table.title, columns, rows)


def _sums(total: Sum, price_year: int | None) -> Iterator[Column]:
    if total.is_quality:
        yield Column("promised", _("Targets"), lambda row: row.sum.promises, Kind.NUMBER,
                     is_summed=True)  # fmt: skip
        yield Column("at_target", _("At target"), _at_target, Kind.NUMBER, is_summed=True)
        yield _share("at_target", "promised", _at_target, lambda row: row.sum.promises)
    else:
        yield from _amounts(_unit(total, price_year))
    yield from _coverage(is_quality=total.is_quality)


def _at_target(row: Row) -> int | None:
    return row.sum.at_target if row.sum.is_measured else None


def _amounts(unit: str) -> Iterator[Column]:
    words = {"low": _("low"), "likely": _("likely"), "high": _("high")}

    def forecast(name: str) -> Callable[[Row], float | None]:
        return lambda row: getattr(row.sum.forecast, name) if row.sum.forecast else None

    for name, word in words.items():
        title = _("Forecast, %(point)s") % {"point": word}
        yield Column(name, title, forecast(name), Kind.NUMBER, unit, 20, is_summed=True)
    yield Column("measured", _("Measured"), lambda row: row.sum.measured, Kind.NUMBER, unit, 20,
                 is_summed=True)  # fmt: skip
    yield _share("measured", "likely", lambda row: row.sum.measured, forecast("likely"))


def _share(
    part: str, whole: str, of_part: Callable[[Row], Any], of_whole: Callable[[Row], Any]
) -> Column:
    def share(row: Row) -> Reckoned | None:
        told, promised = of_part(row), of_whole(row)
        if told is None or not promised:
            return None
        return Reckoned(f"{{{part}}}/{{{whole}}}", told / promised)

    return Column("share", _("Measured of promised"), share, Kind.SHARE, width=18)


def _coverage(*, is_quality: bool) -> Iterator[Column]:
    if not is_quality:
        yield Column("promises", _("Promises"), lambda row: row.sum.promises, Kind.NUMBER,
                     is_summed=True)  # fmt: skip
    yield Column("read", _("Promises measured"), lambda row: row.sum.read, Kind.NUMBER,
                 is_summed=True)  # fmt: skip
    yield Column("unknown", _("Promises overdue"), lambda row: row.sum.unknown, Kind.NUMBER,
                 is_summed=True)  # fmt: skip
    yield Column("status", _("Measured?"), _status, width=24)
    yield Column("places", _("Municipalities"), lambda row: row.sum.places, Kind.NUMBER)
    yield Column("read_places", _("Municipalities that have measured"),
                 lambda row: row.sum.read_places, Kind.NUMBER, width=18)  # fmt: skip


def _status(row: Row) -> str:
    if not row.sum.is_measured:
        return _("Not measured")
    if row.sum.read < row.sum.promises:
        return _("measured in part")
    return _("measured")


def _unit(total: Sum, price_year: int | None) -> str:
    if total.is_hours:
        return _("hours a year")
    return _("kr a year, %(year)s prices") % {"year": price_year} if price_year else _("kr a year")


# --- promise by promise, and the municipalities -----------------------------------------------


def _promises(page: Rollup) -> Sheet:
    def points(name: str, *, hours: bool) -> Callable[[Any], float | None]:
        def of(row: Any) -> float | None:
            fits = row.sum.is_hours if hours else row.sum.is_kroner
            return getattr(row.sum.forecast, name) if fits and row.sum.forecast else None

        return of

    def read(what: str) -> Callable[[Any], float | None]:
        return lambda row: row.sum.measured if getattr(row.sum, what) else None

    kr, h = _("kr a year, in its own prices"), _("hours a year")
    words = {"low": _("low"), "likely": _("likely"), "high": _("high")}
    titles = {name: _("Forecast, %(point)s") % {"point": word} for name, word in words.items()}
    columns = [
        Column("promise", _("Promise"), lambda row: row.commitment.benefit.name, width=WIDE),
        Column("place", _("Place"), lambda row: row.commitment.unit, width=24),
        Column("account", _("Account"), lambda row: row.sum.title, width=30),
        *(Column(f"kr_{name}", title, points(name, hours=False), Kind.NUMBER, kr, 20)
          for name, title in titles.items()),
        Column("kr_read", _("Measured"), read("is_kroner"), Kind.NUMBER, kr, 20),
        *(Column(f"h_{name}", title, points(name, hours=True), Kind.NUMBER, h, 20)
          for name, title in titles.items()),
        Column("h_read", _("Measured"), read("is_hours"), Kind.NUMBER, h, 20),
        Column("at_target", _("Quality at target"),
               lambda row: _at_target(row) if row.sum.is_quality else None, Kind.NUMBER),
        Column("status", _("Measured?"), _status, width=24),
    ]  # fmt: skip
    return Sheet(_("Promise by promise"), columns, lambda: page.promises)


def _places(page: Rollup) -> Sheet:
    columns = [
        Column("place", _("Municipality"), lambda row: row.organisation.label, width=28),
        Column("promises", _("Promises"), lambda row: row.promises, Kind.NUMBER, is_summed=True),
        Column("read", _("Have measured"), lambda row: row.read, Kind.NUMBER, is_summed=True),
        Column("unknown", _("Overdue, so unknown"), lambda row: row.unknown, Kind.NUMBER,
               is_summed=True),
    ]  # fmt: skip
    return Sheet(_("The municipalities"), columns, lambda: page.places)


# --- the nation: what is held back is held back here too ----------------------------------------


def nation(page: Nation) -> Book:
    """Return the latest edition as it is published."""
    edition = page.edition
    left_out = LeftOut(**edition.left_out) if edition else LeftOut()
    return Book(
        _("Results: the whole country"),
        list(map(_national, page.tables)) or [_nothing()],
        [(_("Breakdowns"), _("fixed, so that no choice tells of anybody"))],
        _("By number or name, never by figure"),
        [
            Fact(_("Edition of"), edition.day if edition else None),
            Fact(_("Figures held back"), page.held_back),
            *_left_out(left_out),
            *facts_of(page.figures),
        ],
    )


def _national(table: NationTable) -> Sheet:
    def rows() -> Iterator[tuple[str, NationRow]]:
        return ((str(part.breakdown.label), row) for part in table.parts for row in part.rows)

    unit = _("hours a year")
    if table.is_kroner:
        year = {"year": table.price_year}
        unit = _("kr a year, %(year)s prices") % year if table.price_year else _("kr a year")
    columns = [
        Column("where", _("Where"), lambda row: row[1].title, width=WIDE),
        Column("breakdown", _("Breakdown"), lambda row: row[0], width=24),
        *(_points(unit) if not table.is_quality else _targets()),
        Column("status", _("Measured?"), lambda row: _held_back(row[1].measured), width=28),
        Column("shown", _("Forecast"), lambda row: _held_back(row[1].forecast), width=28),
    ]
    return Sheet(table.title, columns, rows)


def _cell(told: NationCell | None, name: str) -> Any:
    """Return a figure that may be shown; a cell that is held back is empty."""
    return getattr(told.cell, name) if told and told.cell.is_shown else None


def _shown(view: str, name: str) -> Callable[[Any], Any]:
    return lambda row: _cell(getattr(row[1], view), name)


def _points(unit: str) -> Iterator[Column]:
    words = {"low": _("low"), "likely": _("likely"), "high": _("high")}
    for name, word in words.items():
        title = _("Forecast, %(point)s") % {"point": word}
        yield Column(name, title, _shown("forecast", name), Kind.NUMBER, unit, 20)
    yield Column("measured", _("Measured"), _shown("measured", "likely"), Kind.NUMBER, unit, 20)
    behind = _("Municipalities"), _("Municipalities that have measured")
    yield Column("places", behind[0], _shown("forecast", "municipalities"), Kind.NUMBER)
    yield Column("read_places", behind[1], _shown("measured", "municipalities"), Kind.NUMBER)


def _targets() -> Iterator[Column]:
    yield Column("targets", _("Targets"), _shown("forecast", "promises"), Kind.NUMBER)
    yield Column("read", _("Targets measured"), _shown("measured", "promises"), Kind.NUMBER)
    yield Column("at_target", _("At target"), _shown("measured", "at_target"), Kind.NUMBER)


def _held_back(told: NationCell | None) -> str:
    if told is None:
        return _("Not measured")
    if not told.cell.is_shown:
        return _("fewer than five")
    return _("as of %(day)s") % {"day": told.earlier} if told.earlier else _("shown")
