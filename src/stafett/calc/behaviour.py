"""Whether a series of measurements has changed, or only does what it always did.

Every measurement differs from the one before. A process behaviour chart (XmR) tells how much it
does so by itself, and points at what is more than that. ``process_limits`` and ``signals`` are the
chart as it is taught; ``lasting_shift`` is what a page calls a shift, for it seldom cries wolf.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import SupportsIndex

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from stafett.calc.checks import Floats, count, numbers, together
from stafett.calc.errors import CalcError

NATURAL = 2.66
"""Three standard deviations, in mean moving ranges: 3 / 1.128."""

RANGE = 3.268
"""Where the moving range itself ends, in mean moving ranges."""

FEWEST_BEFORE = 6
"""So few before a change are too few to say how much it used to vary."""

FEWEST_AFTER = 5
"""A shift lasts: fewer than this are none, however far out they lie."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ProcessLimits:
    """What a process does when nothing happens to it.

    Attributes
    ----------
    mean : ndarray, shape (...), in the values' unit
        The middle line.
    moving_range : ndarray, shape (...), in the values' unit
        How much a value differs from the one before, on average.
    low, high : ndarray, shape (...), in the values' unit
        The natural limits. A count or a share cannot go below 0 even if ``low`` does.
    range_limit : ndarray, shape (...), in the values' unit
        The most one value differs from the one before, when nothing happens.
    """

    mean: Floats
    moving_range: Floats
    low: Floats
    high: Floats
    range_limit: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Which values say that something happened, one table for each sign of it.

    Attributes
    ----------
    outside : ndarray of bool, shape (..., n)
        Beyond a natural limit: something large.
    eight : ndarray of bool, shape (..., n)
        One of at least eight in a row on the same side of the mean: small, but lasting.
    ten_of_twelve : ndarray of bool, shape (..., n)
        One of ten on the same side among twelve in a row.
    three_of_four : ndarray of bool, shape (..., n)
        One of three among four in a row that lie nearer the same limit than the mean.
    """

    outside: Flags
    eight: Flags
    ten_of_twelve: Flags
    three_of_four: Flags

    @property
    def any(self) -> Flags:
        """Which values are part of any sign."""
        return self.outside | self.eight | self.ten_of_twelve | self.three_of_four


@dataclass(frozen=True, slots=True)
class Shift:
    """The latest values lie to one side of those before, more than chance would have it.

    Attributes
    ----------
    start : int
        Which value it began with, counted from 0.
    is_up : bool
        Whether they lie above.
    pairs, of : int
        Of so many pairs of one value before and one after, in how many the one after lies to that
        side.
    chance : float, 0-1
        How often so many or more come by themselves, to either side.
    """

    start: int
    is_up: bool
    pairs: int
    of: int
    chance: float


def process_limits(values: ArrayLike, *, baseline: SupportsIndex | None = None) -> ProcessLimits:
    """Return the natural limits of a series of single measurements.

    Parameters
    ----------
    values : array_like, shape (..., n), any unit
        One for each period, in order. At least two; with fewer than about six the limits are
        rough.
    baseline : int, optional
        How many of the first values to work out from: those before the change one wants to
        see. All of them, if left out.

    Returns
    -------
    ProcessLimits of ndarray, shape (...)

    Raises
    ------
    CalcError
        If a value is missing, or there are not two values or as many as ``baseline``.

    Notes
    -----
    Shewhart's chart for individual values, with the constants for ranges of two: Wheeler,
    *Understanding Variation* (1993). The standard deviation of all values is not used, for a
    change in the series would widen it and hide itself.

    Examples
    --------
    >>> limits = process_limits([10, 14, 12, 13, 11])
    >>> limits.mean, limits.moving_range, limits.low.round(3), limits.high.round(3)
    (np.float64(12.0), np.float64(2.25), np.float64(6.015), np.float64(17.985))
    """
    values = _series(values)
    if baseline is not None:
        says = f"The baseline has {{}} values: give a whole number, 2 to {values.shape[-1]}."
        values = values[..., : count(baseline, says, least=2, most=values.shape[-1])]
    if values.shape[-1] < 2:
        raise CalcError("One value says nothing about how much they vary: give at least two.")
    mean = values.mean(axis=-1)
    moving = np.abs(np.diff(values, axis=-1)).mean(axis=-1)
    return ProcessLimits(
        mean, moving, mean - NATURAL * moving, mean + NATURAL * moving, RANGE * moving
    )


def signals(values: ArrayLike, limits: ProcessLimits) -> Signals:
    """Return which values say that something happened.

    Parameters
    ----------
    values : array_like, shape (..., n), any unit
        One for each period, in order.
    limits : ProcessLimits
        As from ``process_limits``, of the same values or of an earlier part of them.

    Returns
    -------
    Signals of ndarray, shape (..., n)
        A value exactly on the mean lies on neither side. The values that make up a sign are
        marked, not those in between.

    Raises
    ------
    CalcError
        If a value is missing.

    Notes
    -----
    Wheeler's rules, after those of Western Electric (1956). A stable process gives a false
    sign now and then, the more often the longer it is watched: a sign is a reason to ask.

    Examples
    --------
    >>> calls = [10, 12, 11, 9, 10, 11, 10, 12, 30]
    >>> signals(calls, process_limits(calls, baseline=8)).outside.nonzero()[0]
    array([8])
    """
    values = _series(values)
    edges = (limits.mean, limits.low, limits.high)
    values, mean, low, high = together(values, *(np.expand_dims(edge, -1) for edge in edges))
    # A long sum misses its value in the last digit; that is no side to lie on.
    slack = 1e-9 * (np.abs(mean) + high - low)
    above, below = values > mean + slack, values < mean - slack
    near_high, near_low = values > (mean + high) / 2 + slack, values < (mean + low) / 2 - slack
    return Signals(
        outside=(values > high + slack) | (values < low - slack),
        eight=_runs(above, 8, 8) | _runs(below, 8, 8),
        ten_of_twelve=_runs(above, 10, 12) | _runs(below, 10, 12),
        three_of_four=_runs(near_high, 3, 4) | _runs(near_low, 3, 4),
    )


def lasting_shift(values: ArrayLike, *, baseline: SupportsIndex) -> Shift | None:
    """Return the shift the latest values are part of; None when they do as those before did.

    Parameters
    ----------
    values : array_like, shape (n,), any unit
        One for each period, in order.
    baseline : int, 6 or more
        How many of the first values are from before the change one wants to see.

    Returns
    -------
    Shift or None
        Where the last five or more lie away from the baseline. Equal values lie on neither side,
        which makes it more cautious for small counts.

    Raises
    ------
    CalcError
        If a value is missing, they are not in one row, or the baseline is too short.

    Notes
    -----
    Each stretch of five or more that ends with the latest value is held up to the baseline by
    counting pairs (Mann and Whitney, 1947, *Annals of Mathematical Statistics* 18, 50-60), with
    the exact chance, and the least likely stretch is told. It goes by order alone, so a false
    alarm is as seldom whatever the shape of what is measured, skewed or not, and however short the
    baseline: it is counted per value as each is judged when it comes, and at most one in a hundred
    stable series gives any in its first twelve values (fewer than 0.3 % of the values are part of
    one; about two in a hundred series of 24). The chance asked for, ``0.012 / baseline`` and at
    least 0.00075, was found by drawing such series, for no formula gives what stretches that
    overlap come to. A shift of 1.5 standard deviations is seen within 12 values six times in ten
    after a baseline of 12, and eight times in ten after 24; one of 2, nine times in ten.

    What it takes: that values which nothing happens to are alike and independent. Where each
    hangs together with the one before (a correlation of 0.5), one stable series in eight gives a
    false alarm; seasons and a drift that began before are taken for a shift too.

    Examples
    --------
    >>> lasting_shift([10, 14, 12, 13, 11, 12, 11, 9, 8, 9, 7, 8, 9, 8], baseline=6)
    Shift(start=7, is_up=False, pairs=42, of=42, chance=0.0011655011655011655)
    >>> lasting_shift([10, 14, 12, 13, 11, 12, 11, 9, 8], baseline=6)
    """
    values = _series(values)
    if values.ndim != 1:
        raise CalcError("Give the values in one row, one for each period.")
    says = f"The baseline has {{}} values: give a whole number, {FEWEST_BEFORE} to {len(values)}."
    before = count(baseline, says, least=FEWEST_BEFORE, most=len(values))
    found = [each for each in _stretches(values, before) if each.chance <= _level(before)]
    return min(found, key=lambda each: (each.chance, each.start), default=None)


def values_needed(baseline: SupportsIndex) -> int:
    """Return how many values after a baseline it takes before a shift can be seen at all.

    Parameters
    ----------
    baseline : int, 6 or more
        How many values there are from before.

    Returns
    -------
    int

    Raises
    ------
    CalcError
        If the baseline is too short.

    Notes
    -----
    Then all of them lie beyond all of the baseline, which comes by itself twice in so many as
    there are ways to place them among each other.

    Examples
    --------
    >>> values_needed(6), values_needed(12)
    (7, 5)
    """
    says = f"The baseline has {{}} values: give a whole number, {FEWEST_BEFORE} or more."
    before = count(baseline, says, least=FEWEST_BEFORE)
    needed = FEWEST_AFTER
    while 2 / math.comb(before + needed, needed) > _level(before):
        needed += 1
    return needed


def _level(before: int) -> float:
    """Return how seldom by itself what is called a shift comes, stretch by stretch."""
    return max(0.012 / before, 0.00075)


def _stretches(values: Floats, before: int) -> Iterator[Shift]:
    """Yield each stretch of the latest values, to the side it leans, and its chance."""
    first, later = values[:before], values[before:]
    slack = 1e-9 * np.abs(values).max()
    above = (later[:, np.newaxis] > first + slack).sum(axis=1)[::-1].cumsum()
    below = (later[:, np.newaxis] < first - slack).sum(axis=1)[::-1].cumsum()
    for length, chances in enumerate(_chances(before, len(later)), start=FEWEST_AFTER):
        pairs = int(max(above[length - 1], below[length - 1]))
        of = before * length
        chance = min(2 * float(chances[of - pairs]), 1.0)
        is_up = bool(above[length - 1] > below[length - 1])
        yield Shift(len(values) - length, is_up, pairs, of, chance)


@lru_cache(maxsize=64)
def _chances(before: int, most: int) -> tuple[Floats, ...]:
    """Return how often so many pairs or fewer come by themselves, for five values and more.

    Ways to place one more among those before: the factors of a Gaussian binomial coefficient.
    """
    ways, found = np.ones(1), []
    for length in range(1, most + 1):
        longer = np.zeros(before * length + 1)
        longer[: len(ways)] = ways
        longer[before + length :] -= longer[: max(len(longer) - before - length, 0)].copy()
        ways = _summed_by(longer, length)
        found.append(ways.cumsum() / math.comb(before + length, length))
    return tuple(found[FEWEST_AFTER - 1 :])


def _summed_by(values: Floats, step: int) -> Floats:
    """Return running sums of every so manieth value."""
    padded = np.zeros(-(-len(values) // step) * step)
    padded[: len(values)] = values
    return padded.reshape(-1, step).cumsum(axis=0).ravel()[: len(values)]


def _series(values: ArrayLike) -> Floats:
    return np.atleast_1d(numbers(values, "A value is {}: leave out what was not measured."))


def _runs(fits: Flags, least: int, of: int) -> Flags:
    """Return which of those that fit belong to ``least`` such among ``of`` in a row."""
    marked = np.zeros_like(fits)
    if fits.shape[-1] < of:
        return marked
    enough = sliding_window_view(fits, of, axis=-1).sum(axis=-1) >= least
    windows = enough.shape[-1]
    for step in range(of):
        marked[..., step : step + windows] |= enough
    return marked & fits
