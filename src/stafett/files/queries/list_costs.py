"""Rows of a list as costs of one initiative."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from stafett.files.queries.lists import Sorted, chosen, refused, short
from stafett.files.queries.words import in_all_languages
from stafett.files.rules import proposals as told
from stafett.files.rules.proposals import Proposal
from stafett.initiatives.models import CostKind, CostLine, Payer, Vat
from stafett.lib import Acting, typed
from stafett.lib.listings import Line
from stafett.lib.text import folded
from stafett.lib.typed import NotUnderstood, shown
from stafett.needs.models import LINE_LENGTH
from stafett.ui.figures import nok

COST = "cost"
FIRST_YEAR, LAST_YEAR = 2000, 2100


def costs(_acting: Acting, here: Sorted) -> Iterator[Proposal]:
    """Yield what would come of each row; what the initiative has already is as before."""
    initiative: Any = here.initiative
    rows = CostLine.objects.filter(initiative=initiative)
    there = {(folded(row.what), row.year): row for row in rows}
    seen: dict[tuple[str, int], int] = {}
    for line in here.listing.lines:
        yield _cost(here, line, there, seen)


def _cost(
    here: Sorted, line: Line, there: Mapping[Any, CostLine], seen: dict[Any, int]
) -> Proposal:
    cell, group = here.where(line, "what"), str(here.initiative)
    try:
        said = _said(here, line)
        key = folded(said["what"]), said["year"]
        if key in seen:
            raise NotUnderstood(_("It stands in row %(row)s already.") % {"row": seen[key]})
    except NotUnderstood as reason:
        return refused(line, cell, group, str(reason), COST)
    seen[key] = line.number
    before = there.get(key)
    return Proposal(
        key=f"cost:{key[1]}:{key[0]}"[:200],
        thing=COST,
        group=group,
        text=f"{said['what']}, {said['year']}: {nok(said['likely'])}",
        outcome=told.SAME if before else told.MAKE,
        cell=cell,
        reason=_here(before, said),
        data={"initiative": here.initiative, "told": said},
    )


def _here(before: CostLine | None, said: Mapping[str, Any]) -> str:
    if before is None:
        return ""
    if before.likely == said["likely"]:
        return _("The initiative has this cost already.")
    return _("The initiative has this cost already, with %(amount)s. Change it there.") % {
        "amount": nok(before.likely)
    }


def _said(here: Sorted, line: Line) -> dict[str, Any]:
    what = short(here.cell(line, "what"), LINE_LENGTH)
    if not what:
        raise NotUnderstood(_("«%(field)s» is empty.") % {"field": _("What it is for")})
    year = _year(here.cell(line, "year"))
    return {
        "what": what,
        "year": year,
        "last_year": _year(here.cell(line, "last_year") or str(year)),
        "price_year": _year(here.cell(line, "price_year")),
        **_amounts(here, line),
        "kind": _choice(here.cell(line, "kind"), CostKind, CostKind.OTHER),
        "vat": _choice(here.cell(line, "vat"), Vat, None),
        "payer": _choice(here.cell(line, "payer"), Payer, Payer.MUNICIPALITY),
        "source": short(here.cell(line, "source"), LINE_LENGTH),
    }


def _amounts(here: Sorted, line: Line) -> dict[str, Any]:
    """Return low, likely and high; one that is not there is as likely (R26 warns then)."""
    likely = here.cell(line, "likely")
    texts = {name: here.cell(line, name) or likely for name in ("low", "likely", "high")}
    found = {name: typed.number(text, decimals=here.decimals) for name, text in texts.items()}
    if not 0 <= found["low"] <= found["likely"] <= found["high"]:
        raise NotUnderstood(_("Low, likely and high do not run upwards from nought."))
    return {name: round(value, 2) for name, value in found.items()}


def _year(text: str) -> int:
    if not (text.isdecimal() and FIRST_YEAR <= int(text[:9]) <= LAST_YEAR):
        raise NotUnderstood(_("«%(text)s» is not a year.") % {"text": shown(text)})
    return int(text)


def _choice(text: str, choices: Any, otherwise: Any) -> str:
    if not text and otherwise is not None:
        return str(otherwise)
    return chosen(text, _known(choices), choices.labels)


@cache
def _known(choices: Any) -> Mapping[str, str]:
    return in_all_languages(choices)
