"""Receipts: what was signed can be read and verified, and one changed byte is found and named."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from stafett.audit import actions as audit
from stafett.handovers import actions, queries
from stafett.handovers.models import Receipt
from stafett.handovers.queries import receipts, told
from stafett.lib.database import tell_database
from tests.factories import ObservationFactory
from tests.rooms.handovers.by_hand import the_owner_goes_round_the_trigger
from tests.rooms.handovers.stories import come, today


def verified(exchange):
    with transaction.atomic():
        return queries.verify(exchange.fresh())


@pytest.fixture
def accepted(exchange):
    """A baton that came back once: three receipts before the last, which accepts it."""
    with transaction.atomic():
        exchange.prepare()
        exchange.offer()
        exchange.return_()
        exchange.is_ready()
        exchange.offer()
        exchange.accept()
    return exchange


def first(exchange, sequence):
    with transaction.atomic():
        exchange.fresh()
        return Receipt.objects.get(baton=exchange.baton, sequence=sequence)


# --- a receipt says it all -------------------------------------------------------------------


@pytest.mark.django_db
def test_each_exchange_makes_one_that_holds_what_was_agreed(accepted, ingrid):
    receipt = first(accepted, 4)
    kept = json.loads(receipt.snapshot)
    [promise] = kept["agreement"]["promises"]

    assert (receipt.signed_by_name, receipt.role, receipt.role_kind) == (
        "Ingrid Berg",
        ingrid.role,
        "chief_executive",
    )
    assert [promise[name] for name in ("target_low", "target_likely", "target_high")] == [
        "6",
        "8",
        "10",
    ]
    assert promise["owner_name"] == "Kari Nes"
    assert promise["baseline"]["value"] == "12"
    assert kept["agreement"]["time"] == {"whose": "To ansatte på økonomi", "hours": "120"}
    assert kept["agreement"]["money"] == {"amount": "40000", "price_year": 2026}
    assert kept["agreement"]["support"]["what"] == "Opplæring og en veileder"
    assert kept["points"] == [[number, True, True] for number in range(1, 10)]
    assert first(accepted, 2).kind == "returned"
    assert json.loads(first(accepted, 2).snapshot)["reason"] == "Vi mangler folk til opplæringen."


@pytest.mark.django_db
def test_receipts_are_linked_and_hold(accepted):
    chain = [first(accepted, sequence) for sequence in (1, 2, 3, 4)]

    assert [receipt.previous for receipt in chain] == ["", *[each.hash for each in chain[:-1]]]
    assert verified(accepted) == receipts.Verified(4, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", ["draft", "offered", "under_consideration", "accepted_in_part", "returned",
              "withdrawn", "under_way", "new_practice", "stopped"],
)  # fmt: skip
def test_receipts_hold_wherever_the_baton_is(at, state):
    assert verified(at(state)).holds


# --- one changed byte -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_one_changed_byte_is_found_and_named(accepted):
    receipt = first(accepted, 3)
    place = receipt.snapshot.index('"target_likely":"8"') + len('"target_likely":"')
    changed = f"{receipt.snapshot[:place]}9{receipt.snapshot[place + 1 :]}"
    with the_owner_goes_round_the_trigger() as write:
        write("UPDATE handovers_receipt SET snapshot = %s WHERE id = %s", changed, receipt.pk)

    broken = verified(accepted).broken
    assert (broken.sequence, broken.why) == (3, receipts.Why.CONTENT)
    assert broken.differs == (
        receipts.Difference("agreement.promises.0.target_likely", '"8"', '"9"'),
    )
    answer = _told_by_the_command()
    assert "receipt 3: its content was changed" in answer
    assert 'agreement.promises.0.target_likely was "8", is "9"' in answer


CHANGES = {
    "signed_by_name": ("Rune Dahl", "signed_by_name", "Rune Dahl"),
    "kind": ("returned", "kind", "returned"),
    "role_kind": ("delegate", "role_kind", "delegate"),
    "snapshot": ("{", "snapshot", '"{"'),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("field", CHANGES)
def test_whatever_is_changed_is_named(accepted, field):
    value, name, now = CHANGES[field]
    with the_owner_goes_round_the_trigger() as write:
        write(f"UPDATE handovers_receipt SET {field} = %s WHERE sequence = 4", value)

    broken = verified(accepted).broken
    assert broken.sequence == 4
    assert name in {difference.what for difference in broken.differs}
    assert now in {difference.now for difference in broken.differs}


@pytest.mark.django_db(transaction=True)
def test_a_receipt_that_is_made_anew_with_its_own_hash_differs_from_the_trace(accepted):
    receipt = first(accepted, 4)
    receipt.signed_by_name = "Rune Dahl"
    with the_owner_goes_round_the_trigger() as write:
        write(
            "UPDATE handovers_receipt SET signed_by_name = %s, hash = %s WHERE id = %s",
            receipt.signed_by_name, queries.link(receipt), receipt.pk,
        )  # fmt: skip

    broken = verified(accepted).broken
    assert (broken.sequence, broken.why) == (4, receipts.Why.ANEW)
    assert receipts.Difference("signed_by_name", "Ingrid Berg", "Rune Dahl") in broken.differs


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("gone", "at", "why"),
    [(1, 1, "MISSING"), (2, 2, "MISSING"), (3, 3, "MISSING"), (4, 4, "END")],
)
def test_a_missing_receipt_is_named(accepted, gone, at, why):
    with the_owner_goes_round_the_trigger() as write:
        write("DELETE FROM handovers_receipt WHERE sequence = %s", gone)

    broken = verified(accepted).broken
    assert (broken.sequence, broken.why) == (at, receipts.Why[why])


@pytest.mark.django_db(transaction=True)
def test_a_baton_that_was_moved_without_a_receipt_is_found(exchange):
    with transaction.atomic():
        come(exchange, "offered")
    with the_owner_goes_round_the_trigger() as write:
        write("UPDATE handovers_baton SET state = 'accepted' WHERE id = %s", exchange.baton.pk)

    assert verified(exchange).broken == receipts.Broken(2, receipts.Why.STATE)


@pytest.mark.django_db(transaction=True)
def test_when_the_traces_texts_are_erased_a_change_is_still_found(accepted, ingrid):
    with transaction.atomic():
        audit.erase_details(target=accepted.baton, by=ingrid.acting_now, now=timezone.now())
    with the_owner_goes_round_the_trigger() as write:
        write("UPDATE handovers_receipt SET signed_by_name = 'Rune' WHERE sequence = 2")

    assert verified(accepted).broken == receipts.Broken(2, receipts.Why.CONTENT)


def _told_by_the_command():
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_receipts", stderr=said)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_says_how_many_hold(accepted):
    said = StringIO()
    call_command("verify_receipts", stdout=said)

    assert said.getvalue() == "4 receipts of 1 batons hold.\n"


# --- R35: since then ------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_changed_in_a_promise_after_the_signature_is_shown(accepted):
    promise = accepted.promises[0]
    type(promise).objects.filter(pk=promise.pk).update(target_likely=9, take_out="undecided")
    baton = accepted.fresh()
    found = queries.ground(accepted.chief.acting_now, baton)
    changed = told.changes(receipts.changed_since(found, receipts.signed_of(baton))[promise.pk])

    assert [(row.what, row.was, row.now) for row in changed] == [
        ("the likely level", "8", "9"),
        ("how it is taken out", "the time or money is used for something else", "not decided yet"),
    ]


@pytest.mark.django_db
def test_a_corrected_baseline_is_shown_beside_the_one_that_was_signed(accepted):
    promise = accepted.promises[0]
    rows = promise.benefit.indicator.observations
    rows.update(is_live=False)
    ObservationFactory(
        indicator=promise.benefit.indicator, organisation=accepted.municipality, value=11,
        period_start=promise.baseline_from, period_end=promise.baseline_to,
    )  # fmt: skip
    baton = accepted.fresh()
    found = queries.ground(accepted.chief.acting_now, baton)
    [change] = told.changes(receipts.changed_since(found, receipts.signed_of(baton))[promise.pk])

    assert change.what == "the baseline"
    assert change.was.startswith("12, ")
    assert change.now.startswith("11, ")


# --- what is signed is what was read ----------------------------------------------------------


@pytest.mark.django_db
def test_what_was_changed_while_somebody_read_is_not_signed(exchange):
    come(exchange, "offered")
    seen = exchange.seen()
    promise = exchange.promises[0]
    type(promise).objects.filter(pk=promise.pk).update(target_likely=9)

    with pytest.raises(actions.rules.NotAsSeen, match="Something in the baton was changed"):
        exchange.accept(seen=seen)
    exchange.accept()


@pytest.mark.django_db
def test_a_receipt_is_told_in_the_readers_language(accepted):
    tell_database(accepted.leader.acting_now)
    snapshot = told.snapshot(first(accepted, 4).snapshot)

    [promise] = snapshot.promises
    assert promise.target == "6 – 8 – 10 minutter"
    assert promise.baseline.startswith("12 minutter, read ")
    assert promise.answer == "accepted"
    assert [point.is_met for point in snapshot.points] == [True] * 9
    lines = {line.term: line.says for line in snapshot.facts}
    assert re.sub(r"\s", " ", lines["Money set aside"]) == "40 000 kr in 2026 prices"
    assert lines["Support from the sender"].startswith("Opplæring og en veileder, until ")
    assert str((today() + timedelta(days=30)).year) in snapshot.steps[0].term
