"""What would come of a workbook, what to know about it first, and what has to be answered."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from stafett.files.models import Upload
from stafett.files.queries.kommit.benefits import benefit
from stafett.files.queries.kommit.book import Book, kept
from stafett.files.queries.kommit.card import card
from stafett.files.queries.kommit.costs import costs
from stafett.files.rules import kommit_figures, kommit_says, reading
from stafett.files.rules.kommit_figures import Difference
from stafett.files.rules.proposals import Preview, Proposal
from stafett.lib import Acting
from stafett.ui.figures import number as shown_number


def preview(acting: Acting, upload: Upload) -> Preview:
    """Return what would come of the workbook, with the answers that are given."""
    told = kommit_says.says(bytes(upload.content))
    if told.is_untouched:
        return Preview()
    book = Book(acting, upload, told)
    for proposal in _all(book):
        book.found.setdefault(proposal.key, proposal)
    return Preview(tuple(book.found.values()), tuple(_says(book)), tuple(_asks(book)))


def _all(book: Book) -> Iterator[Proposal]:
    yield from card(book)
    for line in book.told.used:
        yield from benefit(book, line)
    yield from costs(book)
    yield from _kept(book)


def _kept(book: Book) -> Iterator[Proposal]:
    for cell in kommit_says.without_a_home(book.told):
        group = _("Kept in the file: %(sheet)s") % {"sheet": cell.sheet}
        says = _("It has no home here. It stays in the file, and comes along out again.")
        yield replace(kept(f"kept/{cell.sheet}/{cell.address}", group, cell, says), is_aside=True)


def _says(book: Book) -> Iterator[str]:
    for differs in kommit_figures.differences(book.told.book):
        yield _disagrees(book, differs)
    if rate := book.told[kommit_says.RATE].typed:
        says = _(
            "The file reckons with a rate of %(rate)s. We go on with our own, and do not take "
            "it over."
        )
        yield says % {"rate": rate}


def _disagrees(book: Book, differs: Difference) -> str:
    ours = _("nothing") if differs.ours is None else shown_number(differs.ours, 2)
    says = _("%(cell)s says %(theirs)s. We reckon %(ours)s.") % {
        "cell": f"{differs.sheet} {differs.address}",
        "theirs": reading.typed(differs.shown) or "–",
        "ours": ours,
    }
    return f"{says} {_why(book, differs)}"


def _why(book: Book, differs: Difference) -> str:
    if not differs.is_reckoned:
        return _("Somebody has typed over the formula there.")
    if texts := kommit_says.texts_among_amounts(book.told):
        places = ", ".join(each.place for each in texts)
        return _("There is a text where an amount belongs: %(places)s.") % {"places": places}
    return _("It was saved without being reckoned, or a formula is changed.")


def _asks(book: Book) -> Iterator[str]:
    if book.initiative is not None:
        return
    asked = {
        "title": _("Write what the initiative is called."),
        "problem": _("Write what the problem is."),
        "affected_group": _("Write who it affects."),
        "today": _("Write how it is today."),
        "sector": _("Choose what it is about."),
        "solution": _("Write what you will do."),
    }
    has_title = bool(book.told[kommit_says.NAME].typed)
    for name, says in asked.items():
        if not book.answers.get(name) and not (name == "title" and has_title):
            yield says
