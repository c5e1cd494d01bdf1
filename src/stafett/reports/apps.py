"""The room's start."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

TOLD_BY = "stafett.reports.migrations.0002_touched_by_what_changes"
"""The latest migration that says what figures hang on."""


class ReportsConfig(AppConfig):
    """Roll-ups for municipality, region and nation."""

    name = "stafett.reports"

    def ready(self) -> None:
        """Keep SQLite's triggers through a migration: it rebuilds no table that one names."""
        pre_migrate.connect(_lay_aside, sender=self)
        post_migrate.connect(_put_back, sender=self)


def _lay_aside(*, using: str, **_more: Any) -> None:
    if connections[using].vendor == "sqlite":
        _run(using, import_module(TOLD_BY).without_sqlite())


def _put_back(*, using: str, **_more: Any) -> None:
    connection = connections[using]
    if connection.vendor == "sqlite" and _has_tables(using):
        told = import_module(TOLD_BY)
        _run(using, [*told.without_sqlite(), *told.on_sqlite()])


def _has_tables(using: str) -> bool:
    return "reports_touch" in connections[using].introspection.table_names()


def _run(using: str, statements: Any) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
