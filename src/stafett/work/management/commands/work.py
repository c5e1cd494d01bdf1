"""``work``: do what waits, until told to stop."""

import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from stafett.work import actions, rules, worker

LOOKS_EVERY_SECONDS = 0.5
TIDIES_EVERY = timedelta(hours=1)


class Command(BaseCommand):
    """Does the jobs in line, one after another; stops when the one in hand is done.

    From six in the morning it also asks for the day's rounds, once a day however many workers.
    """

    _tidies_at = datetime.min.replace(tzinfo=UTC)

    help = "Do the work that waits: mail, plans, reports. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and stop")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Look for work until a signal comes."""
        if options["once"]:
            self.stdout.write(f"{worker.do_all(now=timezone.now())} jobs done")
            return
        asked_to_stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_signal: asked_to_stop.set())
        self._work_until(asked_to_stop)

    def _work_until(self, asked_to_stop: threading.Event) -> None:
        while not asked_to_stop.is_set():
            if not self._look(timezone.now()):
                asked_to_stop.wait(LOOKS_EVERY_SECONDS)

    def _look(self, now: datetime) -> bool:
        """Do one job, or tidy up; a database that is away is waited for."""
        close_old_connections()
        try:
            return worker.do_next(now=now) or self._tidy(now)
        except DatabaseError as away:
            self.stderr.write(f"The database does not answer ({type(away).__name__}); waiting.")
            return False

    def _tidy(self, now: datetime) -> bool:
        if now >= self._tidies_at:
            if rules.day_has_begun(now):
                actions.begin_day(now)
            actions.forget(now)
            self._tidies_at = now + TIDIES_EVERY
        return False
