"""Find out whether somebody has changed the traces."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stafett.audit import queries


class Command(BaseCommand):
    """Say that every chain holds, or name the first broken link of each."""

    help = "Check the chain of traces; name the first broken link and a missing end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", type=Path, help="write the ends of all chains to this file")
        parser.add_argument("--against", type=Path, help="compare with ends kept earlier")

    def handle(self, *args: Any, keep: Path | None, against: Path | None, **options: Any) -> None:
        broken = list(queries.first_broken(_read(against)))
        for place in broken:
            self.stderr.write(f"{place.chain}, entry {place.sequence}: {place.why}.")
        if broken:
            sys.exit(1)
        ends = queries.heads()
        if keep:
            _write(keep, json.dumps(ends, indent=1))
        entries = sum(sequence for sequence, _hash in ends.values())
        self.stdout.write(f"{len(ends)} chains with {entries} entries hold.")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text)
    except OSError as reason:
        raise CommandError(f"{path} cannot be written: {reason}") from reason


def _read(path: Path | None) -> dict[str, tuple[int, str]]:
    if path is None:
        return {}
    try:
        return {chain: (end[0], end[1]) for chain, end in json.loads(path.read_text()).items()}
    except (OSError, ValueError, AttributeError, LookupError, TypeError) as reason:
        raise CommandError(f"{path} cannot be read as kept ends: {reason}") from reason
