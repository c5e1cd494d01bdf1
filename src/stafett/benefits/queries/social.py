"""The social economy: what everybody gains less what everybody pays, as far as it has a price."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from stafett.benefits.models import TakeOut
from stafett.benefits.queries.outlook import Item
from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.reckoning import (
    LIKELY,
    TIMING,
    Ground,
    Missing,
    in_order,
    value_today,
    what_is_missing,
)
from stafett.benefits.queries.sums import IN_KRONER, Line, Span, added
from stafett.benefits.queries.valuing import Account
from stafett.calc import cashflow, worktime
from stafett.calc.checks import Floats
from stafett.initiatives.models import Payer
from stafett.organisations.models import ParameterName
from stafett.organisations.queries import Parameters
from stafett.ui.figures import nok

DECIDED = (TakeOut.OTHER_USE, TakeOut.AVOIDED_GROWTH)
TAX = "tax_cost"
PUBLIC = (Payer.MUNICIPALITY, Payer.REGION, Payer.GRANT)


class Gain(NamedTuple):
    """What it is called, what it is worth each year, and how it is priced."""

    key: str
    title: str
    flow: Floats
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the social economy: what it is worth today, likely, and in each year."""

    key: str
    title: str
    value: float
    note: str
    flow: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Social:
    """What everybody gains less what everybody pays, as far as it has a price.

    ``items`` are what the net is made of, each with its three points: what may be drawn.
    """

    parts: list[Part]
    net: Span | None
    tax_cost: float
    sentence: str
    missing: list[Missing]
    price_year: int | None
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """What is gained and paid each year, shape (3, years): the low ones go against it."""

    saved: Floats
    gains: list[Gain]
    outlay: Floats
    others: Floats

    @property
    def benefits(self) -> Floats:
        return np.sum([np.zeros_like(self.saved), *(gain.flow for gain in self.gains)], 0)


def social_economy(ground: Ground) -> Social:
    """Return the social economy, against going on as today."""
    prices = _social_prices(ground)
    missing = what_is_missing(ground, prices, *_figures_needed(ground))
    rates, tax = ground.parameters.rates, ground.parameters.tax_cost
    if missing or rates is None or tax is None:
        return Social([], None, 0.0, "", missing, prices.year)
    flows = _flows(ground, prices)
    total = cashflow.social_total(
        flows.benefits, flows.outlay - flows.saved, flows.others, rate=rates, tax_cost=float(tax)
    )
    net, tax_cost = in_order(total.net), float(total.tax_cost[LIKELY])
    parts = [*_parts(flows, rates), _tax(ground, flows, tax_cost)]
    sentence, items = _social_sentence(net, ground), _items(ground, flows, prices)
    return Social(parts, net, tax_cost, sentence, [], prices.year, items)


def _items(ground: Ground, flows: Flows, prices: Prices) -> list[Item]:
    """Return what the net is made of. A public krone counts with the tax behind it (R25)."""
    rates, tax = ground.parameters.rates, ground.parameters.tax_cost
    if rates is None or tax is None:
        return []
    public = 1 + float(tax)
    costs = ground.cost_by_kind(PUBLIC, prices)
    told = [
        Gain("saved", _("Less spent on the budget"), flows.saved * public),
        *flows.gains,
        *(Gain(kind, str(kind.label), -flow * public) for kind, flow in costs),
        Gain("others", _("Costs for others"), -flows.others),
    ]
    return [Item.of(each.key, each.title, value_today(each.flow, rates)) for each in told]


def _figures_needed(ground: Ground) -> list[str]:
    always = [ParameterName.YEARS, ParameterName.DISCOUNT_RATE, ParameterName.TAX_COST]
    unpriced = any(line.hourly_cost is None for line in _capacity(ground))
    return [*always, *([ParameterName.HOURLY_COST] if unpriced else [])]


def _flows(ground: Ground, prices: Prices) -> Flows:
    return Flows(
        saved=_added(ground, prices, Account.BUDGET),
        gains=_gains(ground, prices),
        outlay=ground.cost(PUBLIC, prices)[::-1],
        others=ground.cost([Payer.OTHER], prices)[::-1],
    )


def _parts(flows: Flows, rates: cashflow.RateSchedule) -> list[Part]:
    """Return what the net is made of and of how much; what is nothing is left out."""
    told = [
        Gain("saved", _("Less spent on the budget"), flows.saved),
        *flows.gains,
        Gain("outlay", _("Public costs"), -flows.outlay),
        Gain("others", _("Costs for others"), -flows.others),
    ]
    return [
        Part(each.key, each.title, _worth(each.flow, rates), each.note, _likely(each.flow))
        for each in told
        if each.flow.any()
    ]


def _social_prices(ground: Ground) -> Prices:
    worths = [line.worth for line in ground.counted if line.worth]
    years = [cost.price_year for cost in ground.costs if cost.high]
    years += [worth.price_year for worth in worths if worth.price_year]
    years += [line.hour_price_year for line in _capacity(ground) if line.hour_price_year]
    if ground.has(Account.INHABITANTS_HOURS):
        years += _price_year(ground.parameters, ParameterName.INHABITANT_HOUR)
    return in_one_year(years, ground.parameters.price_index)


def _price_year(parameters: Parameters, name: str) -> list[int]:
    """Return the price year of a figure: the one it holds from. None when it is not set."""
    return [figure.valid_from.year for figure in parameters.told(name)]


def is_capacity(line: Line) -> bool:
    """Whether these are hours that have a price.

    Their use is decided (R15) and they are not minutes spread thin (R17), or they come to. What
    means other positions waits for the budget (R43).
    """
    if line.account != Account.HOURS or line.worth is None:
        return False
    promise = line.commitment
    has_use = promise.take_out in DECIDED and not (line.is_fragmented or promise.awaits_budget)
    return line.worth.likely < 0 or has_use


def _capacity(ground: Ground) -> list[Line]:
    return [line for line in ground.counted if is_capacity(line)]


def _gains(ground: Ground, prices: Prices) -> list[Gain]:
    """Return what is gained and has a price, apart from what is saved on the budget."""
    gains: list[Gain] = []
    if capacity := _capacity(ground):
        gains.append(_hours_priced(ground, prices, capacity))
    gains += [
        Gain(account, _kroner_title(account), _added(ground, prices, account))
        for account in sorted(IN_KRONER - {Account.BUDGET})
        if ground.has(account)
    ]
    if ground.parameters.inhabitant_hour is not None and ground.has(Account.INHABITANTS_HOURS):
        gains.append(_inhabitants_priced(ground, prices))
    return gains


def _kroner_title(account: Account) -> str:
    return {
        Account.KRONER: _("Kroner that are used for something else"),
        Account.INHABITANTS_KRONER: _("Kroner for inhabitants"),
        Account.BUSINESS_KRONER: _("Kroner for businesses"),
        Account.PUBLIC_KRONER: _("Kroner for other public bodies"),
    }[account]


def _hours_priced(ground: Ground, prices: Prices, capacity: Sequence[Line]) -> Gain:
    flows = [
        worktime.capacity_value(
            line.flow(ground.first, ground.years), hourly_cost=float(line.hourly_cost or 0)
        )
        * prices.factor(line.hour_price_year)
        for line in capacity
    ]
    title, note = _("Staff time used for something else"), _hour_note(ground, capacity)
    return Gain("capacity", title, np.sum(flows, 0), note)


def _hour_note(ground: Ground, capacity: Sequence[Line]) -> str:
    """Say the price of an hour where it is one's own; another municipality's is its own."""
    ours = ground.parameters.hourly_cost
    if {line.hourly_cost for line in capacity} != {ours}:
        return _("at what an hour costs in each municipality: capacity, not money saved")
    note = _("at %(kroner)s an hour: the value of time with a decided use, not money saved")
    return note % {"kroner": nok(ours)}


def _inhabitants_priced(ground: Ground, prices: Prices) -> Gain:
    each = ground.parameters.inhabitant_hour
    [year] = _price_year(ground.parameters, ParameterName.INHABITANT_HOUR)
    in_hours = _added(ground, Prices(None), Account.INHABITANTS_HOURS)
    note = _("at %(kroner)s an hour") % {"kroner": nok(each)}
    flow = in_hours * float(each or 0) * prices.factor(year)
    return Gain("inhabitants", _("Inhabitants’ time"), flow, note)


def _added(ground: Ground, prices: Prices, account: Account) -> Floats:
    told = [line for line in ground.counted if line.account == account]
    return added(told, prices, ground.first, ground.years)


def _worth(flow: Floats, rates: cashflow.RateSchedule) -> float:
    return float(cashflow.net_present_value(flow[LIKELY], rate=rates, timing=TIMING))


def _likely(flow: Floats) -> tuple[float, ...]:
    return tuple(flow[LIKELY].tolist())


def _tax(ground: Ground, flows: Flows, tax_cost: float) -> Part:
    """Return what it costs to collect the tax, and how that falls (R25)."""
    flow = (flows.saved - flows.outlay) * float(ground.parameters.tax_cost or 0)
    title, note = _tax_title(tax_cost), _tax_note(ground)
    return Part(TAX, title, -tax_cost, note, _likely(flow))


def _tax_title(tax_cost: float) -> str:
    return _("Tax cost") if tax_cost >= 0 else _("Tax not collected")


def _tax_note(ground: Ground) -> str:
    [figure] = ground.parameters.told(ParameterName.TAX_COST)
    return _("%(share)s of what the public pays net") % {"share": figure.said}


def _social_sentence(net: Span, ground: Ground) -> str:
    told = {"years": ground.years, "kroner": nok(abs(net.likely))}
    if round(net.likely) < 0:
        sentence = _(
            "Over %(years)s years it costs society %(kroner)s more than it gives in kroner."
        )
        return sentence % told
    if round(net.likely) == 0:
        return _("Over %(years)s years it comes out even for society.") % told
    return _("Over %(years)s years society gains %(kroner)s, counting what has a price.") % told
