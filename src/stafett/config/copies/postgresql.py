"""PostgreSQL's own tools, and one snapshot for what they write and for what is counted."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import IsolationLevel, sql

from stafett.config.copies.tables import CannotCopy, Table

NAMES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
ROWS = """SELECT count(*), coalesce(md5(string_agg(row, '' ORDER BY row)), '')
          FROM (SELECT md5(held::text) AS row FROM {} AS held) AS rows"""


def take(settings: Mapping[str, Any], to: Path) -> dict[str, Table]:
    """Write the database to a file, as it is at one moment; return what is in it."""
    with _connected(settings) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        asked = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        _run("pg_dump", settings, *asked, f"--file={to}", _name(settings))
        return _tables(connection)


def lay_back(settings: Mapping[str, Any], database: Path) -> dict[str, Table]:
    """Fill an empty database; return what is in it."""
    with _connected(settings) as connection:
        if connection.execute(NAMES).fetchone():
            raise CannotCopy(
                f"There are tables in the database {_name(settings)} already: make an empty one "
                "with createdb, and set STAFETT_OWNER_DATABASE_URL to it."
            )
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", settings, *whole, f"--dbname={_name(settings)}", str(database))
    with _connected(settings) as connection:
        return _tables(connection)


def _connected(settings: Mapping[str, Any]) -> psycopg.Connection:
    try:
        return psycopg.connect(
            host=settings["HOST"], port=settings["PORT"] or None, user=settings["USER"],
            password=settings["PASSWORD"], dbname=_name(settings), options="-c timezone=UTC",
        )  # fmt: skip
    except psycopg.OperationalError as reason:
        raise CannotCopy(f"The database does not answer: {reason}") from None


def _name(settings: Mapping[str, Any]) -> str:
    return str(settings["NAME"])


def _run(tool: str, settings: Mapping[str, Any], *asked: str) -> None:
    """Run one of PostgreSQL's tools; the password is in its environment, where nobody reads it."""
    found = shutil.which(tool)
    if not found:
        raise CannotCopy(f"{tool} is not on this machine: apt-get install postgresql-client")
    address = [f"--host={settings['HOST']}", f"--username={settings['USER']}", "--no-password"]
    address += [f"--port={settings['PORT']}"] if settings["PORT"] else []
    environment = {**os.environ, "PGPASSWORD": str(settings["PASSWORD"])}
    done = subprocess.run(  # nosec B603
        [found, *address, *asked], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotCopy(f"{tool} could not do it: {done.stderr.strip()}")


def _tables(connection: psycopg.Connection) -> dict[str, Table]:
    names = [name for (name,) in connection.execute(NAMES)]
    return {name: _table(connection, name) for name in names}


def _table(connection: psycopg.Connection, name: str) -> Table:
    rows, digest = connection.execute(sql.SQL(ROWS).format(sql.Identifier(name))).fetchone() or (
        0,
        "",
    )
    return Table(rows, digest)
