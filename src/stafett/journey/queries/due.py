"""What is due for somebody, as their calendar reads it."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.journey.queries.home import coming_for, waiting_for
from stafett.lib import Acting, Waiting
from stafett.lib.database import tell_database
from stafett.organisations import queries as organisations
from stafett.people.models import Person
from stafett.post.models import Entry
from stafett.ui.figures import day


def due_for(acting: Acting, today: date) -> list[Entry]:
    """Return what waits for somebody by a day in the role they act in, and what is to come."""
    told = [*waiting_for(acting, today), *coming_for(acting, today)]
    return [_entry(item, item.due_on) for item in told if item.due_on]


def said_of(entries: Sequence[Entry], name: str, today: date) -> str:
    """Return what a calendar says of itself: for whom, on which day, and that all is there."""
    count = ngettext("%(count)s day", "%(count)s days", len(entries)) % {"count": len(entries)}
    return _(
        "What is due for %(name)s, made %(day)s: %(count)s. Readings, answers, steps, decisions "
        "and reviews are all there; nothing is left out."
    ) % {"name": name, "day": day(today), "count": count}


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
