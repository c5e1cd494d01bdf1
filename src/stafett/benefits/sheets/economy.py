"""What an initiative comes to: each economy with its years, the rate and the net present value.

The two economies are sheets of their own and are never added; nor are kroner and hours.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from stafett.benefits.queries.economy import EconomyPage
from stafett.benefits.queries.economy import Reckoned as Economy
from stafett.benefits.queries.own import Own
from stafett.benefits.queries.reckoning import TIMING
from stafett.benefits.queries.social import TAX, Part, Social
from stafett.benefits.queries.sums import AccountSum, Span, Sums
from stafett.calc.cashflow import RateSchedule, discount_factors
from stafett.initiatives.models import CostLine, Initiative
from stafett.lib.sheets import Book, Column, Fact, Given, Kind, Reckoned, Result, Sheet
from stafett.organisations.queries import facts_of

LONG = 60


def economy(page: EconomyPage, initiative: Initiative) -> Book:
    """Return all that the page tells of an initiative's economies."""
    reckoned = page.reckoned
    return Book(
        _("Two economies: %(title)s") % {"title": initiative.title},
        [*(_reckoned(reckoned) if reckoned else ()), _weighed(page)],
        [(_("Initiative"), initiative.title)],
        facts=[*(_facts(reckoned) if reckoned else ())],
    )


def _reckoned(told: Economy) -> Iterator[Sheet]:
    rates = told.sums.parameters.rates
    yield _own(told.own, rates)
    yield _social(told.social, told.sums, rates)
    yield _accounts(told.sums)
    yield _by_year(told.sums)
    yield _costs(told.costs)
    yield _unvalued(told)


def _facts(told: Economy) -> Iterator[Fact]:
    yield Fact(_("Reckoned for"), told.basis.name)
    for sentence in told.assumed:
        yield Fact(_("How we reckoned"), sentence)
    for missing in told.missing:
        yield Fact(_("What is missing"), missing.says)
    for part in told.social.parts:
        if part.note:
            yield Fact(part.title, part.note)
    yield from facts_of(told.figures)


# --- the rate, the factor and the value today ---------------------------------------------------


class Step(NamedTuple):
    """A year's own rate, from which band it is, and what money then is worth today."""

    band: int
    rate: float | None
    factor: float


def _bands(rates: RateSchedule | None, years: int) -> list[Given]:
    """Return the cells that the rates stand in: those that any of the years use."""
    if rates is None:
        return []
    return [
        Given(
            f"rate_{start}",
            _("Discount rate from year %(year)s") % {"year": start},
            rate,
            Kind.RATE,
        )
        for start, rate in rates.bands
        if start < max(years, 1)
    ]


def _steps(rates: RateSchedule | None, years: int) -> list[Step | None]:
    if rates is None or not years:
        return [None] * years
    factors = discount_factors(years, rate=rates, timing=TIMING).tolist()
    starts = [max(start for start, _rate in rates.bands if start <= year) for year in range(years)]
    into = [None, *rates.rates(years).tolist()]
    return [Step(*each) for each in zip(starts, into, factors, strict=False)]


def _rate(step: Step | None) -> Reckoned | None:
    if step is None or step.rate is None:
        return None
    return Reckoned(f"{{rate_{step.band}}}", step.rate)


def _factor(step: Step | None) -> Reckoned | float | None:
    if step is None or step.rate is None:
        return step.factor if step else None
    return Reckoned("{factor.above}/(1+{rate})", step.factor)


def _discounted(net: Callable[[Any], float]) -> Iterator[Column]:
    """Yield the columns from a year's rate to what its money is worth today."""

    def today(row: Any) -> Reckoned | None:
        return Reckoned("{net}*{factor}", net(row) * row[1].factor) if row[1] else None

    yield Column("rate", _("Rate into the year"), lambda row: _rate(row[1]), Kind.RATE)
    yield Column("factor", _("Worth today of a krone"), lambda row: _factor(row[1]), Kind.FACTOR)
    yield Column("today", _("Worth today"), today, Kind.FINE, unit="kr", width=18, is_summed=True)


def _worth_today(net: Span | None) -> list[Result]:
    likely = net.likely if net else None
    return [
        Result(_("Net present value, likely"),
               Reckoned("SUMPRODUCT({net.all},{factor.all})", likely), Kind.FINE),
        Result(_("Net present value, low"), net.low if net else None, Kind.FINE),
        Result(_("Net present value, high"), net.high if net else None, Kind.FINE),
    ]  # fmt: skip


# --- the two economies ------------------------------------------------------------------------


def _own(own: Own, rates: RateSchedule | None) -> Sheet:
    steps = _steps(rates if own.net else None, len(own.years))
    kroner: dict[str, Any] = {"unit": _kroner(own.price_year), "width": 18, "is_summed": True}
    columns = [
        Column("year", _("Year"), lambda row: row[0].year, Kind.PLAIN),
        Column("saved", _("Less spent"), lambda row: row[0].saved, Kind.FINE, **kroner),
        Column("paid", _("Costs"), lambda row: row[0].paid, Kind.FINE, **kroner),
        Column("net", _("Left"), lambda row: Reckoned("{saved}-{paid}", row[0].net), Kind.FINE,
               **kroner),
        *_discounted(lambda row: row[0].net),
        Column("carried", _("The plan has ended: its last year is carried on"),
               lambda row: row[0].is_carried, width=24),
    ]  # fmt: skip
    return Sheet(
        _("The municipality’s own"),
        columns,
        lambda: zip(own.years, steps, strict=True),
        _bands(rates, len(own.years)),
        _worth_today(own.net),
    )


def _social(social: Social, sums: Sums, rates: RateSchedule | None) -> Sheet:
    years = len(social.parts[0].flow) if social.parts else 0
    given = [*_bands(rates, years)]
    if sums.parameters.tax_cost is not None:
        given.append(Given("tax", _("Tax cost"), float(sums.parameters.tax_cost), Kind.SHARE))
    keys = [part.key for part in social.parts]
    columns = [
        Column("year", _("Year"), lambda row: sums.first_year + row[0], Kind.PLAIN),
        *(_part(part, keys, social.price_year) for part in social.parts),
        Column("net", _("Together"), lambda row: _together(social.parts, row[0]), Kind.FINE,
               unit=_kroner(social.price_year), width=18, is_summed=True),
        *_discounted(lambda row: sum(part.flow[row[0]] for part in social.parts)),
    ]  # fmt: skip
    rows = list(zip(range(years), _steps(rates, years), strict=True))
    return Sheet(_("For society"), columns, lambda: rows, given, _worth_today(social.net))


def _part(part: Part, keys: Sequence[str], price_year: int | None) -> Column:
    def of(row: Any) -> Reckoned | float:
        value = part.flow[row[0]]
        return Reckoned(_tax_of(keys), value) if part.key == TAX else value

    unit = _kroner(price_year)
    return Column(part.key, part.title, of, Kind.FINE, unit=unit, width=20, is_summed=True)


def _tax_of(keys: Sequence[str]) -> str:
    """R25: on what the public pays net, less what it saves."""
    public = [f"{{{key}}}" for key in ("saved", "outlay") if key in keys]
    return f"{{tax}}*({'+'.join(public) or '0'})"


def _together(parts: Sequence[Part], year: int) -> Reckoned:
    formula = "+".join(f"{{{part.key}}}" for part in parts)
    return Reckoned(formula, sum(part.flow[year] for part in parts))


def _kroner(price_year: int | None) -> str:
    return _("kr, %(year)s prices") % {"year": price_year} if price_year else _("kr")


# --- accounts, costs, and what has no price -----------------------------------------------------


class Promised(NamedTuple):
    """What an account comes to in a full year, and whether it waits for a yes."""

    sum: AccountSum
    waits: bool


def _accounts(sums: Sums) -> Sheet:
    def points(name: str, *, hours: bool) -> Callable[[Promised], float | None]:
        def of(row: Promised) -> float | None:
            fits = row.sum.is_hours if hours else row.sum.is_kroner
            return getattr(row.sum.full_year, name) if fits and row.sum.full_year else None

        return of

    def measured(what: str) -> Callable[[Promised], float | None]:
        return lambda row: row.sum.measured.value if getattr(row.sum, what) else None

    words = {"low": _("Low"), "likely": _("Likely"), "high": _("High")}
    columns = [
        Column("account", _("Account"), attrgetter("sum.title"), width=40),
        Column("waits", _("Waits for its owner’s yes"), attrgetter("waits"), width=16),
        *(Column(f"kr_{name}", word, points(name, hours=False), Kind.NUMBER, unit=_("kr a year"),
                 width=18) for name, word in words.items()),
        Column("price_year", _("Price year"), attrgetter("sum.price_year"), Kind.PLAIN),
        Column("kr_read", _("Measured"), measured("is_kroner"), Kind.NUMBER, unit=_("kr a year"),
               width=18),
        *(Column(f"h_{name}", word, points(name, hours=True), Kind.NUMBER, unit=_("hours a year"),
                 width=18) for name, word in words.items()),
        Column("h_read", _("Measured"), measured("is_hours"), Kind.NUMBER, unit=_("hours a year"),
               width=18),
        Column("at_target", _("Quality targets reached"), measured("is_quality"), Kind.NUMBER),
        Column("counted", _("Promises known in numbers"), attrgetter("sum.counted"), Kind.NUMBER),
        Column("of", _("Promises"), attrgetter("sum.of"), Kind.NUMBER),
    ]  # fmt: skip
    rows = [
        *(Promised(each, waits=False) for each in sums.accounts),
        *(Promised(each, waits=True) for each in sums.proposed),
    ]
    return Sheet(_("In a full year"), columns, lambda: rows)


def _by_year(sums: Sums) -> Sheet:
    def of(account: AccountSum, at: str) -> Callable[[int], float]:
        years = {row.year: row.span for row in account.years}
        return lambda year: getattr(years[year], at)

    told = [account for account in sums.accounts if account.years]
    words = {"low": _("low"), "likely": _("likely"), "high": _("high")}
    columns = [
        Column("year", _("Year"), lambda year: year, Kind.PLAIN),
        *(
            Column(f"{account.account}_{at}", f"{account.title}, {word}", of(account, at),
                   Kind.NUMBER, unit=_of_account(account), width=20)
            for account in told
            for at, word in words.items()
        ),
    ]  # fmt: skip
    years = [row.year for row in told[0].years] if told else []
    return Sheet(_("Year by year"), columns, lambda: years)


def _of_account(account: AccountSum) -> str:
    return _("hours") if account.is_hours else _kroner(account.price_year)


def _costs(costs: Sequence[CostLine]) -> Sheet:
    def weighted(row: CostLine) -> float:
        return float(row.low + 4 * row.likely + row.high) / 6

    def in_all(row: CostLine) -> Reckoned:
        years = row.last_year - row.year + 1
        return Reckoned("{weighted}*({last}-{first}+1)", weighted(row) * years)

    alike = len({row.price_year for row in costs}) == 1
    a_year = _("kr a year")
    columns = [
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), width=24),
        Column("what", _("What"), attrgetter("what"), width=40),
        Column("first", _("From year"), attrgetter("year"), Kind.PLAIN),
        Column("last", _("To year"), attrgetter("last_year"), Kind.PLAIN),
        Column("low", _("Low"), attrgetter("low"), Kind.FINE, unit=a_year, width=18),
        Column("likely", _("Likely"), attrgetter("likely"), Kind.FINE, unit=a_year, width=18),
        Column("high", _("High"), attrgetter("high"), Kind.FINE, unit=a_year, width=18),
        Column("weighted", _("Weighted"),
               lambda row: Reckoned("({low}+4*{likely}+{high})/6", weighted(row)), Kind.FINE,
               unit=a_year, width=18),
        Column("all", _("Weighted, all its years"), in_all, Kind.FINE, unit=_("kr"), width=18,
               is_summed=alike),
        Column("price_year", _("Price year"), attrgetter("price_year"), Kind.PLAIN),
        Column("vat", _("VAT"), lambda row: row.get_vat_display(), width=18),
        Column("payer", _("Who pays"), lambda row: row.get_payer_display(), width=20),
        Column("source", _("Source"), attrgetter("source"), width=LONG),
    ]  # fmt: skip
    return Sheet(_("Costs"), columns, lambda: costs)


def _weighed(page: EconomyPage) -> Sheet:
    columns = [
        Column("what", _("What"), attrgetter("effect.what"), width=LONG),
        Column("who", _("For whom"), lambda row: row.effect.get_beneficiary_display(), width=24),
        Column("means", _("How much it means"), lambda row: row.effect.get_importance_display()),
        Column("extent", _("How much it changes"), lambda row: row.effect.get_extent_display()),
        Column("weight", _("Weighs, from −4 to 4"), attrgetter("consequence"), Kind.PLAIN),
        Column("why", _("Why"), attrgetter("effect.reason"), width=LONG),
        Column("by", _("Weighed by"), attrgetter("effect.changed_by_name"), width=24),
        Column("at", _("When"), attrgetter("effect.changed_at"), Kind.MOMENT, width=18),
    ]
    return Sheet(_("What has no price"), columns, lambda: page.weighed)


def _unvalued(told: Economy) -> Sheet:
    columns = [
        Column("what", _("What"), attrgetter("what"), width=LONG),
        Column("why", _("Why it has no price"), attrgetter("why"), width=LONG),
        Column("gain", _("A gain"), attrgetter("is_gain")),
    ]
    return Sheet(_("Promised without a price"), columns, lambda: told.unvalued)
