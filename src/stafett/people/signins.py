"""Sign-ins leave a trace in a chain of their own."""

from typing import Any

from allauth.account.signals import (
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
    user_logged_out,
)
from django.utils import timezone

from stafett.audit import actions as audit
from stafett.lib import Acting


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


def _tracer(verb: str) -> Any:
    def trace(sender: Any, *, user: Any = None, **_more: Any) -> None:
        if user is not None and user.pk:
            leave_trace(verb, user)

    return trace


@audit.traced
def leave_trace(verb: str, person: Any) -> None:
    """Write who signed in or out, in the chain of sign-ins."""
    by = Acting(person_id=person.pk, name=person.name)
    audit.record(verb=verb, target=person, by=by, at=timezone.now(), chain=audit.SIGN_INS)
