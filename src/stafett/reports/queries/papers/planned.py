"""All that a case for a roadmap's plan may say to somebody, asked once however long it is.

It rests on the roadmap's own page, and on what somebody may see of each initiative that is chosen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stafett.benefits.models import Drawn, Economy, Simulation
from stafett.benefits.queries import outlook
from stafett.benefits.queries.outlook import Asked
from stafett.benefits.queries.own import own_economy
from stafett.benefits.queries.reckoning import Ground
from stafett.benefits.queries.several import grounds
from stafett.benefits.queries.social import social_economy
from stafett.initiatives.models import Initiative, Involvement, StaffView
from stafett.lib import Acting
from stafett.needs.models import Need
from stafett.organisations.models import Organisation
from stafett.roadmap import queries as roadmaps
from stafett.roadmap.models import Decision, Roadmap
from stafett.roadmap.queries import CandidateRow, RoadmapPage, proposals
from stafett.roadmap.queries.proposals import ProposalPage
from stafett.roadmap.queries.spread import Spread

Drawings = Mapping[int, Mapping[str, Drawn]]
"""What was drawn, by initiative and economy."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A roadmap as somebody may read it: its page, the proposal, and what hangs on each chosen."""

    acting: Acting
    roadmap: Roadmap
    made_at: datetime
    page: RoadmapPage
    proposal: ProposalPage | None
    spread: Spread | None
    drawings: Drawings
    needs: Sequence[Need]
    said: Mapping[int, Sequence[Involvement]]
    views: Mapping[int, Sequence[StaffView]]
    silent: Sequence[Organisation]

    @property
    def chosen(self) -> list[CandidateRow]:
        """What is chosen, in the roadmap's order."""
        return [row for row in self.page.rows if row.candidate.decision == Decision.CHOSEN]

    @property
    def undecided(self) -> list[CandidateRow]:
        """What waits for a decision, in the roadmap's order."""
        return [row for row in self.page.rows if row.candidate.decision == Decision.OPEN]

    def proposed(self, row: CandidateRow) -> list[str]:
        """Return why the proposal has no room for a candidate; nothing where it has, or is none."""
        return self.proposal.reasons.get(row.candidate.pk, []) if self.proposal else []


def planned(
    acting: Acting, roadmap: Roadmap, *, spread: Spread | None, drawings: Drawings, now: datetime
) -> Planned:
    """Return all that a case for a roadmap's plan may say to somebody."""
    page = roadmaps.whole_roadmap(acting, roadmap)
    chosen = [
        row.candidate.initiative for row in page.rows if row.candidate.decision == Decision.CHOSEN
    ]
    return Planned(
        acting=acting,
        roadmap=roadmap,
        made_at=now,
        page=page,
        proposal=proposals.standing(acting, roadmap),
        spread=spread,
        drawings=drawings,
        needs=_needs(acting, chosen),
        said=_by_initiative(_involvements(acting, chosen)),
        views=_by_initiative(_views(acting, chosen)),
        silent=_silent(acting, page),
    )


def _needs(acting: Acting, chosen: Iterable[Initiative]) -> list[Need]:
    answered = Initiative.needs.through.objects.filter(initiative__in=chosen).values("need")
    seen = Need.objects.visible_to(acting).filter(pk__in=answered)
    return list(seen.select_related("organisation").order_by("id"))


def _involvements(acting: Acting, chosen: Iterable[Initiative]) -> Iterable[Involvement]:
    seen = Involvement.objects.visible_to(acting).filter(initiative__in=chosen)
    return seen.select_related("organisation").order_by("noted_at", "id")


def _views(acting: Acting, chosen: Iterable[Initiative]) -> Iterable[StaffView]:
    seen = StaffView.objects.visible_to(acting).filter(initiative__in=chosen)
    return seen.select_related("municipality").order_by("asked_on", "id")


def _by_initiative(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.initiative_id].append(row)
    return dict(found)


def _silent(acting: Acting, page: RoadmapPage) -> list[Organisation]:
    """Return the municipalities that have not said what they can receive."""
    said = {row.municipality.pk for row in page.capacity_rows}
    return [row for row in roadmaps.municipalities(page.roadmap, acting.day) if row.pk not in said]


# --- how each may turn out ------------------------------------------------------------------


def to_draw(acting: Acting, chosen: Sequence[Initiative]) -> dict[int, dict[str, Asked | None]]:
    """Return what is to be drawn of each that is chosen, as on its page of two economies."""
    return {pk: _asked(ground) for pk, ground in grounds(acting, chosen).items()}


def _asked(ground: Ground) -> dict[str, Asked | None]:
    pk, together = ground.initiative.pk, ground.parameters.correlation
    told = {Economy.OWN: own_economy(ground).items, Economy.SOCIAL: social_economy(ground).items}
    return {
        str(economy): outlook.asked({pk: items}, seed=pk, correlation=together)
        for economy, items in told.items()
    }


def kept(acting: Acting, asked: Mapping[int, Mapping[str, Asked | None]]) -> Drawings:
    """Return what was drawn for one's organisation and stands: all it rests on is as it was."""
    found: defaultdict[int, dict[str, Drawn]] = defaultdict(dict)
    rows = Simulation.objects.visible_to(acting).filter(initiative__in=asked).defer("inputs")
    for row in rows:
        what = asked[row.initiative_id].get(row.economy)
        if what is not None and what.digest == row.digest:
            found[row.initiative_id][row.economy] = row
    return {pk: drawn for pk, drawn in found.items() if len(drawn) == _wanted(asked[pk])}


def _wanted(asked: Mapping[str, Asked | None]) -> int:
    return sum(what is not None for what in asked.values())
