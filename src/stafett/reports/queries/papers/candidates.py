"""What a roadmap's case says of candidates: what is chosen, what it takes, and what is left out."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Drawn, Economy
from stafett.benefits.queries.outlook import as_sure_as_draws_are
from stafett.lib.papers import Block, Column, Gap, Table
from stafett.reports.queries.papers import words
from stafett.reports.queries.papers.planned import Planned
from stafett.roadmap.queries import CandidateRow
from stafett.ui.figures import nok, number

# --- what is chosen -----------------------------------------------------------------------------


def chosen(told: Planned) -> Iterator[Block]:
    """Yield what is chosen, with what it costs and gives, and how sure that is."""
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
    yield from _beyond(told.chosen, told)


def _heads(told: Planned) -> list[Column]:
    cost = _("Costs, kr, %(prices)s prices") % years_of(told)
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
        title(row),
        _shown(cost_of(row)),
        *map(number, (gains.budget, gains.kroner, gains.hours, gains.quality or None)),
        *map(number, (gains.inhabitants_hours, gains.business_kroner)),
    ]


def _chances(row: CandidateRow, told: Planned) -> list[str]:
    drawn = told.drawings.get(row.candidate.initiative_id, {})
    return [chance_of(drawn.get(each)) for each in (Economy.OWN, Economy.SOCIAL)]


def chance_of(drawn: Drawn | None) -> str:
    """Return how often the benefits exceeded the costs in what was drawn."""
    return as_sure_as_draws_are(drawn.chance) if drawn else _("Not drawn")


def _unknown_costs(rows: Sequence[CandidateRow]) -> Iterator[Block]:
    for row in rows:
        if cost_of(row) is None:
            what = _("what «%(title)s» costs: %(why)s")
            yield Block(text=Gap(what % {"title": title(row), "why": row.cost_unknown}))


def _beyond(rows: Sequence[CandidateRow], told: Planned) -> Iterator[Block]:
    """Yield what candidates cost outside the roadmap's years, where they do (R44)."""
    paid = [f"«{title(row)}» {nok(row.outside.total)}" for row in rows if row.outside.total]
    if paid:
        says = _(
            "Outside %(first)s–%(last)s these also cost something, which no budget here is to "
            "hold: %(what)s."
        )
        yield Block(text=says % {**years_of(told), "what": "; ".join(paid)})


# --- budget and capacity ------------------------------------------------------------------------


def budget_by_year(told: Planned) -> list[Block]:
    """Return what the chosen ones cost each year, beside the budget."""
    years = told.page.years
    columns = [
        Column(_("Candidate"), 2.4),
        *(Column(str(year), 1, is_number=True) for year in years),
    ]
    rows = [[title(row), *(_shown(cell.cost) for cell in row.years)] for row in told.chosen]
    paid, limits = paid_by_year(told), budgets(told)
    left = [budget - cost for budget, cost in zip(limits, paid, strict=True)]
    is_known = all(cost_of(row) is not None for row in told.chosen)
    foot = [
        [_("Chosen in all") if is_known else _("Chosen, what is known"), *map(number, paid)],
        [_("Budget"), *map(number, limits)],
        [_("Left") if is_known else _("Left, of what is known"), *map(number, left)],
    ]
    caption = _("Costs and budget, kr, %(prices)s prices") % years_of(told)
    over = [year for year, amount in zip(years, left, strict=True) if amount < 0]
    says = _("The plan takes more than the budget in: %(years)s.")
    warned = [Block(text=says % {"years": ", ".join(map(str, over))})] if over else []
    return [Block(table=Table(caption, columns, rows, foot)), *warned]


def paid_by_year(told: Planned) -> list[Decimal]:
    """Return what is known that the chosen ones cost each year."""
    return [
        sum((row.years[at].cost or Decimal() for row in told.chosen), Decimal())
        for at in range(len(told.page.years))
    ]


def budgets(told: Planned) -> list[Decimal]:
    """Return the budget of each year."""
    return [told.page.budgets.get(year, Decimal()) for year in told.page.years]


def capacity(told: Planned) -> Iterator[Block]:
    """Yield what each municipality is to receive, beside what it says it can."""
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


def left_out(told: Planned) -> Iterator[Block]:
    """Yield what is left out or not decided, and why."""
    columns = [*_heads(told), Column(_("Why"), 3.2)]
    if told.page.left_out:
        rows = [[*_cells(row), _why(row, told)] for row in told.page.left_out]
        yield Block(table=Table(_("Left out for now"), columns, rows))
        yield from _beyond(told.page.left_out, told)
    else:
        yield Block(text=_("Nothing is left out."))
    if told.undecided:
        rows = [[*_cells(row), _why(row, told) or "–"] for row in told.undecided]
        yield Block(table=Table(_("Not decided yet"), columns, rows))
        yield from _beyond(told.undecided, told)
        counted = ngettext(
            "what to do with the %(count)s candidate that is not decided",
            "what to do with the %(count)s candidates that are not decided",
            len(told.undecided),
        )
        yield Block(text=Gap(counted % {"count": number(len(told.undecided))}))


def _why(row: CandidateRow, told: Planned) -> str:
    """Return the reason that was written, and what the proposal says beside it."""
    reason = row.candidate.reason
    return " ".join([reason, *(each for each in told.proposed(row) if each not in reason)]).strip()


# --- a candidate's words and figures ------------------------------------------------------------


def title(row: CandidateRow) -> str:
    """Return what a candidate is called, and how much of it is chosen where that is not all."""
    name = str(row.candidate.initiative.title)
    return f"{name} ({row.part})" if row.part else name


def named(rows: Sequence[CandidateRow]) -> str:
    """Return the names of candidates on one line."""
    return ", ".join(f"«{title(row)}»" for row in rows)


def cost_of(row: CandidateRow) -> Decimal | None:
    """Return what it costs in all the years; None where it cannot be added."""
    known = [cell.cost for cell in row.years if cell.cost is not None]
    return sum(known, Decimal()) if len(known) == len(row.years) else None


def _shown(cost: Decimal | None) -> str:
    return _("Not known yet") if cost is None else number(cost)


def years_of(told: Planned) -> dict[str, int]:
    """Return the years of a roadmap, and of its prices, as sentences name them."""
    roadmap = told.roadmap
    return {
        "first": roadmap.first_year,
        "last": roadmap.last_year,
        "prices": roadmap.price_year,
    }
