"""Asking for readings: letters in the outbox, each once."""

from collections.abc import Iterable
from datetime import datetime

from stafett.benefits.queries.asking import WRITERS, Asked
from stafett.post import actions as post
from stafett.post.models import Mail, State


def ask(letters: Iterable[Asked], *, now: datetime) -> int:
    """Put letters in the outbox that are not there yet; return how many that was.

    What was not needed the last time, as when a promise was being changed, is asked anew.
    """
    by_key = {letter.key: letter for letter in letters}
    known = Mail.objects.filter(key__in=by_key).exclude(state=State.NOT_NEEDED)
    there = set(known.values_list("key", flat=True))
    return sum(_put(by_key[key], now) for key in by_key.keys() - there)


def _put(letter: Asked, now: datetime) -> bool:
    promise, due = letter.standing.commitment, letter.standing.due
    return post.write(
        kind=WRITERS[letter.step],
        about={"commitment": promise.pk, "end": str(due.end)},
        to=letter.to,
        organisation_id=promise.municipality_id,
        key=letter.key,
        now=now,
    )
