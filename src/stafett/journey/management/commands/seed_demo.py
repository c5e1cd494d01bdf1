"""Fill the database with an invented region, its people and their needs."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.urls import reverse
from django.utils import timezone

from stafett.journey.demo import cast, seeding

FRESH_FOR = timedelta(days=30)


class Command(BaseCommand):
    """Seed once; say so the next time, and say when the days have grown old."""

    help = (
        "Fill in invented organisations, people and needs, with days counted back from today. A "
        "second run changes nothing. Traces are never removed, so a demo whose days have grown "
        "old is not filled again: delete its data folder, and start anew."
    )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This fills in invented people. Set STAFETT_DEMO=1 and a data folder of its own "
                "(STAFETT_DATA_DIR), and run prepare there first."
            )
        today = timezone.localdate()
        if day := seeding.seeded_on():
            self.stdout.write(_already(day, today))
        else:
            self.stdout.write(_seeded())
        self.stdout.write(f"Sign in at {settings.PUBLIC_ADDRESS}{reverse('demo:choose')} as:")
        for sentence in cast.sentences(today):
            self.stdout.write(f"  {sentence}")
        self.stdout.write("or as somebody in any of Norway's municipalities.")


def _already(day: date, today: date) -> str:
    if today - day <= FRESH_FOR:
        return "The demo is filled in already. Nothing was changed."
    return (
        f"The demo was filled in {(today - day).days} days ago, and its days have grown old. For "
        f"fresh ones, delete the folder {settings.DATA_DIR} and start again. Nothing was changed."
    )


def _seeded() -> str:
    if seeding.has_real_people():
        raise CommandError(
            "There are people in this database that the demo did not invent. Choose an empty data "
            "folder (STAFETT_DATA_DIR) for the demo."
        )
    seeded = seeding.seed(now=timezone.now())
    return (
        f"Filled in: {seeded.organisations} organisations, {seeded.people} people, "
        f"{seeded.needs} needs and {seeded.initiatives} initiatives, all of them invented."
    )
