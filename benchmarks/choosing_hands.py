"""The same model in other hands: HiGHS bare, CBC through PuLP, and CP-SAT, on one core each."""

import math
import time
from collections.abc import Callable

import numpy as np

from benchmarks.choosing_kept import Outcome
from stafett.calc.portfolio import Problem
from stafett.calc.portfolio.model import Model, build

THREADS = 1


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
