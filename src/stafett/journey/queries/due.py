"""What is due for somebody, as their calendar reads it."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.conf import settings

from stafett.journey.queries.home import waiting_for
from stafett.lib import Acting, Waiting
from stafett.lib.database import tell_database
from stafett.organisations import queries as organisations
from stafett.people.models import Person
from stafett.post.models import Entry


def due_for(acting: Acting, today: date) -> list[Entry]:
    """Return what waits for somebody by a day, in the role they act in."""
    return [_entry(item, item.due_on) for item in waiting_for(acting, today) if item.due_on]


def due_in_all_roles(person: Person, today: date) -> list[Entry]:
    """Return what waits for a person by a day, whatever role it waits for; each thing once."""
    return list({entry.key: entry for entry in _in_each_role(person, today)}.values())


def _in_each_role(person: Person, today: date) -> Iterable[Entry]:
    for role in organisations.roles_of(person.pk, today):
        acting = organisations.acting_as(person, role, today)
        tell_database(acting)
        yield from due_for(acting, today)


def _entry(item: Waiting, due_on: date) -> Entry:
    about = sha256(f"{item.url} {item.what}".encode()).hexdigest()[:32]
    url = f"{settings.PUBLIC_ADDRESS}{item.url}"
    return Entry(key=about, what=str(item.what), due_on=due_on, url=url, why=str(item.why))
