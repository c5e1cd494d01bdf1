"""Take a copy of all there is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from stafett.config import copies
from stafett.config.management.commands.prepare import owners_alias


class Command(BaseCommand):
    """Writes one file while people go on working."""

    help = (
        "Write all there is to one file, as it is at one moment, while people go on working. "
        "Keep the file as safe as the database: it holds the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, e.g. stafett-2026-11-26.zip")

    def handle(self, *_arguments: Any, file: Path, **_options: Any) -> None:
        connection = connections[owners_alias()]
        try:
            copy = copies.take(
                connection.settings_dict, connection.vendor, file, now=timezone.now()
            )
        except copies.CannotCopy as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{file}: {len(copy.tables)} tables, {copy.rows} rows.")
