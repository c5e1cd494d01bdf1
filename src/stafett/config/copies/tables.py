"""What a copy says of each table."""

from dataclasses import dataclass


class CannotCopy(Exception):
    """A copy cannot be taken or laid back, in words for whoever runs the installation."""


@dataclass(frozen=True)
class Table:
    """How many rows a table has, and a digest of all that is in them."""

    rows: int
    digest: str
