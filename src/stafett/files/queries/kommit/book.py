"""One workbook with the answers given about it, and what stands here already."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Benefit, MapNode
from stafett.benefits.queries import marks
from stafett.files.models import Source, Upload
from stafett.files.queries.kommit.beside import as_kept, beside, live
from stafett.files.queries.kommit.whose import NAME, family, whose
from stafett.files.queries.uploads import known, rows_of
from stafett.files.rules import reading
from stafett.files.rules.comparing import Facts
from stafett.files.rules.kommit_says import Line, Says
from stafett.files.rules.proposals import KEPT, SAME, Cell, Proposal
from stafett.indicators.models import Indicator
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting

LONGEST_NAME, LONGEST_TITLE, LONGEST_LINE = 160, 120, 500
YARDSTICK = ("indicator", "unit")


@dataclass
class Book:
    """One workbook, beside what stands here; ``found`` is what is proposed so far."""

    acting: Acting
    upload: Upload
    told: Says
    found: dict[str, Proposal] = field(default_factory=dict)

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """What is answered about the file."""
        return {name: said for name, said in self.upload.settings.items() if said is not None}

    @cached_property
    def initiative(self) -> Initiative | None:
        """The initiative it is about, or None where it becomes a new one."""
        asked = whose(self.upload)
        own = initiatives.visible(self.acting).filter(organisation_id=self.acting.organisation_id)
        return own.filter(pk=asked).first() if asked else None

    @cached_property
    def known(self) -> dict[str, Source]:
        """What earlier versions of it brought, by key."""
        return known(self.acting, NAME, family(self.upload)) if family(self.upload) else {}

    @cached_property
    def rows(self) -> dict[int, Any]:
        """What stands here of it, by source."""
        return rows_of(self.known.values())

    @cached_property
    def benefits_here(self) -> dict[str, Benefit]:
        """The initiative's benefits, by name."""
        if self.initiative is None:
            return {}
        rows = Benefit.objects.filter(initiative=self.initiative).select_related("indicator")
        return {row.name: row for row in rows}

    @cached_property
    def marks_given(self) -> set[str]:
        """The marks that the initiative's benefits have had."""
        return marks.given(self.initiative) if self.initiative else set()

    @cached_property
    def yardsticks(self) -> dict[str, Indicator]:
        """The organisation's own yardsticks, by name."""
        own = Indicator.objects.filter(owner_id=self.acting.organisation_id).in_use()
        return {row.name: row for row in own}

    @cached_property
    def nodes_here(self) -> dict[tuple[str, str], MapNode]:
        """The places in the initiative's map, by kind and label."""
        if self.initiative is None:
            return {}
        rows = MapNode.objects.filter(initiative=self.initiative).order_by("-id")
        return {(row.kind, row.label): row for row in rows}

    def answer(self, line: Line, what: str) -> str:
        """Return what is answered about one benefit."""
        return str(self.answers.get(f"{what}_{line.number}") or "")

    def day(self, name: str) -> date | None:
        """Return a day that is answered."""
        return reading.day(self.answers.get(name))

    def whole(self, name: str) -> int | None:
        """Return a whole number that is answered."""
        said = str(self.answers.get(name) or "")
        return int(said) if said.isdecimal() else None

    def measured_by(self, line: Line) -> tuple[str, str]:
        """Return the name and the unit of a benefit's yardstick."""
        return measured_by(line, self.answers)

    def yardstick_key(self, line: Line) -> str:
        """Return the key of a benefit's yardstick."""
        return yardstick_key(self.told, line, self.answers)

    def compared(self, told: Proposal, facts: Facts) -> Proposal:
        """Propose to make it, to change it, or nothing, by what came of earlier files."""
        told = _with(told, facts)
        source = self.known.get(told.key)
        if source is None or not source.target:
            return told
        row = self.rows.get(source.pk)
        if told.thing == "reading" and row is not None:
            row = live(row)
        if row is None:
            says = _("It came with an earlier file, and was taken away here since.")
            return replace(told, is_choice=True, is_chosen=False, reason=says)
        return beside(told, facts, source.facts, row)


def linked(told: Proposal, facts: Facts, row: Any) -> Proposal:
    """Tie what stood here before any file to the file; it stays as it is."""
    says = _("It is here already.")
    bare = replace(told, reason="", rests_on=(), data={})
    return replace(_with(bare, facts), outcome=SAME, row=row, links=True, reason=says)


def kept(key: str, group: str, cell: Cell, why: str) -> Proposal:
    """Leave it in the file, and say why."""
    return Proposal(key, "", group, cell.typed or "–", KEPT, cell, reason=why)


def decimals(value: Decimal) -> int:
    """Return how many decimals a number is written with."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def measured_by(line: Line, answers: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name and the unit of a benefit's yardstick, as typed or as answered."""
    said = (line[what].typed or answers.get(f"{what}_{line.number}") for what in YARDSTICK)
    name, unit = (str(each or "") for each in said)
    return name, unit


def yardstick_key(told: Says, line: Line, answers: Mapping[str, Any]) -> str:
    """Return the yardstick of the first benefit that is measured by the same."""
    mine = measured_by(line, answers)
    same = (each for each in told.used if measured_by(each, answers) == mine)
    return f"{next(same, line).key}/yardstick"


def _with(told: Proposal, facts: Facts) -> Proposal:
    return replace(told, data={**told.data, **facts, "value": as_kept(facts)})
