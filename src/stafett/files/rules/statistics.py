"""What a table of statistics has to have, and what its signs say."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Refused
from stafett.lib.cubes import REGION, TIME, Cube, Dimension

MOST_FIGURES = 2_000
MUNICIPALITY = re.compile(r"(?:K[-_]?)?(\d{4})")
MEANS: Mapping[str, str | Promise] = {
    ".": gettext_lazy("there can be no figure"),
    "..": gettext_lazy("the figure is missing"),
    "...": gettext_lazy("the figure is not ready yet"),
    ":": gettext_lazy("the figure is withheld, so that nobody can be recognised"),
}


def check_fits(cube: Cube) -> None:
    """A yardstick is read in a place and a period: a table without them has no readings."""
    if cube.dimension(REGION) is None:
        raise Refused(
            _(
                "The table says nothing of municipalities: none of its dimensions is a region. "
                "Choose region as well in the table, and fetch it again."
            )
        )
    if cube.dimension(TIME) is None:
        raise Refused(
            _("The table says nothing of time. Choose years or quarters, and fetch it again.")
        )


def others(cube: Cube) -> list[Dimension]:
    """Return what a figure is about beside place and time: one value of each is chosen."""
    known = (cube.dimension(REGION), cube.dimension(TIME))
    return [row for row in cube.dimensions if row not in known]


def chosen(cube: Cube, said: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are chosen; where there is one only, it is that one."""
    found = {}
    for row in others(cube):
        codes = [category.code for category in row.categories]
        if len(codes) == 1:
            found[row.id] = codes[0]
        elif said.get(row.id) in codes:
            found[row.id] = said[row.id]
    return found


def asks(cube: Cube, found: Mapping[str, str], said: Mapping[str, str | None]) -> list[str]:
    """Return what has to be answered before a figure can be read."""
    missing = [row for row in others(cube) if row.id not in found]
    asked = [_("Which «%(name)s» is it about?") % {"name": row.label} for row in missing]
    if not said.get("direction"):
        asked.append(_("Which way is better?"))
    if not said.get("name"):
        asked.append(_("What is measured?"))
    return asked


def number_of(code: str) -> str:
    """Return the number of the municipality a code stands for; nothing for other regions."""
    found = MUNICIPALITY.fullmatch(code)
    return found[1] if found else ""


def updated_on(cube: Cube) -> date | None:
    """Return the day the figures were updated, where the table says it."""
    try:
        return datetime.fromisoformat(cube.updated).date()
    except ValueError:
        return None


def unknown(symbol: str) -> str:
    """Return why there is no figure, with the sign that stands there."""
    if symbol in MEANS:
        return _("Not known: «%(sign)s», %(means)s.") % {"sign": symbol, "means": MEANS[symbol]}
    if symbol:
        return _("Not known: «%(sign)s» stands there.") % {"sign": symbol}
    return _("Not known: there is no figure here, and that is not nought.")


def named(labels: Sequence[str], most: int = 5) -> str:
    """Return names in a row, and how many more there are."""
    more = len(labels) - most
    told = ", ".join(labels[:most])
    return _("%(rows)s and %(more)s more") % {"rows": told, "more": more} if more > 0 else told
