"""A roadmap to take along: candidates, who joins and when, and what each can receive."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Fact, Given, Kind, Reckoned, Result, Sheet
from stafett.organisations.models import ParameterName
from stafett.organisations.queries import facts_of, parameters
from stafett.roadmap import queries
from stafett.roadmap.models import Decision, Roadmap, Window
from stafett.roadmap.queries.plan import CandidateRow, RoadmapPage
from stafett.roadmap.queries.proposals import Line, ProposalPage

WIDE = 40


def roadmap(acting: Acting, found: Roadmap) -> Book:
    """Return all of a roadmap, every candidate of it."""
    page = queries.whole_roadmap(acting, found)
    return Book(
        found.title,
        [
            _candidates(page),
            _left_out(page),
            *([_stopped(page)] if page.stopped else []),
            _answers(page),
            _windows(page),
            _capacity(page),
        ],
        [(_("Roadmap"), found.title), (_("Whose it is"), found.owner.label)],
        _("In the order they are done"),
        facts_of(parameters(acting).told(ParameterName.PRICE_INDEX)),
    )


def proposal(page: ProposalPage) -> Book:
    """Return a proposed plan: every candidate, in or out, and why those that are out are so."""
    return Book(
        _("Proposed plan: %(title)s") % {"title": page.proposal.roadmap.title},
        [_proposed(page), _left_of_it(page)],
        [(_("Roadmap"), page.proposal.roadmap.title)],
        _("Those in the plan first, both in the order of the roadmap"),
        [
            Fact(_("Worked out from what was known"), page.proposal.asked_at),
            Fact(_("Worked out for"), page.proposal.asked_by_name),
            Fact(_("The plan"), page.says),
            Fact(_("How sure it is"), page.proof),
            *(Fact(_("Not counted"), each) for each in page.uncounted),
            *(Fact(_("Moved by hand"), each) for each in page.moved),
            *([Fact(_("What it costs"), page.price)] if page.price else []),
            *(Fact(_("Why it is out"), each) for each in page.lacks),
        ],
    )


def _proposed(page: ProposalPage) -> Sheet:
    columns = [
        Column("title", _("Candidate"), lambda line: line.row["title"], width=44),
        Column("is_in", _("In the plan"), lambda line: int(line.is_in), Kind.PLAIN),
        Column("share", _("How much of it"), lambda line: line.share, Kind.SHARE),
        Column("decided", _("Decided already"), lambda line: bool(line.is_decided)),
        Column(
            "points", _("Points a year"), lambda line: line.counted * line.row["likely"], Kind.FINE
        ),
        *_costs_of_it(page),
        Column("why", _("Why it is out"), lambda line: " ".join(line.why), width=80),
    ]
    return Sheet(_("Candidates"), columns, lambda: page.explained)


def _costs_of_it(page: ProposalPage) -> Iterator[Column]:
    def of(at: int) -> Callable[[Line], Any]:
        return lambda line: line.counted * line.row["costs"][at]

    for at, year in enumerate(page.inputs["years"]):
        heading = _("Costs %(year)s") % {"year": year}
        yield Column(f"cost_{year}", heading, of(at), Kind.NUMBER, _("kr"), 18)
    yield from _outside(
        page.inputs["years"], _("kr"), lambda line: line if "costs_before" in line.row else None
    )


def _outside(
    years: Sequence[int], unit: str, of: Callable[[Any], Any], *, is_summed: bool = False
) -> Iterator[Column]:
    """Yield what is paid before and after the years (R44); nothing where it is not known."""
    told = {
        "before": _("Costs before %(year)s") % {"year": years[0]},
        "after": _("Costs after %(year)s") % {"year": years[-1]},
    }

    def paid(name: str) -> Callable[[Any], Any]:
        return lambda row: getattr(of(row), name, None)

    for name, heading in told.items():
        yield Column(f"cost_{name}", heading, paid(name), Kind.NUMBER, unit, 18, is_summed)


def _left_of_it(page: ProposalPage) -> Sheet:
    left = dict(zip(page.inputs["years"], (page.plan or {}).get("left", []), strict=False))
    columns = [
        Column("year", _("Year"), lambda row: row[0], Kind.PLAIN),
        Column("left", _("Left of the budget"), lambda row: row[1], Kind.NUMBER, _("kr"), 20),
    ]
    return Sheet(_("Left of the budget"), columns, left.items)


# --- the candidates and the budget ------------------------------------------------------------


def _candidates(page: RoadmapPage) -> Sheet:
    part = Column("share", _("How much of it"), _share, Kind.SHARE)
    columns = [*_what(), part, *_costs(page, is_summed=True), *_gains(), *_decided()]
    budgets = [
        Given(f"budget_{year}", _("Budget %(year)s") % {"year": year}, float(amount), Kind.NUMBER)
        for year, amount in ((each, page.budgets.get(each, 0)) for each in page.years)
    ]
    left = [_left(page, year, at) for at, year in enumerate(page.years)]
    return Sheet(_("Candidates"), columns, lambda: page.rows, budgets, left)


def _share(row: CandidateRow) -> float | None:
    """Return how much of it is chosen; nothing where it is not."""
    return row.candidate.share if row.candidate.decision == Decision.CHOSEN else None


def _left(page: RoadmapPage, year: int, at: int) -> Result:
    costs = [row.years[at].cost for row in page.rows]
    paid = sum(float(cost) for cost in costs if cost is not None)
    value = float(page.budgets.get(year, 0)) - paid
    formula = f"{{budget_{year}}}-SUM({{cost_{year}.all}})"
    title = _("Left of the budget %(year)s, of costs that are known") % {"year": year}
    return Result(title, Reckoned(formula, value))


def _what() -> list[Column]:
    decision = Column("decision", _("Decision"), lambda row: row.candidate.get_decision_display())
    return [*_which(), decision]


def _which() -> list[Column]:
    return [
        Column("initiative", _("Initiative"), lambda row: row.candidate.initiative.title, width=44),
        Column("owner", _("Whose it is"), lambda row: row.candidate.initiative.organisation.label,
               width=24),
    ]  # fmt: skip


def _costs(page: RoadmapPage, *, is_summed: bool) -> Iterator[Column]:
    unit = _("kr, %(year)s prices") % {"year": page.roadmap.price_year}

    def of(at: int) -> Callable[[CandidateRow], Any]:
        return lambda row: row.years[at].cost

    for at, year in enumerate(page.years):
        heading = _("Costs %(year)s") % {"year": year}
        yield Column(f"cost_{year}", heading, of(at), Kind.NUMBER, unit, 18, is_summed)
    yield from _outside(
        page.years, unit, lambda row: None if row.cost_unknown else row.outside, is_summed=is_summed
    )
    yield Column("unknown", _("What is not known"), lambda row: row.cost_unknown, width=WIDE)


def _gains() -> Iterator[Column]:
    """Yield what is promised in a full year, each account by itself; they are never added."""
    titles = {
        "budget": (_("Promised: on the budget"), _("kr a year")),
        "kroner": (_("Promised: kroner for other use"), _("kr a year")),
        "hours": (_("Promised: staff time"), _("hours a year")),
        "inhabitants_hours": (_("Promised: inhabitants’ time"), _("hours a year")),
        "business_kroner": (_("Promised: businesses"), _("kr a year")),
    }

    def of(name: str) -> Callable[[CandidateRow], Any]:
        return lambda row: getattr(row.gains, name)

    for name, (title, unit) in titles.items():
        yield Column(name, title, of(name), Kind.NUMBER, unit, 18)
    yield Column("quality", _("Promised: quality targets"), lambda row: row.gains.quality or None,
                 Kind.NUMBER)  # fmt: skip


def _decided() -> list[Column]:
    return [
        Column("reason", _("Reason"), lambda row: row.candidate.reason, width=WIDE),
        Column("by", _("Decided by"), lambda row: row.candidate.decided_by_name, width=24),
        Column("at", _("Decided"), lambda row: row.candidate.decided_at, Kind.MOMENT, width=18),
    ]


def _left_out(page: RoadmapPage) -> Sheet:
    columns = [*_what(), *_costs(page, is_summed=False), *_gains(), *_decided()]
    return Sheet(_("Left out for now"), columns, lambda: page.left_out)


def _stopped(page: RoadmapPage) -> Sheet:
    why = Column("why", _("Why"), lambda row: row.why, width=80)
    return Sheet(_("Stopped"), [*_which(), why], lambda: page.stopped)


# --- who joins, when, and what they can take ----------------------------------------------------


class Answered(NamedTuple):
    """What one municipality answered about one candidate."""

    title: str
    place: Any
    answer: str
    reason: str


def _answers(page: RoadmapPage) -> Sheet:
    def rows() -> Iterator[Answered]:
        for row in page.rows:
            for place, answer, reason in row.said:
                yield Answered(row.candidate.initiative.title, place, answer, reason)

    columns = [
        Column("initiative", _("Initiative"), lambda row: row.title, width=44),
        Column("place", _("Municipality"), lambda row: row.place.label, width=24),
        Column("answer", _("Answer"), lambda row: row.answer),
        Column("reason", _("Reason"), lambda row: row.reason, width=WIDE),
    ]
    return Sheet(_("Who joins"), columns, rows)


def _windows(page: RoadmapPage) -> Sheet:
    def rows() -> Iterator[tuple[CandidateRow, Window]]:
        return ((row, window) for row in page.rows for window in row.windows)

    columns = [
        Column("initiative", _("Initiative"), lambda row: row[0].candidate.initiative.title,
               width=44),
        Column("place", _("Municipality"), lambda row: row[1].municipality.label, width=24),
        Column("first", _("Takes it in from"), lambda row: row[1].starts_on, Kind.DAY),
        Column("last", _("To"), lambda row: row[1].ends_on, Kind.DAY),
    ]  # fmt: skip
    return Sheet(_("When"), columns, rows)


def _capacity(page: RoadmapPage) -> Sheet:
    def of(at: int, name: str) -> Callable[[Any], Any]:
        return lambda row: getattr(row.cells[at], name)

    columns = [Column("place", _("Municipality"), lambda row: row.municipality.label, width=24)]
    for at, year in enumerate(page.years):
        can = _("Can receive %(year)s") % {"year": year}
        planned = _("Planned %(year)s") % {"year": year}
        columns += [
            Column(f"can_{year}", can, of(at, "said"), Kind.NUMBER, _("batons"), is_summed=True),
            Column(f"planned_{year}", planned, of(at, "chosen"), Kind.NUMBER, _("batons"),
                   is_summed=True),
        ]  # fmt: skip
    return Sheet(_("What people can take"), columns, lambda: page.capacity_rows)
