"""A copy of all there is, in one file: taken while people work, and compared when it is laid back.

The file is a zip with the database as its own tools write it, and a list of every table with how
many rows it has and a digest of them. What is laid back is counted and digested again.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from stafett.config.copies import postgresql, sqlite
from stafett.config.copies.tables import CannotCopy, Table

__all__ = ["CannotCopy", "Copy", "Table", "lay_back", "take"]

LIST, DATABASE = "stafett.json", "database"
WAYS = {"postgresql": postgresql, "sqlite": sqlite}


@dataclass(frozen=True)
class Copy:
    """What is in a copy."""

    vendor: str
    made_at: str
    tables: Mapping[str, Table]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables.values())


def take(settings: Mapping[str, Any], vendor: str, path: Path, *, now: datetime) -> Copy:
    """Write a copy of a database to a new file.

    Raises
    ------
    CannotCopy
        If the file is there already, or the database cannot be read.
    """
    if path.exists():
        raise CannotCopy(f"{path} is there already: choose another name, and keep both.")
    draft = path.with_name(f"{path.name}.part")
    try:
        copy = _written(settings, vendor, draft, now)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return copy


def _written(settings: Mapping[str, Any], vendor: str, draft: Path, now: datetime) -> Copy:
    with tempfile.TemporaryDirectory(dir=draft.parent) as folder:
        database = Path(folder) / DATABASE
        tables = WAYS[vendor].take(settings, database)
        copy = Copy(vendor, now.isoformat(), tables)
        draft.touch(mode=0o600)  # It holds all there is: for its owner's eyes only.
        with ZipFile(draft, "w", ZIP_DEFLATED) as packed:
            packed.writestr(LIST, json.dumps(asdict(copy), indent=1))
            packed.write(database, DATABASE)
    return copy


def lay_back(settings: Mapping[str, Any], vendor: str, path: Path) -> Copy:
    """Fill an empty database from a copy, and compare every table with the list in it.

    Raises
    ------
    CannotCopy
        If the file is no copy or a damaged one, or of another kind of database; if there is
        something in the database already; if a table is not as the list says.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = _unpacked(path, Path(folder))
        if copy.vendor != vendor:
            raise CannotCopy(
                f"The copy is of {copy.vendor}, and this installation runs on {vendor}: set "
                "STAFETT_OWNER_DATABASE_URL and STAFETT_DATABASE_URL as they were."
            )
        found = WAYS[vendor].lay_back(settings, Path(folder) / DATABASE)
    _compare(copy.tables, found)
    return copy


def _unpacked(path: Path, folder: Path) -> Copy:
    try:
        with ZipFile(path) as packed:
            told = json.loads(packed.read(LIST))
            packed.extract(DATABASE, folder)
        tables = {name: Table(**table) for name, table in told["tables"].items()}
        return Copy(told["vendor"], told["made_at"], tables)
    except FileNotFoundError:
        raise CannotCopy(f"There is no file {path}.") from None
    except (BadZipFile, KeyError, TypeError, ValueError, EOFError) as reason:
        raise CannotCopy(
            f"{path} is no copy that `backup` made, or it is damaged: {reason}."
        ) from None


def _compare(listed: Mapping[str, Table], found: Mapping[str, Table]) -> None:
    for name in sorted(listed.keys() | found.keys()):
        wanted, there = listed.get(name), found.get(name)
        if wanted != there:
            raise CannotCopy(
                f"The table {name} is not as it was: {_said(there)} here, {_said(wanted)} in the "
                "copy. Do not use this database; lay back another copy."
            )


def _said(table: Table | None) -> str:
    return "none" if table is None else f"{table.rows} rows with digest {table.digest[:12]}"
