"""When a reading is asked for, and when its being late is told to whom: R46."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from stafett.benefits.rules.measuring import Period
from stafett.lib import Rule
from stafett.lib.rules import COMPUTES

ASKED, REMINDED, ESCALATED = "asked", "reminded", "escalated"
# Where no figure is set: the owner hears of it the day after, the chief executive in two weeks.
OWNER_DAYS, EXECUTIVE_DAYS = 1, 14

RULES = (
    Rule(
        "R46",
        COMPUTES,
        gettext_lazy(
            "A reading is asked for when its period is over. When it is late the owner is "
            "reminded, and then the chief executive is told; each of it once."
        ),
        gettext_lazy("What nobody asks for is not measured, and unmeasured is unknown."),
        gettext_lazy("In mail. The days are figures that each organisation can set."),
    ),
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How many days a reading may be late before the owner, and the chief executive, hear of it."""

    owner_days: int = OWNER_DAYS
    executive_days: int = EXECUTIVE_DAYS


def steps(due: Period, today: date, patience: Patience) -> Iterator[str]:
    """R46: yield what is to have been said by today, one step to each who hears.

    A round that was not run for a while says the latest thing, and not all it missed.
    """
    late = (today - due.due_on).days
    if late >= max(patience.owner_days, 1):
        yield REMINDED
    elif today > due.end:
        yield ASKED
    if late >= max(patience.executive_days, 1):
        yield ESCALATED


def key_of(commitment_id: int, due: Period, step: str, person_id: int) -> str:
    """Return what makes a letter the same letter, so that it is sent once."""
    return f"reading {commitment_id} {due.start} {due.end} {step} {person_id}"
