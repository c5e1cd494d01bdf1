"""Entries are added, never changed: held by the database itself."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER audit_entry_refuses_{event.lower()} BEFORE {event} ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END"""
    for event in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION audit_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$""",
    """CREATE TRIGGER audit_entry_refuses_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuses()""",
]
UNDO_SQLITE = [f"DROP TRIGGER audit_entry_refuses_{event}" for event in ("update", "delete")]
UNDO_POSTGRESQL = [
    "DROP TRIGGER audit_entry_refuses_change ON audit_entry",
    "DROP FUNCTION audit_entry_refuses",
]


def hold(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def let_go(apps, schema_editor):
    _run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


def _run(schema_editor, sqlite, postgresql):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(hold, let_go)]
