"""What is asked about roll-ups, by topic."""

from stafett.reports.queries.files import table_head, table_rows
from stafett.reports.queries.kept import passed_by, touches
from stafett.reports.queries.nation import cells, ground, is_national, kept, nation, told_beside
from stafett.reports.queries.rollup import Rollup, municipalities_of, places, rollup

__all__ = [
    "Rollup",
    "cells",
    "ground",
    "is_national",
    "kept",
    "municipalities_of",
    "nation",
    "passed_by",
    "places",
    "rollup",
    "table_head",
    "table_rows",
    "told_beside",
    "touches",
]
