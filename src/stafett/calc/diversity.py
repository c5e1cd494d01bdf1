"""How mixed a group is, by how many there are of each kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats, numbers
from stafett.calc.errors import CalcError


def blau(counts: ArrayLike) -> Floats:
    """Return how likely two drawn from a group are to be of different kinds.

    Parameters
    ----------
    counts : array_like, shape (..., kinds), counts or shares, 0 or more
        How many there are of each kind, those who are missing as 0.

    Returns
    -------
    ndarray, shape (...), 0-1
        0 when all are of one kind; at most ``1 - 1 / kinds``, when there are as many of each.

    Raises
    ------
    CalcError
        If a count is missing or negative, or there is nobody.

    Notes
    -----
    ``1 - sum(share ** 2)``: Blau (1977), *Inequality and Heterogeneity*; the same as Simpson's
    index (1949), *Nature* 163, 688. Whoever is drawn is put back.

    Examples
    --------
    >>> blau([5, 5]), blau([10, 0])
    (np.float64(0.5), np.float64(0.0))
    """
    shares = _shares(counts)
    mixed: Floats = (shares * (1 - shares)).sum(axis=-1)
    return mixed


def shannon(counts: ArrayLike) -> Floats:
    """Return how mixed a group is as the uncertainty about whom one meets.

    Parameters
    ----------
    counts : array_like, shape (..., kinds), counts or shares, 0 or more
        As for ``blau``.

    Returns
    -------
    ndarray, shape (...), natural units
        0 when all are of one kind; at most ``log(kinds)``. ``exp`` of it is how many kinds, each
        as large as the others, would be as mixed.

    Raises
    ------
    CalcError
        As for ``blau``.

    Notes
    -----
    ``-sum(share * log(share))``: Shannon (1948), *Bell System Technical Journal* 27, 379-423.
    Small kinds weigh more than in ``blau``.

    Examples
    --------
    >>> np.exp(shannon([5, 5])).round(3), shannon([10, 0])
    (np.float64(2.0), np.float64(0.0))
    """
    shares = _shares(counts)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    mixed: Floats = np.abs((shares * logs).sum(axis=-1))
    return mixed


def _shares(counts: ArrayLike) -> Floats:
    says = "A count is {}: give how many there are of each kind, 0 or more."
    counts = np.atleast_1d(numbers(counts, says, least=0))
    total = counts.sum(axis=-1, keepdims=True)
    if not total.all():
        raise CalcError("There is nobody in the group: count at least one.")
    shares: Floats = counts / total
    return shares
