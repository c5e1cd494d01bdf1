"""What was decided about positions stays, and so does what became of the time.

Held by the database itself. A later migration that makes SQLite write these tables anew loses the
triggers with the old table: it has to make them again (the tests of this room say so).
"""

from django.db import migrations

DECIDED = (
    "commitment_id", "realised_by", "what", "positions", "people", "dismissals", "dismissals_on",
    "decide_by", "informed_id", "consulted_id", "risk_assessed_id", "informed_at", "replanned_at",
    "consulted_at", "risk_assessed_at", "decided_at",
)  # fmt: skip
TOLD = ("effect_id", "months", "became", "note", "told_at")
# The table, what of it stays, and from when.
KEPT = (
    ("staffingeffect", DECIDED, "OLD.decided_at IS NOT NULL"),
    ("freedtime", TOLD, "1 = 1"),
)
SAYS = "what was decided and told about positions stays"


def _differs(fields, operator):
    return "(" + " OR ".join(f'OLD."{name}" {operator} NEW."{name}"' for name in fields) + ")"


def _sqlite(name, fields, when):
    table, refuses = f"benefits_{name}", f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    differs = _differs(fields, "IS NOT")
    yield f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} WHEN {when} AND {differs} {refuses}"
    yield f"CREATE TRIGGER {table}_remains BEFORE DELETE ON {table} WHEN {when} {refuses}"


def _postgresql(name, fields, when):
    table = f"benefits_{name}"
    differs = _differs(fields, "IS DISTINCT FROM")
    yield f"""CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"""
    yield f"""CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN ({when} AND {differs}) EXECUTE FUNCTION {table}_refuses()"""
    yield f"""CREATE TRIGGER {table}_remains BEFORE DELETE ON {table} FOR EACH ROW
    WHEN ({when}) EXECUTE FUNCTION {table}_refuses()"""


def _undo_sqlite(name, *_more):
    yield f"DROP TRIGGER benefits_{name}_stays"
    yield f"DROP TRIGGER benefits_{name}_remains"


def _undo_postgresql(name, *_more):
    table = f"benefits_{name}"
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
    dependencies = [("benefits", "0007_positions")]
    operations = [migrations.RunPython(hold, let_go)]
