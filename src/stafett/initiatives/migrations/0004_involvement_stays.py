"""What was noted stays, and no note is put before another: held by the database itself.

A later migration that makes SQLite write this table anew loses the triggers with the old table:
it has to make them again (the tests of this room say so).
"""

from django.db import migrations

TABLE = "initiatives_involvement"
NOTED = (
    "initiative_id", "organisation_id", "kind", "with_whom", "happened_on", "view", "noted_at",
)  # fmt: skip
ANSWER = ("reply", "replied_on")
STAYS = "what was noted stays: note what you know now"
ANSWERED = "an answer is given once"
EARLIER = "a note is not put before those that are there"
TO_COME = "what is noted has happened"
LATER = f"""EXISTS (SELECT 1 FROM {TABLE} AS noted WHERE noted.initiative_id = NEW.initiative_id
    AND noted.organisation_id = NEW.organisation_id AND noted.noted_at > NEW.noted_at)"""
# Norway is never more than two hours ahead of the time that is kept.
DAY = {
    "sqlite": "date(NEW.noted_at, '+2 hours')",
    "postgresql": "((NEW.noted_at + interval '2 hours') AT TIME ZONE 'UTC')::date",
}


def _differs(fields, operator):
    return "(" + " OR ".join(f'OLD."{name}" {operator} NEW."{name}"' for name in fields) + ")"


def _sqlite():
    differs = _differs(NOTED, "IS NOT")
    answered = f"OLD.replied_on IS NOT NULL AND {_differs(ANSWER, 'IS NOT')}"
    yield _refusing("stays", f"UPDATE ON {TABLE} WHEN {differs}", STAYS)
    yield _refusing("answered", f"UPDATE ON {TABLE} WHEN {answered}", ANSWERED)
    yield _refusing("remains", f"DELETE ON {TABLE}", STAYS)
    yield _refusing("in_time", f"INSERT ON {TABLE} WHEN {LATER}", EARLIER)
    yield _refusing(
        "has_happened", f"INSERT ON {TABLE} WHEN NEW.happened_on > {DAY['sqlite']}", TO_COME
    )


def _refusing(name, when, says):
    refuses = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    return f"CREATE TRIGGER {TABLE}_{name} BEFORE {when} {refuses}"


def _postgresql():
    yield f"""CREATE FUNCTION {TABLE}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{STAYS}'; END IF;
    IF TG_OP = 'UPDATE' THEN
        IF {_differs(NOTED, "IS DISTINCT FROM")} THEN RAISE EXCEPTION '{STAYS}'; END IF;
        IF OLD.replied_on IS NOT NULL AND {_differs(ANSWER, "IS DISTINCT FROM")} THEN
            RAISE EXCEPTION '{ANSWERED}'; END IF;
        RETURN NEW;
    END IF;
    IF {LATER} THEN RAISE EXCEPTION '{EARLIER}'; END IF;
    IF NEW.happened_on > {DAY["postgresql"]} THEN RAISE EXCEPTION '{TO_COME}'; END IF;
    RETURN NEW;
    END $$"""
    yield f"""CREATE TRIGGER {TABLE}_stays BEFORE INSERT OR UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuses()"""


def _undo_sqlite():
    for name in ("stays", "answered", "remains", "in_time", "has_happened"):
        yield f"DROP TRIGGER {TABLE}_{name}"


def _undo_postgresql():
    yield f"DROP TRIGGER {TABLE}_stays ON {TABLE}"
    yield f"DROP FUNCTION {TABLE}_refuses"


def hold(apps, schema_editor):
    _run(schema_editor, _sqlite, _postgresql)


def let_go(apps, schema_editor):
    _run(schema_editor, _undo_sqlite, _undo_postgresql)


def _run(schema_editor, sqlite, postgresql):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_asking_and_versioned_answers")]
    operations = [migrations.RunPython(hold, let_go)]
