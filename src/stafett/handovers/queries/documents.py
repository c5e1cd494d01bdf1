"""A receipt as a document: what stands in the PDF, in the language it is read in, and the file."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stafett.handovers import proof
from stafett.handovers.models import Baton, DelegationReceipt, Receipt
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
    said = told.snapshot(receipt)
    parts = [_signed(receipt, said), *(_agreed(said) if said else [_unreadable()]), how_to_check()]
    title = {"number": receipt.sequence, "what": receipt.get_kind_display()}
    return Paper(
        lang=get_language() or settings.LANGUAGE_CODE,
        title=_("Receipt %(number)s: %(what)s") % title,
        author=receipt.organisation.label,
        made_at=receipt.made_at,
        lead=f"{receipt.baton.initiative.title}. {from_to(receipt.baton)}",
        parts=parts,
        foot=receipt.hash,
        page=_("Page"),
    )


def from_to(baton: Baton) -> str:
    """Return between whom the baton goes."""
    sides = {"sender": baton.sender.label, "name": baton.municipality.label}
    return _("From %(sender)s to %(name)s.") % sides


def _signed(receipt: Receipt, said: told.Snapshot | None) -> Part:
    facts = [
        (_("Name"), receipt.signed_by_name),
        (_("Role"), f"{role_word(receipt.role_kind)}, {receipt.organisation.label}"),
        (_("Signed"), moment(receipt.made_at)),
        (_("Its mark"), receipt.hash),
    ]
    if receipt.previous:
        facts.append((_("The mark of the one before"), receipt.previous))
    by = [(line.term, line.says) for line in said.delegation] if said else []
    return Part(_("Who signed"), [Block(facts=[*facts, *by])])


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


def how_to_check() -> Part:
    """Return how anybody finds out whether a receipt holds."""
    says = _(
        "The JSON file that belongs to this receipt holds every word of it and of those before it. "
        "At %(address)s anybody can check that nothing in it has been changed, and whether "
        "Stafett knows it. The command check_receipt does the same without the network."
    )
    address = f"{settings.PUBLIC_ADDRESS}{reverse('handovers:check')}"
    return Part(_("How to check it"), [Block(text=says % {"address": address})])


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
    title = {"number": receipt.sequence, "what": receipt.get_kind_display()}
    paper = Paper(
        lang=get_language() or settings.LANGUAGE_CODE,
        title=_("Delegation %(number)s: %(what)s") % title,
        author=receipt.organisation.label,
        made_at=receipt.made_at,
        lead=_("Who signs for the batons of %(name)s when the chief executive does not.")
        % {"name": receipt.organisation.label},
        parts=[
            _who_signs(receipt),
            Part(_("Who said so"), [Block(facts=list(_said_so(receipt)))]),
            how_to_check(),
        ],
        foot=receipt.hash,
        page=_("Page"),
    )
    return as_pdf(paper)


def _who_signs(receipt: DelegationReceipt) -> Part:
    try:
        facts = list(_delegated(json.loads(receipt.snapshot)))
    except (ValueError, LookupError, TypeError):
        return _unreadable()
    return Part(_("Who signs"), [Block(facts=facts)])


def _delegated(kept: Any) -> Iterator[tuple[str, str]]:
    yield _("Name"), kept["delegate"]["name"]
    yield _("Named by"), kept["named_by"]
    yield _("From"), told.day_of(kept["valid_from"])
    yield (
        _("To"),
        told.day_of(kept["valid_to"]) if kept["valid_to"] else _("until it is taken back"),
    )


def _said_so(receipt: DelegationReceipt) -> Iterator[tuple[str, str]]:
    yield _("Name"), receipt.signed_by_name
    yield _("Role"), f"{role_word(receipt.role_kind)}, {receipt.organisation.label}"
    yield _("Signed"), moment(receipt.made_at)
    yield _("Its mark"), receipt.hash
    if receipt.previous:
        yield _("The mark of the one before"), receipt.previous
