"""How it may turn out: what the three points of costs and gains come to together.

The estimates are drawn ten thousand times. Nothing is added across the two economies, and nothing
here changes what is summed elsewhere: it says how sure the sum is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from stafett.calc import uncertainty
from stafett.calc.checks import Floats
from stafett.calc.uncertainty import USUAL_CORRELATION
from stafett.ui.figures import nok, number, percent

DRAWS = 10_000
MOST_SHOWN = 5
HARDLY_EVER = 0.01


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may come to more or less: its value today, low, likely and high, in NOK."""

    name: str
    low: float
    likely: float
    high: float

    @classmethod
    def of(cls, name: str, three: Floats) -> "Item":
        """Return an item from its three points, in whatever order they come."""
        low, likely, high = sorted(float(point) for point in three)
        return cls(name, low, likely, high)


@dataclass(frozen=True, slots=True)
class Swing:
    """What one item alone can do to the whole, and its bar in a drawing 100 wide."""

    name: str
    low: str
    high: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """How it may turn out. Amounts are today's value over all the years."""

    p10: float
    p50: float
    p90: float
    chance: float
    swings: list[Swing]
    middle: float
    seed: int

    @property
    def says(self) -> str:
        """The whole in one sentence."""
        return _(
            "In eight of ten cases it ends between %(low)s and %(high)s, as often above "
            "%(middle)s as below."
        ) % {"low": nok(self.p10), "high": nok(self.p90), "middle": nok(self.p50)}

    @property
    def chance_says(self) -> str:
        """How likely it is that the benefits exceed the costs."""
        return _("The benefits exceed the costs in %(share)s of the cases.") % {
            "share": _as_sure_as_draws_are(self.chance)
        }

    @property
    def swing_says(self) -> str:
        """What matters most to how it ends."""
        if not self.swings:
            return _("Nothing in it is uncertain, as it is told.")
        return _("Most depends on: %(what)s.") % {"what": self.swings[0].name}

    @property
    def rests_on(self) -> str:
        """How it was drawn, so that the same comes out again."""
        return _(
            "%(draws)s draws with seed %(seed)s. What is in one initiative tends to turn out well "
            "or ill together: the correlation is %(correlation)s. Without it the span would look "
            "narrower than it is."
        ) % {
            "draws": number(DRAWS),
            "seed": self.seed,
            "correlation": number(USUAL_CORRELATION, 1),
        }


def _as_sure_as_draws_are(chance: float) -> str:
    """Return a share of the draws; none of them is no proof that it cannot happen."""
    if chance > 1 - HARDLY_EVER:
        return _("more than %(share)s") % {"share": percent(1 - HARDLY_EVER)}
    if chance < HARDLY_EVER:
        return _("less than %(share)s") % {"share": percent(HARDLY_EVER)}
    return percent(chance)


def outlook(items: Sequence[Item], *, seed: int) -> Outlook | None:
    """Return how items may turn out together; None where there is nothing to draw.

    Parameters
    ----------
    items : sequence of Item
    seed : int
        The same seed and the same items give the same answer.
    """
    told = [item for item in items if item.low or item.high]
    if not told:
        return None
    estimates = [(item.low, item.likely, item.high) for item in told]
    rng = np.random.default_rng(seed)
    drawn = uncertainty.simulate(estimates, draws=DRAWS, rng=rng, correlation=USUAL_CORRELATION)
    p10, p50, p90 = (float(point) for point in uncertainty.quantiles(drawn))
    found = uncertainty.tornado(estimates)
    return Outlook(
        p10=p10,
        p50=p50,
        p90=p90,
        chance=float(uncertainty.probability_above(drawn)),
        swings=_swings(told, found),
        middle=found.middle,
        seed=seed,
    )


def _swings(items: Sequence[Item], found: uncertainty.Tornado) -> list[Swing]:
    """Return the items that move the whole most, the widest first."""
    least, most = float(found.low.min()), float(found.high.max())
    scale = 100 / (most - least) if most > least else 0.0
    return [
        Swing(
            name=items[at].name,
            low=nok(float(found.low[at])),
            high=nok(float(found.high[at])),
            start=round((float(found.low[at]) - least) * scale, 1),
            width=round(float(found.high[at] - found.low[at]) * scale, 1),
        )
        for at in found.order[:MOST_SHOWN]
        if found.high[at] > found.low[at]
    ]
