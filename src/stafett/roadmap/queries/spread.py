"""Between what the plan may end: the chosen candidates' estimates, in the roadmap's own prices.

Each economy by itself, never added. What is worth money in another year than the roadmap's first is
brought there by the discount rates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Drawn, Economy
from stafett.benefits.queries import outlook
from stafett.benefits.queries.economy import FIGURES
from stafett.benefits.queries.outlook import Asked, Item, Outlook
from stafett.benefits.queries.own import Own, own_economy
from stafett.benefits.queries.prices import factor_between, in_one_year
from stafett.benefits.queries.reckoning import TIMING, Ground
from stafett.benefits.queries.several import grounds
from stafett.benefits.queries.social import Social, social_economy
from stafett.calc.cashflow import RateSchedule, discount_factors
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.organisations.queries import Figure
from stafett.roadmap.models import Candidate, Decision, Roadmap


@dataclass(frozen=True, slots=True)
class Untold:
    """A chosen candidate that is not in the sum, and why (R44)."""

    initiative: Initiative
    why: str


@dataclass(slots=True)
class View:
    """One economy of the plan: what is in it, initiative by initiative, and what is not."""

    told: dict[int, list[Item]] = field(default_factory=dict)
    untold: list[Untold] = field(default_factory=list)

    def put(self, initiative: Initiative, items: Sequence[Item], why: str) -> None:
        """Put an initiative in, or among those that cannot be told."""
        if why or not items:
            self.untold.append(Untold(initiative, why))
        else:
            self.told[initiative.pk] = list(items)


@dataclass(frozen=True, slots=True)
class Shown:
    """One economy of the plan, as the page shows it."""

    economy: str
    title: str
    about: str
    outlook: Outlook | None
    counted: int
    untold: list[Untold]


@dataclass(frozen=True, slots=True)
class Spread:
    """What of a roadmap's plan may be drawn, for somebody who takes part in it.

    ``chosen`` are the initiatives of the plan that are theirs to see; ``is_whole`` where that is
    all that those who take part pay and gain, and not one municipality's part.
    """

    roadmap: Roadmap
    chosen: list[Initiative]
    views: Mapping[str, View]
    figures: list[Figure]
    correlation: Decimal | None
    is_whole: bool
    shown: list[Shown] = field(default_factory=list)

    @property
    def asked(self) -> dict[str, Asked | None]:
        """What is to be drawn in each economy."""
        how: dict[str, Any] = {"seed": self.roadmap.pk, "correlation": self.correlation}
        return {economy: outlook.asked(view.told, **how) for economy, view in self.views.items()}

    def with_drawings(self, kept: Mapping[str, Drawn]) -> "Spread":
        """Return the same with what was drawn, both economies side by side."""
        names = {row.pk: row.title for row in self.chosen}
        return replace(
            self,
            shown=[
                Shown(
                    economy=economy,
                    title=title,
                    about=about,
                    outlook=outlook.of_groups(kept.get(economy), names),
                    counted=len(self.views[economy].told),
                    untold=self.views[economy].untold,
                )
                for economy, title, about in _in_words()
            ],
        )


def _in_words() -> list[tuple[str, str, str]]:
    return [
        (
            Economy.OWN,
            _("On the budget"),
            _("Only money on the budget: no time, no tax cost."),
        ),
        (
            Economy.SOCIAL,
            _("Society"),
            _("All that has a price, for everybody, and what it costs to collect the tax."),
        ),
    ]


def spread(acting: Acting, roadmap: Roadmap, candidates: Iterable[Candidate]) -> Spread | None:
    """Return what may be drawn of what is chosen.

    None where nothing is, and for those who take no part in any of it.
    """
    plan = [row for row in candidates if row.decision == Decision.CHOSEN]
    shares = {row.initiative_id: row.share for row in plan}
    found = grounds(acting, [row.initiative for row in plan]) if plan else {}
    if not found:
        return None
    parameters = next(iter(found.values())).parameters
    return Spread(
        roadmap=roadmap,
        chosen=[ground.initiative for ground in found.values()],
        views=views_of(found.values(), roadmap, shares),
        figures=parameters.told(*FIGURES),
        correlation=parameters.correlation,
        is_whole=all(ground.basis.is_whole for ground in found.values()),
    )


def views_of(
    found: Iterable[Ground], roadmap: Roadmap, shares: Mapping[int, float] | None = None
) -> dict[str, View]:
    """Return what these initiatives come to, or so much of each, each economy by itself."""
    views: dict[str, View] = {Economy.OWN: View(), Economy.SOCIAL: View()}
    for ground in found:
        share = (shares or {}).get(ground.initiative.pk, 1.0)
        _put(views[Economy.OWN], own_economy(ground), ground, roadmap, share)
        _put(views[Economy.SOCIAL], social_economy(ground), ground, roadmap, share)
    return views


def _put(view: View, economy: Own | Social, ground: Ground, roadmap: Roadmap, share: float) -> None:
    """Put what a share of one initiative comes to in, in the roadmap's prices and first year."""
    prices = in_one_year([economy.price_year, roadmap.price_year], ground.parameters.price_index)
    rates = ground.parameters.rates
    why = economy.missing[0].says if economy.missing else ""
    if prices.missing:
        why = why or _("No price index tells what it is in the roadmap’s prices.")
    if why or rates is None:
        view.put(ground.initiative, [], why)
        return
    factor = share * _to_roadmaps_prices(economy.price_year, ground, roadmap)
    factor *= _to_first_year(rates, ground.first - roadmap.first_year)
    view.put(ground.initiative, [item.times(factor) for item in economy.items], "")


def _to_roadmaps_prices(price_year: int | None, ground: Ground, roadmap: Roadmap) -> float:
    if price_year is None:
        return 1.0
    return factor_between(price_year, roadmap.price_year, ground.parameters.price_index)


def _to_first_year(rates: RateSchedule, years: int) -> float:
    """Return what a krone so many years after the roadmap begins is worth when it begins."""
    factor = float(discount_factors(abs(years) + 1, rate=rates, timing=TIMING)[-1])
    return factor if years >= 0 else 1 / factor
