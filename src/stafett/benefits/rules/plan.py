"""A cut in the budget stands in the financial plan: R16."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Refused, Rule
from stafett.lib.rules import BLOCKS

PLAN_YEARS = 4
THOUSAND = Decimal(1000)

RULES = (
    Rule(
        "R16",
        BLOCKS,
        gettext_lazy(
            "A benefit taken out in the budget stands in the financial plan, year by year."
        ),
        gettext_lazy("A saving that no budget knows of is not saved."),
        gettext_lazy("When the owner says yes. Not on the light track."),
    ),
)


def in_thousands(amount: float | Decimal) -> Decimal:
    """Return an amount in whole thousands of kroner, as a plan is written."""
    thousands = (Decimal(str(amount)) / THOUSAND).quantize(Decimal(1), ROUND_HALF_UP)
    return thousands * THOUSAND


def check_in_plan(wrong_years: Sequence[int]) -> None:
    """R16: each of the four years of the plan is as promised, and says where it stands."""
    if wrong_years:
        raise Refused(
            _(
                "The financial plan does not say what is promised for %(years)s. Fill in the "
                "promised amounts on the page of the plan, and write where each line stands."
            )
            % {"years": ", ".join(str(year) for year in wrong_years)}
        )


def check_can_be_reckoned(is_known: bool) -> None:
    """A plan is written from a promise that can be reckoned in kroner."""
    if not is_known:
        raise Refused(
            _(
                "What the promise is worth in kroner is not known yet. It takes a baseline, and a "
                "price on an hour among your figures."
            )
        )
