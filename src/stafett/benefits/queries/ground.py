"""What promises rest on: their baselines, the municipality's own figures, and its units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from stafett.benefits.models import Commitment
from stafett.indicators.models import Observation
from stafett.organisations.models import Kind, Parameter, ParameterName, Unit

NAMES = (
    ParameterName.HOURS_PER_FTE,
    ParameterName.HOURLY_COST,
    ParameterName.FRAGMENT_MINUTES,
    ParameterName.WORKING_DAYS,
    ParameterName.MEASURING_SHARE,
    ParameterName.MINIMUM_N,
    ParameterName.DEVIATION_SHARE,
    ParameterName.REMIND_OWNER,
    ParameterName.REMIND_EXECUTIVE,
)


def baselines(commitments: Iterable[Commitment]) -> dict[int, Observation]:
    """Return the live reading each promise began from; what has none is left out."""
    dated = [row for row in commitments if row.baseline_to and row.baseline_from]
    if not dated:
        return {}
    rows = Observation.objects.live().filter(
        indicator__in={row.benefit.indicator_id for row in dated},
        organisation__in={row.municipality_id for row in dated},
        period_start__in={row.baseline_from for row in dated},
        period_end__in={row.baseline_to for row in dated},
    )
    found = {_place(row): row for row in rows}
    read = {row.pk: found.get(_begun_from(row)) for row in dated}
    return {pk: row for pk, row in read.items() if row}


def _place(row: Observation) -> tuple[int | date | None, ...]:
    where = (row.indicator_id, row.organisation_id, row.unit_id)
    return (*where, row.period_start, row.period_end)


def _begun_from(row: Commitment) -> tuple[int | date | None, ...]:
    where = (row.benefit.indicator_id, row.municipality_id, row.unit_id)
    return (*where, row.baseline_from, row.baseline_to)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one municipality reckons with; None where nobody has set a figure."""

    values: Mapping[str, Decimal]
    years: Mapping[str, int]

    def get(self, name: str) -> Decimal | None:
        """Return a figure."""
        return self.values.get(name)

    @property
    def hourly_cost(self) -> Decimal | None:
        """What an hour costs."""
        return self.values.get(ParameterName.HOURLY_COST)

    @property
    def hourly_cost_year(self) -> int | None:
        """The year of the price of an hour."""
        return self.years.get(ParameterName.HOURLY_COST)


def figures_of(organisation_ids: Iterable[int], day: date) -> dict[int, Figures]:
    """Return what each municipality reckons with on a day: its own figures, else the nation's."""
    ids = set(organisation_ids)
    ours = Q(organisation_id__in=ids) | Q(organisation__kind=Kind.NATIONAL)
    rows = Parameter.objects.filter(ours, name__in=NAMES, valid_from__lte=day)
    told = sorted(rows, key=lambda row: (row.organisation_id in ids, row.valid_from))
    return {each: _figures([row for row in told if _holds_for(row, each, ids)]) for each in ids}


def _holds_for(row: Parameter, organisation_id: int, ids: set[int]) -> bool:
    return row.organisation_id == organisation_id or row.organisation_id not in ids


def _figures(rows: list[Parameter]) -> Figures:
    return Figures(
        values={row.name: row.value for row in rows},
        years={row.name: row.valid_from.year for row in rows},
    )


class Tree:
    """The units of some organisations, and which of them are parts of which."""

    def __init__(self, organisation_ids: Iterable[int]) -> None:
        self.organisation_ids = set(organisation_ids)

    @cached_property
    def parents(self) -> dict[int, int | None]:
        """The unit that each is a part of; where no promise names a unit, nobody asks."""
        rows = Unit.objects.filter(organisation_id__in=self.organisation_ids)
        return dict(rows.values_list("pk", "parent_id"))

    def line(self, unit_id: int | None) -> list[int | None]:
        """Return a unit and all it is part of, the whole organisation (None) last."""
        line: list[int | None] = []
        while unit_id is not None and unit_id not in line:
            line.append(unit_id)
            unit_id = self.parents.get(unit_id)
        return [*line, None]

    def overlap(self, one: int | None, other: int | None) -> bool:
        """Whether two places are the same, or one is part of the other."""
        return one in self.line(other) or other in self.line(one)
