"""How much something without a price weighs: the plus-minus method."""

from __future__ import annotations

from typing import SupportsIndex

from stafett.calc.checks import count

MOST_IMPORTANT = 3
"""Small, medium and large are 1, 2 and 3."""

LARGEST_EXTENT = 3
"""Much worse to much better are -3 to 3; 0 is no change."""


def consequence(importance: SupportsIndex, extent: SupportsIndex) -> int:
    """Return how many pluses or minuses an effect weighs.

    Parameters
    ----------
    importance : int, 1-3
        How much it means to those it touches: small, medium, large.
    extent : int, -3 to 3
        How much it changes, and which way: much worse to much better.

    Returns
    -------
    int, -4 to 4
        ``4`` is ++++ and ``-4`` is ----. It ranks effects; it is no amount, and is never added.

    Raises
    ------
    CalcError
        If either is something else.

    Notes
    -----
    ``importance + |extent| - 2`` with the sign of the extent, after the plus-minus method in
    DFØ, *Veileder i samfunnsøkonomiske analyser*, chapter 3.4. Little change of something that
    means little weighs nothing.

    Examples
    --------
    >>> consequence(3, 3), consequence(2, -2), consequence(1, 1)
    (4, -2, 0)
    """
    says = "The importance is {}: give 1 (small), 2 (medium) or 3 (large)."
    weight = count(importance, says, most=MOST_IMPORTANT)
    says = "The extent is {}: give -3 (much worse) to 3 (much better)."
    change = count(extent, says, least=-LARGEST_EXTENT, most=LARGEST_EXTENT)
    if not change:
        return 0
    size = weight + abs(change) - 2
    return size if change > 0 else -size
