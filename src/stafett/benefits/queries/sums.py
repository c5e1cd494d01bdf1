"""What the promises on an initiative come to, account by account, nothing counted twice.

Only confirmed promises on end benefits count (R11, R13); those that wait for a yes stand apart.
Accounts are never added.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.benefits.models import Commitment, MapEdge, State, Valuation
from stafett.benefits.queries import valuing
from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.valuing import Account, Worth
from stafett.calc import rollup
from stafett.calc.checks import Floats
from stafett.indicators.models import Observation
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.models import ParameterName
from stafett.organisations.queries import Parameters

TITLES: Mapping[Account, str | Promise] = {
    Account.BUDGET: gettext_lazy("Kroner on the budget"),
    Account.KRONER: gettext_lazy("Kroner that are used for something else"),
    Account.HOURS: gettext_lazy("Hours for staff"),
    Account.QUALITY: gettext_lazy("Quality"),
    Account.INHABITANTS_HOURS: gettext_lazy("Hours for inhabitants"),
    Account.INHABITANTS_KRONER: gettext_lazy("Kroner for inhabitants"),
    Account.BUSINESS_HOURS: gettext_lazy("Hours for businesses"),
    Account.BUSINESS_KRONER: gettext_lazy("Kroner for businesses"),
    Account.PUBLIC_HOURS: gettext_lazy("Hours for other public bodies"),
    Account.PUBLIC_KRONER: gettext_lazy("Kroner for other public bodies"),
}
IN_HOURS = frozenset(account for account in Account if account.endswith("hours"))
IN_KRONER = frozenset(Account) - IN_HOURS - {Account.QUALITY}


# --- one promise ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One promise as it is counted: its account, what it is worth in a full year, or why not.

    ``worth`` has its split taken, and is None where it is not known. ``left_out`` says why it
    is not counted; ``unknown`` what has to be known first.
    """

    commitment: Commitment
    account: Account
    worth: Worth | None
    left_out: str = ""
    unknown: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.commitment.state == State.CONFIRMED

    @property
    def counts(self) -> bool:
        """Whether it is a part of the sums."""
        return self.is_confirmed and not self.left_out and self.worth is not None

    def flow(self, first_year: int, years: int) -> Floats:
        """Return what it is worth each year, shape (3, years): low, likely, high."""
        if self.worth is None:
            return np.zeros((3, years))
        span = range(first_year, first_year + years)
        shares = [valuing.share_of_year(self.commitment, year) for year in span]
        each = [self.worth.low, self.worth.likely, self.worth.high]
        return np.outer(each, np.array(shares, dtype=np.float64))


def lines(acting: Acting, initiative: Initiative, parameters: Parameters) -> list[Line]:
    """Return each promise that this person may see, as it is counted."""
    promises = _promises(acting, initiative)
    before = baselines(promises)
    worths = {promise.pk: _worth(promise, before, parameters) for promise in promises}
    out = _left_out(promises, worths, edges_of(initiative))
    return [
        Line(
            promise,
            valuing.account_of(promise.benefit, promise.take_out),
            worths[promise.pk],
            out.get(promise.pk, ""),
            _what_is_unknown(promise, before, worths[promise.pk]),
        )
        for promise in promises
    ]


def _promises(acting: Acting, initiative: Initiative) -> list[Commitment]:
    promises = Commitment.objects.visible_to(acting).live().filter(benefit__initiative=initiative)
    named = ("benefit__indicator", "municipality", "unit", "depends_on__benefit")
    ordered = promises.select_related(*named).order_by("benefit__name", "municipality__label", "id")
    return list(ordered.prefetch_related("plan_lines"))


Before = Mapping[tuple[Any, ...], Decimal]


def baselines(promises: Sequence[Commitment]) -> Before:
    """Return the reading each promise starts from, by its place and period."""
    asked = [_place(promise) for promise in promises if promise.baseline_to]
    if not asked:
        return {}
    indicators, places, _units, begins, ends = zip(*asked, strict=True)
    rows = Observation.objects.live().filter(
        Q(indicator_id__in=indicators, organisation_id__in=places),
        period_start__in=begins,
        period_end__in=ends,
    )
    keys = ("indicator_id", "organisation_id", "unit_id", "period_start", "period_end")
    return {tuple(row[:-1]): row[-1] for row in rows.values_list(*keys, "value")}


def _place(promise: Commitment) -> tuple[Any, ...]:
    where = (promise.benefit.indicator_id, promise.municipality_id, promise.unit_id)
    return (*where, promise.baseline_from, promise.baseline_to)


def _worth(promise: Commitment, before: Before, parameters: Parameters) -> Worth | None:
    worth = valuing.promised(
        promise, before.get(_place(promise)), hourly_cost=parameters.hourly_cost
    )
    if worth is None:
        return None
    share = 1.0 if promise.split_share is None else float(promise.split_share)
    shared = worth.times(share)
    if shared.account != Account.BUDGET or shared.price_year is not None:
        return shared
    year = price_year_of_an_hour(parameters)
    return Worth(shared.account, shared.low, shared.likely, shared.high, year)


def price_year_of_an_hour(parameters: Parameters) -> int | None:
    """Return the price year of the cost of an hour: the one it holds from."""
    told = parameters.told(ParameterName.HOURLY_COST)
    return told[0].valid_from.year if told else None


def _what_is_unknown(promise: Commitment, before: Before, worth: Worth | None) -> str:
    if worth is not None:
        return ""
    if _place(promise) not in before:
        return _("the baseline is not measured")
    if promise.benefit.valuation == Valuation.VOLUME and None in (promise.volume, promise.adoption):
        return _("how many cases there are, or how many use it, is not known")
    return _("the cost of an hour is not set")


# --- what is left out -----------------------------------------------------------------------

Edges = list[tuple[Any, Any]]


def edges_of(initiative: Initiative) -> Edges:
    """Return the arrows of the map; a benefit's place is the benefit's own id, others a pair."""
    rows = MapEdge.objects.filter(source__initiative=initiative)
    ends = rows.values_list("source_id", "source__benefit_id", "target_id", "target__benefit_id")
    return [
        (start_b or ("place", start), end_b or ("place", end))
        for start, start_b, end, end_b in ends
    ]


def _left_out(
    promises: Sequence[Commitment], worths: Mapping[int, Worth | None], edges: Edges
) -> dict[int, str]:
    """Return why promises are left out: what they depend on, or lead to, has it already."""
    depending = {
        promise.pk: _("it depends on «%(other)s» and is counted there")
        % {"other": promise.depends_on.benefit.name}
        for promise in promises
        if promise.depends_on is not None
    }
    confirmed = [promise for promise in promises if promise.state == State.CONFIRMED]
    with_proposed = _on_the_way(promises, worths, edges)
    waiting = {
        promise.pk: with_proposed[promise.pk]
        for promise in promises
        if promise.state != State.CONFIRMED and promise.pk in with_proposed
    }
    # A promise nobody has said yes to takes nothing from one that is made.
    return _on_the_way(confirmed, worths, edges) | waiting | depending


def _on_the_way(
    promises: Sequence[Commitment], worths: Mapping[int, Worth | None], edges: Edges
) -> dict[int, str]:
    """R11: a benefit that leads to another with a value here is counted in that one."""
    valued: defaultdict[int, list[Commitment]] = defaultdict(list)
    for promise in promises:
        worth = worths[promise.pk]
        if worth is not None and worth.account != Account.QUALITY and promise.depends_on is None:
            valued[promise.municipality_id].append(promise)
    out: dict[int, str] = {}
    for here in valued.values():
        ends = set(rollup.end_benefits([promise.benefit_id for promise in here], edges))
        why = _("it leads to another benefit and is counted there")
        out |= {promise.pk: why for promise in here if promise.benefit_id not in ends}
    return out


# --- sums -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Low, likely and high of the same thing. Extremes, not probabilities."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Year:
    """What one account comes to in one year."""

    year: int
    span: Span


@dataclass(frozen=True, slots=True)
class AccountSum:
    """What the promises in one account come to.

    ``full_year`` is when all of the effect is there; None where it cannot be added up. For
    quality only how many promises there are is told.
    """

    account: Account
    full_year: Span | None
    years: list[Year]
    price_year: int | None
    missing_index: tuple[int, ...]
    counted: int
    of: int

    @property
    def title(self) -> str:
        return str(TITLES[self.account])

    @property
    def is_hours(self) -> bool:
        return self.account in IN_HOURS

    @property
    def is_kroner(self) -> bool:
        return self.account in IN_KRONER


@dataclass(frozen=True, slots=True)
class Sums:
    """The forecast of an initiative, as far as somebody sees its promises.

    ``accounts`` are the confirmed promises, ``proposed`` those that wait for their owner's yes.
    """

    first_year: int
    accounts: list[AccountSum]
    proposed: list[AccountSum]
    left_out: list[Line]
    unknown: list[Line]
    confirmed: int
    parameters: Parameters

    def of(self, account: Account) -> AccountSum | None:
        """Return what is in an account."""
        return next((each for each in self.accounts if each.account == account), None)


def sums(acting: Acting, initiative: Initiative) -> Sums:
    """Return the yearly forecast per account, and what it leaves out."""
    parameters = organisations.parameters(acting)
    told = lines(acting, initiative, parameters)
    years = initiative.cost_lines.values_list("year", flat=True)
    return summed(told, parameters, first_year=first_year(told, years, otherwise=acting.day.year))


def first_year(told: Iterable[Line], cost_years: Iterable[int], *, otherwise: int) -> int:
    """Return the year of the first cost or effect: from there on it is reckoned."""
    starts = [line.commitment.effect_starts_on.year for line in told]
    return min([*starts, *cost_years], default=otherwise)


def summed(told: Sequence[Line], parameters: Parameters, *, first_year: int) -> Sums:
    """Return the sums of these promises from a year on."""
    confirmed = [line for line in told if line.is_confirmed]
    proposed = [line for line in told if not line.is_confirmed]
    return Sums(
        first_year=first_year,
        accounts=_accounts(confirmed, parameters, first_year),
        proposed=_accounts(proposed, parameters, first_year),
        left_out=[line for line in told if line.left_out],
        unknown=[line for line in told if line.unknown and not line.left_out],
        confirmed=len(confirmed),
        parameters=parameters,
    )


def _accounts(told: Iterable[Line], parameters: Parameters, first: int) -> list[AccountSum]:
    by_account: defaultdict[Account, list[Line]] = defaultdict(list)
    for line in told:
        if not line.left_out:
            by_account[line.account].append(line)
    return [
        _account(account, by_account[account], parameters, first)
        for account in Account
        if account in by_account
    ]


def _account(
    account: Account, told: Sequence[Line], parameters: Parameters, first: int
) -> AccountSum:
    known = [line for line in told if line.worth is not None]
    prices = in_one_year(
        (line.worth.price_year for line in known if line.worth), parameters.price_index
    )
    adds_up = account != Account.QUALITY and known and not prices.missing
    return AccountSum(
        account=account,
        full_year=_full_year(known, prices) if adds_up else None,
        years=_by_year(known, prices, first, parameters.years or 0) if adds_up else [],
        price_year=prices.year,
        missing_index=prices.missing,
        counted=len(known),
        of=len(told),
    )


def _full_year(known: Sequence[Line], prices: Prices) -> Span:
    total = np.zeros(3)
    for line in known:
        if worth := line.worth:
            total += np.array([worth.low, worth.likely, worth.high]) * prices.factor(
                worth.price_year
            )
    return span(total)


def _by_year(known: Sequence[Line], prices: Prices, first: int, years: int) -> list[Year]:
    total = added(known, prices, first, years)
    return [Year(first + number, span(total[:, number])) for number in range(years)]


def added(told: Iterable[Line], prices: Prices, first: int, years: int) -> Floats:
    """Return the sum of promises of one unit, shape (3, years), in one price year."""
    total = np.zeros((3, years))
    for line in told:
        if line.worth is not None:
            total += line.flow(first, years) * prices.factor(line.worth.price_year)
    return total


def span(three: Floats) -> Span:
    """Return low, likely and high as plain numbers."""
    return Span(*(float(each) for each in three))
