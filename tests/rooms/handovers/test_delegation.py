"""A delegation has a date, can be taken back, and leaves a receipt of its own."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.handovers import actions, proof, queries
from stafett.handovers.models import DelegationReceipt
from stafett.handovers.queries import documents
from stafett.lib.database import tell_database
from tests import factories
from tests.cast import Cast
from tests.pages import Reader
from tests.rooms.handovers.by_hand import delegated, held, held_delegations, refuses, signed
from tests.rooms.handovers.stories import come, today
from tests.rooms.handovers.test_documents import read, words


@pytest.fixture
def named(ingrid, kari):
    """Ingrid lets Kari sign for three weeks."""
    until = today() + timedelta(weeks=3)
    who = {"by": ingrid.acting_now, "now": timezone.now()}
    return actions.name_delegate(person=kari.person, valid_from=today(), valid_to=until, **who)


def take_back(named, ingrid):
    role = named.delegate_role
    actions.end_delegation(role=role, by=ingrid.acting_now, now=timezone.now())
    return DelegationReceipt.objects.get(kind="ended")


# --- what a receipt says --------------------------------------------------------------------


@pytest.mark.django_db
def test_it_says_who_may_sign_from_when_until_when_and_who_said_so(named):
    told = json.loads(named.snapshot)

    assert told["delegate"]["name"] == "Kari Nes"
    assert told["named_by"] == named.signed_by_name == "Ingrid Berg"
    assert told["valid_from"] == str(today())
    assert told["valid_to"] == str(today() + timedelta(weeks=3))


@pytest.mark.django_db
def test_taking_it_back_leaves_the_next_receipt_once(named, ingrid):
    ended = take_back(named, ingrid)
    actions.end_delegation(role=named.delegate_role, by=ingrid.acting_now, now=timezone.now())

    assert (ended.sequence, ended.previous) == (2, named.hash)
    assert DelegationReceipt.objects.count() == 2


@pytest.mark.django_db
def test_its_pdf_is_told_from_any_other(named, ingrid):
    ended = take_back(named, ingrid)
    file, pdf = documents.delegation_file(ended), documents.delegation_pdf(ended)

    assert queries.checked(file, pdf).pages == queries.Pages.SAME
    assert queries.checked(file, documents.delegation_pdf(named)).pages == queries.Pages.OTHER


@pytest.mark.django_db
def test_its_file_is_checked_by_anybody(named, ingrid):
    file = documents.delegation_file(take_back(named, ingrid))
    found = queries.checked(file)

    assert found.checked.holds
    assert found.is_known
    assert found.title == "Delegation 2: taken back"
    changed = proof.check(file.replace(b"Kari Nes", b"Rune Nes", 1))
    assert (changed.sequence, changed.what) == (1, ("delegate.name",))


@pytest.mark.django_db
def test_its_document_is_read_by_everybody_there_and_nobody_else(named, kari, rune, siri):
    url = f"/delegering/kvittering/{named.pk}/"
    said = words(read(Reader(kari).client.get(url + "pdf/").content))

    assert "Delegation 1: named" in said
    assert "Kari Nes" in said
    assert "Ingrid Berg" in said
    assert named.hash in said
    assert Reader(kari).client.get(url + "json/").status_code == 200
    for cast in (rune, siri):
        for path in ("pdf/", "json/"):
            assert Reader(cast).client.get(url + path).status_code == 404


@pytest.mark.django_db
def test_the_page_shows_the_receipts(named, ingrid):
    take_back(named, ingrid)
    page = Reader(ingrid).opens("/delegering/")

    assert "Delegation 1: named" in page.text
    assert "Delegation 2: taken back" in page.text
    assert "Nobody signs in the chief executive's place." in page.text


# --- what it is for -------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_delegate_signs_says_by_whose_word(exchange, named, kari):
    come(exchange, "offered")
    receipt = exchange.return_(by=Cast(kari.person, named.delegate_role, kari.home))
    told = json.loads(receipt.snapshot)["delegation"]
    said = words(read(documents.receipt_pdf(receipt)))

    assert (told["named_by"], told["hash"]) == ("Ingrid Berg", named.hash)
    assert "Ingrid Berg, receipt 1 of the delegations" in said
    assert named.hash in said
    assert proof.check(documents.receipt_file(receipt)).holds


# --- the database holds it --------------------------------------------------------------------


def test_a_delegate_without_a_receipt_signs_nothing(at, ingrid):
    from tests.factories import RoleFactory

    exchange = at("offered")
    role = RoleFactory(
        organisation=exchange.municipality, kind="delegate", delegated_by=ingrid.role
    )
    told = {"role_id": role.pk, "role_kind": "delegate"}

    assert refuses(held_delegations.NOT_DELEGATED, lambda: signed(exchange, **told))


def test_one_that_was_taken_back_signs_nothing_however_its_role_is_lengthened(at, ingrid):
    exchange = at("offered")
    role = delegated(exchange)
    delegated(exchange, delegate_role=role, kind="ended", hash="e" * 64)
    role.valid_to = None
    role.save()
    told = {"role_id": role.pk, "role_kind": "delegate"}

    assert refuses(held_delegations.NOT_DELEGATED, lambda: signed(exchange, **told))


def test_nobody_but_the_chief_executive_delegates(at, kari, rune, siri):
    exchange = at("offered")
    for cast in (kari, rune, siri):
        says = f"{held_delegations.NOT_THE_CHIEF}|{held.NOT_OURS}|row-level"
        assert refuses(says, lambda cast=cast: delegated(exchange, by=cast))
        told = {"role_kind": "chief_executive"}
        assert refuses(says, lambda cast=cast, told=told: delegated(exchange, by=cast, **told))


def test_what_was_said_stays_and_follows(at):
    exchange = at("offered")
    delegated(exchange)
    exchange.fresh(exchange.chief)
    rows = DelegationReceipt.objects.all()

    assert refuses(f"{held.KEPT}|permission denied", lambda: rows.update(kind="ended"))
    assert refuses(f"{held.KEPT}|permission denied", lambda: rows._raw_delete("default"))
    for wrong in ({"sequence": 7}, {"previous": "a" * 64}):
        assert refuses(
            f"{held_delegations.NOT_NEXT}|UNIQUE|unique",
            lambda wrong=wrong: delegated(exchange, **wrong),
        )


@pytest.mark.django_db
def test_the_chain_of_delegations_is_looked_through(named, ingrid):
    tell_database(ingrid.acting_now)
    assert list(queries.broken_delegations(named.organisation_id)) == []


# --- from before there were receipts ----------------------------------------------------------


@pytest.fixture
def old_one(ingrid, kari):
    """Kari was let to sign before delegations left receipts."""
    return factories.RoleFactory(
        person=kari.person, organisation=kari.home, kind="delegate", delegated_by=ingrid.role,
        valid_to=today() + timedelta(days=40),
    )  # fmt: skip


@pytest.mark.django_db
def test_who_lacks_a_receipt_is_named_anew_with_one_press(old_one, ingrid, kari):
    reader = Reader(ingrid)
    page = reader.opens("/delegering/")
    assert page.shows("Kari Nes was named before delegations left receipts")
    assert page.shows("cannot sign yet")

    page = reader.sends(f"/delegering/{old_one.pk}/pa-nytt/")

    assert page.shows("Named. You can take it back at any time.")
    assert not page.shows("cannot sign yet")
    [receipt] = DelegationReceipt.objects.all()
    assert queries.delegation_stands(receipt.delegate_role)
    assert receipt.delegate_role.valid_from == today()
    assert receipt.delegate_role.valid_to == old_one.valid_to
    old_one.refresh_from_db()
    assert old_one.valid_to == today()


@pytest.mark.django_db
def test_others_read_of_it_and_press_nothing(old_one, kari, rune):
    at = f"/delegering/{old_one.pk}/pa-nytt/"
    page = Reader(kari).opens("/delegering/")

    assert page.shows("cannot sign yet")
    assert not page.shows("Name them anew")
    assert Reader(kari).sends(at).status == 404
    assert Reader(rune).sends(at).status == 404
    assert not DelegationReceipt.objects.exists()


@pytest.mark.django_db
def test_who_has_a_receipt_is_not_named_anew(named, ingrid):
    page = Reader(ingrid).sends(f"/delegering/{named.delegate_role_id}/pa-nytt/")

    assert page.shows("This delegation has a receipt already.")
    assert DelegationReceipt.objects.count() == 1
