"""How it may turn out: low, likely and high, and what was drawn, each economy by itself."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from stafett.benefits.queries.outlook import Outlook
from stafett.benefits.queries.own import Own
from stafett.benefits.queries.social import Social
from stafett.lib.papers import Block, Column, Table
from stafett.reports.queries.papers.knowing import Known
from stafett.reports.queries.papers.words import thousands, three, three_heads

Row = tuple[str, Own | Social, Outlook | None]


def how_it_may_turn_out(known: Known) -> list[Block]:
    """Return the two economies side by side, never added, with what each may end at."""
    found = known.economy.reckoned
    if found is None:
        return [Block(text=_("What each municipality promises is its own to show."))]
    rows: list[Row] = [
        (_("The municipality’s own"), found.own, known.outlooks.get("own_outlook")),
        (_("Society"), found.social, known.outlooks.get("social_outlook")),
    ]
    caption = _("Net present value, forecast, thousand kr. The two are never added")
    return [
        Block(table=Table(caption, _heads(), [_row(*row) for row in rows])),
        *(Block(text=text) for text in _said(rows)),
    ]


def what_is_assumed(known: Known) -> list[Block]:
    """Return how it is reckoned, one sentence for each choice."""
    found = known.economy.reckoned
    return [Block(points=found.assumed)] if found else []


def _heads() -> list[Column]:
    return [
        Column(_("Economy"), 1.6),
        Column(_("Prices of"), 0.8, is_number=True),
        *three_heads(),
        *(Column(head, 0.9, is_number=True) for head in ("P10", "P50", "P90")),
    ]


def _row(title: str, told: Own | Social, outlook: Outlook | None) -> list[str]:
    year = str(told.price_year) if told.price_year and told.net else "–"
    return [title, year, *three(told.net), *_drawn(outlook)]


def _drawn(outlook: Outlook | None) -> list[str]:
    if outlook is None:
        return [_("Not drawn"), "", ""]
    return [thousands(point) for point in (outlook.row.p10, outlook.row.p50, outlook.row.p90)]


def _said(rows: Iterable[Row]) -> Iterator[str]:
    for title, told, outlook in rows:
        if told.sentence:
            yield f"{title}: {told.sentence}"
        for missing in told.missing:
            yield f"{title}: {missing.says}"
        if outlook is not None:
            says = f"{outlook.says} {outlook.chance_says} {outlook.swing_says}"
            yield f"{title}: {says} {outlook.rests_on} {outlook.drawn_says}"
