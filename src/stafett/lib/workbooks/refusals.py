"""Why a workbook is not taken in, and what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.lib.rules import Refused

SAVE_AGAIN = _("Open it in Excel or LibreOffice, save it as .xlsx, and send that one.")
NO_WORKBOOK = _("This is no Excel workbook. Send a file that ends in .xlsx.")
MACROS = _(
    "The workbook holds macros, which are small programs. Save it as .xlsx, which leaves them out, "
    "and send that one."
)
DDE = _(
    "The workbook asks to start other programs (DDE). Take out those formulas and links, and send "
    "it again."
)
LOCKED = _("The workbook is locked with a password. Save it without one, and send it again.")


class Unreadable(Refused):
    """A file that is no workbook, is broken, or could harm."""


def old_kind(kind: str) -> Unreadable:
    """Say that this kind of file is another than ours."""
    says = _("This is a file of another kind (%(kind)s).") % {"kind": kind}
    return Unreadable(f"{says} {SAVE_AGAIN}")


def broken(part: str) -> Unreadable:
    """Say which part of the file cannot be read."""
    says = _("The workbook is broken: its part “%(part)s” cannot be read.") % {"part": part[:80]}
    return Unreadable(f"{says} {SAVE_AGAIN}")


def strange(what: str) -> Unreadable:
    """Say that the file holds what no spreadsheet program writes."""
    says = _("The workbook holds something no spreadsheet program writes: %(what)s.")
    return Unreadable(f"{says % {'what': what[:80]}} {SAVE_AGAIN}")


def too_much(says: str | Promise) -> Unreadable:
    """Say which limit the file is beyond."""
    return Unreadable(
        "{} {}".format(says, _("Take out what is not needed, or divide it, and send it again."))
    )


def check_count(count: int, most: int, says: str | Promise) -> None:
    """Refuse more than ``most``; ``says`` has a place for it."""
    if count > most:
        raise too_much(says % {"most": f"{most:,}".replace(",", "\u202f")})
