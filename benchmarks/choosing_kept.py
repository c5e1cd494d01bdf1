"""Outcomes written down as they come, so that hours of measuring can be stopped and gone on with.

A line of JSON each, with the mark of the code and the libraries it was measured with. Those of another
mark are passed over, and nothing is taken out of the file. What other hands proved depends on the model
they are handed, and not on how we search; how we search does not depend on how we explain.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.instances import Instance, problem
from stafett.calc import apart, portfolio
from stafett.calc.portfolio.model import build

SMALLEST_GAP = 1e-6  # smaller gaps count as this, so that a proof does not make the mean 0
WORST_GAP = 10.0  # no plan at all counts as this
OURS, BRACKETS = "Stafett", "brackets"
_HERE, _PORTFOLIO = Path(__file__).parent, Path(portfolio.__file__).parent
_LIBRARIES = ("numpy", "highspy", "pulp", "ortools")

Key = tuple[str, str, float, float]  # way, problem, seconds, gap


@dataclass(frozen=True)
class Outcome:
    """What one way proved of one problem."""

    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """How far apart plan and bound are, as a share of the plan."""
        if not self.objective > 0 or not math.isfinite(self.bound):
            return WORST_GAP
        return max(SMALLEST_GAP, (self.bound - self.objective) / self.objective)


class Book:
    """What has been measured, in memory and, where a path is given, in a file."""

    def __init__(self, path: Path | None = None):
        self._path = path
        self._known: dict[Key, Outcome] = {}
        if path and path.exists():
            self._read(path)

    def of(self, key: Key, measure: Callable[[], Outcome]) -> Outcome:
        """Return what is known, or measure it and write it down."""
        if key not in self._known:
            self._known[key] = measure()
            self._write(key)
        return self._known[key]

    def _read(self, path: Path) -> None:
        for line in path.read_text().splitlines():
            told = json.loads(line)
            way, problem, seconds, gap = told.pop("key")
            if told.pop("mark") == mark(way):
                self._known[way, problem, seconds, gap] = Outcome(**told)

    def _write(self, key: Key) -> None:
        if not self._path:
            return
        told = {"key": key, **asdict(self._known[key]), "mark": mark(key[0])}
        with self._path.open("a") as book:
            book.write(json.dumps(told) + "\n")


@cache
def mark(way: str) -> str:
    """Return what tells one code, and the libraries under it, from another."""
    ours = [Path(apart.__file__), *sorted(_PORTFOLIO.glob("*.py"))]
    searched = [path for path in ours if path.name != "explaining.py"]
    files = {OURS: searched, BRACKETS: ours}.get(way, [_HERE / "choosing_hands.py"])
    digest = hashlib.sha256()
    for path in [*files, _HERE / "instances.py"]:
        digest.update(path.read_bytes())
    if way not in (OURS, BRACKETS):
        for part in handed():
            digest.update(part)
    digest.update(repr([_version(name) for name in _LIBRARIES]).encode())
    return digest.hexdigest()[:12]


def handed() -> Iterator[bytes]:
    """Yield what two small problems are as they are handed to others: each row, and the worth."""
    for name in (Instance(50, 7, dense=False, seed=0), Instance(50, 40, dense=True, seed=0)):
        table = problem(name).table
        yield table.mean_worth.tobytes()
        for row in build(table).rows:
            yield row.columns.tobytes() + row.factors.tobytes() + repr((row.low, row.high)).encode()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
