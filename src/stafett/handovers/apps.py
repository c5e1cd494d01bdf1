"""The room's start."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

HELD_BY = {
    "stafett.handovers.migrations.0002_only_the_receiver_signs": "handovers_changestep",
    "stafett.handovers.migrations.0005_delegations_are_held": "handovers_delegationreceipt",
}
"""The migrations that say what the database refuses, each with a table that must be there."""


class HandoversConfig(AppConfig):
    """The baton, from the region to each municipality's top management."""

    name = "stafett.handovers"

    def ready(self) -> None:
        """Ask for a receipt before anybody concludes; keep SQLite's triggers through a migration.

        They look into tables of other rooms, and SQLite rebuilds no table that a trigger names.
        """
        from stafett.benefits.actions import measuring
        from stafett.handovers import actions

        measuring.ASKED_FIRST.append(actions.check_is_signed)
        pre_migrate.connect(_lay_aside, sender=self)
        post_migrate.connect(_put_back, sender=self)


def _lay_aside(*, using: str, **_more: Any) -> None:
    if connections[using].vendor == "sqlite":
        for name in HELD_BY:
            _run(using, import_module(name).without_sqlite())


def _put_back(*, using: str, **_more: Any) -> None:
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    there = connection.introspection.table_names()
    for held in (import_module(name) for name, table in HELD_BY.items() if table in there):
        _run(using, [*held.without_sqlite(), *held.on_sqlite()])


def _run(using: str, statements: Any) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
