"""What waits for somebody, as each room tells home."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing in somebody's hands: what it is, why it waits, by when, and the way there."""

    what: str
    why: str
    url: str
    button: str
    since: date
    due_on: date | None = None
    is_overdue: bool = False


def most_urgent_first(waiting: Iterable[Waiting], today: date) -> list[Waiting]:
    """Order by due date; what has none comes last, the longest waiting first."""
    ordered = sorted(waiting, key=lambda item: (item.due_on or date.max, item.since))
    return [replace(item, is_overdue=(item.due_on or today) < today) for item in ordered]
