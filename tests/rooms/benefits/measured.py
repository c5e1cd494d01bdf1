"""A promise to come from 12 minutes to 8, and what people do with it."""

from datetime import UTC, date, datetime
from decimal import Decimal

from stafett.benefits.actions import measuring as actions
from stafett.benefits.models import Commitment
from stafett.benefits.queries import measuring as queries
from stafett.organisations.models import Parameter
from tests import factories

BEFORE = (date(2025, 1, 1), date(2025, 12, 31))
SPRING = (date(2026, 1, 1), date(2026, 3, 31))
SUMMER = (date(2026, 4, 1), date(2026, 6, 30))
STARTS = date(2026, 1, 1)


def at(day):
    """Return noon on a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


MAY, JULY = at(date(2026, 5, 12)), at(date(2026, 7, 5))


def a_promise(owner, *, baseline="12", **said):
    """Return Kari's promise, with a baseline unless told otherwise; a reading every quarter."""
    said.setdefault("benefit__initiative__organisation", owner.home)
    promise = factories.CommitmentFactory(
        municipality=owner.home,
        owner=owner.person,
        owner_name=owner.person.name,
        **{"measure_every": 3, "baseline_from": BEFORE[0], "baseline_to": BEFORE[1]} | said,
    )
    if baseline is not None:
        reads(promise, BEFORE, baseline)
    explains_more_than_a_fifth(owner.home)
    return fresh(promise)


def explains_more_than_a_fifth(home):
    """Let the organisation have said which shortfall is explained."""
    told = {"value": Decimal("0.2"), "source": "Oss selv"}
    name = {"name": "deviation_share", "valid_from": factories.LONG_AGO}
    Parameter.objects.get_or_create(organisation=home, **name, defaults=told)


def reads(promise, period, value):
    """Let the yardstick have read something, whoever noted it."""
    return factories.ObservationFactory(
        indicator=promise.benefit.indicator,
        organisation=promise.municipality,
        unit=promise.unit,
        period_start=period[0],
        period_end=period[1],
        value=Decimal(value),
    )


def measure(promise, by, period, value, *, now=MAY, **more):
    told = {"value": Decimal(value), **more}
    return actions.measure(
        commitment=promise, period_start=period[0], period_end=period[1], by=by, now=now, **told
    )


USED = {"volume": Decimal(22_800), "users": 9, "of_users": 12}


def explain(promise, by, period, *, now=MAY):
    told = {"cause": "Opplæringen ble utsatt.", "decision": "more", "what": "Nye kurs i juni."}
    return actions.explain(commitment=promise, period_end=period[1], by=by, now=now, **told)


def conclude(promise, by, outcome="realised", *, also_changed="", now=MAY):
    told = {"outcome": outcome, "reason": "Det går raskere.", "also_changed": also_changed}
    return actions.conclude(commitment=promise, by=by, now=now, **told)


def stands(promise, now=MAY):
    return queries.standing(promise, today=now.date())


def fresh(promise):
    return Commitment.objects.select_related("benefit__indicator").get(pk=promise.pk)
