"""What would come of a list from a spreadsheet, row by row."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.files.models import Upload
from stafett.files.queries.list_costs import costs
from stafett.files.queries.list_needs import new_needs
from stafett.files.queries.list_readings import readings
from stafett.files.queries.lists import Sorted, sorted_out
from stafett.files.rules import columns as rules
from stafett.files.rules import proposals as told
from stafett.files.rules.proposals import Preview, Proposal
from stafett.lib import Acting, listings

NAMES = {
    listings.UTF_8: "UTF-8",
    listings.UTF_8_MARKED: "UTF-8",
    listings.UTF_16: "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    listings.WINDOWS: "Windows-1252",
}
Reader = Callable[[Acting, Sorted], Iterator[Proposal]]
READERS: Mapping[str, Reader] = {
    rules.READINGS: readings,
    rules.NEEDS: new_needs,
    rules.COSTS: costs,
}


def preview(acting: Acting, upload: Upload) -> Preview:
    """Return what would come of the list; one row refused, and none of it comes."""
    here = sorted_out(acting, upload)
    says = (" ".join(_says(here)),)
    if here.asks:
        return Preview(says=says, asks=tuple(here.asks))
    rows = tuple(READERS[here.what](acting, here))
    refused = {row.key for row in rows if row.outcome == told.REFUSED} | set(upload.refusals)
    return Preview(rows, says, stops=(_mend(len(refused)),) if refused else ())


def _says(here: Sorted) -> Iterator[str]:
    """Tell how the file was read, and what in it was passed over."""
    signs = {";": _("semicolon"), ",": _("comma"), "\t": _("tab")}
    yield _("Read as %(letters)s, with %(sign)s between the columns.") % {
        "letters": NAMES[here.listing.encoding],
        "sign": signs[here.listing.delimiter],
    }
    if here.listing.encoding == listings.WINDOWS:
        yield _(
            "Look at æ, ø and å below: the file does not say its letters, so we found them out."
        )
    if empty := here.listing.empty:
        text = ngettext(
            "%(count)s empty row is passed over.", "%(count)s empty rows are passed over.", empty
        )
        yield text % {"count": empty}
    if unused := _unused(here):
        yield _("These columns are not used: %(names)s.") % {"names": ", ".join(unused)}


def _unused(here: Sorted) -> list[str]:
    used = set(here.columns.values())
    return [name for place, name in enumerate(here.listing.headings) if place not in used]


def _mend(refused: int) -> str:
    text = ngettext(
        "%(count)s row cannot be brought in as it stands, so none of the file is. "
        "See why below, mend the file and choose it again.",
        "%(count)s rows cannot be brought in as they stand, so none of the file is. "
        "See why below, mend the file and choose it again.",
        refused,
    )
    return text % {"count": refused}
