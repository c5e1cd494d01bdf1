"""The fourth part of a plan: what is done, and how it is measured, tables F and G."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stafett.benefits.models import Benefit, NodeKind
from stafett.benefits.queries.promising import reading_number
from stafett.lib.papers import Block, Column, Gap, Part, Table
from stafett.reports.queries.papers.gains import nothing_seen
from stafett.reports.queries.papers.knowing import Known, Promise
from stafett.reports.queries.papers.words import three_heads
from stafett.ui.figures import day

# --- 4 what is done, and how it is measured ---------------------------------------------------


def measures(known: Known) -> Iterator[Part]:
    yield Part(_("4 Measures and follow-up"), [], is_wide=True)
    columns = [
        Column(_("ID"), 0.5),
        Column(_("Description"), 2.4),
        Column(_("What people do differently"), 2.4),
        Column(_("Who is responsible"), 1.6),
        Column(_("Risk profile"), 1.4),
    ]
    rows = [_changed(known, each) for each in _in_order(known)]
    table = Table(_("F. Measures to realise the benefits, and risk"), columns, rows)
    blocks = [Block(table=table)] if rows else [Block(text=_("No benefit is described yet."))]
    title = _("4.1 Measures to realise benefits")
    yield Part(title, [*blocks, *_steps(known)], level=2, is_wide=True)
    title = _("4.2 How the benefits are followed up and measured")
    yield Part(title, _followed_up(known), level=2, is_wide=True)


def _in_order(known: Known) -> list[Benefit]:
    return sorted((row.benefit for row in known.benefits), key=lambda each: each.pk)


def _changed(known: Known, benefit: Benefit) -> list[str]:
    return [
        benefit.mark,
        benefit.name,
        known.behind(benefit, NodeKind.CHANGE) or Gap(_("measure")),
        Gap(_("name and position")),
        Gap(_("low, moderate or high")),
    ]


def _steps(known: Known) -> list[Block]:
    columns = [
        Column(_("Municipality"), 1.4),
        Column(_("What people do differently"), 2.4),
        Column(_("What stops"), 2),
        Column(_("Owner"), 1.4),
        Column(_("From"), 1.3),
        Column(pgettext("change step", "Done"), 1.3),
    ]
    rows = [
        [
            step.baton.municipality.label,
            step.what,
            step.what_stops or "–",
            step.owner_name,
            day(step.due_on),
            day(step.done_on) if step.done_on else _("Not yet"),
        ]
        for step in known.steps
    ]
    table = Table(_("Change steps in the municipalities"), columns, rows)
    return [Block(table=table)] if rows else []


def _followed_up(known: Known) -> list[Block]:
    columns = [
        Column(_("ID"), 0.5),
        Column(_("Who gets which benefit"), 2),
        Column(_("Unit"), 0.9),
        Column(_("Method"), 1.6),
        Column(_("Baseline"), 1, is_number=True),
        *three_heads(0.8),
        Column(_("Measured"), 1, is_number=True),
        Column(_("Read for"), 1.4),
        Column(_("Why less came"), 1.4),
        Column(_("Next reading by"), 1.3),
        Column(_("Measured by"), 1.4),
    ]
    rows = [_read(each) for each in known.promises]
    caption = _("G. Readings: the target is a forecast, what is measured was read")
    if not rows:
        return nothing_seen(known)
    return [Block(table=Table(caption, columns, rows))]


def _read(each: Promise) -> list[str]:
    promise, standing, latest = each.row.commitment, each.standing, each.standing.latest
    indicator = each.benefit.indicator
    targets = (promise.target_low, promise.target_likely, promise.target_high)
    return [
        each.id,
        each.name,
        indicator.unit,
        indicator.method or Gap(_("method")),
        each.row.baseline_number,
        *(reading_number(target) for target in targets),
        reading_number(latest.value) if latest else _("Not measured"),
        _period(latest.period_start, latest.period_end) if latest else "–",
        standing.deviation.cause if standing.deviation else "–",
        pgettext("reading", "concluded") if standing.conclusion else day(standing.due.due_on),
        each.owner,
    ]


def _period(start: date, end: date) -> str:
    return f"{day(start)} – {day(end)}"
