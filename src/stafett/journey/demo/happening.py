"""What happens in the demo, in the order of time, and by whom."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from stafett.journey.demo.cast import address, organisations
from stafett.lib import Acting
from stafett.needs.models import Scope
from stafett.organisations import queries
from stafett.organisations.models import Kind, Organisation
from stafett.people.models import Person

GROUPS = (Kind.REGION, Kind.NETWORK, Kind.NATIONAL)
WORKING_DAYS = 5


class Days:
    """Working days before today, in office hours."""

    def __init__(self, now: datetime) -> None:
        self.today = now.date()

    def at(self, days_ago: int, *, order: int = 0) -> datetime:
        """Return a moment so many days ago, moved back from a weekend to the Friday before.

        What is moved comes after all else that day, Sunday's after Saturday's: what happened first
        is first on whichever day the demo is filled.
        """
        day = self.today - timedelta(days_ago)
        moved = max(0, day.weekday() - WORKING_DAYS + 1)
        hour = 13 + moved if moved else 8 + order * 5 % 6
        clock = time(hour, order * 17 % 60)
        day -= timedelta(moved)
        return timezone.make_aware(datetime.combine(day, clock))


@dataclass(order=True, frozen=True, slots=True)
class Step:
    """Something that happened."""

    at: datetime
    order: int
    do: Callable[[datetime], Any] = field(compare=False)


class Happening:
    """One thing from the data, and all that happens with it, in the order of time."""

    count = 0

    def __init__(self, told: Mapping[str, Any], days: Days) -> None:
        self.told = told
        self.days = days

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield from ()

    def _step(self, told: Mapping[str, Any], do: Callable[..., Any]) -> Step:
        order = Happening.count = Happening.count + 1
        at = self.days.at(told["days_ago"], order=order)
        return Step(at, order, lambda now: do(told, now))


def named(name: str) -> Organisation:
    """Return an invented organisation, or a group."""
    return Organisation.objects.get(Q(kind__in=GROUPS) | Q(number__startswith="99"), name=name)


def shared(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return whom something is shared with, by the name in the data."""
    if told["shared_with"] in (Scope.OWN, Scope.PUBLIC):
        return {"scope": told["shared_with"], "group": None}
    group = named(told["shared_with"])
    return {"scope": group.kind, "group": group}


_known: dict[str, Acting] = {}


@contextmanager
def remembering(now: datetime) -> Iterator[None]:
    """Ask once whom everybody acts as, while nobody is given another role."""
    _known.update({key: _acting(key, now.date()) for key in organisations()["people"]})
    try:
        yield
    finally:
        _known.clear()


def acting(key: str, now: datetime) -> Acting:
    """Return somebody in the role they act in, as their page would."""
    if key not in _known:
        return _acting(key, now.date())
    return replace(_known[key], day=now.date())


def _acting(key: str, day: date) -> Acting:
    person = Person.objects.get(email=address(key))
    return queries.acting_as(person, queries.roles_of(person.pk, day)[0], day)
