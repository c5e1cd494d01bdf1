"""What amounts in different years are worth together.

Amounts are NOK at fixed prices, gains positive and costs negative; the last axis is years, the
first of them today's. Rates are real, a year: with fixed prices, never a bank's nominal rate.
When in the year money falls is a choice that moves the answer by a few per cent, so it has a
name, ``timing``, and is stated wherever a value is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stafett.calc.checks import POSITIVE, Floats, count, number, numbers, together
from stafett.calc.errors import CalcError

Timing = Literal["start", "mid", "end"]
LONGEST = 500
"""The most years a flow can have."""

_SAME = 1e-6  # rates closer than this are one, found twice for the last digits
_ROUNDING = 1e-13  # a flow worth a smaller share than this of what moves is worth nothing


class NoRate(CalcError):
    """No rate makes the flow worth nothing."""


class SeveralRates(CalcError):
    """More than one rate makes the flow worth nothing.

    Attributes
    ----------
    rates : tuple of float, rising, per year
    """

    def __init__(self, rates: Sequence[float]):
        self.rates = tuple(rates)
        shown = ", ".join(f"{round(rate, 3) + 0:.1%}" for rate in rates)
        super().__init__(
            f"The flow has {len(rates)} internal rates ({shown}), because costs come between "
            "gains: use the net present value instead."
        )


def _checked_rate(rate: float) -> float:
    checked = number(rate, "The rate is {}: give a share, e.g. 0.04 for 4 %.")
    if checked <= -1:
        raise CalcError(f"The rate is {rate}: give a share above -1, e.g. 0.04 for 4 %.")
    return checked


def _checked_bands(bands: Sequence[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    says = "A band begins in year {}: give whole years."
    if any(len(band) != 2 for band in bands):
        raise CalcError("Give two numbers for each band: a year and the rate from there on.")
    checked = [(count(start, says, least=0), _checked_rate(rate)) for start, rate in bands]
    if not checked or checked[0][0] != 0:
        raise CalcError("The first band must begin in year 0.")
    if any(later[0] <= band[0] for band, later in pairwise(checked)):
        raise CalcError("The bands must rise: each begins in a later year than the one before.")
    return tuple(checked)


@dataclass(frozen=True)
class RateSchedule:
    """A discount rate that changes with the years, accepted wherever a rate is.

    Parameters
    ----------
    bands : sequence of (int, float)
        From which year, and the rate from there on, e.g. ``((0, 0.04), (41, 0.03))``. The step
        from one year into the next is discounted with the rate of the year it leads into, so
        the last step at 4 % here is the one into year 40. The first band begins in year 0.
    name, source, vintage : str
        Whose schedule it is, where it stands, and of which year: printed with every result.

    Raises
    ------
    CalcError
        If the bands do not begin in year 0, do not rise, or a rate is missing or -1 or below.

    Examples
    --------
    >>> RateSchedule(((0, 0.04), (2, 0.03))).rates(3)
    array([0.04, 0.03, 0.03])
    """

    bands: tuple[tuple[int, float], ...]
    name: str = ""
    source: str = ""
    vintage: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", _checked_bands(self.bands))

    def rates(self, years: int) -> Floats:
        """Return the rate of the steps into year 1, 2, ... ``years``."""
        starts, rates = zip(*self.bands, strict=True)
        band = np.searchsorted(starts, np.arange(1, years + 1), side="right") - 1
        return np.array(rates)[band]


Rate = float | RateSchedule

R109 = RateSchedule(
    ((0, 0.04), (41, 0.03), (76, 0.02)),
    name="R-109",
    source="Finansdepartementet, rundskriv R-109/2021, Prinsipper og krav ved utarbeidelse av "
    "samfunnsøkonomiske analyser, read in a summary; from year 76 the edition of 2014, not "
    "checked against that of 2021; after NOU 2012: 16, chapter 5",
    vintage="2021; from year 76: 2014",
)
"""Norwegian state analyses: 4 % for 40 years, 3 % to year 75, then 2 %.

The last is from the edition of 2014 and is not checked against that of 2021.
"""

GREEN_BOOK_2022 = RateSchedule(
    ((0, 0.035), (31, 0.03), (76, 0.025), (126, 0.02), (201, 0.015), (301, 0.01)),
    name="Green Book",
    source="HM Treasury, The Green Book: Central Government Guidance on Appraisal and "
    "Evaluation, annex 6, standard social time preference rate",
    vintage="2022",
)
"""British state analyses: 3.5 % for 30 years, then falling to 1 %."""


def in_other_prices(amounts: ArrayLike, *, index: ArrayLike, wanted: ArrayLike) -> Floats:
    """Return amounts in the prices of another year.

    Parameters
    ----------
    amounts : array_like, NOK in the prices of one year
    index : array_like, more than 0
        The price index of the year the amounts are in.
    wanted : array_like, more than 0
        The same index in the year whose prices are wanted. Which year is 100 makes no difference.

    Returns
    -------
    ndarray, the arguments broadcast together, NOK in the wanted year's prices

    Raises
    ------
    CalcError
        If an amount or an index is missing, or an index is not more than 0.

    Notes
    -----
    ``amounts * wanted / index``. It is no discounting: it says what the same goods cost in
    another year, not what money is worth that comes later.

    Examples
    --------
    >>> in_other_prices(200_000, index=120, wanted=126)
    np.float64(210000.0)
    """
    amounts = numbers(amounts, "An amount is {}: give 0 if nothing is paid.")
    says = "The price index is {}: give what it is in that year, more than 0."
    index = numbers(index, says, least=POSITIVE)
    wanted = numbers(wanted, says, least=POSITIVE)
    amounts, index, wanted = together(amounts, index, wanted)
    found: Floats = amounts * wanted / index
    return found


def discount_factors(years: SupportsIndex, *, rate: Rate, timing: Timing = "start") -> Floats:
    """Return what a krone in each year is worth today.

    Parameters
    ----------
    years : int
        How many, today's included.
    rate : float or RateSchedule
        Real, per year: 0.04 for 4 %.
    timing : "start", "mid" or "end"
        When in the year money falls. ``"start"``: today's is not discounted. ``"mid"``: half a
        year later. ``"end"``: the first is discounted one whole year.

    Returns
    -------
    ndarray, shape (years,)

    Raises
    ------
    CalcError
        If there are no years, the rate is missing or -1 or below, or the timing is another.

    Notes
    -----
    Exponential, step by step: each year's factor is the one before divided by 1 + the rate of
    the step between them (NOU 2012: 16, *Samfunnsøkonomiske analyser*, chapter 5). Money in
    the middle of year t has gone half of the step into year t + 1, so its factor is the
    geometric mean of those at the start and the end.

    Examples
    --------
    >>> discount_factors(3, rate=0.04).round(4)
    array([1.    , 0.9615, 0.9246])
    >>> discount_factors(3, rate=0.04, timing="mid").round(4)
    array([0.9806, 0.9429, 0.9066])
    >>> discount_factors(42, rate=R109)[[40, 41]].round(5)
    array([0.20829, 0.20222])
    """
    says = f"There are {{}} years: give a whole number, 1 to {LONGEST}."
    years = count(years, says, most=LONGEST)
    at_start, at_end = _between_years(years, rate)
    if timing == "mid":
        return np.sqrt(at_start) * np.sqrt(at_end)
    if timing not in ("start", "end"):
        raise CalcError(f"The timing is {timing}: give 'start', 'mid' or 'end'.")
    return at_start if timing == "start" else at_end


def net_present_value(flows: ArrayLike, *, rate: Rate, timing: Timing = "start") -> Floats:
    """Return what yearly cash flows are worth today.

    Parameters
    ----------
    flows : array_like, shape (..., years), NOK at fixed prices
        Gains positive, costs negative.
    rate : float or RateSchedule
        Real, per year: 0.04 for 4 %.
    timing : "start", "mid" or "end"
        As for ``discount_factors``.

    Returns
    -------
    ndarray, shape (...), NOK at today's value

    Raises
    ------
    CalcError
        If an amount is missing, or as for ``discount_factors``.

    Notes
    -----
    The sum of amount times factor. Spreadsheets' NPV discounts the first amount one year:
    that is ``timing="end"``.

    Examples
    --------
    >>> net_present_value([-100_000, 60_000, 60_000], rate=0.04).round()
    np.float64(13166.0)
    """
    flows = _flows(flows)
    value: Floats = flows @ discount_factors(flows.shape[-1], rate=rate, timing=timing)
    return value


def internal_rate_of_return(flows: ArrayLike) -> float:
    """Return the rate at which a flow is worth nothing.

    Parameters
    ----------
    flows : array_like, shape (years,), NOK at fixed prices
        One flow. When in the year money falls does not matter, as long as it is the same
        every year. Amounts less than 1e-15 of the largest count as 0.

    Returns
    -------
    float, per year, above -1

    Raises
    ------
    NoRate
        If the amounts never change sign, or the flow is worth something at every rate.
    SeveralRates
        If there is more than one; it carries them. A rate the value only touches is one.
    CalcError
        If an amount is missing.

    Notes
    -----
    All rates above -100 % are found, none is guessed at. A rate ranks initiatives of different
    size and length wrongly: rank by net present value.

    Examples
    --------
    >>> round(internal_rate_of_return([-100, 60, 60]), 4)
    0.1307
    """
    flows = _flows(flows)
    if flows.ndim > 1:
        raise CalcError("Give one flow at a time: each has its own rate, several, or none.")
    flows = np.where(np.abs(flows) < 1e-15 * np.abs(flows).max(), 0, flows)
    rates = [float(np.expm1(-zero)) for zero in reversed(_zeros(flows))]
    if not rates:
        raise NoRate(
            "No rate makes this flow worth nothing: it needs both costs and gains that can "
            "outweigh each other. Use the net present value."
        )
    if len(rates) > 1:
        raise SeveralRates(rates)
    return rates[0]


def modified_internal_rate_of_return(
    flows: ArrayLike, *, finance_rate: Rate, reinvest_rate: Rate
) -> Floats:
    """Return the yearly growth from what a flow costs to what it has gathered at its end.

    Parameters
    ----------
    flows : array_like, shape (..., years), NOK at fixed prices
        At least two years.
    finance_rate : float or RateSchedule
        What the costs are financed at, per year: they are discounted to today.
    reinvest_rate : float or RateSchedule
        What gains earn until the last year.

    Returns
    -------
    ndarray, shape (...), per year
        Always one, also where there are several internal rates.

    Raises
    ------
    NoRate
        If a flow has no costs or no gains.
    CalcError
        If an amount is missing, there is only one year, or as for ``discount_factors``.

    Examples
    --------
    >>> modified_internal_rate_of_return(
    ...     [-100, 60, 60], finance_rate=0.04, reinvest_rate=0.04
    ... ).round(4)
    np.float64(0.1063)
    """
    flows = _flows(flows, least_years=2)
    costs = -net_present_value(np.minimum(flows, 0), rate=finance_rate)
    gains = net_present_value(np.maximum(flows, 0), rate=reinvest_rate)
    if not (costs.all() and gains.all()):
        raise NoRate("A flow without costs, or without gains, has no rate.")
    years = flows.shape[-1]
    at_the_end = gains / discount_factors(years, rate=reinvest_rate)[-1]
    rate: Floats = (at_the_end / costs) ** (1 / (years - 1)) - 1
    return rate


def annuity_factor(years: SupportsIndex, *, rate: Rate) -> float:
    """Return what one krone at the end of each year is worth today.

    Parameters
    ----------
    years : int
        How many instalments.
    rate : float or RateSchedule
        Real, per year; 0 works.

    Returns
    -------
    float

    Raises
    ------
    CalcError
        As for ``discount_factors``.

    Notes
    -----
    ``(1 - (1 + rate) ** -years) / rate``, as a sum, so that it holds for 0 and for schedules.

    Examples
    --------
    >>> round(annuity_factor(10, rate=0.04), 4)
    8.1109
    """
    return float(discount_factors(years, rate=rate, timing="end").sum())


def annuity(present_value: ArrayLike, *, years: SupportsIndex, rate: Rate) -> Floats:
    """Return the same amount at the end of each year that is worth ``present_value`` today.

    Parameters
    ----------
    present_value : array_like, NOK at today's value
    years : int
        How many instalments.
    rate : float or RateSchedule
        Real, per year; 0 works.

    Returns
    -------
    ndarray, shaped as the present value, NOK a year, with its sign

    Raises
    ------
    CalcError
        If the value is missing, or as for ``discount_factors``.

    Examples
    --------
    >>> annuity(100_000, years=10, rate=0.04).round(2)
    np.float64(12329.09)
    """
    value = numbers(present_value, "The present value is {}: give an amount in NOK.")
    instalment: Floats = value / annuity_factor(years, rate=rate)
    return instalment


def equivalent_annual_value(flows: ArrayLike, *, rate: Rate) -> Floats:
    """Return what a flow is worth per year it lasts, to compare initiatives of unequal lives.

    Parameters
    ----------
    flows : array_like, shape (..., 1 + years), NOK at fixed prices
        Today's amount, then one for each year it lasts: n + 1 amounts last n years.
    rate : float or RateSchedule
        Real, per year.

    Returns
    -------
    ndarray, shape (...), NOK at the end of each year

    Raises
    ------
    CalcError
        If an amount is missing, there is only today's, or as for ``discount_factors``.

    Notes
    -----
    The net present value as an annuity over the years it lasts. It takes for granted that the
    shorter initiative can be repeated on the same terms.

    Examples
    --------
    >>> equivalent_annual_value([-100_000, 60_000, 60_000], rate=0.04).round(2)
    np.float64(6980.39)
    """
    flows = _flows(flows, least_years=2)
    value = net_present_value(flows, rate=rate)
    return annuity(value, years=flows.shape[-1] - 1, rate=rate)


def payback_years(flows: ArrayLike, *, rate: Rate = 0.0) -> Floats:
    """Return after how many years gains have made up for costs, for the first time.

    Parameters
    ----------
    flows : array_like, shape (..., years), NOK at fixed prices
        Today's amount first.
    rate : float or RateSchedule
        Real, per year. 0 is the plain payback; say which it is.

    Returns
    -------
    ndarray, shape (...), years from today
        Linear within the year; 0 if the sum is never below 0; ``inf`` if it stays there.

    Raises
    ------
    CalcError
        If an amount is missing, or as for ``discount_factors``.

    Notes
    -----
    The clock starts today, also when the first cost comes later. What comes after, be it a
    cost of clearing up, does not count: payback says how soon, not how much.

    Examples
    --------
    >>> payback_years([-100_000, 40_000, 40_000, 40_000])
    np.float64(2.5)
    """
    flows = _flows(flows)
    worth = flows * discount_factors(flows.shape[-1], rate=rate)
    so_far = worth.cumsum(axis=-1)
    # Ten times a tenth does not come to one in the last digit.
    below = so_far < -1e-12 * np.abs(worth).cumsum(axis=-1)
    spent = np.logical_or.accumulate(below, axis=-1)
    back = spent & ~below
    years = np.where(back.any(axis=-1), _moment(worth, so_far, back), np.inf)
    return np.where(spent[..., -1], years, 0.0)[()]


def benefit_cost_ratio(
    benefits: ArrayLike, costs: ArrayLike, *, rate: Rate, timing: Timing = "start"
) -> Floats:
    """Return how many kroner of benefit there are for each krone of cost.

    Parameters
    ----------
    benefits, costs : array_like, shape (..., years), NOK at fixed prices
        Both positive amounts. Whether a lost benefit is written as a cost or taken off the
        benefits changes the ratio, though not the net value.
    rate : float or RateSchedule
        Real, per year.
    timing : "start", "mid" or "end"
        As for ``discount_factors``; does not matter for a constant rate.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    CalcError
        If an amount is missing, the years differ, or the costs are not worth more than 0.

    Examples
    --------
    >>> benefit_cost_ratio([0, 60_000, 60_000], [100_000, 0, 0], rate=0.04).round(4)
    np.float64(1.1317)
    """
    benefits, costs = _same_years(benefits, costs)
    cost = net_present_value(costs, rate=rate, timing=timing)
    if not (cost > 0).all():
        raise CalcError("The costs are not above 0: give them as positive amounts.")
    ratio: Floats = net_present_value(benefits, rate=rate, timing=timing) / cost
    return ratio


def break_even_factor(fixed: ArrayLike, scaled: ArrayLike, *, rate: Rate) -> Floats:
    """Return what part of an uncertain flow it takes for the whole to be worth nothing.

    Parameters
    ----------
    fixed : array_like, shape (..., years), NOK at fixed prices
        What comes anyway, such as the costs (negative).
    scaled : array_like, shape (..., years), NOK at fixed prices
        What is multiplied, such as the planned benefits.
    rate : float or RateSchedule
        Real, per year.

    Returns
    -------
    ndarray, shape (...)
        0.7: it holds down to 70 % of the planned benefits. Below 0: no part of them is needed.

    Raises
    ------
    CalcError
        If an amount is missing, the years differ, or what is multiplied is worth nothing.

    Examples
    --------
    >>> break_even_factor([-100_000, 0, 0], [0, 60_000, 60_000], rate=0.04).round(4)
    np.float64(0.8837)
    """
    fixed, scaled = _same_years(fixed, scaled)
    worth = net_present_value(scaled, rate=rate)
    if not worth.all():
        raise CalcError("What is multiplied is worth nothing: give the flow that can vary.")
    factor: Floats = -net_present_value(fixed, rate=rate) / worth
    return factor


@dataclass(frozen=True, slots=True, eq=False)
class SocialTotal:
    """What an initiative is worth to society; never added to a municipality's own economy.

    Attributes
    ----------
    net : ndarray, NOK at today's value
        Benefits less ``total_cost``.
    tax_cost : ndarray, NOK at today's value
        What it costs society to collect the tax that pays the public outlay.
    total_cost : ndarray, NOK at today's value
        Public outlay, other costs and tax cost.
    net_per_budget_krone : ndarray
        ``net`` for each krone of public outlay; NaN where none is spent.
    """

    net: Floats
    tax_cost: Floats
    total_cost: Floats
    net_per_budget_krone: Floats


def social_total(
    benefits: ArrayLike,
    public_outlay: ArrayLike,
    other_costs: ArrayLike = 0,
    *,
    rate: Rate,
    tax_cost: float = 0.20,
) -> SocialTotal:
    """Return the socio-economic sum: what everybody gains less what everybody pays.

    Parameters
    ----------
    benefits : array_like, shape (..., years), NOK at fixed prices
        What it is worth to inhabitants, businesses and the public, positive.
    public_outlay : array_like, shape (..., years), NOK at fixed prices
        Net public spending, positive; a year in which the public saves or earns is negative.
        What is counted as less outlay here is not counted as a benefit there.
    other_costs : array_like, shape (..., years), NOK at fixed prices
        What others pay, positive. A single amount is the same every year.
    rate : float or RateSchedule
        Real, per year; today's amount is not discounted.
    tax_cost : float
        What each krone of tax costs on top: 0.20 in Norway.

    Returns
    -------
    SocialTotal of ndarray, shape (...)

    Raises
    ------
    CalcError
        If an amount is missing, the years differ, or the tax cost is negative.

    Notes
    -----
    Finansdepartementet, rundskriv R-109/2021: 20 øre for each krone financed over public
    budgets; net per budget krone as in DFØ's guide to cost-benefit analysis. The British
    Green Book has no such cost: ``tax_cost=0``.

    Examples
    --------
    >>> total = social_total([0, 80_000, 80_000], [100_000, 0, 0], rate=0.04)
    >>> total.net.round(), total.tax_cost, total.net_per_budget_krone.round(2)
    (np.float64(30888.0), np.float64(20000.0), np.float64(0.31))
    """
    says = "The tax cost is {}: give a share, e.g. 0.2 for 20 øre a krone."
    tax_cost = number(tax_cost, says, least=0)
    benefits = _flows(benefits)
    other_costs = numbers(other_costs, "An amount is {}: give 0 if nobody else pays.")
    if other_costs.ndim == 0:
        other_costs = np.full(benefits.shape[-1], other_costs)
    flows = _same_years(benefits, public_outlay, other_costs)
    gained, outlay, other = (net_present_value(flow, rate=rate) for flow in flows)
    tax = tax_cost * outlay
    total = outlay + other + tax
    net = gained - total
    spent = outlay > 0
    per_krone = np.divide(net, outlay, out=np.full_like(net, np.nan), where=spent)[()]
    return SocialTotal(net, tax, total, per_krone)


def _between_years(years: int, rate: Rate) -> tuple[Floats, Floats]:
    """Return the factor at the start of each year and at its end."""
    if isinstance(rate, RateSchedule):
        steps = 1 / (1 + rate.rates(years))
    else:
        steps = np.full(years, 1 / (1 + _checked_rate(rate)))
    with np.errstate(over="ignore"):
        factors = np.concatenate([[1.0], steps.cumprod()])
    if not np.isfinite(factors).all():
        raise CalcError("The rate is too close to -1 for so many years: check it.")
    return factors[:-1], factors[1:]


def _flows(flows: ArrayLike, *, least_years: int = 1) -> Floats:
    amounts = numbers(flows, "An amount is {}: fill in 0 if nothing is paid that year.")
    if amounts.ndim == 0:
        raise CalcError("There are no years to discount: give a list that begins with today's.")
    if amounts.shape[-1] > LONGEST:
        raise CalcError(f"There are {amounts.shape[-1]} years: give {LONGEST} at most.")
    if amounts.shape[-1] < least_years:
        raise CalcError("There is only one year: give today's amount and the years after it.")
    return amounts


def _moment(worth: Floats, so_far: Floats, back: NDArray[np.bool_]) -> Floats:
    """Return when the sum comes back to 0: in the first year marked, after part of it."""
    year = back.argmax(axis=-1)[..., np.newaxis]
    missing = -np.take_along_axis(so_far, year - 1, axis=-1)
    gain = np.take_along_axis(worth, year, axis=-1)
    marked = np.take_along_axis(back, year, axis=-1)
    part = np.divide(missing, gain, out=np.ones_like(gain), where=marked)
    moment: Floats = (year - 1 + np.clip(part, 0, 1))[..., 0]
    return moment


def _same_years(*flows: ArrayLike) -> tuple[Floats, ...]:
    amounts = [_flows(flow) for flow in flows]
    years = {one.shape[-1] for one in amounts}
    if len(years) > 1:
        shown = " and ".join(str(number) for number in sorted(years))
        raise CalcError(f"The flows cover {shown} years: fill in 0 where nothing is paid.")
    return together(*amounts)


def _zeros(flows: Floats) -> list[float]:
    """Return every u, rising, at which ``sum(flows[t] * exp(u * t))`` is zero.

    Amounts that change sign V times have at most V zeros (Descartes). Between two neighbours
    of opposite sign lies a point in time k. Moving today there changes no zero, and the slope
    is then a flow that changes sign once less: its zeros are the turning points of the first,
    and between two turning points lies one zero or none.
    """
    at = np.flatnonzero(flows)
    changes = np.flatnonzero(np.diff(np.sign(flows[at])))
    if not len(changes):
        return []
    k = at[changes[0] : changes[0] + 2].mean()
    slope = (np.arange(len(flows)) - k) * flows / np.abs(flows).max()
    turning = _zeros(slope)
    zeros = sorted(_zeros_between(flows, [*_ends(flows[at]), *turning]))
    return [zero for before, zero in pairwise([-np.inf, *zeros]) if zero - before > _SAME]


def _zeros_between(flows: Floats, edges: list[float]) -> set[float]:
    """Return the zeros of a flow that does not turn except at the edges."""
    edges = sorted(edges)
    worth = [_worth(flows, edge) for edge in edges]
    worth = [value if abs(value) > _ROUNDING else 0.0 for value in worth]
    touched = {edge for edge, value in zip(edges, worth, strict=True) if not value}
    crossed = [
        _crossing(flows, *sides)
        for sides, values in zip(pairwise(edges), pairwise(worth), strict=True)
        if values[0] * values[1] < 0
    ]
    return touched.union(crossed)


def _ends(amounts: Floats) -> tuple[float, float]:
    """Return two points with every zero between them (Cauchy)."""
    first, last = np.abs(amounts[[0, -1]])
    largest = np.abs(amounts).max()
    return -float(np.log1p(largest / first)) - 1, float(np.log1p(largest / last)) + 1


def _worth(flows: Floats, u: float) -> float:
    """Return what the flow is worth, as a share of what moves."""
    powers = u * np.arange(len(flows))
    worth = flows * np.exp(powers - powers.max())
    return float(worth.sum() / np.abs(worth).sum())


def _crossing(flows: Floats, low: float, high: float) -> float:
    """Halve the way between two points of opposite sign until there is nothing to halve.

    Eighty times is past the last digit. ``scipy.optimize`` would cost a second to import.
    """
    rising = _worth(flows, high) > 0
    for _ in range(80):
        middle = (low + high) / 2
        if (_worth(flows, middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2
