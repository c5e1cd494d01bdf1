"""The board pack: twice a year, how the portfolio of a region or a municipality stands.

It tells what the page of results tells to the same person, and what waits, and what was learned.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from math import ceil
from typing import TypeVar

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.cases.models import Case
from stafett.handovers import queries as handovers
from stafett.handovers import rules as batons
from stafett.handovers.models import Baton
from stafett.initiatives.models import Answer, Initiative, Participation, Stage
from stafett.lib import Acting
from stafett.lib.papers import Column, Table
from stafett.lib.slides import Bars, Deck, Slide
from stafett.organisations.models import Organisation
from stafett.reports.queries.adding import Sum
from stafett.reports.queries.papers import words
from stafett.reports.queries.papers.words import three_heads
from stafett.reports.queries.rollup import AccountTable, InitiativeRow, Rollup
from stafett.ui.figures import day, number

LINES, BARS, POINTS = 14, 8, 7
"""So many lines of a table, bars and points there is room for on a slide."""
SIGNS_IN_A_LINE = 44
LONGEST_LABEL = 46
MONTHS = 6
T = TypeVar("T")


def pack(acting: Acting, page: Rollup, now: datetime) -> Deck:
    """Return the slides of an organisation, as somebody may see them."""
    found = _initiatives(acting, page.organisation)
    name = page.organisation.label
    return Deck(
        lang=words.language(),
        title=_("The portfolio of %(name)s") % {"name": name},
        author=name,
        made_at=now,
        foot=f"{name} · {day(page.day)}",
        slides=[
            *_state(acting, page, found),
            *_accounts(acting, page),
            *_charts(acting, page),
            *_waits(acting, page, found),
            *_learned(acting, page, found),
        ],
    )


def _initiatives(acting: Acting, organisation: Organisation) -> list[Initiative]:
    """Return what the organisation owns or has joined, of what somebody may see."""
    joined = Participation.objects.visible_to(acting).filter(
        municipality=organisation, answer=Answer.JOINS
    )
    ours = Q(organisation=organisation) | Q(pk__in=joined.values("initiative"))
    rows = Initiative.objects.visible_to(acting).filter(ours).select_related("organisation")
    order = list(Stage)
    return sorted(rows, key=lambda row: (order.index(Stage(row.stage)), row.title.casefold()))


# --- what is on each slide --------------------------------------------------------------------


def _state(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> Iterator[Slide]:
    counted = [(stage, sum(row.stage == stage for row in found)) for stage in Stage]
    lead = ngettext("%(count)s initiative, by the leg it is on.",
                    "%(count)s initiatives, by the leg they are on.", len(found))  # fmt: skip
    lead %= {"count": number(len(found))}
    names = [capfirst(str(stage.label)) for stage, _count in counted]
    says = "; ".join(
        f"{name}: {count}" for name, (_stage, count) in zip(names, counted, strict=True)
    )
    bars = Bars(
        _("Initiatives by leg"), says, names, [(_("Initiatives"), [n for _s, n in counted])]
    )
    title = _("The portfolio of %(name)s") % {"name": page.organisation.label}
    yield Slide(title, lead, _sources(acting, page), bars=bars)
    columns = [Column(_("Initiative"), 4), Column(_("Owner"), 2), Column(_("Leg"), 1.5)]
    rows = [
        [row.title, row.organisation.label, capfirst(str(row.get_stage_display()))] for row in found
    ]
    yield from _listed(_("The initiatives"), columns, rows, _sources(acting, page))


def _accounts(acting: Acting, page: Rollup) -> Iterator[Slide]:
    columns = [
        Column(_("Account"), 2.4),
        Column(_("Unit"), 1.7),
        *three_heads(1.1),
        Column(_("Measured so far"), 1.4, is_number=True),
        Column(_("Promises measured"), 1.2, is_number=True),
        Column(_("Municipalities"), 1.1, is_number=True),
    ]
    rows = [_account(each) for each in page.tables]
    title = _("Kroner, hours and quality: each by itself")
    notes = _sources(acting, page)
    if rows:
        yield from _listed(title, columns, rows, notes)
    else:
        yield Slide(title, _("Nothing is promised yet."), notes)


def _account(each: AccountTable) -> list[str]:
    total = each.total
    points = ["–"] * 3 if total.is_quality else words.three(total.forecast, number)
    return [
        each.title,
        _unit(each),
        *points,
        _measured(total),
        words.share(total.read, total.promises),
        words.share(total.read_places, total.places),
    ]


def _unit(each: AccountTable) -> str:
    if each.total.is_quality:
        return _("targets")
    if each.total.is_hours:
        return _("hours a year")
    if each.prices.year is None:
        return _("kr a year")
    return _("kr a year, %(year)s prices") % {"year": each.prices.year}


def _measured(total: Sum) -> str:
    if not total.is_measured:
        return _("Not measured")
    if total.is_quality:
        return _("%(there)s at target") % {"there": number(total.at_target)}
    return number(total.measured)


def _charts(acting: Acting, page: Rollup) -> Iterator[Slide]:
    """Yield forecast beside measured for each account that adds up, initiative by initiative."""
    for each in page.tables:
        rows = [row for sector in each.sectors for row in sector.initiatives]
        told = [row for row in rows if row.sum.forecast is not None]
        pieces = list(_pieces(told, BARS))
        for at, some in enumerate(pieces, start=1):
            yield _chart(acting, page, each, some, _of(at, len(pieces)))


def _chart(
    acting: Acting, page: Rollup, each: AccountTable, rows: Sequence[InitiativeRow], of: str
) -> Slide:
    read = {"read": number(each.total.read), "of": number(each.total.promises)}
    lead = _("A full year. %(read)s of %(of)s promises have measured.") % read
    forecast = [row.sum.forecast.likely if row.sum.forecast else None for row in rows]
    measured = [row.sum.measured for row in rows]
    series = [(_("Forecast, likely"), forecast), (_("Measured"), measured)]
    names = [_label(row) for row in rows]
    full = [
        f"{row.initiative.title}: {_('Forecast, likely')} {number(likely)}; {_measured(row.sum)}, "
        f"{words.share(row.sum.read, row.sum.promises)}"
        for row, likely in zip(rows, forecast, strict=True)
    ]
    title = f"{each.title}, {_unit(each)}{of}"
    says = _("Bars of what is forecast and measured. %(told)s") % {"told": ". ".join(full)}
    bars = Bars(title, says, names, series)
    return Slide(title, lead, [*full, *_sources(acting, page)], bars=bars)


def _label(row: InitiativeRow) -> str:
    """Return a name as a chart has room for it; the notes tell it in full."""
    title = row.initiative.title
    short = title if len(title) <= LONGEST_LABEL else f"{title[:LONGEST_LABEL]}…"
    return short if row.sum.is_measured else f"{short} ({_('Not measured')})"


def _waits(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> Iterator[Slide]:
    columns = [
        Column(_("Initiative"), 3.4),
        Column(_("Municipality"), 1.6),
        Column(_("Where the baton is"), 1.8),
        Column(_("Since"), 1.5),
        Column(_("Waits for"), 1.8),
    ]
    rows = [_baton(row, acting.day) for row in _moving(acting, page, found)]
    title, notes = _("What waits for whom"), _sources(acting, page)
    if rows:
        yield from _listed(title, columns, rows, notes)
    else:
        yield Slide(title, _("No baton waits for anybody."), notes)


def _moving(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> list[Baton]:
    there = Q(municipality=page.organisation) | Q(sender=page.organisation)
    states = [*batons.OPEN_STATES, *batons.CARRIED]
    rows = handovers.visible(acting).filter(there, initiative__in=found, state__in=states)
    return list(rows.order_by("moved_at", "id"))


def _baton(row: Baton, today: date) -> list[str]:
    theirs = row.state in batons.IN_THE_AIR | batons.CARRIED
    return [
        row.initiative.title,
        row.municipality.label,
        capfirst(str(row.get_state_display())),
        day(row.moved_at),
        row.municipality.label if theirs else row.sender.label,
    ]


def _learned(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> Iterator[Slide]:
    since = _months_before(page.day)
    cases = Case.objects.visible_to(acting).published().filter(initiative__in=found)
    rows = cases.filter(published_at__date__gte=since).order_by("-published_at", "id")
    told = [f"{row.title}: {row.get_result_display()}. {row.failed_told}".strip() for row in rows]
    stopped = [row for row in found if row.stage == Stage.STOPPED]
    told += [_("%(title)s was stopped in time: %(why)s")
             % {"title": row.title, "why": row.stopped_reason} for row in stopped]  # fmt: skip
    title, notes = _("What was learned"), [*told, *_sources(acting, page)]
    lead = _("Told since %(day)s, and what was stopped.") % {"day": day(since)}
    pieces = list(_pieces([_in_short(each) for each in told], POINTS))
    for at, some in enumerate(pieces, start=1):
        yield Slide(f"{title}{_of(at, len(pieces))}", lead, notes, points=some)
    if not pieces:
        yield Slide(title, _("Nothing is told yet since %(day)s.") % {"day": day(since)}, notes)


def _in_short(text: str, most: int = 150) -> str:
    """Return a text as a slide has room for it; the notes tell it in full."""
    one = " ".join(text.split())
    return (
        one
        if len(one) <= most
        else f"{one[:most].rsplit(' ', 1)[0]} … ({_('all of it in the notes')})"
    )


def _months_before(today: date) -> date:
    month = today.month - MONTHS
    return date(today.year if month > 0 else today.year - 1, month if month > 0 else month + 12, 1)


# --- what the slides share ----------------------------------------------------------------------


def _listed(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], notes: Sequence[str]
) -> Iterator[Slide]:
    """Yield a table, on as many slides as it takes, each saying how many rows there are in all."""
    pieces = list(_fitting(rows))
    for at, some in enumerate(pieces, start=1):
        lead = _("%(here)s of %(all)s rows.") % {
            "here": number(len(some)),
            "all": number(len(rows)),
        }
        table = Table(title, columns, some)
        yield Slide(f"{title}{_of(at, len(pieces))}", lead, notes, table=table)


def _pieces(rows: Sequence[T], most: int) -> Iterable[Sequence[T]]:
    return (rows[start : start + most] for start in range(0, len(rows), most))


def _fitting(rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Yield the rows by the slide: long names take more lines."""
    here: list[Sequence[str]] = []
    room = LINES
    for row in rows:
        lines = ceil(max(map(len, row)) / SIGNS_IN_A_LINE)
        if here and lines > room:
            yield here
            here, room = [], LINES
        here.append(row)
        room -= lines
    if here:
        yield here


def _of(at: int, count: int) -> str:
    return f" ({at} / {count})" if count > 1 else ""


def _sources(acting: Acting, page: Rollup) -> list[str]:
    """Return what a slide rests on: when, of what, for whom, by which figures, what is left out."""
    scope = _("Results of %(name)s, all services") % {"name": page.organisation.label}
    told = [f"{name}: {says}" for name, says in words.about(acting, page.day, scope)]
    left = page.left_out
    told.append(
        _(
            "In no sum: %(waiting)s wait for a yes, %(doubled)s would count twice, %(unknown)s are "
            "not known in numbers, %(stopped)s are on stopped initiatives. Nothing else is cut."
        )
        % {
            "waiting": number(left.waiting),
            "doubled": number(left.doubled),
            "unknown": number(left.unknown),
            "stopped": number(left.stopped),
        }
    )
    told += [
        f"{each.title} {each.year or ''}: {each.said} ({each.source}, {day(each.valid_from)})"
        for each in page.used
    ]
    return told
