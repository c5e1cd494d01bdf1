"""A receipt as a document: what stands in the PDF, in the language it is read in, and the file."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stafett.handovers import proof
from stafett.handovers.models import (
    Baton,
    DelegationKind,
    DelegationReceipt,
    Receipt,
    ReceiptKind,
)
from stafett.handovers.proof import Told
from stafett.handovers.queries import told
from stafett.lib.papers import Block, Paper, Part, as_pdf
from stafett.organisations.models import RoleKind
from stafett.ui.figures import moment


def receipt_file(receipt: Receipt) -> bytes:
    """Return the receipt with those before it, as a file that can be checked anywhere."""
    chain = Receipt.objects.filter(baton=receipt.baton_id, sequence__lte=receipt.sequence)
    return proof.as_file(chain.order_by("sequence"))


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return the receipt for reading and for the archive, in the language of the moment."""
    return as_pdf(receipt_paper(receipt))


def receipt_name(receipt: Receipt) -> str:
    """Return what the files are called, without an ending."""
    word = _("receipt")
    return f"{word}-{receipt.baton_id}-{receipt.sequence}"


def receipt_paper(receipt: Receipt) -> Paper:
    """Return what the document says."""
    return paper_of(proof.RECEIPTS, proof.as_row(receipt))


def paper_of(format_: str, row: Told) -> Paper:
    """Return what the document of a receipt says, with nothing to go by but its file.

    So the PDF of a receipt can be made again anywhere, and held up against the one there is.
    """
    made = _delegation_paper if format_ == proof.DELEGATIONS else _receipt_paper
    return made(row)


def title_of(format_: str, row: Told) -> str:
    """Return what a receipt is of."""
    said = {"number": row["sequence"]}
    if format_ == proof.DELEGATIONS:
        word = _word(DelegationKind, row["kind"])
        return _("Delegation %(number)s: %(what)s") % {**said, "what": word}
    return _("Receipt %(number)s: %(what)s") % {**said, "what": _word(ReceiptKind, row["kind"])}


def _word(kinds: type[TextChoices], kind: str) -> str:
    return str(kinds(kind).label) if kind in kinds.values else kind


def _receipt_paper(row: Told) -> Paper:
    said, kept = told.snapshot(row["snapshot"]), _kept(row)
    agreed = kept.get("agreement", {})
    signed_for = _side(row, agreed)
    between = _between(agreed["sender"]["label"], agreed["municipality"]["label"]) if said else ""
    title = agreed["initiative"]["title"] if said else ""
    parts = [_signed(row, signed_for, said), *(_agreed(said) if said else [_unreadable()])]
    return _paper(row, proof.RECEIPTS, signed_for, f"{title}. {between}" if said else "", parts)


def _paper(row: Told, format_: str, author: str, lead: str, parts: list[Part]) -> Paper:
    return Paper(
        lang=get_language() or settings.LANGUAGE_CODE,
        title=title_of(format_, row),
        author=author,
        made_at=proof.when(row) or timezone.now(),
        lead=lead,
        parts=[*parts, how_to_check(_kept(row).get("check_at", settings.PUBLIC_ADDRESS))],
        foot=row["hash"],
        page=_("Page"),
    )


def _kept(row: Told) -> Told:
    """Return what a receipt says, as it was kept; nothing where that cannot be read."""
    try:
        kept = json.loads(row["snapshot"])
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _side(row: Told, agreed: Told) -> str:
    """Return the name of the side that signed."""
    sides = [agreed.get(name, {}) for name in ("municipality", "sender")]
    return next((side["label"] for side in sides if side.get("id") == row["organisation_id"]), "")


def from_to(baton: Baton) -> str:
    """Return between whom the baton goes."""
    return _between(baton.sender.label, baton.municipality.label)


def _between(sender: str, municipality: str) -> str:
    return _("From %(sender)s to %(name)s.") % {"sender": sender, "name": municipality}


def _signed(row: Told, signed_for: str, said: told.Snapshot | None) -> Part:
    by = [(line.term, line.says) for line in said.delegation] if said else []
    return Part(_("Who signed"), [Block(facts=[*_signature(row, signed_for), *by])])


def _signature(row: Told, signed_for: str) -> Iterator[tuple[str, str]]:
    at = proof.when(row)
    yield _("Name"), row["signed_by_name"]
    yield _("Role"), ", ".join(filter(None, [role_word(row["role_kind"]), signed_for]))
    yield _("Signed"), moment(at) if at else row["made_at"]
    yield _("Its mark"), row["hash"]
    if row["previous"]:
        yield _("The mark of the one before"), row["previous"]


def role_word(kind: str) -> str:
    """Return a role's word; the sign for it where it is none of ours."""
    word = str(RoleKind(kind).label) if kind in RoleKind.values else kind
    return word[:1].upper() + word[1:]


def _unreadable() -> Part:
    return Part("", [Block(text=_("The text of this receipt cannot be read any more."))])


def _agreed(said: told.Snapshot) -> Iterator[Part]:
    if said.reason:
        yield Part(_("The reason"), [Block(quote=said.reason)])
    message = [Block(quote=said.message)] if said.message else []
    yield Part(_("What was agreed"), message)
    yield from (_promise(promise) for promise in said.promises)
    if said.facts:
        yield Part(_("Time, money and support"), [_lines(said.facts)], level=2)
    if said.steps:
        yield Part(_("Who stops doing what, and from when"), [_lines(said.steps)], level=2)
    points = [f"{point.number}. {point.says} {_stood(point)}" for point in said.points]
    yield Part(_("The nine points, as they stood"), [Block(points=points)])


def _lines(lines: list[told.Line]) -> Block:
    return Block(facts=[(line.term, line.says) for line in lines])


def _stood(point: told.Stood) -> str:
    if point.is_met:
        return f"({_('In place')})"
    return f"({_('Missing') if point.is_asked else _('Not asked for')})"


def _promise(promise: told.SignedPromise) -> Part:
    facts = [
        (_("Owner"), promise.owner or "–"),
        (_("Baseline"), promise.baseline),
        (_("Target"), promise.target),
        (_("Yardstick"), promise.yardstick),
        (_("The effect starts"), promise.effect_starts_on),
        (_("Measured"), promise.measured),
        (_("Taken out"), promise.taken_out),
    ]
    heading = f"{promise.name}: {promise.answer}" if promise.answer else promise.name
    reason = [Block(quote=promise.reason)] if promise.reason else []
    return Part(heading, [*reason, Block(facts=facts)], level=2)


def how_to_check(address: str) -> Part:
    """Return how anybody finds out whether a receipt holds."""
    says = _(
        "The JSON file that belongs to this receipt holds every word of it and of those before it. "
        "At %(address)s anybody can check that nothing in it has been changed, whether "
        "Stafett knows it, and whether this document is the one made of it. "
        "The command check_receipt does the same without the network."
    )
    here = {"address": f"{address}{reverse('handovers:check')}"}
    return Part(_("How to check it"), [Block(text=says % here)])


# --- a delegation ---------------------------------------------------------------------------


def delegation_file(receipt: DelegationReceipt) -> bytes:
    """Return the receipt with those before it, as a file that can be checked anywhere."""
    chain = DelegationReceipt.objects.filter(
        organisation=receipt.organisation_id, sequence__lte=receipt.sequence
    )
    return proof.as_file(chain.order_by("sequence"), proof.DELEGATIONS)


def delegation_name(receipt: DelegationReceipt) -> str:
    """Return what the files are called, without an ending."""
    word = _("delegation")
    return f"{word}-{receipt.organisation_id}-{receipt.sequence}"


def delegation_pdf(receipt: DelegationReceipt) -> bytes:
    """Return the receipt for reading and for the archive, in the language of the moment."""
    return as_pdf(paper_of(proof.DELEGATIONS, proof.as_row(receipt, proof.DELEGATIONS)))


def _delegation_paper(row: Told) -> Paper:
    kept = _kept(row)
    name = kept.get("organisation", {}).get("label", "")
    lead = _("Who signs for the batons of %(name)s when the chief executive does not.")
    parts = [
        _who_signs(kept),
        Part(_("Who said so"), [Block(facts=list(_signature(row, name)))]),
    ]
    return _paper(row, proof.DELEGATIONS, name, lead % {"name": name} if name else "", parts)


def _who_signs(kept: Told) -> Part:
    try:
        facts = list(_delegated(kept))
    except (ValueError, LookupError, TypeError):
        return _unreadable()
    return Part(_("Who signs"), [Block(facts=facts)])


def _delegated(kept: Told) -> Iterator[tuple[str, str]]:
    yield _("Name"), kept["delegate"]["name"]
    yield _("Named by"), kept["named_by"]
    yield _("From"), told.day_of(kept["valid_from"])
    yield (
        _("To"),
        told.day_of(kept["valid_to"]) if kept["valid_to"] else _("until it is taken back"),
    )
