"""What would come of an overview, what to know about it first, and what has to be answered."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.files.models import Upload
from stafett.files.queries.portal import things
from stafett.files.queries.portal.overview import Overview, kept
from stafett.files.queries.portal.readings import readings
from stafett.files.queries.portal.whose import choices_for
from stafett.files.rules import portal as rules
from stafett.files.rules.portal import Line
from stafett.files.rules.proposals import Preview, Proposal
from stafett.initiatives.models import Initiative
from stafett.lib import Acting

WHY = {
    "desired": lambda: _("A target is promised by its owner: promise on the benefit with it."),
    "owner": lambda: _("A name is a proposal. The owner says yes to a promise here."),
    "responsible": lambda: _("A name gives nobody a role here."),
    "turnover": lambda: _("How it is taken out is decided in the promise."),
    "conditions": lambda: _("Write it as an assumption in the promise."),
    "realised": lambda: _("The day may be one too early in the file. Say it in the promise."),
    "achieved": lambda: _("As the file shows it. Here it is reckoned from the readings."),
}
"""What has no home here, and where it belongs."""


def preview(acting: Acting, upload: Upload) -> Preview:
    """Return what would come of the overview."""
    book = Overview(acting, upload, rules.export(bytes(upload.content)))
    says = (" ".join(_says(book)),)
    if asks := tuple(_asks(book)):
        return Preview(says=says, asks=asks)
    return Preview(tuple(_all(book)), says)


def _all(book: Overview) -> Iterator[Proposal]:
    for line in book.export.lines:
        yield from _line(book, line)
    why = _("We cannot tell which benefit it belongs to: no name fits, or more than one.")
    yield from (kept(row, "value", why, "lost") for row in book.export.lost)


# --- what is told and asked -----------------------------------------------------------------


def _says(book: Overview) -> Iterator[str]:
    text = ngettext(
        "%(count)s benefit on %(rows)s rows.",
        "%(count)s benefits on %(rows)s rows.",
        book.export.benefits,
    )
    yield text % {"count": book.export.benefits, "rows": len(book.export.lines)}
    yield _(
        "Start values and targets are rounded down in this file, and the days of measurements "
        "cannot be trusted. The list itself, exported as CSV, has both as they are."
    )
    if any(book.export.projects):
        yield _(
            "An overview of a programme may be cut at 500 hits without a word: hold the "
            "number of benefits against the portal."
        )


def _asks(book: Overview) -> Iterator[str]:
    lines = book.export.lines
    if not any(book.chosen(line) for line in lines):
        yield (
            _("Which initiative is it?")
            if choices_for(book.acting)
            else _("Tell about the need first: a new initiative answers one.")
        )
    if any(line.benefit and not line.kind for line in lines) and not book.answers.get("kind"):
        yield _("What kind of benefits are those without a type?")
    if lacks := _without_direction(book, rules.without_direction(lines)):
        names = ", ".join(f"«{line.indicator}»" for line in lacks[:5])
        yield _("Which way is better for %(names)s?") % {"names": names}


def _without_direction(book: Overview, lines: Mapping[str, Line]) -> list[Line]:
    said = book.answers.get("directions", {})
    return [line for key, line in lines.items() if not said.get(key)]


# --- one line -------------------------------------------------------------------------------


def _line(book: Overview, line: Line) -> Iterator[Proposal]:
    if not book.chosen(line):
        if book.is_first(f"left:{line.project}"):
            yield kept(line.row, "project", _("This project is left out."), "left")
        return
    initiative = book.initiative(line)
    if book.is_first(line.key(things.INITIATIVE)):
        yield things.initiative(book, line, initiative)
    if line.indicator:
        yield from _measured_thing(book, line, initiative)
    else:
        yield kept(line.row, "title", _("It has no indicator yet."), "bare")


def _measured_thing(
    book: Overview, line: Line, initiative: Initiative | None
) -> Iterator[Proposal]:
    if not book.is_first(line.key(things.INDICATOR)):
        yield kept(line.row, "indicator", _("The same row stands above."), "again")
        return
    yardstick = things.indicator(book, line)
    here = yardstick.data["indicator"]
    yield yardstick
    if book.is_first(line.key(things.BENEFIT)):
        yield things.benefit(book, line, initiative, here)
    else:
        why = _("A benefit has one yardstick here. This one is defined beside it.")
        yield kept(line.row, "title", why, "second")
    yield from readings(book, line, here)
    for name, says in WHY.items():
        if line.row.text(name):
            yield kept(line.row, name, str(says()), name)
