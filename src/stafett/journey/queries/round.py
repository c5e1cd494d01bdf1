"""One initiative from the need to what was learned: eight legs, and the next step for a reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stafett.initiatives import rules as initiatives
from stafett.initiatives.models import Initiative
from stafett.journey import rules
from stafett.journey.queries import traces
from stafett.journey.queries.legs import need, solution, tested
from stafett.journey.queries.telling import Leg, Missing, Scene, placed, who_keeps
from stafett.lib import Acting
from stafett.needs.models import Need


@dataclass(frozen=True, slots=True)
class Round:
    """The whole story of one initiative, for somebody."""

    initiative: Initiative
    legs: Sequence[Leg]
    first_need: Need | None
    here: str
    next: Missing | None
    may_change: bool
    is_own: bool
    traces: Sequence[traces.Happened]


def round_of(acting: Acting, initiative: Initiative) -> Round:
    """Return what somebody may read about an initiative they may see."""
    scene = _scene(acting, initiative)
    behind = need.behind(scene)
    legs = placed(_legs(scene, behind), initiative.stage)
    return Round(
        initiative=initiative,
        legs=legs,
        first_need=next(iter(behind.needs), None),
        here=next((leg.key for leg in legs if leg.look == rules.HERE), ""),
        next=next_step(legs),
        may_change=scene.may_change,
        is_own=scene.is_own,
        traces=traces.happened_with(initiative) if scene.is_own else (),
    )


def _scene(acting: Acting, initiative: Initiative) -> Scene:
    may_change = initiatives.may_change(
        acting, organisation_id=initiative.organisation_id, lead_id=initiative.lead_id
    )
    return Scene(acting, initiative, may_change, who_keeps(initiative))


def _legs(scene: Scene, behind: need.Behind) -> list[Leg]:
    return [need.leg(scene, behind), tested.leg(scene, behind), solution.leg(scene)]


def next_step(legs: Iterable[Leg]) -> Missing | None:
    """Return the most useful thing to do: what waits for the reader, what they can fill, else who.

    Within each, the earliest in the lap.
    """
    missing = [slot for leg in legs for slot in leg.missing]
    order = sorted(missing, key=lambda slot: (not slot.is_mine, not slot.url))
    return order[0] if order else None
