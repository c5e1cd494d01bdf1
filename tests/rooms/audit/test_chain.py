"""The chain: whatever is recorded holds, and whatever is changed afterwards is found."""

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.audit import queries
from stafett.audit.models import Detail, Entry
from stafett.audit.queries import Broken
from stafett.audit.rules import link, salted_digest
from tests import database
from tests.factories import NOW
from tests.rooms.audit.copies import (
    KARI,
    SIRI,
    copied,
    events,
    linked_anew,
    note,
    note_needs,
    put_in,
    undone,
)

pytestmark = pytest.mark.django_db
FJORDVIK = "organisation:4601"
TITLES = ["Vi taster for hånd", "Vi ringer rundt", "Vi kjører med papir", "Vi venter på svar"]
FIVE = [(KARI, "need.registered", NOW + timedelta(hours=n), {"n": n}) for n in range(5)]
OTHERWISE = {
    "chain": f"{FJORDVIK}0",
    "at": NOW + timedelta(days=9, microseconds=1),
    "verb": "need.forged",
    "target": "needs.need:999",
    "person_id": 999,
    "role_kind": "chief_executive",
    "organisation_id": 999,
    "digest": "0" * 64,
    "previous": "0" * 64,
    "hash": "0" * 64,
}


def _found(entries, heads, kept=None):
    with undone():
        put_in(entries, heads)
        return list(queries.first_broken(kept))


# --- laws -----------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(events, max_size=3), max_size=5))
def test_whatever_is_recorded_holds(actions):
    with undone():
        for happened in actions:
            note(*happened)

        assert not list(queries.first_broken())
        assert sum(count for count, _hash in queries.heads().values()) == sum(map(len, actions))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 4), st.sampled_from(sorted(OTHERWISE)))
def test_any_changed_field_is_found_where_it_stands(at, name):
    entries, heads = copied(*FIVE)
    setattr(entries[at], name, OTHERWISE[name])

    assert (FJORDVIK, at + 1) in {(place.chain, place.sequence) for place in _found(entries, heads)}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 4))
def test_an_entry_changed_with_its_own_hash_breaks_the_link_to_the_next(at):
    entries, heads = copied(*FIVE)
    entries[at].verb = "need.forged"
    entries[at].hash = link(entries[at])

    (broken,) = _found(entries, heads)

    if at < 4:
        assert broken == Broken(FJORDVIK, at + 2, "it does not follow the entry before it")
    else:
        assert broken == Broken(FJORDVIK, 5, "it differs from the head")


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 4))
def test_a_removed_entry_is_missed_where_it_stood(at):
    entries, heads = copied(*FIVE)
    del entries[at]

    (broken,) = _found(entries, heads)

    assert (broken.sequence, "missing" in broken.why) == (at + 1, True)


@settings(max_examples=10, deadline=None)
@given(st.sets(st.integers(0, 4), min_size=2, max_size=2))
def test_swapped_entries_are_found_at_the_first_of_them(pair):
    entries, heads = copied(*FIVE)
    first, second = (entries[at] for at in sorted(pair))
    first.sequence, second.sequence = second.sequence, first.sequence

    assert [place.sequence for place in _found(entries, heads)] == [min(pair) + 1]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 5))
def test_an_added_entry_is_found_however_well_it_is_linked(at):
    entries, heads = copied(*FIVE)
    for entry in entries[at:]:
        entry.sequence += 1
    forged = Entry(chain=FJORDVIK, sequence=at + 1, at=NOW, verb="need.forged", target="x:1")
    forged.id = max(entry.id for entry in entries) + 1
    forged.previous = entries[at - 1].hash if at else ""
    forged.hash = link(forged)

    (broken,) = _found([*entries, forged], heads)

    assert broken.sequence in {at + 1, at + 2}


# --- stories --------------------------------------------------------------------------------


def test_the_first_broken_link_of_each_chain_is_named():
    entries, heads = copied(*FIVE, (SIRI, "need.registered", NOW, {}))
    siris, karis = entries[0], entries[1:]
    siris.verb = karis[2].verb = karis[4].verb = "need.forged"

    assert _found(entries, heads) == [
        Broken("organisation:1871", 1, "its content was changed"),
        Broken(FJORDVIK, 3, "its content was changed"),
    ]


def test_an_end_that_was_cut_off_is_named():
    entries, heads = copied(*FIVE)

    (broken,) = _found(entries[:3], heads)

    assert broken == Broken(FJORDVIK, 4, "the end is missing: the head says 5 entries")


def test_a_chain_rewritten_as_a_whole_differs_from_what_was_kept():
    entries, heads = copied(*FIVE)
    kept = {FJORDVIK: (3, entries[2].hash)}
    entries[1].verb = "need.forged"
    linked_anew(entries, heads)

    assert _found(entries, heads) == []
    assert _found(entries, heads, kept) == [
        Broken(FJORDVIK, 3, "it differs from the kept head"),
    ]


def test_a_chain_cut_with_its_head_is_shorter_than_what_was_kept():
    entries, heads = copied(*FIVE)
    kept = {FJORDVIK: (5, entries[4].hash)}
    linked_anew(entries[:2], heads)

    (broken,) = _found(entries[:2], heads, kept)

    assert broken == Broken(FJORDVIK, 3, "the end is missing: the kept head says 5 entries")
    assert _found([], [], kept)[0].sequence == 1


def test_entries_whose_head_is_gone_are_found():
    entries, _heads = copied(*FIVE)

    assert _found(entries, []) == [Broken(FJORDVIK, 5, "the head does not know this end")]


def test_a_readable_text_that_was_changed_is_found():
    note_needs(*TITLES)
    second = Detail.objects.order_by("entry_id")[1]
    Detail.objects.filter(pk=second.pk).update(text=second.text.replace("ringer", "brøler"))

    assert list(queries.first_broken()) == [
        Broken(FJORDVIK, 2, "its readable text was changed"),
    ]


def test_a_readable_text_that_was_changed_with_its_digest_is_found():
    entries, heads = copied(*FIVE)
    entries[1].detail.text = "{}"
    entries[1].digest = salted_digest(entries[1].detail.salt, "{}")

    assert _found(entries, heads) == [Broken(FJORDVIK, 2, "its content was changed")]


def test_two_equal_things_leave_different_digests():
    note_needs("Vi taster for hånd", "Vi taster for hånd")

    assert Entry.objects.values("digest").distinct().count() == 2


def test_checking_while_others_work_raises_no_alarm(monkeypatch):
    note_needs(*TITLES)
    ends_now = queries.heads

    def ends_then_more():
        ends = ends_now()
        note_needs("Mens du så etter")
        note_needs("I en annen kommune", by=SIRI)
        return ends

    monkeypatch.setattr(queries, "heads", ends_then_more)

    assert not list(queries.first_broken())


# --- the database says no -------------------------------------------------------------------

ROUND_THE_TRIGGERS = [
    "TRUNCATE audit_entry",
    "TRUNCATE audit_entry CASCADE",
    "DROP TRIGGER audit_entry_refuses_change ON audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "DROP FUNCTION audit_entry_refuses CASCADE",
    "SET session_replication_role = replica",
]


CHANGES = ["UPDATE audit_entry SET verb = 'need.forged'", "DELETE FROM audit_entry"]


def _say(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def _say_as_owner(sql):
    """Speak as the role that made the tables; SQLite knows no roles."""
    if "owner" not in connections:
        return _say(sql)
    with psycopg.connect(**database._address(connections["owner"])) as owner:
        return owner.execute(sql)


@pytest.mark.parametrize("sql", CHANGES)
def test_the_program_cannot_change_an_entry(sql):
    note_needs(*TITLES)

    with pytest.raises(DatabaseError, match=r"permission denied|never changed"):
        _say(sql)

    assert Entry.objects.filter(verb="need.registered").count() == 4


@pytest.mark.django_db(transaction=True)
def test_nor_can_the_owner_of_the_tables():
    note_needs(*TITLES)

    for sql in CHANGES:
        with pytest.raises((DatabaseError, psycopg.DatabaseError), match="never changed"):
            _say_as_owner(sql)

    assert Entry.objects.filter(verb="need.registered").count() == 4


def test_who_gets_round_the_triggers_is_stopped_or_found():
    """PostgreSQL stops the program's role. SQLite's file is its owner's, and there it is found."""
    note_needs(*TITLES)

    if connection.vendor == "postgresql":
        for sql in ROUND_THE_TRIGGERS:
            with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
                _say(sql)
    else:
        _say("DROP TRIGGER audit_entry_refuses_delete")
        _say("DELETE FROM audit_entry WHERE sequence = 2")

        assert next(queries.first_broken()).sequence == 2
