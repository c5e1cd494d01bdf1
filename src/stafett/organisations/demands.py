"""Two steps at sign-in, where the organisation asks for it of those who sign or administer."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.http import HttpRequest
from django.utils.timezone import localdate

from stafett.organisations import queries
from stafett.people import queries as people
from stafett.people.models import Person

DEMANDED = "second_factor_demanded_by"
"""Where the session keeps who asks for it, until the person has it."""


def listen() -> None:
    """Look at each sign-in, and when somebody adds or removes a second step."""
    for signal in (user_logged_in, authenticator_added, authenticator_removed):
        signal.connect(_look, dispatch_uid="organisations.demands")


def _look(sender: Any, *, request: HttpRequest, user: Person, **_more: Any) -> None:
    request.session.pop(DEMANDED, None)
    asked_by = queries.demand_two_steps(user, localdate())
    if asked_by and not people.has_second_factor(user):
        request.session[DEMANDED] = asked_by
