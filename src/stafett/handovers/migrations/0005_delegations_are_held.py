"""A delegation is receipted by the chief executive, and only then does a delegate sign.

What the chief executive says is held as receipts of batons are: by their role that day, in order,
never changed. A delegate's signature asks for a receipt that names their role, and none that takes
it back: so a delegation that has ended cannot be lengthened behind everybody's back.

On SQLite the room's ``apps`` lays these aside and makes them again, as those of ``0002``.
"""

from importlib import import_module

from django.db import migrations

before = import_module("stafett.handovers.migrations.0002_only_the_receiver_signs")

NOT_THE_CHIEF = "only the chief executive there delegates"
NOT_DELEGATED = f"{before.NOT_THEIRS}, and the delegation has a receipt that stands"
NOT_NEXT = "a delegation follows the one before it"


def _chief(first, last):
    holds = before.HOLDS.format(role="role", first=first, last=last)
    return f"""EXISTS (SELECT 1 FROM organisations_role AS role
    JOIN organisations_role AS given ON given.id = NEW.delegate_role_id
    WHERE role.id = NEW.role_id AND role.organisation_id = NEW.organisation_id
    AND role.kind = 'chief_executive' AND NEW.role_kind = role.kind AND {holds}
    AND given.organisation_id = NEW.organisation_id AND given.kind = 'delegate'
    AND given.delegated_by_id IS NOT NULL
    AND (NEW.kind <> 'named' OR given.delegated_by_id = NEW.role_id))"""


def _last(what):
    return f"""(SELECT past.{what} FROM handovers_delegationreceipt AS past
    WHERE past.organisation_id = NEW.organisation_id ORDER BY past.sequence DESC LIMIT 1)"""


NEXT = f"""NEW.sequence = COALESCE({_last("sequence")}, 0) + 1
    AND NEW.previous = COALESCE({_last("hash")}, '')
    AND NEW.made_at >= COALESCE({_last("made_at")}, NEW.made_at)
    AND NEW.kind IN ('named', 'ended')"""
STANDS = """EXISTS (SELECT 1 FROM handovers_delegationreceipt AS named
    WHERE named.delegate_role_id = NEW.role_id AND named.kind = 'named')
    AND NOT EXISTS (SELECT 1 FROM handovers_delegationreceipt AS ended
    WHERE ended.delegate_role_id = NEW.role_id AND ended.kind = 'ended')"""
UNDELEGATED = f"NEW.kind IN {before.ANSWERS} AND NEW.role_kind = 'delegate' AND NOT ({STANDS})"

# --- SQLite ---------------------------------------------------------------------------------

SQLITE = (
    ("receipt_delegated", "BEFORE INSERT ON handovers_receipt", UNDELEGATED, NOT_DELEGATED),
    ("delegation_said", "BEFORE INSERT ON handovers_delegationreceipt",
     f"NOT {_chief(before.FIRST, before.LATEST)}", NOT_THE_CHIEF),
    ("delegation_next", "BEFORE INSERT ON handovers_delegationreceipt", f"NOT ({NEXT})", NOT_NEXT),
    ("delegation_stays", "BEFORE UPDATE ON handovers_delegationreceipt", "1", before.KEPT),
    ("delegation_remains", "BEFORE DELETE ON handovers_delegationreceipt", "1", before.KEPT),
    # REPLACE takes a row away without asking the triggers of DELETE; so nothing is put over a row.
    *[(f"{name}_over", f"BEFORE INSERT ON handovers_{name}",
       f"EXISTS (SELECT 1 FROM handovers_{name} WHERE id = NEW.id)", before.KEPT)
      for name in (*before.TABLES, "delegationreceipt")],
    *[(f"{name}_renumbered", f"BEFORE UPDATE OF id ON handovers_{name}",
       "OLD.id <> NEW.id", before.KEPT)
      for name in (*before.TABLES, "delegationreceipt")],
)  # fmt: skip


def on_sqlite():
    """Yield what makes SQLite hold all this."""
    for name, event, when, says in SQLITE:
        yield f"""CREATE TRIGGER handovers_{name} {event} WHEN {when}
        BEGIN SELECT RAISE(ABORT, '{says}'); END"""


def without_sqlite():
    """Yield what makes SQLite let go."""
    yield from (f"DROP TRIGGER IF EXISTS handovers_{name}" for name, *_more in SQLITE)


# --- PostgreSQL -----------------------------------------------------------------------------

OURS = f"organisation_id = {before.ACTING}"
FUNCTIONS = (
    ("receipt_delegated", "receipt", "BEFORE INSERT", ((UNDELEGATED, NOT_DELEGATED),)),
    ("delegation_check", "delegationreceipt", "BEFORE INSERT", (
        (f"NOT {_chief(before.DAY, before.DAY)}", NOT_THE_CHIEF),
        (f"NEW.organisation_id IS DISTINCT FROM {before.ACTING}", before.NOT_OURS),
        (f"NOT ({NEXT})", NOT_NEXT),
    )),
    ("delegation_kept", "delegationreceipt", "BEFORE UPDATE OR DELETE", (("true", before.KEPT),)),
)  # fmt: skip
POLICIES = (
    ("SELECT", f"USING ({OURS})"),
    ("INSERT", f"WITH CHECK ({OURS})"),
    ("UPDATE", f"USING ({OURS})"),
    ("DELETE", f"USING ({OURS})"),
)
KNOWS = """CREATE OR REPLACE FUNCTION handovers_knows(mark text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM handovers_receipt WHERE hash = mark)
        OR EXISTS (SELECT 1 FROM handovers_delegationreceipt WHERE hash = mark) $$"""
KNEW = import_module("stafett.handovers.migrations.0003_known_to_anybody").KNOWS


def _postgresql():
    for name, table, event, refusals in FUNCTIONS:
        checks = " ".join(f"IF {when} THEN RAISE EXCEPTION '{says}'; END IF;"
                          for when, says in refusals)  # fmt: skip
        yield f"""CREATE FUNCTION handovers_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {checks} RETURN COALESCE(NEW, OLD); END $$"""
        yield f"""CREATE TRIGGER handovers_{name} {event} ON handovers_{table}
        FOR EACH ROW EXECUTE FUNCTION handovers_{name}()"""
    yield "ALTER TABLE handovers_delegationreceipt ENABLE ROW LEVEL SECURITY"
    for event, shows in POLICIES:
        yield f"""CREATE POLICY handovers_delegationreceipt_{event.lower()}
        ON handovers_delegationreceipt FOR {event} {shows}"""
    yield KNOWS


def _undo_postgresql():
    yield KNEW.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    for event, _shows in POLICIES:
        name = f"handovers_delegationreceipt_{event.lower()}"
        yield f"DROP POLICY {name} ON handovers_delegationreceipt"
    yield "ALTER TABLE handovers_delegationreceipt DISABLE ROW LEVEL SECURITY"
    for name, table, *_more in FUNCTIONS:
        yield f"DROP TRIGGER handovers_{name} ON handovers_{table}"
        yield f"DROP FUNCTION handovers_{name}"


def hold(apps, schema_editor):
    _run(schema_editor, _postgresql)


def let_go(apps, schema_editor):
    _run(schema_editor, _undo_postgresql)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements():
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("handovers", "0004_delegations_are_receipted")]
    operations = [migrations.RunPython(hold, let_go)]
