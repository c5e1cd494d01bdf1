"""What every leg of the round is told with: a sentence, what is missing, and who can fill it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import InitiativePage
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
    """Whose round it is, who reads it, and what its own room knows of it."""

    acting: Acting
    initiative: Initiative
    page: InitiativePage

    @property
    def keepers(self) -> str:
        """Those who fill what is missing of the initiative itself."""
        words = {"lead": self.initiative.lead_name, "organisation": self.initiative.organisation}
        return _("%(lead)s, or a leader in %(organisation)s") % words

    @property
    def here(self) -> str:
        """Where it is told of, when a reader sees only their own municipality's part."""
        if self.page.is_own or not self.takes_part:
            return ""
        return _("In %(name)s:") % {"name": self.acting.organisation_name}

    @property
    def takes_part(self) -> bool:
        """Whether the reader's own municipality is in on it, and may promise."""
        return any(place.pk == self.acting.organisation_id for place in self.page.joined)

    @property
    def sees_promises(self) -> bool:
        """Whether the reader is told of promises: their own, or all of them."""
        return self.page.is_own or self.takes_part

    def missing(self, what: str, page: str, button: str) -> Missing:
        """Return a slot that the initiative's keepers fill, on a page of the initiative."""
        if not self.page.may_change:
            return Missing(what, self.keepers)
        url = reverse(page, kwargs={"pk": self.initiative.pk})
        return Missing(what, self.keepers, url=url, button=button)


def sentences(*parts: str) -> str:
    """Return the parts that say something, as one text."""
    return " ".join(part for part in parts if part)


def placed(legs: Sequence[Leg], stage: str) -> list[Leg]:
    """Return the legs, each with how it looks on the spine."""
    looks = rules.lap(stage, {leg.key: leg.progress for leg in legs})
    return [replace(leg, look=looks[leg.key]) for leg in legs]
