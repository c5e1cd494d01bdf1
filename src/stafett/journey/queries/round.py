"""One initiative from the need to what was learned: eight legs, and the next step for a reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stafett.benefits.queries import economy
from stafett.cases import queries as cases
from stafett.cases.models import Case
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import InitiativePage
from stafett.journey import rules
from stafett.journey.queries import traces
from stafett.journey.queries.alone import Alone, alone
from stafett.journey.queries.carried import carried
from stafett.journey.queries.legs import (
    benefit,
    handover,
    learning,
    need,
    practice,
    roadmap,
    solution,
    tested,
)
from stafett.journey.queries.promised import Promised, promised
from stafett.journey.queries.telling import Leg, Missing, Scene, placed
from stafett.lib import Acting
from stafett.needs.models import Need


@dataclass(frozen=True, slots=True)
class Short:
    """The whole in two sentences that never mix: the forecast, and what was measured."""

    forecast: str
    measured: str


@dataclass(frozen=True, slots=True)
class Round:
    """The whole story of one initiative, for somebody."""

    page: InitiativePage
    legs: Sequence[Leg]
    first_need: Need | None
    short: Short | None
    alone: Alone
    here: str
    next: Missing | None
    takes_part: bool
    came_from: Case | None
    traces: Sequence[traces.Happened]


def round_of(acting: Acting, initiative: Initiative) -> Round:
    """Return what somebody may read about an initiative they may see."""
    scene = Scene(acting, initiative, initiatives.page(acting, initiative))
    behind, promises = need.behind(scene), promised(scene)
    legs = placed(_legs(scene, behind, promises), initiative.stage)
    return Round(
        page=scene.page,
        legs=legs,
        first_need=next(iter(behind.needs), None),
        short=_short(scene, promises, legs),
        alone=alone(acting, scene.page),
        here=next((leg.key for leg in legs if leg.look == rules.HERE), ""),
        next=next_step(legs),
        takes_part=scene.sees_promises,
        came_from=cases.came_from(acting, initiative),
        traces=traces.happened_with(initiative) if scene.page.is_own else (),
    )


def _short(scene: Scene, promises: Promised, legs: Sequence[Leg]) -> Short | None:
    if not promises.live:
        return None
    measured = next(leg.sentence for leg in legs if leg.key == "benefit")
    read = [(row, promises.standing(row)) for row in promises.live]
    headline = economy.headline(scene.acting, scene.initiative, read=read, frame=scene.page)
    return Short(headline.sentence, measured)


def _legs(scene: Scene, behind: need.Behind, promises: Promised) -> list[Leg]:
    tests, batons = tested.tested(scene, behind), carried(scene)
    return [
        need.leg(scene, behind),
        tested.leg(scene, behind, tests),
        solution.leg(scene, describes_benefits=bool(promises.benefits)),
        roadmap.leg(scene, promises),
        handover.leg(scene, promises, batons),
        practice.leg(scene, promises, batons),
        benefit.leg(scene, promises),
        learning.leg(scene, tests, promises),
    ]


def next_step(legs: Iterable[Leg]) -> Missing | None:
    """Return the most useful thing to do: what waits for the reader, what they can fill, else who.

    Within each, the earliest in the lap.
    """
    missing = [slot for leg in legs for slot in leg.missing]
    order = sorted(missing, key=lambda slot: (not slot.is_mine, not slot.url))
    return order[0] if order else None
