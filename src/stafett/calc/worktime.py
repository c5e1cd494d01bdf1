"""Minutes, hours, positions and what an hour costs.

Freed hours are capacity. They become money only where a budget is cut by as much, and that is
decided by people, not worked out here: a price on an hour says what it is worth, not that anybody
saves it. Nothing is rounded on the way: 7.5 minutes a visit, priced as 8, is 7 % too much.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import POSITIVE, Floats, number, numbers, together
from stafett.calc.errors import CalcError

HOURS_IN_A_YEAR = 8_784
"""A leap year's: no position has more."""


def hours_saved(
    volume: ArrayLike,
    minutes_before: ArrayLike,
    minutes_after: ArrayLike,
    *,
    adoption: ArrayLike = 1.0,
) -> Floats:
    """Return how many hours a change frees.

    Parameters
    ----------
    volume : array_like, times per period, e.g. visits a year
        How often it is done, by everybody.
    minutes_before, minutes_after : array_like, minutes each time
        Measured, before and after. What comes to count too, not only what goes.
    adoption : array_like, 0-1
        The share of the volume that is done the new way, measured. 1 is all of it.

    Returns
    -------
    ndarray, the arguments broadcast together, hours in the same period
        Negative when it takes longer than before.

    Raises
    ------
    CalcError
        If a number is missing or negative, or the adoption is above 1.

    Notes
    -----
    ``volume * (minutes_before - minutes_after) / 60 * adoption``: effect times volume times the
    share who really use it.

    Examples
    --------
    >>> hours_saved(12_000, 22, 15, adoption=0.6)
    np.float64(840.0)
    """
    volume = numbers(volume, "The volume is {}: say how often it is done.", least=0)
    says = "The minutes are {}: give how long it takes, 0 if it falls away."
    minutes_before = numbers(minutes_before, says, least=0)
    minutes_after = numbers(minutes_after, says, least=0)
    says = "The adoption is {}: give the share who do it the new way, 0 to 1."
    adoption = numbers(adoption, says, least=0, most=1)
    volume, before, after, adoption = together(volume, minutes_before, minutes_after, adoption)
    hours: Floats = volume * (before - after) / 60 * adoption
    return hours


def value_of_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    each: ArrayLike,
    times: ArrayLike = 1.0,
    adoption: ArrayLike = 1.0,
) -> Floats:
    """Return what it is worth in a year that a yardstick reads less than before.

    Forecast and measured are priced by this one formula: only ``after`` and ``adoption`` differ.
    Where more is better, swap ``before`` and ``after``.

    Parameters
    ----------
    before, after : array_like, in the yardstick's own unit
        The baseline, and the target or a later reading.
    each : array_like, hours or NOK for one unit of the reading
        ``1 / 60`` where minutes are read and hours are counted.
    times : array_like, cases or readings a year
        How often it happens.
    adoption : array_like, 0-1
        The share of the cases that are done the new way.

    Returns
    -------
    ndarray, the arguments broadcast together, the unit of ``each``, a year
        Negative when the yardstick reads more than before.

    Raises
    ------
    CalcError
        If a number is missing, ``each`` or ``times`` is negative, or the adoption is above 1.

    Notes
    -----
    ``times * (before - after) * each * adoption``.

    Examples
    --------
    >>> value_of_change(22, 15, each=1 / 60, times=12_000, adoption=0.6).round(6)
    np.float64(840.0)
    """
    before = numbers(before, "The reading before is {}: read the yardstick once.")
    after = numbers(after, "The reading after is {}: give the target or a reading.")
    each = numbers(each, "A unit is worth {}: give 0 or more.", least=0)
    times = numbers(times, "It happens {} times: say how often, 0 or more.", least=0)
    says = "The adoption is {}: give the share who do it the new way, 0 to 1."
    adoption = numbers(adoption, says, least=0, most=1)
    before, after, each, times, adoption = together(before, after, each, times, adoption)
    value: Floats = times * (before - after) * each * adoption
    return value


def full_time_equivalents(hours: ArrayLike, *, hours_per_fte: ArrayLike) -> Floats:
    """Return how many full positions some hours a year make.

    Parameters
    ----------
    hours : array_like, hours a year
        Negative for what comes to.
    hours_per_fte : array_like, hours a year
        What one full position works. There is no Norwegian norm: 1,695, 1,700, 1,725 and 1,750
        are all in use, so the municipality states its own, with a source.

    Returns
    -------
    ndarray, the arguments broadcast together, positions

    Raises
    ------
    CalcError
        If a number is missing, or a position has no hours or more than a year has.

    Examples
    --------
    >>> full_time_equivalents(840, hours_per_fte=1_700).round(2)
    np.float64(0.49)
    """
    hours = numbers(hours, "The hours are {}: give hours a year.")
    hours, per_fte = together(hours, _hours_per_fte(hours_per_fte))
    positions: Floats = hours / per_fte
    return positions


def capacity_value(hours: ArrayLike, *, hourly_cost: ArrayLike) -> Floats:
    """Return what some hours are worth. This is the value of capacity, never a saving.

    Parameters
    ----------
    hours : array_like, hours
        Hours whose new use is decided. Hours nobody has decided about have no price yet.
    hourly_cost : array_like, NOK an hour
        What an hour costs the employer, as from ``hourly_cost``.

    Returns
    -------
    ndarray, the arguments broadcast together, NOK
        Negative for hours that come to.

    Raises
    ------
    CalcError
        If a number is missing, or an hour costs less than nothing.

    Examples
    --------
    >>> capacity_value(840, hourly_cost=500)
    np.float64(420000.0)
    """
    hours = numbers(hours, "The hours are {}: give 0 if there are none.")
    hours, cost = together(hours, _hourly_cost(hourly_cost))
    value: Floats = hours * cost
    return value


def minutes_to_value(
    minutes: ArrayLike, *, days: ArrayLike, people: ArrayLike, hourly_cost: ArrayLike
) -> Floats:
    """Return what some minutes a day are worth in a year. Value of capacity, never a saving.

    Parameters
    ----------
    minutes : array_like, minutes a day for each
        Negative for what comes to.
    days : array_like, days a year, 0-366
    people : array_like
        How many spend them.
    hourly_cost : array_like, NOK an hour
        What an hour costs the employer.

    Returns
    -------
    ndarray, the arguments broadcast together, NOK a year

    Raises
    ------
    CalcError
        If a number is missing or impossible.

    Notes
    -----
    A few minutes spread over many people are seldom turned into anything else: show such
    minutes as minutes unless somebody has decided what they are for.

    Examples
    --------
    >>> minutes_to_value(6, days=230, people=20, hourly_cost=500)
    np.float64(230000.0)
    """
    minutes = numbers(minutes, "The minutes are {}: give minutes a day.")
    days = numbers(days, "There are {} days: give how many days a year.", least=0, most=366)
    people = numbers(people, "There are {} people: say how many.", least=0)
    minutes, days, people, cost = together(minutes, days, people, _hourly_cost(hourly_cost))
    value: Floats = minutes * days * people / 60 * cost
    return value


def hourly_cost(
    annual_pay: ArrayLike,
    *,
    per_mille: float | None = None,
    hours_per_fte: float | None = None,
    overhead: float = 0.0,
    cap: float | None = None,
) -> Floats:
    """Return what an hour of work costs the employer.

    Parameters
    ----------
    annual_pay : array_like, NOK a year
        For a full position (``full_time_pay``).
    per_mille : float, optional
        The hour as thousandths of the year's pay: SkatteFUNN uses 1.2, which includes overhead.
    hours_per_fte : float, optional, hours a year
        Or the hours to divide the pay by. Give one of the two.
    overhead : float, share of the pay
        What comes on top: employer's tax, pension, holiday pay, premises. 0.4 is 40 %.
    cap : float, optional, NOK an hour
        The most an hour may cost, overhead included.

    Returns
    -------
    ndarray, shaped as the pay, NOK an hour

    Raises
    ------
    CalcError
        If a number is missing or impossible, or not exactly one of the two ways is given.

    Notes
    -----
    The per mille rule with a cap is that of FSFIN § 16-40-6 (SkatteFUNN: 1.2 per mille, at most
    700 NOK in 2020-2022). Employer's tax differs by zone and pension by scheme, so the overhead
    is the municipality's own parameter, with a source and a year.

    Examples
    --------
    >>> hourly_cost(415_000, per_mille=1.2, cap=700).round(2)
    np.float64(498.0)
    >>> hourly_cost(600_000, hours_per_fte=1_700, overhead=0.4).round(2)
    np.float64(494.12)
    """
    pay = numbers(annual_pay, "The pay is {}: give a year's pay in NOK.", least=0)
    says = "The overhead is {}: give a share of the pay, e.g. 0.4 for 40 %."
    overhead = number(overhead, says, least=0)
    cost: Floats = pay * _hours_share(per_mille, hours_per_fte) * (1 + overhead)
    if cap is not None:
        says = "The cap is {}: give NOK an hour, or leave it out."
        cost = np.minimum(cost, number(cap, says, least=0))
    return cost


def full_time_pay(pay: ArrayLike, *, position_share: ArrayLike) -> Floats:
    """Return what a part-time pay would be in a full position.

    Parameters
    ----------
    pay : array_like, NOK a year
        What is paid for the part.
    position_share : array_like, 0-1
        How large the part is: 0.8 for 80 %.

    Returns
    -------
    ndarray, the arguments broadcast together, NOK a year

    Raises
    ------
    CalcError
        If a number is missing, or the share is 0 or above 1.

    Examples
    --------
    >>> full_time_pay(332_000, position_share=0.8)
    np.float64(415000.0)
    """
    pay = numbers(pay, "The pay is {}: give a year's pay in NOK.", least=0)
    says = "The position is {}: give a share, e.g. 0.8 for 80 %."
    share = numbers(position_share, says, least=POSITIVE, most=1)
    pay, share = together(pay, share)
    full: Floats = pay / share
    return full


def _hours_share(per_mille: float | None, hours_per_fte: float | None) -> float:
    """Return which part of a year's pay one hour is."""
    if per_mille is not None and hours_per_fte is not None:
        raise CalcError("Give the per mille of the pay or the hours of a position, not both.")
    if hours_per_fte is not None:
        return 1 / float(_hours_per_fte(hours_per_fte))
    if per_mille is None:
        raise CalcError("Give either the per mille of the pay or the hours of a full position.")
    says = "The per mille is {}: give thousandths of the pay an hour, e.g. 1.2."
    return number(per_mille, says, least=0, most=1_000) / 1_000


def _hours_per_fte(hours: ArrayLike) -> Floats:
    says = "A full position has {} hours: give hours a year, e.g. 1700."
    return numbers(hours, says, least=1, most=HOURS_IN_A_YEAR)


def _hourly_cost(cost: ArrayLike) -> Floats:
    return numbers(cost, "An hour costs {}: give NOK an hour, 0 or more.", least=0)
