"""Whether a receipt that somebody brings holds, and whether it is one of ours."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from stafett.handovers import proof
from stafett.handovers.models import DelegationKind, DelegationReceipt, Receipt, ReceiptKind
from stafett.handovers.queries.documents import role_word
from stafett.handovers.queries.told import Line
from stafett.ui.figures import moment


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What a page says of a file: whether it holds, whether it is known, and what it tells."""

    checked: proof.Checked
    is_known: bool
    title: str = ""
    facts: tuple[Line, ...] = ()


def checked(data: bytes) -> CheckedPage:
    """Check a file, and look for its last receipt here."""
    found = proof.check(data)
    if not found.holds:
        return CheckedPage(found, is_known=False)
    return CheckedPage(found, is_known(found.last["hash"]), title(found), facts(found.last))


def is_known(mark: str) -> bool:
    """Whether a receipt with this mark was made here; the one question that anybody may ask.

    The mark covers every word of the receipt, and of those before it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT handovers_knows(%s)", [mark])
            return bool(cursor.fetchone()[0])
    kinds = (Receipt, DelegationReceipt)
    return any(kind.objects.filter(hash=mark).exists() for kind in kinds)


def title(found: proof.Checked) -> str:
    """Return what the receipt is of."""
    kind, number = found.last["kind"], found.last["sequence"]
    if found.format == proof.DELEGATIONS:
        return _("Delegation %(number)s: %(what)s") % {
            "number": number,
            "what": _word(DelegationKind, kind),
        }
    return _("Receipt %(number)s: %(what)s") % {"number": number, "what": _word(ReceiptKind, kind)}


def _word(kinds: type[TextChoices], kind: str) -> str:
    return str(kinds(kind).label) if kind in kinds.values else kind


def facts(row: proof.Told) -> tuple[Line, ...]:
    """Return who signed in which role and when, as the file tells it."""
    at = proof.when(row)
    told = (
        (_("Name"), row["signed_by_name"]),
        (_("Role"), role_word(row["role_kind"])),
        (_("Signed"), moment(at) if at else row["made_at"]),
        (_("Its mark"), row["hash"]),
    )
    return tuple(Line(term, says) for term, says in told)
