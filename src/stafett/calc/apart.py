"""A call in a process of its own, so that it can be ended whatever it is doing.

Compiled code that is deaf to its own time limit cannot be stopped from inside the process it runs
in. Here it gets one of its own, which ends itself when the time is up, and is ended when nobody
wants the answer any longer. What it told on the way is kept by whoever listened.
"""

from __future__ import annotations

import atexit
import faulthandler
import logging
import math
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

_IDLE = 60.0  # seconds a process waits for more to do before it ends itself
_ASKED_EVERY = 0.1  # seconds: whether the answer is still wanted

_log = logging.getLogger(__name__)

Hear = Callable[[Any], object]


class Ended(Exception):
    """The call was ended: it took too long, was not wanted any more, or brought itself down."""


class Work(NamedTuple):
    """What is to be called, and how it may be ended.

    Attributes
    ----------
    function : callable
        At the top of a module. It is given what is to be heard of it first, then the rest.
    given : tuple
        What else it is given. All of it, and what comes back, must be possible to pickle.
    seconds : float
        It is ended when it has taken so long.
    hear : callable, optional
        Is called, here, with what the function tells on the way.
    is_wanted : callable, optional
        Is asked ten times a second; when it says False the call is ended.
    """

    function: Callable[..., Any]
    given: tuple[Any, ...]
    seconds: float = math.inf
    hear: Hear = lambda _: None
    is_wanted: Callable[[], bool] = lambda: True


def call(work: Work) -> Any:
    """Return what a function returns, called in another process.

    Raises
    ------
    Ended
        If it was ended before it came to its end.
    """
    worker = _ready(work)
    try:
        answer = worker.answer(work)
    except BaseException:
        worker.end()
        raise
    _idle.append(worker)
    return answer


class _Worker:
    """A process that does one thing after the other, and our end of the line to it."""

    def __init__(self) -> None:
        self._line, theirs = Pipe()
        told = f"from stafett.calc.apart import serve; serve({theirs.fileno()})"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", told],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        theirs.close()

    def has_begun(self, work: Work) -> bool:
        """Give it something to do; it may have ended itself meanwhile."""
        try:
            self._line.send((work.function, work.given, work.seconds))
            return bool(self._line.recv())
        except (EOFError, OSError):
            return False

    def answer(self, work: Work) -> Any:
        """Listen until the answer comes."""
        while work.is_wanted():
            if not self._line.poll(_ASKED_EVERY):
                continue
            kind, told = self._heard(work)
            if kind == "answer":
                return told
            if kind == "failed":
                raise told
            work.hear(told)
        raise Ended

    def end(self) -> None:
        """Let nothing of it be left."""
        self._process.kill()
        self._process.wait()
        self._line.close()

    def _heard(self, work: Work) -> tuple[str, Any]:
        try:
            kind, told = self._line.recv()
        except (EOFError, OSError):
            _log.warning("%s was ended: %g s.", work.function.__qualname__, work.seconds)
            raise Ended from None
        return kind, told


_idle: list[_Worker] = []


def _ready(work: Work) -> _Worker:
    """Return a process that has begun: one that waits, or a new one."""
    while worker := _waiting():
        if worker.has_begun(work):
            return worker
        worker.end()
    worker = _Worker()
    if not worker.has_begun(work):
        worker.end()
        raise OSError("Another process was started and ended at once: see what it said above.")
    return worker


def _waiting() -> _Worker | None:
    try:
        return _idle.pop()
    except IndexError:
        return None


@atexit.register
def _end_all() -> None:
    while worker := _waiting():
        worker.end()


# A copy of this process must not speak on lines that are not its own.
os.register_at_fork(after_in_child=_idle.clear)


# --- in the other process ---------------------------------------------------------------------


def serve(descriptor: int) -> None:
    """Do what comes on the line, until nothing has come for a while or nobody is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = Connection(descriptor)
    while line.poll(_IDLE):
        try:
            function, given, seconds = line.recv()
        except EOFError:
            return
        _do(line, function, given, seconds)


def _do(
    line: Connection, function: Callable[..., Any], given: tuple[Any, ...], seconds: float
) -> None:
    line.send(True)
    if math.isfinite(seconds):
        faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        answer = "answer", function(lambda told: line.send(("heard", told)), *given)
    except Exception as error:  # noqa: BLE001 - it is raised where it was called
        answer = "failed", error
    faulthandler.cancel_dump_traceback_later()
    line.send(answer)
