"""``daily``: the day's rounds, for those who would rather start them themselves."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from stafett.work import actions, worker


class Command(BaseCommand):
    """Asks for the day's rounds, and does what waits. Run twice, it does them once."""

    help = (
        "Ask for readings that are due, remind of those that are late, tidy the outbox. The "
        "worker does this by itself every morning; run twice a day, it is done once."
    )

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Ask, do, and tell."""
        new = actions.begin_day(timezone.now())
        self.stdout.write(f"{new} rounds begun, {worker.do_all(now=timezone.now())} jobs done")
