"""How it may turn out: what the three points of costs and gains come to together.

The estimates are drawn ten thousand times, and what came of it is kept with all it takes to draw
the same again. Nothing is added across the two economies, and nothing here changes what is summed
elsewhere: it says how sure the sum is.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from stafett.benefits.models import Drawn
from stafett.calc import uncertainty
from stafett.calc.checks import Floats
from stafett.ui.figures import day, nok, number, percent, rough_nok

DRAWS = 10_000
MOST_SHOWN = 5
HARDLY_EVER = 0.01
METHOD = 1
"""Which way it is drawn. Another one makes all be drawn anew."""


# --- what is drawn --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may come to more or less: its value today, low, likely and high, in NOK.

    ``key`` is the same whatever the language of ``name``.
    """

    key: str
    name: str
    low: float
    likely: float
    high: float

    @classmethod
    def of(cls, key: str, name: Any, three: Floats) -> "Item":
        """Return an item from its three points, in whatever order they come."""
        low, likely, high = sorted(float(point) for point in three)
        return cls(str(key), str(name), low, likely, high)

    def times(self, factor: float) -> "Item":
        """Return the same in other prices, or of another year."""
        return Item(
            self.key, self.name, self.low * factor, self.likely * factor, self.high * factor
        )


Group = tuple[int, tuple[Item, ...]]
"""An initiative, and what may come to more or less in it."""


@dataclass(frozen=True)
class Asked:
    """What is to be drawn, and how: the same gives the same answer.

    What is in one group turns out well or ill together, as much as ``correlation`` says; one
    group has nothing to do with another.
    """

    groups: tuple[Group, ...]
    seed: int
    correlation: float
    draws: int = DRAWS

    @cached_property
    def inputs(self) -> list[Any]:
        """The estimates as they are kept, in no language."""
        return [
            [of, [[item.key, item.low, item.likely, item.high] for item in items]]
            for of, items in self.groups
        ]

    @cached_property
    def digest(self) -> str:
        """What tells whether anything has changed since it was drawn."""
        told = [METHOD, self.seed, self.correlation, self.draws, self.inputs]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def asked(
    groups: Mapping[int, Iterable[Item]], *, seed: int, correlation: Decimal | None
) -> Asked | None:
    """Return what is to be drawn; None where nothing is, or nobody has set the correlation."""
    told = {
        of: tuple(item for item in items if item.low or item.high) for of, items in groups.items()
    }
    found = tuple((of, told[of]) for of in sorted(told) if told[of])
    return Asked(found, seed, float(correlation)) if found and correlation is not None else None


# --- drawing --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the draws: the whole, and the P10, mean and P90 of each group by itself."""

    p10: float
    p50: float
    p90: float
    chance: float
    ends: list[list[float]]


def drawn(what: Asked) -> Result:
    """Draw it. Each group has a seed of its own: what it comes to hangs on no other."""
    whole, ends = np.zeros(what.draws), []
    for of, items in what.groups:
        samples = uncertainty.simulate(
            [(item.low, item.likely, item.high) for item in items],
            draws=what.draws,
            rng=np.random.default_rng([what.seed, of]),
            correlation=what.correlation,
        )
        whole += samples
        p10, p90 = uncertainty.quantiles(samples, (0.1, 0.9))
        ends.append([of, float(p10), float(samples.mean()), float(p90)])
    p10, p50, p90 = (float(point) for point in uncertainty.quantiles(whole))
    return Result(p10, p50, p90, float(uncertainty.probability_above(whole)), ends)


def drawn_again(row: Drawn) -> Result:
    """Draw what is kept once more, from its own seed and estimates: the same comes out."""
    groups = tuple(
        (of, tuple(Item(key, "", low, likely, high) for key, low, likely, high in items))
        for of, items in row.inputs
    )
    return drawn(Asked(groups, row.seed, row.correlation, row.draws))


# --- what is shown --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Swing:
    """What one item alone can do to the whole, and its bar in a drawing 100 wide."""

    name: str
    low: str
    high: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Reach:
    """From P10 to P90 with P50 between, and where nothing is left, in a drawing 100 wide."""

    start: float
    middle: float
    end: float
    zero: float

    @property
    def width(self) -> float:
        return round(self.end - self.start, 1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How it may turn out. Amounts are today's value over all the years."""

    row: Drawn
    swings: list[Swing]
    more: int

    @property
    def says(self) -> str:
        """The whole in one sentence."""
        ends = {"low": self.row.p10, "middle": self.row.p50, "high": self.row.p90}
        return _(
            "In eight of ten cases it ends between %(low)s and %(high)s, as often above "
            "%(middle)s as below."
        ) % {name: rough_nok(value) for name, value in ends.items()}

    @property
    def chance_says(self) -> str:
        """How likely it is that the benefits exceed the costs."""
        return _("The benefits exceed the costs in %(share)s of the cases.") % {
            "share": as_sure_as_draws_are(self.row.chance)
        }

    @property
    def swing_says(self) -> str:
        """What matters most to how it ends."""
        if not self.swings:
            return _("Nothing in it is uncertain, as it is told.")
        return _("Most depends on: %(what)s.") % {"what": self.swings[0].name}

    @property
    def points(self) -> list[tuple[str, float]]:
        """P10, P50 and P90 in words, with what it ends below then."""
        return [
            (_("in one of ten cases (P10)"), self.row.p10),
            (_("in half of the cases (P50)"), self.row.p50),
            (_("in nine of ten cases (P90)"), self.row.p90),
        ]

    @property
    def reach(self) -> Reach:
        """The same as it is drawn."""
        points = (self.row.p10, self.row.p50, self.row.p90, 0.0)
        least, most = min(points), max(points)
        scale = 100 / (most - least) if most > least else 0.0
        return Reach(*(round((point - least) * scale, 1) for point in points))

    @property
    def rests_on(self) -> str:
        """How it was drawn, so that the same comes out again."""
        return _(
            "%(draws)s draws with seed %(seed)s. What is in one initiative tends to turn out well "
            "or ill together: the correlation is %(correlation)s. Without it the span would look "
            "narrower than it is."
        ) % {
            "draws": number(self.row.draws),
            "seed": self.row.seed,
            "correlation": number(self.row.correlation, 2),
        }

    @property
    def drawn_says(self) -> str:
        """When it was drawn, and for whom. It is drawn anew when what it rests on changes."""
        return _("Drawn %(day)s, for %(name)s.") % {
            "day": day(self.row.drawn_at),
            "name": self.row.drawn_by_name,
        }


def as_sure_as_draws_are(chance: float) -> str:
    """Return a share of the draws; none of them is no proof that it cannot happen."""
    if chance > 1 - HARDLY_EVER:
        return _("more than %(share)s") % {"share": percent(1 - HARDLY_EVER)}
    if chance < HARDLY_EVER:
        return _("less than %(share)s") % {"share": percent(HARDLY_EVER)}
    return percent(chance)


def of_items(row: Drawn | None, items: Sequence[Item]) -> Outlook | None:
    """Return how one initiative may turn out, and what each of its items can do to it."""
    told = [item for item in items if item.low or item.high]
    if row is None or not told:
        return None
    found = uncertainty.tornado([(item.low, item.likely, item.high) for item in told])
    ends = zip((item.name for item in told), found.low.tolist(), found.high.tolist(), strict=True)
    return _outlook(row, list(ends))


def of_groups(row: Drawn | None, names: Mapping[int, str]) -> Outlook | None:
    """Return how several initiatives may turn out, and what each alone can do to the whole."""
    if row is None:
        return None
    middle = sum(mean for _of, _low, mean, _high in row.ends)
    return _outlook(
        row,
        [
            (names[int(of)], middle - mean + low, middle - mean + high)
            for of, low, mean, high in row.ends
        ],
    )


def _outlook(row: Drawn, ends: Sequence[tuple[str, float, float]]) -> Outlook:
    """Return the outlook with what moves it most, the widest first."""
    least, most = min(low for _name, low, _high in ends), max(high for _name, _low, high in ends)
    scale = 100 / (most - least) if most > least else 0.0
    widest = sorted(ends, key=lambda end: end[1] - end[2])
    swings = [
        Swing(name, nok(low), nok(high), round((low - least) * scale, 1),
              round((high - low) * scale, 1))
        for name, low, high in widest
        if high > low
    ]  # fmt: skip
    return Outlook(row, swings[:MOST_SHOWN], len(swings[MOST_SHOWN:]))
