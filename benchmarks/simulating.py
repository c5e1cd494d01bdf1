"""W2: a national simulation, beside drawing as many numbers bare in numpy, on one core.

``./run bench --only simulating`` draws 357 municipalities x 40 benefits, 10,000 times each;
``--quick`` draws 1,000, and ``python -m benchmarks.simulating --draws N`` any number. One amount is
drawn for each benefit in a municipality, not one for each year. On one core it is then laid on 10
years and discounted, which is a factor, the same in every draw; the nation's sums are of one year.
What is compared with is ``Generator.beta`` of the same distributions and the same count, without
years, and nothing done with what is drawn: in one process, and in two beside two workers of a Dask
cluster on this machine. Three rounds in turns.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from statistics import median

import numpy as np

from benchmarks import figures, machine
from benchmarks.figures import Row
from stafett.calc import distributions, spread, uncertainty
from stafett.calc.spread import Group
from tools.shell import say

MUNICIPALITIES, BENEFITS, YEARS, DRAWS = 357, 40, 10, 10_000
QUICK_DRAWS = 1_000
COUNTIES = 15
CORRELATION = 0.3
TWO_LEAST = 0.9
UNCORRELATED_MOST, CORRELATED_MOST, MEMORY_MOST = 1.5, 3.0, 1.0


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.simulating", description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    draws = parser.parse_args().draws
    say(f"{MUNICIPALITIES} x {BENEFITS} amounts x {draws:,} draws, load {machine.load()}")
    for line in figures.table(rows(draws)):
        say(line)
    say(f"load {machine.load()}")


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield the whole table, or the one of fewer draws."""
    yield from rows(QUICK_DRAWS if quick else DRAWS)


def rows(draws: int) -> Iterator[Row]:
    """Yield what a national simulation takes, on one core and on two workers."""
    estimates = _estimates()
    ours = partial(_ours, estimates, draws)
    ways = {
        "bare": partial(_bare, estimates, draws),
        "alone": ours,
        "together": partial(ours, correlation=CORRELATION),
    }
    _ours(estimates, 100)  # tables are made once
    yield from _rows(_in_turns(ways))
    if find_spec("distributed"):
        yield from _on_two(estimates, draws)


def _in_turns(ways: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(figures.ROUNDS):
        for name, way in ways.items():
            taken[name].append(_seconds(way))
    return taken


# --- on two workers -------------------------------------------------------------------------


def _on_two(estimates: np.ndarray, draws: int) -> Iterator[Row]:
    """Yield what two workers reach of what two bare processes reach, each with all its sums."""
    from distributed import LocalCluster

    halves = [(half, draws) for half in np.array_split(estimates, 2)]
    with (
        ProcessPoolExecutor(2) as bare,
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
    ):
        ways = {
            "bare": lambda: list(bare.map(_bare_half, halves)),
            "here": lambda: _national(estimates, draws, ""),
            "two": lambda: _national(estimates, draws, cluster.scheduler_address),
        }
        list(bare.map(_bare_half, [(half, 10) for half, _draws in halves]))
        _national(estimates, 10, cluster.scheduler_address)
        taken = _in_turns(ways)
    yield Row(
        f"the nation's {COUNTIES + 1} sums, on this machine alone",
        f"{median(taken['here']):.2f} s",
        spread=figures.spread(taken["here"], ".2f"),
    )
    found = [one / other for one, other in zip(taken["bare"], taken["two"], strict=True)]
    yield Row(
        f"the same on two Dask workers, {median(taken['two']):.2f} s: of two bare processes",
        f"{median(found):.2f} x",
        f">= {TWO_LEAST:g} x",
        median(found) >= TWO_LEAST,
        figures.spread(found, ".2f"),
    )


def _bare_half(told: tuple[np.ndarray, int]) -> None:
    _bare(*told)


def _national(estimates: np.ndarray, draws: int, address: str) -> None:
    """Draw the nation's sums as the program does, in all and by county."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(DASK="")
    settings.DASK = address
    from stafett.lib.spreading import made_of_each

    places = [(0, 1 + place % COUNTIES) for place in range(MUNICIPALITIES)]
    groups = [Group(estimates[:, benefit], places) for benefit in range(BENEFITS)]
    batches = spread.batches(
        groups, draws=draws, rng=np.random.default_rng(1), correlation=CORRELATION
    )
    values = made_of_each(spread.Batch.values, batches)
    uncertainty.quantiles(spread.added(batches, values, sums=COUNTIES + 1, draws=draws))


# --- on one core ----------------------------------------------------------------------------


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
