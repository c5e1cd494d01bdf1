"""Saving what others may have changed since it was read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from stafett.lib.acting import Acting
from stafett.lib.rules import SomebodyWasFirst


def who_was_first(row: Any) -> SomebodyWasFirst:
    """Return the sentence for the one who came second."""
    return SomebodyWasFirst(name=row.changed_by_name, at=row.changed_at, version=row.version)


def save_as_read(
    row: Any, values: Mapping[str, Any], *, version: int, by: Acting, now: datetime
) -> None:
    """Save values on a row that is still as it was read; else say who was first."""
    rows = type(row).objects
    saved = rows.filter(pk=row.pk, version=version).update(
        **values, version=F("version") + 1, changed_at=now, changed_by_name=by.name
    )
    if not saved:
        raise who_was_first(rows.get(pk=row.pk))
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1
