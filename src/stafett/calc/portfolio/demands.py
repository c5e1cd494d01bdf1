"""What a plan must hold to, each with a name, and what is said when not all can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stafett.calc.errors import CalcError


class Kind(StrEnum):
    """What sort of demand it is."""

    BUDGET = "budget"
    CAPACITY = "capacity"
    FLOOR = "floor"
    MUST = "must"
    MUST_NOT = "must_not"
    REQUIRES = "requires"
    EXCLUDES = "excludes"


_WORDS = {
    Kind.BUDGET: "the budget of year {}",
    Kind.CAPACITY: "the capacity of municipality {}",
    Kind.FLOOR: "the floor of municipality {}",
    Kind.MUST: "candidate {} must be in",
    Kind.MUST_NOT: "candidate {} must not be in",
    Kind.REQUIRES: "candidate {} only together with {}",
    Kind.EXCLUDES: "never both candidate {} and {}",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing a plan must hold to.

    Attributes
    ----------
    kind : Kind
    place : tuple of int
        Where, counted from 0: the year; the municipality, and the year where capacity is by
        year; the candidate; or the two candidates, as they were given.
    scenario : int or None
        In which scenario, where costs or capacity differ between them.
    """

    kind: Kind
    place: tuple[int, ...]
    scenario: int | None = None

    def __str__(self) -> str:
        words = _WORDS[self.kind].format(*self.place)
        if self.kind is Kind.CAPACITY and len(self.place) > 1:
            words += f" in year {self.place[1]}"
        return words if self.scenario is None else f"{words} in scenario {self.scenario}"


class Infeasible(CalcError):
    """No plan holds to all that is demanded.

    Attributes
    ----------
    demands : tuple of Demand
        Some that cannot all hold. Without any one of them, the others can, as far as ten seconds
        for each question tell.
    """

    def __init__(self, demands: Iterable[Demand]):
        self.demands = tuple(demands)
        shown = "; ".join(map(str, self.demands))
        super().__init__(f"These cannot all hold: {shown}. Give way on one of them.")


class NoPlanYet(CalcError):
    """The time was up, or somebody stopped it, before any plan was found."""

    def __init__(self) -> None:
        super().__init__(
            "No plan was found in the time there was, and none is shown to be impossible: give "
            "it more time."
        )
