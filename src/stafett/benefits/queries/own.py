"""The municipality's own economy: cash on its budget, no tax cost, nobody else's time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _

from stafett.benefits.models import Commitment, PlanLine
from stafett.benefits.queries.outlook import Item
from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.reckoning import (
    LIKELY,
    Ground,
    Missing,
    net_of,
    value_today,
    what_is_missing,
)
from stafett.benefits.queries.sums import Line, Span
from stafett.benefits.queries.valuing import Account
from stafett.calc.checks import Floats
from stafett.initiatives.models import Payer
from stafett.organisations.models import ParameterName
from stafett.ui.figures import nok


@dataclass(frozen=True, slots=True)
class OwnYear:
    """One year on the budget. ``is_carried`` where the plan has ended and its last year goes on."""

    year: int
    saved: float
    paid: float
    is_carried: bool

    @property
    def net(self) -> float:
        return self.saved - self.paid


@dataclass(frozen=True, slots=True)
class Own:
    """Cash on the municipality's budget: no tax cost, nobody else's time.

    ``items`` are what the net is made of, each with its three points: what may be drawn.
    """

    years: list[OwnYear]
    net: Span | None
    sentence: str
    missing: list[Missing]
    price_year: int | None
    without_plan: list[Commitment]
    items: list[Item] = field(default_factory=list)

    @property
    def saved(self) -> float:
        return sum(row.saved for row in self.years)

    @property
    def paid(self) -> float:
        return sum(row.paid for row in self.years)

    @property
    def left(self) -> float:
        return self.saved - self.paid

    @property
    def is_carried(self) -> bool:
        return any(row.is_carried for row in self.years)


def own_economy(ground: Ground) -> Own:
    """Return the municipality's own economy."""
    promises = [line.commitment for line in _on_the_budget(ground)]
    paid = [cost for cost in ground.costs if cost.payer == Payer.MUNICIPALITY and cost.high]
    plan: list[PlanLine] = [row for promise in promises for row in promise.plan_lines.all()]
    price_years = [*(cost.price_year for cost in paid), *(row.price_year for row in plan)]
    prices = in_one_year(price_years, ground.parameters.price_index)
    missing = what_is_missing(ground, prices, ParameterName.YEARS, ParameterName.DISCOUNT_RATE)
    if prices.missing or not ground.years:
        return Own([], None, "", missing, prices.year, _unplanned(promises))
    saved, carried = _planned(promises, ground, prices)
    costs = ground.cost([Payer.MUNICIPALITY], prices)
    net = None if missing else net_of(saved - costs[::-1], ground)
    return Own(
        years=_own_years(ground, saved, costs[LIKELY], carried),
        net=net,
        sentence=_own_sentence(net, ground) if net else "",
        missing=missing,
        price_year=prices.year,
        without_plan=_unplanned(promises),
        items=_items(ground, saved, prices) if net else [],
    )


def _items(ground: Ground, saved: Floats, prices: Prices) -> list[Item]:
    """Return what the net is made of: the plan is decided, what it costs is not."""
    rates = ground.parameters.rates
    if rates is None:
        return []
    costs = ground.cost_by_kind([Payer.MUNICIPALITY], prices)
    decided = value_today(np.tile(saved, (3, 1)), rates)
    plan = Item.of("plan", _("The reductions in the plan"), decided)
    return [plan, *(Item.of(kind, kind.label, value_today(-flow, rates)) for kind, flow in costs)]


def _on_the_budget(ground: Ground) -> list[Line]:
    """What the plan carries counts also where the yardstick is not read yet."""
    return [
        line
        for line in ground.told
        if line.account == Account.BUDGET and line.is_confirmed and not line.left_out
    ]


def _unplanned(promises: Iterable[Commitment]) -> list[Commitment]:
    return [promise for promise in promises if not promise.plan_lines.all()]


def _planned(
    promises: Iterable[Commitment], ground: Ground, prices: Prices
) -> tuple[Floats, Floats]:
    """Return what the plan takes out each year, and in which years it is carried on."""
    saved, carried = np.zeros(ground.years), np.zeros(ground.years, dtype=bool)
    for promise in promises:
        planned = {row.year: row for row in promise.plan_lines.all()}
        for at, year in enumerate(range(ground.first, ground.first + ground.years)):
            row = planned.get(year) or _carried_on(year, planned)
            if row is not None:
                saved[at] += float(row.amount) * prices.factor(row.price_year)
                carried[at] |= year not in planned
    return saved, carried


def _carried_on(year: int, planned: Mapping[int, PlanLine]) -> PlanLine | None:
    """Return the plan's last line when the plan has ended: what is reduced stays reduced."""
    last = max(planned, default=year)
    return planned[last] if year > last else None


def _own_years(ground: Ground, saved: Floats, paid: Floats, carried: Floats) -> list[OwnYear]:
    return [
        OwnYear(ground.first + at, float(saved[at]), float(paid[at]), bool(carried[at]))
        for at in range(ground.years)
    ]


def _own_sentence(net: Span, ground: Ground) -> str:
    told = {"who": ground.basis.name, "years": ground.years, "kroner": nok(abs(net.likely))}
    if round(net.likely) < 0:
        return (
            _(
                "Over %(years)s years it costs %(kroner)s more than it saves on the budget of "
                "%(who)s."
            )
            % told
        )
    if round(net.likely) == 0:
        return _("Over %(years)s years it comes out even on the budget of %(who)s.") % told
    return (
        _("Over %(years)s years %(kroner)s is left on the budget of %(who)s, all costs paid.")
        % told
    )
