"""A case for the council or the chief executive (no: saksframlegg), for a roadmap's plan.

Every figure is one of the roadmap's page; what is not known stands in brackets.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Drawn, Economy
from stafett.benefits.queries import economy
from stafett.benefits.queries.outlook import as_sure_as_draws_are
from stafett.lib.papers import Block, Column, Gap, Paper, Part, Table
from stafett.organisations import queries as organisations
from stafett.reports.queries.papers import people, words
from stafett.reports.queries.papers.case import as_today, head
from stafett.reports.queries.papers.planned import Planned
from stafett.reports.queries.papers.words import thousands
from stafett.roadmap.queries import CandidateRow
from stafett.roadmap.queries.spread import Shown
from stafett.ui.figures import day, nok, number


def roadmap_paper(told: Planned) -> Paper:
    """Return the case for a roadmap's plan, as somebody may see it."""
    roadmap = told.roadmap
    return Paper(
        lang=words.language(),
        title=_("Case: %(title)s") % {"title": roadmap.title},
        author=roadmap.owner.label,
        made_at=told.made_at,
        lead=_("%(name)s. Draft of %(day)s.")
        % {"name": roadmap.owner.label, "day": day(told.made_at)},
        parts=[
            head(),
            Part(_("Proposal for decision"), _decision(told)),
            Part(_("The matter in short"), _in_short(told)),
            Part(_("What is chosen"), [*_chosen(told)], is_wide=True),
            Part(_("The budget year by year"), _budget(told), is_wide=True),
            Part(_("What is left out, and why"), [*_left_out(told)], is_wide=True),
            Part(_("What people can take"), [*_capacity(told)]),
            Part(_("How it may turn out"), [*_outcome(told)]),
            Part(_("What people said"), []),
            *_people(told),
            Part(_("Alternatives"), [*_alternatives(told)]),
            _other(),
            _rests_on(told),
        ],
        foot=f"{_('Case')} · {roadmap.title} · {day(told.made_at)}",
        page=_("Page"),
    )


# --- the proposal, and in short -----------------------------------------------------------------


def _decision(told: Planned) -> list[Block]:
    """Return the place of the proposal: what to decide is not the program's to say."""
    says = Gap(_("the proposal: decide the plan as described, change it, or send it back"))
    points = [_carried_out(row, told) for row in told.chosen]
    if points:
        points.append(_spent(told))
    if told.page.left_out:
        points.append(_("Left out for now: %(names)s.") % {"names": _named(told.page.left_out)})
    follows = [Block(text=_("If the plan is decided, this follows:")), Block(points=points)]
    return [Block(text=says), *(follows if points else [])]


def _carried_out(row: CandidateRow, told: Planned) -> str:
    cost = _cost(row)
    if cost is None:
        return _("«%(title)s» is carried out. What it costs is not known.") % {"title": _title(row)}
    says = _("«%(title)s» is carried out, for %(cost)s in %(first)s–%(last)s.")
    return says % {"title": _title(row), "cost": nok(cost), **_years(told)}


def _spent(told: Planned) -> str:
    says = _(
        "It takes %(paid)s of the budget of %(budget)s in %(first)s–%(last)s, in %(prices)s prices."
    )
    budget = sum((told.page.budgets.get(year, Decimal()) for year in told.page.years), Decimal())
    return says % {"paid": nok(sum(_paid(told.chosen))), "budget": nok(budget), **_years(told)}


def _in_short(told: Planned) -> list[Block]:
    count = _("%(chosen)s of %(of)s candidates") % {
        "chosen": number(len(told.chosen)),
        "of": number(told.page.listed + len(told.page.left_out)),
    }
    facts = [
        (_("Years"), "{first}–{last}".format(**_years(told))),
        (_("Chosen"), count if told.chosen else Gap(_("what is chosen"))),
        (_("Not decided yet"), _named(told.undecided) or _("Nothing")),
        (_("Left out"), _named(told.page.left_out) or _("Nothing")),
        (_("A plan that was worked out"), _worked_out(told)),
    ]
    return [Block(facts=facts)]


def _worked_out(told: Planned) -> str:
    """Return what the program proposed, and how sure it is that nothing is better."""
    if told.proposal is None:
        return _("None that may be seen.")
    asked = day(told.proposal.proposal.asked_at)
    return f"{told.proposal.says} {told.proposal.proof} ({asked})"


# --- what is chosen -----------------------------------------------------------------------------


def _chosen(told: Planned) -> Iterator[Block]:
    if not told.chosen:
        yield Block(text=Gap(_("what is chosen")))
        return
    yield Block(
        text=_(
            "Kroner on the budget, hours and quality stand each by themselves and are never added. "
            "What is promised is of a full year, and counts when its owner has said yes; a dash is "
            "what nobody knows yet."
        )
    )
    columns = [
        *_heads(told),
        Column(_("Benefits exceed costs, on the budget"), 1, is_number=True),
        Column(_("Benefits exceed costs, society"), 1, is_number=True),
    ]
    rows = [[*_cells(row), *_chances(row, told)] for row in told.chosen]
    yield Block(table=Table(_("What is chosen, in the order it is done"), columns, rows))
    yield from _unknown_costs(told.chosen)


def _heads(told: Planned) -> list[Column]:
    cost = _("Costs, kr, %(prices)s prices") % _years(told)
    return [
        Column(_("Candidate"), 2.4),
        *(
            Column(title, width, is_number=True)
            for title, width in (
                (cost, 1.1),
                (_("On the budget, kr a year"), 1.1),
                (_("Kroner for other use, a year"), 1.1),
                (_("Staff time, hours a year"), 0.9),
                (_("Quality targets"), 0.8),
                (_("Inhabitants, hours a year"), 1),
                (_("Businesses, kr a year"), 1.1),
            )
        ),
    ]


def _cells(row: CandidateRow) -> list[str]:
    gains = row.gains
    return [
        _title(row),
        _shown(_cost(row)),
        *map(number, (gains.budget, gains.kroner, gains.hours, gains.quality or None)),
        *map(number, (gains.inhabitants_hours, gains.business_kroner)),
    ]


def _chances(row: CandidateRow, told: Planned) -> list[str]:
    drawn = told.drawings.get(row.candidate.initiative_id, {})
    return [_chance(drawn.get(each)) for each in (Economy.OWN, Economy.SOCIAL)]


def _chance(drawn: Drawn | None) -> str:
    return as_sure_as_draws_are(drawn.chance) if drawn else _("Not drawn")


def _unknown_costs(rows: Sequence[CandidateRow]) -> Iterator[Block]:
    for row in rows:
        if _cost(row) is None:
            what = _("what «%(title)s» costs: %(why)s")
            yield Block(text=Gap(what % {"title": _title(row), "why": row.cost_unknown}))


# --- budget and capacity ------------------------------------------------------------------------


def _budget(told: Planned) -> list[Block]:
    years = told.page.years
    columns = [
        Column(_("Candidate"), 2.4),
        *(Column(str(year), 1, is_number=True) for year in years),
    ]
    rows = [[_title(row), *(_shown(cell.cost) for cell in row.years)] for row in told.chosen]
    paid = _by_year(told.chosen, len(years))
    budgets = [told.page.budgets.get(year, Decimal()) for year in years]
    left = [budget - cost for budget, cost in zip(budgets, paid, strict=True)]
    foot = [
        [_("Chosen in all"), *map(number, paid)],
        [_("Budget"), *map(number, budgets)],
        [_("Left"), *map(number, left)],
    ]
    caption = _("Costs and budget, kr, %(prices)s prices") % _years(told)
    over = [year for year, amount in zip(years, left, strict=True) if amount < 0]
    says = _("The plan takes more than the budget in: %(years)s.")
    warned = [Block(text=says % {"years": ", ".join(map(str, over))})] if over else []
    return [Block(table=Table(caption, columns, rows, foot)), *warned]


def _by_year(rows: Sequence[CandidateRow], count: int) -> list[Decimal]:
    return [
        sum((row.years[at].cost or Decimal() for row in rows), Decimal()) for at in range(count)
    ]


def _capacity(told: Planned) -> Iterator[Block]:
    columns = [
        Column(_("Municipality"), 2),
        *(Column(str(year), 1, is_number=True) for year in told.page.years),
    ]
    rows = [
        [row.municipality.label, *(_received(cell.said, cell.chosen) for cell in row.cells)]
        for row in told.page.capacity_rows
    ]
    if rows:
        caption = _("Batons that are planned, of what each municipality says it can receive")
        yield Block(table=Table(caption, columns, rows))
    if told.silent:
        names = ", ".join(row.label for row in told.silent)
        yield Block(text=Gap(_("what these can receive: %(names)s") % {"names": names}))


def _received(said: int | None, chosen: int) -> str:
    if said is None:
        return "–"
    counted = words.share(chosen, said)
    return f"{counted}: {_('too many')}" if chosen > said else counted


# --- what is left out ---------------------------------------------------------------------------


def _left_out(told: Planned) -> Iterator[Block]:
    columns = [*_heads(told), Column(_("Why"), 3.2)]
    if told.page.left_out:
        rows = [[*_cells(row), _why(row, told)] for row in told.page.left_out]
        yield Block(table=Table(_("Left out for now"), columns, rows))
    else:
        yield Block(text=_("Nothing is left out."))
    if told.undecided:
        rows = [[*_cells(row), _why(row, told) or "–"] for row in told.undecided]
        yield Block(table=Table(_("Not decided yet"), columns, rows))
        counted = ngettext(
            "what to do with the %(count)s candidate that is not decided",
            "what to do with the %(count)s candidates that are not decided",
            len(told.undecided),
        )
        yield Block(text=Gap(counted % {"count": number(len(told.undecided))}))


def _why(row: CandidateRow, told: Planned) -> str:
    """Return the reason that was written, and what the proposal says."""
    return " ".join([row.candidate.reason, *told.proposed(row)]).strip()


# --- how it may turn out --------------------------------------------------------------------


def _outcome(told: Planned) -> Iterator[Block]:
    if told.spread is None:
        yield Block(text=_("It is shown to those who take part in what is chosen."))
        return
    shown = told.spread.shown
    caption = _(
        "Worth at the start of %(first)s, thousand kr, %(prices)s prices. The two are never added"
    ) % _years(told)
    columns = [
        Column(_("Economy"), 2),
        *(Column(head, 1, is_number=True) for head in ("P10", "P50", "P90")),
        Column(_("Benefits exceed costs"), 1.2, is_number=True),
    ]
    yield Block(text=_whose(is_whole=told.spread.is_whole))
    yield Block(table=Table(caption, columns, [_drawn(each) for each in shown]))
    for each in shown:
        yield from _drawn_in_words(each)


def _whose(*, is_whole: bool) -> str:
    if is_whole:
        return _("For all who take part, together.")
    return _("For us: our own promises, and our part of the costs.")


def _drawn(each: Shown) -> list[str]:
    if each.outlook is None:
        return [each.title, _("Not drawn"), "", "", ""]
    row = each.outlook.row
    return [each.title, *map(thousands, (row.p10, row.p50, row.p90)), _chance(row)]


def _drawn_in_words(each: Shown) -> Iterator[Block]:
    if each.outlook is not None:
        told = each.outlook
        says = [told.says, told.swing_says, told.rests_on, told.drawn_says]
        yield Block(text=f"{each.title}: {' '.join(says)}")
    if each.untold:
        yield Block(text=_("%(economy)s: chosen, and not in it:") % {"economy": each.title})
        yield Block(points=[f"{one.initiative.title}. {one.why}" for one in each.untold])


# --- people, and alternatives -------------------------------------------------------------------


def _people(told: Planned) -> Iterator[Part]:
    for row in told.chosen:
        yield Part(_title(row), [*_answers(row), *_heard(row, told)], level=2)


def _answers(row: CandidateRow) -> Iterator[Block]:
    answers = [
        ": ".join(filter(None, [f"{place.label}, {answer}", reason]))
        for place, answer, reason in row.said
    ]
    yield from words.points(answers)


def _heard(row: CandidateRow, told: Planned) -> Iterator[Block]:
    pk = row.candidate.initiative_id
    said = told.said.get(pk, [])
    if said:
        yield Block(table=people.log(said))
    else:
        yield Block(text=Gap(people.who_was_asked()))
    if waiting := people.unanswered(said):
        yield Block(text=people.waits(waiting))
    yield from words.points(people.see_the_use(view) for view in told.views.get(pk, []))


def _alternatives(told: Planned) -> Iterator[Block]:
    yield Block(text=_("Doing nothing:"))
    for need in told.needs:
        yield Block(text=f"{need.title} ({need.organisation.label})", lang=need.lang)
        yield from as_today(need)
    if not told.needs:
        yield Block(text=Gap(_("what happens if nothing is done")))
    if told.proposal and told.proposal.compared:
        yield Block(table=_compared(told))
    yield Block(text=Gap(_("other ways to use the money, and why not those")))


def _compared(told: Planned) -> Table:
    columns = [
        Column(_("Another way to choose"), 2.4),
        Column(_("Candidates"), 1, is_number=True),
        Column(_("Points a year"), 1, is_number=True),
        Column(_("Beside the best plan"), 2.4),
    ]
    rows = [
        [each.words, number(each.count), each.points, each.beside]
        for each in (told.proposal.compared if told.proposal else [])
    ]
    return Table(_("Other ways to choose, beside the plan that was worked out"), columns, rows)


def _other() -> Part:
    other = Gap(_("law, privacy, universal design, climate, and what else the case must look into"))
    return Part(_("Other consequences"), [Block(text=other)])


def _rests_on(told: Planned) -> Part:
    scope = _("The roadmap «%(title)s»") % {"title": told.roadmap.title}
    figures = organisations.parameters(told.acting).told(*economy.FIGURES)
    says = _(
        "Nothing is cut: all that may be seen is in the document. Costs are likely costs in the "
        "years of the roadmap."
    )
    return Part(
        _("What this rests on"),
        [
            Block(facts=words.about(told.acting, told.made_at, scope)),
            Block(text=says),
            *words.figure_table(figures),
        ],
    )


# --- a candidate's words and figures ------------------------------------------------------------


def _title(row: CandidateRow) -> str:
    return str(row.candidate.initiative.title)


def _named(rows: Sequence[CandidateRow]) -> str:
    return ", ".join(f"«{_title(row)}»" for row in rows)


def _cost(row: CandidateRow) -> Decimal | None:
    """Return what it costs in all the years; None where it cannot be added."""
    known = [cell.cost for cell in row.years if cell.cost is not None]
    return sum(known, Decimal()) if len(known) == len(row.years) else None


def _paid(rows: Sequence[CandidateRow]) -> list[Decimal]:
    return [cost for cost in map(_cost, rows) if cost is not None]


def _shown(cost: Decimal | None) -> str:
    return _("Not known yet") if cost is None else number(cost)


def _years(told: Planned) -> dict[str, int]:
    roadmap = told.roadmap
    return {
        "first": roadmap.first_year,
        "last": roadmap.last_year,
        "prices": roadmap.price_year,
    }
