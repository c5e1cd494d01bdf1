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


def check_ends_after_start(period: Period, day: date) -> None:
    """A period ends on a later day than it begins."""
    if day <= period.valid_from:
        raise Refused(
            _("It began %(day)s. Choose a later day as the first day it no longer holds.")
            % {"day": period.valid_from.strftime("%d.%m.%Y")},
            field="valid_to",
        )


def check_someone_is_left(administrators: int) -> None:
    """An organisation is never left without an administrator."""
    if administrators < 2:
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
