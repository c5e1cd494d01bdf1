"""Rows of a list as needs."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from stafett.files.queries.lists import Sorted, chosen, people, refused, short
from stafett.files.queries.words import in_all_languages
from stafett.files.rules import columns as rules
from stafett.files.rules import proposals as told
from stafett.files.rules.proposals import Proposal
from stafett.lib import Acting
from stafett.lib.listings import Line
from stafett.lib.text import folded
from stafett.lib.typed import NotUnderstood
from stafett.needs import queries as needs
from stafett.needs.models import LINE_LENGTH, Need
from stafett.organisations.models import Sector

NEED = "need"
TEXTS = ("title", "problem", "affected_group", "today", "evidence", "null_alternative", "reason")


def new_needs(acting: Acting, here: Sorted) -> Iterator[Proposal]:
    """Yield what would come of each row; a title that is here already is as before."""
    own = needs.visible(acting).filter(organisation_id=acting.organisation_id)
    there = {folded(title): pk for pk, title in own.values_list("pk", "title")}
    seen: dict[str, int] = {}
    for line in here.listing.lines:
        yield _need(acting, here, line, there, seen)


def _need(
    acting: Acting, here: Sorted, line: Line, there: Mapping[str, int], seen: dict[str, int]
) -> Proposal:
    cell, group = here.where(line, "title"), str(_("Needs"))
    try:
        said = _said(acting, here, line)
        title = folded(said["title"])
        if title in seen:
            raise NotUnderstood(_("It stands in row %(row)s already.") % {"row": seen[title]})
    except NotUnderstood as reason:
        return refused(line, cell, group, str(reason), NEED)
    seen[title] = line.number
    is_here = title in there
    return Proposal(
        key=f"need:{title}",
        thing=NEED,
        group=group,
        text=said["title"],
        outcome=told.SAME if is_here else told.MAKE,
        cell=cell,
        reason=_("You have a need with this title already.") if is_here else "",
        data=said,
    )


def _said(acting: Acting, here: Sorted, line: Line) -> dict[str, Any]:
    said: dict[str, Any] = {name: _text(here, line, name) for name in TEXTS}
    said["sector"] = _sector(here.cell(line, "sector"))
    said["heard_count"] = people(here.cell(line, "heard_count"))
    return said | {"lang": acting.organisation_language}


def _text(here: Sorted, line: Line, name: str) -> str:
    field = rules.of(rules.NEEDS, name)
    text = short(here.cell(line, name), _room(name))
    if field.is_needed and not text:
        raise NotUnderstood(_("«%(field)s» is empty.") % {"field": field.label})
    return text


def _room(name: str) -> int:
    field: Any = None if name == "reason" else Need._meta.get_field(name)
    return (field and field.max_length) or LINE_LENGTH


def _sector(text: str) -> str:
    """Return the service; a row that names none is about «other»."""
    return chosen(text, _sectors(), Sector.labels) if text else str(Sector.OTHER)


@cache
def _sectors() -> Mapping[str, str]:
    return in_all_languages(Sector)
