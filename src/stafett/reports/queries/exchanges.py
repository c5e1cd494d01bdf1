"""How batons go in the whole country: counts that tell of no few municipalities, over time either.

The nation sees no baton. When an edition is made each municipality's receipts are read as its
own, and of each offer only what came of it is taken along.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from stafett.calc import disclosure
from stafett.handovers import queries as handovers
from stafett.handovers import rules as states
from stafett.handovers.queries.figures import Outcome, outcomes
from stafett.handovers.queries.points import says
from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.organisations.models import Organisation
from stafett.reports import rules
from stafett.reports.models import ExchangeEdition
from stafett.reports.queries.nation import is_national

Key = tuple[str, str, str, str]
"""A breakdown and which part of it; what is counted, and which of it."""
ALL, COUNTY = "all", "county"
OFFERS, END, TIME, LATE, MISSING = "offers", "end", "time", "late", "missing"


# --- who stands behind what -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offers:
    """How many of a municipality's offers went one way."""

    municipality: int
    county: int
    end: str
    time: str
    is_late: bool
    missing: tuple[int, ...]
    offers: int

    @property
    def cells(self) -> list[Key]:
        """Every cell it is a part of. What was missing is told of the whole country alone."""
        counted = [(OFFERS, ""), (END, self.end)]
        counted += [(TIME, self.time)] * bool(self.time) + [(LATE, "")] * self.is_late
        places = ((ALL, ""), (COUNTY, str(self.county)))
        told = [(*place, *what) for place in places for what in counted]
        return told + [(ALL, "", MISSING, str(number)) for number in self.missing]


def offers(by: Acting) -> list[Offers]:
    """Return what came of all offers, each municipality read as itself."""
    counties = dict(Organisation.objects.municipalities().values_list("pk", "county_id"))
    found = []
    for place in handovers.with_batons():
        tell_database(Acting(organisation_id=place, day=by.day))
        counted = Counter(map(_way, outcomes(place, by.day)))
        found += [
            Offers(place, counties[place] or 0, *way, number)
            for way, number in sorted(counted.items())
        ]
    tell_database(by)
    return found


def _way(outcome: Outcome) -> tuple[str, str, bool, tuple[int, ...]]:
    time = "" if outcome.days is None else rules.time_of(outcome.days)
    return outcome.end, time, outcome.is_late, outcome.missing


def ground_to_keep(found: Iterable[Offers]) -> list[list[Any]]:
    """Return it as an edition keeps it."""
    return [
        [row.municipality, row.county, row.end, row.time, row.is_late, [*row.missing], row.offers]
        for row in found
    ]


def _ground_of(edition: ExchangeEdition) -> list[Offers]:
    return [
        Offers(place, county, end, time, late, tuple(missing), number)
        for place, county, end, time, late, missing, number in edition.ground
    ]


# --- what may be shown ----------------------------------------------------------------------


def exchange_cells(
    found: Sequence[Offers], before: Iterable[ExchangeEdition], minimum: int
) -> list[list[Any]]:
    """Return the cells of an edition; of those held back no number."""
    columns = {row: number for number, row in enumerate(found)}
    known = list(dict.fromkeys(_published(before, columns)))
    keys, behind = _behind(found)
    wanted = _matrix(behind, len(columns))
    owners = [row.municipality for row in columns]
    published = _matrix(known, len(columns))
    shown = disclosure.suppress_sums(wanted, owners=owners, published=published, minimum=minimum)
    return [
        [*key, *(_told([found[each] for each in some]) if may else (None, None))]
        for key, some, may in zip(keys, behind, shown.tolist(), strict=True)
    ]


def _published(
    before: Iterable[ExchangeEdition], columns: dict[Offers, int]
) -> Iterator[tuple[int, ...]]:
    """Yield which parts were in each cell that was shown before; new columns for old parts."""
    for edition in before:
        rows = _ground_of(edition)
        behind = dict(zip(*_behind(rows), strict=True))
        for *key, number, _places in edition.cells:
            if number is not None:
                some = (rows[each] for each in behind[tuple(key)])
                yield tuple(sorted(columns.setdefault(row, len(columns)) for row in some))


def _behind(found: Sequence[Offers]) -> tuple[list[Key], list[tuple[int, ...]]]:
    """Return every cell, and which parts are in each."""
    parts: dict[Key, list[int]] = {}
    for number, row in enumerate(found):
        for key in row.cells:
            parts.setdefault(key, []).append(number)
    keys = sorted(parts)
    return keys, [tuple(parts[key]) for key in keys]


def _matrix(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.bool_]:
    sums = np.zeros((len(rows), width), dtype=bool)
    for number, parts in enumerate(rows):
        sums[number, list(parts)] = True
    return sums


def _told(behind: Sequence[Offers]) -> tuple[int, int]:
    return sum(row.offers for row in behind), len({row.municipality for row in behind})


# --- reading an edition ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """How many offers, in how many municipalities; ``earlier``: the day of an older edition."""

    offers: int
    municipalities: int
    earlier: date | None = None


@dataclass(frozen=True, slots=True)
class CountRow:
    """A row; ``count`` is None where it is held back."""

    title: str
    count: Count | None


@dataclass(frozen=True, slots=True)
class Exchanges:
    """The page of how batons go in the whole country."""

    edition: ExchangeEdition | None
    may_publish: bool
    ends: list[CountRow]
    times: list[CountRow]
    missing: list[CountRow]
    counties: list[CountRow]
    late: CountRow | None
    held_back: int


def exchanges(acting: Acting) -> Exchanges:
    """Return the latest edition. Where a count is held back, the latest that was shown."""
    may = rules.may_publish(acting, is_national=is_national(acting))
    editions = list(ExchangeEdition.objects.defer("ground"))
    if not editions:
        return Exchanges(None, may, [], [], [], [], None, 0)
    found = _counts(editions)
    numbers = [number for *_key, number, _places in editions[-1].cells]
    return Exchanges(
        edition=editions[-1],
        may_publish=may,
        ends=[*_rows(found, END, _ends()), *_rows(found, OFFERS, {"": _("All offers")})],
        times=_rows(found, TIME, _times()),
        missing=_rows(found, MISSING, {str(number): text for number, text in says().items()}),
        counties=_by_county(found),
        late=next(iter(_rows(found, LATE, {"": _("late")})), None),
        held_back=numbers.count(None),
    )


def _counts(editions: Sequence[ExchangeEdition]) -> dict[Key, Count | None]:
    """Return each cell of the latest edition as it was last shown."""
    latest = editions[-1]
    found: dict[Key, Count | None] = {_key(row): None for row in latest.cells}
    for edition in editions:
        earlier = None if edition is latest else edition.day
        for row in edition.cells:
            if _key(row) in found and row[4] is not None:
                found[_key(row)] = Count(row[4], row[5], earlier)
    return found


def _key(row: Sequence[Any]) -> Key:
    breakdown, of, what, which = row[:4]
    return breakdown, of, what, which


def _ends() -> dict[str, str]:
    return {
        states.ACCEPTED: _("accepted"),
        states.IN_PART: _("accepted in part"),
        states.RETURNED: _("returned"),
        states.WITHDRAWN: _("withdrawn"),
        "": _("still waits"),
    }


def _times() -> dict[str, str]:
    return {
        "7": _("within a week"),
        "30": _("8 to 30 days"),
        "90": _("31 to 90 days"),
        "more": _("more than 90 days"),
    }


def _rows(found: dict[Key, Count | None], what: str, titles: dict[str, str]) -> list[CountRow]:
    keys = [(ALL, "", what, which) for which in titles]
    return [CountRow(titles[key[3]], found[key]) for key in keys if key in found]


def _by_county(found: dict[Key, Count | None]) -> list[CountRow]:
    """Return the counties in the order of their numbers, never of their figures."""
    of = {int(key[1]): found[key] for key in found if (key[0], key[2]) == (COUNTY, OFFERS)}
    rows = Organisation.objects.filter(pk__in=of).order_by("number", "pk")
    return [CountRow(row.label, of[row.pk]) for row in rows]
