"""How far the nation's figures could turn out: drawn from what stood behind an edition.

Only sums that the edition shows are drawn. What is told of each has the same municipalities behind
it as the figure that is shown, so adding and subtracting reaches nobody either.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from stafett.benefits.queries.reckoning import TIMING
from stafett.benefits.queries.sums import IN_KRONER, TITLES
from stafett.benefits.queries.valuing import Account
from stafett.calc import cashflow, uncertainty
from stafett.calc import spread as drawing
from stafett.calc.checks import Floats
from stafett.organisations.models import ParameterName
from stafett.organisations.queries import Parameters
from stafett.reports.models import Breakdown, Edition, Spread, View
from stafett.reports.queries.nation import (
    Share,
    UsedFigure,
    ground_of,
    kept_figures,
    names_of,
)
from stafett.ui.figures import number

DRAWS = 10_000
NEEDED = (ParameterName.YEARS, ParameterName.CORRELATION)
"""Without these nothing is drawn. Without a rate, nothing is told of all years in kroner."""
USED = (*NEEDED, ParameterName.DISCOUNT_RATE)
OWN = (Account.BUDGET, Account.KRONER, Account.HOURS)
"""The municipalities' own economy; the rest is for others. The two are never added."""

Sum = tuple[str, str, str]
"""An account, a breakdown, and which part of it."""


# --- what is drawn --------------------------------------------------------------------------


def latest_edition() -> Edition | None:
    """Return the edition that stands."""
    return Edition.objects.order_by("-made_at", "-id").first()


def latest_spread(edition: Edition | None) -> Spread | None:
    """Return the drawing of an edition that was asked for last."""
    return Spread.objects.filter(edition=edition).select_related("job").first()


def not_set(parameters: Parameters) -> list[str]:
    """Return the figures that nobody has set, and that a drawing takes."""
    return [str(name.label) for name in NEEDED if not parameters.told(name)]


def spread_by(parameters: Parameters) -> dict[str, Any]:
    """Return what a drawing rests on beside the edition, where all that it takes is set."""
    years = parameters.years or 0
    return {
        "correlation": float(parameters.correlation or 0),
        "years": years,
        "parameters": kept_figures(parameters.told(*USED)),
        "factors": {
            account.value: _factor(account, years, parameters.rates)
            for account in Account
            if account != Account.QUALITY
        },
    }


def _factor(account: Account, years: int, rates: cashflow.RateSchedule | None) -> float | None:
    """Return what a year is multiplied by to be all of them; None where no rate is set."""
    if account not in IN_KRONER:
        return float(years)
    if rates is None:
        return None
    return float(cashflow.net_present_value(np.ones(years), rate=rates, timing=TIMING))


@dataclass(frozen=True, slots=True)
class ToDraw:
    """What there is to draw: which sums, and the batches that add up to them."""

    sums: list[Sum]
    draws: int
    batches: list[drawing.Batch]


def to_draw(spread: Spread) -> ToDraw:
    """Return what there is to draw of an edition. The same rows give the same batches."""
    sums = _shown(spread.edition)
    groups = _groups(ground_of(spread.edition), {each: at for at, each in enumerate(sums)})
    rng = np.random.default_rng(spread.seed)
    batches = drawing.batches(groups, draws=spread.draws, rng=rng, correlation=spread.correlation)
    return ToDraw(sums, spread.draws, batches)


def _shown(edition: Edition) -> list[Sum]:
    cells = edition.cells.filter(is_shown=True, view=View.FORECAST).exclude(account=Account.QUALITY)
    return sorted(cells.values_list("account", "breakdown", "of"))


def _groups(shares: Iterable[Share], sums: Mapping[Sum, int]) -> list[drawing.Group]:
    """Return what each initiative is to bring in each municipality, and in which sums it is.

    What one municipality promises on one initiative in one account turns out as one.
    """
    by_initiative: defaultdict[int, list[tuple[list[float], tuple[int, ...]]]] = defaultdict(list)
    for share in shares:
        keys = ((share.account, *cell) for cell in share.cells if share.view == View.FORECAST)
        place = tuple(sums[key] for key in keys if key in sums)
        if place:
            three = sorted((share.low, share.likely, share.high))
            by_initiative[share.initiative].append((three, place))
    return [
        drawing.Group([three for three, _place in rows], [place for _three, place in rows])
        for _initiative, rows in sorted(by_initiative.items())
    ]


def told(wanted: ToDraw, values: Iterable[Floats]) -> list[list[Any]]:
    """Return what each sum lies below with the chance of 10, 50 and 90 per cent."""
    drawn = drawing.added(wanted.batches, values, sums=len(wanted.sums), draws=wanted.draws)
    if not wanted.sums:
        return []
    points = uncertainty.quantiles(drawn).T
    return [[*each, *map(float, three)] for each, three in zip(wanted.sums, points, strict=True)]


# --- how it is shown ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One sum: its name, how many stand behind it, and how far a year and all years could go."""

    title: str
    lang: str
    municipalities: int
    year: tuple[str, str, str]
    years: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class SpreadTable:
    """One account: the whole country, and what is under it."""

    title: str
    is_kroner: bool
    price_year: int | None
    whole: list[SpreadRow]
    parts: list[SpreadRow]


@dataclass(frozen=True, slots=True)
class SpreadPage:
    """How far the figures could turn out, in the two economies apart."""

    spread: Spread
    own: list[SpreadTable]
    others: list[SpreadTable]

    @property
    def progress(self) -> int:
        """How far it has come, in per cent."""
        job = self.spread.job
        return round(100 * (job.progress or 0)) if job else 0

    @property
    def figures(self) -> list[UsedFigure]:
        """The figures it was drawn by, as they were."""
        return [UsedFigure.of(*row) for row in self.spread.parameters]

    @property
    def failed(self) -> bool:
        """Whether it was given up."""
        return self.spread.found is None and not self.spread.is_under_way

    @property
    def rests_on(self) -> str:
        """How it was drawn, so that the same comes out again."""
        return _(
            "%(draws)s draws with seed %(seed)s. What is in one initiative tends to turn out well "
            "or ill together: the correlation is %(correlation)s. Without it the span would look "
            "narrower than it is."
        ) % {
            "draws": number(self.spread.draws),
            "seed": self.spread.seed,
            "correlation": number(self.spread.correlation, 1),
        }


def spread_page(edition: Edition | None) -> SpreadPage | None:
    """Return the latest drawing of an edition; None where nobody has asked for one."""
    spread = latest_spread(edition)
    if edition is None or spread is None:
        return None
    found = spread.found or []
    behind = {
        (cell.account, cell.breakdown, cell.of): cell.municipalities or 0
        for cell in edition.cells.all()
        if cell.view == View.FORECAST and cell.is_shown
    }
    names = names_of({(row[1], row[2]) for row in found})
    tables = {
        account: _table_of(account, rows, spread, behind, names)
        for account in Account
        if (rows := [row for row in found if row[0] == account])
    }
    return SpreadPage(
        spread,
        [table for account, table in tables.items() if account in OWN],
        [table for account, table in tables.items() if account not in OWN],
    )


def _table_of(
    account: Account,
    found: Sequence[Sequence[Any]],
    spread: Spread,
    behind: Mapping[Sum, int],
    names: Mapping[tuple[str, str], tuple[Any, str, str]],
) -> SpreadTable:
    order = list(Breakdown)
    named = [row for row in found if (row[1], row[2]) in names]
    named.sort(key=lambda row: (order.index(row[1]), names[row[1], row[2]][0]))
    rows = [
        (row[1], _row(row, spread.factors.get(account), behind, names[row[1], row[2]]))
        for row in named
    ]
    return SpreadTable(
        title=str(TITLES[account]),
        is_kroner=account in IN_KRONER,
        price_year=spread.edition.price_years.get(account) if account in IN_KRONER else None,
        whole=[row for breakdown, row in rows if breakdown == Breakdown.ALL],
        parts=[row for breakdown, row in rows if breakdown != Breakdown.ALL],
    )


def _row(
    row: Sequence[Any], factor: float | None, behind: Mapping[Sum, int], name: tuple[Any, str, str]
) -> SpreadRow:
    account, breakdown, of, *points = row
    _order, title, lang = name
    return SpreadRow(
        title=title,
        lang=lang,
        municipalities=behind.get((account, breakdown, of), 0),
        year=_three(points, 1.0),
        years=None if factor is None else _three(points, factor),
    )


def _three(points: Sequence[float], factor: float) -> tuple[str, str, str]:
    low, middle, high = (number(point * factor) for point in points)
    return low, middle, high
