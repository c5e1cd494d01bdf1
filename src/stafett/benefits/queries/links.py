"""Links in mail: whose they are, and whether they hold."""

from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from stafett.benefits.models import Commitment, ReadingLink
from stafett.benefits.queries import measuring
from stafett.benefits.rules import links as rules
from stafett.benefits.rules import measuring as measuring_rules
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.people.models import Person
from stafett.ui.figures import day

NAMED = ("commitment__benefit__indicator", "commitment__benefit__initiative",
         "commitment__municipality", "commitment__unit", "person")  # fmt: skip


def signer() -> Signer:
    """Return what signs a link's secret, so that a changed one is known without looking it up."""
    return Signer(salt="benefits.reading-link", sep=".")


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: enough to know it by, and nothing to make it from."""
    return sha256(secret.encode()).hexdigest()


def found(token: str) -> ReadingLink:
    """Return the link of this address, whether it still holds or not."""
    try:
        secret = signer().unsign(token)
    except BadSignature:
        raise rules.not_whole() from None
    row = ReadingLink.objects.filter(digest=digest_of(secret)).select_related(*NAMED).first()
    if row is None:
        raise rules.not_whole()
    return row


def holding(token: str, *, now: datetime) -> ReadingLink:
    """Return the link of this address while it gives a right; else say why not (R45)."""
    link = found(token)
    rules.check_holds(facts_of(link, now=now), now=now)
    return link


def facts_of(link: ReadingLink, *, now: datetime) -> rules.Facts:
    """Return what decides whether a link holds."""
    promise = link.commitment
    read = measuring.reading_of(promise, link.period_start, link.period_end)
    return rules.Facts(
        municipality=promise.municipality.label,
        spent_at=link.spent_at,
        expires_at=link.expires_at,
        by=acting_of(link.person, promise.municipality_id, localdate(now)),
        state=promise.state,
        is_asked_for=promise.owner_id == link.person_id and _is_next(link),
        read_on=localdate(read.recorded_at) if read else None,
    )


def _is_next(link: ReadingLink) -> bool:
    """Whether the period is the one the promise is to be read for, and nothing is concluded."""
    promise = link.commitment
    due = measuring.next_due(promise)
    is_next = (due.start, due.end) == (link.period_start, link.period_end)
    return is_next and not promise.conclusions.exists()


def acting_of(person: Person, municipality_id: int, today: date) -> Acting | None:
    """Return the person in a role that notes readings there, or None."""
    if not person.is_active:
        return None
    roles = organisations.roles_of(person.pk, today)
    told = [organisations.acting_as(person, role, today) for role in roles]
    may = [by for by in told if measuring_rules.may_measure(by, municipality_id=municipality_id)]
    return may[0] if may else None


def address_of(token: str) -> str:
    """Return the whole address of a link, as it stands in a mail."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('benefits:by_link', kwargs={'token': token})}"


def period_of(link: ReadingLink) -> str:
    """Return the period a link is for, as people say it."""
    return f"{day(link.period_start)} – {day(link.period_end)}"


def of_the_same_right(link: ReadingLink) -> Q:
    """Return the links that give the right to the same reading: one mail and its reminder."""
    same: Commitment = link.commitment
    return Q(commitment=same, period_start=link.period_start, period_end=link.period_end)
