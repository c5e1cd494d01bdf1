"""How the sign-in library behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from stafett.lib import later
from stafett.people import queries, sealed


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
        "rate_limited": _("There have been too many tries. Wait five minutes and try again."),
        "incorrect_password": _("The password is not right. Try again, or choose a new password."),
    }
    ways_to_confirm = {
        "reauthenticate": _("Use your password"),
        "mfa_reauthenticate": _("Use a code"),
        "mfa_reauthenticate:webauthn": _("Use a passkey"),
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
        """What the library sends itself is to somebody we do not know.

        It is sent as late as a link is, so that the time it takes tells nobody who is known;
        and sealed while it waits: whose address it is does not concern us.
        """
        later("people.jobs.tell_stranger", template_prefix, sealed.seal(email), get_language())

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in a mail is the public one, whatever host the request named."""
        person, _hyphen, token = key.partition("-")
        return queries.link_to_choose_password(person, token)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:me")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways somebody shows once more that it is them, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": str(self.ways_to_confirm[way["id"]])} for way in ways]


class SecondFactors(DefaultMFAAdapter):
    """Codes from an app, and passkeys: sealed where they lie, and made for our own host name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Wait for the next one, and try again."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes are for those who sign in with two steps. Add an app or a passkey "
            "first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.opened(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """The next free number: two keys of one person are told apart."""
        keys = Authenticator.objects.filter(user=user, type=type)
        taken = {key.wrap().name for key in keys}
        names = (gettext("Passkey %(number)s") % {"number": n} for n in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the public host name, whatever host the request named."""
        return {"id": settings.PASSKEY_DOMAIN, "name": "Stafett"}
