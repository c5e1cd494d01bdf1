"""Sign-ins leave a trace in a chain of their own."""

from typing import Any

from allauth.account.signals import (
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
    user_logged_out,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.utils import timezone

from stafett.audit import actions as audit
from stafett.lib import Acting, later
from stafett.people import rules


def listen() -> None:
    """Trace what the sign-in library reports."""
    for verb, signal in {
        "person.signed_in": user_logged_in,
        "person.signed_out": user_logged_out,
        "person.changed_password": password_changed,
        "person.set_password": password_set,
        "person.reset_password": password_reset,
    }.items():
        signal.connect(_tracer(verb), weak=False, dispatch_uid=verb)
    for verb, (signal, what) in SECOND_STEP.items():
        signal.connect(_teller(verb, what), weak=False, dispatch_uid=verb)


CODES = Authenticator.Type.RECOVERY_CODES
SECOND_STEP = {
    "person.added_second_factor": (authenticator_added, rules.ADDED),
    "person.removed_second_factor": (authenticator_removed, rules.REMOVED),
    "person.made_recovery_codes": (authenticator_reset, rules.NEW_CODES),
    "person.used_second_factor": (authenticator_used, rules.CODE_USED),
    "person.failed_second_factor": (authentication_failed, ""),
}
"""What the library reports of second steps, and what the person is told by mail."""
OF_CODES = {rules.NEW_CODES, rules.CODE_USED}
"""What is worth a mail of recovery codes; the rest is worth one of all but them."""


def _teller(verb: str, what: str) -> Any:
    def tell(sender: Any, *, user: Any, authenticator: Any, **_more: Any) -> None:
        leave_trace(verb, user, kind=str(authenticator.type))
        if what and (what in OF_CODES) == (authenticator.type == CODES):
            later("people.jobs.tell_of_second_factor", user.pk, what)

    return tell


def _tracer(verb: str) -> Any:
    def trace(sender: Any, *, user: Any = None, **_more: Any) -> None:
        if user is not None and user.pk:
            leave_trace(verb, user)

    return trace


@audit.traced
def leave_trace(verb: str, person: Any, **details: str) -> None:
    """Write who signed in or out and how, in the chain of sign-ins."""
    by, now = Acting(person_id=person.pk, name=person.name), timezone.now()
    audit.record(verb=verb, target=person, by=by, at=now, details=details, chain=audit.SIGN_INS)
