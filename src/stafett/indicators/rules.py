"""What makes a reading worth comparing: R40, R41, and a yardstick that stays the same."""

from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Acting, Refused, Rule
from stafett.lib.rules import BLOCKS

# Those who look after yardsticks: what others measure by is not everybody's to change.
KEEPERS = frozenset(
    {"leader", "initiative_lead", "regional_coordinator", "controller", "administrator", "analyst"}
)
READERS = KEEPERS | {"chief_executive", "hr", "employee"}
HUNDRED = Decimal(100)
WHERE = gettext_lazy("When a reading is noted or corrected.")

RULES = (
    Rule(
        "R40",
        BLOCKS,
        gettext_lazy("A percentage keeps what it is reckoned from: so many, of so many."),
        gettext_lazy("Percentages of different bases cannot be put together afterwards."),
        WHERE,
    ),
    Rule(
        "R41",
        BLOCKS,
        gettext_lazy("A figure about people has enough people behind it, five at least."),
        gettext_lazy("With few behind it, everybody knows whom the figure is about."),
        WHERE,
    ),
)


class NotTheirs(Refused):
    """This yardstick or reading is looked after by others."""


class Shared(Protocol):
    """Whose yardstick it is, and who measures by it."""

    owner_id: int
    scope: str


class Yardstick(Protocol):
    """What a reading is read by."""

    is_share: bool
    is_about_people: bool


def may_keep(by: Acting, owner_id: int) -> bool:
    """Whether this person looks after the organisation's own yardsticks."""
    return by.organisation_id == owner_id and by.role_kind in KEEPERS


def check_may_keep(by: Acting, owner_id: int | None) -> None:
    """Only the owner changes what others measure by."""
    if owner_id is None or not may_keep(by, owner_id):
        raise NotTheirs(_("Leaders and controllers where the yardstick belongs look after it."))


def may_read(by: Acting) -> bool:
    """Whether this person may note a reading for the own organisation."""
    return by.is_somebody and by.role_kind in READERS


def check_may_read(by: Acting) -> None:
    """Readings are noted by those who work there, for their own organisation only."""
    if not may_read(by):
        raise NotTheirs(_("Readings are noted by those who work in the organisation."))


def may_bring_for(by: Acting, yardstick: Shared) -> bool:
    """Whether this person may note figures from outside for members: its yardstick, its group."""
    return may_keep(by, yardstick.owner_id) and yardstick.scope != "own"


def check_may_bring_for(
    by: Acting, yardstick: Shared, *, is_member: bool, has_promised: bool
) -> None:
    """A group brings figures by its own yardstick; who has promised by it reads it alone (R30)."""
    if not is_member or not may_bring_for(by, yardstick):
        raise NotTheirs(
            _("Only the group that owns the yardstick can note figures for its members.")
        )
    if has_promised:
        raise NotTheirs(_("They have promised by this yardstick, and read it themselves."))


def check_in_use(retired_on: date | None, *, promised: bool = False) -> None:
    """A yardstick that has a newer version is read only for promises made on it (R07)."""
    if retired_on is not None and not promised:
        raise Refused(_("There is a newer version of this yardstick. Use that one."))


def check_period(start: date, end: date, today: date) -> None:
    """A period runs forwards, and is read when it is over."""
    if end < start:
        raise Refused(_("The period ends before it begins."), field="period_end")
    if end > today:
        raise Refused(
            _("The period ends %(day)s. Read it when it is over.")
            % {"day": end.strftime("%d.%m.%Y")},
            field="period_end",
        )


def reading(
    yardstick: Yardstick,
    *,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> Decimal:
    """Return the value; a percentage is reckoned from what it is a percentage of (R40)."""
    if not yardstick.is_share:
        if value is None:
            raise Refused(_("Write the value."), field="value")
        return value
    if numerator is None or not denominator:
        raise Refused(
            _("A percentage keeps what it is reckoned from: how many, of how many."),
            field="numerator" if numerator is None else "denominator",
        )
    if not 0 <= numerator <= denominator:
        raise Refused(_("The part is larger than the whole."), field="numerator")
    return numerator * HUNDRED / denominator


def part_of(percent: Decimal, whole: Decimal | None) -> Decimal:
    """Return how many a percentage is of so many, where it can be one number only (R40)."""
    if not whole:
        raise Refused(
            _("A percentage keeps what it is reckoned from: how many, of how many."),
            field="denominator",
        )
    part = (percent * whole / HUNDRED).quantize(Decimal(1))
    step = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    said = {"percent": percent, "whole": whole}
    if abs(part * HUNDRED / whole - percent) > step / 2:
        raise Refused(_("%(percent)s %% of %(whole)s is no whole number. Write how many.") % said)
    if HUNDRED / whole < step:
        raise Refused(
            _("%(percent)s %% of %(whole)s can be several numbers. Write how many.") % said
        )
    return part


def check_enough_people(yardstick: Yardstick, n: int | None, minimum: int) -> None:
    """R41: with few people behind a figure, everybody knows who they are."""
    if not yardstick.is_about_people:
        return
    if n is None:
        raise Refused(_("Write how many people are behind the figure."), field="n")
    if n < minimum:
        raise Refused(
            _(
                "Fewer than %(minimum)s people are behind this figure, so it would tell about each "
                "of them. Read a larger unit or a longer period."
            )
            % {"minimum": minimum},
            field="n",
        )
