"""What is asked about roadmaps: candidates, the budget line, and what is missing at the gate."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import cached_property
from sys import maxsize
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.benefits.models import Benefit, Commitment, NoneFound, State
from stafett.benefits.queries import promising
from stafett.benefits.queries.valuing import Account
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Answer, CostLine, Initiative, Participation, Stage
from stafett.initiatives.queries.costs import Costs, added, spent
from stafett.lib import Acting, Waiting
from stafett.organisations import queries as organisations
from stafett.organisations.models import Kind, Membership, Organisation
from stafett.roadmap import rules
from stafett.roadmap.models import (
    Candidate,
    CandidateQuerySet,
    Capacity,
    Decision,
    Roadmap,
    Window,
)
from stafett.ui.figures import percent

PER_PAGE, LAST = 16, 14
"""So many candidates are read at a time, and so many more on the last page; the sums are of all."""


def visible(acting: Acting) -> QuerySet[Roadmap]:
    """Return the roadmaps somebody may see: one's own, and those of groups one belongs to."""
    return Roadmap.objects.visible_to(acting).select_related("owner").order_by("-first_year", "id")


def candidates(acting: Acting) -> CandidateQuerySet:
    """Return the candidates on roadmaps somebody may see."""
    rows = Candidate.objects.filter(roadmap__in=Roadmap.objects.visible_to(acting))
    return rows.select_related("roadmap__owner", "initiative__organisation")


# --- the gate -------------------------------------------------------------------------------


def missing_before_roadmap(acting: Acting, initiative: Initiative) -> list[str]:
    """Return what a solution lacks before it can be weighed against others, a sentence each."""
    return lacks(initiatives.page(acting, initiative))


def lacks(page: initiatives.InitiativePage) -> list[str]:
    """Return the same of one that is read already. On the light track only R03 is asked for."""
    missing = _not_simpler(page)
    if not page.light:
        missing += [
            *_costs_missing(page),
            *_benefits_missing(page.initiative),
            *_nobody_asked(page),
        ]
    return missing


def _not_simpler(page: initiatives.InitiativePage) -> list[str]:
    """R03: something falls away, or a published reason says why not."""
    if page.removed or any(row.rule == "R03" for row in page.passed):
        return []
    return [_("Say what falls away, or pass R03 with a reason.")]


def _costs_missing(page: initiatives.InitiativePage) -> list[str]:
    if not page.missing_costs:
        return []
    kinds = ", ".join(str(kind) for kind in page.missing_costs)
    return [_("Say what these cost, 0 if nothing: %(kinds)s.") % {"kinds": kinds}]


def _nobody_asked(page: initiatives.InitiativePage) -> list[str]:
    if page.involvements:
        return []
    return [_("Note who was informed or asked: unions, safety reps, those who will work so.")]


def _benefits_missing(initiative: Initiative) -> list[str]:
    benefits = Benefit.objects.filter(initiative=initiative)
    promised = Commitment.objects.live().filter(benefit__initiative=initiative)
    looked = NoneFound.objects.filter(initiative=initiative)
    missing = []
    if not promised.exists():
        missing.append(_("No municipality has said yet what it can gain, with low, likely, high."))
    if not benefits.filter(is_disbenefit=True).exists() and not looked.exists():
        missing.append(
            _("List what gets worse for somebody, or say that you looked and found none.")
        )
    return missing


# --- one roadmap ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gains:
    """What is expected of a candidate in a full year, each account in a column of its own.

    None where nobody has promised anything that can be reckoned.
    """

    budget: float | None = None
    kroner: float | None = None
    hours: float | None = None
    inhabitants_hours: float | None = None
    business_kroner: float | None = None
    quality: int = 0

    def times(self, share: float) -> "Gains":
        """Return what a part of it gives. Quality targets are counted, and not divided."""
        known = {name: getattr(self, name) for name in AMOUNTS}
        return replace(
            self,
            **{name: share * amount for name, amount in known.items() if amount is not None},
        )


AMOUNTS = ("budget", "kroner", "hours", "inhabitants_hours", "business_kroner")


@dataclass(frozen=True, slots=True)
class Outside:
    """What is paid before and after the years of a roadmap: no budget there is to hold it."""

    before: Decimal
    after: Decimal

    @property
    def total(self) -> Decimal:
        return self.before + self.after


def outside(paid: Mapping[int, Decimal], years: Sequence[int]) -> Outside:
    """Return what is paid outside some years."""
    return Outside(
        sum((amount for year, amount in paid.items() if year < years[0]), Decimal(0)),
        sum((amount for year, amount in paid.items() if year > years[-1]), Decimal(0)),
    )


def span(years: Sequence[int]) -> str:
    """Return from which year to which."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def in_part(amount: Decimal, share: float) -> Decimal:
    """Return what a part of an amount is, to the øre, and never more than that."""
    if share == 1:
        return amount
    return (amount * Decimal(str(share))).quantize(Decimal("0.01"), ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class YearCell:
    """One candidate's cost in one year, and the sum so far beside the budget."""

    year: int
    cost: Decimal | None
    running: Decimal
    budget: Decimal

    @property
    def is_over(self) -> bool:
        return self.running > self.budget


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One candidate in its place, as a roadmap shows it."""

    candidate: Candidate
    years: list[YearCell]
    outside: Outside
    gains: Gains
    cost_unknown: str
    answers: list[Participation]
    windows: list[Window]
    own_answer: Participation | None
    own_window: Window | None
    is_first: bool
    is_last: bool
    may_answer: bool
    may_plan_window: bool

    @property
    def is_within(self) -> bool:
        """Whether it and those before it keep within every year's budget."""
        return not any(cell.is_over for cell in self.years)

    @property
    def part(self) -> str:
        """How much of it is chosen, where that is not all."""
        return percent(self.candidate.share) if self.candidate.is_in_part else ""

    @property
    def said(self) -> list[tuple[Organisation, str, str]]:
        """What each municipality answered, in words, and why."""
        words = {str(each): str(each.label) for each in Answer}
        return [(row.municipality, words[row.answer], row.reason) for row in self.answers]

    @property
    def replies(self) -> list[tuple[str, list[str], str]]:
        """The same by answer: who says so without more words, and each that says why."""
        alike: defaultdict[tuple[str, str, int], list[str]] = defaultdict(list)
        for place, answer, reason in self.said:
            alike[answer, reason, place.pk if reason else 0].append(place.label)
        return [(answer, places, reason) for (answer, reason, _place), places in alike.items()]

    @property
    def answered(self) -> dict[str, int]:
        """How many municipalities join, wait and decline."""
        return {str(answer): sum(row.answer == answer for row in self.answers) for answer in Answer}


@dataclass(frozen=True, slots=True)
class Away:
    """A candidate that a roadmap does not reckon with, and why, as far as somebody may know."""

    candidate: Candidate
    why: str


def why_away(row: Candidate) -> str:
    """Return why a roadmap does not reckon with a candidate; empty where it does."""
    if not row.is_away:
        return ""
    if reason := row.initiative.stopped_reason:
        return _("It was stopped: %(reason)s") % {"reason": reason}
    return _("It was stopped and taken up again, and has not been brought here since.")


@dataclass(frozen=True, slots=True)
class CapacityCell:
    """How many batons a municipality says it can receive in a year, and how many are planned."""

    said: int | None
    chosen: int

    @property
    def is_over(self) -> bool:
        return self.said is not None and self.chosen > self.said


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """What one municipality can take, year by year."""

    municipality: Organisation
    cells: list[CapacityCell]


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """One page of a roadmap, for somebody: so many candidates, with the sums of all of them."""

    roadmap: Roadmap
    years: list[int]
    budgets: Mapping[int, Decimal]
    rows: list[CandidateRow]
    left_out: list[CandidateRow]
    stopped: list[Away]
    listed: int
    pages: Any
    totals: list[YearCell]
    outside: Outside
    capacity_rows: list[CapacityRow]
    to_hand_over: Initiative | None
    undecided: list[int]
    may_plan: bool
    may_answer: bool
    nominees: int

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.years) + 6

    @property
    def span(self) -> str:
        """From which year to which it is."""
        return span(self.years)

    @property
    def is_long(self) -> bool:
        """Whether it is more than is read at a time."""
        return bool(self.pages.paginator.num_pages > 1)

    @property
    def is_a_municipalitys(self) -> bool:
        return self.roadmap.owner.kind == Kind.MUNICIPALITY


def whole_roadmap(acting: Acting, roadmap: Roadmap) -> RoadmapPage:
    """Return all of a roadmap as one page, to take along."""
    return roadmap_page(acting, roadmap, per_page=maxsize)


def roadmap_page(
    acting: Acting,
    roadmap: Roadmap,
    *,
    side: str = "1",
    candidate: str = "",
    per_page: int | None = None,
) -> RoadmapPage:
    """Return a page of a roadmap, its candidates in order, and where the budget ends.

    ``candidate`` asks for the page that it stands on, ``side`` for one by its number.
    """
    size = per_page or PER_PAGE
    sheet = Sheet(acting, roadmap, side=side, candidate=candidate, per_page=size)
    rows, paid = sheet.rows()
    may_plan = rules.may_plan(acting, owner_id=roadmap.owner_id)
    return RoadmapPage(
        roadmap=roadmap,
        years=sheet.years,
        budgets=sheet.budgets,
        rows=rows,
        left_out=sheet.left_out(),
        stopped=sheet.stopped(),
        listed=len(sheet.listed),
        pages=sheet.page,
        totals=sheet.totals(paid),
        outside=outside(paid, sheet.years),
        capacity_rows=_capacity_rows(sheet),
        to_hand_over=sheet.to_hand_over() if may_plan else None,
        undecided=sheet.undecided() if may_plan else [],
        may_plan=may_plan,
        may_answer=sheet.answers_for,
        nominees=nominees(acting, roadmap).count() if may_plan else 0,
    )


class Looked:
    """What a roadmap is, asked once: its years, budgets and candidates, and what these cost."""

    def __init__(self, acting: Acting, roadmap: Roadmap) -> None:
        self.acting, self.roadmap = acting, roadmap
        self.years = list(range(roadmap.first_year, roadmap.last_year + 1))
        self.budgets = {row.year: row.amount for row in roadmap.budgets.all()}

    @cached_property
    def candidates(self) -> list[Candidate]:
        """All of them, in order."""
        named = self.roadmap.candidates.select_related("initiative__organisation", "roadmap")
        return list(named.order_by("place", "id"))

    @cached_property
    def costs(self) -> dict[int, Costs]:
        """What each of the candidates costs, by its initiative."""
        return self.costs_of([row.initiative_id for row in self.candidates])

    def costs_of(self, ids: Collection[int]) -> dict[int, Costs]:
        """Return what each of these initiatives costs, whole."""
        lines = _grouped(CostLine.objects.filter(initiative__in=ids), "initiative_id")
        return {each: added(lines[each], self.roadmap.price_year, self.index) for each in ids}

    @cached_property
    def index(self) -> Mapping[int, Decimal]:
        """What prices have been, year by year."""
        return organisations.parameters(self.acting).price_index

    @cached_property
    def capacities(self) -> list[Capacity]:
        """What each municipality says that it can receive."""
        said = self.roadmap.capacities.select_related("municipality")
        return list(said.order_by("municipality__label", "year"))


class Stand(NamedTuple):
    """Where a candidate stands: enough to know on which page, and what it waits for."""

    pk: int
    initiative_id: int
    decision: str
    stage: str
    share: float

    @property
    def is_away(self) -> bool:
        return self.stage in rules.AWAY


class Sheet(Looked):
    """One page of a roadmap: the candidates on it in full, and of the others what they cost."""

    def __init__(
        self, acting: Acting, roadmap: Roadmap, *, side: str, candidate: str, per_page: int
    ) -> None:
        super().__init__(acting, roadmap)
        stands = roadmap.candidates.order_by("place", "id").values_list(
            "pk", "initiative_id", "decision", "initiative__stage", "share"
        )
        order = [Stand(*row) for row in stands]
        there = [row for row in order if not row.is_away]
        away = [row for row in order if row.is_away]
        self.listed = [row for row in there if row.decision != Decision.LEFT_OUT]
        self.out = [row for row in there if row.decision == Decision.LEFT_OUT]
        self.page = _page([*self.listed, *self.out, *away], side, candidate, per_page)
        self.answers_for = rules.may_answer(acting, is_member=is_on_the_roadmap(acting, roadmap))

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Those on the page, in order."""
        wanted = {row.pk: at for at, row in enumerate(self.page)}
        rows = self.roadmap.candidates.filter(pk__in=wanted).select_related(
            "initiative__organisation"
        )
        found = sorted(rows, key=lambda row: wanted[row.pk])
        for row in found:
            row.roadmap = self.roadmap
        return found

    @cached_property
    def gains(self) -> dict[int, Gains]:
        return gains_of(self.acting, [row.initiative_id for row in self.candidates])

    @cached_property
    def answers(self) -> defaultdict[int, list[Participation]]:
        ids = [row.initiative_id for row in self.candidates]
        rows = Participation.objects.filter(initiative__in=ids).prefetch_related("municipality")
        return _grouped(rows.order_by("municipality__label"), "initiative_id")

    @cached_property
    def windows(self) -> defaultdict[int, list[Window]]:
        rows = Window.objects.filter(candidate__in=self.candidates)
        rows = rows.prefetch_related("municipality")
        return _grouped(rows.order_by("starts_on", "municipality__label"), "candidate_id")

    def to_hand_over(self) -> Initiative | None:
        """The first that is chosen and not handed over."""
        chosen = (row for row in self.listed if row.decision == Decision.CHOSEN)
        waits = next((row.initiative_id for row in chosen if row.stage == Stage.ROADMAP), None)
        return Initiative.objects.get(pk=waits) if waits else None

    def undecided(self) -> list[int]:
        """The candidates that wait for a decision, in order."""
        return [row.pk for row in self.listed if row.decision == Decision.OPEN]

    def rows(self) -> tuple[list[CandidateRow], dict[int, Decimal]]:
        """Return what is on the page, each with the sum so far, and what all cost together."""
        listed = [row for row in self._there if row.decision != Decision.LEFT_OUT]
        before = self.listed[: self.page.start_index() - 1] if listed else []
        running = self._sum(before)
        rows = [self._row(row, running, self.listed) for row in listed]
        return rows, self._sum(self.listed)

    def totals(self, paid: Mapping[int, Decimal]) -> list[YearCell]:
        """Return what all cost together in each of the roadmap's years, beside the budget."""
        return [
            YearCell(year, None, paid[year], self.budgets.get(year, Decimal(0)))
            for year in self.years
        ]

    def _sum(self, stands: Sequence[Stand]) -> dict[int, Decimal]:
        """Return what these cost together, year by year, also before and after the roadmap."""
        paid = dict.fromkeys(self.years, Decimal(0))
        paid |= spent(self._whole(stands), self.roadmap.price_year, self.index) if stands else {}
        for part in (self.parts[stand.pk] for stand in stands if stand.share < 1):
            for year, amount in part.items():
                paid[year] = paid.get(year, Decimal(0)) + amount
        return paid

    def _whole(self, stands: Sequence[Stand]) -> list[int] | QuerySet[Candidate, Any]:
        """Return the initiatives of those that are not in part; all of them in the fewest words."""
        if len(stands) < len(self.listed):
            return [stand.initiative_id for stand in stands if stand.share == 1]
        all_listed = self.roadmap.candidates.standing().exclude(decision=Decision.LEFT_OUT)
        return all_listed.filter(share=1).values("initiative")

    @cached_property
    def parts(self) -> dict[int, dict[int, Decimal]]:
        """What each candidate that is chosen in part takes, year by year."""
        stands = [stand for stand in self.listed if stand.share < 1]
        costs = self.costs_of([stand.initiative_id for stand in stands]) if stands else {}
        return {stand.pk: _paid(costs[stand.initiative_id], stand.share) for stand in stands}

    def left_out(self) -> list[CandidateRow]:
        """Return what is left out and on the page; it takes nothing of the budget."""
        out = [row for row in self._there if row.decision == Decision.LEFT_OUT]
        return [self._row(row, dict.fromkeys(self.years, Decimal(0)), self.out) for row in out]

    def stopped(self) -> list[Away]:
        """Return what is stopped and on the page. Its owner's people read the reason here."""
        is_own = self.acting.organisation_id == self.roadmap.owner_id
        away = (row for row in self.candidates if row.is_away)
        return [Away(row, why_away(row) if is_own else _("It was stopped.")) for row in away]

    @property
    def _there(self) -> list[Candidate]:
        return [row for row in self.candidates if not row.is_away]

    def _row(
        self, row: Candidate, running: dict[int, Decimal], among: Sequence[Stand]
    ) -> CandidateRow:
        costs = self.costs[row.initiative_id]
        answers, windows = self.answers[row.initiative_id], self.windows[row.pk]
        mine = self.acting.organisation_id
        return CandidateRow(
            candidate=row,
            years=self._cells(costs, running, row.share),
            outside=outside(_paid(costs, row.share), self.years),
            gains=self.gains.get(row.initiative_id, Gains()).times(row.share),
            cost_unknown=costs.why_not if costs.missing_years else "",
            answers=answers,
            windows=windows,
            own_answer=next((each for each in answers if each.municipality_id == mine), None),
            own_window=next((each for each in windows if each.municipality_id == mine), None),
            is_first=row.pk == among[0].pk,
            is_last=row.pk == among[-1].pk,
            may_answer=self._may_answer(row.initiative),
            may_plan_window=self._may_plan_window(row, answers),
        )

    def _may_answer(self, initiative: Initiative) -> bool:
        theirs = initiative.organisation_id != self.acting.organisation_id
        return self.answers_for and theirs and initiative.asks

    def _may_plan_window(self, row: Candidate, answers: Sequence[Participation]) -> bool:
        mine = self.acting.organisation_id
        joins = any(
            each.municipality_id == mine and each.answer == Answer.JOINS for each in answers
        )
        takes_part = joins or row.initiative.organisation_id == mine
        return self.answers_for and takes_part and row.decision == Decision.CHOSEN

    def _cells(self, costs: Costs, running: dict[int, Decimal], share: float) -> list[YearCell]:
        paid = _paid(costs, share)
        cells = []
        for year in self.years:
            running[year] += paid.get(year, Decimal(0))
            cost = None if costs.missing_years else paid.get(year, Decimal(0))
            budget = self.budgets.get(year, Decimal(0))
            cells.append(YearCell(year, cost, running[year], budget))
        return cells


def _paid(costs: Costs, share: float) -> dict[int, Decimal]:
    """Return what a share of it is likely to cost, year by year."""
    return {row.year: in_part(row.likely, share) for row in costs.years}


def _page(order: list[Stand], side: str, candidate: str, per_page: int) -> Any:
    """Return the page that is asked for, or the one that a candidate stands on."""
    found = next((at for at, row in enumerate(order) if str(row.pk) == candidate), None)
    return pages(order, per_page).get_page(side if found is None else found // per_page + 1)


def pages(rows: Sequence[Any], per_page: int) -> Any:
    """Return the pages of a list; a few rows too many stand on the last of them."""
    return Paginator(rows, per_page, orphans=min(LAST, per_page - 1))


def _capacity_rows(looked: Looked) -> list[CapacityRow]:
    """Return what each municipality that has answered can take, beside what is planned."""
    load = _load(looked)
    said = {(row.municipality_id, row.year): row.batons for row in looked.capacities}
    places = {row.municipality_id: row.municipality for row in looked.capacities}
    return [
        CapacityRow(
            place, [CapacityCell(said.get((pk, year)), load[pk, year]) for year in looked.years]
        )
        for pk, place in places.items()
    ]


def _load(looked: Looked) -> defaultdict[tuple[int, int], int]:
    """Return how many chosen candidates begin in a municipality each year."""
    load: defaultdict[tuple[int, int], int] = defaultdict(int)
    plan = looked.roadmap.candidates.standing().filter(decision=Decision.CHOSEN)
    chosen = Window.objects.filter(candidate__in=plan)
    for municipality, starts_on in chosen.values_list("municipality", "starts_on"):
        load[municipality, starts_on.year] += 1
    return load


def gains_of(acting: Acting, initiative_ids: Sequence[int]) -> dict[int, Gains]:
    """Return what is promised on each initiative in a full year, as far as somebody may see.

    Only promises with a yes that count are added; accounts never meet.
    """
    rows = Commitment.objects.visible_to(acting).filter(
        benefit__initiative__in=initiative_ids, state=State.CONFIRMED
    )
    # Each benefit is read once, however many promises name it.
    promises = rows.prefetch_related("benefit__indicator").order_by("id")
    sums: defaultdict[int, defaultdict[Account, float]] = defaultdict(lambda: defaultdict(float))
    quality: defaultdict[int, int] = defaultdict(int)
    for row in promising.promise_rows(list(promises), acting.day, warns=False):
        here = row.commitment.benefit.initiative_id
        if row.left_out or row.worth is None:
            continue
        if row.worth.account == Account.QUALITY:
            quality[here] += 1
        else:
            sums[here][row.worth.account] += row.worth.likely
    return {each: _gains(sums[each], quality[each]) for each in {*sums, *quality}}


def _gains(sums: Mapping[Account, float], quality: int) -> Gains:
    return Gains(
        budget=sums.get(Account.BUDGET),
        kroner=sums.get(Account.KRONER),
        hours=sums.get(Account.HOURS),
        inhabitants_hours=sums.get(Account.INHABITANTS_HOURS),
        business_kroner=sums.get(Account.BUSINESS_KRONER),
        quality=quality,
    )


def _grouped(rows: Iterable[Any], by: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def nominees(acting: Acting, roadmap: Roadmap) -> QuerySet[Initiative]:
    """Return the owner's solutions that are not on a roadmap yet."""
    own = Initiative.objects.filter(organisation_id=roadmap.owner_id, stage=Stage.SOLUTION)
    return own.filter(pk__in=Initiative.objects.visible_to(acting)).order_by("title")


def is_on_the_roadmap(acting: Acting, roadmap: Roadmap) -> bool:
    """Whether the organisation is a municipality that the roadmap is for."""
    return acting.organisation_id in {row.pk for row in municipalities(roadmap, acting.day)}


def municipalities(roadmap: Roadmap, day: date) -> list[Organisation]:
    """Return the owner, if it is one, or the municipalities that are its members on the day."""
    if roadmap.owner.kind == Kind.MUNICIPALITY:
        return [roadmap.owner]
    members = Membership.objects.holding_on(day).filter(group_id=roadmap.owner_id)
    rows = Organisation.objects.municipalities().filter(pk__in=members.values("member"))
    return list(rows.order_by("label"))


def chosen_on(roadmap: Roadmap) -> list[Candidate]:
    """Return what a roadmap has chosen, in order."""
    rows = roadmap.candidates.standing().filter(decision=Decision.CHOSEN)
    return list(rows.select_related("initiative__organisation").order_by("place", "id"))


def joins(acting: Acting, initiative: Initiative) -> bool:
    """Whether the organisation takes part in an initiative."""
    return acting.organisation_id in {
        row.pk for row in initiatives.participants(initiative, acting.day)
    }


# --- for other rooms ------------------------------------------------------------------------


def place_of(acting: Acting, initiative: Initiative) -> Candidate | None:
    """Return an initiative's place on a roadmap somebody may see."""
    rows = Candidate.objects.filter(roadmap__in=Roadmap.objects.visible_to(acting))
    place = rows.filter(initiative=initiative).select_related("roadmap__owner").first()
    if place:
        place.initiative = initiative
    return place


def chosen_of(acting: Acting) -> QuerySet[Candidate]:
    """Return the organisation's own initiatives that a roadmap chose, not handed over yet."""
    own = candidates(acting).filter(initiative__organisation_id=acting.organisation_id)
    waiting = own.filter(decision=Decision.CHOSEN, initiative__stage=Stage.ROADMAP)
    return waiting.order_by("decided_at", "id")


def latest_of(acting: Acting) -> Roadmap | None:
    """Return the organisation's own roadmap, the latest where there are several."""
    return visible(acting).filter(owner_id=acting.organisation_id).first()


def waits_for_window(acting: Acting, candidate: Candidate) -> bool:
    """Whether this person can say when their municipality takes it in, and nobody has."""
    answers = rules.may_answer(acting, is_member=joins(acting, candidate.initiative))
    own = candidate.windows.filter(municipality_id=acting.organisation_id)
    return answers and candidate.decision == Decision.CHOSEN and not own.exists()


def is_chosen(initiative: Initiative) -> bool:
    """Whether a roadmap has chosen it."""
    return Candidate.objects.filter(initiative=initiative, decision=Decision.CHOSEN).exists()


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return what a roadmap waits for from this person."""
    if not acting.is_somebody or acting.role_kind not in rules.PLANNERS:
        return []
    own = candidates(acting).standing().filter(roadmap__owner_id=acting.organisation_id)
    return [_to_decide(row) for row in own.filter(decision=Decision.OPEN).order_by("place")]


def _to_decide(row: Candidate) -> Waiting:
    return Waiting(
        what=row.initiative.title,
        why=_("It is a candidate on the roadmap. Choose it, or leave it out with a reason."),
        url=row.get_absolute_url(),
        button=_("Look at the roadmap"),
        since=localdate(row.nominated_at),
    )
