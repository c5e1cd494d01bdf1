"""Readings as a drawing: points on a line, drawn on the server, the same on paper."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from stafett.ui.figures import month, number

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 84, 16, 16, 36
TICKS = 4
ROOM = 120
"""Names of months stand at least so far apart."""
MANY = 24
"""From so many readings on, each is a smaller dot."""

Reading = tuple[date, float, str]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What readings are seen against: how it was, what was promised, and what nobody read.

    ``limits`` are what the readings swung between by themselves.
    """

    baseline: float | None = None
    target: tuple[float, float] | None = None
    starts_on: date | None = None
    unknown: Sequence[tuple[date, date]] = ()
    forecast: Sequence[Reading] = ()
    limits: tuple[float, float] | None = None

    @property
    def days(self) -> list[date]:
        """Every day it reaches to."""
        starts = [self.starts_on] if self.starts_on else []
        ends = [day for stretch in self.unknown for day in stretch]
        return [*starts, *ends, *(day for day, _value, _label in self.forecast)]

    @property
    def values(self) -> list[float]:
        """Every level it shows."""
        baseline = [] if self.baseline is None else [self.baseline]
        levels = [*baseline, *(self.target or ()), *(self.limits or ())]
        return [*levels, *(value for _, value, _label in self.forecast)]


class Point(NamedTuple):
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
class Box:
    """A stretch or a band, where it is drawn."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of readings over time, in the units of an SVG's view box."""

    points: list[Point]
    line: str
    up: list[Tick]
    along: list[Tick]
    baseline: float | None = None
    band: Box | None = None
    starts: float | None = None
    unknown: list[Box] = field(default_factory=list)
    forecast: list[Point] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    floor: int = HEIGHT - BOTTOM
    right: int = WIDTH - RIGHT

    @property
    def radius(self) -> int:
        """How large a dot is, so that sixty of them are told apart."""
        return 5 if len(self.points) <= MANY else 3

    @property
    def forecast_line(self) -> str:
        """The way the forecast goes."""
        return _line(self.forecast)


@dataclass(frozen=True, slots=True)
class _Frame:
    """From days and values to where they are drawn."""

    first: date
    last: date
    bottom: float
    top: float
    decimals: int

    def x(self, day: date) -> float:
        ends = (self.first.toordinal(), self.last.toordinal())
        return _between(day.toordinal(), *ends, LEFT, WIDTH - RIGHT)

    def y(self, value: float) -> float:
        return _between(value, self.bottom, self.top, HEIGHT - BOTTOM, TOP)

    def point(self, reading: Reading) -> Point:
        day, value, label = reading
        return Point(self.x(day), self.y(value), label)

    def box(self, days: tuple[date, date], values: tuple[float, float]) -> Box:
        left, right = self.x(days[0]), self.x(days[1])
        high, low = self.y(max(values)), self.y(min(values))
        return Box(left, high, round(right - left, 1), round(max(low - high, 2), 1))


def drawn(readings: Sequence[Reading], backdrop: Backdrop | None = None) -> Chart | None:
    """Return a chart of (day, value, label), in time order; None when there is nothing to draw."""
    backdrop = backdrop or Backdrop()
    values = [*(value for _day, value, _label in readings), *backdrop.values]
    days = sorted([*(day for day, _value, _label in readings), *backdrop.days])
    if not values or not days:
        return None
    frame = _Frame(days[0], days[-1], *_scale(values))
    points = [frame.point(reading) for reading in readings]
    between = backdrop.starts_on or days[len(days) // 2]
    return Chart(
        points=points,
        line=_line(points),
        up=[_up(step, frame) for step in range(TICKS + 1)],
        along=_along([days[0], days[-1], between], frame),
        baseline=None if backdrop.baseline is None else frame.y(backdrop.baseline),
        band=_band(backdrop, frame),
        starts=frame.x(backdrop.starts_on) if backdrop.starts_on else None,
        unknown=[frame.box(days, (frame.bottom, frame.top)) for days in backdrop.unknown],
        forecast=[frame.point(reading) for reading in backdrop.forecast],
        limits=[frame.y(limit) for limit in backdrop.limits or ()],
    )


def _band(backdrop: Backdrop, frame: _Frame) -> Box | None:
    """Return what was promised, from the day the effect starts."""
    if backdrop.target is None:
        return None
    return frame.box((backdrop.starts_on or frame.first, frame.last), backdrop.target)


def _line(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in points)


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


def _up(step: int, frame: _Frame) -> Tick:
    value = frame.bottom + (frame.top - frame.bottom) * step / TICKS
    return Tick(frame.y(value), number(value, frame.decimals))


def _along(days: Iterable[date], frame: _Frame) -> list[Tick]:
    """Name the months of these days, the first ones first, where there is room."""
    ticks: list[Tick] = []
    for day in days:
        at = frame.x(day)
        if all(abs(at - tick.at) >= ROOM for tick in ticks):
            ticks.append(Tick(at, month(day)))
    return sorted(ticks, key=lambda tick: tick.at)
