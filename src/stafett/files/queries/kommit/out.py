"""KommIT's workbook out again: the bytes that came, with what was changed here since."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Benefit, Commitment
from stafett.files.models import Source, Upload
from stafett.files.queries.kommit.beside import HERE, STOOD, live, plain
from stafett.files.queries.kommit.book import yardstick_key
from stafett.files.queries.kommit.whose import NAME, family
from stafett.files.queries.uploads import known, rows_of
from stafett.files.rules import kommit, kommit_says
from stafett.files.rules.kinds import Taken, Written
from stafett.files.rules.kommit import Input
from stafett.files.rules.kommit_says import DATED, Line, Says, about
from stafett.files.rules.proposals import Cell
from stafett.indicators.models import Observation
from stafett.initiatives.models import CostLine, Difference
from stafett.lib import Acting, workbooks

NODE = "benefits.mapnode"
TYPE_OF = {
    "avoided_cost": kommit.DIRECT,
    "time_saved": kommit.INDIRECT,
    "quality": kommit.QUALITATIVE,
}


def take_along(acting: Acting, upload: Upload) -> Taken:
    """Return the workbook with what has changed here since, and what it has no room for (R44)."""
    return _Taking(acting, upload, kommit_says.says(bytes(upload.content))).taken()


@dataclass
class _Taking:
    """One workbook on its way out."""

    acting: Acting
    upload: Upload
    told: Says
    wanted: dict[Input, tuple[Any, str]] = field(default_factory=dict)
    no_room: list[str] = field(default_factory=list)

    @cached_property
    def known(self) -> dict[str, Source]:
        """What this file and those before it brought; what later ones say is not in its cells."""
        return known(self.acting, NAME, family(self.upload), until=self.upload)

    @cached_property
    def rows(self) -> dict[int, Any]:
        return rows_of(self.known.values())

    @cached_property
    def came(self) -> set[int]:
        """The readings that came of the file and say what they said."""
        return {
            row.pk
            for key, source in self.known.items()
            if (row := self._reading_of(source)) and plain(row.value) == source.facts["value"]
        }

    @cached_property
    def labels(self) -> dict[int, str]:
        """What places in the map were called by the file."""
        found = (each for each in self.known.values() if each.target == NODE)
        return {each.object_pk: each.facts["label"] for each in found if each.object_pk}

    @cached_property
    def promises(self) -> dict[int, Commitment]:
        """The organisation's own live promises, by benefit; those of single units have no room."""
        rows = (
            Commitment.objects.live()
            .filter(
                benefit__initiative=self.upload.about,
                municipality_id=self.acting.organisation_id,
                unit=None,
            )
            .select_related("benefit")
        )
        return {row.benefit_id: row for row in rows}

    @cached_property
    def readings(self) -> dict[int, list[Observation]]:
        """The live readings of the promised yardsticks, by yardstick, the latest first."""
        read = [row.benefit.indicator_id for row in self.promises.values()]
        rows = Observation.objects.visible_to(self.acting).live()
        rows = rows.filter(indicator__in=read, unit=None).order_by("-period_end", "-id")
        found: dict[int, list[Observation]] = {}
        for row in rows:
            found.setdefault(row.indicator_id, []).append(row)
        return found

    def taken(self) -> Taken:
        self._card()
        self._benefits()
        self._costs()
        self._what_has_no_room()
        written = tuple(self._written())
        changes = {(each.sheet, each.address): each.value for each in written}
        content = workbooks.patch(bytes(self.upload.content), changes)
        return Taken(content, written, tuple(self.no_room))

    def _row(self, key: str) -> tuple[Source | None, Any]:
        source = self.known.get(key)
        return source, self.rows.get(source.pk) if source else None

    def _put(self, where: Input, value: Any, what: str) -> None:
        if value not in (None, ""):
            self.wanted[where] = (value, what)

    def _put_changed(self, key: str, thing: str, places: dict[str, Input], what: str) -> None:
        """Put what is said otherwise here than the file said when it came."""
        source, row = self._row(key)
        if source is None or row is None:
            return
        here, then = HERE[thing](row), source.facts.get(STOOD, source.facts)
        for fact, where in places.items():
            if here[fact] != then.get(fact):
                self._put(where, self._as_typed(where, here[fact], fact), what)

    def _as_typed(self, where: Input, value: Any, fact: str) -> Any:
        if fact in ("target", "value", "amount"):
            return Decimal(value)
        if fact == "effect_starts_on":
            return self._day(where, date.fromisoformat(value))
        return value

    def _day(self, where: Input, day: date) -> Any:
        """A day as a day where one stood, else as text: the cells are of no kind."""
        return day if isinstance(self.told[where].value, date) else f"{day:%d.%m.%Y}"

    # --- the parts ------------------------------------------------------------------------

    def _card(self) -> None:
        self._put_changed("initiative", "initiative", {"title": kommit_says.NAME}, _("The name"))

    def _benefits(self) -> None:
        placed = set()
        for line in self.told.lines:
            benefit = self._row(line.key)[1]
            if benefit is not None:
                placed.add(benefit.pk)
                self._benefit(line, benefit)
            elif line.key in self.known and self.known[line.key].target:
                says = _("«%(name)s» is taken away here, and still stands in the file.")
                self.no_room.append(says % {"name": self.known[line.key].text})
        self._new_benefits(placed)

    def _benefit(self, line: Line, benefit: Benefit) -> None:
        self._name(line, benefit)
        self._yardstick(line, benefit)
        for name in ("change", "objective"):
            self._arrow(line, name)
        self._promise(line, benefit)
        self._read(line, benefit)

    def _name(self, line: Line, benefit: Benefit) -> None:
        """The name of today, with the mark of today where the file has marks before names."""
        where, key = about("name", line.number), line.key
        self._put_changed(key, "benefit", {"name": where}, benefit.name)
        if line.mark and (where in self.wanted or line.mark != benefit.mark):
            said = self.wanted[where][0] if where in self.wanted else line.name
            self._put(where, f"{benefit.mark} {said}", benefit.name)

    def _yardstick(self, line: Line, benefit: Benefit) -> None:
        """The yardstick of today, where another or a new version has come in place of the old."""
        source = self.known.get(yardstick_key(self.told, line, self.upload.settings))
        if line.is_used and source and source.object_pk == benefit.indicator_id:
            return
        here = HERE["indicator"](benefit.indicator)
        for fact, name in (("name", "indicator"), ("unit", "unit"), ("method", "method")):
            self._put(about(name, line.number), here[fact], benefit.name)

    def _arrow(self, line: Line, name: str) -> None:
        """What stands in the map today, at each benefit that has it."""
        _source, edge = self._row(f"{line.key}/{name}/arrow")
        if edge is None:
            return
        node = edge.source if name == "change" else edge.target
        if node.label != self.labels.get(node.pk, line[name].typed):
            self._put(about(name, line.number), node.label, _("The benefits map"))

    def _promise(self, line: Line, benefit: Benefit) -> None:
        promise = self.promises.get(benefit.pk)
        if promise is None:
            return
        number = line.number
        source = self.known.get(f"{line.key}/promise")
        said = source.facts if source else {}
        here = HERE["promise"](promise)
        places = {"target": "target", "effect_starts_on": "realised",
                  "take_out_what": "taken_out", "assumptions": "preconditions"}  # fmt: skip
        for fact, name in places.items():
            if here[fact] != said.get(fact):
                where = about(name, number)
                self._put(where, self._as_typed(where, here[fact], fact), benefit.name)
        if str(promise.owner_id) != str(self.upload.settings.get(f"owner_{number}")):
            self._put(about("owner", number), promise.owner_name, benefit.name)

    def _read(self, line: Line, benefit: Benefit) -> None:
        """Today's value as it is corrected, and the latest reading after it."""
        promise = self.promises.get(benefit.pk)
        if promise is None or promise.baseline_to is None:
            return
        rows = self.readings.get(benefit.indicator_id, [])
        before = next((row for row in rows if row.period_end == promise.baseline_to), None)
        after = [row for row in rows if row.period_end > promise.baseline_to]
        if before is not None and not self._came(line, before):
            self._put(about("today", line.number), before.value, benefit.name)
        if after:
            latest = after[0]
            self._put_measured(line, latest, benefit)
            self._count(
                len(after) - 1,
                ngettext(
                    "%(count)s earlier reading of «%(name)s»",
                    "%(count)s earlier readings of «%(name)s»",
                    len(after) - 1,
                )
                % {"count": len(after) - 1, "name": benefit.name},
            )
            self._warn_of_nothing(latest, benefit)

    def _put_measured(self, line: Line, latest: Observation, benefit: Benefit) -> None:
        if self._came(line, latest):
            return
        self._put(about("measured", line.number), latest.value, benefit.name)
        source = self.known.get(f"{line.key}/measured")
        if source is None or self._reading_of(source) != latest:
            self._measured_on(latest.period_end)

    def _came(self, line: Line, row: Observation) -> bool:
        return line.is_used and row.pk in self.came

    def _reading_of(self, source: Source) -> Observation | None:
        """Return the reading that came of it, as it stands after corrections."""
        row = self.rows.get(source.pk)
        return live(row) if isinstance(row, Observation) else None

    def _warn_of_nothing(self, latest: Observation, benefit: Benefit) -> None:
        if latest.value == 0:
            says = _("«%(name)s» is measured to 0. The workbook shows that as not measured.")
            self.no_room.append(says % {"name": benefit.name})

    def _measured_on(self, day: date) -> None:
        before = self.wanted.get(DATED)
        latest = max(day, before[0]) if before else day
        self.wanted[DATED] = (latest, _("The day of the readings"))

    def _new_benefits(self, placed: set[int]) -> None:
        rows = Benefit.objects.filter(initiative=self.upload.about).exclude(pk__in=placed)
        rows = rows.select_related("indicator").order_by("id")
        free = [line for line in self.told.lines if not line.is_used]
        for line, benefit in zip(free, rows, strict=False):
            self._new_benefit(line, benefit)
        left = rows.count() - len(free)
        self._count(
            left,
            ngettext(
                "%(count)s benefit: the workbook takes %(most)s",
                "%(count)s benefits: the workbook takes %(most)s",
                left,
            )
            % {"count": left, "most": len(kommit.BENEFITS)},
        )

    def _new_benefit(self, line: Line, benefit: Benefit) -> None:
        said = {"name": f"{benefit.mark} {benefit.name}", "type": TYPE_OF[benefit.kind]}
        for name, value in said.items():
            self._put(about(name, line.number), value, benefit.name)
        self._yardstick(line, benefit)
        self._promise(line, benefit)
        self._read(line, benefit)

    def _costs(self) -> None:
        placed = []
        for step, says in enumerate(kommit_says.COSTS):
            key = f"cost/{step}"
            self._put_changed(key, "cost", {"amount": says}, _("Costs"))
            placed.append(getattr(self._row(key)[1], "pk", None))
        others = CostLine.objects.filter(initiative=self.upload.about).exclude(pk__in=placed)
        self._count(
            others.count(),
            ngettext("%(count)s other cost", "%(count)s other costs", others.count())
            % {"count": others.count()},
        )

    def _what_has_no_room(self) -> None:
        """Say what the workbook has no cell for."""
        removed = Difference.objects.filter(initiative=self.upload.about).count()
        self._count(
            removed,
            ngettext(
                "%(count)s thing that falls away or is added",
                "%(count)s things that fall away or are added",
                removed,
            )
            % {"count": removed},
        )
        spans = [row for row in self.promises.values() if row.target_low != row.target_high]
        self._count(
            len(spans),
            ngettext(
                "the low and the high level of %(count)s promise",
                "the low and the high level of %(count)s promises",
                len(spans),
            )
            % {"count": len(spans)},
        )

    def _count(self, count: int, says: str) -> None:
        if count > 0:
            self.no_room.append(says)

    # --- what is written ------------------------------------------------------------------

    def _written(self) -> Iterator[Written]:
        """Yield the cells that change; what a formula reckons there is left as it is."""
        for where, (value, what) in self.wanted.items():
            cell = self.told[where]
            said = f"Dato: {value:%d.%m.%Y}" if where == DATED else value
            if _says(cell.value, said) or self._is_reckoned(cell):
                continue
            yield Written(cell.sheet, cell.address, cell.typed, _plain(said), what)

    def _is_reckoned(self, cell: Cell) -> bool:
        is_reckoned = bool(self.told.formula_at(cell))
        if is_reckoned:
            says = _("%(cell)s is reckoned by a formula, and is left as it is.")
            self.no_room.append(says % {"cell": cell.place})
        return is_reckoned


def _says(now: Any, value: Any) -> bool:
    if isinstance(value, Decimal) and isinstance(now, int | float):
        return Decimal(str(now)) == value
    return bool(now == value)


def _plain(value: Any) -> Any:
    """Return a number as it is written in a cell: 40, not 40.0000."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
