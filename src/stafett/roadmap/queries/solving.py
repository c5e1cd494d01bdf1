"""From frozen inputs to an answer: the best plan, its proof, and what it means for each.

Nothing here asks the database: the same inputs give the same answer on any day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from stafett.calc import portfolio
from stafett.calc.checks import Floats
from stafett.calc.errors import CalcError
from stafett.calc.portfolio import Infeasible, NoPlanYet, Problem, Progress, Scenario, Selection
from stafett.roadmap.queries import receiving
from stafett.roadmap.queries.inputs import HAIR, Inputs, Weighed, high_costs

OBJECTIVES = ("likely", "mean", "worst", "regret")
"""By the likely figures alone, or over the scenarios."""
FACTORS = tuple(share / 10 for share in range(5, 16))
AS_IT_IS = FACTORS.index(1.0)
MORE = 100_000.0
"""Kroner: what the worth of more money in a year is asked for."""
EXPLAINED = 30
"""So many left out, at most, are explained exactly at once."""
SECONDS_EACH = 3.0
"""For each of the plans beside the one that is asked for."""


@dataclass(frozen=True)
class Watcher:
    """Who hears how far it has come, and who can stop it."""

    tell: Callable[[float, Progress | None], object]
    is_cancelled: Callable[[], bool]


@dataclass
class SoFar:
    """The best plan so far, as it is kept while the search goes on."""

    shares: list[float] | None = None

    def heard(self, progress: Progress) -> dict[str, Any] | None:
        """Return the plan with how far its proof has come; None while there is none."""
        if progress.shares is not None:
            self.shares = [float(share) for share in progress.shares]
        if self.shares is None:
            return None
        return {
            "shares": self.shares,
            "objective": _finite(progress.objective),
            "bound": _finite(progress.bound),
            "gap": _finite(progress.gap),
        }


def problem_of(inputs: Inputs, objective: str | None = None) -> Problem:
    """Return the inputs as a problem to solve.

    What is decided in part is put to it as something whole that is so much smaller.
    """
    chosen = objective or inputs["aims"]["objective"]
    rows = [_decided_part(row) for row in inputs["candidates"]]
    has_room = bool(receiving.told(inputs))
    return Problem(
        values=[[worth_in(row, each) for row in rows] for each in _looked_at(inputs, chosen)],
        costs=[row["costs"] if chosen == "likely" else high_costs(row) for row in rows],
        budgets=inputs["budgets"],
        uses=_uses(inputs) if has_room else None,
        capacities=receiving.capacities(inputs) if has_room else None,
        must=_must(inputs),
        must_not=_must_not(inputs),
        requires=_whole_ties(inputs),
        excludes=inputs["excludes"],
        partial={at: row["smallest"] for at, row in enumerate(rows) if row["smallest"] is not None},
        floors=_floors(inputs, rows),
        scenarios=None if chosen == "likely" else _scenarios(inputs),
        objective="mean" if chosen == "likely" else chosen,  # type: ignore[arg-type]
        time_limit=float(inputs["aims"]["seconds"]),
    )


def parts_of(inputs: Inputs) -> list[float]:
    """Return how much there is of each candidate: all of it, or the part that is decided."""
    return [row.get("share", 1.0) for row in inputs["candidates"]]


def _decided_part(row: Weighed) -> Weighed:
    """Return the part of a candidate that is decided.

    It costs a hair less and gives each place a hair more, so that limits that it just held, as
    it was worked out, are still held.
    """
    share = row.get("share", 1.0)
    if share == 1:
        return row
    part = row.copy()
    part["low"], part["likely"] = share * row["low"], share * row["likely"]
    part["dearer_points"] = share * row.get("dearer_points", 0.0)
    part["costs"] = [share * (1 - HAIR) * cost for cost in row["costs"]]
    part["high_costs"] = [share * (1 - HAIR) * cost for cost in high_costs(row)]
    places = row["by_municipality"].items()
    part["by_municipality"] = {pk: share * (1 + HAIR) * points for pk, points in places}
    return part


def _whole_ties(inputs: Inputs) -> list[tuple[int, int]]:
    """Return which require each other, and can be said as of something whole."""
    unequal = set(unequal_ties(inputs))
    return [(one, other) for one, other in inputs["requires"] if (one, other) not in unequal]


def unequal_ties(inputs: Inputs) -> list[tuple[int, int]]:
    """Return which require each other where one is decided in part, and the other not at all.

    Of one that may be taken in part there is to be no more than of what it requires: as what is
    decided in part is put as something whole, that is said by itself.
    """
    rows = inputs["candidates"]
    return [
        (one, other)
        for one, other in inputs["requires"]
        if any(rows[at].get("share", 1.0) < 1 for at in (one, other))
        and any(not rows[at]["must"] and rows[at]["smallest"] is not None for at in (one, other))
    ]


def _must(inputs: Inputs) -> list[int]:
    """Return what is decided: on the roadmap, or by somebody who moved it in here."""
    moved = {row["at"]: row["is_in"] for row in inputs["overrides"]}
    decided = {at: row["must"] for at, row in enumerate(inputs["candidates"])} | moved
    return [at for at, is_in in decided.items() if is_in]


def _must_not(inputs: Inputs) -> list[int]:
    """Return what is out of the question: moved out here, or tied to what cannot be chosen."""
    moved = [row["at"] for row in inputs["overrides"] if not row["is_in"]]
    return [*moved, *(row["at"] for row in inputs.get("barred", ()))]


@dataclass(frozen=True, slots=True)
class Future:
    """What may happen: which of the benefit's figures comes true, how dear, and what room."""

    worth: Literal["likely", "low"]
    is_dearer: bool
    room: float


AS_TOLD = 0
"""The future where all goes as likely comes first."""


def futures(inputs: Inputs) -> list[Future]:
    """Return as told, less benefit, dearer, less room where that is said, and all at once."""
    room = inputs["aims"].get("capacity", 1.0)
    fewer = [Future("likely", is_dearer=False, room=room)] if room < 1 else []
    return [
        Future("likely", is_dearer=False, room=1),
        Future("low", is_dearer=False, room=1),
        Future("likely", is_dearer=True, room=1),
        *fewer,
        Future("low", is_dearer=True, room=room),
    ]


def _looked_at(inputs: Inputs, objective: str) -> list[Future]:
    """Return the futures a plan is sought over: the likely one, or all of them."""
    return futures(inputs)[:1] if objective == "likely" else futures(inputs)


def worth_in(row: Weighed, future: Future) -> float:
    """Return what a candidate brings in a future, in points: of a net value, less where dear."""
    return row[future.worth] - (row.get("dearer_points", 0.0) if future.is_dearer else 0.0)


def _scenarios(inputs: Inputs) -> list[Scenario]:
    """Return the futures, of costs that are as high as they may be.

    What a budget holds then, it holds when they are likely: there nothing is asked of it.
    """
    return [Scenario(costs=float(each.is_dearer), capacities=each.room) for each in futures(inputs)]


def _uses(inputs: Inputs) -> Floats:
    """Return what each candidate takes of what people can receive: a part as much as it is."""
    uses: Floats = np.array(receiving.uses(inputs))
    parts = [share if share == 1 else share * (1 - HAIR) for share in parts_of(inputs)]
    return uses * np.array(parts)[:, np.newaxis, np.newaxis]


def floor_places(inputs: Inputs) -> dict[int, float]:
    """Return the least each municipality is to have, in points, where there is a floor.

    Older proposals do not know it, and count all to whom something is promised.
    """
    if (kept := inputs.get("floors")) is not None:
        numbers = (place["id"] for place in inputs["municipalities"])
        return {pk: kept[str(pk)] for pk in numbers if str(pk) in kept}
    aims = inputs["aims"]
    gain = {int(pk) for row in inputs["candidates"] for pk in row["by_municipality"]}
    common = dict.fromkeys(gain, float(aims["least_each"]))
    own = {int(pk): float(least) for pk, least in aims.get("least_for", {}).items()}
    wanted = common | own
    places = (place["id"] for place in inputs["municipalities"])
    return {pk: wanted[pk] for pk in places if wanted.get(pk)}


def _floors(
    inputs: Inputs, rows: Sequence[Weighed]
) -> tuple[list[list[float]], list[float]] | None:
    """Return what each place is to have at least, and after them the ties between parts."""
    least, ties = floor_places(inputs), unequal_ties(inputs)
    if not least and not ties:
        return None
    matrix = [[row["by_municipality"].get(str(pk), 0.0) for row in rows] for pk in least]
    matrix += [_no_more_than(parts_of(inputs), one, other) for one, other in ties]
    return matrix, [*least.values(), *(-HAIR for _tie in ties)]


def _no_more_than(parts: Sequence[float], one: int, other: int) -> list[float]:
    """Return what is 0 or more when there is no more of the one than of the other."""
    return [part * (float(at == other) - float(at == one)) for at, part in enumerate(parts)]


# --- the answer -----------------------------------------------------------------------------


def solve(inputs: Inputs, watcher: Watcher, begun: Sequence[float] = ()) -> dict[str, Any]:
    """Return the best plan with its proof, which demands cannot all hold, or that time was up.

    ``begun`` is the best plan so far of a search that was broken off.
    """
    problem, parts = problem_of(inputs), np.array(parts_of(inputs))
    telling = _Telling(watcher, parts, problem.table.time_limit or SECONDS_EACH)
    try:
        best = portfolio.select(
            problem,
            tell=telling.hear,
            is_cancelled=watcher.is_cancelled,
            starts=[np.array(begun) / parts] if begun else [],
            aim=_aim_without_moves(inputs, watcher),
        )
    except Infeasible as impossible:
        return {"conflict": [_demand(each) for each in impossible.demands]}
    except NoPlanYet:
        return {"is_late": True}
    telling.tell(best)
    ladder = _ladder(_hurried(best), watcher)
    best = _better(best, ladder[AS_IT_IS])
    telling.tell(best)
    ladder[AS_IT_IS], asked = best, _hurried(best)
    return {
        "plan": told(best, parts),
        "by_hand": _compared(best, _by_hand(inputs), parts),
        "by_ratio": _compared(best, _by_krone(problem), parts),
        "frontier": [_rung(*each) for each in zip(FACTORS, ladder, strict=True)],
        "more": _more(asked, watcher),
        "why_not": _why_not(asked, watcher),
        **_others(inputs, best, watcher),
        "best_in": _best_in(inputs, watcher),
    }


@dataclass
class _Telling:
    """How far the search has come, as a share of all that is worked out: it never goes back."""

    watcher: Watcher
    parts: Floats
    seconds: float
    share: float = 0.1

    def hear(self, progress: Progress) -> None:
        """Tell what the search says."""
        shares = None if progress.shares is None else self.parts * progress.shares
        self.share = max(self.share, 0.1 + 0.2 * min(progress.seconds / self.seconds, 1))
        self.watcher.tell(self.share, replace(progress, shares=shares))

    def tell(self, best: Selection) -> None:
        """Tell the plan that the search ended with, so that who stops now keeps it."""
        self.hear(Progress(best.objective, best.bound, best.gap, best.chosen, self.seconds))


def _aim_without_moves(inputs: Inputs, watcher: Watcher) -> portfolio.Aim | None:
    """Return what a regret is measured by: the best plans there were before anything was moved."""
    if not inputs["overrides"] or inputs["aims"]["objective"] != "regret":
        return None
    as_it_was = problem_of({**inputs, "overrides": []})
    try:
        return portfolio.aim_for(as_it_was, is_cancelled=watcher.is_cancelled)
    except (Infeasible, NoPlanYet):
        return None


def told(found: Selection, parts: Floats) -> dict[str, Any]:
    """Return a plan as it is kept: ``parts`` is how much there was of each candidate."""
    return {
        "shares": _shares(found, parts),
        "objective": float(found.objective),
        "bound": _finite(found.bound),
        "gap": _finite(found.gap),
        "left": [float(amount) for amount in found.slack.budgets],
        "by_scenario": [float(worth) for worth in found.by_scenario],
    }


def _shares(found: Selection, parts: Floats) -> list[float]:
    """Return how much of each candidate is taken, of all there is of it."""
    return [float(share) for share in found.chosen * parts]


def _demand(demand: portfolio.Demand) -> dict[str, Any]:
    return {"kind": str(demand.kind), "place": list(demand.place), "scenario": demand.scenario}


def _compared(best: Selection, order: Sequence[int], parts: Floats) -> dict[str, Any] | None:
    """Return the plan of somebody who goes down a list and takes what there is room for."""
    try:
        found = portfolio.in_order(best.problem, order, aim=best.aim)
    except CalcError:
        return None
    return {"shares": _shares(found, parts), "objective": float(found.objective)}


def _by_hand(inputs: Inputs) -> list[int]:
    """Return the candidates in the order they stand."""
    rows = inputs["candidates"]
    return sorted(range(len(rows)), key=lambda at: rows[at]["place"])


def _by_krone(problem: Problem) -> list[int]:
    """Return the candidates that are worth something, the most for each krone first."""
    worth = problem.table.mean_worth
    return [at for at in portfolio.by_worth_per_krone(problem) if worth[at] > 0]


def _ladder(best: Selection, watcher: Watcher) -> list[Selection | CalcError]:
    """Return the best plan with half the budget, and up to half as much again; or why none is.

    Each begins from the plan and from the one below, which holds with more money as well.
    """
    ladder: list[Selection | CalcError] = []
    below: list[Floats] = []
    for step, factor in enumerate(FACTORS):
        watcher.tell(0.3 + 0.2 * step / len(FACTORS), None)
        is_known = step == AS_IT_IS and not best.gap
        found = best if is_known else _with(best, factor * _budgets(best), below, watcher)
        ladder.append(found)
        if isinstance(found, Selection):
            below = [found.chosen]
    return ladder


def _with(
    best: Selection, budgets: Floats, starts: Sequence[Floats], watcher: Watcher
) -> Selection | CalcError:
    """Return the best plan with other budgets, or why there is none."""
    problem = replace(best.problem, budgets=budgets)
    starts = [best.chosen, *starts]
    try:
        return portfolio.select(problem, starts=starts, is_cancelled=watcher.is_cancelled)
    except (Infeasible, NoPlanYet) as none:
        return none


def _budgets(best: Selection) -> Floats:
    return best.problem.table.budgets


def _better(best: Selection, found: Selection | CalcError) -> Selection:
    """Return the better of two plans within the same limits, with what is proven of the first."""
    score = best.aim.score
    if isinstance(found, CalcError) or score(found.chosen) <= score(best.chosen):
        return best
    objective = best.aim.shown(score(found.chosen))
    short = abs(best.bound - objective)
    gap = short / abs(objective) if objective else float(short > 0)
    return replace(found, problem=best.problem, objective=objective, bound=best.bound, gap=gap)


def _rung(factor: float, found: Selection | CalcError) -> dict[str, Any]:
    """Return what the best plan is worth, and at most can be; that there is none is proven too."""
    if isinstance(found, CalcError):
        gap = 0.0 if isinstance(found, Infeasible) else None
        missing = dict.fromkeys(("worth", "likely", "bound", "count"))
        return {"factor": factor, **missing, "gap": gap}
    return {
        "factor": factor,
        "worth": float(found.objective),
        "likely": float(found.by_scenario[AS_TOLD]),
        "bound": _finite(found.bound),
        "gap": _finite(found.gap),
        "count": int((found.chosen > 0).sum()),
    }


def _more(best: Selection, watcher: Watcher) -> list[dict[str, float | None]]:
    """Return how much better 100,000 kroner more would make it, in each year by itself."""
    watcher.tell(0.5, None)
    return [_gained(best, year, watcher) for year in range(len(_budgets(best)))]


def _gained(best: Selection, year: int, watcher: Watcher) -> dict[str, float | None]:
    """Return what was gained, and the most there can be: they are the same where it is proven."""
    budgets = _budgets(best).copy()
    budgets[year] += MORE
    found = _with(best, budgets, [], watcher)
    if isinstance(found, CalcError):
        return {"gain": None, "most": None}
    better = best.aim.shown(1.0)  # of a regret, less is better
    gain, most = (better * (end - best.objective) for end in (found.objective, found.bound))
    return {"gain": gain, "most": _finite(most)}


def _why_not(best: Selection, watcher: Watcher) -> dict[str, Any]:
    """Return why each candidate is left out: exactly where they are few, else between what.

    The rest are worked out when somebody asks (:func:`explain`).
    """
    brackets = {bracket.candidate: bracket for bracket in best.brackets()}
    told = {str(at): _bracket(bracket) for at, bracket in brackets.items()}
    exact = list(brackets) if len(brackets) <= EXPLAINED else []
    for step, at in enumerate(exact):
        watcher.tell(0.6 + 0.2 * step / len(exact), None)
        told[str(at)] |= _exactly(best, at, watcher)
    return told


def explain(inputs: Inputs, shares: Sequence[float], at: int, watcher: Watcher) -> dict[str, Any]:
    """Return why one candidate is left out of a plan, exactly.

    It is told of the plan as it is shown, be there a better one.
    """
    hurried = replace(problem_of(inputs), time_limit=SECONDS_EACH)
    plan = np.array(shares) / parts_of(inputs)
    aim, asked = _aim_without_moves(inputs, watcher), watcher.is_cancelled
    found = portfolio.select(hurried, starts=[plan], is_cancelled=asked, aim=aim)
    return _exactly(replace(found, chosen=plan), at, watcher)


def _exactly(best: Selection, at: int, watcher: Watcher) -> dict[str, Any]:
    """Return the reasons; where no plan with it was found in time, that it is open."""
    try:
        return _reasons(best.why_not(at, is_cancelled=watcher.is_cancelled))
    except NoPlanYet:
        return {"is_open": True}


def _bracket(bracket: portfolio.Bracket) -> dict[str, Any]:
    return {"least": _finite(bracket.least), "most": _finite(bracket.most)}


def _reasons(why: portfolio.WhyNot) -> dict[str, Any]:
    return {
        "limits": [_demand(each) for each in why.stopped_by],
        "conflict": [_demand(each) for each in why.conflict],
        "price": _finite(why.price),
        "gap": _finite(why.forced.gap) if why.forced else 0.0,
        "displaces": list(why.displaced),
        "joins": list(why.joined),
        "changes": [_change(each) for each in why.changes],
    }


def _change(change: portfolio.Change) -> dict[str, Any]:
    return {
        "value": float(change.value),
        "money": [float(amount) for amount in np.ravel(change.money)],
        "capacity": [float(amount) for amount in np.ravel(change.capacity)],
        "is_proven": change.is_proven,
    }


def _finite(number: float) -> float | None:
    """Return a number as JSON can hold it: None where there is no end to it."""
    return float(number) if np.isfinite(number) else None


def _hurried(best: Selection) -> Selection:
    """Return the same plan, asked about with little time for each question."""
    return replace(best, problem=replace(best.problem, time_limit=SECONDS_EACH))


def _others(inputs: Inputs, best: Selection, watcher: Watcher) -> dict[str, Any]:
    """Return the best plan by each way of looking at what may happen: this one is one of them."""
    plans, gaps = {}, {}
    for step, objective in enumerate(OBJECTIVES):
        watcher.tell(0.8 + 0.05 * step, None)
        is_this = objective == inputs["aims"]["objective"]
        if found := best if is_this else _hurried_plan(inputs, objective, watcher):
            plans[objective] = _shares(found, np.array(parts_of(inputs)))
            gaps[objective] = _finite(found.gap)
    return {"others": plans, "others_gap": gaps}


def _hurried_plan(inputs: Inputs, objective: str, watcher: Watcher) -> Selection | None:
    hurried = replace(problem_of(inputs, objective), time_limit=SECONDS_EACH)
    try:
        return portfolio.select(hurried, is_cancelled=watcher.is_cancelled)
    except (Infeasible, NoPlanYet):
        return None


def _best_in(inputs: Inputs, watcher: Watcher) -> list[float | None]:
    """Return what the best plan for each future is worth there, of those that hold in all."""
    problem = replace(problem_of(inputs, "mean"), time_limit=SECONDS_EACH)
    watcher.tell(0.98, None)
    return [_worth_of_best(replace(problem, values=[row]), watcher) for row in problem.table.worth]


def _worth_of_best(problem: Problem, watcher: Watcher) -> float | None:
    try:
        return float(portfolio.select(problem, is_cancelled=watcher.is_cancelled).objective)
    except (Infeasible, NoPlanYet):
        return None
