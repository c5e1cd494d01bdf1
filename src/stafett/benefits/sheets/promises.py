"""Promises with what each is worth, every account in columns of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Commitment
from stafett.benefits.queries import measuring, promising
from stafett.benefits.queries.measuring import Standing
from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.promising import BenefitRow, PromiseRow
from stafett.benefits.queries.sums import IN_KRONER, TITLES, Line, lines_of
from stafett.benefits.queries.valuing import Account, Worth
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Kind, Reckoned, Sheet
from stafett.organisations.models import ParameterName
from stafett.organisations.queries import facts_of, parameters

USED = (ParameterName.HOURS_PER_FTE, ParameterName.HOURLY_COST, ParameterName.PRICE_INDEX)


@dataclass(frozen=True)
class Row:
    """A benefit, and a promise on it with how it is counted and how it stands, if there is one."""

    benefit: Any
    told: PromiseRow | None = None
    line: Line | None = None
    standing: Standing | None = None

    @cached_property
    def promise(self) -> Commitment | None:
        return self.told.commitment if self.told else None

    @property
    def forecast(self) -> Worth | None:
        return self.line.worth if self.line else None

    @property
    def measured(self) -> Worth | None:
        return self.line.measured if self.line else None

    @property
    def counts(self) -> int | None:
        return int(self.line.counts) if self.line else None

    @property
    def is_at_target(self) -> int | None:
        """Whether a quality target is reached; None where it is not known or is no such target."""
        if self.line is None or self.line.account != Account.QUALITY or self.line.measured is None:
            return None
        return int(self.line.reached is not None and self.line.reached >= 1)

    @property
    def measured_words(self) -> str:
        if self.standing is None:
            return ""
        if self.standing.latest is None:
            return _("Not measured")
        return str(self.standing.status.label)


def promises(acting: Acting, initiative: Initiative) -> Book:
    """Return the benefits of an initiative, with the promises that somebody may see."""
    rows = list(_rows(promising.overview(acting, initiative, warns=False), acting))
    figures = parameters(acting)
    worths = _worths(rows, figures.price_index)
    columns = [*_what(), *_levels(), *_measured(), *worths, *_why()]
    return Book(
        _("Benefits and promises: %(title)s") % {"title": initiative.title},
        [Sheet(_("Promises"), columns, lambda: rows)],
        [(_("Initiative"), initiative.title)],
        _("By benefit, then by municipality"),
        facts_of(figures.told(*USED)),
    )


def _rows(overview: Iterable[BenefitRow], acting: Acting) -> Iterator[Row]:
    overview = list(overview)
    told = [each for row in overview for each in row.promises]
    standings = measuring.standings_of(told, today=acting.day)
    read = [(each, standings[each.commitment.pk]) for each in told]
    lines = {line.commitment.pk: line for line in lines_of(read)}
    for row in overview:
        for each in row.promises:
            pk = each.commitment.pk
            yield Row(row.benefit, each, lines[pk], standings[pk])
        if not row.promises:
            yield Row(row.benefit)


def _of(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.promise, name, None)


def _what() -> list[Column]:
    return [
        Column("benefit", _("Benefit"), lambda row: row.benefit.name, width=40),
        Column("mark", _("ID"), lambda row: row.benefit.mark, width=8),
        Column("place", _("Municipality"), _of("municipality"), width=24),
        Column("unit", _("Place"), _of("unit"), width=24),
        Column("owner", _("Owner"), _of("owner_name"), width=24),
        Column("state", _("State"), _state, width=24),
        Column("indicator", _("Indicator"), lambda row: row.benefit.indicator.name, width=40),
        Column("in", _("Unit"), lambda row: row.benefit.indicator.unit, width=16),
    ]


def _state(row: Row) -> str:
    return (
        row.promise.get_state_display() if row.promise else _("nothing promised that you may see")
    )


def _levels() -> list[Column]:
    return [
        Column("before", _("Before"), lambda row: row.told and row.told.baseline, Kind.VALUE),
        Column("low", _("Hoped for, low"), _of("target_low"), Kind.VALUE),
        Column("likely", _("Hoped for, likely"), _of("target_likely"), Kind.VALUE),
        Column("high", _("Hoped for, high"), _of("target_high"), Kind.VALUE),
        Column("weighted", _("Hoped for, weighted"), _weighted, Kind.FINE),
        Column("from", _("Effect from"), _of("effect_starts_on"), Kind.DAY),
    ]


def _weighted(row: Row) -> Reckoned | None:
    if row.promise is None:
        return None
    low, likely, high = row.promise.target_low, row.promise.target_likely, row.promise.target_high
    return Reckoned("({low}+4*{likely}+{high})/6", float(low + 4 * likely + high) / 6)


def _measured() -> list[Column]:
    def latest(name: str) -> Callable[[Row], Any]:
        return lambda row: row.standing and getattr(row.standing.latest, name, None)

    return [
        Column("read", _("Latest reading"), latest("value"), Kind.VALUE),
        Column("read_to", _("Read up to"), latest("period_end"), Kind.DAY),
        Column("status", _("Measured?"), lambda row: row.measured_words, width=20),
        Column("due", _("Next reading by"), _due, Kind.DAY),
        Column("reached", _("Share of the change reached"), _reached, Kind.SHARE),
    ]


def _due(row: Row) -> Any:
    return row.standing.due.due_on if row.standing and row.line and row.line.is_confirmed else None


def _reached(row: Row) -> Reckoned | float | None:
    standing = row.standing
    if standing is None or standing.reached is None or row.promise is None:
        return None
    if row.told and row.told.baseline != row.promise.target_likely:
        return Reckoned("({read}-{before})/({likely}-{before})", standing.reached)
    return standing.reached


# --- what it is worth: an account is never in the column of another ---------------------------


def _worths(rows: Sequence[Row], index: Mapping[int, Decimal]) -> Iterator[Column]:
    yield Column("counts", _("In the sums (1 = yes)"), lambda row: row.counts, Kind.PLAIN)
    accounts = {row.line.account for row in rows if row.line}
    for account in Account:
        if account in accounts and account != Account.QUALITY:
            yield from _account(account, _prices(account, rows, index))
    if Account.QUALITY in accounts:
        yield Column(
            "at_target", _("Quality at its target (1 = yes)"), lambda row: row.is_at_target,
            Kind.PLAIN, is_summed=True, where="counts",
        )  # fmt: skip


def _prices(account: Account, rows: Iterable[Row], index: Mapping[int, Decimal]) -> Prices:
    """Return the price year that the page sums the account in."""
    lines = [row.line for row in rows if row.line and row.line.account == account]
    counted = [line.worth.price_year for line in lines if line.counts and line.worth]
    return in_one_year(counted, index)


def _account(account: Account, prices: Prices) -> Iterator[Column]:
    unit = _unit(account, prices)
    title = str(TITLES[account])

    def forecast(name: str) -> Callable[[Row], float | None]:
        return lambda row: _worth_of(row, account, prices, row.forecast, name)

    def measured(row: Row) -> float | None:
        return _worth_of(row, account, prices, row.measured, "likely")

    def share(row: Row) -> Reckoned | None:
        likely, read = forecast("likely")(row), measured(row)
        if not likely or read is None:
            return None
        return Reckoned(f"{{{account}_read}}/{{{account}_likely}}", read / likely)

    summed: dict[str, Any] = {
        "is_summed": not prices.missing,
        "where": "counts",
        "unit": unit,
        "width": 18,
    }
    for name, word in (("low", _("low")), ("likely", _("likely")), ("high", _("high"))):
        heading = _("%(account)s, promised, %(point)s") % {"account": title, "point": word}
        yield Column(f"{account}_{name}", heading, forecast(name), Kind.NUMBER, **summed)
    heading = _("%(account)s, measured") % {"account": title}
    yield Column(f"{account}_read", heading, measured, Kind.NUMBER, **summed)
    heading = _("%(account)s, measured of promised") % {"account": title}
    yield Column(f"{account}_share", heading, share, Kind.SHARE, width=18)


def _unit(account: Account, prices: Prices) -> str:
    if account not in IN_KRONER:
        return _("hours a year")
    if prices.year is None:
        return _("kr a year")
    return _("kr a year, %(year)s prices") % {"year": prices.year}


def _worth_of(
    row: Row, account: Account, prices: Prices, worth: Worth | None, name: str
) -> float | None:
    """Return a worth in the prices of its column; None in the columns of other accounts."""
    if row.line is None or row.line.account != account or worth is None:
        return None
    value: float = getattr(worth, name)
    if worth.price_year in (None, prices.year):
        return value
    known = prices.year in prices.index and worth.price_year in prices.index
    return value * prices.factor(worth.price_year) if known else None


def _why() -> list[Column]:
    return [
        Column(
            "out", _("Why it is in no sum"), lambda row: row.told and row.told.left_out, width=40
        ),
        Column(
            "unknown", _("What is not known"), lambda row: row.line and row.line.unknown, width=40
        ),
    ]
