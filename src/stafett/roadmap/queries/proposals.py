"""What is shown of a proposal: the plan, its proof, and why each candidate is in it or not."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.lib import Acting
from stafett.roadmap import rules
from stafett.roadmap.models import Proposal, Roadmap
from stafett.roadmap.queries import moving, receiving, robust
from stafett.roadmap.queries.beside import Beside, beside
from stafett.roadmap.queries.inputs import Inputs, Weighed
from stafett.roadmap.queries.plan import PER_PAGE, pages, span
from stafett.roadmap.queries.solving import floor_places
from stafett.roadmap.queries.words import (
    counted_in,
    counted_names,
    demand_in_words,
    floorless,
    future_names,
    gain_in_words,
    is_regret,
    more_money,
    most_in_words,
    objective_names,
    part_in_words,
    room_in_words,
    short_search,
    why_in_words,
    worth_captions,
    worth_in_words,
)
from stafett.ui.figures import nok, number, percent
from stafett.work import rules as turns
from stafett.work.models import Job, State


def visible(acting: Acting) -> QuerySet[Proposal]:
    """Return the proposals somebody may see, the newest first."""
    rows = Proposal.objects.visible_to(acting)
    return rows.select_related("roadmap__owner", "job", "base")


def taken(proposal: Proposal) -> dict[int, float]:
    """Return the share of each candidate in the plan, by the candidate's number."""
    rows = proposal.inputs["candidates"]
    return {
        row["candidate"]: share for row, share in zip(rows, best_shares(proposal), strict=False)
    }


def best_shares(proposal: Proposal) -> list[float]:
    """Return the share of each candidate in the plan, in their order; none without a plan."""
    shares: list[float] = (_plan(proposal) or {}).get("shares", [])
    return shares


def _plan(proposal: Proposal) -> dict[str, Any] | None:
    """Return the plan: the answer's, or the best so far."""
    return (proposal.answer or {}).get("plan") or proposal.best


AT_A_TIME = 10
"""So many proposals are set beside each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate, as the proposal sees it."""

    at: int
    row: Weighed
    share: float
    why: list[str]
    is_explained: bool
    is_decided: bool
    is_asked: bool = False
    has_failed: bool = False

    @property
    def is_in(self) -> bool:
        return self.share > 0

    @property
    def counted(self) -> float:
        """How much of it its figures are of: the part that is in, or all of what is out."""
        return self.share or 1.0

    @property
    def points(self) -> str:
        """What it is worth in a full year, in points."""
        return number(self.counted * self.row["likely"], 1)

    @property
    def cost(self) -> str:
        """What it costs in the roadmap's years."""
        return number(self.counted * sum(self.row["costs"]))

    @property
    def before(self) -> float:
        """What it costs before those years; nothing where that was not kept."""
        return self.counted * self.row.get("costs_before", 0.0)

    @property
    def after(self) -> float:
        """What it costs after those years; nothing where that was not kept."""
        return self.counted * self.row.get("costs_after", 0.0)

    @property
    def outside(self) -> str:
        """What it costs outside those years; empty where that is nothing."""
        total = self.before + self.after
        return nok(total) if total else ""

    @property
    def part(self) -> str:
        """How much of it is taken, where that is not all."""
        return percent(self.share) if 0 < self.share < 1 else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Another way to choose, beside the best plan."""

    words: str
    count: int | None
    points: str
    beside: str


@dataclass(frozen=True, slots=True)
class Rung:
    """What the best plan is worth with more or less money."""

    factor: float
    percent: str
    worth: float | None
    words: str
    most: str
    behind: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """The best plan by one way of looking at what may happen, and how it does in the others."""

    words: str
    count: int
    likely: str
    mean: str
    worst: str
    behind: str
    over: list[str]
    crowded: list[str]


@dataclass(frozen=True)
class ProposalPage:
    """A proposal, as one page shows it."""

    proposal: Proposal
    inputs: Inputs
    answer: Mapping[str, Any]
    plan: Mapping[str, Any] | None
    side: str = "1"

    # --- how far it has come ---

    @property
    def is_under_way(self) -> bool:
        """Whether it is still being worked out."""
        return not self._is_answered and not self._has_ended

    @property
    def is_awaited(self) -> bool:
        """Whether something that is shown is being worked out, so that the page asks for it."""
        return self.is_under_way or any(line.is_asked for line in self.shown)

    @property
    def mark(self) -> str:
        """What tells whether a reader has all of it, but for how far it has come."""
        told = [self.is_under_way, (self.plan or {}).get("shares"), sorted(self.answer)]
        return sha256(json.dumps(told).encode()).hexdigest()[:12]

    @property
    def _is_answered(self) -> bool:
        """Whether there is an answer, not reasons alone: those are asked for without one too."""
        return not self.answer.keys() <= {"why_not"}

    @property
    def _has_ended(self) -> bool:
        return self.proposal.job is None or self.proposal.job.is_over

    @property
    def failed(self) -> bool:
        """Whether the job was given up."""
        job = self.proposal.job
        return not self._is_answered and job is not None and job.state == State.FAILED

    @property
    def lacks(self) -> list[str]:
        """What is missing beside a plan that was stopped, a sentence each."""
        if self.plan is None or self._is_answered or self.is_under_way:
            return []
        return [
            _(
                "It ended before the rest was worked out: why the others are left out, what more"
                " money would give, and how the plan does if things turn out otherwise."
            )
        ]

    @property
    def progress(self) -> int:
        """How far it has come, in per cent."""
        job = self.proposal.job
        return round(100 * (job.progress or 0)) if job else 100

    @property
    def proof(self) -> str:
        """How sure it is that no plan is better."""
        if self.plan is None:
            return ""
        if self.plan["gap"] is None:
            return _("How good the best can be is not known yet.")
        if not self.plan["gap"]:
            return _("Proven: no plan within the limits is better.")
        return _("A better plan may exist, by %(share)s at the most.") % {
            "share": percent(self.plan["gap"], 1)
        }

    @property
    def uncounted(self) -> list[str]:
        """What is decided and takes room that is not counted, a sentence each."""
        says = _(
            "«%(what)s» is decided, and what it costs and who receives it is not counted here: "
            "%(why)s"
        )
        rows = self.inputs.get("uncounted", [])
        return [says % {"what": row["title"], "why": row["why"]} for row in rows]

    @property
    def is_late(self) -> bool:
        """Whether the time was up before there was any plan."""
        return bool(self.answer.get("is_late"))

    @property
    def conflict(self) -> list[str]:
        """Which demands cannot all hold, in words; empty when they can."""
        return [self._demand(each) for each in self.answer.get("conflict", [])]

    # --- the plan ---

    @cached_property
    def lines(self) -> list[Line]:
        """Each candidate: those in the plan first, both in the order of the roadmap."""
        shares = self.plan["shares"] if self.plan else [0.0] * len(self.inputs["candidates"])
        lines = [
            Line(
                at,
                row,
                shares[at],
                [],
                self.is_explained(at),
                row["must"],
            )
            for at, row in enumerate(self.inputs["candidates"])
        ]
        return sorted(lines, key=lambda line: (not line.is_in, line.row["place"]))

    @cached_property
    def shown(self) -> Any:
        """So many of the lines as are read at a time, with why each that is out is so."""
        page = self._pages.get_page(self.side)
        page.object_list = [self._told(line) for line in page.object_list]
        return page

    @property
    def _pages(self) -> Paginator[Line]:
        return pages(self.lines, PER_PAGE)

    def side_of(self, at: int) -> int:
        """Return which page of the list a candidate stands on."""
        place = next(place for place, line in enumerate(self.lines) if line.at == at)
        return min(place // PER_PAGE + 1, self._pages.num_pages)

    def place_of(self, at: int) -> str:
        """Return the address of a candidate, where it stands in the list."""
        return f"{self.proposal.get_absolute_url()}?side={self.side_of(at)}#kandidat-{at}"

    @property
    def explained(self) -> list[Line]:
        """All the lines, each that is out with why it is so."""
        return [
            line if line.is_in else replace(line, why=self._why(line.at)) for line in self.lines
        ]

    @property
    def count(self) -> int:
        """How many candidates are in the plan."""
        return sum(line.is_in for line in self.lines)

    @property
    def says(self) -> str:
        """The plan in one sentence."""
        if self.plan is None:
            return ""
        told = {
            "count": self.count,
            "of": len(self.lines),
            "points": number(self.plan["objective"], 1),
        }
        return _sentence(self.inputs["aims"]["objective"]) % told

    @property
    def span(self) -> str:
        """From which year to which it is."""
        return span(self.inputs["years"])

    @property
    def beyond(self) -> list[Line]:
        """The candidates that cost something outside those years."""
        return [line for line in self.lines if line.outside]

    @property
    def plan_beyond(self) -> str:
        """What the plan costs outside those years; empty where that is nothing."""
        total = sum(line.before + line.after for line in self.lines if line.is_in)
        return nok(total) if total else ""

    @property
    def worthless(self) -> list[str]:
        """Candidates that are worth nothing as it is weighed: not seen by any plan."""
        return [row["title"] for row in self.inputs["candidates"] if row["likely"] <= 0]

    @property
    def left(self) -> list[tuple[int, str]]:
        """What is left of each year's budget."""
        return [
            (year, number(amount))
            for year, amount in zip(
                self.inputs["years"], (self.plan or {}).get("left", []), strict=False
            )
        ]

    @property
    def moved(self) -> list[str]:
        """What somebody moved against the proposal, and why, a sentence each."""
        return [
            (_("In: «%(what)s». %(reason)s") if row["is_in"] else _("Out: «%(what)s». %(reason)s"))
            % {
                "what": self.inputs["candidates"][row["at"]]["title"],
                "reason": row["reason"],
            }
            for row in self.inputs["overrides"]
        ]

    @cached_property
    def began_from(self) -> Proposal | None:
        """The proposal that the moves by hand began from; None where nobody has moved anything."""
        return moving.began_from(self.proposal)

    @property
    def price(self) -> str:
        """What it costs to have moved candidates in or out, in points; empty where nobody has."""
        before = _plan(self.began_from) if self.began_from else None
        if self.began_from is None or before is None or self.plan is None:
            return ""
        best_in = (self.began_from.answer or {}).get("best_in", ())
        return moving.price(self.inputs, before, self.plan, best_in)

    # --- beside it ---

    @property
    def compared(self) -> list[Compared]:
        """The list as it stands by hand, and by points for each krone."""
        told = {
            "by_hand": _("Down the list as it stands"),
            "by_ratio": _("Most points for each krone first"),
        }
        return [
            self._compared(words, self.answer[name])
            for name, words in told.items()
            if name in self.answer
        ]

    def _compared(self, words: str, other: Mapping[str, Any] | None) -> Compared:
        if other is None or self.plan is None:
            return Compared(words, None, "–", _("does not hold to all that is demanded"))
        return Compared(
            words=words,
            count=sum(share > 0 for share in other["shares"]),
            points=number(other["objective"], 1),
            beside=self._beside(other["objective"], self.plan["objective"]),
        )

    def _beside(self, other: float, best: float) -> str:
        behind = self._sign * (best - other)
        if behind <= 0:
            return _("just as good: working it out gained nothing")
        return _("%(points)s points behind") % {"points": number(behind, 1)}

    @property
    def _sign(self) -> int:
        """More points are better; of regret, fewer."""
        return -1 if self.inputs["aims"]["objective"] == "regret" else 1

    @property
    def rungs(self) -> list[Rung]:
        """What the best plan is worth from half the budget to half as much again."""
        return [
            Rung(
                factor=row["factor"],
                percent=percent(row["factor"]),
                worth=row.get("likely") if self.is_regret else row["worth"],
                words=worth_in_words(row, self.inputs),
                most=most_in_words(row),
                behind=number(row["worth"], 1) if self.is_regret else "",
                count=row["count"],
            )
            for row in self.answer.get("frontier", [])
        ]

    @property
    def is_regret(self) -> bool:
        """Whether the plan is to be least behind the best: fewer points are better."""
        return is_regret(self.inputs)

    @property
    def counted_in(self) -> str:
        """What a plan is measured in."""
        return counted_in(self.inputs)

    @property
    def worth_caption(self) -> str:
        """What is told of each budget."""
        return worth_captions()[self.inputs["aims"]["objective"]]

    @property
    def short_search(self) -> str:
        """What it means that a better plan may exist for some share; empty where none can."""
        return short_search(self.inputs) if any(rung.most for rung in self.rungs) else ""

    @property
    def more_says(self) -> str:
        """What is told of more money, before each year."""
        return more_money(self.inputs)

    @property
    def more(self) -> list[tuple[int, str]]:
        """What 100,000 kroner more in a year would bring, in points."""
        gains = self.answer.get("more", [])
        pairs = zip(self.inputs["years"], gains, strict=False)
        return [(year, gain_in_words(gain, self.inputs)) for year, gain in pairs]

    @property
    def always(self) -> list[str]:
        """The candidates that are in the plan however one looks at what may happen."""
        plans = list(self.answer.get("others", {}).values())
        return [
            row["title"]
            for at, row in enumerate(self.inputs["candidates"])
            if plans and all(shares[at] > 0 for shares in plans)
        ]

    @property
    def sometimes(self) -> list[str]:
        """The candidates that are in some of those plans and not in all."""
        plans = list(self.answer.get("others", {}).values())
        always = set(self.always)
        return [
            row["title"]
            for at, row in enumerate(self.inputs["candidates"])
            if row["title"] not in always and any(shares[at] > 0 for shares in plans)
        ]

    @property
    def silent(self) -> list[str]:
        """Municipalities that have not said what they can receive: nothing limits them."""
        return receiving.silent(self.inputs)

    @property
    def room_years(self) -> list[int]:
        """The years that what people can receive is counted in; none where nobody has said."""
        is_told = receiving.is_by_year(self.inputs) and receiving.told(self.inputs)
        return self.inputs["years"] if is_told else []

    @property
    def rooms_together(self) -> bool:
        """Whether it was counted over all the years together, as it was before."""
        return bool(receiving.told(self.inputs)) and not self.room_years

    @property
    def room_rows(self) -> list[tuple[str, list[str]]]:
        """How many batons the plan brings each municipality a year, of what it can receive."""
        width = len(self.room_years)
        if not width:
            return []
        rooms = receiving.rooms(self.inputs)
        shares = self.plan["shares"] if self.plan else [0.0] * len(self.inputs["candidates"])
        taken = receiving.taken(self.inputs, shares)
        cells = [_of_room(count, room) for room, count in zip(rooms, taken, strict=True)]
        return [(rooms[at].name, cells[at : at + width]) for at in range(0, len(rooms), width)]

    @property
    def weights(self) -> list[tuple[str, str]]:
        """What counts, and how much."""
        points = self.inputs["aims"]["points"]
        return [
            (name, _points(points[account]))
            for account, name in counted_names().items()
            if points.get(account)
        ]

    @property
    def sought(self) -> str:
        """What the plan is to be best at."""
        return objective_names()[self.inputs["aims"]["objective"]]

    @property
    def weightless(self) -> list[str]:
        """What does not count here, be it by itself or in a net value."""
        points = self.inputs["aims"]["points"]
        held = {each for net in self.nets for each in rules.HELD_IN[net]}
        return [
            name
            for account, name in counted_names().items()
            if not points.get(account) and account not in held
        ]

    @property
    def nets(self) -> list[str]:
        """The net values that count."""
        return rules.nets_in(self.inputs["aims"]["points"])

    @property
    def floor(self) -> str:
        """The points each municipality is to have at least; empty when there is no floor."""
        least = self.inputs["aims"]["least_each"]
        return _points(least) if least else ""

    @property
    def own_floors(self) -> list[tuple[str, str]]:
        """The municipalities that have a floor of their own, and which."""
        least = self.inputs["aims"].get("least_for", {})
        return [
            (place["name"], _points(least[str(place["id"])]) if least[str(place["id"])] else "0")
            for place in self.inputs["municipalities"]
            if str(place["id"]) in least
        ]

    @property
    def floorless(self) -> list[str]:
        """The municipalities that the floor of all is not for."""
        return floorless(self.inputs)

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """What each municipality gets of the plan, and the least it is to have, in points.

        Not told where a net value counts, for that is of all who take part together.
        """
        if self.nets:
            return []
        shares, least = (self.plan or {}).get("shares", []), floor_places(self.inputs)
        got: defaultdict[str, float] = defaultdict(float)
        for row, share in zip(self.inputs["candidates"], shares, strict=False):
            for pk, points in row["by_municipality"].items():
                got[pk] += share * points
        return [
            (
                place["name"],
                number(got[str(place["id"])], 1),
                number(least[place["id"]], 1) if place["id"] in least else "–",
            )
            for place in self.inputs["municipalities"]
        ]

    @property
    def room(self) -> str:
        """What is left of what people can receive if things go badly; empty where all is."""
        share = self.inputs["aims"].get("capacity", 1.0)
        return percent(share) if share < 1 else ""

    @cached_property
    def looks(self) -> list[Look]:
        """The best plan by each way of looking at what may happen, beside each other."""
        plans = self.answer.get("others", {})
        names = objective_names()
        return [self._look(names[each], plans[each]) for each in names if each in plans]

    @property
    def hopeless(self) -> list[str]:
        """The ways of looking at it by which no plan holds, or none was found in time."""
        plans = self.answer.get("others", {})
        return [words for each, words in objective_names().items() if each not in plans]

    @property
    def unproven(self) -> list[str]:
        """The ways of looking at it by which a better plan may exist than the one that is shown."""
        plans, gaps = self.answer.get("others", {}), self.answer.get("others_gap", {})
        return [
            words
            for each, words in objective_names().items()
            if each in plans and gaps.get(each) != 0
        ]

    def _look(self, words: str, shares: Sequence[float]) -> Look:
        found = robust.outcome(self.inputs, shares, self.answer.get("best_in", ()))
        likely, *_others = robust.worths(self.inputs, shares)
        return Look(
            words=words,
            count=sum(share > 0 for share in shares),
            likely=number(likely, 1),
            mean=number(found.mean, 1),
            worst=number(found.worst, 1),
            behind="–" if found.behind is None else number(found.behind, 1),
            over=[str(year) for year in robust.years_over(self.inputs, shares)],
            crowded=[room_in_words(room) for room in robust.rooms_over(self.inputs, shares)],
        )

    @property
    def is_dear_alike(self) -> bool:
        """Whether each was taken to be as much dearer in all the years, as it was before."""
        return any(row.get("dearer", 1.0) != 1 for row in self.inputs["candidates"])

    @property
    def futures(self) -> list[str]:
        """What may happen, in words: each weighs the same."""
        return future_names(self.inputs)

    # --- in words ---

    @property
    def reasons(self) -> dict[int, list[str]]:
        """Why each candidate that is out is so, by the candidate's number."""
        return {line.row["candidate"]: self._why(line.at) for line in self.lines if not line.is_in}

    def _told(self, line: Line) -> Line:
        """Return a line with why it is out, and how far that has come where somebody asked.

        Of what is in the plan in part, it is told what all of it would cost.
        """
        if line.is_in:
            return replace(line, why=part_in_words(self.known_of(line.at), self.inputs))
        return replace(
            line,
            why=self._why(line.at),
            is_asked=self._is_asked(line.at),
            has_failed=line.at in self._questions and not self._is_asked(line.at),
        )

    def _why(self, at: int) -> list[str]:
        return why_in_words(self.known_of(at), self.inputs)

    def known_of(self, at: int) -> Mapping[str, Any]:
        """Return what was worked out of why a candidate is out."""
        known: Mapping[str, Any] = self.answer.get("why_not", {}).get(str(at), {})
        return known

    def is_explained(self, at: int) -> bool:
        """Whether it is said exactly why a candidate is left out."""
        return "price" in self.known_of(at)

    @cached_property
    def _questions(self) -> dict[int, str]:
        """How far the work has come for each that somebody has asked about."""
        told = self.answer.get("why_not", {})
        jobs = {int(at): why["job"] for at, why in told.items() if why.get("job")}
        rows = Job.objects.filter(pk__in=jobs.values()).values_list("pk", "state") if jobs else ()
        states = dict(rows)
        return {at: states.get(job, State.FAILED) for at, job in jobs.items()}

    def _is_asked(self, at: int) -> bool:
        return self._questions.get(at, State.FAILED) not in turns.OVER

    def standing_of(self, at: int) -> dict[str, bool]:
        """Return what decides whether it can be asked why a candidate is out."""
        return {
            "is_under_way": self.is_under_way,
            "is_in": bool(self.plan and self.plan["shares"][at] > 0),
            "is_asked": self._is_asked(at),
        }

    def _demand(self, demand: Mapping[str, Any]) -> str:
        return demand_in_words(demand, self.inputs)


def _of_room(taken: float, room: receiving.Room) -> str:
    if room.batons is None:
        return "–"
    count = number(taken, 0 if float(taken).is_integer() else 1)
    return _("%(chosen)s of %(said)s") % {"chosen": count, "said": room.batons}


def _points(points: float) -> str:
    if not points:
        return _("does not count")
    return _("%(points)s points") % {"points": number(points, 1)}


def page(proposal: Proposal, side: str = "1") -> ProposalPage:
    """Return a proposal as its page shows it."""
    return ProposalPage(proposal, proposal.inputs, proposal.answer or {}, _plan(proposal), side)


@dataclass(frozen=True, slots=True)
class Listed:
    """So many of a roadmap's proposals as are read at a time, the newest first.

    The one that is adopted stands above them, also where it is older than those on the page.
    """

    adopted: ProposalPage | None
    pages: Any

    @property
    def rows(self) -> list[ProposalPage]:
        """Those that are shown."""
        here = list(self.pages)
        kept = {each.proposal.pk for each in here}
        above = [self.adopted] if self.adopted and self.adopted.proposal.pk not in kept else []
        return [*above, *here]


def of_roadmap(acting: Acting, roadmap: Roadmap, side: str = "1") -> Listed:
    """Return a roadmap's proposals, to be set beside each other. None is left out (R44)."""
    pages = Paginator(visible(acting).filter(roadmap=roadmap), AT_A_TIME).get_page(side)
    pages.object_list = [page(row) for row in pages.object_list]
    return Listed(adopted(acting, roadmap), pages)


def last_aims(acting: Acting, roadmap: Roadmap) -> dict[str, Any] | None:
    """Return what was wanted of the plan that was asked for last; None where none was."""
    asked = Proposal.objects.visible_to(acting).filter(roadmap=roadmap)
    inputs = asked.values_list("inputs", flat=True).first()
    return inputs["aims"] if inputs else None


def adopted_of(acting: Acting, roadmap: Roadmap) -> Proposal | None:
    """Return the proposal that was adopted last, without what it was worked out from."""
    rows = _adopted(acting, roadmap).select_related(None)
    return rows.only("roadmap", "adopted_at", "adopted_by_name").first()


def adopted(acting: Acting, roadmap: Roadmap) -> ProposalPage | None:
    """Return the proposal that was adopted last; None where none is."""
    row = _adopted(acting, roadmap).first()
    return page(row) if row else None


def _adopted(acting: Acting, roadmap: Roadmap) -> QuerySet[Proposal]:
    rows = visible(acting).filter(roadmap=roadmap, adopted_at__isnull=False)
    return rows.order_by("-adopted_at", "-pk")


def latest(acting: Acting, roadmap: Roadmap) -> ProposalPage | None:
    """Return the newest proposal that has come to a plan; None where none has."""
    rows = visible(acting).filter(roadmap=roadmap).iterator(chunk_size=AT_A_TIME)
    told = (page(row) for row in rows)
    return next((each for each in told if each.plan and not each.is_under_way), None)


def standing(acting: Acting, roadmap: Roadmap) -> ProposalPage | None:
    """Return the proposal that was adopted, or else the newest that has a plan."""
    return adopted(acting, roadmap) or latest(acting, roadmap)


def beside_adopted(acting: Acting, shown: ProposalPage) -> Beside | None:
    """Return a proposal beside the one that is adopted; the adopted one beside the newest.

    None where there is nothing newer than what is adopted.
    """
    if shown.plan is None or shown.is_under_way:
        return None
    roadmap = shown.proposal.roadmap
    then = adopted(acting, roadmap)
    if then is None:
        return None
    now = latest(acting, roadmap) if then.proposal == shown.proposal else shown
    if now is None or now.proposal.asked_at <= then.proposal.asked_at:
        return None
    return beside(then.proposal, taken(then.proposal), now.proposal, taken(now.proposal))


def _sentence(objective: str) -> str:
    """Return the plan's sentence: what the points are of, follows from how it was sought."""
    return {
        "mean": _(
            "The plan takes %(count)s of %(of)s candidates and is worth %(points)s points a year, "
            "on average over how it may turn out."
        ),
        "worst": _(
            "The plan takes %(count)s of %(of)s candidates and is worth at least %(points)s points "
            "a year, also if the benefit is low and the cost high."
        ),
        "regret": _(
            "The plan takes %(count)s of %(of)s candidates, and is never more than %(points)s "
            "points behind the best."
        ),
    }.get(
        objective,
        _("The plan takes %(count)s of %(of)s candidates and is worth %(points)s points a year."),
    )
