"""Choosing when nobody knows which future comes, and not even how likely each is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from stafett.calc.checks import Floats, number, numbers
from stafett.calc.errors import CalcError


class OptionClass(StrEnum):
    """When something is worth doing."""

    NO_REGRETS = "no_regrets"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    ABANDON = "abandon"


NO_REGRETS, OPT_OUT, OPT_IN, ABANDON = OptionClass


class Choice(NamedTuple):
    """One option among several.

    Attributes
    ----------
    option : int
        Which; the first of those that are as good.
    scores : ndarray, shape (options,), in the values' unit
        What each option was judged by.
    """

    option: int
    scores: Floats


def minimax_regret(values: ArrayLike) -> Choice:
    """Return the option one can come to regret the least.

    Parameters
    ----------
    values : array_like, shape (options, futures), any unit, the larger the better
        What each option is worth in each future.

    Returns
    -------
    Choice
        ``scores`` is each option's largest regret: how much better the best option would have
        been, in the future where that is most. 0 or more, the smaller the better.

    Raises
    ------
    CalcError
        If a value is missing, or it is not a table.

    Notes
    -----
    Savage (1951), *Journal of the American Statistical Association* 46, 55-67. An option that
    is added can turn the order of the others: show which ones were compared.

    Examples
    --------
    >>> minimax_regret([[100, 0], [60, 50], [40, 45]])
    Choice(option=1, scores=array([50., 40., 60.]))
    """
    values = _table(values)
    regrets = (values.max(axis=0) - values).max(axis=1)
    return Choice(int(regrets.argmin()), regrets)


def maximin(values: ArrayLike) -> Choice:
    """Return the option whose worst future is the best.

    Parameters
    ----------
    values : array_like, shape (options, futures), any unit, the larger the better
        As for ``minimax_regret``.

    Returns
    -------
    Choice
        ``scores`` is what each option is worth in its worst future.

    Raises
    ------
    CalcError
        As for ``minimax_regret``.

    Notes
    -----
    Wald (1945), *Annals of Mathematics* 46, 265-280.

    Examples
    --------
    >>> maximin([[100, 0], [60, 30], [40, 45]])
    Choice(option=2, scores=array([ 0., 30., 40.]))
    """
    worst = _table(values).min(axis=1)
    return Choice(int(worst.argmax()), worst)


def option_class(effects: ArrayLike, threshold: float) -> OptionClass:
    """Return when an option is worth doing, seen over several futures.

    Parameters
    ----------
    effects : array_like, shape (futures,), any unit, the larger the better
        What the option does in each future.
    threshold : float, in the same unit
        From what effect on it is worth doing.

    Returns
    -------
    OptionClass
        ``NO_REGRETS``: worth it in every future. ``OPT_OUT``: in more than half, so begin and
        be ready to stop. ``OPT_IN``: in half or fewer, so be ready to begin. ``ABANDON``: in none.

    Raises
    ------
    CalcError
        If an effect or the threshold is missing, or there are no futures.

    Notes
    -----
    The four classes are those of UN Global Pulse's foresight glossary, *Future options*, which
    says «most» and «a minority»: half of them is an opt-in here.

    Examples
    --------
    >>> str(option_class([40, 10, -5], threshold=0))
    'opt_out'
    """
    effects = numbers(effects, "An effect is {}: say what it does in each future.")
    if effects.ndim != 1:
        raise CalcError("Give one effect for each future, in one row.")
    threshold = number(threshold, "The threshold is {}: say from what effect it is worth doing.")
    share = float(np.mean(effects >= threshold))
    if share in (0, 1):
        return NO_REGRETS if share else ABANDON
    return OPT_OUT if share > 0.5 else OPT_IN


def _table(values: ArrayLike) -> Floats:
    values = numbers(values, "A value is {}: give one for each option in each future.")
    if values.ndim != 2:
        raise CalcError("Give a table: one row for each option, one column for each future.")
    return values
