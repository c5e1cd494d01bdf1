"""Readings as a drawing: points on a line, drawn on the server, the same on paper."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stafett.ui.figures import month, number

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 36
TICKS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A reading, where it is drawn."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, where it is drawn."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of readings over time, in the units of an SVG's view box."""

    points: list[Point]
    line: str
    up: list[Tick]
    along: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM
    right: int = WIDTH - RIGHT


def drawn(readings: Sequence[tuple[date, float, str]]) -> Chart | None:
    """Return a chart of (day, value, label), in time order; None when there is nothing to draw."""
    if not readings:
        return None
    days = [day.toordinal() for day, _value, _label in readings]
    bottom, top, decimals = _scale([value for _day, value, _label in readings])
    points = [
        Point(_between(day, days[0], days[-1], LEFT, WIDTH - RIGHT),
              _between(value, bottom, top, HEIGHT - BOTTOM, TOP), label)
        for day, (_day, value, label) in zip(days, readings, strict=True)
    ]  # fmt: skip
    return Chart(
        points=points,
        line=" ".join(f"{point.x:.1f},{point.y:.1f}" for point in points),
        up=[_up(step, bottom, top, decimals) for step in range(TICKS + 1)],
        along=_along(readings, points),
    )


def _scale(values: Sequence[float]) -> tuple[float, float, int]:
    """Return floor and ceiling at round numbers, from nothing where that is near, and decimals."""
    low, high = min(values), max(values)
    if low >= 0 and low < high * 0.6:
        low = 0.0
    step = _round_step((high - low or abs(high) or 1.0) / TICKS)
    floor = math.floor(low / step) * step
    while floor + step * TICKS < high:
        step = _round_step(step * 1.01)
        floor = math.floor(low / step) * step
    return floor, floor + step * TICKS, _decimals(step)


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 or 10 times a power of ten that is large enough."""
    power = 10.0 ** math.floor(math.log10(least))
    return power * next(size for size in (1, 2, 2.5, 5, 10) if power * size >= least)


def _decimals(step: float) -> int:
    return next(places for places in range(7) if math.isclose(step, round(step, places)))


def _between(value: float, low: float, high: float, start: float, end: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(start + share * (end - start), 1)


def _up(step: int, bottom: float, top: float, decimals: int) -> Tick:
    value = bottom + (top - bottom) * step / TICKS
    return Tick(_between(value, bottom, top, HEIGHT - BOTTOM, TOP), number(value, decimals))


def _along(readings: Sequence[tuple[date, float, str]], points: Sequence[Point]) -> list[Tick]:
    """Name the first and the last month, and one between where there is room."""
    places = sorted({0, len(points) // 2, len(points) - 1}) if len(points) > 2 else [0, -1]
    ticks = {points[place].x: Tick(points[place].x, month(readings[place][0])) for place in places}
    return list(ticks.values())
