"""Mail about signing in."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from stafett.people.models import Person


@task()
def send_invitation(person_id: int) -> None:
    """Mail the way in: a link where the person chooses a password."""
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = render_to_string(
            "people/invitation.txt", {"person": person, "link": _link_for(person)}
        )
        send_mail(_("Welcome to Stafett"), text, None, [person.email])


def _link_for(person: Person) -> str:
    key = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    return f"{settings.PUBLIC_ADDRESS}{reverse('account_reset_password_from_key', kwargs=key)}"
