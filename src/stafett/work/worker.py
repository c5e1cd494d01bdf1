"""Doing the work: one job at a time, heard from while it runs."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task

from stafett.lib import Refused
from stafett.work import actions, rules
from stafett.work.actions import TakenOver
from stafett.work.models import Job

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


class Turn:
    """A job in somebody's hands: what a task with ``takes_context`` is given first.

    Such a task may take long. It asks :meth:`goes_on` now and then, and makes its effect inside
    :meth:`finishing`, so that a job done twice has its effect once.
    """

    def __init__(self, job: Job, clock: Clock = timezone.now) -> None:
        self.job, self._clock = job, clock
        self._told = clock()
        self._stopped = threading.Event()
        self._is_over = False

    def goes_on(self, progress: float | None = None) -> bool:
        """Tell how far it has come (0-1), and hear whether to go on.

        The database is asked once a second at the most.
        """
        now = self._clock()
        if not self._stopped.is_set() and (now - self._told).total_seconds() >= 1:
            self._told = now
            self.beat(progress)
        return not self._stopped.is_set()

    def beat(self, progress: float | None = None) -> None:
        """Hold on to the job for a while longer."""
        if not actions.beat(self.job, now=self._clock(), progress=progress):
            self._stopped.set()

    def finishing(self) -> AbstractContextManager[None]:
        """Make the effect and the end one change; refuses when the job is another's."""
        self._is_over = True
        return actions.finishing(self.job, now=self._clock())

    def must_be_over(self) -> None:
        """Find a task that came back without an effect: called off, or badly written."""
        if self._stopped.is_set():
            raise TakenOver
        if not self._is_over:
            raise RuntimeError(f"{self.job.task} ended without finishing()")


def do_next(*, now: datetime, clock: Clock = timezone.now) -> bool:
    """Do the next job that is due. Returns whether there was one."""
    job = actions.take(now)
    if job is None:
        return False
    try:
        with _heard(Turn(job, clock)) as turn:
            _do(turn)
    except TakenOver:
        actions.let_go(job, now=clock())
    except Refused as refused:
        actions.fail(job, why=str(refused), now=clock(), for_good=True)
    except Exception as failure:
        log.exception("Job %s (%s) failed", job.pk, job.task)
        actions.fail(job, why=type(failure).__name__, now=clock())
    return True


def do_all(*, now: datetime) -> int:
    """Do everything that is due now, and return how many jobs that was."""
    done = 0
    while do_next(now=now):
        done += 1
    return done


def _do(turn: Turn) -> None:
    """Call the task. A plain one may be called twice; one with a context has its effect once."""
    task: Task[Any, Any] = import_string(turn.job.task)
    given = turn.job.arguments
    if not task.takes_context:
        task.func(*given["args"], **given["kwargs"])
        with turn.finishing():
            return
    task.func(turn, *given["args"], **given["kwargs"])
    turn.must_be_over()


@contextmanager
def _heard(turn: Turn) -> Iterator[Turn]:
    """Let a thread say now and then that the job is still being done."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(turn, over), daemon=True)
    thread.start()
    try:
        yield turn
    finally:
        over.set()
        thread.join()


def _beat(turn: Turn, over: threading.Event) -> None:
    """Beat until the job is over, on a connection of this thread's own."""
    while not over.wait(rules.BEATS_EVERY.total_seconds()):
        close_old_connections()
        turn.beat()
    connection.close()
