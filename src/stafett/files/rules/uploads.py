"""Who brings files in, how large they may be, and what can be done with them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from stafett.files.rules.kinds import Kind
from stafett.lib import Acting, Refused
from stafett.lib.states import Order
from stafett.needs.rules import KEEPERS

PREVIEWED, IMPORTED, UNDONE = "previewed", "imported", "undone"
STATES: Mapping[str, Mapping[str, str]] = {
    PREVIEWED: {"look": PREVIEWED, "bring": IMPORTED, "discard": PREVIEWED},
    IMPORTED: {"undo": UNDONE},
    UNDONE: {"look": UNDONE, "bring": IMPORTED, "discard": UNDONE},
}
_REASONS = {
    PREVIEWED: lambda: _("This file is not brought in yet. Look at the preview first."),
    IMPORTED: lambda: _("This file is brought in. Undo it first, or bring the file once more."),
    UNDONE: lambda: _("This import is undone. Look at the preview before you bring it in again."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not
MOST_BYTES = 10_000_000
MOST_NAMED = 5


class NotTheirs(Refused):
    """Files are brought in by others."""


def may_bring(by: Acting) -> bool:
    """Whether this person looks after what the organisation has in other programs."""
    return by.is_somebody and by.role_kind in KEEPERS


def check_may_bring(by: Acting) -> None:
    """Those who look after needs and initiatives bring files in."""
    if not may_bring(by):
        raise NotTheirs(_("Leaders and those who lead initiatives bring files in."))


def check_size(size: int) -> None:
    """A file that is empty or very large is not read."""
    if not size:
        raise Refused(_("The file is empty."), field="file")
    if size > MOST_BYTES:
        raise Refused(
            _("The file is larger than %(most)s MB. Divide it, or take out what is not needed.")
            % {"most": MOST_BYTES // 1_000_000},
            field="file",
        )


def known(kind: Kind | None) -> Kind:
    """Return the kind of a file; what nobody knows how to read is not kept."""
    if kind is None:
        raise Refused(
            _("We do not know this kind of file. See below which ones can be brought in."),
            field="file",
        )
    return kind


def check_answered(asks: Sequence[str]) -> None:
    """What has to be known before anything is written."""
    if asks:
        raise Refused(" ".join(asks))


def check_does(does: bool) -> None:
    """Nothing is written where there is nothing new."""
    if not does:
        raise Refused(_("There is nothing new in the file. Everything is as it was."))


def check_untouched(touched: Sequence[str]) -> None:
    """What somebody has changed or built upon since stays."""
    if touched:
        named = ", ".join(f"«{each}»" for each in touched[:MOST_NAMED])
        more = len(touched) - MOST_NAMED
        if more > 0:
            named = _("%(named)s and %(more)s more") % {"named": named, "more": more}
        raise Refused(
            _(
                "This cannot be undone: %(named)s has been changed or built upon since. Take that "
                "away first, or mend what was wrong where it stands."
            )
            % {"named": named}
        )
