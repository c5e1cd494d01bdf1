"""What changes about people."""

from datetime import datetime

from django.db import IntegrityError, transaction

from stafett.audit import actions as audit
from stafett.lib import Acting, later
from stafett.people import queries
from stafett.people.models import Person


@audit.traced
def invite(*, email: str, name: str, language: str, by: Acting, now: datetime) -> Person:
    """Return the person with this address; a new one gets a mail with the way in."""
    if known := queries.with_email(email):
        return known
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email, name, language=language, invited_at=now)
    except IntegrityError:  # somebody else has invited them in this moment
        return Person.objects.get_by_natural_key(email)
    audit.record(verb="person.invited", target=person, by=by, at=now, details={"name": name})
    later("people.jobs.send_invitation", person.pk)
    return person


@audit.traced
def add_for_demo(*, email: str, name: str, language: str, by: Acting, now: datetime) -> Person:
    """Add somebody invented: they have no password, and get no mail."""
    person = Person.objects.create_user(email, name, language=language)
    audit.record(verb="person.invented", target=person, by=by, at=now, details={"name": name})
    return person


@audit.traced
def choose_language(*, person: Person, language: str, by: Acting, now: datetime) -> None:
    """Remember which language this person reads."""
    person.language = language
    person.save(update_fields=["language"])
    audit.record(verb="person.chose_language", target=person, by=by, at=now, chain=audit.SIGN_INS)
