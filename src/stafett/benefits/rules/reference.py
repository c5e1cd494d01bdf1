"""When a plan is held up to what comparable plans came to: R27."""

from django.utils.translation import gettext_lazy as _

from stafett.lib import Rule
from stafett.lib.rules import COMPUTES

FEWEST_OWN = 10
"""So many of one's own outturns before they are held up to a plan."""

RULES = (
    Rule(
        "R27",
        COMPUTES,
        _(
            "An early estimate stands beside what our own earlier promises came to, once ten are "
            "measured."
        ),
        _("Plans are hopeful. What such plans came to before says how much to take off."),
        _("On a promise that nothing is read of yet, and on the page with the two economies."),
    ),
)


def speaks(outturns: int) -> bool:
    """R27: tell whether there are enough of one's own to say anything."""
    return outturns >= FEWEST_OWN
