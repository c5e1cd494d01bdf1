"""How two economies are reckoned, and what has no price: R22-R24 and R28."""

from django.utils.translation import gettext_lazy as _

from stafett.lib import Rule
from stafett.lib.rules import BLOCKS, COMPUTES
from stafett.ui.figures import MINUS

WHERE = _("On the page with the two economies of an initiative.")

RULES = (
    Rule(
        "R22",
        BLOCKS,
        _(
            "Rates are real, and so are amounts: both in the prices of one year. There is no net "
            "value until they are."
        ),
        _("A bank's rate holds the rise in prices; amounts in fixed prices do not."),
        WHERE,
    ),
    Rule(
        "R23",
        BLOCKS,
        _(
            "A net value says which rates it rests on, where they stand and from which year. "
            "Without such rates there is none."
        ),
        _("Another rate gives another answer, also where nothing else has changed."),
        WHERE,
    ),
    Rule(
        "R24",
        COMPUTES,
        _("A net value says when in the year money falls: here at the start of each year."),
        _("Half a year to or fro moves the answer by some per cent."),
        WHERE,
    ),
    Rule(
        "R28",
        COMPUTES,
        _(
            "What has no price is never kroner. It is weighed in plus and minus, beside the net "
            "value, with whether it could turn the answer."
        ),
        _("A price nobody believes hides what matters. So does leaving it out."),
        WHERE,
    ),
)


def marks(consequence: int) -> str:
    """Return how much something weighs as it is drawn: «+++», «−−» or «0»."""
    if not consequence:
        return "0"
    return ("+" if consequence > 0 else MINUS) * abs(consequence)
