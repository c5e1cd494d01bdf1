"""What promises come to in a municipality or a group of them, as far as somebody sees them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from stafett.benefits.models import Commitment
from stafett.benefits.queries.prices import Prices
from stafett.benefits.queries.sums import TITLES
from stafett.benefits.queries.valuing import Account
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.models import Kind, Membership, Organisation, ParameterName, Sector
from stafett.organisations.queries import Figure as Parameter
from stafett.organisations.queries import Parameters
from stafett.reports.models import Figure
from stafett.reports.queries.adding import (
    COLUMNS,
    LeftOut,
    Part,
    Sum,
    added,
    added_up,
    initiative_of,
    prices_of,
)

USED = (ParameterName.HOURS_PER_FTE, ParameterName.HOURLY_COST, ParameterName.PRICE_INDEX)


# --- whose page -----------------------------------------------------------------------------


def places(acting: Acting) -> QuerySet[Organisation]:
    """Return the organisations whose roll-up somebody may open: one's own, and its members'."""
    members = Membership.objects.holding_on(acting.day).filter(group=acting.organisation_id)
    return Organisation.objects.filter(
        Q(pk=acting.organisation_id) | Q(pk__in=members.values("member"))
    )


def municipalities_of(organisation: Organisation, day: date) -> list[Organisation]:
    """Return the municipalities a roll-up is of, by name."""
    if organisation.kind == Kind.MUNICIPALITY:
        return [organisation]
    members = Membership.objects.holding_on(day).filter(group=organisation)
    rows = Organisation.objects.municipalities().filter(pk__in=members.values("member"))
    return list(rows.order_by("label", "number"))


# --- the page -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """One initiative in one account."""

    initiative: Initiative
    sum: Sum


@dataclass(frozen=True, slots=True)
class SectorRows:
    """One service in one account, and its initiatives by name."""

    sector: Sector
    sum: Sum
    initiatives: list[InitiativeRow]


@dataclass(frozen=True, slots=True)
class AccountTable:
    """One account: all of it, by service and by initiative."""

    account: Account
    total: Sum
    sectors: list[SectorRows]
    prices: Prices

    @property
    def title(self) -> str:
        return str(TITLES[self.account])


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One municipality of several, in the order of names. Never an amount beside another's."""

    organisation: Organisation
    promises: int
    read: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise of a municipality, as it is added up."""

    commitment: Commitment
    sum: Sum


@dataclass(frozen=True, slots=True)
class Rollup:
    """All that the page of one organisation shows, and what it rests on."""

    organisation: Organisation
    day: date
    sector: Sector | None
    sectors: list[Sector]
    tables: list[AccountTable]
    places: list[PlaceRow]
    promises: list[PromiseRow]
    municipalities: int
    counted: int
    left_out: LeftOut
    parameters: Parameters

    @property
    def is_group(self) -> bool:
        return self.organisation.kind != Kind.MUNICIPALITY

    @property
    def unknown(self) -> int:
        return sum(table.total.unknown for table in self.tables)

    @property
    def used(self) -> list[Parameter]:
        """The figures it is reckoned by."""
        return self.parameters.told(*USED)


def rollup(
    acting: Acting,
    organisation: Organisation,
    members: Sequence[Organisation],
    sector: str = "",
) -> Rollup:
    """Return what promises come to in its municipalities, of those that this person may see."""
    figures = Figure.objects.visible_to(acting).filter(municipality__in=members)
    rows = list(figures.order_by().values_list(*COLUMNS))
    sectors = sectors_of({initiative_of(row) for row in rows})
    chosen = Sector(sector) if sector in Sector.values else None
    told = added_up(_in_sector(rows, sectors, chosen), acting.day)
    parameters = organisations.parameters(acting)
    is_group = organisation.kind != Kind.MUNICIPALITY
    return Rollup(
        organisation=organisation,
        day=acting.day,
        sector=chosen,
        sectors=[each for each in Sector if each in set(sectors.values())],
        tables=_tables(told.parts, sectors, parameters),
        places=_places(members, told.parts) if is_group else [],
        promises=[] if is_group else _promises(told.parts),
        municipalities=len(members),
        counted=len(told.parts),
        left_out=told.left_out,
        parameters=parameters,
    )


def sectors_of(initiative_ids: Iterable[int]) -> dict[int, Sector]:
    """Return the service each initiative is counted in: that of the first need it answers."""
    through = Initiative.needs.through.objects.filter(initiative_id__in=list(initiative_ids))
    rows = through.order_by("-need_id").values_list("initiative_id", "need__sector")
    found = {initiative: Sector(sector) for initiative, sector in rows}
    return {each: found.get(each, Sector.OTHER) for each in initiative_ids}


def _in_sector(
    rows: Iterable[Sequence[Any]], sectors: Mapping[int, Sector], chosen: Sector | None
) -> Iterable[Sequence[Any]]:
    return [row for row in rows if chosen in (None, sectors[initiative_of(row)])]


def _tables(
    parts: Sequence[Part], sectors: Mapping[int, Sector], parameters: Parameters
) -> list[AccountTable]:
    by_account: defaultdict[Account, list[Part]] = defaultdict(list)
    for part in parts:
        by_account[part.account].append(part)
    named = Initiative.objects.in_bulk({part.initiative_id for part in parts})
    return [
        _table(account, by_account[account], sectors, named, parameters)
        for account in Account
        if account in by_account
    ]


def _table(
    account: Account,
    parts: Sequence[Part],
    sectors: Mapping[int, Sector],
    named: Mapping[int, Initiative],
    parameters: Parameters,
) -> AccountTable:
    prices = prices_of(parts, parameters.price_index)
    by_sector: defaultdict[Sector, list[Part]] = defaultdict(list)
    for part in parts:
        by_sector[sectors[part.initiative_id]].append(part)
    return AccountTable(
        account=account,
        total=added(account, parts, prices),
        sectors=[
            SectorRows(each, added(account, by_sector[each], prices),
                       _initiatives(account, by_sector[each], named, prices))
            for each in Sector if each in by_sector
        ],
        prices=prices,
    )  # fmt: skip


def _initiatives(
    account: Account, parts: Sequence[Part], named: Mapping[int, Initiative], prices: Prices
) -> list[InitiativeRow]:
    by_initiative: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        by_initiative[part.initiative_id].append(part)
    rows = sorted(by_initiative, key=lambda pk: (named[pk].title.casefold(), pk))
    return [InitiativeRow(named[pk], added(account, by_initiative[pk], prices)) for pk in rows]


def _places(members: Sequence[Organisation], parts: Iterable[Part]) -> list[PlaceRow]:
    by_place: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        by_place[part.municipality_id].append(part)
    return [
        PlaceRow(
            organisation=member,
            promises=len(by_place[member.pk]),
            read=sum(part.is_measured for part in by_place[member.pk]),
            unknown=sum(part.is_overdue for part in by_place[member.pk]),
        )
        for member in members
    ]


def _promises(parts: Sequence[Part]) -> list[PromiseRow]:
    """Return each promise by itself, in its own prices, by initiative and name."""
    named = ("benefit__initiative", "unit")
    rows = Commitment.objects.filter(pk__in=[part.commitment_id for part in parts])
    ordered = rows.select_related(*named).order_by("benefit__initiative__title", "benefit__name")
    by_id = {part.commitment_id: part for part in parts}
    return [
        PromiseRow(
            row, added(by_id[row.pk].account, [by_id[row.pk]], prices_of([by_id[row.pk]], {}))
        )
        for row in ordered
    ]
