"""The states of a promise, and who may do what with it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from stafett.lib import Acting, Refused
from stafett.lib.states import Order
from stafett.needs.rules import KEEPERS

PROPOSED, CONFIRMED, DECLINED, WITHDRAWN = ("proposed", "confirmed", "declined", "withdrawn")
# What can be done in a state, and the state it leads to.
STATES: Mapping[str, Mapping[str, str]] = {
    PROPOSED: {
        "change": PROPOSED,
        "confirm": CONFIRMED,
        "decline": DECLINED,
        "withdraw": WITHDRAWN,
    },
    # What is changed after a yes needs a new yes.
    CONFIRMED: {
        "change": PROPOSED,
        "measure": CONFIRMED,
        "conclude": CONFIRMED,
        "withdraw": WITHDRAWN,
    },
    DECLINED: {"change": PROPOSED},
    WITHDRAWN: {},
}


class NotTheirs(Refused):
    """This promise is another municipality's, or another person's to answer."""


_REASONS = {
    PROPOSED: lambda: _("The owner has not said yes yet. Nobody is given a benefit without a yes."),
    CONFIRMED: lambda: _("It is promised. Change the promise, and ask the owner anew."),
    DECLINED: lambda: _("The owner said no. Change it, or name another owner."),
    WITHDRAWN: lambda: _("The promise is withdrawn. Make a new one if things have changed."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not


def may_promise(by: Acting, *, municipality_id: int | None) -> bool:
    """Only the municipality itself promises, by those who look after its initiatives."""
    return by.is_somebody and by.organisation_id == municipality_id and by.role_kind in KEEPERS


def check_may_promise(by: Acting, *, municipality_id: int | None) -> None:
    """R30: only the municipality sets its own status."""
    if not may_promise(by, municipality_id=municipality_id):
        raise NotTheirs(_("Only leaders in the municipality itself can promise on its behalf."))


def may_answer(by: Acting, *, municipality_id: int, owner_id: int | None) -> bool:
    """Only the one who is asked says yes, acting for the municipality."""
    return by.is_somebody and by.organisation_id == municipality_id and by.person_id == owner_id


def check_may_answer(by: Acting, *, municipality_id: int, owner_id: int | None) -> None:
    """Nobody says yes for somebody else."""
    if not may_answer(by, municipality_id=municipality_id, owner_id=owner_id):
        raise NotTheirs(_("Only the benefit owner can answer this."))
