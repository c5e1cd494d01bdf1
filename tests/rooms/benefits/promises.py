"""Benefits and promises for stories, each as far as it is asked to have come."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from stafett.benefits.actions import promising
from stafett.benefits.models import Commitment
from stafett.organisations.models import RoleKind
from tests import factories

FROM = date(2027, 1, 1)
BEFORE = date(2025, 12, 31)


def a_leader(home, name="Lise Berg"):
    """Return somebody who leads a service, and can own a benefit."""
    person = factories.PersonFactory(name=name)
    return factories.RoleFactory(person=person, organisation=home, kind=RoleKind.LEADER)


def acting(role):
    """Return who acts when the role is used today."""
    return factories.acting_for(role, timezone.localdate())


def a_benefit(initiative, **said):
    """Return minutes for each invoice, counted in hours for those that use it."""
    told = {"indicator": said.pop("indicator", None) or factories.IndicatorFactory()}
    return factories.BenefitFactory(initiative=initiative, **told, **said)


def a_reading(benefit, home, value=12, **said):
    """Return what the yardstick read before anything was changed."""
    told = {"period_end": BEFORE, **said}
    return factories.ObservationFactory(
        indicator=benefit.indicator, organisation=home, value=value, **told
    )


def told(owner, baseline=None, **said):
    """Return what is promised: from 12 minutes to 8 for each of 22,800 invoices."""
    return {
        "owner": owner,
        "baseline": baseline,
        "target_low": Decimal(7),
        "target_likely": Decimal(8),
        "target_high": Decimal(10),
        "effect_starts_on": FROM,
        "volume": Decimal(22_800),
        "adoption": Decimal(1),
        "take_out": "other_use",
        "take_out_what": "Oppfølging av leverandører",
        **said,
    }


def promise(benefit, by, owner, **said):
    """Promise on a benefit."""
    now = said.pop("now", None) or timezone.now()
    return promising.promise(benefit=benefit, promised=told(owner, **said), by=by, now=now)


def change(commitment, by, **said):
    """Change some of what is promised."""
    row = fresh(commitment)
    promising.change(commitment=row, promised=said, version=row.version, by=by, now=timezone.now())


def step_of(action):
    """Return an action taken on a promise as it is now."""

    def take(commitment, by, **said):
        row = fresh(commitment)
        action(commitment=row, version=row.version, by=by, now=timezone.now(), **said)

    return take


confirm, decline = step_of(promising.confirm), step_of(promising.decline)
withdraw = step_of(promising.withdraw)


def fresh(commitment):
    """Return the promise as it is now."""
    named = ("benefit__initiative", "benefit__indicator", "depends_on", "process", "unit", "owner")
    return Commitment.objects.select_related(*named).get(pk=commitment.pk)


def found_none(initiative, by):
    """Say that nobody found a dis-benefit."""
    promising.say_none_found(initiative=initiative, by=by, now=timezone.now())


def in_days(days):
    """Return a day from today."""
    return timezone.localdate() + timedelta(days)
