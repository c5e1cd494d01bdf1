"""Which few demands cannot all hold, when no plan holds to all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.demands import Demand, Kind, NoPlanYet
from stafett.calc.portfolio.model import Model
from stafett.calc.portfolio.solver import Watch, in_seconds, solve


def conflict(model: Model, watch: Watch) -> list[Demand]:
    """Return demands that cannot all hold, none of which can be left out of the list.

    Halves are tried before single demands (Junker, 2004, *QuickXplain*), so a conflict of a few
    among hundreds is found in some tens of searches. Where there are several conflicts, one
    between candidates is named before one about money.

    Raises
    ------
    NoPlanYet
        If somebody stopped it before it was known which.
    """
    told = _at_once(model)
    if told:
        return told
    order = sorted(model.demands, key=lambda demand: _BLAMED.index(demand.kind))
    return _least([], order, model, watch, is_new=False)


_SECONDS = 10.0  # for each question of whether some demands can hold

_BLAMED = (
    *(Kind.EXCLUDES, Kind.REQUIRES, Kind.MUST_NOT, Kind.MUST),
    *(Kind.FLOOR, Kind.CAPACITY, Kind.BUDGET),
)


def _at_once(model: Model) -> list[Demand]:
    """Return what is plain to see: the same candidate both decided and out of the question."""
    for demand in model.bounds:
        opposite = Demand(Kind.MUST_NOT, demand.place)
        if demand.kind is Kind.MUST and opposite in model.bounds:
            return [demand, opposite]
    return []


def _least(
    held: Sequence[Demand], doubtful: Sequence[Demand], model: Model, watch: Watch, *, is_new: bool
) -> list[Demand]:
    """Return the fewest of the doubtful that cannot hold beside those that are held."""
    if is_new and not _can_hold(held, model, watch):
        return []
    if len(doubtful) <= 1:
        return list(doubtful)
    middle = len(doubtful) // 2
    first, second = doubtful[:middle], doubtful[middle:]
    late = _least([*held, *first], second, model, watch, is_new=bool(first))
    early = _least([*held, *late], first, model, watch, is_new=bool(late))
    return [*early, *late]


def _can_hold(demands: Sequence[Demand], model: Model, watch: Watch) -> bool:
    """Return whether there is a plan that holds to these. Out of time, they are taken to."""
    kept = set(demands)
    rest = model.without(demand for demand in model.demands if demand not in kept)
    nothing = Aim("mean", np.zeros((1, model.table.candidates)), np.zeros(1))
    part = Watch(until=in_seconds(_SECONDS), is_cancelled=watch.is_cancelled)
    impossible = solve(rest, nothing, part).is_impossible
    if part.is_stopped:
        raise NoPlanYet
    return not impossible
