"""What a plan is to be as good as possible at. The larger the score, the better."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from stafett.calc.checks import Floats
from stafett.calc.portfolio.model import Row
from stafett.calc.portfolio.problem import Objective, Table


@dataclass(frozen=True, eq=False)
class Aim:
    """A mean, a worst case or a regret over scenarios.

    Attributes
    ----------
    kind : "mean", "worst" or "regret"
    worth : ndarray, shape (scenarios, candidates)
        For a mean, one row: the mean itself.
    best : ndarray, shape (scenarios,)
        For a regret, what no plan for each scenario exceeds; else 0.
    loose : float
        For a regret, how much less the best plan for a scenario may bring than that: 0 where
        each is proven.
    """

    kind: Objective
    worth: Floats
    best: Floats
    loose: float = 0.0

    def score(self, shares: Floats) -> float:
        """Return how good a plan is: what it brings, or for a regret, less the regret at most."""
        brought = [math.fsum(row * shares) for row in self.worth]
        return float(min(np.array(brought) - self.best))

    def surely(self, bound: float) -> float:
        """Return what no plan exceeds, also where what it is measured by is not proven."""
        return min(bound + self.loose, 0.0) if self.kind == "regret" else bound

    def shown(self, score: float) -> float:
        """Return a score as people read it: a regret is 0 or more, and the smaller the better."""
        return 0.0 - score if self.kind == "regret" else score

    @property
    def is_linear(self) -> bool:
        """Whether the score is one sum over the candidates."""
        return self.kind == "mean"

    @property
    def gain(self) -> Floats:
        """What each candidate brings on average, to try the best first."""
        mean: Floats = self.worth.mean(axis=0)
        return mean

    def rows(self, column: int, unit: float) -> list[Row]:
        """Return what ties the score, as a column in that unit, to the candidates."""
        columns = np.append(np.arange(self.worth.shape[1]), column)
        return [
            Row(columns, np.append(row, -unit), float(best), math.inf)
            for row, best in zip(self.worth, self.best, strict=True)
        ]


def mean_aim(table: Table) -> Aim:
    """Return the aim of the largest mean."""
    return Aim("mean", table.mean_worth[np.newaxis], np.zeros(1))


def worst_aim(table: Table) -> Aim:
    """Return the aim of the largest worst case."""
    return Aim("worst", table.worth, np.zeros(len(table.worth)))


def scenario_aims(table: Table) -> list[Aim]:
    """Return for each scenario the aim of what is best when it comes."""
    return [Aim("mean", row[np.newaxis], np.zeros(1)) for row in table.worth]


def regret_aim(table: Table, best: Floats, loose: float) -> Aim:
    """Return the aim of the smallest largest regret, given what is best in each scenario."""
    return Aim("regret", table.worth, best, loose)
