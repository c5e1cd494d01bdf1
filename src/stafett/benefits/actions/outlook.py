"""Keeping what was drawn, for as long as what it was drawn from is the same."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from stafett.benefits.models import Drawn
from stafett.benefits.queries import outlook
from stafett.benefits.queries.outlook import Asked
from stafett.lib import Acting

Row = TypeVar("Row", bound=Drawn)
KEPT = (
    "digest", "seed", "draws", "correlation", "inputs", "p10", "p50", "p90", "chance", "ends",
    "drawn_at", "drawn_by_name",
)  # fmt: skip


def bring_up_to_date(
    *,
    rows: type[Row],
    of: Mapping[str, Any],
    asked: Mapping[str, Asked | None],
    by: Acting,
    now: datetime,
) -> dict[str, Row]:
    """Return what is kept of each economy, and draw what is not there or has changed.

    Nothing is written where all is as it was. Two who draw at once draw the same.
    """
    kept = {row.economy: row for row in rows._default_manager.filter(**of).defer("inputs")}
    found = {}
    for economy, what in asked.items():
        row = kept.get(economy)
        if what is not None and (row is None or row.digest != what.digest):
            row = _draw(rows, {**of, "economy": economy}, what, by, now)
        if what is not None and row is not None:
            found[economy] = row
    return found


def _draw(rows: type[Row], place: Mapping[str, Any], what: Asked, by: Acting, now: datetime) -> Row:
    row = rows(
        **place,
        **asdict(outlook.drawn(what)),
        digest=what.digest,
        seed=what.seed,
        draws=what.draws,
        correlation=what.correlation,
        inputs=what.inputs,
        drawn_at=now,
        drawn_by_name=by.name,
    )
    rows._default_manager.bulk_create(
        [row], update_conflicts=True, update_fields=KEPT, unique_fields=list(place)
    )
    return row
