"""Mail about signing in."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from stafett.people import queries
from stafett.people.models import Person


@task()
def send_invitation(person_id: int) -> None:
    """Mail the way in: a link where the person chooses a password."""
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = render_to_string(
            "people/invitation.txt", {"person": person, "link": queries.way_in(person)}
        )
        send_mail(_("Welcome to Stafett"), text, None, [person.email])
