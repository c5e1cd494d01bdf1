"""The relay board: where every baton is, in lanes and legs, as far as somebody sees them."""

from stafett.journey.queries.board.choosing import Asked
from stafett.journey.queries.board.lanes import Board, Lane, board, example
from stafett.journey.queries.board.table import Table, columns, order_said, table, whole_table

__all__ = [
    "Asked",
    "Board",
    "Lane",
    "Table",
    "board",
    "columns",
    "example",
    "order_said",
    "table",
    "whole_table",
]
