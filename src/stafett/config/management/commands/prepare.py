"""Make the database ready: what an installation runs first, and after each upgrade."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

OWNER = "owner"
# What the program needs of its own tables. Traces and receipts are added and read, nothing else.
GRANTS = """
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
    REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, handovers_receipt FROM {role};
"""


class Command(BaseCommand):
    """Migrate, make the cache table, let the program in, load the country. Repeatable."""

    help = (
        "Make the database ready, on first start and after each upgrade: tables, the program's "
        "rights on PostgreSQL, municipalities, counties and national figures. Can be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        alias = owners_alias()
        self.stdout.write(_migrate(alias))
        call_command("createcachetable", database=alias, verbosity=0)
        if connections[alias].vendor == "postgresql":
            self.stdout.write(_let_the_program_in(alias))
        call_command("load_country", stdout=self.stdout)


def owners_alias() -> str:
    """Return the connection of whoever owns the tables."""
    return OWNER if OWNER in settings.DATABASES else "default"


def _migrate(alias: str) -> str:
    executor = MigrationExecutor(connections[alias])
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    return f"Database: {waiting} migrations applied." if waiting else "Database: up to date."


def _let_the_program_in(alias: str) -> str:
    role = connections["default"].settings_dict["USER"]
    if role == connections[alias].settings_dict["USER"]:
        return (
            f"Rights: {role} both makes the tables and works in them. Let another role own them "
            "(STAFETT_OWNER_DATABASE_URL beside STAFETT_DATABASE_URL): then the database itself "
            "refuses to change traces."
        )
    with connections[alias].cursor() as cursor:
        cursor.execute(GRANTS.format(role=connections[alias].ops.quote_name(role)))
    return f"Rights: {role} reads and writes; traces are only added."
