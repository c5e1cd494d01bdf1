"""Batons of many initiatives at once, in plain values: for pages that show hundreds."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from stafett.handovers import rules
from stafett.handovers.models import Baton, BatonLine, BatonQuerySet, ChangeStep, LineAnswer
from stafett.indicators.models import Observation
from stafett.lib import Acting


class Brief(NamedTuple):
    """Where one baton is, and since when.

    ``taken`` of ``promises`` are accepted, ``done`` of ``steps`` are done; ``weeks`` says for how
    long a dropped baton has lain still, and is 0 for all others.
    """

    pk: int
    initiative_id: int
    municipality_id: int
    state: str
    respond_by: date | None
    moved_on: date
    promises: int
    taken: int
    steps: int
    done: int
    weeks: int


def briefs(acting: Acting, initiative_ids: Collection[int]) -> list[Brief]:
    """Return the batons of these initiatives that somebody may see, withdrawn ones aside."""
    rows = Baton.objects.visible_to(acting).filter(initiative__in=initiative_ids)
    rows = rows.exclude(state=rules.WITHDRAWN)
    if not acting.is_somebody:
        return []
    told, steps = list(_told(rows)), _steps(rows)
    lying = _weeks(_suspects(told, steps, acting.day), acting.day)
    return [_brief(row, steps, lying) for row in told]


FIELDS = ("pk", "initiative_id", "municipality_id", "state", "respond_by")
Told = tuple[int, int, int, str, date | None, date, int, int]
"""A brief as it begins: the fields, the day it moved, how many promises, and how many accepted."""
Steps = Mapping[int, tuple[int, int, date | None]]
NO_STEPS = (0, 0, None)


def _told(rows: BatonQuerySet) -> Iterable[Told]:
    taken = Count("lines", filter=Q(lines__answer=LineAnswer.ACCEPTED))
    counted = {"moved_on": TruncDate("moved_at"), "promises": Count("lines"), "taken": taken}
    return rows.annotate(**counted).values_list(*FIELDS, *counted)


def _steps(rows: BatonQuerySet) -> Steps:
    """Return how many steps each baton has, how many are done, and when the last one was."""
    steps = ChangeStep.objects.filter(baton__in=rows.values("pk"))
    counted = steps.order_by().values_list("baton")
    last = {"count": Count("pk"), "done": Count("done_on"), "last": Max("done_on")}
    return {row[0]: row[1:] for row in counted.annotate(**last)}


def _suspects(told: Iterable[Told], steps: Steps, today: date) -> dict[int, date]:
    """Return the batons that lie still unless something was read, each with the day it moved."""
    carried = (row for row in told if row[3] in rules.CARRIED)
    moved = {row[0]: _moved(row[0], row[5], steps) for row in carried}
    return {pk: last for pk, last in moved.items() if rules.is_dropped(last, today)}


def _moved(pk: int, moved_on: date, steps: Steps) -> date:
    last_done = steps.get(pk, NO_STEPS)[2]
    return max(moved_on, last_done) if last_done else moved_on


def _weeks(suspects: Mapping[int, date], today: date) -> dict[int, int]:
    """Return for how many weeks each dropped baton has lain still."""
    last = dict(suspects)
    for pk, read_on in _read(suspects):
        if read_on:
            last[pk] = max(last[pk], read_on)
    still = {pk: day for pk, day in last.items() if rules.is_dropped(day, today)}
    return {pk: rules.weeks_without(day, today) for pk, day in still.items()}


def _read(batons: Collection[int]) -> Iterable[tuple[int, date | None]]:
    """Return the day each promise in these batons was last read, if it ever was."""
    there = Observation.objects.filter(
        indicator=OuterRef("commitment__benefit__indicator"),
        organisation=OuterRef("baton__municipality"),
    )
    latest = Subquery(there.order_by("-recorded_at").values("recorded_at")[:1])
    lines = BatonLine.objects.filter(baton__in=batons).annotate(read_on=TruncDate(latest))
    return lines.values_list("baton", "read_on")


def _brief(row: Told, steps: Steps, lying: Mapping[int, int]) -> Brief:
    count, done, _last = steps.get(row[0], NO_STEPS)
    return Brief(*row, count, done, lying.get(row[0], 0))
