"""What rules have in common: how they say no, and how they warn."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Refused(Exception):
    """A rule said no. The message tells the person who tried what to do."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class SomebodyWasFirst(Refused):
    """Another person changed the same thing since the page was opened."""

    def __init__(self, *, name: str, at: datetime, version: int) -> None:
        self.version = version
        super().__init__(
            _(
                "%(name)s changed this at %(time)s, while you were writing. Your text is kept "
                "here. Look at what changed, and save again if yours should stand."
            )
            % {"name": name, "time": localtime(at).strftime("%H:%M")}
        )


@dataclass(frozen=True, slots=True)
class RuleWarning:
    """A rule that warns: the rule's id, what it says, and what to do."""

    rule: str
    says: str
    do: str


BLOCKS, WARNS, COMPUTES = "blocks", "warns", "computes"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule the program holds, as the page of rules tells it.

    A room's ``rules`` keeps those it holds in ``RULES``: the id, how it holds (:data:`BLOCKS`,
    :data:`WARNS` or :data:`COMPUTES`), what it says, why, and where one meets it.
    """

    id: str
    how: str
    says: str | Promise
    why: str | Promise
    where: str | Promise


# What holds in every room. A room's own rules stand in its ``rules``.
RULES = (
    Rule(
        "R44",
        BLOCKS,
        gettext_lazy("Nothing is left out in silence: it says how much, or all of it is there."),
        gettext_lazy("Those who think they have seen everything decide on a part of it."),
        gettext_lazy("Over a list stands how many there are, and a file holds every row."),
    ),
)
