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
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

_IDLE = 60.0  # seconds a process waits for more to do before it ends itself
_ASKED_EVERY = 0.1  # seconds: whether the answer is still wanted
_BEGINS_WITHIN = 60.0  # seconds a process has to start on a machine that is very busy
_SPARE = 2.0  # seconds a process has to end itself, before it is ended from here

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
    if not work.is_wanted():
        raise Ended
    worker = _begun(work)
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

    @property
    def has_gone(self) -> bool:
        """Whether it has ended itself."""
        return self._process.poll() is not None

    def begin(self, work: Work) -> bool:
        """Give it something to do, and return whether it has begun: it may have ended meanwhile."""
        try:
            self._line.send((work.function, work.given, work.seconds))
            return self._line.poll(_BEGINS_WITHIN) and bool(self._line.recv())
        except (EOFError, OSError):
            return False
        except BaseException:
            self.end()
            raise

    def answer(self, work: Work) -> Any:
        """Listen until the answer comes."""
        until = time.monotonic() + work.seconds + _SPARE
        while True:
            is_wanted = work.is_wanted() and time.monotonic() < until
            while self._line.poll():
                kind, told = self._told(work)
                if kind == "answer":
                    return told
                if kind == "failed":
                    raise told
                work.hear(told)
            if not is_wanted:
                raise Ended
            self._line.poll(_ASKED_EVERY)

    def end(self) -> None:
        """Let nothing of it be left."""
        self._process.kill()
        self._process.wait()
        self._line.close()

    def forget(self) -> None:
        """Leave it to another copy of this process, which it belongs to."""
        self._process.returncode = 0
        self._line.close()

    def _told(self, work: Work) -> tuple[str, Any]:
        try:
            kind, told = self._line.recv()
        except (EOFError, OSError):
            code = self._process.wait()
            _log.warning("%s ended with code %d before it was done.", work.function.__name__, code)
            raise Ended from None
        return kind, told


_idle: list[_Worker] = []


def _begun(work: Work) -> _Worker:
    """Return a process that has begun: one that waits, or a new one."""
    _bury()
    while worker := _waiting():
        if worker.begin(work):
            return worker
        worker.end()
    worker = _Worker()
    if not worker.begin(work):
        worker.end()
        raise OSError("A process to work in was started and did not begin: its own log says why.")
    return worker


def _bury() -> None:
    """Let nothing be left of those that have ended themselves."""
    for worker in [each for each in _idle if each.has_gone]:
        with suppress(ValueError):  # another thread has taken it
            _idle.remove(worker)
            worker.end()


def _waiting() -> _Worker | None:
    try:
        return _idle.pop()
    except IndexError:
        return None


@atexit.register
def _end_all() -> None:
    while worker := _waiting():
        worker.end()


def _forget_all() -> None:
    while worker := _waiting():
        worker.forget()


os.register_at_fork(after_in_child=_forget_all)


# --- in the other process ---------------------------------------------------------------------

_NOT_FOR_US = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # whoever called decides


def serve(descriptor: int) -> None:
    """Do what comes on the line, until nothing has come for a while or nobody is there."""
    for each in _NOT_FOR_US:
        signal.signal(each, signal.SIG_IGN)
    line = Connection(descriptor)
    with suppress(EOFError, OSError):
        while line.poll(_IDLE):
            _do(line, *line.recv())


def _do(
    line: Connection, function: Callable[..., Any], given: tuple[Any, ...], seconds: float
) -> None:
    line.send(True)
    if seconds < threading.TIMEOUT_MAX:
        faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        answer = "answer", function(lambda told: line.send(("heard", told)), *given)
    except Exception as error:  # noqa: BLE001 - it is raised where it was called
        answer = "failed", _that_can_be_sent(error)
    faulthandler.cancel_dump_traceback_later()
    try:
        line.send(answer)
    except Exception as error:  # noqa: BLE001 - it cannot be sent, and that can
        line.send(("failed", error))


def _that_can_be_sent(error: Exception) -> Exception:
    """Return the error, or one that says the same where it cannot be made anew there."""
    try:
        copy(error)
    except Exception:  # noqa: BLE001 - whatever it is, there it would be the same
        return RuntimeError(repr(error))
    return error
