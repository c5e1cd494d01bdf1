"""What the municipalities that take part are told of what an initiative did.

Each knows its own readings, so one more than the minimum stands behind what is told. It is told in
editions: the next one is held up against all before it by the same yardstick, and against what is
published of what others reached, so that adding and subtracting leads to nobody.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stafett.benefits.models import Benefit, Commitment, CommonEffect, ReferenceEdition, State
from stafett.benefits.queries import stepped
from stafett.benefits.queries.measuring import Standing
from stafett.benefits.queries.outturns import ground_of
from stafett.calc import disclosure
from stafett.lib import Acting
from stafett.ui.figures import day

DIGITS = 2
"""So many figures that count are told: enough to act on, too few to reckon backwards with."""


# --- what is to be told -------------------------------------------------------------------------


def to_look_at(minimum: int) -> list[int]:
    """Return the benefits with so many promises that there may be something to tell."""
    rows = Commitment.objects.filter(state=State.CONFIRMED).values_list(
        "benefit_id", "municipality_id"
    )
    places: dict[int, set[int]] = {}
    for benefit, municipality in rows:
        places.setdefault(benefit, set()).add(municipality)
    return sorted(benefit for benefit, some in places.items() if len(some) > minimum)


def to_tell(acting: Acting, benefit: Benefit, minimum: int) -> CommonEffect | None:
    """Return what can be told anew, by what the initiative's owner may see; None where nothing."""
    promises = Commitment.objects.visible_to(acting).filter(benefit=benefit)
    known = stepped.reckoned(benefit, promises)
    if known is None or len(known[0].places) <= minimum:
        return None
    panel, found = known
    told = CommonEffect(
        benefit=benefit, minimum=minimum, municipalities=len(panel.places),
        periods=panel.periods, compared=found.compared, effect=found.effect,
        low=found.low, high=found.high, ground=panel.places,
    )  # fmt: skip
    return told if _is_new(told) and is_safe(told) else None


def _is_new(told: CommonEffect) -> bool:
    """Whether somebody came to, or all have read longer; a mended reading alone waits."""
    last = latest(told.benefit_id)
    return last is None or (last.ground, last.periods) != (told.ground, told.periods)


def is_safe(told: CommonEffect) -> bool:
    """Whether nobody who takes part can work out another from this and all that is told already.

    To each of them their own readings are known; what is left of any sum or difference has the
    minimum behind it.
    """
    before = [set(some) for some in _told_before(told.benefit)]
    places = sorted(set(told.ground).union(*before))
    known = [[place in some for place in places] for some in before]
    return disclosure.differencing_safe(
        known or [[False] * len(places)],
        [place in told.ground for place in places],
        minimum=told.minimum + 1,
    )


def _told_before(benefit: Benefit) -> Iterator[list[int]]:
    """Yield whose readings by this yardstick stand behind what was told."""
    effects = CommonEffect.objects.filter(benefit__indicator=benefit.indicator_id)
    yield from effects.order_by("made_at").values_list("ground", flat=True)
    for edition in ReferenceEdition.objects.filter(figures__indicator=benefit.indicator_id):
        rows = ground_of(edition)
        yield sorted({row.municipality for row in rows if row.indicator == benefit.indicator_id})


def latest(benefit_id: int) -> CommonEffect | None:
    """Return what was told last of a benefit."""
    told = CommonEffect.objects.filter(benefit=benefit_id)
    return told.select_related("benefit__indicator").order_by("-made_at", "-id").first()


# --- what one of them reads ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Common:
    """The effect that all of them are told, with one's own change beside it."""

    says: str
    rests_on: str
    day: str
    count: int
    effect: str
    low: str
    high: str
    ours: str = ""
    is_ours_among: bool = True


def common_of(acting: Acting, commitment: Commitment, standing: Standing) -> Common | None:
    """Return what the initiative did, to a municipality that takes part; None while untold."""
    if commitment.municipality_id != acting.organisation_id or commitment.state != State.CONFIRMED:
        return None
    told = latest(commitment.benefit_id)
    if told is None:
        return None
    ours = _ours(standing)
    return replace(_common(told), ours=ours, is_ours_among=acting.organisation_id in told.ground)


def _common(told: CommonEffect) -> Common:
    indicator, decimals = told.benefit.indicator, _decimals(told)
    ends = [_rounded(each, decimals) for each in (told.effect, told.low, told.high)]
    effect, low, high = (stepped.signed(indicator, each, max(decimals, 0)) for each in ends)
    return Common(
        says=stepped.in_words(indicator, *ends, decimals=max(decimals, 0)),
        rests_on=stepped.rests_on(told.municipalities, told.periods, told.compared),
        day=day(told.day), count=told.municipalities, effect=effect, low=low, high=high,
    )  # fmt: skip


def _decimals(told: CommonEffect) -> int:
    """Return the decimals that the effect is told with, by the end that is farthest from none."""
    largest = max(abs(told.low), abs(told.high))
    return DIGITS - 1 - math.floor(math.log10(largest)) if largest else 0


def _rounded(value: float, decimals: int) -> float:
    return round(value, decimals) + 0.0


def _ours(standing: Standing) -> str:
    """Return how far our own reading has moved from the baseline; nothing where unknown."""
    before, latest_reading = standing.baseline, standing.latest
    if before is None or latest_reading is None:
        return ""
    moved = float(latest_reading.value - before.value)
    return stepped.signed(standing.commitment.benefit.indicator, moved)
