"""What changes about people."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.lib import Acting, Refused, later
from stafett.people import queries, rules
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


def use_code(*, person: Person, code: str) -> bool:
    """Note that a code is used, at every worker; return whether this was the first time."""
    key = f"people.code.{person.pk}.{rules.digits_of(code)}"
    return bool(cache.add(key, "used", timeout=rules.CODE_LASTS))


@audit.traced
def take_away_second_factor(*, person: Person, by: Acting, now: datetime) -> None:
    """Let somebody who lost the phone sign in by password alone; they are told by mail."""
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise Refused(
            _("%(name)s signs in by password alone already.") % {"name": person}, field="person"
        )
    audit.record(verb="person.lost_second_factor", target=person, by=by, at=now)
    later("people.jobs.tell_of_second_factor", person.pk, rules.TAKEN_AWAY)
