"""A municipality's figures are reckoned anew when something they hang on changes: told by triggers.

Whoever writes - a page, a job, a command, a person in the database - leaves a touch for each
municipality it may mean something to. Those who read take the touches, reckon, and remove what
they took. A touch is a row of its own, so that nobody waits for anybody.

On PostgreSQL one statement leaves one touch for each municipality, however many rows it writes. On
SQLite, where only one writes at a time, one that is there already is enough. SQLite rebuilds no
table that a trigger names: there the triggers are laid aside before every ``migrate`` and made
after it, by the room's ``apps``, from :func:`on_sqlite`.
"""

from django.db import migrations

OWN = "SELECT {row}.organisation_id AS id FROM {rows}"
PROMISED = "SELECT {row}.municipality_id AS id FROM {rows}"
HANGING_ON_PROMISE = """SELECT promise.municipality_id AS id FROM {rows}
    JOIN benefits_commitment AS promise ON promise.id = {row}.commitment_id"""
HANGING_ON_BENEFIT = """SELECT promise.municipality_id AS id FROM {rows}
    JOIN benefits_commitment AS promise ON promise.benefit_id = {row}.id"""
MEASURED_BY = """SELECT promise.municipality_id AS id FROM {rows}
    JOIN benefits_benefit AS benefit ON benefit.indicator_id = {row}.id
    JOIN benefits_commitment AS promise ON promise.benefit_id = benefit.id"""
IN_THE_MAP = """SELECT promise.municipality_id AS id FROM {rows}
    JOIN benefits_benefit AS benefit ON benefit.initiative_id = {row}.initiative_id
    JOIN benefits_commitment AS promise ON promise.benefit_id = benefit.id"""
ARROW = """SELECT promise.municipality_id AS id FROM {rows}
    JOIN benefits_mapnode AS node ON node.id = {row}.source_id
    JOIN benefits_benefit AS benefit ON benefit.initiative_id = node.initiative_id
    JOIN benefits_commitment AS promise ON promise.benefit_id = benefit.id"""
HOURS_OF = """SELECT process.organisation_id AS id FROM {rows}
    JOIN benefits_process AS process ON process.id = {row}.process_id"""
FIGURE = """SELECT promise.municipality_id AS id FROM {rows}
    JOIN organisations_organisation AS place ON place.id = {row}.organisation_id
    JOIN benefits_commitment AS promise
        ON place.kind = 'national' OR promise.municipality_id = place.id"""
# The table, whose figures hang on a row, and what can happen to it.
WRITTEN = ("INSERT", "UPDATE", "DELETE")
HANGS = (
    ("indicators_observation", OWN, WRITTEN),
    ("indicators_indicator", MEASURED_BY, ("UPDATE",)),
    ("benefits_commitment", PROMISED, WRITTEN),
    ("benefits_usage", HANGING_ON_PROMISE, WRITTEN),
    ("benefits_conclusion", HANGING_ON_PROMISE, WRITTEN),
    ("benefits_benefit", HANGING_ON_BENEFIT, ("UPDATE",)),
    ("benefits_mapnode", IN_THE_MAP, ("UPDATE", "DELETE")),
    ("benefits_mapedge", ARROW, WRITTEN),
    ("benefits_processhours", HOURS_OF, WRITTEN),
    ("organisations_parameter", FIGURE, WRITTEN),
    ("organisations_unit", OWN, ("UPDATE",)),
)
HAS_PROMISED = "EXISTS (SELECT 1 FROM benefits_commitment AS any_promise WHERE any_promise.municipality_id = {0})"


def _name(table, event):
    return f"reports_touch_{table}_{event.lower()}"


# --- SQLite ---------------------------------------------------------------------------------


def on_sqlite():
    """Yield what makes SQLite tell."""
    for table, whose, events in HANGS:
        for event in events:
            touched = " UNION ".join(_row(whose, row) for row in _rows(event))
            yield f"""CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table} BEGIN
            INSERT INTO reports_touch (municipality_id) SELECT DISTINCT touched.id
            FROM ({touched}) AS touched WHERE {HAS_PROMISED.format("touched.id")}
            AND NOT EXISTS (SELECT 1 FROM reports_touch AS told
                            WHERE told.municipality_id = touched.id); END"""


def without_sqlite():
    """Yield what makes SQLite silent."""
    for table, _whose, events in HANGS:
        yield from (f"DROP TRIGGER IF EXISTS {_name(table, event)}" for event in events)


def _rows(event):
    return {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}[event]


def _row(whose, row):
    return whose.format(row=row, rows="(SELECT 1) AS this")


# --- PostgreSQL -----------------------------------------------------------------------------

TABLES = {
    "INSERT": "NEW TABLE AS fresh",
    "UPDATE": "OLD TABLE AS stale NEW TABLE AS fresh",
    "DELETE": "OLD TABLE AS stale",
}


def _postgresql():
    """Yield what makes PostgreSQL tell.

    Planned anew each time: a plan from when the tables were empty would read all of them for ever.
    """
    for table, whose, events in HANGS:
        for event in events:
            name, seen = _name(table, event), TABLES[event]
            touched = " UNION ".join(
                whose.format(row=rows, rows=rows) for rows in ("fresh", "stale") if rows in seen
            )
            yield f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            EXECUTE $sql$ INSERT INTO reports_touch (municipality_id) SELECT DISTINCT touched.id
            FROM ({touched}) AS touched WHERE {HAS_PROMISED.format("touched.id")} $sql$;
            RETURN NULL; END $$"""
            yield f"""CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {seen}
            FOR EACH STATEMENT EXECUTE FUNCTION {name}()"""


def _undo_postgresql():
    for table, _whose, events in HANGS:
        for event in events:
            yield f"DROP TRIGGER {_name(table, event)} ON {table}"
            yield f"DROP FUNCTION {_name(table, event)}"


# --- the migration --------------------------------------------------------------------------


def tell(apps, schema_editor):
    """Tell from now on; what is promised already is to be reckoned."""
    _run(schema_editor, _postgresql)
    schema_editor.execute(
        "INSERT INTO reports_touch (municipality_id) SELECT DISTINCT municipality_id"
        " FROM benefits_commitment"
    )


def be_silent(apps, schema_editor):
    _run(schema_editor, _undo_postgresql)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements():
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("benefits", "0002_initial"),
        ("indicators", "0001_initial"),
        ("organisations", "0001_initial"),
    ]
    operations = [migrations.RunPython(tell, be_silent)]
