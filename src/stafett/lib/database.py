"""What the database must know beside the rows."""

from django.db import connection

from stafett.lib.acting import Acting


def at_one_moment() -> None:
    """Let all that a transaction reads be as it was when it began. Called first in it.

    SQLite reads so by itself. Inside another transaction, that one has decided already.
    """
    if connection.vendor != "postgresql" or connection.savepoint_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def tell_database(acting: Acting) -> None:
    """Let PostgreSQL's row-level security know who acts, for this transaction only."""
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('stafett.organisation', %s, true)",
            [str(acting.organisation_id or "")],
        )
