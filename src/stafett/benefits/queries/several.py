"""What several initiatives are reckoned from, in as few questions as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from stafett.benefits.models import Commitment
from stafett.benefits.queries.reckoning import Ground, basis_of
from stafett.benefits.queries.sums import Line, first_year, forecasts
from stafett.initiatives.models import Answer, CostLine, Initiative, Participation
from stafett.initiatives.queries.costs import goes_light
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.models import Kind, Organisation
from stafett.organisations.queries import Parameters


def grounds(acting: Acting, among: Sequence[Initiative]) -> dict[int, Ground]:
    """Return what each economy is reckoned from, by the initiative; those that are theirs to see.

    Only the forecast is read: nothing here knows what was measured.
    """
    looked = _Looked(acting, among)
    found = ((row.pk, looked.ground(row)) for row in among)
    return {pk: ground for pk, ground in found if ground is not None}


class _Looked:
    """All that several initiatives take from the database, asked once."""

    def __init__(self, acting: Acting, among: Sequence[Initiative]) -> None:
        self.acting = acting
        self.joined = _joined(among, acting)
        self.costs = _costs(among)
        self.told = _told(acting, among)
        self.own = organisations.parameters(acting)
        owners = {row.organisation_id for row in among} - {acting.organisation_id}
        self.figures = {pk: _figures_of(pk, acting) for pk in owners}

    def ground(self, row: Initiative) -> Ground | None:
        """Return what one of them is reckoned from; None where it is not theirs to see."""
        basis = basis_of(self.acting, row, self.joined[row.pk])
        if basis is None:
            return None
        costs, told = self.costs[row.pk], self.told[row.pk]
        years = (cost.year for cost in costs)
        owners = self.figures.get(row.organisation_id, self.own)
        return Ground(
            initiative=row,
            basis=basis,
            told=told,
            costs=costs,
            parameters=self.own,
            first=first_year(told, years, otherwise=self.acting.day.year),
            asks_for_all_costs=not goes_light(row, costs, owners),
        )


def _figures_of(organisation_id: int, acting: Acting) -> Parameters:
    return organisations.parameters(Acting(organisation_id=organisation_id, day=acting.day))


def _joined(among: Iterable[Initiative], acting: Acting) -> defaultdict[int, list[Organisation]]:
    """Return who takes part in each: its owner where that is a municipality, and who joined."""
    joins = Participation.objects.filter(initiative__in=among, answer=Answer.JOINS)
    rows = joins.reached_on(acting.day).select_related("municipality").order_by("id")
    found: defaultdict[int, dict[int, Organisation]] = defaultdict(dict)
    for row in among:
        if row.organisation.kind == Kind.MUNICIPALITY:
            found[row.pk][row.organisation_id] = row.organisation
    for each in rows:
        if each.municipality.kind == Kind.MUNICIPALITY:
            found[each.initiative_id].setdefault(each.municipality_id, each.municipality)
    return defaultdict(list, {pk: list(places.values()) for pk, places in found.items()})


def _costs(among: Iterable[Initiative]) -> defaultdict[int, list[CostLine]]:
    found: defaultdict[int, list[CostLine]] = defaultdict(list)
    for cost in CostLine.objects.filter(initiative__in=among).order_by("year", "id"):
        found[cost.initiative_id].append(cost)
    return found


def _told(acting: Acting, among: Iterable[Initiative]) -> defaultdict[int, list[Line]]:
    promises = Commitment.objects.visible_to(acting).live().filter(benefit__initiative__in=among)
    named = ("benefit__indicator", "benefit__initiative", "municipality", "unit")
    found: defaultdict[int, list[Line]] = defaultdict(list)
    ordered = promises.select_related(*named).order_by("id")
    for line in forecasts(list(ordered), acting.day):
        found[line.commitment.benefit.initiative_id].append(line)
    return found
