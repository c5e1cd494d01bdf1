"""What the documents have in common: figures as they print them, and what they rest on (R44)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stafett.benefits.queries.sums import AccountSum, Line, Span
from stafett.lib import Acting
from stafett.lib.papers import Block, Column, Part, Table
from stafett.lib.text import folded
from stafett.organisations.queries import Figure
from stafett.reports.queries.papers.knowing import Known
from stafett.ui.figures import day, number

THOUSAND = 1000
SAME = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}
LONGEST_NAME = 48


def language() -> str:
    """Return the language a document is written in."""
    return get_language() or settings.LANGUAGE_CODE


def file_name(kind: str, title: str, on: date) -> str:
    """Return what a file is called, in plain letters: what it is, of what, and from which day."""
    named = slugify(folded(title))[:LONGEST_NAME].strip("-")
    return "-".join(filter(None, [slugify(folded(kind)), named, f"{on:%Y-%m-%d}"]))


# --- figures --------------------------------------------------------------------------------


def thousands(amount: Any) -> str:
    """Return an amount in thousand kroner, to the hundred: 1234567 is «1 234,6»."""
    return number(None if amount is None else float(amount) / THOUSAND, 1)


def three(span: Span | None, written: Any = thousands) -> list[str]:
    """Return low, likely and high; what is not known is said so."""
    if span is None:
        return [_("Not known yet"), "", ""]
    return [written(span.low), written(span.likely), written(span.high)]


def three_heads(width: float = 0.9) -> list[Column]:
    """Return the heads of low, likely and high."""
    return [Column(head, width, is_number=True) for head in (_("Low"), _("Likely"), _("High"))]


def measured(account: AccountSum) -> str:
    """Return what is measured of an account in its own unit, or that nothing is."""
    value = account.measured.value
    if value is None:
        return _("Not measured")
    if account.is_quality:
        return _("%(there)s at target") % {"there": number(value)}
    return number(value)


def unit_of(account: AccountSum) -> str:
    """Return what an account is counted in, with its price year."""
    if account.is_quality:
        return _("targets")
    if account.is_hours:
        return _("hours a year")
    if account.price_year is None:
        return _("kr a year")
    return _("kr a year, %(year)s prices") % {"year": account.price_year}


def why_not_counted(line: Line) -> str:
    """Say whether a promise is in the sums, and why not."""
    if line.left_out:
        return line.left_out
    if not line.is_confirmed:
        return _("No: waits for its owner’s yes")
    return line.unknown or _("Yes")


def share(count: int, of: int) -> str:
    """Return «2 of 7»."""
    return _("%(counted)s of %(of)s") % {"counted": number(count), "of": number(of)}


# --- what it rests on -----------------------------------------------------------------------


def rests_on(known: Known, *, figures: Sequence[Figure], scope: str) -> Part:
    """Return the last part: when, for whom, by which figures, and what is left out."""
    facts = about(known.acting, known.made_at, scope)
    blocks = [Block(facts=facts), *_left_out(known), *figure_table(figures)]
    return Part(_("What this rests on"), blocks)


def about(acting: Acting, made_at: date, scope: str) -> list[tuple[str, str]]:
    """Return when a document was made, of what, as seen by whom, and in which language."""
    who = acting.organisation_name or _("anybody")
    return [
        (_("Made on"), day(made_at)),
        (_("Of what"), scope),
        (_("Seen by"), _("What %(name)s may see.") % {"name": who}),
        (_("Language"), SAME.get(language(), language())),
    ]


def figure_table(figures: Sequence[Figure]) -> list[Block]:
    """Return the figures that something is reckoned by, each with its source."""
    if not figures:
        return []
    columns = [
        Column(_("Figure"), 2.2),
        Column(_("Value"), 1.2, is_number=True),
        Column(_("Holds from"), 1.2),
        Column(_("Source"), 3),
    ]
    rows = [[_named(each), each.said, day(each.valid_from), each.source] for each in figures]
    return [Block(table=Table(_("The figures it rests on"), columns, rows))]


def _named(figure: Figure) -> str:
    year = f" {figure.year}" if figure.year is not None else ""
    own = f" ({_('our own')})" if figure.own else ""
    return f"{figure.title}{year}{own}"


def _left_out(known: Known) -> Iterator[Block]:
    told = list(_not_there(known))
    yield Block(
        text=_("Nothing is cut: all that may be seen is in the document.")
        if not told
        else _("All that may be seen is in the document. Not in the sums, or not told:")
    )
    if told:
        yield Block(points=told)


def _not_there(known: Known) -> Iterator[str]:
    if known.sums is None and known.benefits:
        yield _("What each municipality promises is its own to show.")
    if known.over:
        yield ngettext(
            "%(count)s promise that was declined or taken back",
            "%(count)s promises that were declined or taken back",
            known.over,
        ) % {"count": number(known.over)}
    if known.gone:
        says = _("Taken away, and their marks are not used again: %(marks)s")
        yield says % {"marks": ", ".join(known.gone)}
    for each in known.promises:
        if not each.line.counts:
            yield f"{each.id} {each.name}: {why_not_counted(each.line)}"


def points(texts: Iterable[str]) -> list[Block]:
    """Return a list, if there is anything in it."""
    found = [text for text in texts if text]
    return [Block(points=found)] if found else []
