"""Test databases on SQLite and PostgreSQL, and emptying them after tests that commit.

On PostgreSQL two roles share one test database: the owner migrates and empties it, the tests
work in it as the application role, which may do neither. On both databases triggers refuse to
change what is append-only, so emptying goes round them.

Migrating takes ten seconds, so it is done once for the same code: SQLite's file is kept in pytest's
own folder, PostgreSQL's database on its server, and whoever tests works in a copy.
"""

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import setup_databases
from psycopg import Connection, connect, sql

from stafett.config.management.commands.prepare import GRANTS
from tools.shell import ROOT

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What migrations fill, and the program never changes."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
GUARDED = """SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
             WHERE NOT tgisinternal"""
MADE_ONE_AT_A_TIME = 20_261_126
"""PostgreSQL's number for the lock that makers of databases wait for."""


@contextmanager
def test_databases(*, kept: Path, verbosity: int) -> Iterator[None]:
    """Give the tests a migrated database of their own; remove it afterwards."""
    connection = connections["owner" if "owner" in connections else "default"]
    before = connection.settings_dict["NAME"]
    copy = _copied_postgresql if connection.vendor == "postgresql" else _copied_sqlite
    _work_in(connection, copy(connection, kept))
    if "owner" in connections:
        connections["default"].creation.set_as_test_mirror(connection.settings_dict)
    try:
        yield
    finally:
        _let_go()
        connection.creation.destroy_test_db(before, verbosity=verbosity)


def _work_in(connection: BaseDatabaseWrapper, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _let_go() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()


def digest() -> str:
    """Return the same for the same code, whose migrations make the same database."""
    read = hashlib.sha256(sys.version.encode())
    code = (ROOT / "src" / "stafett").rglob("*.py")
    for file in sorted([*code, *(ROOT / "requirements").glob("*.txt"), Path(__file__)]):
        read.update(f"{file.relative_to(ROOT)} {file.stat().st_size}\n".encode())
        read.update(file.read_bytes())
    return read.hexdigest()[:16]


def _copied_sqlite(connection: BaseDatabaseWrapper, kept: Path) -> str:
    """Migrate where nobody has for this code; return a copy of what came of it."""
    made = kept / f"{digest()}.sqlite3"
    name = connection.creation._get_test_db_name()
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _migrate()
            _keep(Path(name), made)
        shutil.copyfile(made, name)
    return name


def _keep(file: Path, made: Path) -> None:
    for old in made.parent.glob("*.sqlite3"):
        old.unlink()
    shutil.copyfile(file, made.with_suffix(".part"))
    made.with_suffix(".part").rename(made)


def _migrate() -> None:
    """Make the database as an installation does, and leave it."""
    setup_databases(verbosity=0, interactive=False)
    _let_go()


def _copied_postgresql(owner: BaseDatabaseWrapper, _kept: Path) -> str:
    """Migrate where nobody has for this code on this server; return a copy of what came of it."""
    made = f"made_{digest()}"
    name = owner.creation._get_test_db_name()
    told = {"made": sql.Identifier(made), "name": sql.Identifier(name)}
    with connect(**_address(owner), autocommit=True) as server:
        server.execute("SET statement_timeout = 0")
        server.execute("SELECT pg_advisory_lock(%s)", [MADE_ONE_AT_A_TIME])
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {name}").format(**told))
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [made]).fetchone():
            _migrate()
            _let_the_app_role_in(owner)
            server.execute(sql.SQL("ALTER DATABASE {name} RENAME TO {made}").format(**told))
        server.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {made}").format(**told))
    return name


def _let_the_app_role_in(owner: BaseDatabaseWrapper) -> None:
    """Give it what an installation gives it, neither more nor less."""
    role = connections["default"].settings_dict["USER"]
    with owner.cursor() as cursor:
        cursor.execute(GRANTS.format(role=owner.ops.quote_name(role)))
    owner.close()


def empty_the_database() -> None:
    """Remove all rows, as the owner, whatever triggers say."""
    if "owner" in connections:
        _empty_postgresql(connections["owner"])
    else:
        _empty_sqlite(connections["default"])


def _empty_postgresql(owner: BaseDatabaseWrapper) -> None:
    """Use a connection of our own: the test's are shut off from the owner, and may be broken."""
    with connect(**_address(owner)) as connection:
        connection.execute("SET lock_timeout = '10s'")
        tables = _to_empty(_names(connection, TABLES))
        guarded = _names(connection, GUARDED)
        for name in guarded:
            connection.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        connection.execute("TRUNCATE {}".format(", ".join(f'"{name}"' for name in tables)))
        for name in guarded:
            connection.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def _names(connection: Connection, question: str) -> list[str]:
    return [name for (name,) in connection.execute(question)]


def _address(owner: BaseDatabaseWrapper) -> dict[str, object]:
    settings = owner.settings_dict
    return {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "dbname": settings["NAME"],
    }


def _empty_sqlite(connection: BaseDatabaseWrapper) -> None:
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for name in _to_empty(connection.introspection.table_names(cursor)):
            cursor.execute(f'DELETE FROM "{name}"')
        for _, definition in triggers:
            cursor.execute(definition)


def _to_empty(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - KEPT)
