"""What changes about yardsticks and readings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.indicators import rules
from stafett.indicators.models import Indicator, Observation, ReferenceValue
from stafett.lib import Acting, Refused
from stafett.organisations import queries as organisations
from stafett.organisations.models import Organisation, Unit

DEFINED = (
    "scope",
    "name",
    "unit",
    "is_share",
    "is_about_people",
    "direction",
    "method",
    "source",
    "population",
    "lang",
)

# So many rows in one sentence to the database.
BATCH = 100


@audit.traced
def define(*, defined: Mapping[str, Any], by: Acting, now: datetime) -> Indicator:
    """Define a yardstick of one's own organisation."""
    rules.check_may_keep(by, by.organisation_id)
    return _defined(defined, by, now, "indicator.defined")


@audit.traced
def renew(
    *, indicator: Indicator, defined: Mapping[str, Any], by: Acting, now: datetime
) -> Indicator:
    """Define a new version: another method, source or population. Readings stay with the old."""
    rules.check_may_keep(by, indicator.owner_id)
    retired = Indicator.objects.filter(pk=indicator.pk, retired_on=None)
    if not retired.update(retired_on=localdate(now)):
        rules.check_in_use(localdate(now))
    return _defined(
        defined, by, now, "indicator.renewed", replaces=indicator, number=indicator.number + 1
    )


@audit.traced
def observe(
    *,
    indicator: Indicator,
    unit: Unit | None,
    period_start: date,
    period_end: date,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    n: int | None = None,
    how: str = "",
    promised: bool = False,
    by: Acting,
    now: datetime,
) -> Observation:
    """Note what a yardstick read in one's own organisation.

    ``promised`` says that a promise was made on this version, and so is still read by it.
    """
    rules.check_may_read(by)
    rules.check_in_use(indicator.retired_on, promised=promised)
    rules.check_period(period_start, period_end, localdate(now))
    row = _read(indicator, value, numerator, denominator, n, by)
    row.unit, row.period_start, row.period_end = unit, period_start, period_end
    row.how = how
    return _noted(row, "observation.noted", by, now)


@audit.traced
def bring(
    *,
    indicator: Indicator,
    member: Organisation,
    has_promised: bool,
    period_start: date,
    period_end: date,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    n: int | None = None,
    how: str = "",
    by: Acting,
    now: datetime,
) -> Observation:
    """Note a figure from outside for a member of one's group, which has not promised by it (R30).

    What the group brought before for the same period is corrected.
    """
    is_member = organisations.is_member(by, member.pk)
    rules.check_may_bring_for(by, indicator, is_member=is_member, has_promised=has_promised)
    rules.check_in_use(indicator.retired_on)
    rules.check_period(period_start, period_end, localdate(now))
    row = _read(indicator, value, numerator, denominator, n, by)
    row.organisation, row.brought_by_id, row.how = member, by.organisation_id, how
    row.period_start, row.period_end = period_start, period_end
    row.supersedes = _brought_before(row, by)
    return _noted(row, "observation.brought", by, now)


def _brought_before(row: Observation, by: Acting) -> Observation | None:
    """Set aside what this group brought for the same place and period, and return it."""
    same = (
        Observation.objects.brought_by(by)
        .live()
        .filter(
            indicator=row.indicator,
            organisation=row.organisation,
            unit=None,
            period_start=row.period_start,
            period_end=row.period_end,
        )
    )
    before = same.first()
    if before and not same.update(is_live=False):
        raise Refused(
            _("Somebody corrected this while you were writing. Look at what it says now.")
        )
    return before


@audit.traced
def correct(
    *,
    observation: Observation,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    n: int | None = None,
    how: str = "",
    by: Acting,
    now: datetime,
) -> Observation:
    """Note what it should have said. The reading before stays, superseded."""
    rules.check_may_read(by)
    if observation.organisation_id != by.organisation_id:
        raise rules.NotTheirs(_("This reading belongs to another organisation."))
    row = _read(observation.indicator, value, numerator, denominator, n, by)
    row.unit, row.how = observation.unit, how
    row.period_start, row.period_end = observation.period_start, observation.period_end
    row.supersedes = observation
    live = Observation.objects.filter(pk=observation.pk, is_live=True)
    if not live.update(is_live=False):
        raise Refused(
            _("Somebody corrected this while you were writing. Look at what it says now.")
        )
    return _noted(row, "observation.corrected", by, now)


@dataclass(frozen=True, slots=True)
class New:
    """One of many readings to note; ``there`` is the one whose place it takes."""

    place: Unit | None
    period: tuple[date, date]
    numbers: Mapping[str, Any]
    there: Observation | None


# What rooms above do when many readings were noted. They add to it as the program starts, because a
# yardstick knows nothing of the promises made on it.
AFTER_MANY: list[Callable[[Sequence[Observation], Acting, datetime], None]] = []


@audit.traced
def observe_many(
    *, indicator: Indicator, readings: Sequence[New], by: Acting, now: datetime
) -> list[Observation]:
    """Note many readings of one's own organisation, all or none.

    The database is asked as often however many they are, and they leave one trace together.
    """
    rules.check_may_read(by)
    rules.check_in_use(indicator.retired_on)
    minimum = organisations.minimum_n(by)
    rows = [_one_of_many(indicator, each, minimum, by, now) for each in readings]
    _supersede([each.there for each in readings if each.there])
    try:
        with transaction.atomic():
            noted = Observation.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError as reason:
        raise _somebody_noted() from reason
    said = {str(row.pk): str(row.value) for row in noted}
    details = {"readings": said, "corrected": sum(each.there is not None for each in readings)}
    audit.record(verb="observations.noted", target=indicator, by=by, at=now, details=details)
    for after in AFTER_MANY:
        after(noted, by, now)
    return noted


@audit.traced
def add_reference(
    *, indicator: Indicator, told: Mapping[str, Any], by: Acting, now: datetime
) -> ReferenceValue:
    """Put what others read beside a yardstick, with what it rests on."""
    rules.check_may_keep(by, indicator.owner_id)
    row = ReferenceValue(indicator=indicator, **told)
    _check(row)
    row.save(force_insert=True)
    audit.record(verb="reference.added", target=row, by=by, at=now, details={"wave": row.wave})
    return row


# --- what the actions share -----------------------------------------------------------------


def _defined(
    defined: Mapping[str, Any], by: Acting, now: datetime, verb: str, **more: Any
) -> Indicator:
    indicator = Indicator(
        owner_id=by.organisation_id,
        created_at=now,
        created_by_name=by.name,
        **{name: defined[name] for name in DEFINED},
        **more,
    )
    if indicator.is_share:
        indicator.unit = "%"
    _check(indicator)
    indicator.save(force_insert=True)
    details = {"name": indicator.name, "version": indicator.number}
    audit.record(verb=verb, target=indicator, by=by, at=now, details=details)
    return indicator


def _one_of_many(
    indicator: Indicator, new: New, minimum: int, by: Acting, now: datetime
) -> Observation:
    rules.check_period(*new.period, localdate(now))
    if new.place is not None and new.place.organisation_id != by.organisation_id:
        raise rules.NotTheirs(_("This reading belongs to another organisation."))
    told = {name: new.numbers.get(name) for name in ("value", "numerator", "denominator", "n")}
    row = _reckoned(indicator, **told, minimum=minimum, by=by)
    row.unit, (row.period_start, row.period_end) = new.place, new.period
    row.supersedes, row.recorded_by_name, row.recorded_at = new.there, by.name, now
    return row


def _supersede(there: Sequence[Observation]) -> None:
    for at in range(0, len(there), BATCH):
        ids = [row.pk for row in there[at : at + BATCH]]
        live = Observation.objects.filter(pk__in=ids, is_live=True)
        if live.update(is_live=False) != len(ids):
            raise _somebody_noted()


def _somebody_noted() -> Refused:
    return Refused(_("Somebody noted some of these meanwhile. Look at what it becomes once more."))


def _read(
    indicator: Indicator,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    n: int | None,
    by: Acting,
) -> Observation:
    minimum = organisations.minimum_n(by)
    return _reckoned(indicator, value, numerator, denominator, n, minimum=minimum, by=by)


def _reckoned(
    indicator: Indicator,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    n: int | None,
    *,
    minimum: int,
    by: Acting,
) -> Observation:
    read = rules.reading(indicator, value=value, numerator=numerator, denominator=denominator)
    n = n if n is not None or not indicator.is_share else int(denominator or 0)
    rules.check_enough_people(indicator, n, minimum)
    return Observation(
        indicator=indicator,
        organisation_id=by.organisation_id,
        value=read,
        numerator=numerator if indicator.is_share else None,
        denominator=denominator if indicator.is_share else None,
        n=n,
    )


def _noted(row: Observation, verb: str, by: Acting, now: datetime) -> Observation:
    row.recorded_by_name, row.recorded_at = by.name, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as reason:
        raise Refused(
            _("There is already a reading of this period. Correct that one."), field="period_end"
        ) from reason
    audit.record(verb=verb, target=row, by=by, at=now, details={"value": row.value})
    return row


def _check(row: Indicator | ReferenceValue) -> None:
    try:
        row.full_clean()
    except ValidationError as reason:
        field = next(iter(reason.message_dict))
        raise Refused(" ".join(reason.messages), field=field) from reason
