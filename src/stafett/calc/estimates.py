"""Three numbers instead of one: how low, what is most likely, how high.

Whoever knows the task says all three. What comes out is a mean, which lies higher than the most
likely when things can go more wrong than right, and a standard deviation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats, in_order, number, numbers, together
from stafett.calc.errors import CalcError


class Spread(NamedTuple):
    """A mean and a standard deviation, in the estimates' unit."""

    mean: Floats
    sd: Floats


def pert(low: ArrayLike, likely: ArrayLike, high: ArrayLike) -> Spread:
    """Return mean and standard deviation of a beta-PERT estimate.

    Parameters
    ----------
    low, likely, high : array_like, broadcast together, any unit
        The least, the most likely and the most it can be, in that order.

    Returns
    -------
    Spread of ndarray, in the same unit

    Raises
    ------
    CalcError
        If a number is missing or they are out of order.

    Notes
    -----
    ``(low + 4 * likely + high) / 6`` and ``(high - low) / 6``: Malcolm, Roseboom, Clark and
    Fazar (1959), *Operations Research* 7, 646-669. The deviation is PERT's rule of thumb: six
    of them from end to end.

    Examples
    --------
    >>> pert(2, 5, 14)
    Spread(mean=np.float64(6.0), sd=np.float64(2.0))
    """
    low, likely, high = in_order(low, likely, high)
    return Spread((low + 4 * likely + high) / 6, (high - low) / 6)


def triangular(low: ArrayLike, likely: ArrayLike, high: ArrayLike) -> Spread:
    """Return mean and standard deviation of a triangular estimate.

    Parameters
    ----------
    low, likely, high : array_like, broadcast together, any unit
        As for ``pert``.

    Returns
    -------
    Spread of ndarray, in the same unit
        The ends weigh more than in ``pert``, and the deviation is larger.

    Raises
    ------
    CalcError
        As for ``pert``.

    Notes
    -----
    ``(low + likely + high) / 3``, and the square root of the squares of the three distances,
    added and divided by 36.

    Examples
    --------
    >>> mean, sd = triangular(2, 5, 14)
    >>> mean, sd.round(2)
    (np.float64(7.0), np.float64(2.55))
    """
    low, likely, high = in_order(low, likely, high)
    squares = (likely - low) ** 2 + (high - likely) ** 2 + (high - low) ** 2
    return Spread((low + likely + high) / 3, np.sqrt(squares / 36))


def weighted(
    low: ArrayLike, likely: ArrayLike, high: ArrayLike, weights: ArrayLike = (1, 3, 1)
) -> Floats:
    """Return the weighted mean of the three numbers.

    Parameters
    ----------
    low, likely, high : array_like, broadcast together, any unit
        As for ``pert``.
    weights : array_like, shape (3,)
        What each of them weighs. 1, 3 and 1 are those of the workbook for benefits in the
        Norwegian project method (Digdir, Prosjektveiviseren, *Gevinstberegninger*).

    Returns
    -------
    ndarray, in the same unit
        A mean only: the method says nothing about the deviation.

    Raises
    ------
    CalcError
        As for ``pert``, or if the weights are not three, 0 or more, and not all 0.

    Examples
    --------
    >>> weighted(2, 5, 14)
    np.float64(6.2)
    """
    low, likely, high = in_order(low, likely, high)
    share = numbers(weights, "A weight is {}: give three weights, 0 or more.", least=0)
    if share.shape != (3,) or not share.sum():
        raise CalcError("Give three weights, for low, likely and high, and not 0 for all of them.")
    mean: Floats = (share[0] * low + share[1] * likely + share[2] * high) / share.sum()
    return mean


def chain(estimates: ArrayLike) -> Spread:
    """Return mean and standard deviation of steps that follow each other.

    Parameters
    ----------
    estimates : array_like, shape (..., steps, 3), any unit
        Low, likely and high of each step. The steps are independent: that one runs over says
        nothing about the next. Where they share a cause, such as the same supplier, the true
        deviation is larger.

    Returns
    -------
    Spread of ndarray, shape (...), in the same unit

    Raises
    ------
    CalcError
        As for ``pert``, or if a step has not three numbers.

    Notes
    -----
    PERT: means are added, and squares of deviations are added.

    Examples
    --------
    >>> chain([(2, 5, 14), (1, 4, 7), (3, 6, 9)])
    Spread(mean=np.float64(16.0), sd=np.float64(2.449489742783178))
    """
    steps = numbers(estimates, "An estimate is {}: give low, likely and high.")
    if steps.ndim < 2 or steps.shape[-1] != 3:
        raise CalcError("Give three numbers for each step: low, likely and high.")
    mean, sd = pert(steps[..., 0], steps[..., 1], steps[..., 2])
    return Spread(mean.sum(axis=-1), np.sqrt((sd**2).sum(axis=-1)))


def probability_within(estimates: ArrayLike, limit: ArrayLike) -> Floats:
    """Return how likely a chain of steps is to stay within a limit.

    Parameters
    ----------
    estimates : array_like, shape (..., steps, 3), any unit
        As for ``chain``.
    limit : array_like, broadcast with (...), in the same unit
        A deadline or a budget.

    Returns
    -------
    ndarray, shape (...), 0-1
        Without any spread, 1 when the sum is within the limit and 0 when it is not.

    Raises
    ------
    CalcError
        As for ``chain``, or if the limit is missing.

    Notes
    -----
    The bell curve with the chain's mean and deviation. It fits a path of several steps well and
    a single skewed step less well: ``uncertainty.simulate`` needs no such shape.

    Examples
    --------
    >>> probability_within([(2, 5, 14), (1, 4, 7), (3, 6, 9)], 18).round(3)
    np.float64(0.793)
    """
    from scipy.special import ndtr

    limit = numbers(limit, "The limit is {}: give a deadline or a budget as a number.")
    mean, sd, limit = together(*chain(estimates), limit)
    certain = np.where(mean <= limit, np.inf, -np.inf)
    away = np.divide(limit - mean, sd, out=certain, where=sd > 0)
    within: Floats = ndtr(away)
    return within


def expected_risk(probabilities: ArrayLike, impacts: ArrayLike) -> Floats:
    """Return what risks cost on average: each probability times what it would cost, added up.

    Parameters
    ----------
    probabilities : array_like, shape (..., risks), 0-1
        How likely each is to strike.
    impacts : array_like, shape (..., risks), NOK
        What it would cost then, all with the same sign.

    Returns
    -------
    ndarray, shape (...), NOK, signed as the impacts

    Raises
    ------
    CalcError
        If a number is missing, a probability is outside 0-1, or there are not as many of each.

    Examples
    --------
    >>> expected_risk([0.5, 0.1], [200_000, 1_000_000])
    np.float64(200000.0)
    """
    says = "A probability is {}: give 0 to 1, e.g. 0.3 for 30 %."
    probabilities = numbers(probabilities, says, least=0, most=1)
    probabilities, impacts = _pairs(probabilities, _impacts(impacts), "probabilities", "impacts")
    expected: Floats = (probabilities * impacts).sum(axis=-1)
    return expected


def exposure(impacts: ArrayLike) -> Floats:
    """Return what it would cost if every risk struck.

    Parameters
    ----------
    impacts : array_like, shape (..., risks), NOK
        What each would cost, all with the same sign.

    Returns
    -------
    ndarray, shape (...), NOK, signed as the impacts

    Raises
    ------
    CalcError
        If an impact is missing.

    Examples
    --------
    >>> exposure([200_000, 1_000_000])
    np.float64(1200000.0)
    """
    total: Floats = np.atleast_1d(_impacts(impacts)).sum(axis=-1)
    return total


def optimism_bias(upper: float, mitigations: Sequence[tuple[float, float]]) -> float:
    """Return what is left of an upper bound of optimism, after what is done about its causes.

    Parameters
    ----------
    upper : float, share of the cost, 0 or more
        What projects of this kind have run over, e.g. 2.0 for equipment and development.
    mitigations : sequence of (contribution, mitigated share), both 0-1
        How much of the bias each cause stands for, and how much of that cause is dealt with.
        What is not listed is not dealt with; the contributions come to at most 1.

    Returns
    -------
    float, share of the cost, 0 to ``upper``

    Raises
    ------
    CalcError
        If a share is missing or outside 0-1, or the contributions come to more than 1.

    Notes
    -----
    ``upper * (1 - sum(contribution * mitigated share))``: HM Treasury, *Supplementary Green Book
    Guidance: Optimism Bias* (2013). Its bounds come from costs and durations measured in large
    British projects (Mott MacDonald, 2002). They say nothing about benefits.

    Examples
    --------
    >>> round(optimism_bias(2.0, [(0.3, 0.5), (0.2, 1.0)]), 2)
    1.3
    """
    upper = number(upper, "The upper bound is {}: give a share, e.g. 0.24.", least=0)
    if not len(mitigations):
        return upper
    says = "A share is {}: give 0 to 1 for what a cause stands for and how much is dealt with."
    shares = numbers(np.asarray(mitigations, dtype=object), says, least=0, most=1)
    if shares.ndim != 2 or shares.shape[1] != 2:
        raise CalcError("Give two shares for each cause: its contribution, and how much is done.")
    if shares[:, 0].sum() > 1 + _SLACK:
        raise CalcError("The causes stand for more than all of the bias: they must come to 1.")
    return float(upper * max(0.0, 1 - (shares[:, 0] * shares[:, 1]).sum()))


def blend_bias(shares: ArrayLike, uppers: ArrayLike) -> Floats:
    """Return the upper bound of a project that is partly of one kind and partly of another.

    Parameters
    ----------
    shares : array_like, shape (..., kinds), 0-1
        How much of the cost is of each kind; together 1.
    uppers : array_like, shape (..., kinds), share of the cost, 0 or more
        The upper bound of each kind.

    Returns
    -------
    ndarray, shape (...), share of the cost

    Raises
    ------
    CalcError
        If a share is missing or impossible, they do not come to 1, or there are not as many
        of each.

    Examples
    --------
    >>> blend_bias([0.75, 0.25], [0.24, 2.0]).round(2)
    np.float64(0.68)
    """
    says = "A share is {}: give how much of the cost is of each kind, 0 to 1."
    shares = numbers(shares, says, least=0, most=1)
    uppers = numbers(uppers, "An upper bound is {}: give a share, e.g. 0.24.", least=0)
    shares, uppers = _pairs(shares, uppers, "shares", "upper bounds")
    if (np.abs(shares.sum(axis=-1) - 1) > _SLACK).any():
        raise CalcError("The shares must come to 1: say what kind the rest of the cost is.")
    blended: Floats = (shares * uppers).sum(axis=-1)
    return blended


def uplift(cost: ArrayLike, bias: ArrayLike) -> Floats:
    """Return a cost with optimism taken into account.

    Parameters
    ----------
    cost : array_like, NOK, either sign
    bias : array_like, share of the cost, 0 or more
        As from ``optimism_bias``. Own experience goes before anybody else's tables.

    Returns
    -------
    ndarray, the arguments broadcast together, NOK: ``cost * (1 + bias)``

    Raises
    ------
    CalcError
        If a number is missing, or the bias is negative.

    Examples
    --------
    >>> uplift(1_000_000, 0.25)
    np.float64(1250000.0)
    """
    cost = numbers(cost, "The cost is {}: give an amount in NOK.")
    bias = numbers(bias, "The bias is {}: give a share, e.g. 0.24 for 24 %.", least=0)
    cost, bias = together(cost, bias)
    lifted: Floats = cost * (1 + bias)
    return lifted


_SLACK = 1e-9  # shares that come to 1 may miss it in the last digit


def _impacts(impacts: ArrayLike) -> Floats:
    return numbers(impacts, "An impact is {}: give what it would cost, in NOK.")


def _pairs(one: Floats, other: Floats, name: str, other_name: str) -> tuple[Floats, ...]:
    one, other = np.atleast_1d(one), np.atleast_1d(other)
    if one.shape[-1] != other.shape[-1]:
        raise CalcError(
            f"There are {one.shape[-1]} {name} and {other.shape[-1]} {other_name}: "
            "give one for each."
        )
    return together(one, other)
