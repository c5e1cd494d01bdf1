"""A list from a spreadsheet, with what is said of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from stafett.files.models import Upload
from stafett.files.rules import columns as rules
from stafett.files.rules import proposals as told
from stafett.files.rules.proposals import Cell, Proposal
from stafett.indicators import queries as indicators
from stafett.indicators.models import Indicator
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, listings, typed
from stafett.lib.inputs import can_be_shown, clean_text
from stafett.lib.listings import Line, Listing
from stafett.lib.typed import NotUnderstood, shown

MOST_PEOPLE = 10_000_000


@dataclass(frozen=True)
class Sorted:
    """A list with what is said of its columns."""

    listing: Listing
    what: str
    columns: Mapping[str, int]
    decimals: str
    indicator: Indicator | None
    initiative: Initiative | None

    def cell(self, line: Line, name: str) -> str:
        """Return what stands in a row for a field; nothing where no column has it."""
        place = self.columns.get(name, rules.NO_COLUMN)
        return line.cells[place].strip() if place != rules.NO_COLUMN else ""

    def where(self, line: Line, name: str) -> Cell:
        """Return the address of a field in a row, with what was typed there."""
        place = self.columns.get(name, rules.NO_COLUMN)
        letter = listings.letter(place) if place != rules.NO_COLUMN else ""
        return Cell("", f"{letter}{line.number}", self.cell(line, name))

    @cached_property
    def asks(self) -> list[str]:
        """What has to be answered before a row can be read."""
        is_share = bool(self.indicator and self.indicator.is_share)
        asks = rules.missing(self.what, self.columns, is_share=is_share)
        if self.what == rules.READINGS and self.indicator is None:
            asks = [_("Which yardstick are they readings of?"), *asks]
        if self.what == rules.COSTS and self.initiative is None:
            asks = [_("Which initiative are they costs of?"), *asks]
        return asks + rules.twice(self.what, self.columns)


def sorted_out(acting: Acting, upload: Upload) -> Sorted:
    """Return the list with what is answered, and what is guessed where nobody has answered."""
    listing = listings.read(bytes(upload.content))
    said = upload.settings
    what = said.get("what") if said.get("what") in rules.WHAT else None
    what = what or rules.likely_list(listing.headings)
    columns = _columns(said, what, listing)
    return Sorted(
        listing=listing,
        what=what,
        columns=columns,
        decimals=_decimals(said, listing, what, columns),
        indicator=_row(yardsticks(acting), said.get("indicator")),
        initiative=_row(own_initiatives(acting), said.get("initiative") or upload.about_id),
    )


def _columns(said: Mapping[str, Any], what: str, listing: Listing) -> dict[str, int]:
    """Return the columns as they were said for this kind of list; else the likely ones."""
    if said.get("columns_of") != what:
        return rules.guessed(what, listing.headings)
    kept = said.get("columns", {})
    width = len(listing.headings)
    return {name: place for name, place in kept.items() if place in range(-1, width)}


def _decimals(
    said: Mapping[str, Any], listing: Listing, what: str, columns: Mapping[str, int]
) -> str:
    """Return the sign before decimals as it was said; else as the amounts are written."""
    if said.get("decimals") in rules.SIGNS:
        return str(said["decimals"])
    places = [columns.get(name, rules.NO_COLUMN) for name in rules.AMOUNTS[what]]
    texts = [text for place in places if place >= 0 for text in listing.column(place)]
    otherwise = typed.POINT if listing.delimiter == "," else typed.COMMA
    return typed.decimal_sign(texts, otherwise=otherwise)


def yardsticks(acting: Acting) -> Any:
    """Return the yardsticks that readings can be brought for."""
    return indicators.visible(acting).filter(retired_on=None).order_by("name")


def own_initiatives(acting: Acting) -> Any:
    """Return the initiatives that costs can be brought for."""
    own = initiatives.visible(acting).filter(organisation_id=acting.organisation_id)
    return own.order_by("title")


def _row(rows: Any, pk: Any) -> Any:
    return rows.filter(pk=pk).first() if pk else None


# --- what the rows share --------------------------------------------------------------------


def refused(line: Line, cell: Cell, group: str, reason: str, thing: str) -> Proposal:
    """Return a row that cannot be brought in, with what it says and why."""
    text = " · ".join(shown(text) for text in line.cells if text.strip())
    return Proposal(
        f"row:{line.number}", thing, group, text[:200], told.REFUSED, cell=cell, reason=reason
    )


def short(text: str, most: int) -> str:
    """Return a clean text of no more signs than there is room for."""
    text = clean_text(text)
    if len(text) > most:
        raise NotUnderstood(
            _("«%(text)s» has more than %(most)s signs.") % {"text": shown(text), "most": most}
        )
    if not can_be_shown(text):
        raise NotUnderstood(_("The text has signs that cannot be shown. Paste it as plain text."))
    return text


def people(text: str) -> int | None:
    """Return how many people a cell says; None where it is empty."""
    if not text:
        return None
    number = typed.number(text)
    if number != int(number) or not 0 <= number <= MOST_PEOPLE:
        raise NotUnderstood(_("«%(text)s» is not a number of people.") % {"text": shown(text)})
    return int(number)


def chosen(text: str, known: Mapping[str, str], labels: Any) -> str:
    """Return the choice a cell names, by its name in any of our languages."""
    if found := known.get(listings.key(text)):
        return found
    names = ", ".join(str(label) for label in labels)
    raise NotUnderstood(
        _("«%(text)s» is none of these: %(names)s.") % {"text": shown(text), "names": names}
    )
