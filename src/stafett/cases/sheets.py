"""The library, to take along."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from stafett.cases import queries
from stafett.cases.models import Result
from stafett.lib import Acting
from stafett.lib.sheets import Book, Kind, Sheet, told
from stafett.needs.models import Scope
from stafett.organisations.models import Sector

LONG = 60


def library(acting: Acting, filters: queries.Filters, asked: Sequence[tuple[str, str]]) -> Book:
    """Return every case that fits, as it is told."""
    columns = [
        told("id", _("Number"), Kind.PLAIN),
        told("title", _("Title"), width=40),
        told("organisation__label", _("Whose it is"), width=24),
        told("sector", _("Service"), words=Sector, width=28),
        told("result", _("What came of it"), words=Result, width=24),
        told("need_told", _("The need"), width=LONG),
        told("affected_group", _("Who it was for"), width=40),
        told("measures_told", _("What we did"), width=LONG),
        told("result_told", _("What came of it, in words"), width=LONG),
        told("failed_told", _("What did not work"), width=LONG),
        told("taken", _("Took it up"), Kind.NUMBER, is_summed=True),
        told("spread", _("Practice changed there"), Kind.NUMBER, is_summed=True),
        told("scope", _("Shared with"), words=Scope, width=24),
        told("group__label", _("Region or network"), width=24),
        told("lang", _("Language")),
        told("published_at", _("Published"), Kind.MOMENT, width=18),
    ]
    sheet = Sheet(_("Cases"), columns, partial(queries.exported, acting, filters))
    return Book(_("Cases"), [sheet], asked, _("The latest published first"))
