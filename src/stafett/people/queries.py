"""What is asked about people."""

from collections.abc import Iterable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from stafett.people.models import Person, one_form_of


def with_email(email: str) -> Person | None:
    """Return the person with this address, whatever its case."""
    return Person.objects.filter(email=one_form_of(email)).first()


def signs_in(person: Person) -> bool:
    """Has this person been here, or is the invitation still waiting?"""
    return person.last_login is not None


def way_in(person: Person) -> str:
    """Return a link that works once, where the person chooses a password."""
    return link_to_choose_password(
        user_pk_to_url_str(person), default_token_generator.make_token(person)
    )


def link_to_choose_password(person: str, token: str) -> str:
    """Return the whole address of the page, as it stands in a mail."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": token})
    return f"{settings.PUBLIC_ADDRESS}{path}"


# --- the second step ------------------------------------------------------------------------


def with_second_factor(people: Iterable[int]) -> set[int]:
    """Return those of these people who are asked for a second step when they sign in."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found = Authenticator.objects.filter(user__in=list(people), type__in=kinds)
    return set(found.values_list("user", flat=True))


def has_second_factor(person: Person) -> bool:
    """Whether this person is asked for a second step when they sign in."""
    return bool(with_second_factor([person.pk]))
