"""How the sign-in library behaves here."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stafett.lib import later
from stafett.lib.mailserver import in_short
from stafett.people import queries

log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):
    """Nobody signs themselves up: an administrator invites them."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Try again, or choose a new password."
        ),
        "too_many_login_attempts": _(
            "There have been too many tries. Wait five minutes and try again, or choose a new "
            "password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """The subject says who writes; the library would put the host's name before it."""
        return subject

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """The link is made when it is sent: nobody waits at the screen for a mail server."""
        later("people.jobs.send_password_link", user.pk, get_language())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What the library sends itself is to somebody we do not know: one try is enough."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as failure:  # every failure of a mail server is one
            log.warning("%s was not sent: %s", template_prefix, in_short(failure))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in a mail is the public one, whatever host the request named."""
        person, _hyphen, token = key.partition("-")
        return queries.link_to_choose_password(person, token)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:me")
