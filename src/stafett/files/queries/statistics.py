"""What would come of a table of statistics: a yardstick, and a reading for each municipality."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.files.models import Upload
from stafett.files.queries import uploads
from stafett.files.queries.places import Places, places
from stafett.files.queries.readings import Figure, Weigher, span
from stafett.files.rules import proposals as told
from stafett.files.rules import statistics as rules
from stafett.files.rules.proposals import Cell, Preview, Proposal
from stafett.indicators.models import Indicator, Scope
from stafett.lib import Acting, cubes, typed
from stafett.lib.cubes import CONTENTS, REGION, TIME, Category, Cube
from stafett.lib.typed import NotUnderstood, Period
from stafett.organisations.models import Organisation
from stafett.ui.figures import day

INDICATOR = "indicator"
KIND = "statistics"
NAME, UNIT, LINE, TEXT = 160, 40, 300, 1000
PERCENT = frozenset({"prosent", "percent", "%", "per cent"})


@dataclass(frozen=True)
class Table:
    """A table with what is chosen in it, and what it is to be called here."""

    cube: Cube
    chosen: Mapping[str, str]
    said: Mapping[str, Any]
    lang: str

    @cached_property
    def contents(self) -> Category | None:
        """What is counted, where the table says it."""
        row = self.cube.dimension(CONTENTS)
        code = self.chosen.get(row.id) if row else None
        return next((each for each in row.categories if each.code == code), None) if row else None

    @property
    def labels(self) -> list[str]:
        """What is chosen, in words: «kjønn: begge kjønn»."""
        return [
            f"{row.label}: {category.label}"
            for row in rules.others(self.cube)
            for category in row.categories
            if self.chosen.get(row.id) == category.code
        ]

    @property
    def family(self) -> str:
        """Whose figures they are: the same table, read for the same things."""
        which = "|".join(f"{name}={code}" for name, code in sorted(self.chosen.items()))
        name = self.cube.table or self.cube.label
        return f"{name[:40]}:{sha256(which.encode()).hexdigest()[:20]}"

    @property
    def source(self) -> str:
        """Where the figures come from, and how new they are."""
        with translation.override(self.lang):
            number = _("table %(number)s") % {"number": self.cube.table} if self.cube.table else ""
            updated = rules.updated_on(self.cube)
            newest = _("updated %(day)s") % {"day": day(updated)} if updated else ""
            parts = (self.cube.source or _("statistics from outside"), number, newest)
            return ", ".join(part for part in parts if part)[:LINE]

    def defined(self) -> dict[str, Any]:
        """Return the yardstick, as its action takes it."""
        unit = (self.contents.unit if self.contents else "") or self.said.get("unit") or ""
        return {
            "name": str(self.said.get("name") or "")[:NAME],
            "scope": self.said.get("scope") or Scope.OWN,
            "unit": (unit or self._number())[:UNIT],
            "is_share": False,
            "is_about_people": False,
            "direction": self.said.get("direction") or "",
            "method": self._method(),
            "source": self.source,
            "population": self.cube.label[:LINE] or self.source,
            "lang": self.lang,
        }

    def _number(self) -> str:
        with translation.override(self.lang):
            return _("number")

    def _method(self) -> str:
        parts = [self.cube.label, *self.labels, *self.cube.notes]
        return ". ".join(part.rstrip(".") for part in parts if part)[:TEXT] or self.source


def sorted_out(acting: Acting, upload: Upload) -> Table:
    """Return the table with what is answered about it."""
    cube = cubes.read(bytes(upload.content))
    rules.check_fits(cube)
    chosen = rules.chosen(cube, upload.settings.get("chosen", {}))
    return Table(cube, chosen, upload.settings, acting.organisation_language)


def family(upload: Upload) -> str:
    """Return whose figures a file holds, so that a newer file of the same finds them."""
    cube = cubes.read(bytes(upload.content))
    chosen = rules.chosen(cube, upload.settings.get("chosen", {}))
    return Table(cube, chosen, upload.settings, "nb").family


def is_here(acting: Acting, table: Table) -> Indicator | None:
    """Return the yardstick an earlier file of the same figures became."""
    source = uploads.known(acting, KIND, table.family).get(INDICATOR)
    rows = Indicator.objects.filter(owner_id=acting.organisation_id, retired_on=None)
    return rows.filter(pk=source.object_pk).first() if source else None


# --- the preview ----------------------------------------------------------------------------


def preview(acting: Acting, upload: Upload) -> Preview:
    """Return what would come of the table."""
    table = sorted_out(acting, upload)
    here = is_here(acting, table)
    said = {"direction": "-", "name": "-"} if here else table.said
    asks = tuple(rules.asks(table.cube, table.chosen, said))
    if asks:
        return Preview(says=(_("From %(source)s.") % {"source": table.source},), asks=asks)
    found = _Figures(acting, table, here)
    rows = (_yardstick(table, here), *found.proposals())
    return Preview(rows, (" ".join(found.says()),), stops=tuple(found.stops()))


def _yardstick(table: Table, here: Indicator | None) -> Proposal:
    defined = table.defined()
    return Proposal(
        key=INDICATOR,
        thing=INDICATOR,
        group=str(_("The yardstick")),
        text=f"{here.name} ({here.unit})" if here else f"{defined['name']} ({defined['unit']})",
        outcome=told.SAME if here else told.MAKE,
        cell=Cell(typed=table.cube.label),
        reason=_("It came with an earlier file of the same table.") if here else table.source,
        data=defined,
    )


@dataclass
class _Figures:
    """Goes through the cells, and remembers what is left out."""

    acting: Acting
    table: Table
    here: Indicator | None
    places: Places = field(init=False)
    unlike: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    of_others: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.places = places(self.acting)
        is_shared = self.table.said.get("scope") not in (None, "", Scope.OWN)
        unit = self.table.defined()["unit"]
        self.weigher = Weigher(self.acting, self.here, unit=unit, shared=is_shared)
        cube = self.table.cube
        self.region, self.time = cube.dimension(REGION), cube.dimension(TIME)

    def proposals(self) -> Iterator[Proposal]:
        """Yield what would come of each cell of the municipalities one may note figures for."""
        periods = self._periods()
        for region in self.region.categories if self.region else ():
            place = self._place(region)
            if place is not None:
                yield from self._of(region, place, periods)

    def _periods(self) -> dict[str, Period]:
        """Return the days of each point in time; what is no period is told."""
        found: dict[str, Period] = {}
        for category in self.time.categories if self.time else ():
            try:
                found[category.code] = _period(category)
            except NotUnderstood:
                self.times.append(category.label)
        return found

    def _place(self, region: Category) -> Organisation | None:
        number = rules.number_of(region.code)
        if not number:
            self.regions.append(region.label)
            return None
        try:
            place = self.places.numbered(number)
        except NotUnderstood as reason:
            self.unlike.append(f"{region.label} ({str(reason).rstrip('.')})")
            return None
        if place.pk not in self.weigher.reachable:
            self.of_others.append(place.label)
            return None
        return place

    def _of(
        self, region: Category, place: Organisation, periods: Mapping[str, Period]
    ) -> Iterator[Proposal]:
        cube = self.table.cube
        fixed = {**self.table.chosen, **({self.region.id: region.code} if self.region else {})}
        for varies, at in cube.places(fixed):
            code = varies[self.time.id].code if self.time else ""
            if code in periods:
                self.count += 1
                yield self._cell(place, periods[code], cube.at(at), Cell(region.code, code))

    def _cell(
        self, place: Organisation, period: Period, found: cubes.Cell, where: Cell
    ) -> Proposal:
        group = str(place)
        cell = Cell(where.sheet, where.address[:20], _typed(found))
        if found.value is None:
            return Proposal(
                key=f"unknown:{where.sheet}:{where.address}",
                thing="",
                group=group,
                text=f"{place}, {span(*period)}",
                outcome=told.KEPT,
                cell=cell,
                reason=rules.unknown(found.symbol),
            )
        figure = Figure(place, period, cell, value=found.value, how=self._how(found.symbol))
        return self.weigher.weigh(figure, group=group, rests_on=(INDICATOR,))

    def _how(self, symbol: str) -> str:
        note = f" («{symbol}»)" if symbol else ""
        return f"{self.table.source}{note}"[:LINE]

    def stops(self) -> Sequence[str]:
        """What stands in the way: a table with more figures than can be brought in at once."""
        if self.count <= rules.MOST_FIGURES:
            return ()
        return (
            _("There are %(count)s figures, and %(most)s can come at once. Fetch fewer.")
            % {"count": self.count, "most": rules.MOST_FIGURES},
        )

    def says(self) -> Iterator[str]:
        """Tell where the figures come from, and what is left out of them."""
        yield _("From %(source)s.") % {"source": self.table.source}
        contents = self.table.contents
        if contents and contents.unit.casefold() in PERCENT:
            yield _(
                "The percentages come without how many they are of, so they are kept as they are "
                "and never put together into new ones."
            )
        yield from self._left_out()

    def _left_out(self) -> Iterator[str]:
        if self.of_others:
            text = ngettext(
                "%(count)s municipality is not yours, and is left out: %(names)s.",
                "%(count)s municipalities are not yours, and are left out: %(names)s.",
                len(self.of_others),
            )
            yield text % {"count": len(self.of_others), "names": rules.named(self.of_others)}
        if self.unlike:
            yield _("Left out: %(names)s.") % {"names": rules.named(self.unlike)}
        if self.regions:
            yield _("Left out, since they are no municipalities: %(names)s.") % {
                "names": rules.named(self.regions)
            }
        if self.times:
            yield _("Left out, since they are no periods we know: %(names)s.") % {
                "names": rules.named(self.times)
            }


def _period(category: Category) -> Period:
    try:
        return typed.period(category.code)
    except NotUnderstood:
        return typed.period(category.label)


def _typed(found: cubes.Cell) -> str:
    value = "" if found.value is None else f"{found.value:f}"
    return " ".join(part for part in (value, found.symbol) if part)
