"""What the promises on an initiative come to, account by account, nothing counted twice.

Only confirmed promises on end benefits count (R11, R13); those that wait for a yes stand apart.
Accounts are never added.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.benefits.models import Commitment, Counts, State, Valuation
from stafett.benefits.queries import measuring, plan, promising, valuing
from stafett.benefits.queries.measuring import Coverage, Standing
from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.promising import PromiseRow
from stafett.benefits.queries.valuing import Account, Worth
from stafett.benefits.rules.measuring import Status
from stafett.calc import worktime
from stafett.calc.checks import Floats
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.queries import Parameters
from stafett.ui.figures import number

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

    ``worth`` has its split taken, and is None where it is not known; ``measured`` is the same by
    the latest reading after the effect started, while that is not overdue (R36), and ``reached``
    the part of the promise it shows.
    ``left_out`` says why it is not counted; ``unknown`` what has to be known first.
    """

    commitment: Commitment
    account: Account
    worth: Worth | None
    measured: Worth | None
    reached: float | None
    left_out: str
    unknown: str
    is_fragmented: bool
    hour_price_year: int | None
    hourly_cost: Decimal | None

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


Read = Sequence[tuple[PromiseRow, Standing]]
"""Promises that a page has read, each with how it stands."""


def lines(acting: Acting, initiative: Initiative) -> list[Line]:
    """Return each promise that this person may see, as it is counted.

    An hour costs what it costs in the municipality that promises.
    """
    return [line for line, _standing in counted(_promises(acting, initiative), acting.day)]


def counted(promises: Sequence[Commitment], day: date) -> list[tuple[Line, Standing]]:
    """Return live promises as they are counted on a day, whoever asks, and how each stands.

    What does not count is judged among all promises of the municipalities, these or not.
    """
    rows = promising.promise_rows(list(promises), day, warns=False)
    standings = measuring.standings_of(rows, today=day)
    read = [(row, standings[row.commitment.pk]) for row in rows]
    return [(line, standing) for line, (_row, standing) in zip(lines_of(read), read, strict=True)]


def forecasts(promises: Sequence[Commitment], day: date) -> list[Line]:
    """Return live promises as they are counted on a day, whatever was read of them since."""
    rows = promising.promise_rows(list(promises), day, warns=False)
    _plans_of(rows)
    return [_line(row, None) for row in rows]


def lines_of(read: Read) -> list[Line]:
    """Return promises that a page has read already, as they are counted."""
    _plans_of([row for row, _standing in read])
    return [_line(row, standing) for row, standing in read]


def _plans_of(rows: Iterable[PromiseRow]) -> None:
    budget = [row.commitment for row in rows if row.is_taken_from_the_budget]
    prefetch_related_objects(budget, "plan_lines")


def _promises(acting: Acting, initiative: Initiative) -> list[Commitment]:
    promises = Commitment.objects.visible_to(acting).live().filter(benefit__initiative=initiative)
    named = ("benefit__indicator", "benefit__initiative", "municipality", "unit")
    ordered = promises.order_by("benefit__name", "municipality__label", "id")
    return list(ordered.prefetch_related(*named))


def _line(row: PromiseRow, standing: Standing | None) -> Line:
    promise, theirs = row.commitment, row.figures
    is_known = standing is not None and standing.status == Status.MEASURED
    measured = standing.worth if standing and is_known else None
    return Line(
        commitment=promise,
        account=valuing.account_of(
            promise.benefit, promise.take_out, awaits_budget=promise.awaits_budget
        ),
        worth=row.worth,
        measured=plan.own_part(promise, measured, theirs),
        reached=standing.reached if standing else None,
        left_out=row.left_out,
        unknown="" if row.worth else _what_is_unknown(promise, row.baseline),
        is_fragmented=promising.is_fragmented(promise, row.baseline, theirs),
        hour_price_year=theirs.hourly_cost_year,
        hourly_cost=theirs.hourly_cost,
    )


def _what_is_unknown(promise: Commitment, before: Decimal | None) -> str:
    if before is None:
        return _("the baseline is not measured")
    if promise.awaits_budget and promise.benefit.counts == Counts.NOK:
        return _("it means other positions, and the budget does not show it yet")
    if promise.benefit.valuation == Valuation.VOLUME and None in (promise.volume, promise.adoption):
        return _("how many cases there are, or how many use it, is not known")
    return _("the cost of an hour is not set")


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
class Measured:
    """What was read of an account, beside the forecast and never in it (R31).

    ``value`` is what a year is worth at the pace of the latest readings, of the promises whose
    outcome is known; for quality it is how many of them are at their target.
    """

    value: float | None
    coverage: Coverage


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
    measured: Measured
    hours_per_fte: Decimal | None

    @property
    def title(self) -> str:
        return str(TITLES[self.account])

    @property
    def is_hours(self) -> bool:
        return self.account in IN_HOURS

    @property
    def is_kroner(self) -> bool:
        return self.account in IN_KRONER

    @property
    def is_quality(self) -> bool:
        return self.account == Account.QUALITY

    @property
    def fte(self) -> str:
        """Staff hours as full-time equivalents, in words."""
        if self.account != Account.HOURS or self.full_year is None or not self.hours_per_fte:
            return ""
        per_fte = float(self.hours_per_fte)
        years = worktime.full_time_equivalents(self.full_year.likely, hours_per_fte=per_fte)
        return _("%(years)s FTE") % {"years": number(float(years), 1)}


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
    told = lines(acting, initiative)
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
        measured=_measured(account, told, prices),
        hours_per_fte=parameters.hours_per_fte,
    )


def _measured(account: Account, told: Sequence[Line], prices: Prices) -> Measured:
    known = measuring.covered((row.commitment.municipality_id, bool(row.measured)) for row in told)
    return Measured(_read(account, [row for row in told if row.measured], prices), known)


def _read(account: Account, rows: Sequence[Line], prices: Prices) -> float | None:
    if not rows or prices.missing:
        return None
    if account == Account.QUALITY:
        return float(sum((line.reached or 0) >= 1 for line in rows))
    worths = [line.measured for line in rows if line.measured]
    return sum(worth.likely * prices.factor(worth.price_year) for worth in worths)


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
