"""Times in rounds, and the table they end in.

Everything is measured in rounds, one thing after the other in each, so that a busy minute on
the machine falls on all of it. What a row says is the middle round; what it spans shows the noise.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np

ROUNDS = 3
MOST_SECONDS = 10.0

Visit = Callable[[], float]


@dataclass(frozen=True)
class Timing:
    """What something took, in milliseconds, round by round."""

    rounds: tuple[tuple[float, ...], ...]

    @property
    def p50s(self) -> list[float]:
        """The median of each round, the fastest round first."""
        return sorted(median(times) for times in self.rounds)

    @property
    def p50(self) -> float:
        """The median of the middle round."""
        return median(self.p50s)

    @property
    def p95(self) -> float:
        """Of all rounds together."""
        return float(np.percentile([time for times in self.rounds for time in times], 95))

    @property
    def count(self) -> int:
        return sum(len(times) for times in self.rounds)


@dataclass(frozen=True)
class Row:
    """One line of the table; ``ok`` is None where nothing was promised."""

    what: str
    measured: str
    target: str = ""
    ok: bool | None = None
    spread: str = ""
    count: int | None = None


def in_rounds(visits: Mapping[str, Visit], count: int) -> dict[str, Timing]:
    """Time each visit ``count`` times in each round, or as often as there are seconds for."""
    rounds: dict[str, list[tuple[float, ...]]] = {name: [] for name in visits}
    for _ in range(ROUNDS):
        for name, visit in visits.items():
            visit()  # The first after something else is not counted.
            rounds[name].append(tuple(_repeated(visit, count)))
    return {name: Timing(tuple(times)) for name, times in rounds.items()}


def _repeated(visit: Visit, count: int) -> Iterator[float]:
    deadline = time.monotonic() + MOST_SECONDS
    for done in range(count):
        if done and time.monotonic() > deadline:
            return
        yield visit()


def timed(what: str, timing: Timing, *, below: float | None = None) -> Row:
    """Return a row in milliseconds, held against the middle round's median."""
    return Row(
        what,
        f"p50 {timing.p50:.1f}  p95 {timing.p95:.1f} ms",
        f"< {below:g} ms" if below else "",
        timing.p50 < below if below else None,
        spread(timing.p50s),
        timing.count,
    )


def ratio(what: str, above: Timing, below: Timing, *, most: float | None = None) -> Row:
    """Return how many times as long one takes as the other, from rounds run side by side."""
    pairs = zip(above.rounds, below.rounds, strict=True)
    found = [median(one) / median(other) for one, other in pairs]
    middle = median(found)
    return Row(
        what,
        f"{middle:.2f} x",
        f"<= {most:g} x" if most else "",
        middle <= most if most else None,
        spread(found, ".2f"),
    )


def spread(found: list[float], places: str = ".1f") -> str:
    """Return the rounds, the lowest first."""
    return " / ".join(f"{value:{places}}" for value in sorted(found))


WIDTHS = (60, 25, 13, 6, 23, 4)
HEADINGS = ("what", "measured", "target", "", "rounds", "n")


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the rows as lines in columns, each when it is known."""
    yield _line(HEADINGS)
    yield _line("-" * width for width in WIDTHS)
    yield from (_line(_cells(row)) for row in rows)


def _line(cells: Iterable[str]) -> str:
    placed = [cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)]
    return "  ".join(placed).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    verdict = {True: "ok", False: "NOT OK", None: ""}[row.ok]
    count = "" if row.count is None else str(row.count)
    return (row.what, row.measured, row.target, verdict, row.spread, count)
