"""Asking for work, taking it, and ending it: each a conditional update, so that one wins."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from stafett.work import queries, rules
from stafett.work.models import Job, State


class TakenOver(Exception):
    """Another worker has the job now, or it was called off: what was done must not count."""


def ask(task: str, arguments: dict[str, Any], *, now: datetime, due_at: datetime) -> Job:
    """Put a job in line. It is there when the transaction is, and not otherwise."""
    return Job.objects.create(task=task, arguments=arguments, asked_at=now, due_at=due_at)


def take(now: datetime) -> Job | None:
    """Take the next job, or None when there is none, or somebody else was quicker."""
    job = queries.next_due(now)
    if job is None:
        return None
    taken = Job.objects.filter(pk=job.pk, hold=job.hold, state=job.state).update(
        state=State.RUNNING,
        hold=F("hold") + 1,
        tries=F("tries") + 1,
        held_until=now + rules.HELD_FOR,
    )
    if not taken:
        return None
    job.refresh_from_db()
    return job


def beat(job: Job, *, now: datetime, progress: float | None = None) -> bool:
    """Say that the job is still being done. False: stop, it is another's or called off."""
    told = {} if progress is None else {"progress": progress}
    held = _held(job).filter(is_called_off=False)
    return bool(held.update(held_until=now + rules.HELD_FOR, **told))


@contextmanager
def finishing(job: Job, *, now: datetime) -> Iterator[None]:
    """Let the effect of a job and its end be one change: both are there, or neither.

    Raises
    ------
    TakenOver
        Before anything is done, when the job is no longer this worker's.
    """
    with transaction.atomic():
        done = {"state": State.DONE, "progress": 1.0, "ended_at": now}
        if not _held(job).filter(is_called_off=False).update(**done):
            raise TakenOver
        yield


def fail(job: Job, *, why: str, now: datetime, for_good: bool = False) -> None:
    """Try again later, or give up and keep why."""
    again = None if for_good else rules.next_try(now, tries=job.tries)
    if again:
        _held(job).update(state=State.WAITING, due_at=again, failure=why[:300])
    else:
        _held(job).update(state=State.FAILED, failure=why[:300], ended_at=now)


def call_off(job_id: int, *, now: datetime) -> None:
    """Stop a job: at once if it waits, at its next beat if somebody is doing it."""
    waits = Job.objects.filter(pk=job_id, state=State.WAITING)
    if not waits.update(state=State.CANCELLED, ended_at=now):
        Job.objects.filter(pk=job_id, state=State.RUNNING).update(is_called_off=True)


def let_go(job: Job, *, now: datetime) -> None:
    """End a job that its worker stopped because it was called off."""
    _held(job).filter(is_called_off=True).update(state=State.CANCELLED, ended_at=now)


def forget(now: datetime) -> None:
    """Delete jobs that went well long ago."""
    Job.objects.filter(pk__in=queries.forgotten(now)).delete()


def _held(job: Job) -> Any:
    """Return the job's row while it is still this worker's."""
    return Job.objects.filter(pk=job.pk, hold=job.hold, state=State.RUNNING)
