"""Which batons are reminded of today, and who is told: both sides of what waits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from stafett.handovers import rules
from stafett.handovers.models import Baton
from stafett.handovers.queries.batons import Dropped, dropped
from stafett.organisations.models import Kind, Organisation, Role, RoleKind
from stafett.people.models import Person

WRITERS = {
    rules.SOON: "handovers.letters.answer",
    rules.LATE: "handovers.letters.answer",
    rules.LIES: "handovers.letters.lies",
    rules.ESCALATED: "handovers.letters.lies",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter about a baton that waits: which step of it, since when, to whom on which side."""

    baton: Baton
    step: str
    day: date
    to: Person
    organisation_id: int

    @property
    def kind(self) -> str:
        """Who writes it."""
        return WRITERS[self.step]

    @property
    def key(self) -> str:
        """What makes it the same letter tomorrow."""
        return f"baton {self.baton.pk} {self.step} {self.day} {self.to.pk}"


def with_batons() -> list[int]:
    """Return those that may have batons. Each is asked as itself: nobody sees all of them."""
    return list(Organisation.objects.filter(kind=Kind.MUNICIPALITY).values_list("pk", flat=True))


def reminders_in(municipality_id: int, today: date) -> list[Reminder]:
    """Return all letters about a municipality's batons that are to be there by today."""
    received = Baton.objects.filter(municipality=municipality_id)
    waiting = received.in_the_air().select_related("initiative", "municipality", "sender")
    answers = [each for baton in waiting.order_by("pk") for each in _answer(baton, today)]
    lying = [each for row in dropped(received, today) for each in _lying(row, today)]
    return _once([*answers, *lying])


def _answer(baton: Baton, today: date) -> Iterator[Reminder]:
    step = rules.step_of_answer(baton.respond_by, today)
    if not step or baton.respond_by is None:
        return
    for person in _chiefs(baton, today):
        yield Reminder(baton, step, baton.respond_by, person, baton.municipality_id)
    if step == rules.LATE:
        for person in _senders(baton, today):
            yield Reminder(baton, step, baton.respond_by, person, baton.sender_id)


def _lying(row: Dropped, today: date) -> Iterator[Reminder]:
    baton, step = row.baton, rules.step_of_dropped(row.weeks)
    told = _chiefs(baton, today) if step == rules.ESCALATED else _carriers(baton, today)
    for person in told or _chiefs(baton, today):
        yield Reminder(baton, step, row.since, person, baton.municipality_id)
    for person in _senders(baton, today):
        yield Reminder(baton, step, row.since, person, baton.sender_id)


def _chiefs(baton: Baton, today: date) -> list[Person]:
    return _people(_roles(baton.municipality_id, today).filter(kind=RoleKind.CHIEF_EXECUTIVE))


def _carriers(baton: Baton, today: date) -> list[Person]:
    """Return those who own the steps that are left, while they work there."""
    owners = baton.steps.filter(done_on=None).values("owner")
    return _people(_roles(baton.municipality_id, today).filter(person__in=owners))


def _senders(baton: Baton, today: date) -> list[Person]:
    """Return the initiative's lead, or those who look after what the sender hands over."""
    roles = _roles(baton.sender_id, today)
    lead = _people(roles.filter(person=baton.initiative.lead_id))
    kinds = (RoleKind.REGIONAL_COORDINATOR, RoleKind.INITIATIVE_LEAD)
    return lead or _people(roles.filter(kind__in=kinds))


def _roles(organisation_id: int, today: date) -> QuerySet[Role]:
    held = Role.objects.holding_on(today).filter(organisation=organisation_id)
    return held.filter(person__is_active=True).select_related("person").order_by("pk")


def _people(roles: Iterable[Role]) -> list[Person]:
    return list(dict.fromkeys(role.person for role in roles))


def _once(letters: Iterable[Reminder]) -> list[Reminder]:
    """Return one letter to each: who is on both sides is told once."""
    return list({letter.key: letter for letter in letters}.values())
