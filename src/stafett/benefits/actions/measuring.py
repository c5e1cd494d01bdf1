"""What was read, why less came than was promised, and what the municipality concludes."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.benefits.models import Commitment, Conclusion, Deviation, Usage
from stafett.benefits.queries import measuring as queries
from stafett.benefits.rules import measuring as rules
from stafett.benefits.rules import states
from stafett.indicators import actions as indicators
from stafett.indicators.models import Observation
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, Refused

# What rooms above ask before a municipality concludes: each says no by raising. They add to it as
# the program starts, because a promise knows nothing of the baton that carries it.
ASKED_FIRST: list[Callable[[Commitment, str, Acting], None]] = []


@audit.traced
def measure(
    *,
    commitment: Commitment,
    period_start: date,
    period_end: date,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    n: int | None = None,
    how: str = "",
    volume: Decimal | None = None,
    users: int | None = None,
    of_users: int | None = None,
    by: Acting,
    now: datetime,
) -> Observation:
    """Note what the promise's own yardstick read, and how many use it.

    A period that was read before is corrected; what it said stays. The first reading after the
    effect has started brings the initiative to the leg where it is measured.
    """
    rules.check_may_measure(by, municipality_id=commitment.municipality_id)
    states.after(commitment.state, "measure")
    rules.check_use(volume, users, of_users)
    told = {"value": value, "numerator": numerator, "denominator": denominator, "n": n, "how": how}
    reading = _read(commitment, period_start, period_end, told, by, now)
    if users is not None:
        use = {"volume": volume, "users": users, "of_users": of_users}
        _note_use(commitment, reading, use, by, now)
    details = {"reading": reading.pk, "value": reading.value}
    audit.record(verb="benefit.measured", target=commitment, by=by, at=now, details=details)
    if reading.period_start >= commitment.effect_starts_on:
        initiative = commitment.benefit.initiative
        initiatives.follow(initiative=initiative, event="measure", by=by, now=now)
    return reading


@audit.traced
def explain(
    *,
    commitment: Commitment,
    period_end: date,
    cause: str,
    decision: str,
    what: str = "",
    by: Acting,
    now: datetime,
) -> Deviation:
    """Say why less came than was promised, and what is done about it (R33)."""
    rules.check_may_explain(
        by, municipality_id=commitment.municipality_id, owner_id=commitment.owner_id
    )
    standing = queries.standing(commitment, today=localdate(now))
    _check_is_to_be_explained(standing, period_end)
    row = Deviation(commitment=commitment, period_end=period_end, cause=cause, decision=decision)
    row.what, row.noted_by_name, row.noted_at = what, by.name, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as reason:
        raise _explained_already() from reason
    details = {"decision": decision}
    audit.record(verb="benefit.explained", target=commitment, by=by, at=now, details=details)
    return row


@audit.traced
def conclude(
    *,
    commitment: Commitment,
    outcome: str,
    reason: str,
    also_changed: str | None,
    by: Acting,
    now: datetime,
) -> Conclusion:
    """Say what came of a promise. Earlier conclusions stay.

    ``also_changed`` is what else changed at the same time; empty is «nothing we know of», and
    None is no answer (R39).
    """
    rules.check_may_conclude(
        by, municipality_id=commitment.municipality_id, owner_id=commitment.owner_id
    )
    states.after(commitment.state, "conclude")
    for ask in ASKED_FIRST:
        ask(commitment, outcome, by)
    rules.check_also_changed(also_changed)
    rules.check_outcome(outcome, queries.standing(commitment, today=localdate(now)))
    row = Conclusion.objects.create(
        commitment=commitment,
        outcome=outcome,
        reason=reason,
        also_changed=also_changed or "",
        made_by_name=by.name,
        made_at=now,
    )
    details = {"outcome": outcome}
    audit.record(verb="benefit.concluded", target=commitment, by=by, at=now, details=details)
    return row


def follow_many(readings: Sequence[Observation], by: Acting, now: datetime) -> None:
    """Let the initiatives follow when many readings were noted at once, some of promises here."""
    latest: dict[Any, date] = {}
    for row in readings:
        key = row.indicator_id, row.unit_id
        latest[key] = max(row.period_start, latest.get(key, row.period_start))
    ours = Commitment.objects.filter(
        municipality=by.organisation_id,
        state=states.CONFIRMED,
        benefit__indicator__in={row.indicator_id for row in readings},
    )
    for initiative, promises in _read_now(ours, latest).items():
        for promise in promises:
            audit.record(verb="benefit.measured", target=promise, by=by, at=now)
        initiatives.follow(initiative=initiative, event="measure", by=by, now=now)


def _read_now(
    promises: QuerySet[Commitment], latest: Mapping[Any, date]
) -> dict[Initiative, list[Commitment]]:
    """Return the promises whose effect was read, by their initiatives."""
    found: defaultdict[Initiative, list[Commitment]] = defaultdict(list)
    for row in promises.select_related("benefit__initiative").order_by("pk"):
        read_from = latest.get((row.benefit.indicator_id, row.unit_id))
        if read_from is not None and read_from >= row.effect_starts_on:
            found[row.benefit.initiative].append(row)
    return found


# --- what the actions share -----------------------------------------------------------------


def _read(
    commitment: Commitment,
    start: date,
    end: date,
    told: dict[str, Any],
    by: Acting,
    now: datetime,
) -> Observation:
    before = queries.reading_of(commitment, start, end)
    if before is not None:
        return indicators.correct(observation=before, **told, by=by, now=now)
    return indicators.observe(
        indicator=commitment.benefit.indicator,
        unit=commitment.unit,
        period_start=start,
        period_end=end,
        promised=True,
        **told,
        by=by,
        now=now,
    )


def _note_use(
    commitment: Commitment, reading: Observation, use: dict[str, Any], by: Acting, now: datetime
) -> None:
    """Keep how many use it. What was said before of the same period stays, superseded."""
    before = queries.usage_of(commitment, reading.period_start, reading.period_end)
    if before is not None:
        if {name: getattr(before, name) for name in use} == use:
            return
        Usage.objects.filter(pk=before.pk).update(is_live=False)
    Usage.objects.create(
        commitment=commitment,
        period_start=reading.period_start,
        period_end=reading.period_end,
        recorded_by_name=by.name,
        recorded_at=now,
        **use,
    )


def _check_is_to_be_explained(standing: queries.Standing, period_end: date) -> None:
    if standing.deviation is not None:
        raise _explained_already()
    if standing.latest is None or standing.latest.period_end != period_end:
        raise Refused(_("There is a newer reading. Look at that one first."))
    if not standing.falls_short:
        raise Refused(_("What was read is what was promised by then. Nothing is to be explained."))


def _explained_already() -> Refused:
    return Refused(_("This is explained already. What was written stands on the page."))
