"""Only the receiver signs, and a receipt is never changed: held by the database itself.

A receipt of an answer names a role: chief executive, or a delegate named by one, in the receiving
municipality, on that day; one of an offer names a role at the sender. Receipts follow each other
without a gap, and agree with where the baton is. A baton moves along its states, and changes hands
only by its receipt; what was signed stays as it was.

On PostgreSQL the database is told who acts. There it also shows rows to the two sides alone, and
takes each side's word from that side. On SQLite it holds the rows together, and knows no more.

SQLite rebuilds no table that a trigger names, and rebuilding loses a table's own triggers. So there
they are laid aside before every ``migrate`` and made after it, by the room's ``apps``, from
:func:`on_sqlite`. A later migration that changes what is held takes over both (``apps.HELD_BY``).
"""

from django.db import migrations

ANSWERS = "('accepted', 'accepted_in_part', 'returned')"
EXCHANGES = "('offered', 'withdrawn', 'accepted', 'accepted_in_part', 'returned')"
OPEN = "('draft', 'offered', 'under_consideration', 'returned')"
WAYS = (
    ("draft", "offered"), ("draft", "withdrawn"),
    ("offered", "under_consideration"), ("offered", "accepted"), ("offered", "accepted_in_part"),
    ("offered", "returned"), ("offered", "withdrawn"),
    ("under_consideration", "accepted"), ("under_consideration", "accepted_in_part"),
    ("under_consideration", "returned"), ("under_consideration", "withdrawn"),
    ("accepted", "under_way"), ("accepted", "stopped"),
    ("accepted_in_part", "under_way"), ("accepted_in_part", "stopped"),
    ("returned", "offered"), ("returned", "withdrawn"),
    ("under_way", "new_practice"), ("under_way", "stopped"),
)  # fmt: skip
AGREED = (
    "message", "respond_by", "whose_time", "hours", "money", "price_year", "support",
    "support_until", "return_reason",
)  # fmt: skip
NOT_THEIRS = "only the receiving chief executive or a delegate signs"
NOT_THE_SENDER = "the sender offers and withdraws"
NOT_NEXT = "a receipt follows the one before it, and where the baton is"
UNSIGNED = "a baton changes hands by a receipt"
OUT_OF_TURN = "a baton goes through its states in order"
KEPT = "receipts are never changed"
AGREED_ON = "what was signed stays as it was signed"
NOT_DONE_YET = "a step is done while the change is under way, and stays done"
NOT_OURS = "each side speaks for itself"

# --- what both databases hold ---------------------------------------------------------------

# A role counts from its first day to the day before its end.
HOLDS = "{role}.valid_from <= {last} AND ({role}.valid_to IS NULL OR {role}.valid_to > {first})"
LAST = """(SELECT past.{what} FROM handovers_receipt AS past WHERE past.baton_id = {baton}
    ORDER BY past.sequence DESC LIMIT 1)"""


def _signer(first, last):
    holds = HOLDS.format(role="role", first=first, last=last)
    namer_holds = HOLDS.format(role="namer", first=first, last=last)
    return f"""EXISTS (SELECT 1 FROM organisations_role AS role
    JOIN handovers_baton AS baton ON baton.id = NEW.baton_id
    WHERE role.id = NEW.role_id AND role.organisation_id = baton.municipality_id
    AND NEW.organisation_id = baton.municipality_id AND role.kind = NEW.role_kind AND {holds}
    AND (role.kind = 'chief_executive' OR role.kind = 'delegate' AND EXISTS (
        SELECT 1 FROM organisations_role AS namer
        WHERE namer.id = role.delegated_by_id AND namer.organisation_id = role.organisation_id
        AND namer.kind = 'chief_executive' AND {namer_holds})))"""


def _sender(first, last):
    return f"""EXISTS (SELECT 1 FROM organisations_role AS role
    JOIN handovers_baton AS baton ON baton.id = NEW.baton_id
    WHERE role.id = NEW.role_id AND role.organisation_id = baton.sender_id
    AND NEW.organisation_id = baton.sender_id AND role.kind = NEW.role_kind
    AND {HOLDS.format(role="role", first=first, last=last)})"""


def _last(what, baton="NEW.baton_id"):
    return LAST.format(what=what, baton=baton)


NEXT = f"""NEW.sequence = COALESCE({_last("sequence")}, 0) + 1
    AND NEW.previous = COALESCE({_last("hash")}, '')
    AND NEW.made_at >= COALESCE({_last("made_at")}, NEW.made_at)
    AND EXISTS (SELECT 1 FROM handovers_baton AS baton WHERE baton.id = NEW.baton_id
        AND COALESCE({_last("kind")}, 'draft') =
            CASE baton.state WHEN 'under_consideration' THEN 'offered' ELSE baton.state END
        AND (NEW.kind = 'offered' AND baton.state IN ('draft', 'returned')
            OR NEW.kind = 'withdrawn' AND baton.state IN {OPEN}
            OR NEW.kind IN {ANSWERS} AND baton.state IN ('offered', 'under_consideration')))"""
MOVED = "NEW.state <> OLD.state"
IN_ORDER = " OR ".join(f"(OLD.state = '{here}' AND NEW.state = '{then}')" for here, then in WAYS)
BY_RECEIPT = f"""(NEW.state NOT IN {EXCHANGES}
    OR NEW.state = COALESCE({_last("kind", "NEW.id")}, 'draft'))"""
SIDES = " OR ".join(
    f"OLD.{name}_id <> NEW.{name}_id" for name in ("municipality", "initiative", "sender")
)
BORN = "NEW.state <> 'draft'"


def _agreed_differs(operator):
    differs = " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in AGREED)
    return f"OLD.state NOT IN {OPEN} AND ({differs})"


def _closed(row):
    return f"""NOT EXISTS (SELECT 1 FROM handovers_baton AS baton
    WHERE baton.id = {row}.baton_id AND baton.state IN {OPEN})"""


ANSWERED_EARLY = "NEW.answer <> 'pending'"
LINE_MOVED = "OLD.baton_id <> NEW.baton_id OR OLD.commitment_id <> NEW.commitment_id"
DONE_EARLY = """NEW.done_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM handovers_baton AS baton
    WHERE baton.id = NEW.baton_id AND baton.state = 'under_way')"""
DONE = "OLD.done_on IS NOT NULL"

# --- SQLite ---------------------------------------------------------------------------------

# It keeps times in UTC, and Norway is one or two hours ahead: either day will do.
FIRST, LATEST = "date(NEW.made_at, '+1 hours')", "date(NEW.made_at, '+2 hours')"
SIGNED_HERE = f"NEW.kind IN {ANSWERS} AND NOT {_signer(FIRST, LATEST)}"
SENT_HERE = f"NEW.kind NOT IN {ANSWERS} AND NOT {_sender(FIRST, LATEST)}"
# The name, on what, when it refuses, and what it says.
SQLITE = (
    ("receipt_signed", "BEFORE INSERT ON handovers_receipt", SIGNED_HERE, NOT_THEIRS),
    ("receipt_sent", "BEFORE INSERT ON handovers_receipt", SENT_HERE, NOT_THE_SENDER),
    ("receipt_next", "BEFORE INSERT ON handovers_receipt", f"NOT ({NEXT})", NOT_NEXT),
    ("receipt_stays", "BEFORE UPDATE ON handovers_receipt", "1", KEPT),
    ("receipt_remains", "BEFORE DELETE ON handovers_receipt", "1", KEPT),
    ("baton_begins", "BEFORE INSERT ON handovers_baton", BORN, UNSIGNED),
    ("baton_in_order", "BEFORE UPDATE ON handovers_baton",
     f"{MOVED} AND NOT ({IN_ORDER})", OUT_OF_TURN),
    ("baton_signed", "BEFORE UPDATE ON handovers_baton", f"{MOVED} AND NOT {BY_RECEIPT}", UNSIGNED),
    ("baton_sides", "BEFORE UPDATE ON handovers_baton", SIDES, OUT_OF_TURN),
    ("baton_agreed", "BEFORE UPDATE ON handovers_baton", _agreed_differs("IS NOT"), AGREED_ON),
    ("line_put", "BEFORE INSERT ON handovers_batonline",
     f"{ANSWERED_EARLY} OR {_closed('NEW')}", AGREED_ON),
    ("line_stays", "BEFORE UPDATE ON handovers_batonline",
     f"{LINE_MOVED} OR {_closed('OLD')}", AGREED_ON),
    ("line_remains", "BEFORE DELETE ON handovers_batonline", _closed("OLD"), AGREED_ON),
    ("step_put", "BEFORE INSERT ON handovers_changestep", DONE_EARLY, NOT_DONE_YET),
    ("step_stays", "BEFORE UPDATE ON handovers_changestep",
     f"{DONE} OR OLD.baton_id <> NEW.baton_id OR {DONE_EARLY}", NOT_DONE_YET),
    ("step_remains", "BEFORE DELETE ON handovers_changestep", DONE, NOT_DONE_YET),
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

DAY = "(NEW.made_at AT TIME ZONE 'Europe/Oslo')::date"
ACTING = "(SELECT NULLIF(current_setting('stafett.organisation', true), '')::bigint)"
IS_RECEIVER = f"NEW.municipality_id IS NOT DISTINCT FROM {ACTING}"
IS_SENDER = f"NEW.sender_id IS NOT DISTINCT FROM {ACTING}"
SPEAKS = f"""CASE WHEN NEW.state IN ('offered', 'withdrawn') THEN {IS_SENDER}
    ELSE {IS_RECEIVER} END"""
RECEIVED_BY = """EXISTS (SELECT 1 FROM handovers_baton AS baton WHERE baton.id = {row}.baton_id
    AND baton.municipality_id = {acting})"""
ANSWER_CHANGED = f"""(OLD.answer, OLD.reason, OLD.baseline_planned_on) IS DISTINCT FROM
    (NEW.answer, NEW.reason, NEW.baseline_planned_on)
    AND NOT {RECEIVED_BY.format(row="NEW", acting=ACTING)}"""
# The name, the table, the events, and what it refuses with which words.
FUNCTIONS = (
    ("receipt_check", "receipt", "BEFORE INSERT", (
        (f"NEW.kind IN {ANSWERS} AND NOT {_signer(DAY, DAY)}", NOT_THEIRS),
        (f"NEW.kind NOT IN {ANSWERS} AND NOT {_sender(DAY, DAY)}", NOT_THE_SENDER),
        (f"NEW.organisation_id IS DISTINCT FROM {ACTING}", NOT_OURS),
        (f"NOT ({NEXT})", NOT_NEXT),
    )),
    ("receipt_kept", "receipt", "BEFORE UPDATE OR DELETE", (("true", KEPT),)),
    ("baton_born", "baton", "BEFORE INSERT", ((BORN, UNSIGNED),)),
    ("baton_moved", "baton", "BEFORE UPDATE", (
        (f"{MOVED} AND NOT ({IN_ORDER})", OUT_OF_TURN),
        (f"{MOVED} AND NOT {BY_RECEIPT}", UNSIGNED),
        (f"{MOVED} AND NOT ({SPEAKS})", NOT_OURS),
        (SIDES, OUT_OF_TURN),
        (_agreed_differs("IS DISTINCT FROM"), AGREED_ON),
    )),
    ("line_put", "batonline", "BEFORE INSERT", (
        (f"{ANSWERED_EARLY} OR {_closed('NEW')}", AGREED_ON),
    )),
    ("line_stays", "batonline", "BEFORE UPDATE", (
        (f"{LINE_MOVED} OR {_closed('OLD')}", AGREED_ON),
        (ANSWER_CHANGED, NOT_OURS),
    )),
    ("line_remains", "batonline", "BEFORE DELETE", ((_closed("OLD"), AGREED_ON),)),
    ("step_put", "changestep", "BEFORE INSERT", ((DONE_EARLY, NOT_DONE_YET),)),
    ("step_stays", "changestep", "BEFORE UPDATE", (
        (f"{DONE} OR OLD.baton_id <> NEW.baton_id OR {DONE_EARLY}", NOT_DONE_YET),
    )),
    ("step_remains", "changestep", "BEFORE DELETE", ((DONE, NOT_DONE_YET),)),
)  # fmt: skip
# Rows are for the two sides of the exchange. Lines, receipts and steps follow their baton.
BATON = f"(municipality_id = {ACTING} OR sender_id = {ACTING})"
SENT = f"(sender_id = {ACTING})"
HANGS = "EXISTS (SELECT 1 FROM handovers_baton AS baton WHERE baton.id = handovers_{0}.baton_id)"
OURS = "(" + HANGS.format("receipt") + f" AND organisation_id = {ACTING})"
RECEIVED = RECEIVED_BY.format(row="handovers_changestep", acting=ACTING)
# The table, for what, which rows one meets, and which one may leave behind.
POLICIES = (
    ("baton", "SELECT", BATON, None),
    ("baton", "INSERT", None, SENT),
    ("baton", "UPDATE", BATON, BATON),
    ("batonline", "ALL", HANGS.format("batonline"), HANGS.format("batonline")),
    ("receipt", "SELECT", HANGS.format("receipt"), None),
    ("receipt", "INSERT", None, OURS),
    ("receipt", "UPDATE", HANGS.format("receipt"), OURS),
    ("receipt", "DELETE", HANGS.format("receipt"), None),
    ("changestep", "SELECT", HANGS.format("changestep"), None),
    ("changestep", "INSERT", None, RECEIVED),
    ("changestep", "UPDATE", RECEIVED, RECEIVED),
    ("changestep", "DELETE", RECEIVED, None),
)
TABLES = ("baton", "batonline", "receipt", "changestep")


def _postgresql():
    for name, table, event, refusals in FUNCTIONS:
        checks = " ".join(f"IF {when} THEN RAISE EXCEPTION '{says}'; END IF;"
                          for when, says in refusals)  # fmt: skip
        yield f"""CREATE FUNCTION handovers_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {checks} RETURN COALESCE(NEW, OLD); END $$"""
        yield f"""CREATE TRIGGER handovers_{name} {event} ON handovers_{table}
        FOR EACH ROW EXECUTE FUNCTION handovers_{name}()"""
    for table in TABLES:
        yield f"ALTER TABLE handovers_{table} ENABLE ROW LEVEL SECURITY"
    for table, event, meets, leaves in POLICIES:
        using = f"USING ({meets})" if meets else ""
        check = f"WITH CHECK ({leaves})" if leaves else ""
        yield f"""CREATE POLICY {_policy(table, event)} ON handovers_{table}
        FOR {event} {using} {check}"""


def _policy(table, event):
    return f"handovers_{table}_{event.lower()}"


def _undo_postgresql():
    for table, event, *_more in POLICIES:
        yield f"DROP POLICY {_policy(table, event)} ON handovers_{table}"
    for table in TABLES:
        yield f"ALTER TABLE handovers_{table} DISABLE ROW LEVEL SECURITY"
    for name, table, *_more in FUNCTIONS:
        yield f"DROP TRIGGER handovers_{name} ON handovers_{table}"
        yield f"DROP FUNCTION handovers_{name}"


# --- the migration --------------------------------------------------------------------------


def hold(apps, schema_editor):
    _run(schema_editor, _postgresql)


def let_go(apps, schema_editor):
    _run(schema_editor, _undo_postgresql)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements():
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("handovers", "0001_initial"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(hold, let_go)]
