"""The board pack: twice a year, how the portfolio of a region or a municipality stands.

Five slides: what we set out to do, what came of it against plan, what is late and who has it, what
the board is asked to decide, and what it all rests on. Where a slide has room for some only, it
says how many more there are, and the notes have them all (R44).
"""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.cases.models import Case
from stafett.initiatives.models import Answer, Initiative, Participation, Stage
from stafett.lib import Acting
from stafett.lib.papers import Column, Table
from stafett.lib.slides import Bars, Deck, Slide
from stafett.organisations.models import Organisation
from stafett.reports.queries.adding import Sum
from stafett.reports.queries.papers import words
from stafett.reports.queries.papers.attention import Attention, attention
from stafett.reports.queries.rollup import AccountTable, InitiativeRow, Rollup
from stafett.ui.figures import day, number

BARS, POINTS, BESIDE = 7, 8, 4
"""So many bars and points there is room for on a slide."""
ROOM, WHOLE, HALF = 4.5, 12.13, 5.86
"""Inches of a slide: how high a table may be, and how wide."""
A_ROW, A_LINE, SIGNS_IN_AN_INCH = 0.16, 0.21, 13
LONGEST_LABEL = 34
MONTHS = 6


def pack(acting: Acting, page: Rollup, now: datetime) -> Deck:
    """Return the slides of an organisation, as somebody may see them."""
    found = _initiatives(acting, page.organisation)
    told = attention(acting, page, found)
    name = page.organisation.label
    return Deck(
        lang=words.language(),
        title=_("The portfolio of %(name)s") % {"name": name},
        author=name,
        made_at=now,
        foot=f"{name} · {day(page.day)}",
        slides=[
            _state(acting, page, found),
            _realised(acting, page),
            _late(acting, page, told),
            _asks(acting, page, found, told),
            _method(acting, page),
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


# --- what we set out to do ------------------------------------------------------------------------


def _state(acting: Acting, page: Rollup, found: Sequence[Initiative]) -> Slide:
    title = _("What we set out to do, and where we are")
    if not found:
        lead = _("%(name)s has no initiatives yet.") % {"name": page.organisation.label}
        return Slide(title, lead, _sources(acting, page))
    columns = [Column(_("Initiative"), 3.2), Column(_("Leg"), 1)]
    rows = [[row.title, capfirst(str(row.get_stage_display()))] for row in reversed(found)]
    shown = _fitting(columns, rows, HALF)
    lead = ngettext("%(count)s initiative.", "%(count)s initiatives.", len(found))
    lead %= {"count": number(len(found))}
    notes = [*(_owned(row) for row in found), *_sources(acting, page)]
    table = Table(_("The initiatives"), columns, shown)
    bars = _by_leg(found)
    return Slide(title, _more(lead, len(shown), len(rows)), notes, bars=bars, table=table)


def _owned(row: Initiative) -> str:
    return f"{row.title}: {row.get_stage_display()}, {row.organisation.label}"


def _by_leg(found: Sequence[Initiative]) -> Bars:
    counted = [(stage, sum(row.stage == stage for row in found)) for stage in Stage]
    names = [capfirst(str(stage.label)) for stage, _count in counted]
    counts = [count for _stage, count in counted]
    says = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    return Bars(_("Initiatives by leg"), says, names, [(_("Initiatives"), counts)])


# --- what came of it ------------------------------------------------------------------------------


def _realised(acting: Acting, page: Rollup) -> Slide:
    title, notes = _("What is realised, against plan"), _sources(acting, page)
    if not page.tables:
        return Slide(title, _("Nothing is promised yet."), notes)
    read = sum(each.total.read for each in page.tables)
    promises = sum(each.total.promises for each in page.tables)
    lead = _(
        "A full year. %(read)s of %(of)s promises are measured. Kroner, hours and quality are "
        "never added."
    ) % {"read": number(read), "of": number(promises)}
    told = [line for each in page.tables for line in _in_full(each)]
    drawn = max(page.tables, key=lambda each: (len(_drawable(each)), each.total.read))
    bars, lead = (_chart(drawn), _drawn(drawn, lead)) if _drawable(drawn) else (None, lead)
    return Slide(title, lead, [*told, *notes], bars=bars, table=_accounts(page, bars is None))


def _drawable(each: AccountTable) -> list[InitiativeRow]:
    rows = [row for sector in each.sectors for row in sector.initiatives]
    known = [row for row in rows if row.sum.forecast is not None]
    return sorted(known, key=lambda row: -(row.sum.forecast.likely if row.sum.forecast else 0))


def _drawn(each: AccountTable, lead: str) -> str:
    """Say what the chart is of, and how many more there are."""
    shown, of = min(BARS, len(_drawable(each))), len(_drawable(each))
    lead = f"{lead} {_('The chart')}: {each.title}, {_unit(each)}."
    return _more(lead, shown, of)


def _chart(each: AccountTable) -> Bars:
    rows = _drawable(each)[:BARS]
    forecast = [row.sum.forecast.likely if row.sum.forecast else None for row in rows]
    measured = [row.sum.measured for row in rows]
    series = [(_("Forecast, likely"), forecast), (_("Measured so far"), measured)]
    says = _("Bars of what is forecast and measured. %(told)s") % {
        "told": ". ".join(_bar(row) for row in rows)
    }
    return Bars(f"{each.title}, {_unit(each)}", says, [_label(row) for row in rows], series)


def _bar(row: InitiativeRow) -> str:
    likely = row.sum.forecast.likely if row.sum.forecast else None
    told = f"{row.initiative.title}: {_('Forecast, likely')} {number(likely)}"
    return f"{told}; {_measured(row.sum)}, {words.share(row.sum.read, row.sum.promises)}"


def _in_full(each: AccountTable) -> list[str]:
    """Return an account for the notes: its total, and every initiative in it."""
    total = each.total
    points = (
        [] if total.is_quality else [" – ".join(filter(None, words.three(total.forecast, number)))]
    )
    said = [*points, _measured(total), words.share(total.read, total.promises)]
    rows = [row for sector in each.sectors for row in sector.initiatives]
    return [f"{each.title}, {_unit(each)}: {'; '.join(said)}",
            *(f"  {_bar(row)}" for row in rows)]  # fmt: skip


def _label(row: InitiativeRow) -> str:
    """Return a name as a chart has room for it; the notes tell it in full."""
    title = row.initiative.title
    short = title if len(title) <= LONGEST_LABEL else f"{title[:LONGEST_LABEL].rstrip()}…"
    return short if row.sum.is_measured else f"{short} ({_('Not measured')})"


def _accounts(page: Rollup, is_wide: bool) -> Table:
    wide = 2.4 if is_wide else 2.0
    columns = [
        Column(_("Account"), wide),
        Column(_("Promised, likely"), 1.1, is_number=True),
        Column(_("Measured so far"), 1.1, is_number=True),
        Column(_("Promises measured"), 1.1, is_number=True),
    ]
    return Table(_("Kroner, hours and quality: each by itself"), columns,
                 [_account(each) for each in page.tables])  # fmt: skip


def _account(each: AccountTable) -> list[str]:
    total = each.total
    likely = total.forecast.likely if total.forecast is not None else None
    promised = (
        "–" if total.is_quality else number(likely) if likely is not None else _("Not known yet")
    )
    read = words.share(total.read, total.promises)
    return [f"{each.title}, {_unit(each)}", promised, _measured(total), read]


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


# --- what is late, and what to decide -------------------------------------------------------------


def _late(acting: Acting, page: Rollup, told: Attention) -> Slide:
    title, notes = _("What is late or came back, and who has it"), _sources(acting, page)
    if not told.late:
        return Slide(title, _("Nothing is late, and no baton has come back."), notes)
    columns = [
        Column(_("What"), 3), Column(_("Municipality"), 1.3), Column(_("Why"), 4.2),
        Column(_("Who has it"), 1.6), Column(_("Since"), 1.8),
    ]  # fmt: skip
    cut = [[*row.cells[:2], _in_short(row.why), *row.cells[3:]] for row in told.late]
    shown = _fitting(columns, cut, WHOLE)
    lead = ngettext("%(count)s thing, the oldest first.", "%(count)s things, the oldest first.",
                    len(told.late)) % {"count": number(len(told.late))}  # fmt: skip
    full = ["; ".join(row.cells) for row in told.late]
    table = Table(title, columns, shown)
    return Slide(title, _more(lead, len(shown), len(cut)), [*full, *notes], table=table)


def _asks(acting: Acting, page: Rollup, found: Sequence[Initiative], told: Attention) -> Slide:
    title, learned = _("What we ask the board to decide"), _learned(acting, found, page.day)
    lead = _("Nothing waits for the board now.")
    if told.asks:
        lead = ngettext("%(count)s decision.", "%(count)s decisions.", len(told.asks))
        lead %= {"count": number(len(told.asks))}
    since = {"day": day(_months_before(page.day))}
    beside = [_("What we learned since %(day)s") % since, *_some([*learned], BESIDE)]
    if not learned:
        lead, beside = f"{lead} {_('Nothing is told yet since %(day)s.') % since}", []
    full = [*told.asks, *(" ".join(each) for each in learned.items()), *_sources(acting, page)]
    return Slide(title, lead, full, points=_some(told.asks, POINTS), beside=beside)


def _some(told: Sequence[str], most: int) -> list[str]:
    """Return as many as there is room for, and how many more there are."""
    shown = [f"• {_in_short(each)}" for each in told[:most]]
    left = len(told) - most
    more = ngettext("%(count)s more, in the notes.", "%(count)s more, in the notes.", left)
    return shown if left <= 0 else [*shown, more % {"count": number(left)}]


def _learned(acting: Acting, found: Sequence[Initiative], today: date) -> dict[str, str]:
    """Return what was told or stopped lately, each with all that is said of it."""
    cases = Case.objects.visible_to(acting).published().filter(initiative__in=found)
    late = cases.filter(published_at__date__gte=_months_before(today))
    rows = late.order_by("-published_at", "id")
    told = {f"{row.title}: {row.get_result_display()}.": row.failed_told for row in rows}
    stops = _("%(title)s was stopped in time.")
    stopped = [row for row in found if row.stage == Stage.STOPPED]
    return told | {stops % {"title": row.title}: row.stopped_reason for row in stopped}


def _months_before(today: date) -> date:
    month = today.month - MONTHS
    return date(today.year if month > 0 else today.year - 1, month if month > 0 else month + 12, 1)


# --- what it rests on -----------------------------------------------------------------------------


def _method(acting: Acting, page: Rollup) -> Slide:
    told = _sources(acting, page)
    unknown = [_unread(page), *_overdue(page)]
    points = [f"• {each}" for each in (*unknown, *_about(acting, page), _left_out(page))]
    used = [_("The figures it rests on"), *(f"• {each}" for each in _figures(page))]
    lead = _("Measured is what was read; forecast is what was promised. They are never mixed.")
    title = _("How we reckoned, and what nobody knows yet")
    return Slide(title, lead, told, points=points, beside=used)


def _unread(page: Rollup) -> str:
    left = sum(each.total.promises - each.total.read for each in page.tables)
    told = ngettext("%(count)s promise is not measured yet: unknown, and never counted as reached.",
                    "%(count)s promises are not measured yet: unknown, and never counted as "
                    "reached.", left)  # fmt: skip
    return told % {"count": number(left)}


def _overdue(page: Rollup) -> list[str]:
    if not page.unknown:
        return []
    told = ngettext("Of %(count)s promise the reading is overdue.",
                    "Of %(count)s promises the reading is overdue.", page.unknown)  # fmt: skip
    return [told % {"count": number(page.unknown)}]


def _about(acting: Acting, page: Rollup) -> list[str]:
    scope = _("Results of %(name)s, all services") % {"name": page.organisation.label}
    return [f"{name}: {says}" for name, says in words.about(acting, page.day, scope)]


def _left_out(page: Rollup) -> str:
    left = page.left_out
    return _(
        "In no sum: %(waiting)s wait for a yes, %(doubled)s would count twice, %(unknown)s are "
        "not known in numbers, %(stopped)s are on stopped initiatives. Nothing else is cut."
    ) % {
        "waiting": number(left.waiting),
        "doubled": number(left.doubled),
        "unknown": number(left.unknown),
        "stopped": number(left.stopped),
    }


def _figures(page: Rollup) -> list[str]:
    return [
        f"{' '.join(filter(None, [str(each.title), str(each.year or '')]))}: {each.said} "
        f"({each.source}, {day(each.valid_from)})"
        for each in page.used
    ]


def _sources(acting: Acting, page: Rollup) -> list[str]:
    """Return what a slide rests on: when, of what, for whom, by which figures, what is left out."""
    return [*_about(acting, page), _left_out(page), *_figures(page)]


# --- what the slides share ------------------------------------------------------------------------


def _fitting(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], wide: float
) -> list[Sequence[str]]:
    """Return as many rows as a slide has room for; long names take more lines."""
    inches = wide / sum(column.width for column in columns)
    signs = [max(column.width * inches * SIGNS_IN_AN_INCH - 2, 1) for column in columns]
    room, here = ROOM - A_ROW - A_LINE, []
    for row in rows:
        room -= A_ROW + A_LINE * max(
            ceil(len(text) / most) for text, most in zip(row, signs, strict=True)
        )
        if room < 0:
            break
        here.append(row)
    return here


def _more(lead: str, shown: int, of: int) -> str:
    """Say how many are shown, where there are more."""
    if shown >= of:
        return lead
    told = _("%(here)s of %(all)s are shown here; all of them are in the notes.")
    return f"{lead} {told % {'here': number(shown), 'all': number(of)}}"


def _in_short(text: str, most: int = 150) -> str:
    """Return a text as a slide has room for it; the notes tell it in full."""
    one = " ".join(text.split())
    return (
        one
        if len(one) <= most
        else f"{one[:most].rsplit(' ', 1)[0]} … ({_('all of it in the notes')})"
    )
