"""What an economy is reckoned from: whose it is, its costs and promises, and what is missing.

Rates are real and so are amounts: prices of one year, by an index (R21-R24).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.queries.prices import Prices
from stafett.benefits.queries.sums import Line, Read, Span, first_year, lines, lines_of
from stafett.benefits.queries.valuing import Account
from stafett.calc import cashflow
from stafett.calc.checks import Floats
from stafett.initiatives import queries as initiatives
from stafett.initiatives import rules
from stafett.initiatives.models import CostKind, CostLine, Initiative
from stafett.initiatives.queries import Frame
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.models import Organisation, ParameterName
from stafett.organisations.queries import Parameters

LIKELY = 1
# When in the year money falls, in both economies; said wherever a value is shown (R24).
TIMING: cashflow.Timing = "start"


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be there before a number can be told, and where it is put in."""

    says: str
    url: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """Whose economy: how many share the costs, and the part of them that is reckoned here."""

    name: str
    of: int
    is_whole: bool

    @property
    def share(self) -> float:
        return 1.0 if self.is_whole else 1.0 / self.of


@dataclass(frozen=True)
class Ground:
    """All rows an economy is reckoned from, read once."""

    initiative: Initiative
    basis: Basis
    told: list[Line]
    costs: list[CostLine]
    parameters: Parameters
    first: int
    asks_for_all_costs: bool

    @property
    def years(self) -> int:
        return self.parameters.years or 0

    @cached_property
    def counted(self) -> list[Line]:
        """The promises that count."""
        return [line for line in self.told if line.counts]

    def has(self, account: Account) -> bool:
        """Whether a promise that counts is in this account."""
        return any(line.account == account for line in self.counted)

    def cost(self, payers: Iterable[str], prices: Prices) -> Floats:
        """Return what these pay each year, shape (3, years), positive."""
        return self._paid([cost for cost in self.costs if cost.payer in payers], prices)

    def cost_by_kind(self, payers: Iterable[str], prices: Prices) -> list[tuple[CostKind, Floats]]:
        """Return the same for each kind of cost by itself."""
        paid = [cost for cost in self.costs if cost.payer in payers and cost.high]
        return [
            (CostKind(kind), self._paid([cost for cost in paid if cost.kind == kind], prices))
            for kind in _kinds(paid)
        ]

    def _paid(self, costs: Iterable[CostLine], prices: Prices) -> Floats:
        total = np.zeros((3, self.years))
        for cost in costs:
            if cost.high:
                total += _spread(cost, self) * prices.factor(cost.price_year)
        return total * self.basis.share


def _kinds(costs: Iterable[CostLine]) -> list[str]:
    return sorted({cost.kind for cost in costs})


def _spread(cost: CostLine, ground: Ground) -> Floats:
    """Return one cost each year, shape (3, years); what falls outside the years is left out."""
    span = np.arange(ground.first, ground.first + ground.years)
    paid = (span >= cost.year) & (span <= cost.last_year)
    return np.outer([float(cost.low), float(cost.likely), float(cost.high)], paid)


def ground_of(
    acting: Acting,
    initiative: Initiative,
    *,
    read: Read | None = None,
    frame: Frame | None = None,
) -> Ground | None:
    """Return what an economy is reckoned from; None where this is not theirs to see.

    ``read`` are the promises somebody may see, and ``frame`` what it rests on, where a page has
    read them already.
    """
    joined = frame.joined if frame else initiatives.participants(initiative, acting.day)
    basis = basis_of(acting, initiative, joined)
    if basis is None:
        return None
    frame = frame or initiatives.frame(acting, initiative, joined=joined)
    told = lines(acting, initiative) if read is None else lines_of(read)
    years = (cost.year for cost in frame.cost_lines)
    return Ground(
        initiative=initiative,
        basis=basis,
        told=told,
        costs=frame.cost_lines,
        parameters=_own_figures(acting, frame),
        first=first_year(told, years, otherwise=acting.day.year),
        asks_for_all_costs=not frame.light,
    )


def _own_figures(acting: Acting, frame: Frame) -> Parameters:
    """Return what the reader's organisation reckons with."""
    if acting.organisation_id == frame.initiative.organisation_id:
        return frame.figures
    return organisations.parameters(acting)


def basis_of(
    acting: Acting, initiative: Initiative, joined: Sequence[Organisation]
) -> Basis | None:
    """A municipality sees its own part; a region's own people see all who joined together."""
    mine = next((row for row in joined if row.pk == acting.organisation_id), None)
    if mine is not None:
        return Basis(mine.label, len(joined), is_whole=len(joined) == 1)
    if acting.organisation_id == initiative.organisation_id and joined:
        count = len(joined)
        name = ngettext("%(count)s municipality", "%(count)s municipalities together", count)
        return Basis(name % {"count": count}, count, is_whole=True)
    return None


# --- the value of all years, and what stands in its way ---------------------------------------


def net_of(flow: Floats, ground: Ground) -> Span | None:
    rates = ground.parameters.rates
    if rates is None:
        return None
    return in_order(cashflow.net_present_value(flow, rate=rates, timing=TIMING))


def value_today(flow: Floats, rates: cashflow.RateSchedule) -> Floats:
    """Return what each of the three points is worth today."""
    return cashflow.net_present_value(flow, rate=rates, timing=TIMING)


def in_order(three: Floats) -> Span:
    """Low first also where what is promised makes things worse."""
    return Span(float(three.min()), float(three[LIKELY]), float(three.max()))


def what_is_missing(ground: Ground, prices: Prices, *names: str) -> list[Missing]:
    """Return what stands in the way of a net value, and where it is put right."""
    return [
        *_nothing_promised(ground),
        *_costs_not_told(ground),
        *_index_not_there(prices),
        *_figures_not_set(ground, names),
    ]


def _nothing_promised(ground: Ground) -> Iterable[Missing]:
    if not any(line.is_confirmed for line in ground.told):
        yield Missing(_("No promise has a yes yet, so there is nothing to set against the costs."))


def _costs_not_told(ground: Ground) -> Iterable[Missing]:
    """R19: net before gross."""
    kinds = [CostKind(kind).label for kind in rules.missing_cost_kinds(ground.costs)]
    if kinds and ground.asks_for_all_costs:
        what = {"kinds": ", ".join(str(kind) for kind in kinds)}
        yield Missing(
            _("Costs are not told yet for: %(kinds)s. Where there are none, write 0.") % what,
            reverse("initiatives:costs", kwargs={"pk": ground.initiative.pk}),
            _("Tell the costs"),
        )


def _index_not_there(prices: Prices) -> Iterable[Missing]:
    """R21, R22: nothing is summed across price years without an index."""
    if prices.missing:
        years = {"years": ", ".join(str(year) for year in prices.missing)}
        yield Missing(
            _(
                "Amounts are in prices of different years, and there is no price index for "
                "%(years)s. Set it among the figures, or write the amounts in prices of one year."
            )
            % years,
            *_figures_page(),
        )


def _figures_not_set(ground: Ground, names: Iterable[str]) -> Iterable[Missing]:
    """R23: a net value rests on rates and figures with a source and a year, or there is none."""
    for name in names:
        if not ground.parameters.told(name):
            title = {"figure": ParameterName(name).label}
            yield Missing(_("Nobody has set the figure: %(figure)s.") % title, *_figures_page())


def _figures_page() -> tuple[str, str]:
    return reverse("organisations:mine") + "#figures", _("Figures for calculations")
