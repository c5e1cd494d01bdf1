"""How a plan does whichever way it turns out: on average, at worst, and behind the best there is.

A plan is followed through all the ways, also where it passes a limit: that is told beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from stafett.roadmap.queries import receiving
from stafett.roadmap.queries.inputs import HAIR, Inputs, high_costs
from stafett.roadmap.queries.receiving import Room
from stafett.roadmap.queries.solving import futures, worth_in

NEAR = 2 * HAIR  # a limit is reached, not passed, by so small a share


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan brings over the ways it may turn out, which all weigh the same, in points.

    ``behind`` is the most it is behind the best plan that was found for the way it turns out,
    among those that hold in all of them; None where there is none, or it was not looked for.
    """

    mean: float
    worst: float
    behind: float | None


def outcome(inputs: Inputs, shares: Sequence[float], best_in: Sequence[float | None]) -> Outcome:
    """Return how a plan does. ``best_in`` is what the best plan for each way brings there."""
    brought = worths(inputs, shares)
    pairs = zip(best_in, brought, strict=False)
    behind = [best - worth for best, worth in pairs if best is not None]
    return Outcome(fmean(brought), min(brought), max(0.0, *behind) if behind else None)


def worths(inputs: Inputs, shares: Sequence[float]) -> list[float]:
    """Return what a plan brings in each of the futures, in points."""
    pairs = list(zip(inputs["candidates"], shares, strict=True))
    return [
        sum(worth_in(row, future) * share for row, share in pairs) for future in futures(inputs)
    ]


def years_over(inputs: Inputs, shares: Sequence[float]) -> list[int]:
    """Return the years whose budget a plan passes if all of it is as dear as its high."""
    pairs = list(zip(map(high_costs, inputs["candidates"]), shares, strict=True))
    return [
        year
        for at, (year, budget) in enumerate(zip(inputs["years"], inputs["budgets"], strict=True))
        if sum(costs[at] * share for costs, share in pairs) > budget * (1 + NEAR)
    ]


def rooms_over(inputs: Inputs, shares: Sequence[float]) -> list[Room]:
    """Return where a plan brings more than people can receive, if only some of that is left."""
    left = min(future.room for future in futures(inputs))
    counts = zip(receiving.rooms(inputs), receiving.taken(inputs, shares), strict=True)
    return [
        room
        for room, count in counts
        if room.batons is not None and count > room.batons * left * (1 + NEAR)
    ]
