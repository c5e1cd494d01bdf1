"""A case for the council or the chief executive (no: saksframlegg), for a roadmap's plan.

Every figure is one of the roadmap's page; what is not known stands in brackets.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from stafett.benefits.queries import economy
from stafett.lib.papers import Block, Column, Gap, Paper, Part, Table
from stafett.organisations import queries as organisations
from stafett.reports.queries.papers import candidates, people, words
from stafett.reports.queries.papers.candidates import (
    budgets,
    chance_of,
    cost_of,
    named,
    paid_by_year,
    title,
    years_of,
)
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
            Part(_("What is chosen"), [*candidates.chosen(told)], is_wide=True),
            Part(_("The budget year by year"), candidates.budget_by_year(told), is_wide=True),
            Part(_("What is left out, and why"), [*candidates.left_out(told)], is_wide=True),
            Part(_("What people can take"), [*candidates.capacity(told)]),
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
        points.append(_("Left out for now: %(names)s.") % {"names": named(told.page.left_out)})
    follows = [Block(text=_("If the plan is decided, this follows:")), Block(points=points)]
    return [Block(text=says), *(follows if points else [])]


def _carried_out(row: CandidateRow, told: Planned) -> str:
    cost = cost_of(row)
    if cost is None:
        return _("«%(title)s» is carried out. What it costs is not known.") % {"title": title(row)}
    says = _("«%(title)s» is carried out, for %(cost)s in %(first)s–%(last)s.")
    return says % {"title": title(row), "cost": nok(cost), **years_of(told)}


def _spent(told: Planned) -> str:
    says = _(
        "It takes %(paid)s of the budget of %(budget)s in %(first)s–%(last)s, in %(prices)s prices."
    )
    paid, budget = (
        sum(paid_by_year(told), Decimal()),
        sum(budgets(told), Decimal()),
    )
    return says % {"paid": nok(paid), "budget": nok(budget), **years_of(told)}


def _in_short(told: Planned) -> list[Block]:
    count = _("%(chosen)s of %(of)s candidates") % {
        "chosen": number(len(told.chosen)),
        "of": number(told.page.listed + len(told.page.left_out)),
    }
    facts = [
        (_("Years"), "{first}–{last}".format(**years_of(told))),
        (_("Chosen"), count if told.chosen else Gap(_("what is chosen"))),
        (_("Not decided yet"), named(told.undecided) or _("Nothing")),
        (_("Left out"), named(told.page.left_out) or _("Nothing")),
        *_stopped(told),
        (_("A plan that was worked out"), _worked_out(told)),
    ]
    return [Block(facts=facts)]


def _stopped(told: Planned) -> Iterator[tuple[str, str]]:
    """Yield each that the roadmap does not reckon with any more, and why."""
    for row in told.page.stopped:
        yield _("Stopped"), f"«{row.candidate.initiative.title}». {row.why}"


def _worked_out(told: Planned) -> str:
    """Return what the program proposed, and how sure it is that nothing is better."""
    if told.proposal is None:
        return _("None that may be seen.")
    proposal = told.proposal.proposal
    plan = [told.proposal.says, told.proposal.proof, *told.proposal.uncounted]
    says = f"{' '.join(plan)} ({day(proposal.asked_at)})"
    if not proposal.adopted_at:
        return says
    told_by = {"day": day(proposal.adopted_at), "name": proposal.adopted_by_name}
    return f"{says} {_('It was adopted %(day)s, by %(name)s.') % told_by}"


# --- how it may turn out --------------------------------------------------------------------


def _outcome(told: Planned) -> Iterator[Block]:
    if told.spread is None:
        yield Block(text=_("It is shown to those who take part in what is chosen."))
        return
    shown = told.spread.shown
    caption = _(
        "Worth at the start of %(first)s, thousand kr, %(prices)s prices. The two are never added"
    ) % years_of(told)
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
    return [each.title, *map(thousands, (row.p10, row.p50, row.p90)), chance_of(row)]


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
        yield Part(title(row), [*_answers(row), *_heard(row, told)], level=2)


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
        Column(told.proposal.counted_in if told.proposal else "", 1, is_number=True),
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
