"""What is asked about roll-ups, by topic."""

from stafett.reports.queries.exchanges import (
    Exchanges,
    exchange_cells,
    exchanges,
    ground_to_keep,
    offers,
)
from stafett.reports.queries.files import table_head, table_rows
from stafett.reports.queries.kept import passed_by, touches
from stafett.reports.queries.nation import cells, ground, is_national, kept, nation, told_beside
from stafett.reports.queries.outturns import outturns
from stafett.reports.queries.rollup import Rollup, municipalities_of, places, rollup
from stafett.reports.queries.spread import (
    DRAWS,
    SpreadPage,
    ToDraw,
    latest_edition,
    latest_spread,
    not_set,
    spread_by,
    spread_page,
    to_draw,
    told,
)

__all__ = [
    "DRAWS",
    "Exchanges",
    "Rollup",
    "SpreadPage",
    "ToDraw",
    "cells",
    "exchange_cells",
    "exchanges",
    "ground",
    "ground_to_keep",
    "is_national",
    "kept",
    "latest_edition",
    "latest_spread",
    "municipalities_of",
    "nation",
    "not_set",
    "offers",
    "outturns",
    "passed_by",
    "places",
    "rollup",
    "spread_by",
    "spread_page",
    "table_head",
    "table_rows",
    "to_draw",
    "told",
    "told_beside",
    "touches",
]
