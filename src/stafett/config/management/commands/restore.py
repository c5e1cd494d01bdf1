"""Lay a copy back."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from stafett.config import copies
from stafett.config.management.commands.prepare import owners_alias


class Command(BaseCommand):
    """Fills an empty database from a copy, compares, and makes it ready."""

    help = (
        "Fill an empty database from a file that `backup` wrote, compare every table with the "
        "file's list, and make it ready as `prepare` does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `backup` wrote")

    def handle(self, *_arguments: Any, file: Path, **_options: Any) -> None:
        connection = connections[owners_alias()]
        try:
            copy = copies.lay_back(connection.settings_dict, connection.vendor, file)
        except copies.CannotCopy as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            f"{len(copy.tables)} tables, {copy.rows} rows: each as it was {copy.made_at}."
        )
        call_command("prepare", stdout=self.stdout)
