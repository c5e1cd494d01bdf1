"""What an initiative rests on is written once: held by the database itself, as 0002 does."""

from importlib import import_module

from django.db import migrations

triggers = import_module("stafett.trials.migrations.0002_locked_plans")
EVIDENCE = (
    "evidence",
    ("trial_id", "initiative_id"),
    "1 = 1",
    "what an initiative rests on stays",
)


def hold(apps, schema_editor):
    _run(schema_editor, triggers._sqlite, triggers._postgresql)


def let_go(apps, schema_editor):
    _run(schema_editor, triggers._undo_sqlite, triggers._undo_postgresql)


def _run(schema_editor, sqlite, postgresql):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements(*EVIDENCE):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("trials", "0003_evidence")]
    operations = [migrations.RunPython(hold, let_go)]
