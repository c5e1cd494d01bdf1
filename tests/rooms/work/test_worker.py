"""What is asked for is done after the answer: once, even if a worker dies."""

import logging
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from stafett.config import settings as base_settings
from stafett.people.models import Person
from stafett.work import actions, queries, rules, worker
from stafett.work.actions import Turn
from stafett.work.management.commands import work
from stafett.work.models import Job, State
from tests.rooms.work import chores
from tools.shell import ROOT

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_done():
    chores.done.clear()


class Hours:
    """A clock that goes on by itself, some seconds each time somebody looks."""

    def __init__(self, seconds: float) -> None:
        self.now, self.step = timezone.now(), timedelta(seconds=seconds)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def later(**more) -> datetime:
    return timezone.now() + timedelta(**more)


def test_jobs_are_done_in_the_order_they_were_asked_for():
    for word in ("først", "så", "sist"):
        chores.note.enqueue(word)

    assert worker.do_all(now=later(seconds=1)) == 3

    assert chores.done == ["først", "så", "sist"]
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


def test_what_was_asked_for_in_a_change_that_was_undone_is_not_done():
    with transaction.atomic():
        chores.note.enqueue("aldri")
        transaction.set_rollback(True)

    assert worker.do_all(now=later(seconds=1)) == 0


def test_a_job_for_tomorrow_waits_until_tomorrow():
    chores.note.using(run_after=later(days=1)).enqueue("i morgen")

    assert worker.do_all(now=later(hours=23)) == 0
    assert worker.do_all(now=later(hours=25)) == 1


def test_a_job_that_fails_is_tried_again_and_given_up_in_the_end(caplog):
    chores.stumble.enqueue("Kari Nes")
    now, tried = later(seconds=1), 0
    with caplog.at_level(logging.CRITICAL):
        while worker.do_next(now=now):
            tried += 1
            now += timedelta(hours=1)

    job = Job.objects.get()
    assert tried == rules.MOST_TRIES
    assert (job.state, job.failure) == (State.FAILED, "ValueError")


def test_each_wait_is_longer_than_the_one_before():
    waits = [rules.next_try(NOW, tries=tries) - NOW for tries in range(1, rules.MOST_TRIES)]

    assert [wait.total_seconds() for wait in waits] == [30, 60, 120, 240, 480]


def test_what_waits_for_somebody_outside_is_patient():
    waits = [
        rules.next_try(NOW, tries=tries, is_patient=True) - NOW
        for tries in range(1, rules.MOST_PATIENT_TRIES)
    ]

    assert waits == sorted(waits)
    assert waits[-1] == rules.LONGEST_WAIT
    assert timedelta(days=4) < sum(waits, timedelta()) < timedelta(days=6)
    assert rules.next_try(NOW, tries=rules.MOST_PATIENT_TRIES, is_patient=True) is None


def test_what_a_rule_refuses_is_not_tried_again():
    chores.be_refused.enqueue()

    worker.do_all(now=later(seconds=1))

    job = Job.objects.get()
    assert (job.state, job.failure) == (State.FAILED, "Budsjettet er brukt opp.")


def test_a_job_that_is_called_off_while_it_waits_is_never_begun():
    result = chores.note.enqueue("nei")

    actions.call_off(int(result.id), now=NOW)

    assert worker.do_all(now=later(seconds=1)) == 0
    assert Job.objects.get().state == State.CANCELLED


def test_a_job_that_is_called_off_while_it_runs_stops_at_its_next_beat(monkeypatch):
    result = chores.count_for_ever.enqueue()
    monkeypatch.setattr(chores, "done", _CallsOff(int(result.id)))

    worker.do_next(now=later(seconds=1), clock=Hours(2))

    assert chores.done == ["1"]
    assert Job.objects.get().state == State.CANCELLED


class _CallsOff(list):
    """Somebody who calls the job off as soon as it has counted to one."""

    def __init__(self, job_id):
        super().__init__()
        self.job_id = job_id

    def append(self, word):
        super().append(word)
        actions.call_off(self.job_id, now=timezone.now())


def test_how_far_it_has_come_is_told():
    chores.add_somebody.enqueue("per@example.no")
    job = actions.take(later(seconds=1))

    assert Turn(job, Hours(2)).goes_on(0.25)

    assert Job.objects.get().progress == 0.25


def test_a_worker_that_lost_its_job_can_change_nothing():
    chores.add_somebody.enqueue("per@example.no")
    slow = actions.take(later(seconds=1))
    quick = actions.take(later(minutes=2))

    with pytest.raises(actions.TakenOver), Turn(slow).finishing():
        Person.objects.create_user("per@example.no", "Per Moe")
    with Turn(quick).finishing():
        Person.objects.create_user("per@example.no", "Per Moe")

    assert not actions.beat(slow, now=NOW)
    assert Person.objects.filter(email="per@example.no").count() == 1
    assert Job.objects.get().state == State.DONE


def test_two_workers_never_take_the_same_job():
    chores.note.enqueue("en gang")
    seen = Job.objects.get()

    first = actions.take(later(seconds=1))
    again = Job.objects.filter(pk=seen.pk, hold=seen.hold, state=seen.state)

    assert first.pk == seen.pk
    assert not again.exists()
    assert actions.take(later(seconds=2)) is None


def test_an_effect_that_fails_half_way_leaves_nothing(caplog):
    Person.objects.create_user("per@example.no", "Per Moe")
    chores.add_somebody.enqueue("per@example.no")
    with caplog.at_level(logging.CRITICAL):
        worker.do_next(now=later(seconds=1))

    assert Person.objects.count() == 1
    assert Job.objects.get().state == State.WAITING


def test_a_task_that_comes_back_with_nothing_is_found(caplog):
    chores.forget_to_end.enqueue()

    worker.do_next(now=later(seconds=1))

    assert "ended without finishing()" in caplog.text


def test_jobs_that_went_well_are_forgotten_after_a_month():
    chores.note.enqueue("gammel")
    chores.be_refused.enqueue()
    worker.do_all(now=later(seconds=1))

    actions.forget(later(days=29))
    assert Job.objects.count() == 2
    actions.forget(later(days=31))
    assert Job.objects.get().state == State.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_its_job_to_the_next_and_it_is_done_once(tmp_path):
    waits = tmp_path / "waits"
    waits.touch()
    chores.add_somebody.enqueue("per@example.no", str(waits))
    with _worker(tmp_path) as first:
        assert first.stdout.readline() == "begun\n"
        first.send_signal(signal.SIGKILL)
    waits.unlink()

    assert worker.do_all(now=later(seconds=1)) == 0, "the job is still held"
    assert Person.objects.count() == 0
    assert worker.do_all(now=later(minutes=2)) == 1

    assert Person.objects.filter(email="per@example.no").count() == 1
    assert Job.objects.get().tries == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_to_stop_ends_what_it_has_in_hand(tmp_path):
    waits = tmp_path / "waits"
    waits.touch()
    chores.add_somebody.enqueue("per@example.no", str(waits))
    with _worker(tmp_path) as first:
        assert first.stdout.readline() == "begun\n"
        first.send_signal(signal.SIGTERM)
        first.stdin.write("go on\n")

    assert first.returncode == 0
    assert Job.objects.get().state == State.DONE


def _worker(folder: Path) -> subprocess.Popen[str]:
    """Start a worker as an installation does, on the database of the test."""
    return subprocess.Popen(
        [sys.executable, "-m", "stafett", "work"],
        cwd=ROOT,
        env={
            **os.environ,
            **_database(folder),
            "DJANGO_SETTINGS_MODULE": "stafett.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _database(folder: Path) -> dict[str, str]:
    """Return the settings that lead to the database of the test."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        (folder / "stafett.sqlite3").symlink_to(at["NAME"])
        return {"STAFETT_DATA_DIR": str(folder)}
    host = quote(at["HOST"], safe="")
    address = f"postgres://{at['USER']}:{at['PASSWORD']}@{host}:{at['PORT']}/{at['NAME']}"
    return {"STAFETT_DATABASE_URL": address, "STAFETT_OWNER_DATABASE_URL": ""}


# --- every day ------------------------------------------------------------------------------


@pytest.fixture
def rounds(settings):
    settings.EVERY_DAY = ["tests.rooms.work.chores.note_the_day"]


def test_a_days_rounds_are_done_once_however_often_they_are_asked_for(rounds):
    assert actions.begin_day(NOW) == 1
    assert actions.begin_day(NOW + timedelta(hours=6)) == 0
    worker.do_all(now=later(seconds=1))
    assert actions.begin_day(NOW + timedelta(hours=7)) == 0

    assert actions.begin_day(NOW + timedelta(days=1)) == 1

    assert chores.done == ["i dag"]


def test_what_somebody_waits_for_comes_before_the_days_rounds(rounds):
    actions.begin_day(NOW)
    chores.note.enqueue("somebody waits")
    worker.do_next(now=timezone.now())

    assert chores.done == ["somebody waits"]
    assert queries.longest_wait(NOW + timedelta(minutes=5)) == 300


def test_the_command_begins_the_day_and_does_it(rounds, capsys):
    call_command("daily")
    call_command("daily")

    assert capsys.readouterr().out.splitlines() == [
        "1 rounds begun, 1 jobs done",
        "0 rounds begun, 0 jobs done",
    ]


@pytest.mark.parametrize(("hour", "begun"), [(4, 0), (5, 1), (22, 1)])
def test_the_worker_begins_the_day_in_the_morning(rounds, hour, begun):
    """Six in Oslo is five o'clock here."""
    work.Command()._tidy(NOW.replace(hour=hour))

    assert Job.objects.count() == begun


@pytest.mark.parametrize("name", base_settings.EVERY_DAY)
def test_what_is_done_every_day_is_there(name):
    assert import_string(name).takes_context
