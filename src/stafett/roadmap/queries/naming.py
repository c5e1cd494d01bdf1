"""Candidates by name in a sentence: the first few, and how many more there are."""

from collections.abc import Sequence

from django.utils.translation import ngettext

MOST = 6
"""So many are named where there are more."""


def named(titles: Sequence[str]) -> str:
    """Return the names on one line. None is left out without being counted (R44)."""
    quoted = [f"«{title}»" for title in titles]
    if len(quoted) <= MOST:
        return ", ".join(quoted)
    more = len(quoted) - MOST
    counted = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return f"{', '.join(quoted[:MOST])} {counted}"
