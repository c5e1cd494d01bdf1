"""What a file said before, what it says now, and what stands here: who changed what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a file changes; ``clashes`` where the same was changed here too."""

    changed: Facts
    clashes: bool
    stays: bool

    @property
    def is_same(self) -> bool:
        """Whether the file has nothing new to say."""
        return not self.changed


def compared(now: Facts, last: Facts, here: Facts) -> Compared:
    """Compare a file with what it said when it was brought in last, and with what stands here.

    What only the file changed is a change. What only was changed here stays. What both changed,
    each in its way, is for somebody to choose.
    """
    changed = {
        name: value
        for name, value in now.items()
        if name in here and value != here[name] and value != last.get(name)
    }
    clashes = any(name in last and here[name] != last[name] for name in changed)
    stays = any(
        name in here and value != here[name] and name not in changed for name, value in now.items()
    )
    return Compared(changed, clashes, stays)
