"""Mail about signing in."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from stafett.lib import Refused, Unreachable
from stafett.lib.mailserver import in_short, is_for_good
from stafett.people import queries, sealed
from stafett.people.models import Person

log = logging.getLogger(__name__)


@task()
def send_invitation(person_id: int) -> None:
    """Mail the way in: a link where the person chooses a password."""
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = render_to_string(
            "people/invitation.txt", {"person": person, "link": queries.way_in(person)}
        )
        _send(_("Welcome to Stafett"), text, person.email)


@task()
def send_password_link(person_id: int, language: str) -> None:
    """Mail a link to a page for a new password, in the language it was asked for in."""
    person = Person.objects.get(pk=person_id)
    with translation.override(language):
        subject = render_to_string("account/email/password_reset_key_subject.txt")
        link = {"password_reset_url": queries.way_in(person)}
        text = render_to_string("account/email/password_reset_key_message.txt", link)
        _send(subject.strip(), text, person.email)


@task()
def tell_stranger(letter: str, sealed_address: str, language: str) -> None:
    """Mail somebody we do not know that we do not; one try is enough."""
    with translation.override(language):
        subject, text = (
            render_to_string(f"{letter}_{part}.txt").strip() for part in ("subject", "message")
        )
        try:
            send_mail(subject, text, None, [sealed.opened(sealed_address)])
        except OSError as failure:  # every failure of a mail server is one
            log.warning("%s was not sent: %s", letter, in_short(failure))


@task()
def tell_of_second_factor(person_id: int, what: str) -> None:
    """Mail what happened to somebody's second step, so that it never happens behind their back."""
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        told = {"person": person, "what": what, "address": settings.PUBLIC_ADDRESS}
        _send(
            _("Your sign-in to Stafett was changed"),
            render_to_string("people/second_factor.txt", told),
            person.email,
        )


def _send(subject: str, text: str, address: str) -> None:
    """Hand it over. A server that is away is waited for; a no that stays no is noted."""
    try:
        send_mail(subject, text, None, [address])
    except OSError as failure:  # every failure of a mail server is one
        said = in_short(failure)
        raise (Refused(said) if is_for_good(failure) else Unreachable(said)) from None
