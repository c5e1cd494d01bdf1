"""Doing the work: one job at a time, heard from while it runs."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task

from stafett.lib import Refused, Unreachable
from stafett.work import actions, rules
from stafett.work.actions import Clock, TakenOver, Turn

log = logging.getLogger(__name__)


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
    except Unreachable as away:
        log.warning("Job %s (%s) waits: %s", job.pk, job.task, away)
        actions.fail(job, why=str(away), now=clock(), is_patient=True)
    except Exception as failure:
        log.exception("Job %s (%s) failed", job.pk, job.task)
        actions.fail(job, why=type(failure).__name__, now=clock())
    return True


def do_all(*, now: datetime, clock: Clock = timezone.now) -> int:
    """Do everything that is due now, and return how many jobs that was."""
    done = 0
    while do_next(now=now, clock=clock):
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
