"""What is asked about people."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from stafett.people.models import Person


def with_email(email: str) -> Person | None:
    """Return the person with this address, whatever its case."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def signs_in(person: Person) -> bool:
    """Has this person been here, or is the invitation still waiting?"""
    return person.last_login is not None


def way_in(person: Person) -> str:
    """Return a link that works once, where the person chooses a password."""
    key = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    return f"{settings.PUBLIC_ADDRESS}{reverse('account_reset_password_from_key', kwargs=key)}"
