"""What a calculation asks of the numbers it is given, before it begins."""

from __future__ import annotations

import operator
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stafett.calc.errors import CalcError

LARGEST = 1e100
"""No amount, count or time is larger. What is multiplied below stays a number."""

POSITIVE = 1e-9
"""The least of what must be more than nothing, such as a share to divide by."""

Floats = NDArray[np.float64]


def numbers(
    given: ArrayLike, otherwise: str, *, least: float = -LARGEST, most: float = LARGEST
) -> Floats:
    """Return what is given as float64, all of it between ``least`` and ``most``.

    Parameters
    ----------
    given : array_like
        Numbers of any kind, a ``Decimal`` too.
    otherwise : str
        What the error says; ``{}`` becomes the first number that does not fit, or "missing".
    least, most : float
        Both are allowed themselves.

    Returns
    -------
    ndarray of float64, shaped as what was given

    Raises
    ------
    CalcError
        If there is nothing, or something is missing (None, NaN), endless or out of bounds.

    Examples
    --------
    >>> numbers([1, 2], "A share is {}: give 0 to 1.", least=0, most=1)
    Traceback (most recent call last):
    stafett.calc.errors.CalcError: A share is 2: give 0 to 1.
    """
    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise CalcError(otherwise.format("not a number")) from None
    if not array.size:
        raise CalcError(otherwise.format("missing"))
    fits = (array >= least) & (array <= most)
    if not fits.all():
        raise CalcError(otherwise.format(_named(array[~fits][0])))
    return array


def number(
    given: float, otherwise: str, *, least: float = -LARGEST, most: float = LARGEST
) -> float:
    """Return one number, as ``numbers`` does for many.

    Raises
    ------
    CalcError
        As for ``numbers``, or if there are many.

    Examples
    --------
    >>> number(1, "The rate is {}: give a share.")
    1.0
    """
    array = numbers(given, otherwise, least=least, most=most)
    if array.ndim:
        raise CalcError(otherwise.format("a list"))
    return float(array)


def count(given: SupportsIndex, otherwise: str, *, least: int = 1, most: int = 10**12) -> int:
    """Return a whole number between ``least`` and ``most``.

    Raises
    ------
    CalcError
        If it is something else; ``{}`` in ``otherwise`` becomes what was given.

    Examples
    --------
    >>> count(0, "There are {} years: give at least one.")
    Traceback (most recent call last):
    stafett.calc.errors.CalcError: There are 0 years: give at least one.
    """
    try:
        whole = operator.index(given)
    except TypeError:
        raise CalcError(otherwise.format(given)) from None
    if not least <= whole <= most:
        raise CalcError(otherwise.format(whole))
    return whole


def together(*arrays: Floats) -> tuple[Floats, ...]:
    """Return the arrays stretched to one shape.

    Raises
    ------
    CalcError
        If they do not go together, such as three volumes and two prices.

    Examples
    --------
    >>> together(np.array([1.0, 2.0]), np.array(5.0))
    (array([1., 2.]), array([5., 5.]))
    """
    try:
        return tuple(np.broadcast_arrays(*arrays))
    except ValueError:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise CalcError(f"Tables of {shapes} do not go together: give one for each.") from None


def in_order(low: ArrayLike, likely: ArrayLike, high: ArrayLike) -> tuple[Floats, ...]:
    """Return the three numbers of an estimate, stretched to one shape.

    Raises
    ------
    CalcError
        If one is missing, or they do not rise from low to likely to high.

    Examples
    --------
    >>> in_order(2, 5, [9, 14])
    (array([2., 2.]), array([5., 5.]), array([ 9., 14.]))
    """
    says = "An estimate is {}: give low, likely and high."
    three = together(numbers(low, says), numbers(likely, says), numbers(high, says))
    wrong = (three[0] > three[1]) | (three[1] > three[2])
    if wrong.any():
        shown = ", ".join(f"{side[wrong][0]:g}" for side in three)
        raise CalcError(f"The estimate runs {shown}: give low first, then likely, then high.")
    return three


def _named(number: float) -> str:
    return "missing" if np.isnan(number) else f"{number:g}"
