"""Putting letters in the outbox, taking them out, and noting how it went."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import F

from stafett.audit import actions as audit
from stafett.lib import Acting, later
from stafett.people.models import Person
from stafett.post import queries, rules
from stafett.post.models import Choice, Feed, Mail, Pace, State
from stafett.work import rules as work

BYTES = 24
DELIVER = "post.jobs.deliver"


def write(
    *,
    kind: str,
    about: Mapping[str, Any],
    to: Person,
    organisation_id: int,
    key: str,
    goes_alone: bool = False,
    now: datetime,
) -> bool:
    """Put a letter in the outbox, in the transaction of what it tells about.

    Returns whether it is new: what has the same ``key`` is sent once, however often it is asked.
    """
    pace = Pace.EACH if goes_alone else queries.pace_of(to.pk)
    mail, is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "about": about,
            "person": to,
            "organisation_id": organisation_id,
            "goes_alone": goes_alone,
            "message_id": f"<{uuid4().hex}@{queries.host()}>",
            "asked_at": now,
            "due_at": rules.due_at(pace, now),
        },
    )
    if is_new or _is_needed_after_all(mail, now):
        later(DELIVER, mail.pk, due_at=mail.due_at)
        return True
    return False


def _is_needed_after_all(mail: Mail, now: datetime) -> bool:
    unneeded = Mail.objects.filter(pk=mail.pk, state=State.NOT_NEEDED)
    mail.due_at = now
    return bool(unneeded.update(state=State.WAITING, tries=0, due_at=now, ended_at=None))


@audit.traced
def choose_pace(*, person: Person, pace: str, by: Acting, now: datetime) -> None:
    """Remember how often this person wants mail, and let what waits for them follow."""
    Choice.objects.update_or_create(person=person, defaults={"pace": pace})
    waits = Mail.objects.filter(person=person, state=State.WAITING, goes_alone=False, tries=0)
    due = rules.due_at(pace, now)
    for mail in waits.exclude(due_at=due):
        Mail.objects.filter(pk=mail.pk).update(due_at=due)
        later(DELIVER, mail.pk, due_at=due)
    details = {"pace": str(pace)}
    audit.record(
        verb="person.chose_mail", target=person, by=by, at=now, details=details,
        chain=audit.SIGN_INS,
    )  # fmt: skip


@audit.traced
def make_feed(*, person: Person, by: Acting, now: datetime) -> str:
    """Make an address for the person's calendar, and return it: it is kept nowhere.

    An address made before ends.
    """
    token = secrets.token_urlsafe(BYTES)
    Feed.objects.update_or_create(
        person=person, defaults={"digest": queries.digest_of(token), "made_at": now}
    )
    audit.record(verb="feed.made", target=person, by=by, at=now, chain=audit.SIGN_INS)
    return token


@audit.traced
def end_feed(*, person: Person, by: Acting, now: datetime) -> None:
    """Let the person's calendar read nothing any more."""
    if Feed.objects.filter(person=person).delete()[0]:
        audit.record(verb="feed.ended", target=person, by=by, at=now, chain=audit.SIGN_INS)


# --- by the one who sends ---------------------------------------------------------------------


def take(mail_id: int, now: datetime) -> list[Mail]:
    """Take a letter, and those that go in the same envelope, for oneself alone.

    Nothing: it is sent already, waits for another day, or is in somebody else's hands.
    """
    mail = Mail.objects.to_be_taken(now).filter(pk=mail_id, due_at__lte=now).first()
    if mail is None:
        return []
    taken_by = uuid4().hex
    queries.goes_with(mail, now).update(
        state=State.SENDING,
        taken_by=taken_by,
        held_until=now + rules.HELD_FOR,
        tries=F("tries") + 1,
    )
    taken = Mail.objects.filter(taken_by=taken_by).select_related("person", "organisation")
    return list(taken.order_by("asked_at", "id"))


@dataclass(frozen=True, slots=True)
class Told:
    """How it went, by the letters' ids: their subjects, and what went wrong.

    What stands in neither was no longer needed.
    """

    subjects: Mapping[int, str] = field(default_factory=dict)
    failures: Mapping[int, str] = field(default_factory=dict)
    is_for_good: bool = False


def settle(taken: Sequence[Mail], told: Told, *, now: datetime) -> None:
    """Note how it went with what was taken; what did not get through is tried again later."""
    for mail in taken:
        _note(mail, _outcome(mail, told, now), now)


def _outcome(mail: Mail, told: Told, now: datetime) -> dict[str, Any]:
    failure = told.failures.get(mail.pk, "")[:200]
    if not failure:
        return _over(told.subjects.get(mail.pk))
    if told.is_for_good:
        return {"state": State.REFUSED, "failure": failure}
    again = work.next_try(now, tries=mail.tries, is_patient=True)
    if again is None:
        return {"state": State.GIVEN_UP, "failure": failure}
    return {"state": State.WAITING, "failure": failure, "due_at": again}


def _over(subject: str | None) -> dict[str, Any]:
    if subject is None:
        return {"state": State.NOT_NEEDED, "failure": ""}
    return {"state": State.SENT, "subject": subject[:200], "failure": ""}


def _note(mail: Mail, outcome: dict[str, Any], now: datetime) -> None:
    ended = now if outcome["state"] in rules.OVER else None
    held = Mail.objects.filter(pk=mail.pk, taken_by=mail.taken_by, state=State.SENDING)
    if held.update(**outcome, ended_at=ended) and not ended:
        later(DELIVER, mail.pk, due_at=outcome["due_at"])


def come_back(mail_id: int) -> None:
    """Look again when the one who has the letter should be done with it."""
    mail = Mail.objects.filter(pk=mail_id).first()
    if mail and mail.state == State.SENDING:
        later(DELIVER, mail_id, due_at=mail.held_until)


@audit.traced
def send_anew(*, mail: Mail, by: Acting, now: datetime) -> bool:
    """Try again what could not be sent, as when an address has been mended."""
    failed = Mail.objects.filter(pk=mail.pk, state__in=[State.REFUSED, State.GIVEN_UP])
    if not failed.update(state=State.WAITING, tries=0, due_at=now, ended_at=None):
        return False
    later(DELIVER, mail.pk, due_at=now)
    audit.record(verb="mail.sent_anew", target=mail, by=by, at=now)
    return True


def tidy(now: datetime) -> None:
    """Take up what was left lying, and forget what was over long ago."""
    for mail_id in queries.left_lying(now):
        later(DELIVER, mail_id, due_at=now)
    Mail.objects.filter(pk__in=queries.forgotten(now)).delete()
