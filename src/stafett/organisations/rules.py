"""Who may change what in an organisation."""

from collections.abc import Sequence
from datetime import date
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
