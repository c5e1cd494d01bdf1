"""Test databases on SQLite and PostgreSQL, and emptying them after tests that commit.

On PostgreSQL two roles share one test database: the owner migrates and empties it, the tests
work in it as the application role, which may do neither. On both databases triggers refuse to
change what is append-only, so emptying goes round them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import setup_databases, teardown_databases
from psycopg import Connection, connect

from stafett.config.management.commands.prepare import GRANTS

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What migrations fill, and the program never changes."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
GUARDED = """SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
             WHERE NOT tgisinternal"""


@contextmanager
def test_databases(*, verbosity: int) -> Iterator[None]:
    """Make and migrate the test database; remove it afterwards."""
    made = setup_databases(verbosity=verbosity, interactive=False)
    try:
        if "owner" in connections:
            _let_the_app_role_in(connections["owner"])
        yield
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
            if connection.vendor == "postgresql":
                connection.close_pool()
        teardown_databases(made, verbosity=verbosity)


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
