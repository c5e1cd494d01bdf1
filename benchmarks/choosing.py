"""W1: choosing within a budget, beside the same model in other hands, on one core each.

``./run bench --only choosing`` prints a table: the gap that is proven after some seconds, and the
time to 1 %, as geometric means over the set in ``benchmarks.instances``. That is 120 problems in four
hands and takes hours; ``--quick`` takes 8 of them, minutes. ``python -m benchmarks.choosing --sizes 50 500
--seeds 2 --limits 2`` is a set of one's own. With ``--keep FILE`` each outcome is written down at once, and
a run that was stopped goes on from there. CBC (through PuLP) and CP-SAT are nobody's dependency here:
``uv pip install -r requirements/bench.txt``, or they are left out. Each way solves one problem after
the other in turns, so that a busy minute falls on all of them.
"""

import argparse
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import NamedTuple

from benchmarks import choosing_hands, figures, machine
from benchmarks.choosing_kept import BRACKETS, OURS, Book, Outcome
from benchmarks.figures import Row
from benchmarks.instances import SEEDS, SIZES, Instance, instances, problem
from stafett.calc.portfolio import Problem, select
from tools.shell import say

LIMITS = (2.0, 10.0, 60.0)
ENOUGH = 0.01
LONGEST = 60.0  # for the time to 1 %
PROMISED, SECONDS_TO_1, SECONDS_TO_BRACKET = 500, 3.0, 2.0  # what is promised, of how many
QUICK = ((50, 500), range(1), (2.0,))


Way = Callable[[Problem, float, float], Outcome]


def ours(asked: Problem, seconds: float, gap: float) -> Outcome:
    begun = time.perf_counter()
    found = select(replace(asked, time_limit=seconds, gap=gap))
    return Outcome(found.objective, found.bound, time.perf_counter() - begun)


BARE = "HiGHS, bare"
WAYS: dict[str, tuple[Way, str]] = {
    OURS: (ours, ""),
    BARE: (choosing_hands.highs, ""),
    "CBC through PuLP": (choosing_hands.cbc, "pulp"),
    "CP-SAT": (choosing_hands.cp_sat, "ortools"),
}


def main() -> None:
    chosen = _arguments()
    say(f"one core each, load {machine.load()}")
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    asked = Asked(chosen.sizes, seeds, chosen.limits, Book(chosen.keep))
    for line in figures.table(rows(asked)):
        say(line)
    say(f"load {machine.load()}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.choosing", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="of each kind")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--limits", type=float, nargs="+", default=LIMITS, help="seconds")
    parser.add_argument("--keep", type=Path, help="write each outcome here, and go on from it")
    return parser.parse_args()


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield the whole table, or the one of a few problems."""
    sizes, seeds, limits = QUICK if quick else (SIZES, SEEDS, LIMITS)
    yield from rows(Asked(sizes, seeds, limits, Book()))


class Asked(NamedTuple):
    """What to measure, and where it is kept."""

    sizes: Sequence[int]
    seeds: Sequence[int]
    limits: Sequence[float]
    book: Book

    def of(self, size: int) -> list[Instance]:
        """Return the problems of one size."""
        return instances((size,), self.seeds)


def rows(asked: Asked) -> Iterator[Row]:
    """Yield a row for each size, measure and way: ours first, and then each beside it."""
    _measured(asked)
    for size in dict.fromkeys(asked.sizes):
        these = asked.of(size)
        for seconds in asked.limits:
            gaps = _means(asked, these, seconds, 0.0, "gap")
            yield from _beside(f"{size} candidates, gap proven in {seconds:g} s", gaps, "{:.4%}")
        times = _means(asked, these, LONGEST, ENOUGH, "seconds")
        most = SECONDS_TO_1 if size == PROMISED else None
        yield from _beside(f"{size} candidates, to 1 %", times, "{:.2f} s", most)
        yield _brackets(asked, size)


def _measured(asked: Asked) -> None:
    """Measure all that is asked for, one seed after the other: what is stopped is whole seeds."""
    searches = [*((seconds, 0.0) for seconds in asked.limits), (LONGEST, ENOUGH)]
    for (seconds, gap), seed in product(searches, asked.seeds):
        for name in instances(asked.sizes, (seed,)):
            _in_turns(asked.book, name, seconds, gap)


def _in_turns(book: Book, name: Instance, seconds: float, gap: float) -> dict[str, Outcome]:
    asked = problem(name)
    return {
        way: book.of((way, str(name), seconds, gap), partial(solve, asked, seconds, gap))
        for way, solve in _ways().items()
    }


def _means(
    asked: Asked, names: Sequence[Instance], seconds: float, gap: float, figure: str
) -> dict[str, float]:
    found = [_in_turns(asked.book, name, seconds, gap) for name in names]
    return {way: _mean([getattr(one[way], figure) for one in found]) for way in _ways()}


def _ways() -> dict[str, Way]:
    """Return the ways there are here."""
    return {name: way for name, (way, needs) in WAYS.items() if not needs or find_spec(needs)}


def _beside(
    what: str, means: dict[str, float], form: str, most: float | None = None
) -> Iterator[Row]:
    """Yield ours, never worse than bare HiGHS, and of each other how many times ours it is."""
    ours_, bare = means[OURS], means[BARE]
    target, ok = "<= bare HiGHS", ours_ <= bare
    if most is not None:
        target, ok = f"< {most:g} s", ours_ < most
    yield Row(what, form.format(ours_), target, ok)
    for way, mean in means.items():
        if way != OURS:
            yield Row(f"  {way}", f"{form.format(mean)} ({mean / ours_:.2f} x)")


def _brackets(asked: Asked, size: int) -> Row:
    """Return how long it takes to bracket the price of all that is left out, ours only."""
    taken = [
        asked.book.of((BRACKETS, str(name), 1.0, 0.0), partial(_bracketed, name)).seconds
        for name in asked.of(size)
    ]
    measured = f"{_mean(taken):.2f} s, at most {max(taken):.2f}"
    if size != PROMISED:
        return Row(f"{size} candidates, all brackets", measured)
    ok = max(taken) < SECONDS_TO_BRACKET
    return Row(f"{size} candidates, all brackets", measured, f"< {SECONDS_TO_BRACKET:g} s", ok)


def _bracketed(name: Instance) -> Outcome:
    found = select(problem(name, time_limit=1.0))
    begun = time.perf_counter()
    found.brackets()
    return Outcome(found.objective, found.bound, time.perf_counter() - begun)


def _mean(numbers: Sequence[float]) -> float:
    return math.exp(math.fsum(map(math.log, numbers)) / len(numbers))


if __name__ == "__main__":
    main()
