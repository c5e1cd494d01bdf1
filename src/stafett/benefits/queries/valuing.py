"""Readings to hours or kroner: forecast and measured by one formula, each in one account only.

Database rows become plain numbers here, and ``calc.worktime`` reckons.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from stafett.benefits.models import Beneficiary, Benefit, Commitment, Counts, TakeOut, Valuation
from stafett.calc import worktime
from stafett.indicators.models import Direction

MINUTES_IN_AN_HOUR = 60


class Account(StrEnum):
    """Where a benefit is counted. Each is counted in one; accounts are never added."""

    BUDGET = "budget"
    KRONER = "kroner"
    HOURS = "hours"
    QUALITY = "quality"
    INHABITANTS_HOURS = "inhabitants_hours"
    INHABITANTS_KRONER = "inhabitants_kroner"
    BUSINESS_HOURS = "business_hours"
    BUSINESS_KRONER = "business_kroner"
    PUBLIC_HOURS = "public_hours"
    PUBLIC_KRONER = "public_kroner"


THEIRS = {
    Beneficiary.INHABITANTS: (Account.INHABITANTS_HOURS, Account.INHABITANTS_KRONER),
    Beneficiary.BUSINESS: (Account.BUSINESS_HOURS, Account.BUSINESS_KRONER),
    Beneficiary.OTHER_PUBLIC: (Account.PUBLIC_HOURS, Account.PUBLIC_KRONER),
}


@dataclass(frozen=True, slots=True)
class Worth:
    """What a promise or a reading is worth in a year, in its account's own unit.

    Hours or kroner (prices of ``price_year``); for quality the three are 0.
    """

    account: Account
    low: float
    likely: float
    high: float
    price_year: int | None = None

    def times(self, share: float) -> "Worth":
        """Return a part of it."""
        low, high = sorted((self.low * share, self.high * share))
        return Worth(self.account, low, self.likely * share, high, self.price_year)


def account_of(benefit: Benefit, take_out: str, *, awaits_budget: bool) -> Account:
    """Return the one account a promise is counted in (R13, R15, R28, R43).

    Freed time becomes kroner only where the budget is reduced by as much; where it means other
    positions, only when that is decided and the budget line shows it.
    """
    if benefit.valuation == Valuation.NONE:
        return Account.QUALITY
    if benefit.beneficiary in THEIRS:
        return THEIRS[Beneficiary(benefit.beneficiary)][benefit.counts == Counts.NOK]
    if take_out == TakeOut.BUDGET and not awaits_budget:
        return Account.BUDGET
    return Account.KRONER if benefit.counts == Counts.NOK else Account.HOURS


def promised(
    commitment: Commitment,
    before: Decimal | None,
    *,
    hourly_cost: Decimal | None = None,
    as_if_in_budget: bool = False,
) -> Worth | None:
    """Return what a promise is worth in a full year, once all of the effect is there.

    None when there is no baseline, or the cases or the price of an hour are not known, or kroner
    wait for the budget: what is unknown is not nothing. ``as_if_in_budget`` is for the line that
    is to be written there.
    """
    adoption = commitment.adoption
    levels = (commitment.target_low, commitment.target_likely, commitment.target_high)
    awaits = commitment.awaits_budget and not as_if_in_budget
    return _worth(commitment, before, levels, commitment.volume, adoption, hourly_cost, awaits)


def measured(
    commitment: Commitment,
    before: Decimal | None,
    after: Decimal,
    *,
    volume: Decimal | None,
    adoption: Decimal | None,
    hourly_cost: Decimal | None = None,
) -> Worth | None:
    """Return what a reading is worth in a year, at the pace it shows (R20: use is measured)."""
    levels, awaits = (after, after, after), commitment.awaits_budget
    return _worth(commitment, before, levels, volume, adoption, hourly_cost, awaits)


def share_there(commitment: Commitment, day: date) -> float:
    """Return how much of the effect should be there on a day, 0-1, by the promise's ramp-up."""
    return _share_in(commitment, _months_since(commitment, day.year, day.month) // 12)


def share_of_year(commitment: Commitment, year: int) -> float:
    """Return how much of a full year's effect falls in a calendar year, month by month, 0-1.

    The effect's own years turn once in it: some months are of one, and the rest of the next.
    """
    turned, of_the_next = divmod(_months_since(commitment, year, 1), 12)
    before, after = _share_in(commitment, turned), _share_in(commitment, turned + 1)
    return (before * (12 - of_the_next) + after * of_the_next) / 12


def _share_in(commitment: Commitment, year: int) -> float:
    """Return how much of the effect is there in its first year (0), its second, and so on."""
    if year < 0:
        return 0.0
    shares = commitment.ramp_up
    return float(shares[year]) if year < len(shares) else 1.0


def _months_since(commitment: Commitment, year: int, month: int) -> int:
    start = commitment.effect_starts_on
    return (year - start.year) * 12 + month - start.month


def _worth(
    commitment: Commitment,
    before: Decimal | None,
    levels: tuple[Decimal, Decimal, Decimal],
    volume: Decimal | None,
    adoption: Decimal | None,
    hourly_cost: Decimal | None,
    awaits_budget: bool,
) -> Worth | None:
    benefit = commitment.benefit
    account = account_of(benefit, commitment.take_out, awaits_budget=awaits_budget)
    if account == Account.QUALITY:
        return Worth(account, 0.0, 0.0, 0.0)
    if awaits_budget and account == Account.KRONER:
        return None
    how_often = _how_often(benefit, volume, adoption)
    each = _each(benefit, account, hourly_cost)
    if before is None or how_often is None or each is None:
        return None
    is_up = benefit.indicator.direction == Direction.UP
    found = _values(float(before), tuple(map(float, levels)), is_up, each, *how_often)
    return Worth(account, min(found), found[1], max(found), benefit.price_year)


def _how_often(
    benefit: Benefit, volume: Decimal | None, adoption: Decimal | None
) -> tuple[float, float] | None:
    if benefit.valuation == Valuation.DIRECT:
        return float(benefit.times_a_year), 1.0
    if volume is None or adoption is None:
        return None
    return float(volume), float(adoption)


def _each(benefit: Benefit, account: Account, hourly_cost: Decimal | None) -> float | None:
    """Return what one unit of the reading is: hours, or kroner where the budget is reduced."""
    factor = float(benefit.factor or 0)
    if benefit.counts == Counts.NOK:
        return factor
    hours = factor / MINUTES_IN_AN_HOUR
    if account != Account.BUDGET:
        return hours
    return None if hourly_cost is None else hours * float(hourly_cost)


@lru_cache(maxsize=10_000)
def _values(
    before: float, levels: tuple[float, ...], is_up: bool, each: float, times: float, share: float
) -> tuple[float, ...]:
    """Return what each level is worth. The same promise is asked about many times a page."""
    pair: tuple[Any, Any] = (levels, before) if is_up else (before, levels)
    found = worktime.value_of_change(*pair, each=each, times=times, adoption=share)
    return tuple(found.tolist())
