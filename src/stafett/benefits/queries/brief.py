"""What is known of the promises on many initiatives at once, in plain values.

As :func:`stafett.benefits.queries.measuring.standings` says it, without what it is worth.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from stafett.benefits.models import Commitment, Conclusion, State
from stafett.benefits.rules import measuring as rules
from stafett.benefits.rules.measuring import Status
from stafett.indicators.models import Observation
from stafett.lib import Acting

Pair = tuple[int, int]
"""An initiative and a municipality, by their ids."""


@dataclass(frozen=True, slots=True)
class Brief:
    """How much is known of one promise: ``outcome`` is what was concluded, empty before that."""

    initiative_id: int
    municipality_id: int
    is_unplanned: bool
    effect_starts_on: date
    due_on: date
    status: Status
    outcome: str


FIELDS = (
    "benefit__initiative",
    "municipality_id",
    "pk",
    "benefit__is_unplanned",
    "effect_starts_on",
    "measure_every",
)
Told = tuple[int, int, int, bool, date, int]


def briefs(
    acting: Acting, initiative_ids: Collection[int], *, but: Collection[Pair] = ()
) -> list[Brief]:
    """Return the promises with a yes on these initiatives that somebody may see.

    Those ``but`` are left out: an initiative and a municipality, where nobody asks what is read.
    """
    rows = Commitment.objects.visible_to(acting).filter(
        benefit__initiative__in=initiative_ids, state=State.CONFIRMED
    )
    told: Iterable[Told] = rows.values_list(*FIELDS) if acting.is_somebody else ()
    told = [row for row in told if row[:2] not in but]
    ids = [row[2] for row in told]
    begun = Commitment.objects.filter(pk__in=ids, effect_starts_on__lte=acting.day)
    read = dict(begun.annotate(read_to=_read_to()).values_list("pk", "read_to"))
    concluded = Conclusion.objects.filter(commitment__in=ids)
    outcomes = dict(concluded.order_by("made_at", "id").values_list("commitment", "outcome"))
    return list(_briefs(told, read, outcomes, acting.day))


def owned(acting: Acting, initiative_ids: Collection[int]) -> set[int]:
    """Return those of the initiatives where this person owns a promise, where they act."""
    own = Commitment.objects.visible_to(acting).filter(
        owner=acting.person_id, municipality=acting.organisation_id, state=State.CONFIRMED
    )
    rows = own.filter(benefit__initiative__in=initiative_ids) if acting.is_somebody else own.none()
    return set(rows.values_list("benefit__initiative", flat=True))


def _read_to() -> Subquery:
    """Return to what day the effect was last read."""
    live = Observation.objects.live().alias(place=_place("unit_id"))
    theirs = live.filter(
        indicator=OuterRef("benefit__indicator"),
        organisation=OuterRef("municipality"),
        place=_place(OuterRef("unit_id")),
        period_start__gte=OuterRef("effect_starts_on"),
    )
    return Subquery(theirs.order_by("-period_end").values("period_end")[:1])


def _place(field: OuterRef | str) -> Coalesce:
    """Return a unit's id, or 0 for the whole organisation: nothing equals nothing."""
    return Coalesce(field, 0, output_field=BigIntegerField())


def _briefs(
    told: Iterable[Told],
    read: Mapping[int, date | None],
    outcomes: Mapping[int, str],
    today: date,
) -> Iterator[Brief]:
    for initiative, place, pk, is_unplanned, starts, months in told:
        read_to, outcome = read.get(pk), outcomes.get(pk, "")
        due = rules.next_period(effect_starts_on=starts, read_to=read_to, months=months)
        status = rules.status_on(
            today, due=due, is_read=read_to is not None, is_concluded=bool(outcome)
        )
        yield Brief(initiative, place, is_unplanned, starts, due.due_on, status, outcome)
