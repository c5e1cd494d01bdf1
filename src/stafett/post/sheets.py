"""The log of mail, to take along: what, when and to whom, never what it said."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Kind, Sheet
from stafett.post import queries


def log(acting: Acting) -> Book:
    """Return what the organisation has sent, and is about to send."""
    columns = [
        Column("asked", _("Asked for"), attrgetter("asked_at"), Kind.MOMENT, width=18),
        Column("state", _("State"), lambda row: row.get_state_display(), width=24),
        Column("ended", _("When"), attrgetter("ended_at"), Kind.MOMENT, width=18),
        Column("to", pgettext("of a mail", "To"), attrgetter("person.name"), width=28),
        Column("what", _("What"), attrgetter("subject"), width=60),
        Column("tries", _("Tries"), attrgetter("tries"), Kind.NUMBER),
        Column("failure", _("Why not"), attrgetter("failure"), width=40),
    ]
    sheet = Sheet(_("Outgoing mail"), columns, lambda: queries.log(acting).iterator(500))
    return Book(_("Outgoing mail"), [sheet], order=_("The latest first"))
