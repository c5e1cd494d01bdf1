"""What every leg of the round is told with: a sentence, what is missing, and who can fill it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stafett.initiatives.models import Initiative
from stafett.journey import rules
from stafett.lib import Acting


@dataclass(frozen=True, slots=True)
class Missing:
    """An open slot on the spine: what is not there, and who has it.

    ``url`` and ``button`` are for those who may fill it; ``is_mine`` when it waits for this
    person by name.
    """

    what: str
    who: str
    since: date | None = None
    url: str = ""
    button: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg as it is told: one true sentence, what is missing, and the entries behind it."""

    key: str
    progress: str
    sentence: str
    missing: Sequence[Missing] = ()
    told: Any = None
    look: str = rules.OPEN


@dataclass(frozen=True, slots=True)
class Scene:
    """Whose round it is, who reads it, and who looks after it."""

    acting: Acting
    initiative: Initiative
    may_change: bool
    keepers: str = field(default="")

    @property
    def is_own(self) -> bool:
        """Whether the reader's own organisation owns the initiative."""
        return self.initiative.organisation_id == self.acting.organisation_id

    def missing(self, what: str, url: str, button: str) -> Missing:
        """Return a slot that the initiative's keepers fill."""
        if not self.may_change:
            return Missing(what, self.keepers)
        return Missing(what, self.keepers, url=url, button=button)


def who_keeps(initiative: Initiative) -> str:
    """Say who fills what is missing of an initiative."""
    words = {"lead": initiative.lead_name, "organisation": initiative.organisation.label}
    return _("%(lead)s, or a leader in %(organisation)s") % words


def placed(legs: Sequence[Leg], stage: str) -> list[Leg]:
    """Return the legs, each with how it looks on the spine."""
    looks = rules.lap(stage, {leg.key: leg.progress for leg in legs})
    return [replace(leg, look=looks[leg.key]) for leg in legs]
