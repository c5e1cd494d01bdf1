"""Who may change what in an organisation."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from stafett.lib import Acting, Refused

GROUPS = ("region", "network")


class Period(Protocol):
    """Anything that holds from a day, and perhaps to a day."""

    valid_from: date
    valid_to: date | None


class NotYours(Refused):
    """This is looked after by somebody else."""


def check_administers(by: Acting, organisation_id: int) -> None:
    """Only an administrator of the organisation itself changes its people and figures."""
    if not by.may_administer or by.organisation_id != organisation_id:
        raise NotYours(_("Only an administrator of the organisation can change this. Ask yours."))


def check_can_end(period: Period, day: date) -> None:
    """A period does not end before it begins, and an end is not put off."""
    if day < period.valid_from:
        raise Refused(
            _("It begins %(day)s. It can end that day or later.")
            % {"day": period.valid_from.strftime("%d.%m.%Y")},
            field="valid_to",
        )
    if period.valid_to and day >= period.valid_to:
        raise Refused(
            _("It ends %(day)s already. Choose an earlier day, or give the role anew.")
            % {"day": period.valid_to.strftime("%d.%m.%Y")},
            field="valid_to",
        )


def check_can_be_given(kind: str) -> None:
    """An administrator gives every role but one: a delegate is named by the chief executive."""
    if kind == "delegate":
        raise Refused(
            _("A delegate is named by the chief executive, under «Delegation»."), field="kind"
        )


def may_delegate(by: Acting) -> bool:
    """Only the chief executive lets somebody sign in their place."""
    return by.is_somebody and by.role_kind == "chief_executive"


def check_may_delegate(by: Acting, *, holds: bool) -> None:
    """Say no to those who have no such power to give; ``holds``: the role does, that day."""
    if not (may_delegate(by) and holds):
        raise NotYours(_("Only the chief executive can name a delegate."))


def check_delegation(
    *, valid_from: date, valid_to: date | None, today: date, works_there: bool, is_self: bool
) -> None:
    """A delegate works there, is somebody else, and is named for a time that comes."""
    if is_self:
        raise Refused(_("You can sign yourself. Choose somebody else."), field="person")
    if not works_there:
        raise Refused(_("Choose somebody who works here."), field="person")
    if valid_from < today:
        raise Refused(
            _("A delegation is not dated back. Choose today or later."), field="valid_from"
        )
    if valid_to is not None and valid_to <= valid_from:
        raise Refused(_("It ends before it begins."), field="valid_to")


def check_someone_is_left(other_administrators: int) -> None:
    """An organisation is never left without an administrator."""
    if not other_administrators:
        raise Refused(
            _("This is the only administrator. Give somebody else the role first, then end this.")
        )


def check_is_group(kind: str) -> None:
    """Only regions and networks have members that they ask themselves."""
    if kind not in GROUPS:
        raise Refused(_("Only regions and networks have members."))


def check_can_join(kind: str, group_kind: str) -> None:
    """Municipalities join regions; regions may join networks too."""
    if kind == "municipality" or (kind in ("region", "county") and group_kind == "network"):
        return
    raise Refused(
        _("Only municipalities can be members of a region."),
        field="member",
    )


def check_unit_has_no_parts(parts: Sequence[str]) -> None:
    """A unit is closed after its parts."""
    if parts:
        raise Refused(
            _("Close these first, they are parts of it: %(parts)s.") % {"parts": ", ".join(parts)}
        )


def check_unit_is_open(name: str, closed_on: date | None) -> None:
    """Nothing new is put in a unit that is closed."""
    if closed_on:
        raise Refused(_("%(unit)s is closed. Choose a unit that is in use.") % {"unit": name})


# Figures that are shares of something, and the bounds of others that more is reckoned from.
SHARES = ("discount_rate", "tax_cost", "measuring_share", "deviation_share")
BOUNDS: Mapping[str, tuple[int, int]] = {
    "hours_per_fte": (1, 8784), "working_days": (1, 366), "years": (1, 100), "correlation": (0, 1),
    "remind_owner": (1, 365), "remind_executive": (1, 365), "second_factor": (0, 1),
}  # fmt: skip
WHOLE = (
    "years", "working_days", "light_staff", "minimum_n", "remind_owner", "remind_executive",
    "second_factor",
)  # fmt: skip
BY_YEAR = ("discount_rate", "price_index")
FIRST_YEAR = 1900


def check_figure(name: str, value: Decimal, step: int) -> None:
    """A figure is one that can be reckoned with: a share is a share, and years are whole."""
    if name in SHARES and value > 1:
        raise Refused(_("This is a share: write 0.04 where you mean 4 %."), field="value")
    if name in WHOLE and value != int(value):
        raise Refused(_("Write a whole number."), field="value")
    _check_bounds(name, value)
    if name == "price_index":
        _check_index(value, step)
    if name not in BY_YEAR and step:
        raise Refused(_("This figure has no year. Leave the year empty."), field="step")


def _check_bounds(name: str, value: Decimal) -> None:
    least, most = BOUNDS.get(name, (0, value))
    if not least <= value <= most:
        raise Refused(
            _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most},
            field="value",
        )


def _check_index(value: Decimal, step: int) -> None:
    if step < FIRST_YEAR:
        raise Refused(_("Write which year the index is for, such as 2026."), field="step")
    if not value:
        raise Refused(_("An index is more than 0."), field="value")


# --- signing in with two steps --------------------------------------------------------------

TRUSTED = ("chief_executive", "delegate", "administrator")
"""Roles whose name on something binds the organisation, or opens doors for others."""


def check_may_take_away_second_factor(
    by: Acting, person_id: int, *, works_only_here: bool, name: str
) -> None:
    """An administrator helps those of their own; not themselves, and nobody others trust too."""
    check_administers(by, by.organisation_id or 0)
    if person_id == by.person_id:
        raise Refused(_("Change your own sign-in on your own page."), field="person")
    if not works_only_here:
        raise Refused(
            _(
                "%(name)s has a role in another organisation too. Ask whoever runs the "
                "installation to do it."
            )
            % {"name": name},
            field="person",
        )
