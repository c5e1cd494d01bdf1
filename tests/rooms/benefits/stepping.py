"""Municipalities that begin at different times, each read month by month."""

from datetime import date, timedelta

from stafett.benefits.models import State
from stafett.benefits.rules.measuring import months_after
from tests import factories

FIRST = date(2025, 1, 1)


def begins(benefit, region, starts, *, months=12, name=None, effect=10, place=None):
    """Let a municipality promise, begin in a month counted from 0, and read each month."""
    if place is None:
        place = factories.OrganisationFactory(**({"name": name} if name else {}))
        factories.MembershipFactory(group=region, member=place)
    factories.CommitmentFactory(
        benefit=benefit, municipality=place, state=State.CONFIRMED,
        effect_starts_on=months_after(FIRST, starts),
    )  # fmt: skip
    for at in range(months):
        start = months_after(FIRST, at)
        factories.ObservationFactory(
            indicator=benefit.indicator, organisation=place, period_start=start,
            period_end=months_after(start, 1) - timedelta(days=1),
            value=100 + 3 * (at % 4) - (effect if at >= starts else 0) + place.pk % 3,
        )  # fmt: skip
    return place
