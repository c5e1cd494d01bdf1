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

import numpy as np

from benchmarks import figures, machine
from benchmarks.choosing_kept import Book, Outcome
from benchmarks.figures import Row
from benchmarks.instances import SEEDS, SIZES, Instance, instances, problem
from stafett.calc.portfolio import Problem, select
from stafett.calc.portfolio.model import Model, build
from tools.shell import say

LIMITS = (2.0, 10.0, 60.0)
ENOUGH = 0.01
LONGEST = 60.0  # for the time to 1 %
THREADS = 1
PROMISED, SECONDS_TO_1, SECONDS_TO_BRACKET = 500, 3.0, 2.0  # what is promised, of how many
QUICK = ((50, 500), range(1), (2.0,))


Way = Callable[[Problem, float, float], Outcome]


def ours(asked: Problem, seconds: float, gap: float) -> Outcome:
    begun = time.perf_counter()
    found = select(replace(asked, time_limit=seconds, gap=gap))
    return Outcome(found.objective, found.bound, time.perf_counter() - begun)


def highs(asked: Problem, seconds: float, gap: float) -> Outcome:
    """The model as it stands, in the solver as it comes, but for the core and the gap."""
    from highspy._core import _Highs

    begun = time.perf_counter()
    model = build(asked.table)
    solver = _Highs()
    for name, value in {
        "output_flag": False, "threads": THREADS, "mip_rel_gap": gap, "time_limit": seconds,
    }.items():  # fmt: skip
        solver.setOptionValue(name, value)
    starts, index, factors, lows, highs_ = _rows(model)
    solver.passModel(
        len(model.low), len(lows), len(index), 2, -1, 0.0, asked.table.mean_worth,
        model.low, model.high, lows, highs_, starts, index, factors,
        np.ones(len(model.low), np.int32),
    )  # fmt: skip
    solver.run()
    info = solver.getInfo()
    objective = info.objective_function_value if info.primal_solution_status == 2 else 0.0
    return Outcome(objective, info.mip_dual_bound, time.perf_counter() - begun)


def cbc(asked: Problem, seconds: float, gap: float) -> Outcome:
    import pulp

    begun = time.perf_counter()
    model = build(asked.table)
    made = pulp.LpProblem("choose", pulp.LpMaximize)
    taken = [pulp.LpVariable(f"x{at}", cat="Binary") for at in range(len(model.low))]
    made += pulp.LpAffineExpression(zip(taken, asked.table.mean_worth, strict=True))
    for row in model.rows:
        parts = [(taken[at], factor) for at, factor in zip(row.columns, row.factors, strict=True)]
        made += pulp.LpAffineExpression(parts) <= row.high
    solver = pulp.PULP_CBC_CMD(msg=True, timeLimit=seconds, gapRel=gap, threads=THREADS)
    said = _heard(lambda: made.solve(solver))
    objective = pulp.value(made.objective) or 0.0
    return Outcome(objective, _cbc_bound(said, objective), time.perf_counter() - begun)


def cp_sat(asked: Problem, seconds: float, gap: float) -> Outcome:
    from ortools.sat.python import cp_model

    begun = time.perf_counter()
    model = build(asked.table)
    made = cp_model.CpModel()
    taken = [made.new_bool_var("") for _ in range(len(model.low))]
    for row in model.rows:
        columns = [taken[at] for at in row.columns]
        factors = row.factors.astype(int).tolist()
        made.add(cp_model.LinearExpr.weighted_sum(columns, factors) <= int(row.high))
    worth = asked.table.mean_worth.astype(int).tolist()
    made.maximize(cp_model.LinearExpr.weighted_sum(taken, worth))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = THREADS
    solver.parameters.relative_gap_limit = gap
    status = solver.solve(made)
    has_plan = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    objective = solver.objective_value if has_plan else 0.0
    return Outcome(objective, solver.best_objective_bound, time.perf_counter() - begun)


OURS, BARE = "Stafett", "HiGHS, bare"
WAYS: dict[str, tuple[Way, str]] = {
    OURS: (ours, ""),
    BARE: (highs, ""),
    "CBC through PuLP": (cbc, "pulp"),
    "CP-SAT": (cp_sat, "ortools"),
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
        asked.book.of(("brackets", str(name), 1.0, 0.0), partial(_bracketed, name)).seconds
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


def _rows(model: Model) -> tuple[np.ndarray, ...]:
    """Return the rows one after the other: starts, columns, factors, and both limits."""
    counts = [len(row.columns) for row in model.rows]
    return (
        np.cumsum([0, *counts], dtype=np.int32)[:-1],
        np.concatenate([row.columns for row in model.rows]).astype(np.int32),
        np.concatenate([row.factors for row in model.rows]),
        np.array([row.low for row in model.rows]),
        np.array([row.high for row in model.rows]),
    )


def _heard(call: Callable[[], object]) -> str:
    """Return what a program that is started in the call writes: CBC tells its bound only so."""
    import os
    import tempfile

    with tempfile.TemporaryFile() as said:
        kept = os.dup(1)
        os.dup2(said.fileno(), 1)
        try:
            call()
        finally:
            os.dup2(kept, 1)
            os.close(kept)
        said.seek(0)
        return said.read().decode(errors="replace")


def _cbc_bound(said: str, objective: float) -> float:
    """Return the bound CBC ended with. It makes a minimum, so its signs are turned."""
    for line in said.splitlines():
        if line.startswith(("Upper bound:", "Lower bound:")):
            return abs(float(line.split()[-1]))
    return objective if "Optimal solution found" in said and "stopped" not in said else math.inf


if __name__ == "__main__":
    main()
