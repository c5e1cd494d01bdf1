"""What a few people's answers can tell, and what they cannot.

Five people in a trial say something, but not everything: behind four of five may stand anything
from 38 to 96 of a hundred. These functions say how wide that span is, whether it lies clear of
what was demanded beforehand, and how many people it takes to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Literal, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats, count, number, numbers, together
from stafett.calc.errors import CalcError

CLOSEST = 0.005
"""Half a percentage point: what is expected must lie at least this far from what is demanded."""

Direction = Literal["at_least", "at_most"]


class Outcome(StrEnum):
    """What the numbers say about a demand."""

    MET = "met"
    NOT_MET = "not_met"
    INCONCLUSIVE = "inconclusive"


MET, NOT_MET, INCONCLUSIVE = Outcome


class Interval(NamedTuple):
    """From where to where the truth may lie."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a demand was met, and what that rests on.

    Attributes
    ----------
    outcome : Outcome
        ``MET``, ``NOT_MET`` or ``INCONCLUSIVE``.
    estimate : float
        The share, 0-1, or the mean, in the values' unit.
    low, high : float
        The interval round the estimate, in the same unit.
    n : int
        How many people or values it rests on.
    """

    outcome: Outcome
    estimate: float
    low: float
    high: float
    n: int


def wilson_interval(successes: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return where a share may lie, given how many of how many.

    Parameters
    ----------
    successes, n : array_like, broadcast together, counts
        How many of how many; ``n`` at least 1. Effective counts from a weighted survey need
        not be whole.
    confidence : float, 0.5-1
        How often such an interval catches the true share, in the long run.

    Returns
    -------
    Interval of ndarray, shares 0-1
        0 and 1 themselves only where nobody or everybody succeeded.

    Raises
    ------
    CalcError
        If a count is missing, or more succeed than there are.

    Notes
    -----
    The score interval of Wilson (1927), *Journal of the American Statistical Association* 22,
    209-212, without continuity correction: the shares p for which the observed share lies no
    further than ``z * sqrt(p * (1 - p) / n)`` away. Brown, Cai and DasGupta (2001), *Statistical
    Science* 16, 101-133, recommend it for small n, where the textbook's ``p ± z * se`` promises
    far too much.

    Examples
    --------
    >>> low, high = wilson_interval(4, 5)
    >>> low.round(3), high.round(3)
    (np.float64(0.376), np.float64(0.964))
    """
    successes, n = _counts(successes, n)
    z = _z(confidence)
    return Interval(_wilson_low(successes, n, z), 1 - _wilson_low(n - successes, n, z))


def newcombe_interval(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, confidence: float = 0.95
) -> Interval:
    """Return where the difference between two shares may lie, the first less the second.

    Parameters
    ----------
    x1, n1, x2, n2 : array_like, broadcast together, counts
        ``x1`` of ``n1`` in one group of people, ``x2`` of ``n2`` in another. The groups are
        different people: the same people before and after is another question.
    confidence : float, 0.5-1
        As for ``wilson_interval``.

    Returns
    -------
    Interval of ndarray, differences between shares, -1 to 1

    Raises
    ------
    CalcError
        As for ``wilson_interval``.

    Notes
    -----
    Newcombe (1998), *Statistics in Medicine* 17, 873-890, method 10: the Wilson intervals of
    the two shares, joined by squaring and adding.

    Examples
    --------
    >>> low, high = newcombe_interval(56, 70, 48, 80)
    >>> low.round(4), high.round(4)
    (np.float64(0.0524), np.float64(0.3339))
    """
    first = wilson_interval(x1, n1, confidence=confidence)
    second = wilson_interval(x2, n2, confidence=confidence)
    p1, low1, high1, p2, low2, high2 = together(_share(x1, n1), *first, _share(x2, n2), *second)
    low = p1 - p2 - np.hypot(p1 - low1, high2 - p2)
    high = p1 - p2 + np.hypot(high1 - p1, p2 - low2)
    return Interval(low, high)


def mean_interval(values: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return where a mean may lie, given the values of some.

    Parameters
    ----------
    values : array_like, shape (..., n), any unit
        At least two values, not all equal.
    confidence : float, 0.5-1
        How often such an interval catches the true mean, in the long run.

    Returns
    -------
    Interval of ndarray, shape (...), in the values' unit

    Raises
    ------
    CalcError
        If a value is missing, there are fewer than two, or all are equal: such values say
        nothing about how much they vary, and an interval without width would promise certainty.

    Notes
    -----
    Student's t with n - 1 degrees of freedom. It takes the values to be drawn independently
    and the mean to vary roughly as the bell curve does; with few and very skewed values it is
    too narrow.

    Examples
    --------
    >>> low, high = mean_interval([12, 15, 11, 14, 13])
    >>> low.round(2), high.round(2)
    (np.float64(11.04), np.float64(14.96))
    """
    from scipy.special import stdtrit

    values = _some_values(values)
    n = values.shape[-1]
    confidence = _confidence(confidence)
    t = stdtrit(n - 1, (1 + confidence) / 2)
    half = t * values.std(axis=-1, ddof=1) / np.sqrt(n)
    mean = values.mean(axis=-1)
    return Interval(mean - half, mean + half)


@overload
def verdict(
    successes: int,
    n: int,
    *,
    threshold: float,
    direction: Direction,
    confidence: float = 0.95,
) -> Verdict: ...
@overload
def verdict(
    *, values: ArrayLike, threshold: float, direction: Direction, confidence: float = 0.95
) -> Verdict: ...
def verdict(
    successes: int | None = None,
    n: int | None = None,
    *,
    values: ArrayLike | None = None,
    threshold: float,
    direction: Direction,
    confidence: float = 0.95,
) -> Verdict:
    """Return whether a demand was met: only when the whole interval lies on one side of it.

    Parameters
    ----------
    successes, n : int
        How many of how many, when a share is demanded.
    values : array_like, shape (n,), any unit
        What was measured, not all equal, when a mean is demanded. Give either this or the
        two above.
    threshold : float
        What was demanded: a share 0-1, or a mean in the values' unit.
    direction : "at_least" or "at_most"
        What the demand is. The threshold itself meets it.
    confidence : float, 0.5-1
        As for ``wilson_interval`` and ``mean_interval``, which it rests on.

    Returns
    -------
    Verdict
        ``INCONCLUSIVE`` when the threshold lies inside the interval: too few to tell, or too
        close to call.

    Raises
    ------
    CalcError
        If numbers are missing or impossible, both or neither of the two kinds are given, or
        the demand holds whatever happens (at least 0 %, at most 100 %).

    Notes
    -----
    With 95 % confidence, a trial whose truth is just short of the demand is called met at most
    about once in forty. Looking again after each person makes that much more often: decide
    first how many to ask (``sample_size_for``).

    Examples
    --------
    >>> str(verdict(4, 5, threshold=0.5, direction="at_least").outcome)
    'inconclusive'
    >>> str(verdict(10, 10, threshold=0.7, direction="at_least").outcome)
    'met'
    >>> str(verdict(values=[12, 15, 11, 14, 13], threshold=20, direction="at_least").outcome)
    'not_met'
    """
    threshold = number(threshold, "The demand is {}: say what was demanded, as a number.")
    if direction not in ("at_least", "at_most"):
        raise CalcError(f"The direction is {direction}: give 'at_least' or 'at_most'.")
    if values is None and successes is not None and n is not None:
        _check_demanded_share(threshold, direction)
        estimate, interval = _whole_share(successes, n, confidence)
    elif values is not None and successes is None and n is None:
        estimate, interval, n = _mean(values, confidence)
    else:
        raise CalcError("Give either how many of how many, or the values that were measured.")
    low, high = float(interval.low), float(interval.high)
    return Verdict(_judged(low, high, threshold, direction), estimate, low, high, n)


def sample_size_for(
    threshold: float, expected: float, *, confidence: float = 0.95, power: float = 0.8
) -> int:
    """Return how many people it takes to be told whether a share clears a threshold.

    Parameters
    ----------
    threshold : float, 0-1
        The share that is demanded, at least or at most.
    expected : float, 0-1
        What you believe the true share is, above the threshold or below it.
    confidence : float, 0.5-1
        As for ``verdict``.
    power : float, 0.5-1
        How sure you want to be that the verdict then says so.

    Returns
    -------
    int
        With this many people, **or any number above it**, ``verdict`` comes out on the side
        of the truth with at least this power, if the truth is as expected.

    Raises
    ------
    CalcError
        If the expected share is the threshold, or closer to it than half a percentage point
        (``CLOSEST``): then no number of people that can be asked would tell.

    Notes
    -----
    Exact: the binomial chance of each count whose Wilson interval lies clear of the threshold,
    added up. Because counts are whole, that chance falls a little each time one more success
    is called for; some smaller numbers of people may reach the power and their neighbours not.
    The answer is the first after which none falls short, so that "at least so many" holds.

    Examples
    --------
    >>> sample_size_for(0.5, 0.8)
    19
    >>> sample_size_for(0.5, 0.6)
    198
    """
    threshold = number(threshold, "The demand is {}: give a share, e.g. 0.7.", least=0, most=1)
    expected = number(expected, "The expected share is {}: give 0 to 1.", least=0, most=1)
    power = number(power, "The power is {}: give a share from 0.5.", least=0.5, most=0.999999)
    if abs(expected - threshold) < CLOSEST:
        raise CalcError(
            "What you expect is too close to what you demand for any number of people to tell: "
            "demand less, or find something that makes a greater difference."
        )
    if expected < threshold:
        threshold, expected = 1 - threshold, 1 - expected
    z = _z(confidence)
    sizes = np.arange(1.0, _enough(threshold, expected, z, power) + 1)
    short = sizes[_power(sizes, threshold, expected, z) < power]
    return int(short[-1]) + 1 if short.size else 1


def _counts(successes: ArrayLike, n: ArrayLike) -> tuple[Floats, ...]:
    successes = numbers(successes, "The number who succeeded is {}: give 0 or more.", least=0)
    n = numbers(n, "There are {} people: ask at least one.", least=1)
    successes, n = together(successes, n)
    if (successes > n).any():
        raise CalcError("More succeeded than took part: check both numbers.")
    return successes, n


def _share(successes: ArrayLike, n: ArrayLike) -> Floats:
    successes, n = _counts(successes, n)
    share: Floats = successes / n
    return share


def _whole_share(successes: int, n: int, confidence: float) -> tuple[float, Interval]:
    n = count(n, "There are {} people: give a whole number, at least one.")
    says = f"Of {n} people {{}} succeeded: give a whole number, 0 to {n}."
    successes = count(successes, says, least=0, most=n)
    return successes / n, wilson_interval(successes, n, confidence=confidence)


def _mean(values: ArrayLike, confidence: float) -> tuple[float, Interval, int]:
    values = _some_values(values)
    if values.ndim > 1:
        raise CalcError("Give the values in one row: each table has its own verdict.")
    return float(values.mean()), mean_interval(values, confidence=confidence), values.size


def _z(confidence: float) -> float:
    """Return how many standard errors hold that confidence in the middle of the bell curve."""
    return NormalDist().inv_cdf((1 + _confidence(confidence)) / 2)


def _confidence(confidence: float) -> float:
    says = "The confidence is {}: give a share from 0.5, e.g. 0.95."
    return number(confidence, says, least=0.5, most=1 - 1e-9)


def _wilson_low(successes: Floats, n: Floats, z: float) -> Floats:
    # The quadratic's lower root, written so that nothing is subtracted: exactly 0 for none.
    share, w = successes / n, z**2 / (2 * n)
    low: Floats = share**2 / (share + w + np.sqrt(w**2 + 2 * w * share * (1 - share)))
    return low


def _some_values(values: ArrayLike) -> Floats:
    values = numbers(values, "A value is {}: leave out what was not measured.")
    if values.ndim == 0 or values.shape[-1] < 2:
        raise CalcError("One value says nothing about how much they vary: measure at least two.")
    if (values == values[..., :1]).all(axis=-1).any():
        raise CalcError(
            "All the values are equal, so they say nothing about how much they vary: count how "
            "many meet the demand, and judge that share."
        )
    return values


def _check_demanded_share(threshold: float, direction: Direction) -> None:
    if not 0 <= threshold <= 1:
        raise CalcError(f"The demand is {threshold:g}: give a share, e.g. 0.7 for 70 %.")
    if threshold == (0 if direction == "at_least" else 1):
        raise CalcError("This demand is met whatever happens: demand something that can fail.")


def _judged(low: float, high: float, threshold: float, direction: Direction) -> Outcome:
    if direction == "at_most":
        return _judged(-high, -low, -threshold, "at_least")
    if low >= threshold:
        return MET
    return NOT_MET if high < threshold else INCONCLUSIVE


def _power(sizes: Floats, threshold: float, expected: float, z: float) -> Floats:
    """Return how likely each number of people is to show that the share lies above."""
    from scipy.special import betainc

    # Wilson's lower end lies above the threshold exactly when the count lies above this.
    edge = sizes * threshold + z * np.sqrt(sizes * threshold * (1 - threshold))
    needed = np.floor(edge) + 1
    within = np.minimum(needed, sizes)
    at_least_so_many = betainc(within, sizes - within + 1, expected)
    return np.where(needed <= sizes, at_least_so_many, 0.0)


def _enough(threshold: float, expected: float, z: float, power: float) -> int:
    """Return a number of people above which the power never falls short again.

    Hoeffding: the count of n falls short of its mean by n * d or more at most with the chance
    ``exp(-2 * n * d**2)``.
    """
    wanted = z * np.sqrt(threshold * (1 - threshold)) + np.sqrt(-np.log(1 - power) / 2)
    root = wanted / (expected - threshold) + 1 / wanted
    return int(np.ceil(root**2))
