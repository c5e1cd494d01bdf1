"""What would come of KommIT's workbook here, beside what stands here already."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Benefit, MapNode
from stafett.benefits.models import Kind as BenefitKind
from stafett.files.models import Source, Upload
from stafett.files.queries.uploads import known, rows_of
from stafett.files.rules import kommit_figures, kommit_says, reading, uploads
from stafett.files.rules.comparing import Facts, compared
from stafett.files.rules.kommit_figures import Difference
from stafett.files.rules.kommit_says import Line, Says
from stafett.files.rules.proposals import CHANGE, KEPT, MAKE, SAME, Cell, Preview, Proposal
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.lib.text import folded
from stafett.ui.figures import day as shown_day
from stafett.ui.figures import number as shown_number

NAME = "kommit"
NEW = "new"
STOOD = "stood"
"""What stood here when a file was tied to it, beside what the file says."""
PROBLEM, SOLUTION = "problem", "solution"
INCOME = "income"
ORE = Decimal("0.01")
LONGEST_NAME, LONGEST_TITLE, LONGEST_LINE = 160, 120, 500
KINDS_OF = {
    kommit_says.INDIRECT: BenefitKind.TIME_SAVED,
    kommit_says.QUALITY: BenefitKind.QUALITY,
}
YARDSTICK = ("indicator", "unit")
HERE = {
    "initiative": lambda row: {"title": row.title},
    "indicator": lambda row: {
        "name": row.name, "unit": row.unit,
        "method": "" if row.method == row.source else row.method,
    },
    "benefit": lambda row: {"name": row.name},
    "node": lambda row: {"label": row.label},
    "edge": lambda row: {},
    "reading": lambda row: {"value": plain(row.value)},
    "promise": lambda row: {
        "target": plain(row.target_likely),
        "effect_starts_on": row.effect_starts_on.isoformat(),
        "take_out_what": row.take_out_what,
        "assumptions": row.assumptions,
    },
    "cost": lambda row: {"amount": plain(row.likely)},
}  # fmt: skip
"""What stands here of each thing, in the words of the file. What is to be completed is empty."""


def plain(value: Decimal) -> str:
    """Return a number as it is kept beside others: 40, not 40.0000."""
    return format(value.normalize(), "f")


def family(upload: Upload) -> str:
    """Return whose workbook it is: one initiative's, in all its versions."""
    about = whose(upload)
    return f"initiative:{about}" if about else ""


def whose(upload: Upload) -> int | None:
    """Return the initiative a workbook is about: what came of it, what is chosen, or None."""
    said = str(upload.settings.get("initiative", ""))
    if upload.state == uploads.IMPORTED or not said:
        return upload.about_id
    return int(said) if said.isdecimal() else None


def own_initiatives(acting: Acting) -> list[Initiative]:
    """Return the organisation's own initiatives that somebody may fill in, the latest first."""
    rows = initiatives.visible(acting).filter(organisation_id=acting.organisation_id)
    rows = rows.exclude(stage="stopped").order_by("-registered_at", "-id")
    return [row for row in rows if initiatives.is_theirs(acting, row)]


def earlier(acting: Acting, upload: Upload) -> Upload | None:
    """Return the latest file that came before: about the same, of the same bytes or name."""
    rows = Upload.objects.visible_to(acting).brought_in().filter(kind=NAME).exclude(about=None)
    rows = rows.light().order_by("-imported_at", "-id")
    if upload.about_id:
        return rows.filter(about=upload.about_id).first()
    return rows.filter(sha256=upload.sha256).first() or rows.filter(name=upload.name).first()


def preview(acting: Acting, upload: Upload) -> Preview:
    """Return what would come of the workbook, with the answers that are given."""
    told = kommit_says.says(bytes(upload.content))
    if told.is_untouched:
        return Preview()
    return _Reading(acting, upload, told).preview()


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


@dataclass
class _Reading:
    """One workbook, beside what stands here."""

    acting: Acting
    upload: Upload
    told: Says
    found: dict[str, Proposal] = field(default_factory=dict)

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        return {name: said for name, said in self.upload.settings.items() if said is not None}

    @cached_property
    def initiative(self) -> Initiative | None:
        asked = whose(self.upload)
        own = initiatives.visible(self.acting).filter(organisation_id=self.acting.organisation_id)
        return own.filter(pk=asked).first() if asked else None

    @cached_property
    def known(self) -> dict[str, Source]:
        return known(self.acting, NAME, family(self.upload)) if family(self.upload) else {}

    @cached_property
    def rows(self) -> dict[int, Any]:
        return rows_of(self.known.values())

    @cached_property
    def benefits_here(self) -> dict[str, Benefit]:
        if self.initiative is None:
            return {}
        rows = Benefit.objects.filter(initiative=self.initiative).select_related("indicator")
        return {row.name: row for row in rows}

    @cached_property
    def yardsticks(self) -> dict[str, Indicator]:
        own = Indicator.objects.filter(owner_id=self.acting.organisation_id).in_use()
        return {row.name: row for row in own}

    def preview(self) -> Preview:
        for proposal in self._all():
            self.found.setdefault(proposal.key, proposal)
        return Preview(tuple(self.found.values()), tuple(self._says()), tuple(self._asks()))

    def _all(self) -> Iterator[Proposal]:
        yield from self._card()
        for line in self.told.used:
            yield from self._benefit(line)
        yield from self._costs()
        yield from self._kept()

    # --- the card -----------------------------------------------------------------------

    def _card(self) -> Iterator[Proposal]:
        name, purpose = self.told[kommit_says.NAME], self.told[kommit_says.PURPOSE]
        title = self.answers.get("title") or name.typed
        group = _("The initiative")
        if self.initiative is not None:
            yield self._initiative_here(group, name, title)
            return
        problem = {
            "title": title[:LONGEST_TITLE],
            "problem": self.answers.get("problem", ""),
            "affected_group": self.answers.get("affected_group", ""),
            "today": self.answers.get("today", ""),
            "sector": self.answers.get("sector", ""),
            "reason": self.answers.get("reason", ""),
        }
        yield Proposal(
            "need",
            "need",
            group,
            problem["problem"] or _("the need"),
            MAKE,
            purpose,
            reason=_("A need, so that the problem stands by itself."),
            data=problem,
        )
        told = {"title": title, "solution": self.answers.get("solution", "")}
        yield Proposal(
            "initiative",
            "initiative",
            group,
            title or _("the initiative"),
            MAKE,
            name,
            rests_on=("need",),
            data={**told, "value": _json({"title": title})},
            reason=_("An initiative that you lead. Only your own organisation sees it."),
        )

    def _initiative_here(self, group: str, name: Cell, title: str) -> Proposal:
        if "initiative" in self.known and name.typed:
            facts = {"title": title}
            return self._compared("initiative", "initiative", group, title, facts, name)
        stood = {STOOD: {"title": self.initiative.title}} if self.initiative else {}
        value = _json({"title": name.typed, **stood})
        return Proposal(
            "initiative",
            "",
            group,
            str(self.initiative),
            SAME,
            name,
            row=self.initiative,
            links=True,
            data={"value": value},
        )

    # --- a benefit ----------------------------------------------------------------------

    def _benefit(self, line: Line) -> Iterator[Proposal]:
        name = line["name"]
        group = _("Benefit") + f" {line.number}: {name.typed or '–'}"
        if not name.typed:
            yield self._kept_one(
                f"{line.key}/nameless",
                group,
                self._first(line),
                _("The benefit has no name. Write one in %(cell)s.") % {"cell": name.place},
            )
            return
        if why := self._why_not(line):
            yield self._kept_one(line.key, group, name, why)
        else:
            yield self._yardstick(line, group)
            yield self._standard(line, group)
            yield from self._map(line, group)
            yield from self._reading(line, group, "today", self._day("baseline_on"))
            yield self._promise(line, group)
            yield from self._reading(line, group, "measured", self._day("measured_on"))
        yield from self._aside(line, group)

    def _first(self, line: Line) -> Cell:
        return next(cell for cell in line.cells.values() if cell.typed)

    def _why_not(self, line: Line) -> str:
        """Return why a benefit waits in the file, if it does."""
        if len(line["name"].typed) > LONGEST_NAME:
            return _("The name is longer than %(most)s signs. Shorten it.") % {"most": LONGEST_NAME}
        kind = self._kind(line)
        if kind == INCOME:
            return _("More income is no avoided cost. We have no home for it yet.")
        if not kind:
            return _("Its type is not known, so it is counted nowhere. Answer above which it is.")
        name, unit = self._measured_by(line)
        if not (name and unit):
            return _("It has no yardstick with a unit. Answer above what is read.")
        if not (line.direction or self._answer(line, "direction")):
            return _("Nothing says which way is better. Answer above.")
        return ""

    def _kind(self, line: Line) -> str:
        said = self._answer(line, "kind")
        return said or str(KINDS_OF.get(line.type, ""))

    def _answer(self, line: Line, what: str) -> str:
        return str(self.answers.get(f"{what}_{line.number}") or "")

    def _measured_by(self, line: Line) -> tuple[str, str]:
        return measured_by(line, self.answers)

    def _yardstick(self, line: Line, group: str) -> Proposal:
        name, unit = self._measured_by(line)
        facts = {
            "name": name,
            "unit": "%" if line.is_share else unit,
            "method": line["method"].typed,
        }
        key, cell = self._yardstick_key(line), line["indicator"]
        text = f"{name} ({facts['unit']})"
        if key in self.known:
            return self._unchanged(key, group, text, facts, cell)
        if name in self.yardsticks:
            return self._linked(key, "indicator", group, text, facts, cell, self.yardsticks[name])
        better = line.direction or self._answer(line, "direction")
        data = {**facts, "is_share": line.is_share, "direction": better, "value": _json(facts)}
        way = _("More is better.") if better == "up" else _("Less is better.")
        return Proposal(
            key,
            "indicator",
            group,
            text,
            MAKE,
            cell,
            data=data,
            reason=" ".join((_("A yardstick."), way)),
            rests_on=("initiative",),
        )

    def _yardstick_key(self, line: Line) -> str:
        return yardstick_key(self.told, line, self.answers)

    def _unchanged(self, key: str, group: str, text: str, facts: Facts, cell: Cell) -> Proposal:
        """A yardstick is not changed by a file: a new method is a new version of it."""
        told = self._compared(key, "indicator", group, text, facts, cell)
        if told.outcome != CHANGE:
            return told
        says = _("A yardstick is not changed by a file. Make a new version of it on its own page.")
        return replace(told, outcome=KEPT, thing="", reason=says)

    def _standard(self, line: Line, group: str) -> Proposal:
        name, cell = line["name"].typed, line["name"]
        kind = self._kind(line)
        facts = {"name": name}
        if line.key not in self.known and name in self.benefits_here:
            here = self.benefits_here[name]
            return self._linked(line.key, "benefit", group, name, facts, cell, here)
        data = {"kind": kind, "yardstick": self._yardstick_key(line)}
        rests_on = ("initiative", self._yardstick_key(line))
        says = _("A benefit") + f": {BenefitKind(kind).label}"
        return self._compared(
            line.key, "benefit", group, name, facts, cell, reason=says, rests_on=rests_on, data=data
        )

    def _map(self, line: Line, group: str) -> Iterator[Proposal]:
        for what, kind in (("change", "change"), ("objective", "objective")):
            cell = line[what]
            if not cell.typed:
                continue
            if len(cell.typed) > LONGEST_NAME:
                says = _("Longer than a place in the map takes (%(most)s signs). Shorten it.")
                why = says % {"most": LONGEST_NAME}
                yield self._kept_one(f"{line.key}/{what}", group, cell, why)
                continue
            yield from self._placed(line, group, what, kind, cell)

    def _placed(
        self, line: Line, group: str, what: str, kind: str, cell: Cell
    ) -> Iterator[Proposal]:
        """A place in the map and its arrow; a text that stands at two benefits is one place."""
        node = self._node_key(line, what, cell)
        if node not in self.found:
            yield self._node(node, group, kind, cell)
        ends = (node, line.key) if kind == "change" else (line.key, node)
        says = _("An arrow in the map, to the benefit.")
        if kind == "objective":
            says = _("An arrow in the map, from the benefit.")
        yield self._compared(
            f"{line.key}/{what}/arrow",
            "edge",
            group,
            cell.typed,
            {},
            cell,
            rests_on=ends,
            data={"ends": ends},
            reason=says,
        )

    def _node_key(self, line: Line, what: str, cell: Cell) -> str:
        """The place of the first benefit whose cell says the same."""
        same = (each for each in self.told.used if folded(each[what].typed) == folded(cell.typed))
        return f"{next(same, line).key}/{what}"

    def _node(self, key: str, group: str, kind: str, cell: Cell) -> Proposal:
        facts = {"label": cell.typed}
        here = self._node_here(kind, cell.typed) if key not in self.known else None
        if here is not None:
            return self._linked(key, "node", group, cell.typed, facts, cell, here)
        says = _("A change in the benefits map.")
        if kind == "objective":
            says = _("An objective in the benefits map.")
        return self._compared(
            key,
            "node",
            group,
            cell.typed,
            facts,
            cell,
            reason=says,
            rests_on=("initiative",),
            data={"kind": kind},
        )

    def _node_here(self, kind: str, label: str) -> MapNode | None:
        places = MapNode.objects.filter(initiative=self.initiative, kind=kind, label=label)
        return places.first() if self.initiative else None

    def _reading(self, line: Line, group: str, what: str, on: date | None) -> Iterator[Proposal]:
        cell, key = line[what], f"{line.key}/{what}"
        if not cell.typed:
            return
        on = on or (self.told.measured_on if what == "measured" else None)
        value = reading.number(cell.value)
        why = self._why_no_reading(line, value, on, what)
        if why or value is None or on is None:
            yield self._kept_one(key, group, cell, why)
            return
        facts = {"value": plain(self._as_read(value))}
        word = _("Today's value") if what == "today" else _("Measured value")
        text = f"{word}: {shown_number(value, _decimals(value))} {line['unit'].typed}"
        says = _("A reading of %(day)s.") % {"day": shown_day(on)}
        yardstick = self._yardstick_key(line)
        yield self._compared(
            key,
            "reading",
            group,
            text,
            facts,
            cell,
            reason=says,
            rests_on=(yardstick,),
            data={"day": on, "yardstick": yardstick, "value_read": facts["value"]},
        )

    def _why_no_reading(self, line: Line, value: Decimal | None, on: date | None, what: str) -> str:
        if value is None:
            return _("It is not a number that stands alone. It is kept as it was typed.")
        if line.is_share:
            return _("A percentage keeps what it is reckoned from: how many, of how many.")
        if on is None and what == "today":
            return _("Nobody knows when it was read, so it is no baseline. Write the day above.")
        return "" if on else _("Nobody knows when it was read. Write the day above.")

    def _as_read(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal("0.0001"))

    def _promise(self, line: Line, group: str) -> Proposal:
        cell, key = line["target"], f"{line.key}/promise"
        target, starts = reading.number(cell.value), self._starts(line)
        if key not in self.known and (why := self._why_no_promise(line, target, starts)):
            return self._kept_one(key, group, cell if cell.typed else line["owner"], why)
        facts = self._promised(line, target, starts)
        text = _("Wanted: %(value)s %(unit)s") % {
            "value": shown_number(target or 0, _decimals(target or Decimal())),
            "unit": line["unit"].typed or self._measured_by(line)[1],
        }
        data = {
            "benefit": line.key,
            "baseline": f"{line.key}/today",
            "owner": self._answer(line, "owner"),
            "take_out_by": self._day("decide_by"),
        }
        told = self._compared(
            key,
            "promise",
            group,
            text,
            facts,
            cell,
            rests_on=(line.key,),
            data=data,
            reason=self._says_of_promise(line, starts),
        )
        return _asked_again(told)

    def _promised(self, line: Line, target: Decimal | None, starts: date | None) -> Facts:
        facts: dict[str, Any] = {}
        if target is not None:
            facts["target"] = plain(self._as_read(target))
        if starts is not None:
            facts["effect_starts_on"] = starts.isoformat()
        texts = {"take_out_what": line["taken_out"], "assumptions": line["preconditions"]}
        fitting = {name: cell.typed for name, cell in texts.items() if _fits(cell)}
        return {**facts, **fitting}

    def _starts(self, line: Line) -> date | None:
        said = reading.day(self._answer(line, "effect"))
        return said or reading.day(line["realised"].value) or self._day("effect_on")

    def _why_no_promise(self, line: Line, target: Decimal | None, starts: date | None) -> str:
        if target is None and line["target"].typed:
            return _("It is not a number that stands alone. It is kept as it was typed.")
        if target is None:
            return _("There is no wanted value, so there is nothing to promise yet.")
        if not self._answer(line, "owner"):
            return _("A promise has an owner. Choose one above; the file says «%(name)s».") % {
                "name": line["owner"].typed or "–"
            }
        if starts is None:
            return _("A promise says from when it has effect. Write the day above.")
        return ""

    def _says_of_promise(self, line: Line, starts: date | None) -> str:
        says = _("A promise that waits for its owner's yes. One level only, as if it were certain.")
        if starts and line["realised"].typed and reading.day(line["realised"].value) == starts:
            read = _("«%(typed)s» is read as %(day)s.")
            return f"{says} {read % {'typed': line['realised'].typed, 'day': shown_day(starts)}}"
        return says

    def _aside(self, line: Line, group: str) -> Iterator[Proposal]:
        """What is typed about a benefit and has no home beside it."""
        homes = {"taken_out": "promise", "preconditions": "promise", "owner": "promise"}
        for name, cell in line.cells.items():
            if name in homes and cell.typed and self._has_no_home(line, name, cell):
                says = _("It belongs to a promise, and is kept until there is one.")
                if name == "owner":
                    says = _("A name in a file gives nobody a role. Choose the owner above.")
                yield self._kept_one(f"{line.key}/{name}", group, cell, says)

    def _has_no_home(self, line: Line, name: str, cell: Cell) -> bool:
        promise = self.found.get(f"{line.key}/promise")
        kept = promise is None or promise.outcome == KEPT
        return kept or (name != "owner" and not _fits(cell))

    # --- costs --------------------------------------------------------------------------

    def _costs(self) -> Iterator[Proposal]:
        group = _("Costs")
        what = self.told[kommit_says.SPENT_ON].typed
        first = self._whole("start_year")
        for step, says in enumerate(kommit_says.COSTS):
            cell = self.told[says]
            if cell.typed:
                year = None if first is None else first + max(step - 1, 0)
                yield self._cost(group, f"cost/{step}", cell, what, year, is_first=step == 0)

    def _cost(
        self, group: str, key: str, cell: Cell, what: str, year: int | None, *, is_first: bool
    ) -> Proposal:
        amount = reading.number(cell.value)
        if amount is None:
            says = _("It is not a number that stands alone. It is kept as it was typed.")
            return self._kept_one(key, group, cell, says)
        if year is None or self._whole("price_year") is None:
            says = _("Write the first year and the price year above, and it becomes a cost.")
            return self._kept_one(key, group, cell, says)
        word = _("Investment") if is_first else _("Operation")
        text = f"{word} {year}: {shown_number(amount, _decimals(amount))} kr"
        kind = (self.answers.get("investment") or "development") if is_first else "operation"
        data = {
            "kind": kind,
            "what": (what or word)[:LONGEST_LINE],
            "year": year,
            "price_year": self._whole("price_year"),
            "vat": self.answers.get("vat") or "none",
        }
        says = _("In prices of %(year)s. One amount only, as if it were certain.")
        return self._compared(
            key,
            "cost",
            group,
            text,
            {"amount": plain(amount.quantize(ORE))},
            cell,
            rests_on=("initiative",),
            data=data,
            reason=says % {"year": data["price_year"]},
        )

    # --- what is kept -------------------------------------------------------------------

    def _kept(self) -> Iterator[Proposal]:
        for cell in kommit_says.without_a_home(self.told):
            group = _("Kept in the file: %(sheet)s") % {"sheet": cell.sheet}
            says = _("It has no home here. It stays in the file, and comes along out again.")
            kept = self._kept_one(f"kept/{cell.sheet}/{cell.address}", group, cell, says)
            yield replace(kept, is_aside=True)

    def _kept_one(self, key: str, group: str, cell: Cell, why: str) -> Proposal:
        return Proposal(key, "", group, cell.typed or "–", KEPT, cell, reason=why)

    # --- what is said and asked first -----------------------------------------------------

    def _says(self) -> Iterator[str]:
        for differs in kommit_figures.differences(self.told.book):
            yield self._disagrees(differs)
        if rate := self.told[kommit_says.RATE].typed:
            says = _(
                "The file reckons with a rate of %(rate)s. We go on with our own, and do not take "
                "it over."
            )
            yield says % {"rate": rate}

    def _disagrees(self, differs: Difference) -> str:
        ours = _("nothing") if differs.ours is None else shown_number(differs.ours, 2)
        says = _("%(cell)s says %(theirs)s. We reckon %(ours)s.") % {
            "cell": f"{differs.sheet} {differs.address}",
            "theirs": reading.typed(differs.shown) or "–",
            "ours": ours,
        }
        if not differs.is_reckoned:
            return " ".join((says, _("Somebody has typed over the formula there.")))
        if texts := kommit_says.texts_among_amounts(self.told):
            places = ", ".join(each.place for each in texts)
            why = _("There is a text where an amount belongs: %(places)s.")
            return f"{says} {why % {'places': places}}"
        why = _("It was saved without being reckoned, or a formula is changed.")
        return f"{says} {why}"

    def _asks(self) -> Iterator[str]:
        if self.initiative is not None:
            return
        asked = {
            "title": _("Write what the initiative is called."),
            "problem": _("Write what the problem is."),
            "affected_group": _("Write who it affects."),
            "today": _("Write how it is today."),
            "sector": _("Choose what it is about."),
            "solution": _("Write what you will do."),
        }
        has_title = bool(self.told[kommit_says.NAME].typed)
        for name, says in asked.items():
            if not self.answers.get(name) and not (name == "title" and has_title):
                yield says

    # --- what the parts share -------------------------------------------------------------

    def _day(self, name: str) -> date | None:
        return reading.day(self.answers.get(name))

    def _whole(self, name: str) -> int | None:
        said = str(self.answers.get(name) or "")
        return int(said) if said.isdecimal() else None

    def _linked(
        self, key: str, thing: str, group: str, text: str, facts: Facts, cell: Cell, row: Any
    ) -> Proposal:
        """What stood here before any file is tied to the file, and stays as it is."""
        says = _("It is here already.")
        return Proposal(
            key,
            thing,
            group,
            text,
            SAME,
            cell,
            row=row,
            links=True,
            reason=says,
            data={**facts, "value": _json(facts)},
        )

    def _compared(
        self,
        key: str,
        thing: str,
        group: str,
        text: str,
        facts: Facts,
        cell: Cell,
        *,
        reason: str = "",
        rests_on: tuple[str, ...] = (),
        data: Mapping[str, Any] | None = None,
    ) -> Proposal:
        """Propose to make it, to change it, or nothing, by what came of earlier files."""
        source = self.known.get(key)
        told = Proposal(
            key,
            thing,
            group,
            text,
            MAKE,
            cell,
            reason=reason,
            rests_on=rests_on,
            data={**(data or {}), **facts, "value": _json(facts)},
        )
        if source is None or not source.target:
            return told
        row = self.rows.get(source.pk)
        if thing == "reading" and row is not None:
            row = live(row)
        if row is None:
            says = _("It came with an earlier file, and was taken away here since.")
            return replace(told, is_choice=True, is_chosen=False, reason=says)
        return _beside(told, facts, source.facts, HERE[thing](row), row)


def _beside(told: Proposal, facts: Facts, last: Facts, here: Facts, row: Any) -> Proposal:
    """Return what a file changes in a row that an earlier one brought."""
    found = compared(facts, last, here)
    if found.is_same:
        says = _("It was changed here since. What stands here stays.") if found.stays else ""
        return replace(told, outcome=SAME, row=row, reason=says)
    was = ", ".join(str(here[name]) for name in found.changed)
    kept = {name: said for name, said in last.items() if name != STOOD}
    data = {**told.data, "changed": found.changed, "value": _json({**kept, **facts})}
    if not found.clashes:
        return replace(told, outcome=CHANGE, row=row, was=was, data=data)
    says = _("It was changed here too. Tick it if the file is right.")
    return replace(
        told,
        outcome=CHANGE,
        row=row,
        was=was,
        data=data,
        reason=says,
        is_choice=True,
        is_chosen=False,
    )


def _asked_again(told: Proposal) -> Proposal:
    """A promise with a yes is changed only where somebody chooses so: it needs a new yes."""
    if told.outcome != CHANGE or told.row.state != "confirmed":
        return told
    says = _("It is promised. Tick it to change the promise: then the owner must say yes again.")
    return replace(told, is_choice=True, is_chosen=False, reason=says)


def live(row: Observation) -> Observation | None:
    """Return the reading that stands now, after corrections."""
    found: Observation | None = row
    while found is not None and not found.is_live:
        found = Observation.objects.filter(supersedes=found).first()
    return found


def _fits(cell: Cell) -> bool:
    return bool(cell.typed) and len(cell.typed) <= LONGEST_LINE


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _json(facts: Facts) -> str:
    return json.dumps(dict(facts), ensure_ascii=False)
