"""One overview with the answers given about it, and what stands here already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from stafett.benefits.models import Benefit
from stafett.files.models import Source, Upload
from stafett.files.queries.lists import own_initiatives
from stafett.files.queries.portal.whose import FAMILY, NAME, NEW, OLD
from stafett.files.queries.uploads import known, rows_of
from stafett.files.rules.portal import Export, Line, Row
from stafett.files.rules.proposals import KEPT, Cell, Proposal
from stafett.indicators.models import Indicator
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.needs import queries as needs
from stafett.needs.models import Need


@dataclass
class Overview:
    """One overview, beside what stands here.

    ``seen`` is what was met in it so far, ``benefits`` those of each initiative once asked for.
    """

    acting: Acting
    upload: Upload
    export: Export
    seen: set[str] = field(default_factory=set)
    benefits: dict[int, Mapping[str, Benefit]] = field(default_factory=dict)

    # --- what is answered -------------------------------------------------------------------

    @property
    def answers(self) -> Mapping[str, Any]:
        """What is answered about the file."""
        answered: Mapping[str, Any] = self.upload.settings
        return answered

    def chosen(self, line: Line) -> str:
        """Return what the project is said to be; nothing leaves it out."""
        chosen: str = self.answers.get("projects", {}).get(line.project, "")
        return chosen

    def direction(self, line: Line) -> str:
        """Return which way is better, as the file shows it or as it is answered."""
        said = self.answers.get("directions", {})
        return line.direction or said.get(line.key("indicator")) or ""

    def is_first(self, key: str) -> bool:
        """Whether it is the first time a thing is met in the file."""
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new

    # --- what stands here -------------------------------------------------------------------

    def here(self, key: str) -> Any:
        """Return what an earlier file brought by this key, if it is here still."""
        source = self._known.get(key)
        return self._rows.get(source.pk) if source else None

    def initiative(self, line: Line) -> Initiative | None:
        """Return the initiative that a project is, if it is here."""
        chosen = self.chosen(line)
        if chosen.startswith(OLD):
            return self._initiatives.get(chosen.removeprefix(OLD))
        found: Initiative | None = self.here(line.key("initiative"))
        return found

    def need(self, line: Line) -> Need | None:
        """Return the need that a project becomes a new initiative for."""
        chosen = self.chosen(line)
        return self._needs.get(chosen.removeprefix(NEW)) if chosen.startswith(NEW) else None

    def benefit(self, initiative: Initiative | None, name: str) -> Benefit | None:
        """Return the benefit of an initiative with this name."""
        if initiative is None:
            return None
        if initiative.pk not in self.benefits:
            rows = Benefit.objects.filter(initiative=initiative)
            self.benefits[initiative.pk] = {row.name: row for row in rows}
        return self.benefits[initiative.pk].get(name)

    @cached_property
    def yardsticks(self) -> Mapping[str, Indicator]:
        """The organisation's own yardsticks, by name."""
        own = Indicator.objects.filter(owner_id=self.acting.organisation_id).in_use()
        return {row.name: row for row in own}

    @cached_property
    def _known(self) -> Mapping[str, Source]:
        return known(self.acting, NAME, FAMILY)

    @cached_property
    def _rows(self) -> Mapping[int, Any]:
        return rows_of(self._known.values())

    @cached_property
    def _initiatives(self) -> Mapping[str, Initiative]:
        return {str(row.pk): row for row in own_initiatives(self.acting)}

    @cached_property
    def _needs(self) -> Mapping[str, Need]:
        own = needs.visible(self.acting).filter(organisation_id=self.acting.organisation_id)
        return {str(row.pk): row for row in own}


def day(said: Any) -> date | None:
    """Return a day that is answered."""
    return date.fromisoformat(said) if said else None


def cell(row: Row, name: str) -> Cell:
    """Return where something stands."""
    return Cell(row.sheet[:80], row.address(name)[:20], row.text(name))


def kept(row: Row, name: str, why: str, part: str) -> Proposal:
    """Leave it in the file, and say why."""
    named = [row.text(each) for each in ("title", "indicator")]
    shown = row.text(name)
    text = ", ".join(dict.fromkeys(each for each in (*named, shown) if each))
    return Proposal(
        key=f"kept:{part}:{row.sheet[:60]}:{row.number}",
        thing="",
        group=row.text("project") or row.text("title"),
        text=text[:500],
        outcome=KEPT,
        cell=cell(row, name),
        reason=why,
    )
