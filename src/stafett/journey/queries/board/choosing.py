"""What somebody chooses to see of the board."""

from collections.abc import Iterable
from dataclasses import dataclass

from stafett.journey.queries.board.found import Found
from stafett.journey.rules import Look
from stafett.lib import Acting
from stafett.lib.text import folded

LYING = frozenset({Look.DROPPED, Look.RETURNED})
OURS, MINE, ALL = ("own", "mine", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; everything empty means all that is near."""

    text: str = ""
    whose: str = ""
    sector: str = ""
    leg: str = ""
    lying: bool = False

    @property
    def everywhere(self) -> bool:
        """Whether places one has nothing to do with are asked for too."""
        return self.whose == ALL

    @property
    def is_narrowed(self) -> bool:
        """Whether something is chosen."""
        return self != Asked()

    def kept(self, rows: list[Found], acting: Acting) -> list[Found]:
        """Return the rows that fit all of it."""
        ours = _ours(rows, acting)
        words = folded(self.text).split()[:10]
        return [row for row in rows if self._keeps(row, ours, words)]

    def _keeps(self, row: Found, ours: set[int], words: list[str]) -> bool:
        return (
            (not self.leg or row.spot.leg == self.leg)
            and (not self.lying or row.spot.look in LYING)
            and (not self.sector or self.sector in row.run.sectors)
            and (self.whose != OURS or row.run.pk in ours)
            and (self.whose != MINE or row.is_mine)
            and _has(row, words)
        )


def _ours(rows: Iterable[Found], acting: Acting) -> set[int]:
    """Return the initiatives that one's own organisation is in on."""
    here = acting.organisation_id
    return {row.run.pk for row in rows if row.place.pk == here}


def _has(row: Found, words: list[str]) -> bool:
    text = folded(f"{row.run.title} {row.run.lead} {row.place.label}") if words else ""
    return all(word in text for word in words)
