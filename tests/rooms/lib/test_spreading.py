"""Long work is spread on a real cluster of two processes; one is killed, and nothing changes."""

import os
import signal
import threading
from pathlib import Path

import numpy as np
import pytest

from stafett.calc import spread
from stafett.calc.spread import Group
from stafett.lib import Refused
from stafett.lib.spreading import made_of_each
from tests.rooms.work import parts

SEEDS = range(12)


@pytest.fixture(scope="module")
def cluster():
    """Start a scheduler and two workers, each a process, on this machine."""
    distributed = pytest.importorskip("distributed", reason="the group «grow» is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0",
        host="127.0.0.1",
    ) as cluster:  # fmt: skip
        cluster.wait_for_workers(2)
        yield cluster


@pytest.fixture
def on_the_cluster(cluster, settings):
    settings.DASK = cluster.scheduler_address
    return cluster


def alone():
    return [parts.numbers(seed) for seed in SEEDS]


def a_country(benefits):
    """Return what is to be drawn of so many benefits in 300 municipalities, two at a time."""
    groups = [Group([(1, 2, 4)] * 300, [(0, at % 3 + 1) for at in range(300)])] * benefits
    return spread.batches(groups, draws=2_000, rng=np.random.default_rng(7))


def same(one, other):
    return len(one) == len(other) and all(map(np.array_equal, one, other))


def test_without_the_setting_it_is_done_here(settings):
    settings.DASK = ""

    assert same(list(made_of_each(parts.numbers, SEEDS)), alone())


def test_two_machines_give_the_same_numbers_in_the_same_order(on_the_cluster):
    assert same(list(made_of_each(parts.numbers, SEEDS)), alone())


def test_one_that_is_killed_while_it_works_is_missed_by_nobody(on_the_cluster, tmp_path):
    batches = a_country(benefits=24)
    asked = [(at, batch, str(tmp_path)) for at, batch in enumerate(batches)]
    killer = threading.Thread(target=_kill_one_of_two, args=(tmp_path,))
    killer.start()

    made = list(made_of_each(parts.values_when_allowed, asked))

    killer.join()
    assert same(made, [batch.values() for batch in batches])
    begun = [int(path.name.split(".")[0]) for path in tmp_path.glob("*.*")]
    assert len(begun) > len(set(begun)), "what the dead one had in hand was made once more"


def _kill_one_of_two(folder: Path) -> None:
    """Wait until both have begun, kill one, and let the others go on."""
    begun: set[int] = set()
    pause = threading.Event()
    while len(begun) < 2:
        pause.wait(0.01)
        begun = {int(path.suffix[1:]) for path in folder.glob("*.*")}
    os.kill(begun.pop(), signal.SIGKILL)
    (folder / "go").touch()


def test_a_country_is_drawn_the_same_on_both(on_the_cluster, settings):
    batches = a_country(benefits=6)

    there = list(made_of_each(spread.Batch.values, batches))
    settings.DASK = ""
    here = list(made_of_each(spread.Batch.values, batches))

    assert len(batches) == 3
    assert same(there, here)


def test_one_who_stops_listening_leaves_nothing_running(on_the_cluster):
    made = made_of_each(parts.numbers, SEEDS)
    next(made)

    made.close()

    assert same(list(made_of_each(parts.numbers, SEEDS)), alone())


def test_a_cluster_that_does_not_answer_is_no_answer(settings, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("stafett.lib.spreading.SECONDS_TO_ANSWER", 0.2)
    settings.DASK = "tcp://127.0.0.1:9"

    with pytest.raises(OSError, match="Timed out"):
        list(made_of_each(parts.numbers, SEEDS))


def test_a_cluster_with_nobody_left_is_no_answer(settings, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("stafett.lib.spreading.SECONDS_BETWEEN_LOOKS", 0.1)
    with distributed.LocalCluster(
        n_workers=0, dashboard_address=":0", host="127.0.0.1"
    ) as nobody:  # fmt: skip
        settings.DASK = nobody.scheduler_address

        with pytest.raises(TimeoutError):
            list(made_of_each(parts.numbers, SEEDS))


def test_long_work_is_waited_for(on_the_cluster, monkeypatch):
    monkeypatch.setattr("stafett.lib.spreading.SECONDS_BETWEEN_LOOKS", 0.001)
    batches = a_country(benefits=6)

    made = list(made_of_each(spread.Batch.values, batches))

    assert same(made, [batch.values() for batch in batches])


def test_without_the_packages_it_says_what_to_install(settings, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    settings.DASK = "tcp://127.0.0.1:9"

    with pytest.raises(Refused, match="grow"):
        list(made_of_each(parts.numbers, SEEDS))
