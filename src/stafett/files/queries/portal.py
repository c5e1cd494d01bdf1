"""What would come of a benefit overview from Prosjektportalen, beside what stands here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Benefit
from stafett.benefits.models import Kind as BenefitKind
from stafett.files.models import Source, Upload
from stafett.files.queries.lists import own_initiatives
from stafett.files.queries.readings import in_unit
from stafett.files.queries.uploads import known, rows_of
from stafett.files.rules import portal as rules
from stafett.files.rules.portal import Export, Line, Row
from stafett.files.rules.proposals import CHANGE, KEPT, MAKE, REFUSED, SAME, Cell, Preview, Proposal
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives.models import TITLE, Initiative
from stafett.lib import Acting
from stafett.needs import queries as needs
from stafett.needs.models import Need
from stafett.ui.figures import day

NAME, FAMILY = "portal", "overview"
INITIATIVE, INDICATOR, BENEFIT, READING = "initiative", "indicator", "benefit", "reading"
OLD, NEW = "initiative-", "need-"
LONGEST, LONGEST_UNIT = 160, 40
KEPT_FIELDS = ("desired", "owner", "responsible", "turnover", "conditions", "realised", "achieved")


def family(_upload: Upload) -> str:
    """Return whose files they are: the organisation's one portal."""
    return FAMILY


def choices_for(acting: Acting) -> list[tuple[str, str]]:
    """Return what a project can be: an initiative that is here, or a new one for a need."""
    old = [(f"{OLD}{row.pk}", row.title) for row in own_initiatives(acting)]
    open_needs = needs.visible(acting).filter(
        organisation_id=acting.organisation_id, closed_on=None
    )
    new = [
        (f"{NEW}{row.pk}", _("a new initiative for the need «%(title)s»") % {"title": row.title})
        for row in open_needs.exclude(today="").order_by("title")
    ]
    return [*old, *new]


def first_choices(acting: Acting, export: Export) -> dict[str, str]:
    """Return what each project became when it last came, or what is called the same."""
    earlier = Upload.objects.visible_to(acting).brought_in().filter(kind=NAME).light()
    latest = earlier.order_by("-imported_at", "-id").first()
    before = latest.settings.get("projects", {}) if latest else {}
    made = known(acting, NAME, FAMILY)
    titles = {row.title: f"{OLD}{row.pk}" for row in own_initiatives(acting)}
    found = {}
    for line in export.lines:
        source = made.get(line.key(INITIATIVE))
        came = f"{OLD}{source.object_pk}" if source else before.get(line.project, "")
        found[line.project] = came or titles.get(line.project, "")
    return found


def preview(acting: Acting, upload: Upload) -> Preview:
    """Return what would come of the overview."""
    return _Overview(acting, upload, rules.export(bytes(upload.content))).preview()


@dataclass
class _Overview:
    """One overview, beside what stands here."""

    acting: Acting
    upload: Upload
    export: Export
    seen: set[str] = field(default_factory=set)

    @cached_property
    def known(self) -> Mapping[str, Source]:
        return known(self.acting, NAME, FAMILY)

    @cached_property
    def rows(self) -> Mapping[int, Any]:
        return rows_of(self.known.values())

    @cached_property
    def yardsticks(self) -> Mapping[str, Indicator]:
        own = Indicator.objects.filter(owner_id=self.acting.organisation_id).in_use()
        return {row.name: row for row in own}

    def preview(self) -> Preview:
        says = (" ".join(self._says()),)
        if asks := tuple(self._asks()):
            return Preview(says=says, asks=asks)
        rows = [each for line in self.export.lines for each in self._line(line)]
        rows += [self._lost(row) for row in self.export.lost]
        return Preview(tuple(rows), says)

    # --- what is told and asked -------------------------------------------------------------

    def _says(self) -> Iterator[str]:
        text = ngettext(
            "%(count)s benefit on %(rows)s rows.",
            "%(count)s benefits on %(rows)s rows.",
            self.export.benefits,
        )
        yield text % {"count": self.export.benefits, "rows": len(self.export.lines)}
        yield _(
            "Start values and targets are rounded down in this file, and the days of measurements "
            "cannot be trusted. The list itself, exported as CSV, has both as they are."
        )
        if any(self.export.projects):
            yield _(
                "An overview of a programme may be cut at 500 hits without a word: hold the "
                "number of benefits against the portal."
            )

    def _asks(self) -> Iterator[str]:
        if not any(self._chosen(line) for line in self.export.lines):
            yield (
                _("Which initiative is it?")
                if choices_for(self.acting)
                else _("Tell about the need first: a new initiative answers one.")
            )
        if self._lacks_kind() and not self.upload.settings.get("kind"):
            yield _("What kind of benefits are those without a type?")
        said = self.upload.settings.get("directions", {})
        lacks = [line for name, line in self._undirected().items() if not said.get(name)]
        if lacks:
            names = ", ".join(f"«{line.indicator}»" for line in lacks[:5])
            yield _("Which way is better for %(names)s?") % {"names": names}

    def _undirected(self) -> Mapping[str, Line]:
        return rules.without_direction(self.export.lines)

    def _lacks_kind(self) -> bool:
        return any(line.benefit and not line.kind for line in self.export.lines)

    def _chosen(self, line: Line) -> str:
        """Return what the project is said to be; nothing leaves it out."""
        chosen: str = self.upload.settings.get("projects", {}).get(line.project, "")
        return chosen

    # --- one line ---------------------------------------------------------------------------

    def _line(self, line: Line) -> Iterator[Proposal]:
        chosen = self._chosen(line)
        if not chosen:
            if self._first(f"left:{line.project}"):
                yield self._kept(line.row, "project", _("This project is left out."), "left")
            return
        initiative = self._initiative_here(line, chosen)
        if self._first(line.key(INITIATIVE)):
            yield self._initiative(line, chosen, initiative)
        if not line.indicator:
            yield self._kept(line.row, "title", _("It has no indicator yet."), "bare")
            return
        yield from self._measured_thing(line, initiative)

    def _measured_thing(self, line: Line, initiative: Initiative | None) -> Iterator[Proposal]:
        if not self._first(line.key(INDICATOR)):
            yield self._kept(line.row, "indicator", _("The same row stands above."), "again")
            return
        yardstick = self._indicator(line)
        yield yardstick
        if self._first(line.key(BENEFIT)):
            yield self._benefit(line, initiative, yardstick.data["indicator"])
        else:
            yield self._kept(
                line.row, "title",
                _("A benefit has one yardstick here. This one is defined beside it."), "second",
            )  # fmt: skip
        yield from self._readings(line, yardstick.data["indicator"])
        for name in KEPT_FIELDS:
            if line.row.text(name):
                yield self._kept(line.row, name, str(WHY[name]()), name)

    def _first(self, key: str) -> bool:
        """Whether it is the first time a thing is met in the file."""
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new

    def _initiative_here(self, line: Line, chosen: str) -> Initiative | None:
        own = own_initiatives(self.acting)
        if chosen.startswith(OLD):
            found: Initiative | None = own.filter(pk=chosen.removeprefix(OLD)).first()
            return found
        source = self.known.get(line.key(INITIATIVE))
        return self.rows.get(source.pk) if source else None

    def _initiative(self, line: Line, chosen: str, here: Initiative | None) -> Proposal:
        title = (line.project or line.benefit)[:TITLE]
        need = self._need(chosen)
        return Proposal(
            key=line.key(INITIATIVE),
            thing=INITIATIVE,
            group=title,
            text=here.title if here else title,
            outcome=_outcome(here, is_possible=need is not None),
            cell=_cell(line.row, "project"),
            reason="" if here or need else _("Choose the initiative once more: it is not here."),
            data={"initiative": here, "need": need, "title": title},
        )

    def _need(self, chosen: str) -> Need | None:
        if not chosen.startswith(NEW):
            return None
        own = needs.visible(self.acting).filter(organisation_id=self.acting.organisation_id)
        return own.filter(pk=chosen.removeprefix(NEW)).first()

    def _indicator(self, line: Line) -> Proposal:
        source = self.known.get(line.key(INDICATOR))
        here = self.rows.get(source.pk) if source else None
        here = here or self.yardsticks.get(line.indicator)
        unit = line.row.text("unit")
        problem = _too_long(line.indicator, LONGEST) or _too_long(unit, LONGEST_UNIT)
        if here and here.is_share:
            problem = _("The yardstick here is a percentage, and keeps so many of so many.")
        if not unit and not here:
            problem = _("The unit is missing.")
        said = self.upload.settings.get("directions", {})
        return Proposal(
            key=line.key(INDICATOR),
            thing=INDICATOR,
            group=self._group(line),
            text=f"{line.indicator} ({here.unit if here else unit})",
            outcome=REFUSED if problem else _outcome(here),
            cell=_cell(line.row, "indicator"),
            reason=problem,
            data={
                "indicator": here,
                "name": line.indicator,
                "unit": unit,
                "direction": line.direction or said.get(line.key(INDICATOR)) or "",
            },
        )

    def _benefit(
        self, line: Line, initiative: Initiative | None, yardstick: Indicator | None
    ) -> Proposal:
        rows = Benefit.objects.filter(initiative=initiative, name=line.benefit)
        here = rows.first() if initiative else None
        kind = line.kind or self.upload.settings.get("kind") or ""
        label = dict(BenefitKind.choices).get(kind, "")
        problem = _too_long(line.benefit, LONGEST)
        direct = line.kind == BenefitKind.AVOIDED_COST and not here
        return Proposal(
            key=line.key(BENEFIT),
            thing=BENEFIT,
            group=self._group(line),
            text=f"{line.benefit} ({label})" if label else line.benefit,
            outcome=REFUSED if problem else _outcome(here),
            cell=_cell(line.row, "title"),
            reason=problem
            or (_("«Direct» may also be more income. Look at it.") if direct else ""),
            rests_on=(line.key(INITIATIVE), line.key(INDICATOR)),
            data={
                "benefit": here,
                "name": line.benefit,
                "kind": kind,
                "initiative": (line.key(INITIATIVE), initiative),
                "indicator": (line.key(INDICATOR), yardstick),
            },
        )

    def _group(self, line: Line) -> str:
        return line.project or line.benefit

    # --- readings ---------------------------------------------------------------------------

    def _readings(self, line: Line, here: Indicator | None) -> Iterator[Proposal]:
        said = self.upload.settings
        yield from self._reading(line, line.row, "start", _day(said.get("start_on")), here)
        if not self.export.has_measurements:
            yield from self._reading(line, line.row, "latest", _day(said.get("latest_on")), here)
        days = said.get("days", {})
        for row in line.measured:
            on = _day(days.get(str(row.number)))
            yield from self._reading(line, row, "value", on, here)

    def _reading(
        self, line: Line, row: Row, name: str, on: date | None, here: Indicator | None
    ) -> Iterator[Proposal]:
        value = row.amount(name)
        if value is None:
            if row.text(name):
                yield self._kept(row, name, _("This is not a number we understand."), name)
        elif on is None:
            yield self._kept(row, name, str(UNDATED[name]()), name)
        elif not self._first(f"{line.key(INDICATOR)}:{on}"):
            yield self._kept(row, name, _("There is a value for the same day above."), name)
        else:
            yield self._dated(line, row, name, on, value, here)

    def _dated(
        self, line: Line, row: Row, name: str, on: date, value: Decimal, here: Indicator | None
    ) -> Proposal:
        before = _before(self.acting, here, on)
        outcome = MAKE if before is None else SAME if before.value == value else CHANGE
        is_doubtful = name == "start" and value == 0
        unit = here.unit if here else row.text("unit") or line.row.text("unit")
        return Proposal(
            key=line.key(READING, on),
            thing=READING,
            group=self._group(line),
            text=f"{line.indicator}, {day(on)}: {in_unit(value, unit)}",
            outcome=outcome,
            cell=_cell(row, name),
            was=in_unit(before.value, unit) if before and outcome == CHANGE else "",
            reason=_("0 or missing: the file writes both alike. Tick it if it was 0.")
            if is_doubtful
            else "",
            rests_on=(line.key(INDICATOR),),
            is_choice=is_doubtful,
            is_chosen=not is_doubtful,
            data={
                "indicator": (line.key(INDICATOR), here),
                "before": before,
                "on": on,
                "value": value.quantize(Decimal("0.0001")),
                "comment": row.text("comment"),
                "is_rounded": name != "latest",
            },
        )

    def _lost(self, row: Row) -> Proposal:
        why = _("We cannot tell which benefit it belongs to: no name fits, or more than one.")
        return self._kept(row, "value", why, "lost")

    def _kept(self, row: Row, name: str, why: str, part: str) -> Proposal:
        named = [row.text(each) for each in ("title", "indicator")]
        shown = row.text(name)
        text = ", ".join(dict.fromkeys(each for each in (*named, shown) if each))
        return Proposal(
            key=f"kept:{part}:{row.sheet[:60]}:{row.number}",
            thing="",
            group=row.text("project") or row.text("title"),
            text=text[:500],
            outcome=KEPT,
            cell=_cell(row, name),
            reason=why,
        )


WHY = {
    "desired": lambda: _("A target is promised by its owner: promise on the benefit with it."),
    "owner": lambda: _("A name is a proposal. The owner says yes to a promise here."),
    "responsible": lambda: _("A name gives nobody a role here."),
    "turnover": lambda: _("How it is taken out is decided in the promise."),
    "conditions": lambda: _("Write it as an assumption in the promise."),
    "realised": lambda: _("The day may be one too early in the file. Say it in the promise."),
    "achieved": lambda: _("As the file shows it. Here it is reckoned from the readings."),
}
UNDATED = {
    "start": lambda: _("It has no day, so it is no baseline yet. Say above when it was read."),
    "latest": lambda: _("It has no day. Say above when it was read."),
    "value": lambda: _("Its day cannot be trusted. Say above when it was read."),
}


def _outcome(here: Any, *, is_possible: bool = True) -> str:
    if here is not None:
        return SAME
    return MAKE if is_possible else REFUSED


def _cell(row: Row, name: str) -> Cell:
    return Cell(row.sheet[:80], row.address(name)[:20], row.text(name))


def _day(said: Any) -> date | None:
    return date.fromisoformat(said) if said else None


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return _("«%(text)s» has more than %(most)s signs.") % {"text": text[:40], "most": most}


def _before(acting: Acting, here: Indicator | None, on: date) -> Observation | None:
    if here is None:
        return None
    rows = Observation.objects.visible_to(acting).live().filter(indicator=here, unit=None)
    return rows.filter(period_start=on, period_end=on).first()
