"""The files that came, to take along."""

from operator import attrgetter

from django.utils.translation import gettext as _

from stafett.files.queries import uploads as queries
from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Kind, Sheet


def files(acting: Acting) -> Book:
    """Return which files came, who brought them, and how much came of each."""
    columns = [
        Column("file", _("File"), attrgetter("name"), width=44),
        Column("about", _("About"), lambda row: row.about, width=44),
        Column("state", _("Where it is"), lambda row: row.get_state_display(), width=20),
        Column("by", _("Brought by"), attrgetter("uploaded_by_name"), width=28),
        Column("at", _("Brought"), attrgetter("uploaded_at"), Kind.MOMENT, width=18),
        Column("came", _("Things that came of it"), attrgetter("came"), Kind.NUMBER, width=20),
        Column("size", _("Size"), attrgetter("size"), Kind.NUMBER, unit=_("bytes")),
        Column("digest", _("Fingerprint (SHA-256)"), attrgetter("sha256"), width=66),
    ]
    sheet = Sheet(_("Files that came"), columns, lambda: queries.listed(acting))
    return Book(_("Files that came"), [sheet], order=_("The latest first"))
