"""Asking for work, taking it, and ending it: each a conditional update, so that one wins."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.timezone import localdate

from stafett.work import queries, rules
from stafett.work.models import Job, State

Clock = Callable[[], datetime]


class TakenOver(Exception):
    """Another worker has the job now, or it was called off: what was done must not count."""


def ask(task: str, arguments: dict[str, Any], *, now: datetime, due_at: datetime) -> Job:
    """Put a job in line. It is there when the transaction is, and not otherwise."""
    return Job.objects.create(task=task, arguments=arguments, asked_at=now, due_at=due_at)


def begin_day(now: datetime) -> int:
    """Ask for the day's rounds; those that are asked for already are not asked for again.

    Returns how many are new. ``EVERY_DAY`` in the settings names them.
    """
    day = localdate(now)
    told = {"arguments": {"args": [], "kwargs": {}}, "asked_at": now, "due_at": now}
    rounds = [
        Job.objects.get_or_create(key=f"{task} {day}", defaults={"task": task, **told})
        for task in settings.EVERY_DAY
    ]
    return sum(is_new for _job, is_new in rounds)


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


def fail(
    job: Job, *, why: str, now: datetime, for_good: bool = False, is_patient: bool = False
) -> None:
    """Try again later, or give up and keep why."""
    again = None if for_good else rules.next_try(now, tries=job.tries, is_patient=is_patient)
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


class Turn:
    """A job in somebody's hands: what a task with ``takes_context`` is given first.

    Such a task may take long. It asks :meth:`goes_on` now and then, and makes its effect inside
    :meth:`finishing`, so that a job done twice has its effect once.
    """

    def __init__(self, job: Job, clock: Clock = timezone.now) -> None:
        self.job, self._clock = job, clock
        self.told_at = clock()
        self._stopped = threading.Event()
        self._is_over = False

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return self._clock()

    def goes_on(self, progress: float | None = None) -> bool:
        """Tell how far it has come (0-1), and hear whether to go on.

        The database is asked once a second at the most; ``told_at`` is when it was.
        """
        now = self._clock()
        if not self._stopped.is_set() and (now - self.told_at).total_seconds() >= 1:
            self.told_at = now
            self.beat(progress)
        return not self._stopped.is_set()

    def beat(self, progress: float | None = None) -> None:
        """Hold on to the job for a while longer."""
        if not beat(self.job, now=self._clock(), progress=progress):
            self._stopped.set()

    def finishing(self) -> AbstractContextManager[None]:
        """Make the effect and the end one change; refuses when the job is another's."""
        self._is_over = True
        return finishing(self.job, now=self._clock())

    def must_go_on(self) -> None:
        """End here when the job was called off or is another's."""
        if not self.goes_on():
            raise TakenOver

    def must_be_over(self) -> None:
        """Find a task that came back without an effect: called off, or badly written."""
        self.must_go_on()
        if not self._is_over:
            raise RuntimeError(f"{self.job.task} ended without finishing()")
