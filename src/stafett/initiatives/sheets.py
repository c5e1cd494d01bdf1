"""Initiatives, to take along."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from stafett.initiatives import queries
from stafett.initiatives.models import Stage
from stafett.lib import Acting
from stafett.lib.sheets import Book, Kind, Sheet, told
from stafett.needs.models import Scope


def initiatives(acting: Acting, filters: queries.Filters, asked: Sequence[tuple[str, str]]) -> Book:
    """Return every initiative that fits."""
    columns = [
        told("id", _("Number"), Kind.PLAIN),
        told("title", _("Name"), width=40),
        told("organisation__label", _("Whose it is"), width=24),
        told("solution", _("The solution"), width=60),
        told("stage", _("How far"), words=Stage, width=20),
        told("lead_name", _("Led by"), width=24),
        told("staff_count", _("People who will work anew"), Kind.NUMBER, is_summed=True),
        told("scope", _("Shared with"), words=Scope, width=24),
        told("group__label", _("Region or network"), width=24),
        told("lang", _("Language")),
        told("registered_at", _("Registered"), Kind.MOMENT, width=18),
        told("stopped_reason", _("Why it stopped"), width=40),
    ]
    sheet = Sheet(_("Initiatives"), columns, partial(queries.exported, acting, filters))
    return Book(_("Initiatives"), [sheet], asked, _("The latest registered first"))
