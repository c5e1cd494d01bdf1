"""Needs, to take along."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from stafett.lib import Acting
from stafett.lib.sheets import Book, Kind, Sheet, told
from stafett.needs import queries
from stafett.needs.models import Outcome, Scope
from stafett.organisations.models import Sector

LONG = 60


def needs(acting: Acting, filters: queries.Filters, asked: Sequence[tuple[str, str]]) -> Book:
    """Return every need that fits, with all that is told of it."""

    def rows() -> Iterator[dict[str, Any]]:
        for row in queries.exported(acting, filters):
            yield dict(zip(queries.EXPORTED, row, strict=True))

    columns = [
        told("number", _("Number"), Kind.PLAIN),
        told("title", _("Title"), width=40),
        told("organisation", _("Whose it is"), width=24),
        told("organisation_number", _("Organisation’s number")),
        told("problem", _("The problem"), width=LONG),
        told("affected_group", _("Who is affected"), width=40),
        told("today", _("How it is today"), width=LONG),
        told("evidence", _("How we know"), width=LONG),
        told("people_heard", _("People asked"), Kind.NUMBER, is_summed=True),
        told("if_nothing_is_done", _("If nothing is done"), width=LONG),
        told("gets_worse", _("Gets worse")),
        told("sector", _("Service"), words=Sector, width=28),
        told("shared_with", _("Shared with"), words=Scope, width=24),
        told("group", _("Region or network"), width=24),
        told("language", _("Language")),
        told("registered_at", _("Registered"), Kind.MOMENT, width=18),
        told("closed_on", _("Closed"), Kind.DAY),
        told("outcome", _("What came of it"), words=Outcome, width=24),
        told("what_came_of_it", _("What came of it, in words"), width=LONG),
    ]
    order = _("The latest registered first")
    return Book(_("Needs"), [Sheet(_("Needs"), columns, rows)], asked, order)
