"""Find out whether a receipt's file holds, without a database and without the network."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from stafett.handovers import proof
from stafett.handovers.queries import Pages, pages_of

OTHER = (
    "It is not the PDF made of this receipt, which holds: it was changed or saved anew, belongs to "
    "another receipt, or was made by another version of Stafett. Go by the JSON file."
)


class Command(BaseCommand):
    """Say that a file holds, or name the first receipt in it that does not, and what differs."""

    help = (
        "Check receipts by their JSON files, without the database: do they stand as they were "
        "made? A PDF is held up against the JSON file of the same name beside it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files."""
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """Tell of each; end with 1 when one does not hold."""
        with translation.override("en"):
            told = [(path, _checked(path)) for path in files]
        for path, found in told:
            where = self.stdout if found.holds else self.stderr
            where.write("\n".join(_lines(path, found)))
        if not all(found.holds for _path, found in told):
            sys.exit(1)


def _checked(path: Path) -> proof.Checked:
    if path.suffix.lower() == ".pdf":
        return _checked_pages(path, path.with_suffix(".json"))
    try:
        return proof.check(_read(path))
    except OSError as failure:
        return proof.Checked(why_not=f"It cannot be opened: {failure.strerror}.")


def _checked_pages(path: Path, beside: Path) -> proof.Checked:
    try:
        pdf, found = _read(path), proof.check(_read(beside))
    except OSError as failure:
        why = f"{failure.filename} cannot be opened: {failure.strerror}."
        return proof.Checked(why_not=f"{why} A PDF is checked with its JSON file beside it.")
    if found.holds and pages_of(found, pdf) != Pages.SAME:
        return replace(found, why_not=OTHER)
    return found


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(proof.MOST_BYTES + 1)


def _lines(path: Path, found: proof.Checked) -> Iterator[str]:
    if found.holds:
        last = found.last
        count = len(found.receipts)
        yield f"{path}: {count} receipt{' holds' if count == 1 else 's hold'}."
        yield f"    The last was signed by {last['signed_by_name']} ({last['role_kind']})."
        yield f"    {last['made_at']}, mark {last['hash']}"
        return
    place = f", receipt {found.sequence}" if found.sequence else ""
    yield f"{path}{place}: {found.why_not}"
    yield from (f"    {what}" for what in found.what)
