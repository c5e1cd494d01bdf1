"""Links in mail: made, and used once."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stafett.audit import actions as audit
from stafett.benefits.actions import measuring
from stafett.benefits.models import Commitment, ReadingLink
from stafett.benefits.queries import links as queries
from stafett.benefits.rules import links as rules
from stafett.benefits.rules.measuring import Period
from stafett.indicators.models import Observation
from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.people.models import Person

BYTES = 24


@audit.traced
def make(*, commitment: Commitment, person: Person, period: Period, now: datetime) -> str:
    """Make a link that writes one reading, and return its secret part: it is kept nowhere."""
    secret = secrets.token_urlsafe(BYTES)
    ReadingLink.objects.create(
        commitment=commitment,
        person=person,
        period_start=period.start,
        period_end=period.end,
        digest=queries.digest_of(secret),
        made_at=now,
        expires_at=now + rules.HOLDS_FOR,
    )
    by = Acting(name="Stafett", organisation_id=commitment.municipality_id)
    details = {"to": person.name, "from": period.start, "until": period.end}
    audit.record(verb="reading_link.made", target=commitment, by=by, at=now, details=details)
    return queries.signer().sign(secret)


@audit.traced
def measure_by_link(*, token: str, told: Mapping[str, Any], now: datetime) -> Observation:
    """Write the one reading a link is for, as the person it was sent to (R45).

    The link is spent first, while it is held: of two at once, one writes. What a rule refuses
    spends nothing.
    """
    link = queries.found(token)
    _spend(link, now)
    by = queries.facts_of(link, now=now).by or Acting()
    tell_database(by)
    reading = measuring.measure(
        commitment=link.commitment,
        period_start=link.period_start,
        period_end=link.period_end,
        **told,
        by=by,
        now=now,
    )
    details = {"link": link.pk, "reading": reading.pk}
    verb = "benefit.measured_by_link"
    audit.record(verb=verb, target=link.commitment, by=by, at=now, details=details)
    return reading


def _spend(link: ReadingLink, now: datetime) -> None:
    """Use up all links to the same reading, held in one order so that no two block each other."""
    same = ReadingLink.objects.filter(queries.of_the_same_right(link))
    held = {row.pk: row for row in same.select_for_update().order_by("pk")}
    link.spent_at = held[link.pk].spent_at
    rules.check_holds(queries.facts_of(link, now=now), now=now)
    same.filter(spent_at=None).update(spent_at=now)


def forget(now: datetime) -> None:
    """Delete links that ended long ago."""
    ReadingLink.objects.filter(expires_at__lt=now - rules.KEPT_FOR).delete()
