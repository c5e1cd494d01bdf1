"""Whether a series of measurements has changed, or only does what it always did.

Every measurement differs from the one before. A process behaviour chart (XmR) tells how much it
does so by itself, and points at what is more than that.
"""

from __future__ import annotations

from dataclasses import dataclass
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
