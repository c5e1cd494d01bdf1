"""Which readings are asked for today, and who is asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stafett.benefits.models import Commitment, State
from stafett.benefits.queries import ground, measuring
from stafett.benefits.queries.measuring import Standing
from stafett.benefits.rules import asking as rules
from stafett.indicators.rules import READERS
from stafett.organisations.models import ParameterName, Role, RoleKind
from stafett.people.models import Person

AT_A_TIME = 500
WRITERS = {
    rules.ASKED: "benefits.letters.ask",
    rules.REMINDED: "benefits.letters.ask",
    rules.ESCALATED: "benefits.letters.escalate",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter that is to be there by today: what it is about, to whom, and its key."""

    standing: Standing
    step: str
    to: Person

    @property
    def key(self) -> str:
        """What makes it the same letter tomorrow."""
        return rules.key_of(self.standing.commitment.pk, self.standing.due, self.step, self.to.pk)


def to_ask(today: date) -> Iterator[list[Asked]]:
    """Yield all letters about readings that are to be there by today, some promises at a time."""
    promised = Commitment.objects.filter(state=State.CONFIRMED, effect_starts_on__lt=today)
    ids = list(promised.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_A_TIME):
        yield list(_asked(ids[start : start + AT_A_TIME], today))


def _asked(ids: list[int], today: date) -> Iterator[Asked]:
    rows = list(Commitment.objects.filter(pk__in=ids).select_related("owner"))
    owners = {row.pk: row.owner for row in rows if row.owner}
    due = [row for row in measuring.standings(rows, today=today).values() if _is_due(row, today)]
    there = _There({row.commitment.municipality_id for row in due}, today)
    for row in due:
        place, owner = row.commitment.municipality_id, owners.get(row.commitment.pk)
        for step in rules.steps(row.due, today, there.patience[place]):
            for person in there.who_hears(step, place, owner):
                yield Asked(row, step, person)


class _There:
    """Who hears in some municipalities, and how long they wait."""

    def __init__(self, places: set[int], today: date) -> None:
        self.patience = _patience(places, today)
        roles = Role.objects.holding_on(today).filter(
            organisation__in=places, kind__in=READERS, person__is_active=True
        )
        self.roles = list(roles.select_related("person").order_by("pk"))
        self.readers = {(role.organisation_id, role.person_id) for role in self.roles}

    def who_hears(self, step: str, place: int, owner: Person | None) -> list[Person]:
        """Return the owner, while they note readings there; or the chief executive."""
        if step != rules.ESCALATED:
            return [owner] if owner and (place, owner.pk) in self.readers else []
        chiefs = [role.person for role in self.roles if _is_chief(role, place)]
        return [person for person in dict.fromkeys(chiefs) if person != owner]


def _is_chief(role: Role, place: int) -> bool:
    return role.organisation_id == place and role.kind == RoleKind.CHIEF_EXECUTIVE


def _is_due(row: Standing, today: date) -> bool:
    return row.conclusion is None and today > row.due.end


def _patience(places: Iterable[int], today: date) -> dict[int, rules.Patience]:
    return {
        place: rules.Patience(
            _days(figures.get(ParameterName.REMIND_OWNER), rules.OWNER_DAYS),
            _days(figures.get(ParameterName.REMIND_EXECUTIVE), rules.EXECUTIVE_DAYS),
        )
        for place, figures in ground.figures_of(places, today).items()
    }


def _days(value: Decimal | None, otherwise: int) -> int:
    return otherwise if value is None else int(value)
