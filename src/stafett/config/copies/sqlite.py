"""SQLite's own way to copy a database that is in use."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from stafett.config.copies.tables import CannotCopy, Table

NAMES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
)


def take(settings: Mapping[str, Any], to: Path) -> dict[str, Table]:
    """Write the database to a file, as it is at one moment; return what is in it."""
    if not Path(settings["NAME"]).exists():
        raise CannotCopy(f"There is no database at {settings['NAME']}: nothing to copy.")
    with _opened(Path(settings["NAME"])) as source, _opened(to) as target:
        source.backup(target)
        return _tables(target)


def lay_back(settings: Mapping[str, Any], database: Path) -> dict[str, Table]:
    """Put the database where there is none; return what is in it."""
    place = Path(settings["NAME"])
    if place.exists() and _is_filled(place):
        raise CannotCopy(
            f"There is a database at {place} already: choose an empty STAFETT_DATA_DIR."
        )
    with _opened(database) as copy:
        (says,) = copy.execute("PRAGMA integrity_check").fetchone()
        if says != "ok":
            raise CannotCopy(f"The database in the copy is damaged: {says}.")
        found = _tables(copy)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(database, place)
    return found


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        try:
            yield connection
        except sqlite3.DatabaseError as reason:
            raise CannotCopy(f"{path} cannot be read as a database: {reason}.") from None


def _is_filled(path: Path) -> bool:
    with _opened(path) as connection:
        return connection.execute(NAMES).fetchone() is not None


def _tables(connection: sqlite3.Connection) -> dict[str, Table]:
    names = [name for (name,) in connection.execute(NAMES)]
    return {name: _table(connection, name) for name in names}


def _table(connection: sqlite3.Connection, name: str) -> Table:
    digest, count = hashlib.sha256(), 0
    for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):  # nosec B608
        digest.update(repr(row).encode())
        count += 1
    return Table(count, digest.hexdigest())
