"""Every way we can think of for the region to sign for a municipality, by SQL as the application.

Each way is refused on both databases, or, where somebody with the program's own password can rewrite
who has which role, is found by ``verify``. What the database refuses one by one stands in
``test_held.py``; here somebody tries to get round it.
"""

import pytest
from django.db import connection
from django.utils import timezone

from stafett.handovers import queries
from stafett.handovers.models import Baton, BatonLine, ChangeStep, DelegationReceipt, Receipt
from stafett.handovers.queries.receipts import Why
from stafett.lib.database import tell_database
from stafett.organisations.models import Membership, Role
from tests.factories import RoleFactory
from tests.rooms.handovers.by_hand import delegated, refuses, signed
from tests.rooms.handovers.stories import today

NO = (
    "only the receiving|only the chief|each side speaks|row-level|never changed|permission denied|"
    "follows the one before|by a receipt|in order|stays as it was|UNIQUE|unique|duplicate|"
    "stays done|FOREIGN KEY|foreign key|must be owner|NOT NULL"
)


def runs(sql, *values):
    """Return something that runs SQL as the application does."""

    def write():
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            if cursor.rowcount == 0:
                cursor.execute("SELECT handovers_no_row_was_met()")
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return write


NOTHING_MET = NO + "|handovers_no_row_was_met"


@pytest.fixture
def offered(at, rune):
    exchange = at("offered")
    exchange.fresh(rune)
    return exchange


def stands(exchange, state="offered"):
    baton = exchange.fresh()
    return (
        baton.state == state and baton.receipts.filter(organisation=exchange.municipality).count()
    )


# --- with one's own name ------------------------------------------------------------------------


def test_with_each_role_the_region_has(offered, rune):
    for kind in ("chief_executive", "delegate", "regional_coordinator", "administrator", "leader"):
        role = RoleFactory(organisation=rune.home, kind=kind, person=RoleFactory().person)
        for place in (rune.home.pk, offered.municipality.pk):
            told = {"role_id": role.pk, "role_kind": kind, "organisation_id": place}
            for answer in ("accepted", "accepted_in_part", "returned"):
                assert refuses(
                    NO, lambda told=told, kind=answer: signed(offered, rune, kind=kind, **told)
                )
    assert stands(offered) == 0


def test_as_delegate_named_by_the_regions_own_chief_executive(offered, rune):
    chief = RoleFactory(organisation=rune.home, kind="chief_executive")
    role = RoleFactory(organisation=offered.municipality, kind="delegate", delegated_by=chief)
    told = {"role_id": chief.pk, "role_kind": "chief_executive", "delegate_role": role}

    assert refuses(NO, lambda: delegated(offered, by=rune, **told))
    told = {"role_id": role.pk, "role_kind": "delegate"}
    assert refuses(NO, lambda: signed(offered, organisation_id=offered.municipality.pk, **told))


def test_by_taking_the_municipality_into_the_region(offered, rune):
    Membership.objects.update(valid_to=None)

    assert refuses(NO, lambda: signed(offered, rune))


def test_by_becoming_the_receiver(offered, rune):
    rows = Baton.objects.filter(pk=offered.baton.pk)

    assert refuses(NO, lambda: rows.update(municipality=rune.home))
    assert refuses(NO, lambda: rows.update(municipality=rune.home, state="accepted"))


# --- by moving what is there --------------------------------------------------------------------


def test_by_moving_the_answer_of_another_baton_here(offered):
    assert refuses(NOTHING_MET, runs("UPDATE handovers_receipt SET kind = 'accepted'"))
    assert refuses(NOTHING_MET, runs("UPDATE handovers_receipt SET id = id + 1000"))
    assert refuses(NOTHING_MET, runs("DELETE FROM handovers_receipt"))
    assert refuses(NOTHING_MET, runs("UPDATE handovers_baton SET state = 'accepted'"))
    assert refuses(NOTHING_MET, runs("UPDATE handovers_baton SET state = 'under_way'"))
    assert stands(offered) == 0


def copied(table, **other):
    """Return SQL that puts a row over itself, with something else in it, and its values."""
    with connection.cursor() as cursor:
        names = [c.name for c in connection.introspection.get_table_description(cursor, table)]
    quoted = ", ".join(f'"{name}"' for name in names)
    picked = ", ".join("%s" if name in other else f'"{name}"' for name in names)
    values = [other[name] for name in names if name in other]
    return quoted, picked, names, values


OVER = {
    "handovers_receipt": {"kind": "accepted", "sequence": 2},
    "handovers_baton": {"state": "draft", "message": "x"},
    "handovers_changestep": {"what": "x"},
    "handovers_batonline": {"reason": "x"},
}


@pytest.mark.parametrize("table", OVER)
@pytest.mark.parametrize("state", ["offered", "new_practice"])
def test_by_putting_a_row_over_the_one_that_is_there(at, rune, table, state):
    """REPLACE on SQLite takes a row away without asking; on PostgreSQL a conflict can update."""
    exchange = at(state)
    exchange.fresh(rune)
    quoted, picked, names, values = copied(table, **OVER[table])
    if connection.vendor == "sqlite":
        sql = f"INSERT OR REPLACE INTO {table} ({quoted}) SELECT {picked} FROM {table}"
    else:
        put = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
        sql = (
            f"INSERT INTO {table} ({quoted}) SELECT {picked} FROM {table} "
            f"ON CONFLICT (id) DO UPDATE SET {put}"
        )

    assert refuses(NOTHING_MET, runs(sql, *values))
    assert exchange.fresh().state == state


@pytest.mark.parametrize("table", OVER)
def test_by_giving_a_row_another_number(at, rune, table):
    exchange = at("accepted")
    exchange.fresh(rune)
    replace = "OR REPLACE " if connection.vendor == "sqlite" else ""

    assert refuses(NOTHING_MET, runs(f"UPDATE {replace}{table} SET id = id + 1000"))


@pytest.mark.parametrize("what", ["DROP TRIGGER handovers_{0} ON handovers_receipt",
                                  "ALTER TABLE handovers_receipt DISABLE TRIGGER ALL",
                                  "ALTER TABLE handovers_receipt DISABLE ROW LEVEL SECURITY",
                                  "TRUNCATE handovers_receipt",
                                  "SET session_replication_role = replica",
                                  "DROP TABLE handovers_receipt CASCADE"])  # fmt: skip
def test_by_taking_the_lock_off_the_door(offered, what):
    """On SQLite whoever has the file owns it, and the docs say so."""
    if connection.vendor == "postgresql":
        assert refuses("must be owner|permission denied", runs(what.format("receipt_check")))


# --- by answering line by line, or step by step ---------------------------------------------------


def test_by_answering_the_promises_for_them(offered):
    told = {"done_on": today()}
    if connection.vendor == "postgresql":
        assert refuses(NO, lambda: BatonLine.objects.update(answer="accepted"))
        assert ChangeStep.objects.update(**told) == 0
    else:
        assert refuses(NO, lambda: ChangeStep.objects.update(**told))


# --- by rewriting who has which role --------------------------------------------------------------


def forged(exchange, rune):
    """Let Rune's own role be the chief executive's there, and sign as if nothing had happened."""
    Role.objects.filter(pk=rune.role.pk).update(
        organisation=exchange.municipality, kind="chief_executive"
    )
    told = {"role_kind": "chief_executive", "organisation_id": exchange.municipality.pk}
    return lambda: signed(exchange, rune, **told)


def test_a_rewritten_role_is_refused_while_the_region_acts(offered, rune):
    if connection.vendor == "postgresql":
        assert refuses("each side speaks|only the", forged(offered, rune))


def test_a_rewritten_role_that_says_it_is_the_municipality_is_found(offered, rune, ingrid):
    """The program's own password can do this on both; the chain of traces shows it."""
    forged(offered, rune)
    tell_database(ingrid.acting_now)
    last = Receipt.objects.get(baton=offered.baton)
    receipt = Receipt(
        baton=last.baton, sequence=2, kind="accepted", snapshot="{}", signed_by_name="Ingrid Berg",
        role=rune.role, role_kind="chief_executive", organisation=offered.municipality,
        made_at=timezone.now(), previous=last.hash,
    )  # fmt: skip
    receipt.hash = queries.link(receipt)
    Receipt.objects.bulk_create([receipt])
    Baton.objects.filter(pk=last.baton_id).update(state="accepted")

    broken = queries.verify(offered.fresh()).broken
    assert (broken.sequence, broken.why) == (2, Why.UNTRACED)


def test_delegations_are_the_municipalitys_own_to_read(offered, rune, kari):
    delegated(offered)
    tell_database(rune.acting_now)
    assert not DelegationReceipt.objects.visible_to(rune.acting_now).exists()
    if connection.vendor == "postgresql":
        assert not DelegationReceipt.objects.exists()
