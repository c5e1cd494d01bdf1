"""Whether a receipt that somebody brings holds, and whether it is one of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from stafett.handovers import proof
from stafett.handovers.models import DelegationReceipt, Receipt
from stafett.handovers.queries import documents
from stafett.handovers.queries.told import Line
from stafett.lib.papers import Paper, Part, as_pdf, texts
from stafett.ui.figures import moment

MOST_TEXT = 200_000  # signs that a receipt may have, to be written out again


class Pages(StrEnum):
    """What is found of a PDF that is brought with a receipt's file."""

    NOT_BROUGHT = ""
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What a page says of a file: whether it holds, whether it is known, and what it tells."""

    checked: proof.Checked
    is_known: bool
    title: str = ""
    facts: tuple[Line, ...] = ()
    pages: Pages = Pages.NOT_BROUGHT
    parts: Sequence[Part] = ()


def checked(data: bytes, pdf: bytes = b"") -> CheckedPage:
    """Check a file, the PDF that is brought with it, and look for its last receipt here."""
    found = proof.check(data)
    if not found.holds:
        return CheckedPage(found, is_known=False)
    paper = _paper(found)
    return CheckedPage(
        found,
        is_known(found.last["hash"]),
        documents.title_of(found.format, found.last),
        facts(found.last),
        pages_of(found, pdf),
        paper.parts[1:-1] if paper else (),
    )


def pages_of(found: proof.Checked, pdf: bytes) -> Pages:
    """Return whether a PDF is the one that is made of a receipt that holds, in any language.

    It is made again and held up against it, to the last byte: what stands on pages, and what lies
    over or under it, cannot be told by reading them.
    """
    if not pdf:
        return Pages.NOT_BROUGHT
    return Pages.SAME if pdf in _made_again(found) else Pages.OTHER


def _made_again(found: proof.Checked) -> Iterator[bytes]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            if paper := _paper(found):
                yield as_pdf(paper)


def _paper(found: proof.Checked) -> Paper | None:
    """Return the receipt as a document; None where somebody's own file holds something else."""
    if len(found.last["snapshot"]) > MOST_TEXT:
        return None
    try:
        paper = documents.paper_of(found.format, found.last)
        _check_texts(paper)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return None
    return paper


def _check_texts(paper: Paper) -> None:
    """Fail where something in a document is no text, or none that can be written."""
    for text in texts(paper):
        text.encode()


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


def facts(row: proof.Told) -> tuple[Line, ...]:
    """Return who signed in which role and when, as the file tells it."""
    at = proof.when(row)
    told = (
        (_("Name"), row["signed_by_name"]),
        (_("Role"), documents.role_word(row["role_kind"])),
        (_("Signed"), moment(at) if at else row["made_at"]),
        (_("Its mark"), row["hash"]),
    )
    return tuple(Line(term, says) for term, says in told)
