"""The plan for realising the benefits (no: gevinstrealiseringsplan), by the standard's tables.

Forecast and measured stand in columns of their own, and each account in a table of its own.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from stafett.benefits.models import NodeKind
from stafett.lib.papers import Block, Column, Gap, Paper, Part, Table
from stafett.reports.queries.papers import follow_up, gains, people, words
from stafett.reports.queries.papers.knowing import Known
from stafett.reports.queries.papers.uncertainty import how_it_may_turn_out, what_is_assumed
from stafett.ui.figures import day, number


def plan_paper(known: Known) -> Paper:
    """Return the plan of an initiative, as somebody may see it."""
    initiative = known.initiative
    made = {"name": initiative.organisation.label, "day": day(known.made_at)}
    return Paper(
        lang=words.language(),
        title=_("Benefits realisation plan: %(title)s") % {"title": initiative.title},
        author=initiative.organisation.label,
        made_at=known.made_at,
        lead=_("%(name)s. Taken out %(day)s.") % made,
        parts=[
            *_front(known),
            *_grounds(known),
            *gains.benefits(known),
            *follow_up.measures(known),
            *_end(known),
        ],
        foot=f"{_('Benefits realisation plan')} · {initiative.title} · {day(known.made_at)}",
        page=_("Page"),
    )


# --- the front ------------------------------------------------------------------------------


def _front(known: Known) -> Iterator[Part]:
    facts = [
        (_("Project number"), Gap(_("project number"))),
        (_("Case number"), Gap(_("case number"))),
        (_("Dealt with on"), Gap(_("date"))),
        (_("Dealt with by, project owner"), Gap(_("name and position"))),
        (_("Drawn up by, benefit lead"), known.initiative.lead_name or Gap(_("name"))),
        (_("Decision"), Gap(_("approved, not approved, or more to look into"))),
    ]
    log = [
        Column(_("Version"), 0.7),
        Column(_("Date"), 1.3),
        Column(_("Change"), 2.2),
        Column(_("Produced by"), 1.4),
        Column(_("Approved by"), 1.4),
    ]
    by = known.acting.name or Gap(_("name"))
    first = [number(known.initiative.version), day(known.made_at), _("Taken out of Stafett"), by]
    sent = [Column(_("Version sent out")), Column(_("Date"), 1.3), Column(_("Name"), 2)]
    nobody = [Gap(_("version")), Gap(_("date")), Gap(_("name"))]
    tables = [
        Table(_("Change log"), log, [[*first, Gap(_("name"))]]),
        Table(_("Distribution log"), sent, [nobody]),
    ]
    blocks = [Block(facts=facts), *(Block(table=table) for table in tables)]
    yield Part(_("About this document"), blocks)


# --- 1 and 2 --------------------------------------------------------------------------------


def _grounds(known: Known) -> Iterator[Part]:
    yield Part(_("1 Why, what for, and what it makes"), [])
    yield Part(_("1.1 Why"), people.needs_told(known), level=2)
    solution = Block(quote=known.initiative.solution, lang=known.initiative.lang)
    yield Part(_("1.2 The solution"), [solution, *people.differences_told(known)], level=2)
    aims = known.of_kind(NodeKind.OBJECTIVE)
    yield Part(_("1.3 Aims"), [_listed(aims, _("the aims"))], level=2)
    products = known.of_kind(NodeKind.ENABLER)
    yield Part(_("1.4 Main products"), [_listed(products, _("the main products"))], level=2)
    yield Part(_("2 Who answers for the benefits"), [Block(table=_leads(known))])


def _listed(texts: Sequence[str], missing: str) -> Block:
    return Block(points=texts or [Gap(missing)])


def _leads(known: Known) -> Table:
    columns = [
        Column(_("Name"), 1.4),
        Column(_("Position, unit"), 1.6),
        Column(_("Answers for"), 2.4),
    ]
    led = known.initiative
    first = [
        led.lead_name or Gap(_("name")),
        led.organisation.label,
        _("Leads the initiative and keeps this plan"),
    ]
    owned: dict[tuple[str, str], list[str]] = {}
    for each in known.promises:
        owned.setdefault((each.row.commitment.owner_name, each.place), []).append(each.id)
    rows = [[name, place, ", ".join(ids)] for (name, place), ids in owned.items()]
    return Table(_("Benefit lead and benefit owners"), columns, [first, *rows])


# --- 5 and what comes after -------------------------------------------------------------------


def _end(known: Known) -> Iterator[Part]:
    yield Part(_("5 Updated benefits map"), _map(known), is_wide=True)
    yield Part(_("Appendix: uncertainty"), [*how_it_may_turn_out(known), *what_is_assumed(known)])
    yield Part(_("Appendix: those concerned"), people.concerned(known))
    figures = known.economy.reckoned.figures if known.economy.reckoned else []
    scope = _("The initiative «%(title)s»") % {"title": known.initiative.title}
    yield words.rests_on(known, figures=figures, scope=scope)


def _map(known: Known) -> list[Block]:
    spots, arrows = known.net.spots, known.net.arrows
    rows = [
        [
            spot.kind_word,
            _spot(known, key),
            "; ".join(_spot(known, end) for start, end in arrows if start == key) or "–",
        ]
        for key, spot in spots.items()
    ]
    if not rows:
        return [Block(text=Gap(_("the benefits map is not drawn yet")))]
    columns = [Column(_("Column"), 1.2), Column(_("What stands there"), 2.5)]
    columns.append(Column(_("Leads to"), 3.2))
    caption = _("The map in words: what leads to what")
    return [Block(table=Table(caption, columns, rows))]


def _spot(known: Known, key: str) -> str:
    spot = known.net.spots[key]
    return f"{spot.mark} {spot.text}".strip()
