"""What a link in a mail gives the right to, and when no longer: R45."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.benefits.rules import states
from stafett.lib import Acting, Refused, Rule
from stafett.lib.rules import BLOCKS
from stafett.ui.figures import day as written
from stafett.ui.figures import moment

HOLDS_FOR = timedelta(days=30)
KEPT_FOR = timedelta(days=365)
"""Links are forgotten a year after they ended: the trace of what they wrote stays."""

RULES = (
    Rule(
        "R45",
        BLOCKS,
        gettext_lazy(
            "A link in a mail writes one reading, once, as the person it was sent to, and for as "
            "long as that person could have done it signed in."
        ),
        gettext_lazy("Mail is forwarded, and lies about for years."),
        gettext_lazy("When somebody opens the link in a mail that asks for a number."),
    ),
)


class NoLonger(Refused):
    """The link gives no right. The message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a link when somebody opens it.

    ``by`` is who it was sent to, in the role that notes readings there today; None without one.
    ``is_asked_for``: the promise still has this person as its owner and this period to read.
    """

    municipality: str
    spent_at: datetime | None
    expires_at: datetime
    by: Acting | None
    state: str
    is_asked_for: bool
    read_on: date | None


def check_holds(facts: Facts, *, now: datetime) -> None:
    """R45: once, in time, by somebody who may, for what is still asked for."""
    if facts.spent_at:
        raise NoLonger(_used() % {"moment": moment(facts.spent_at)})
    if facts.by is None:
        raise NoLonger(_no_role() % {"municipality": facts.municipality})
    if facts.state != states.CONFIRMED:
        raise NoLonger(states.why_not(facts.state))
    if facts.read_on:
        raise NoLonger(_read() % {"day": written(facts.read_on)})
    if not facts.is_asked_for:
        raise NoLonger(_changed())
    if now >= facts.expires_at:
        raise NoLonger(_too_late() % {"day": written(localdate(facts.expires_at))})


def not_whole() -> NoLonger:
    """Return the refusal of an address that is none of ours."""
    return NoLonger(
        _(
            "This address is not whole, or somebody has changed it. Open the link in the mail "
            "itself: it is long, and all of it must be there."
        )
    )


def _used() -> str:
    return _(
        "This link was used %(moment)s. It works once. If that was not you, sign in, look at the "
        "number and correct it."
    )


def _no_role() -> str:
    return _(
        "Whoever this mail was sent to no longer notes readings in %(municipality)s, so the link "
        "has ended. The one who answers for the benefit now gets a mail of their own."
    )


def _read() -> str:
    return _(
        "The number for this period was noted %(day)s. There is nothing left to do. Sign in if it "
        "must be corrected."
    )


def _changed() -> str:
    return _(
        "The promise has changed since the mail was sent, so the link has ended. Sign in to see "
        "what is to be measured now, and by whom."
    )


def _too_late() -> str:
    return _(
        "This link worked until %(day)s. Sign in to write the number, or use the link in a newer "
        "mail."
    )
