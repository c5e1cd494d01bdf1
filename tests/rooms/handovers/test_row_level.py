"""PostgreSQL is told who acts: each side speaks for itself, and others see nothing.

Collected on PostgreSQL only: SQLite has no way to know who acts.
"""

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from stafett.handovers.models import Baton, BatonLine, ChangeStep, Receipt
from stafett.lib.database import tell_database
from tests.rooms.handovers.by_hand import held, refuses, signed
from tests.rooms.handovers.stories import come, today

# --- each side speaks for itself ------------------------------------------------------------


def test_the_region_writes_no_receipt_with_the_chief_executives_role(at, rune):
    exchange = at("offered")
    exchange.fresh(exchange.chief)
    last = Receipt.objects.get(baton=exchange.baton)
    tell_database(rune.acting_now)
    told = {"sequence": 2, "previous": last.hash, "baton_id": exchange.baton.pk, "kind": "accepted",
            "signed_by_name": "Ingrid Berg", "role_id": exchange.chief.role.pk, "hash": "f" * 64,
            "role_kind": "chief_executive", "organisation_id": exchange.municipality.pk,
            "made_at": timezone.now(), "snapshot": "{}"}  # fmt: skip

    refuses(held.NOT_OURS, lambda: Receipt.objects.bulk_create([Receipt(**told)]))


@pytest.mark.parametrize(
    ("state", "then"),
    [("offered", "under_consideration"), ("accepted", "under_way"), ("accepted", "stopped"),
     ("under_way", "new_practice")],
)  # fmt: skip
def test_the_region_sets_no_municipalitys_status(at, rune, state, then):
    exchange = at(state)
    exchange.fresh(rune)
    said = {"stopped_reason": "x"} if then == "stopped" else {}

    refuses(held.NOT_OURS, lambda: Baton.objects.update(state=then, **said))


def test_the_region_answers_no_line_and_writes_no_step(at, rune):
    exchange = at("offered")
    exchange.fresh(rune)
    refuses(held.NOT_OURS, lambda: BatonLine.objects.update(answer="accepted"))
    step = ChangeStep(baton=exchange.baton, what="x", due_on=today(), changed_at=timezone.now())
    refuses("row-level security", lambda: ChangeStep.objects.bulk_create([step]))

    assert ChangeStep.objects.update(what="x") == 0
    assert ChangeStep.objects.all()._raw_delete("default") == 0
    assert exchange.fresh().steps.get().what != "x"


def test_the_municipality_offers_nothing_for_the_region(exchange, kari, rune):
    exchange.prepare()
    exchange.fresh(rune)
    signed(exchange, rune, kind="offered")
    exchange.fresh(kari)

    refuses(held.NOT_OURS, lambda: Baton.objects.update(state="offered"))


# --- who sees what, asked by a connection of its own --------------------------------------------

TABLES = ("handovers_baton", "handovers_batonline", "handovers_receipt", "handovers_changestep")


@pytest.fixture
def direct():
    """Return how many rows of each table the application role meets, in a fresh connection."""

    def seen(organisation_id=None):
        settings = connection.settings_dict
        address = {
            "host": settings["HOST"],
            "port": settings["PORT"],
            "user": settings["USER"],
            "password": settings["PASSWORD"],
            "dbname": settings["NAME"],
        }
        with psycopg.connect(**address) as own:
            if organisation_id is not None:
                own.execute(
                    "SELECT set_config('stafett.organisation', %s, true)", [str(organisation_id)]
                )
            return [own.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES]

    return seen


@pytest.mark.django_db(transaction=True)
def test_rows_are_for_the_two_sides(exchange, direct, siri, ola):
    with transaction.atomic():
        come(exchange, "under_way")

    assert direct() == [0, 0, 0, 0]
    assert direct("") == [0, 0, 0, 0]
    assert direct(siri.home.pk) == direct(ola.home.pk) == [0, 0, 0, 0]
    assert direct(exchange.municipality.pk) == direct(exchange.sender.home.pk) == [1, 1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_who_acts_is_forgotten_with_the_transaction(exchange, kari):
    exchange.prepare()

    assert not Baton.objects.exists()


def test_another_municipality_changes_and_deletes_nothing(at, ola):
    exchange = at("offered")
    tell_database(ola.acting_now)

    assert not Baton.objects.filter(pk=exchange.baton.pk).exists()
    assert Baton.objects.update(message="x") == 0
    assert BatonLine.objects.all()._raw_delete("default") == 0
    line = BatonLine(baton=exchange.baton, commitment=exchange.promises[0])
    refuses("row-level security|what was signed", lambda: BatonLine.objects.bulk_create([line]))


def test_nobody_deletes_a_baton(exchange, rune):
    exchange.prepare()
    tell_database(rune.acting_now)

    assert Baton.objects.all()._raw_delete("default") == 0


def test_nobody_prepares_a_baton_in_the_name_of_another(exchange, kari):
    exchange.prepare()
    baton = exchange.fresh(kari)
    baton.pk, baton.state = None, "draft"
    exchange.withdraw()
    tell_database(kari.acting_now)

    refuses("row-level security", lambda: Baton.objects.bulk_create([baton]))
