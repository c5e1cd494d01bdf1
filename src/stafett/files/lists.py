"""The kind of file that is a list: CSV, with each column said to be what it is."""

from django.utils.translation import gettext_lazy as _

from stafett.files.actions import columns, readings
from stafett.files.forms.columns import ColumnsForm
from stafett.files.queries.columns import preview
from stafett.files.queries.list_costs import COST
from stafett.files.queries.list_needs import NEED
from stafett.files.queries.readings import READING
from stafett.files.rules.kinds import Kind
from stafett.lib import listings

ENDINGS = (".csv", ".tsv", ".txt")


def recognises(content: bytes, name: str) -> bool:
    """Whether it is a list; one that is damaged is refused here, with what to do."""
    if not name.lower().endswith(ENDINGS):
        return False
    listings.read(content)
    return True


KIND = Kind(
    name="list",
    label=_("A list from a spreadsheet (CSV)"),
    about=_(
        "Readings, needs or costs, one on each row. You say which column is what, and see every "
        "row before anything is written."
    ),
    endings=ENDINGS,
    recognises=recognises,
    form=ColumnsForm,
    preview=preview,
    template="files/parts/columns.html",
    makers={READING: readings.reading, NEED: columns.need, COST: columns.cost},
)
