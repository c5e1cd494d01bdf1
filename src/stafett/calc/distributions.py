"""The shapes an estimate between low and high can have, on a span from 0 to 1.

``mode`` is where on the span the most likely lies. A shape is asked three things: what lies
below a point, at which point a given chance is reached, and the same as a table that many
draws are looked up in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from stafett.calc.checks import Floats
from stafett.calc.errors import CalcError

Shape = Literal["pert", "triangular", "uniform", "fixed"]

REACH = 8.0
"""How many standard deviations of the bell curve a table covers, to each side."""

CELLS = 2048
"""How many equal steps a table has. Between them it is a straight line."""

TABLE_ERROR = 2e-6
"""No looked-up value lies further than this from the exact one, as a share of the span."""

_MODES = 32  # tables made for PERT, for modes from 0 to a half; those in between are blended


def checked_shape(shape: str) -> Shape:
    """Return the shape's name.

    Raises
    ------
    CalcError
        If there is no such shape.
    """
    for known in get_args(Shape):
        if shape == known:
            return known  # type: ignore[no-any-return]
    shapes = ", ".join(f"'{known}'" for known in get_args(Shape))
    raise CalcError(f"The distribution is {shape!r}: give one of {shapes}.")


def mean(shape: Shape, mode: Floats) -> Floats:
    """Return the mean, 0-1."""
    if shape == "pert":
        return (1 + 4 * mode) / 6
    if shape == "triangular":
        return (1 + mode) / 3
    return np.full_like(mode, 0.5) if shape == "uniform" else mode


def below(shape: Shape, mode: float, point: Floats) -> Floats:
    """Return the chance, 0-1, of lying at a point on the span or below."""
    point = np.clip(point, 0, 1)
    if shape == "pert":
        from scipy.special import betainc

        return np.asarray(betainc(1 + 4 * mode, 5 - 4 * mode, point))
    if shape == "triangular":
        rising = point**2 / max(mode, _TINY)
        falling = 1 - (1 - point) ** 2 / max(1 - mode, _TINY)
        return np.where(point <= mode, rising, falling)
    return point if shape == "uniform" else np.where(point >= mode, 1.0, 0.0)


def inverse(shape: Shape, mode: float, chance: Floats) -> Floats:
    """Return the point on the span, 0-1, that a chance, 0-1, lies below."""
    if shape == "pert":
        from scipy.special import betaincinv

        return np.asarray(betaincinv(1 + 4 * mode, 5 - 4 * mode, chance))
    if shape == "triangular":
        rising, falling = np.sqrt(chance * mode), 1 - np.sqrt((1 - chance) * (1 - mode))
        return np.where(chance <= mode, rising, falling)
    return chance if shape == "uniform" else np.full_like(chance, mode)


def table(shape: Shape, mode: float) -> Floats:
    """Return the inverse for every step of the bell curve, shape (CELLS + 1,), 0-1.

    Whoever looks a standard normal number up in it draws from the shape: the tables are what
    joins estimates that vary together (a Gaussian copula), and they are faster than drawing
    from a beta distribution.
    """
    if mode > 0.5:
        return 1 - table(shape, 1 - mode)[::-1]
    if shape != "pert":
        return _exact_table(shape, mode)
    place = 2 * mode * _MODES
    first = min(max(int(place) - 1, 0), _MODES - 3)
    blended: Floats = _lagrange(place - first) @ _pert_tables()[first : first + 4]
    return blended


_TINY = 1e-300


def _exact_table(shape: Shape, mode: float) -> Floats:
    """Return the inverse, each half reckoned from its own end, so that no digit is lost."""
    from scipy.special import ndtr

    chances = ndtr(np.linspace(-REACH, 0, CELLS // 2 + 1))
    lower, upper = inverse(shape, mode, chances), 1 - inverse(shape, 1 - mode, chances)
    return np.concatenate([lower, upper[-2::-1]])


@lru_cache(maxsize=1)
def _pert_tables() -> Floats:
    """Return PERT's tables for evenly spaced modes, shape (modes, CELLS + 1)."""
    modes = np.linspace(0, 0.5, _MODES + 1)
    return np.array([_exact_table("pert", float(mode)) for mode in modes])


def _lagrange(place: float) -> Floats:
    """Return what the four tables at 0, 1, 2 and 3 weigh for a mode in between."""
    one, two, three = place - 1, place - 2, place - 3
    return np.array(
        [
            one * two * three / -6,
            place * two * three / 2,
            place * one * three / -2,
            place * one * two / 6,
        ]
    )
