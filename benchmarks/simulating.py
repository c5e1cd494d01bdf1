"""W2: a national simulation, beside drawing as many numbers bare in numpy, on one core.

``python -m benchmarks.simulating`` draws 357 municipalities x 40 benefits x 10 years, 10,000 times
each; ``--draws 1000`` is a smaller run. What is compared with is ``Generator.beta`` of the same
distributions and the same count, and nothing done with what is drawn. Three rounds in turns.
"""

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np

from benchmarks import figures, machine
from benchmarks.figures import Row
from stafett.calc import distributions, uncertainty
from tools.shell import say

MUNICIPALITIES, BENEFITS, YEARS, DRAWS = 357, 40, 10, 10_000
CORRELATION = 0.3
UNCORRELATED_MOST, CORRELATED_MOST, MEMORY_MOST = 1.5, 3.0, 1.0


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.simulating", description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    draws = parser.parse_args().draws
    say(f"{MUNICIPALITIES} x {BENEFITS} x {YEARS} years x {draws:,} draws, load {machine.load()}")
    estimates = _estimates()
    ours = partial(_ours, estimates, draws)
    ways = {
        "bare": partial(_bare, estimates, draws),
        "alone": ours,
        "together": partial(ours, correlation=CORRELATION),
    }
    _ours(estimates, 100)  # tables are made once
    taken = {name: [] for name in ways}
    for _ in range(figures.ROUNDS):
        for name, way in ways.items():
            taken[name].append(_seconds(way))
    for line in figures.table(_rows(taken)):
        say(line)
    say(f"load {machine.load()}")


def _rows(taken: dict[str, list[float]]) -> list[Row]:
    bare = taken["bare"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000
    error = _error()
    return [
        Row(
            "bare numpy, Generator.beta",
            f"{median(bare):.2f} s",
            spread=figures.spread(bare, ".2f"),
        ),
        _ratio("each for itself, against it", taken["alone"], bare, UNCORRELATED_MOST),
        _ratio("correlated, against it", taken["together"], bare, CORRELATED_MOST),
        Row("memory, all of it", f"{memory:.2f} GB", "< 1 GB", memory < MEMORY_MOST),
        Row(
            "largest error of a looked-up value, share of the span",
            f"{error:.1e}",
            f"< {distributions.TABLE_ERROR:g}",
            error < distributions.TABLE_ERROR,
        ),
    ]


def _ratio(what: str, ours: list[float], bare: list[float], most: float) -> Row:
    found = [one / other for one, other in zip(ours, bare, strict=True)]
    middle = median(found)
    return Row(
        what, f"{middle:.2f} x", f"<= {most:g} x", middle <= most, figures.spread(found, ".2f")
    )


def _estimates() -> np.ndarray:
    rng = np.random.default_rng(1)
    return np.sort(rng.uniform(0, 100_000, (MUNICIPALITIES, BENEFITS, 3)))


def _ours(estimates: np.ndarray, draws: int, correlation: float = 0.0) -> None:
    uncertainty.simulate(
        estimates,
        flows=np.full((BENEFITS, YEARS), 1.0),
        rate=0.04,
        draws=draws,
        rng=np.random.default_rng(1),
        correlation=correlation,
    )


def _bare(estimates: np.ndarray, draws: int) -> None:
    rng = np.random.default_rng(1)
    low, likely, high = np.moveaxis(estimates, -1, 0)[..., np.newaxis]
    mode = (likely - low) / (high - low)
    for row in mode:
        rng.beta(1 + 4 * row, 5 - 4 * row, (BENEFITS, draws))


def _error() -> float:
    from scipy.special import betaincinv, ndtr

    rng = np.random.default_rng(2)
    z = rng.standard_normal(20_000)
    grid = np.linspace(-distributions.REACH, distributions.REACH, distributions.CELLS + 1)
    return max(
        float(
            np.abs(
                np.interp(z, grid, distributions.table("pert", mode))
                - betaincinv(1 + 4 * mode, 5 - 4 * mode, ndtr(z))
            ).max()
        )
        for mode in rng.random(50)
    )


def _seconds(way: Callable[[], None]) -> float:
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
