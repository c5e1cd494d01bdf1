"""A locked plan, a result and a decision are never changed: held by the database itself.

A later migration that makes SQLite write one of these tables anew loses the triggers with the old
table: it has to make them again (the tests of this room say so).
"""

from django.db import migrations

LOCKED = (
    "need_id", "organisation_id", "idea", "hypothesis", "form", "measure", "unit_kind", "unit",
    "direction", "threshold", "prediction", "planned_n", "max_cost", "max_days", "stop_rule",
    "riskiest_assumption", "locked_at", "locked_by_name", "replaces_id", "follows_id",
)  # fmt: skip
RESULT = (
    "trial_id", "n", "successes", "values", "deviations", "surprises", "recorded_at",
    "supersedes_id",
)  # fmt: skip
DECISION = ("trial_id", "kind", "reason", "decided_at")
# The table, what of it stays, from when it stays, and what the database says to a change.
KEPT = (
    ("trial", LOCKED, "OLD.state <> 'planned'", "the plan is locked: make a new version of it"),
    ("result", RESULT, "1 = 1", "a result stays: write a correction"),
    ("decision", DECISION, "1 = 1", "a decision stays"),
)


def _differs(fields, operator):
    return " OR ".join(f'OLD."{name}" {operator} NEW."{name}"' for name in fields)


def _sqlite(name, fields, when, says):
    table, refuses = f"trials_{name}", f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    differs = _differs(fields, "IS NOT")
    yield f"""CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table}
    WHEN {when} AND ({differs}) {refuses}"""
    yield f"CREATE TRIGGER {table}_remains BEFORE DELETE ON {table} WHEN {when} {refuses}"


def _postgresql(name, fields, when, says):
    table = f"trials_{name}"
    differs = _differs(fields, "IS DISTINCT FROM")
    yield f"""CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{says}'; END $$"""
    yield f"""CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN ({when} AND ({differs})) EXECUTE FUNCTION {table}_refuses()"""
    yield f"""CREATE TRIGGER {table}_remains BEFORE DELETE ON {table} FOR EACH ROW
    WHEN ({when}) EXECUTE FUNCTION {table}_refuses()"""


def _undo_sqlite(name, *_more):
    yield f"DROP TRIGGER trials_{name}_stays"
    yield f"DROP TRIGGER trials_{name}_remains"


def _undo_postgresql(name, *_more):
    table = f"trials_{name}"
    yield f"DROP TRIGGER {table}_stays ON {table}"
    yield f"DROP TRIGGER {table}_remains ON {table}"
    yield f"DROP FUNCTION {table}_refuses"


def hold(apps, schema_editor):
    _run(schema_editor, _sqlite, _postgresql)


def let_go(apps, schema_editor):
    _run(schema_editor, _undo_sqlite, _undo_postgresql)


def _run(schema_editor, sqlite, postgresql):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for kept in KEPT:
        for statement in statements(*kept):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("trials", "0001_initial")]
    operations = [migrations.RunPython(hold, let_go)]
