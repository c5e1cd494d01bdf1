"""The kind of file that is a table of statistics in JSON-stat, as Statistics Norway gives them."""

from django.utils.translation import gettext_lazy as _

from stafett.files.actions import readings, statistics
from stafett.files.forms.statistics import StatisticsForm
from stafett.files.queries.readings import READING
from stafett.files.queries.statistics import INDICATOR, family, preview
from stafett.files.queries.statistics import KIND as NAME
from stafett.files.rules import statistics as rules
from stafett.files.rules.kinds import Kind
from stafett.lib import cubes

ENDINGS = (".json", ".json-stat", ".jsonstat")
STARTS = (b"{", b"\xef\xbb\xbf{")


def recognises(content: bytes, name: str) -> bool:
    """Whether it is a table; one that cannot be read is refused here, with what to do."""
    is_json = content[:100].lstrip().startswith(STARTS)
    if not is_json and not name.lower().endswith(ENDINGS):
        return False
    rules.check_fits(cubes.read(content))
    return True


KIND = Kind(
    name=NAME,
    label=_("Statistics in JSON-stat, from Statistics Norway"),
    about=_(
        "A table with municipalities becomes a yardstick with readings. What is not known stays "
        "not known."
    ),
    endings=ENDINGS,
    recognises=recognises,
    form=StatisticsForm,
    preview=preview,
    makers={INDICATOR: statistics.indicator, READING: readings.reading},
    family=family,
)
