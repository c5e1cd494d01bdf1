import os
import pickle
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest

from stafett.calc.apart import Ended, Work, call
from tests.calc.apart_calls import (
    be_deaf,
    break_down,
    fail,
    fail_in_a_way_of_its_own,
    return_what_cannot_be_sent,
    tell_and_add,
)

LONG = 30  # seconds, for a test to fail rather than to hang


def has_gone(pid):
    """Return whether a process is there no more, or goes while somebody waits for it."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    gone, _, _ = select.select([process], [], [], LONG)
    os.close(process)
    return bool(gone)


def test_the_answer_comes_from_another_process_and_what_is_told_on_the_way_is_heard():
    heard = []
    total, pid = call(Work(tell_and_add, (1, 2, 4), hear=heard.append))
    assert (total, heard) == (7, [1, 2, 4])
    assert pid != os.getpid()


def test_a_process_that_waits_is_used_again_and_a_new_one_started_where_it_has_gone():
    _, first = call(Work(tell_and_add, (1,)))
    _, same = call(Work(tell_and_add, (1,)))
    os.kill(first, signal.SIGKILL)
    assert has_gone(first)
    total, other = call(Work(tell_and_add, (1, 1)))
    assert (same, total) == (first, 2)
    assert other != first


def test_what_fails_there_is_raised_here_and_the_next_call_is_answered():
    with pytest.raises(LookupError, match="no such plan"):
        call(Work(fail, ("no such plan",)))
    assert call(Work(tell_and_add, (3,)))[0] == 3


@pytest.mark.parametrize("function", [fail_in_a_way_of_its_own, return_what_cannot_be_sent])
def test_what_cannot_be_sent_is_told_as_the_failure_it_is(function):
    with pytest.raises((RuntimeError, TypeError, AttributeError), match=r"own|pickle"):
        call(Work(function, ()))
    assert call(Work(tell_and_add, (3,)))[0] == 3


def test_what_cannot_be_sent_there_is_told_and_leaves_no_process_behind():
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        call(Work(tell_and_add, (lambda: 1,)))
    assert call(Work(tell_and_add, (3,)))[0] == 3


def test_what_hears_nothing_is_ended_when_its_time_is_up(caplog):
    heard = []
    with pytest.raises(Ended):
        call(Work(be_deaf, (), seconds=0.2, hear=heard.append))
    assert has_gone(heard[0])
    assert "be_deaf ended with code 1" in caplog.text
    assert call(Work(tell_and_add, (3,)))[0] == 3


def test_time_without_end_is_no_limit():
    assert call(Work(tell_and_add, (3,), seconds=1e100))[0] == 3


def test_what_nobody_wants_is_not_begun_and_the_one_that_waits_goes_on_waiting():
    _, before = call(Work(tell_and_add, (1,)))
    with pytest.raises(Ended):
        call(Work(tell_and_add, (1,), is_wanted=lambda: False))
    assert call(Work(tell_and_add, (1,)))[1] == before


def test_a_process_that_is_told_to_stop_with_its_group_ends_what_it_has_begun():
    def stop(pid):
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(pid, each)

    _, pid = call(Work(tell_and_add, (1,)))
    total, same = call(Work(tell_and_add, (pid, 1), hear=lambda told: told == pid and stop(pid)))
    assert (total, same) == (pid + 1, pid)


def test_a_process_with_nothing_to_do_ends_itself():
    with another(
        "from stafett.calc import apart\n"
        "ours, theirs = apart.Pipe()\n"
        "apart._IDLE = 0.1\n"
        "apart.serve(theirs.fileno())\n"
        "print('ended itself')"
    ) as process:
        assert process.stdout.read() == b"ended itself\n"
    assert process.returncode == 0


def test_what_hears_nothing_is_ended_when_nobody_wants_the_answer():
    heard = []
    with pytest.raises(Ended):
        call(Work(be_deaf, (), hear=heard.append, is_wanted=lambda: not heard))
    assert has_gone(heard[0])


def test_what_brings_its_process_down_brings_down_no_more_than_that():
    heard = []
    with pytest.raises(Ended):
        call(Work(break_down, (), hear=heard.append))
    assert has_gone(heard[0])
    assert call(Work(tell_and_add, (3,)))[0] == 3


def test_what_fails_where_it_is_heard_leaves_no_process_behind():
    pids = []

    def hear(pid):
        pids.append(pid)
        raise LookupError

    with pytest.raises(LookupError):
        call(Work(be_deaf, (), hear=hear))
    assert has_gone(pids[0])


def test_calls_at_the_same_time_have_a_process_each():
    together = Barrier(3, timeout=LONG)

    def one(number):
        return call(Work(tell_and_add, (number,), hear=lambda _: together.wait()))

    with ThreadPoolExecutor(3) as threads:
        totals, pids = zip(*threads.map(one, (1, 2, 3)), strict=True)
    assert totals == (1, 2, 3)
    assert len(set(pids)) == 3


def test_a_copy_of_this_process_starts_its_own():
    told = (
        "import os\n"
        "from stafett.calc.apart import Work, call\n"
        "from tests.calc.apart_calls import tell_and_add\n"
        "who = lambda: call(Work(tell_and_add, (1,)))[1]\n"
        "first = who()\n"
        "copy = os.fork()\n"
        "print(who(), flush=True)\n"
        "copy and os.waitpid(copy, 0)\n"
        "copy and print(first)"
    )
    with another(told) as process:
        one, other, first = process.stdout.read().split()
    assert process.returncode == 0
    assert first in {one, other}
    assert one != other


def test_what_runs_when_its_caller_is_killed_ends_when_its_time_is_up():
    told = (
        "from stafett.calc.apart import Work, call\n"
        "from tests.calc.apart_calls import be_deaf\n"
        "call(Work(be_deaf, (), 1.0, hear=lambda pid: print(pid, flush=True)))"
    )
    with another(told) as caller:
        pid = int(caller.stdout.readline())
        caller.kill()
    assert has_gone(pid)


@contextmanager
def another(told):
    """Run a program of a few lines."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", told], stdout=subprocess.PIPE, env=env) as process:
        yield process
