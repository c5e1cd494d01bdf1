"""The nation's figures: what may be shown so that no few municipalities can be worked out.

The breakdowns are fixed: nobody asks for others, so what can be worked out from all of them, and
from every edition before, is known when an edition is made.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from stafett.benefits.queries.prices import Prices
from stafett.benefits.queries.sums import IN_KRONER, TITLES
from stafett.benefits.queries.valuing import Account
from stafett.calc import disclosure
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.needs.models import Scope
from stafett.organisations import queries as organisations
from stafett.organisations.models import Kind, Organisation, ParameterName, Sector
from stafett.organisations.queries import Figure as Parameter
from stafett.organisations.queries import Parameters
from stafett.reports import rules
from stafett.reports.models import Breakdown, Edition, Figure, PublishedCell, View
from stafett.reports.queries.adding import Part, Read, prices_of, read
from stafett.reports.queries.rollup import USED, sectors_of

Key = tuple[str, str]
"""A breakdown, and which part of it."""
Table = tuple[str, str]
"""An account, and forecast or measured."""
SHARED = (
    "account", "view", "municipality", "initiative", "sector", "county", "is_public", "low",
    "likely", "high", "at_target", "promises",
)  # fmt: skip
ALL: Key = (str(Breakdown.ALL), "")
SECTOR, COUNTY, INITIATIVE = map(str, (Breakdown.SECTOR, Breakdown.COUNTY, Breakdown.INITIATIVE))
FORECAST, MEASURED = str(View.FORECAST), str(View.MEASURED)
NUMBERS = ("low", "likely", "high", "at_target", "promises")


def is_national(acting: Acting) -> bool:
    """Whether somebody acts for the whole country."""
    nation = Organisation.objects.filter(pk=acting.organisation_id or 0, kind=Kind.NATIONAL)
    return nation.exists()


# --- who stands behind what -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """What one municipality has in one initiative, in one account, as forecast or measured."""

    account: str
    view: str
    municipality: int
    initiative: int
    sector: str
    county: int
    is_public: bool
    low: float
    likely: float
    high: float
    at_target: int
    promises: int

    @property
    def cells(self) -> list[Key]:
        """Every cell it is a part of."""
        cells = [ALL, (SECTOR, self.sector), (COUNTY, str(self.county))]
        return [*cells, (INITIATIVE, str(self.initiative))] if self.is_public else cells


@dataclass(frozen=True, slots=True)
class Ground:
    """All that an edition is made of."""

    shares: list[Share]
    read: Read
    prices: dict[Account, Prices]
    parameters: Parameters


def ground(acting: Acting) -> Ground:
    """Return what each municipality has in each initiative, whoever may see it."""
    told = read(Figure.objects.all(), acting.day)
    parameters = organisations.parameters(acting)
    by_account: defaultdict[Account, list[Part]] = defaultdict(list)
    for part in told.parts:
        by_account[part.account].append(part)
    prices = {each: prices_of(parts, parameters.price_index) for each, parts in by_account.items()}
    return Ground(list(_shares(told.parts, prices)), told, prices, parameters)


def _shares(parts: Iterable[Part], prices: Mapping[Account, Prices]) -> Iterator[Share]:
    grouped: dict[tuple[Any, ...], list[float]] = {}
    for part in parts:
        if not prices[part.account].missing:
            _put(grouped, part, prices[part.account].factor(part.price_year))
    initiatives = {initiative for _account, _view, _place, initiative in grouped}
    sectors, counties = sectors_of(initiatives), _counties()
    public = set(Initiative.objects.filter(scope=Scope.PUBLIC).values_list("pk", flat=True))
    for (account, view, place, initiative), told in grouped.items():
        low, likely, high, at_target, promises = told
        yield Share(
            account, view, place, initiative, sectors[initiative], counties.get(place, 0),
            initiative in public, low, likely, high, int(at_target), int(promises),
        )  # fmt: skip


def _put(grouped: dict[tuple[Any, ...], list[float]], part: Part, factor: float) -> None:
    """Add a promise to what its municipality has in the initiative, in prices of one year."""
    views = [(FORECAST, part.forecast, 0)]
    if part.is_measured:
        views.append((MEASURED, (part.measured or 0.0,) * 3, int(part.is_at_target)))
    for view, (low, likely, high), at_target in views:
        key = (str(part.account), view, part.municipality_id, part.initiative_id)
        told = grouped.setdefault(key, [0.0, 0.0, 0.0, 0, 0])
        told[0] += low * factor
        told[1] += likely * factor
        told[2] += high * factor
        told[3] += at_target
        told[4] += 1


def _counties() -> dict[int, int]:
    rows = Organisation.objects.municipalities().exclude(county=None)
    return dict(rows.values_list("pk", "county_id"))


# --- what may be shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Earlier:
    """An edition that was published, as it is held up to the next."""

    tables: dict[Table, list[Share]]
    shown: dict[Table, list[Key]]


def cells(shares: Sequence[Share], before: Sequence[Edition], minimum: int) -> list[PublishedCell]:
    """Return the cells of an edition, those held back empty.

    Each account, and forecast and measured, is a table of its own: what is never added tells
    nothing of each other.
    """
    earlier = [_earlier_of(edition) for edition in before]
    return [
        cell
        for table, some in sorted(_by_table(shares).items())
        for cell in _table(table, some, earlier, minimum)
    ]


def _earlier_of(edition: Edition) -> Earlier:
    shown: defaultdict[Table, list[Key]] = defaultdict(list)
    for cell in edition.cells.all():
        if cell.is_shown:
            shown[cell.account, cell.view].append((cell.breakdown, cell.of))
    return Earlier(_by_table(ground_of(edition)), shown)


def _by_table(shares: Iterable[Share]) -> dict[Table, list[Share]]:
    tables: defaultdict[Table, list[Share]] = defaultdict(list)
    for share in shares:
        tables[share.account, share.view].append(share)
    return tables


def _table(
    table: Table, shares: Sequence[Share], before: Iterable[Earlier], minimum: int
) -> Iterator[PublishedCell]:
    keys, sums = _sums(shares)
    columns = {share: number for number, share in enumerate(shares)}
    known = [*_published(table, before, columns)]
    wanted = np.zeros((len(keys), len(columns)), dtype=bool)
    wanted[:, : len(shares)] = sums
    published = np.zeros((len(known), len(columns)), dtype=bool)
    for row, parts in enumerate(known):
        published[row, parts] = True
    owners = [share.municipality for share in columns]
    shown = disclosure.suppress_sums(wanted, owners=owners, published=published, minimum=minimum)
    for key, behind, is_shown in zip(keys, sums, shown, strict=True):
        told = _told([shares[each] for each in np.flatnonzero(behind).tolist()]) if is_shown else {}
        place = {"account": table[0], "view": table[1], "breakdown": key[0], "of": key[1]}
        yield PublishedCell(**place, is_shown=bool(is_shown), **told)


def _published(
    table: Table, before: Iterable[Earlier], columns: dict[Share, int]
) -> Iterator[list[int]]:
    """Yield which shares were in each cell that was shown before; new columns for old shares.

    What was the same in two editions is yielded once.
    """
    yielded = set()
    for edition in before:
        shares = edition.tables.get(table, [])
        behind = dict(zip(*_sums(shares), strict=True))
        for key in edition.shown.get(table, []):
            some = (shares[each] for each in np.flatnonzero(behind[key]).tolist())
            parts = tuple(sorted(columns.setdefault(share, len(columns)) for share in some))
            if parts not in yielded:
                yielded.add(parts)
                yield list(parts)


def _sums(shares: Sequence[Share]) -> tuple[list[Key], NDArray[np.bool_]]:
    """Return every cell, and which shares are in each, shape (cells, shares)."""
    cells = [share.cells for share in shares]
    keys = sorted({key for some in cells for key in some})
    place = {key: number for number, key in enumerate(keys)}
    sums = np.zeros((len(keys), len(shares)), dtype=bool)
    for number, some in enumerate(cells):
        sums[[place[key] for key in some], number] = True
    return keys, sums


def ground_of(edition: Edition) -> list[Share]:
    """Return who stood behind an edition."""
    return [Share(*row) for row in edition.ground]


def kept(shares: Iterable[Share]) -> list[list[Any]]:
    """Return shares as an edition keeps them."""
    return [[getattr(share, name) for name in SHARED] for share in shares]


def _told(behind: Sequence[Share]) -> dict[str, Any]:
    told: dict[str, Any] = {name: sum(getattr(share, name) for share in behind) for name in NUMBERS}
    return told | {"municipalities": len({share.municipality for share in behind})}


# --- what is told beside ----------------------------------------------------------------------


def told_beside(found: Ground) -> dict[str, Any]:
    """Return what a reader is told of an edition: prices, figures, and what it leaves out."""
    left_out = asdict(found.read.left_out)
    few = {name: count for name, count in left_out.items() if count}
    return {
        "price_years": {str(each): prices.year for each, prices in found.prices.items()},
        "parameters": kept_figures(found.parameters.told(*USED, ParameterName.MINIMUM_N)),
        "left_out": few,
    }


def kept_figures(told: Iterable[Parameter]) -> list[list[Any]]:
    """Return figures as they are kept with what was reckoned by them."""
    return [[row.name, row.said, row.valid_from.isoformat(), row.source, row.year] for row in told]


# --- reading an edition ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NationCell:
    """A figure as it was published, and on which day where it is an earlier one."""

    cell: PublishedCell
    earlier: date | None = None


@dataclass(frozen=True, slots=True)
class NationRow:
    """One row of the nation's figures: forecast and measured side by side. None is nobody."""

    title: str
    lang: str
    forecast: NationCell | None
    measured: NationCell | None


@dataclass(frozen=True, slots=True)
class NationPart:
    """The rows of one breakdown."""

    breakdown: Breakdown
    rows: list[NationRow]


@dataclass(frozen=True, slots=True)
class NationTable:
    """One account for the whole country."""

    account: Account
    price_year: int | None
    parts: list[NationPart]

    @property
    def title(self) -> str:
        return str(TITLES[self.account])

    @property
    def is_quality(self) -> bool:
        return self.account == Account.QUALITY

    @property
    def is_kroner(self) -> bool:
        return self.account in IN_KRONER


@dataclass(frozen=True, slots=True)
class UsedFigure:
    """A figure that something published was reckoned by, as it was then."""

    name: str
    said: str
    valid_from: date
    source: str
    year: int | None = None
    own: bool = False

    @classmethod
    def of(cls, name: str, said: str, valid_from: str, *more: Any) -> Self:
        """Return a figure from how it is kept."""
        return cls(name, said, date.fromisoformat(valid_from), *more)

    @property
    def title(self) -> str:
        return str(ParameterName(self.name).label)


@dataclass(frozen=True, slots=True)
class Nation:
    """The page of the nation's figures."""

    edition: Edition | None
    tables: list[NationTable]
    held_back: int
    may_publish: bool

    @property
    def figures(self) -> list[UsedFigure]:
        """The figures it was reckoned by, as they were."""
        return [UsedFigure.of(*row) for row in self.edition.parameters] if self.edition else []


def nation(acting: Acting) -> Nation:
    """Return the latest edition. Where a figure is held back, the latest that was shown."""
    may = rules.may_publish(acting, is_national=is_national(acting))
    edition = Edition.objects.defer("ground").order_by("-made_at", "-id").first()
    if edition is None:
        return Nation(None, [], 0, may)
    found = {_place(cell): NationCell(cell) for cell in edition.cells.all()}
    hidden = {place for place, cell in found.items() if not cell.cell.is_shown}
    found |= _earlier(edition, hidden)
    return Nation(edition, _nation_tables(edition, found), len(hidden), may)


def _place(cell: PublishedCell) -> tuple[str, ...]:
    return (cell.account, cell.view, cell.breakdown, cell.of)


def _earlier(edition: Edition, hidden: set[tuple[str, ...]]) -> dict[tuple[str, ...], NationCell]:
    if not hidden:
        return {}
    rows = PublishedCell.objects.filter(is_shown=True).exclude(edition=edition)
    rows = rows.select_related("edition").defer("edition__ground").order_by("edition__made_at")
    return {
        _place(cell): NationCell(cell, cell.edition.day) for cell in rows if _place(cell) in hidden
    }


def _nation_tables(
    edition: Edition, found: Mapping[tuple[str, ...], NationCell]
) -> list[NationTable]:
    names = _names(found)
    accounts = {place[0] for place in found}
    return [
        NationTable(
            account,
            edition.price_years.get(account),
            [
                NationPart(each, _rows(account, each, found, names))
                for each in Breakdown
                if any(place[0] == account and place[2] == each for place in found)
            ],
        )
        for account in Account
        if account in accounts
    ]


def _rows(
    account: str,
    breakdown: Breakdown,
    found: Mapping[tuple[str, ...], NationCell],
    names: Mapping[Key, tuple[Any, str, str]],
) -> list[NationRow]:
    """Return the rows in the order of their numbers or names, never of their figures."""
    keys = {(place[2], place[3]) for place in found if place[0] == account}
    told = sorted((names[key], key) for key in keys if key[0] == breakdown and key in names)
    return [
        NationRow(
            title,
            lang,
            found.get((account, View.FORECAST, *key)),
            found.get((account, View.MEASURED, *key)),
        )
        for (_order, title, lang), key in told
    ]


def _names(found: Iterable[tuple[str, ...]]) -> dict[Key, tuple[Any, str, str]]:
    """Return what each row is called, its order first, and the language of the name.

    An initiative that is not public any more has no name here.
    """
    return names_of({(place[2], place[3]) for place in found})


def names_of(keys: set[Key]) -> dict[Key, tuple[Any, str, str]]:
    """Return what each cell is called, its order first, and the language of the name."""
    counties = Organisation.objects.filter(pk__in=_ids(keys, Breakdown.COUNTY))
    public = Initiative.objects.filter(pk__in=_ids(keys, Breakdown.INITIATIVE), scope=Scope.PUBLIC)
    order = list(Sector)
    return {
        (Breakdown.ALL, ""): ("", _("The whole country"), ""),
        **{(Breakdown.SECTOR, each): (f"{order.index(each):02}", str(each.label), "")
           for each in Sector},
        **{(Breakdown.COUNTY, str(row.pk)): (row.number, row.label, "nb") for row in counties},
        **{(Breakdown.INITIATIVE, str(row.pk)): (row.title.casefold(), row.title, row.lang)
           for row in public},
    }  # fmt: skip


def _ids(keys: Iterable[Key], breakdown: Breakdown) -> list[int]:
    return [int(of) for kind, of in keys if kind == breakdown]
