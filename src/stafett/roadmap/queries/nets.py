"""What a candidate is worth net a year, on the budget and to society, each by itself.

As the roadmap's page has it: over the years there is a figure for, from the first cost or effect,
worth when the roadmap begins, in its prices. That is spread evenly over as many years, so that it
can stand beside what is promised in a full year: what costs nothing, and saves as much every
year, comes to what it saves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stafett.benefits.models import Economy
from stafett.benefits.queries.outlook import Item
from stafett.benefits.queries.reckoning import TIMING, Ground
from stafett.benefits.queries.several import grounds
from stafett.calc.cashflow import discount_factors
from stafett.initiatives.models import CostKind, Initiative
from stafett.lib import Acting
from stafett.roadmap.models import Roadmap
from stafett.roadmap.queries import spread
from stafett.roadmap.rules import OWN_NET, SOCIAL_NET

ECONOMIES = {OWN_NET: Economy.OWN, SOCIAL_NET: Economy.SOCIAL}
PAID = frozenset({*CostKind.values, "others"})
"""The items of an economy that are costs."""


@dataclass(frozen=True, slots=True)
class Net:
    """Kroner a year, by what the benefit is; ``dearer`` is how much less if the costs are high."""

    low: float
    likely: float
    high: float
    dearer: float


@dataclass(frozen=True, slots=True)
class Nets:
    """The net values that count, by initiative, over so many years; ``why`` one has none."""

    of: Mapping[int, Mapping[str, Net]]
    why: Mapping[int, str]
    years: int


def nets(
    acting: Acting, roadmap: Roadmap, among: Sequence[Initiative], wanted: Collection[str]
) -> Nets:
    """Return the net values that are wanted; where none is, nothing is read."""
    if not wanted:
        return Nets({}, {}, 0)
    found = grounds(acting, among)
    told, why = _told(list(found.values()), roadmap, wanted)
    nobody = _("No municipality takes part yet, so there is nobody to reckon it for.")
    why |= {row.pk: nobody for row in among if row.pk not in found}
    return Nets(told, why, max((ground.years for ground in found.values()), default=0))


def _told(
    found: Sequence[Ground], roadmap: Roadmap, wanted: Iterable[str]
) -> tuple[dict[int, dict[str, Net]], dict[int, str]]:
    views, evenly = spread.views_of(found, roadmap), max(map(_evenly, found), default=0.0)
    told: defaultdict[int, dict[str, Net]] = defaultdict(dict)
    why: dict[int, str] = {}
    for name in wanted:
        view = views[ECONOMIES[name]]
        for pk, items in view.told.items():
            told[pk][name] = _net([item.times(evenly) for item in items])
        why |= {row.initiative.pk: row.why for row in view.untold}
    return told, why


def _evenly(ground: Ground) -> float:
    """Return the part of a value that falls on each year, when all of them have as much."""
    rates = ground.parameters.rates
    if rates is None or not ground.years:
        return 0.0
    return 1 / float(discount_factors(ground.years, rate=rates, timing=TIMING).sum())


def _net(items: Iterable[Item]) -> Net:
    """Return the sum: what the benefit is may be low while the costs are as is likely."""
    paid: list[Item] = []
    gained: list[Item] = []
    for item in items:
        (paid if item.key in PAID else gained).append(item)
    likely = sum(item.likely for item in paid)
    return Net(
        low=likely + sum(item.low for item in gained),
        likely=likely + sum(item.likely for item in gained),
        high=likely + sum(item.high for item in gained),
        dearer=likely - sum(item.low for item in paid),
    )
