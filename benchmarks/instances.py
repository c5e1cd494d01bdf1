"""W1: a fixed public set of problems to choose within, made from a seed.

Candidates are worth about what they cost, give or take, which is what makes a choice hard. Each
costs most in its first year. It asks for the capacity of some municipalities (sparse, about one
in five) or of all of them (dense), most of it in one year. One in ten requires another or
excludes it. Budgets and capacities hold about a third of it all.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from stafett.calc.portfolio import Problem

SIZES, MUNICIPALITIES, SEEDS = (50, 500, 2_000), (7, 40), range(10)
YEARS = 4
HOLDS = 1 / 3


@dataclass(frozen=True)
class Instance:
    """One problem's name: how large, how dense, and which."""

    candidates: int
    municipalities: int
    dense: bool
    seed: int

    def __str__(self) -> str:
        kind = "dense" if self.dense else "sparse"
        return f"{self.candidates} x {self.municipalities} {kind} {self.seed}"


def instances(sizes=SIZES, seeds=SEEDS) -> list[Instance]:
    """Return the names of the whole set, or a part of it."""
    return [Instance(*each) for each in product(sizes, MUNICIPALITIES, (False, True), seeds)]


def problem(name: Instance, **how: object) -> Problem:
    """Return the problem of that name; ``how`` goes to ``Problem``, such as a time limit."""
    rng = np.random.default_rng([name.candidates, name.municipalities, name.dense, name.seed])
    costs = _costs(rng, name.candidates)
    uses = _uses(rng, name)
    pairs = _pairs(rng, name.candidates)
    half = len(pairs) // 2
    return Problem(
        values=np.round(costs.sum(axis=1) * rng.uniform(0.8, 1.6, name.candidates), -3),
        costs=costs,
        budgets=np.floor(costs.sum(axis=0) * HOLDS),
        uses=uses,
        capacities=np.floor(uses.sum(axis=0) * HOLDS),
        requires=pairs[:half],
        excludes=pairs[half:],
        **how,
    )


def _costs(rng: np.random.Generator, candidates: int) -> np.ndarray:
    """Return kroner, in whole thousands, from some tens of thousands to some millions."""
    first = np.exp(rng.normal(13, 1, candidates))
    later = rng.uniform(0, 0.4, (candidates, YEARS - 1)) * first[:, np.newaxis]
    return np.round(np.column_stack([first, later]), -3)


def _uses(rng: np.random.Generator, name: Instance) -> np.ndarray:
    """Return days, 0-40, in each municipality and year."""
    shape = (name.candidates, name.municipalities, YEARS)
    days = rng.integers(1, 41, shape)
    shares = np.array([1, 0.5, 0.25, 0.25])
    takes_part = rng.random(shape[:2]) < (1 if name.dense else 0.2)
    return np.ceil(days * shares) * takes_part[:, :, np.newaxis]


def _pairs(rng: np.random.Generator, candidates: int) -> list[tuple[int, int]]:
    """Return pairs of a tenth of the candidates, each with an earlier one: no cycles."""
    later = rng.choice(np.arange(1, candidates), candidates // 10, replace=False)
    return [(int(one), int(rng.integers(0, one))) for one in later]
