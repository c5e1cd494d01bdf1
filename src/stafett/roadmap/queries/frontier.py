"""What the best plan is worth with more or less money, as a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from stafett.roadmap.queries.proposals import Rung
from stafett.ui.figures import number

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 704, 16, 220
LEVELS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot or a label, where it is drawn."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line of dots over the share of the budget, in the units of an SVG's view box."""

    dots: list[Mark]
    up: list[Mark]
    along: list[Mark]
    budget_at: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM

    @property
    def line(self) -> str:
        """The dots as an SVG polyline takes them."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def drawn(rungs: Sequence[Rung]) -> Drawing | None:
    """Return the drawing; None where there are too few plans to draw a line between."""
    known = [rung for rung in rungs if rung.worth is not None]
    most = max((rung.worth or 0 for rung in known), default=0)
    if len(known) < 2 or most <= 0:
        return None
    first, last = rungs[0].factor, rungs[-1].factor

    def across(factor: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (factor - first) / (last - first), 1)

    def height(worth: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * worth / most, 1)

    levels = [most * step / LEVELS for step in range(LEVELS + 1)]
    return Drawing(
        dots=[
            Mark(across(rung.factor), height(rung.worth or 0), f"{rung.percent}: {rung.words}")
            for rung in known
        ],
        up=[Mark(LEFT - 8, height(level), number(level)) for level in levels],
        along=[Mark(across(rung.factor), HEIGHT - 10, rung.percent) for rung in rungs[::5]],
        budget_at=across(1.0),
    )
