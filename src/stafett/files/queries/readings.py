"""What would come of a figure for a place and a period: new, as before, or nobody's to write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Commitment
from stafett.files.queries.places import reachable
from stafett.files.rules import proposals as told
from stafett.files.rules.proposals import Cell, Proposal
from stafett.indicators import queries as indicators
from stafett.indicators.models import Indicator, Observation
from stafett.indicators.rules import may_bring_for
from stafett.lib import Acting
from stafett.organisations.models import Organisation, Unit
from stafett.ui.figures import day, number

READING = "reading"
FOUR = Decimal("0.0001")
At = tuple[int, int | None, date, date]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a file: where, when and how much, and where in the file it stands."""

    place: Organisation
    period: tuple[date, date]
    cell: Cell
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    unit: Unit | None = None
    n: int | None = None
    how: str = ""

    @property
    def at(self) -> At:
        """Where and when, as readings are told apart."""
        return self.place.pk, self.unit.pk if self.unit else None, *self.period

    @property
    def key(self) -> str:
        """Return what the figure is called within the file."""
        return ":".join(map(str, self.at))

    def data(self) -> dict[str, Any]:
        """Return what its maker needs."""
        start, end = self.period
        return {
            "place": self.place,
            "unit": self.unit,
            "period_start": start,
            "period_end": end,
            "value": None if self.value is None else self.value.quantize(FOUR),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "n": self.n,
            "how": self.how,
        }


class Weigher:
    """Says what would come of each figure by one yardstick; asks the database once for all."""

    def __init__(
        self,
        acting: Acting,
        indicator: Indicator | None,
        *,
        unit: str = "",
        shared: bool = False,
    ) -> None:
        self.acting = acting
        self.indicator = indicator
        self.unit = indicator.unit if indicator else unit
        shared = may_bring_for(acting, indicator) if indicator else shared
        self.reachable = reachable(acting) if shared else frozenset([acting.organisation_id or 0])
        self.promised = _promised(indicator)
        self.here = _here(acting, indicator)
        self.seen: dict[At, str] = {}

    def weigh(self, figure: Figure, *, group: str, rests_on: tuple[str, ...] = ()) -> Proposal:
        """Return what would come of a figure."""
        outcome, was, reason = self._outcome(figure)
        self.seen.setdefault(figure.at, figure.cell.place)
        refused = outcome == told.REFUSED
        return Proposal(
            key=f"row:{figure.cell.place}" if refused else figure.key,
            thing=READING,
            group=group,
            text=self.text(figure),
            outcome=outcome,
            cell=figure.cell,
            was=was,
            reason=reason or _rounded(figure),
            rests_on=rests_on,
            data={"indicator": self.indicator, **figure.data()},
        )

    def _outcome(self, figure: Figure) -> tuple[str, str, str]:
        if figure.at in self.seen:
            where = {"where": self.seen[figure.at]}
            return told.REFUSED, "", _("It stands in %(where)s already.") % where
        if figure.place.pk not in self.reachable:
            return (
                told.REFUSED,
                "",
                _("%(place)s notes its own readings.") % {"place": figure.place},
            )
        if self._is_own(figure):
            return self._beside(figure)
        if figure.unit or figure.place.pk in self.promised:
            return told.REFUSED, "", self._reads_itself(figure)
        return self._beside(figure)

    def _is_own(self, figure: Figure) -> bool:
        return figure.place.pk == self.acting.organisation_id

    def _reads_itself(self, figure: Figure) -> str:
        if figure.unit:
            return _("A municipality notes readings of its own units.")
        return _("They have promised by this yardstick, and read it themselves.")

    def _beside(self, figure: Figure) -> tuple[str, str, str]:
        """Return what it is beside what stands there today."""
        before = self.here.get(figure.at)
        if before is None:
            return told.MAKE, "", ""
        if _same(before, figure):
            return told.SAME, "", ""
        return told.CHANGE, indicators.amount(before.indicator, float(before.value)), ""

    def text(self, figure: Figure) -> str:
        """Return a figure in words: «Fjordvik, 2025: 12,5 dager»."""
        where = f"{figure.place}, {figure.unit}" if figure.unit else str(figure.place)
        return f"{where}, {span(*figure.period)}: {self._amount(figure)}"

    def _amount(self, figure: Figure) -> str:
        if figure.value is None:
            return f"{figure.numerator} / {figure.denominator}"
        return in_unit(figure.value, self.unit)


def in_unit(value: Decimal, unit: str) -> str:
    """Return a value with its unit: «12,50 dager»."""
    return f"{number(float(value), 0 if value == round(value) else 2)} {unit}"


def _promised(indicator: Indicator | None) -> frozenset[int]:
    """Return the municipalities that have promised by a yardstick: they read it themselves."""
    if indicator is None:
        return frozenset()
    rows = Commitment.objects.filter(benefit__indicator=indicator)
    return frozenset(rows.values_list("municipality_id", flat=True))


def has_promised(indicator: Indicator, place: Organisation) -> bool:
    """Whether a municipality has promised by a yardstick."""
    return place.pk in _promised(indicator)


def _here(acting: Acting, indicator: Indicator | None) -> Mapping[At, Observation]:
    """Return the readings one may change: one's own, and what one brought for others."""
    if indicator is None:
        return {}
    live = Observation.objects.filter(indicator=indicator).live().select_related("indicator")
    rows: Iterable[Observation] = live.visible_to(acting) | live.brought_by(acting)
    return {
        (row.organisation_id, row.unit_id, row.period_start, row.period_end): row for row in rows
    }


def before(acting: Acting, indicator: Indicator, data: Mapping[str, Any]) -> Observation | None:
    """Return the reading that stands where a figure is to be written."""
    rows = (
        Observation.objects.visible_to(acting)
        .live()
        .filter(
            indicator=indicator,
            unit=data["unit"],
            period_start=data["period_start"],
            period_end=data["period_end"],
        )
    )
    return rows.first()


def _same(row: Observation, figure: Figure) -> bool:
    if figure.value is None:
        return (row.numerator, row.denominator) == (figure.numerator, figure.denominator)
    return row.value == figure.value.quantize(FOUR)


def _rounded(figure: Figure) -> str:
    if figure.value is None or figure.value == figure.value.quantize(FOUR):
        return ""
    return _("Kept with four decimals.")


def span(start: date, end: date) -> str:
    """Return a period in words: the year alone where it is a whole one."""
    if start == end:
        return day(start)
    if (start.month, start.day, end.month, end.day, end.year) == (1, 1, 12, 31, start.year):
        return str(start.year)
    return f"{day(start)} – {day(end)}"
