"""Writing past the program, as somebody with SQL would."""

import json
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone
from psycopg import connect

from stafett.handovers import apps as room
from stafett.handovers.models import DelegationReceipt, Receipt
from tests.database import _address
from tests.factories import RoleFactory

held, held_delegations = map(import_module, room.HELD_BY)


def refuses(says, write):
    """Return that the database refuses, in these words; fail where it does not."""
    with pytest.raises(DatabaseError, match=says), transaction.atomic():
        write()
    return True


def signed(exchange, by=None, **other):
    """Write a receipt of an answer as SQL would, everything right unless said otherwise."""
    by = by or exchange.chief
    last = exchange.fresh(by).receipts.order_by("sequence").last()
    told = {
        "baton_id": exchange.baton.pk,
        "sequence": last.sequence + 1 if last else 1,
        "kind": "accepted",
        "snapshot": json.dumps({}),
        "signed_by_name": by.person.name,
        "role_id": by.role.pk,
        "role_kind": by.role.kind,
        "organisation_id": by.home.pk,
        "made_at": timezone.now(),
        "previous": last.hash if last else "",
        "hash": "f" * 64,
    }
    return Receipt.objects.bulk_create([Receipt(**(told | other))])


def delegated(exchange, by=None, **other):
    """Name a delegate as SQL would, with a receipt where everything is right unless said otherwise."""
    by = by or exchange.chief
    exchange.fresh(exchange.chief)
    role = other.pop("delegate_role", None) or RoleFactory(
        organisation=exchange.municipality, kind="delegate", delegated_by=exchange.chief.role
    )
    last = DelegationReceipt.objects.filter(organisation=exchange.municipality).last()
    told = {
        "organisation": exchange.municipality,
        "sequence": last.sequence + 1 if last else 1,
        "kind": "named",
        "snapshot": "{}",
        "delegate_role": role,
        "signed_by_name": by.person.name,
        "role_id": by.role.pk,
        "role_kind": by.role.kind,
        "made_at": timezone.now(),
        "previous": last.hash if last else "",
        "hash": "d" * 64,
    }
    DelegationReceipt.objects.bulk_create([DelegationReceipt(**(told | other))])
    return role


@contextmanager
def the_owner_goes_round_the_trigger():
    """Yield a way to write receipts past everything, as the owner of the database can."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                if name.startswith(("handovers_receipt", "handovers_baton")):
                    cursor.execute(f'DROP TRIGGER "{name}"')
            yield lambda sql, *values: cursor.execute(sql, values)
        call_command("migrate", verbosity=0)
        return
    with connect(**_address(connections["owner"])) as own:
        own.execute("ALTER TABLE handovers_receipt DISABLE TRIGGER USER")
        own.execute("ALTER TABLE handovers_baton DISABLE TRIGGER USER")
        yield lambda sql, *values: own.execute(sql, values)
        own.execute("ALTER TABLE handovers_receipt ENABLE TRIGGER USER")
        own.execute("ALTER TABLE handovers_baton ENABLE TRIGGER USER")
