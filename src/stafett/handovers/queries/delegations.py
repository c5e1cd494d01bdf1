"""Who signs in the chief executive's place, and the receipts of it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from stafett.audit.rules import canonical
from stafett.handovers import proof, rules
from stafett.handovers.models import DelegationReceipt
from stafett.lib import Acting
from stafett.organisations import queries as people
from stafett.organisations.models import Role, RoleKind


def delegation_snapshot(role: Role) -> str:
    """Return the one text that a delegation leaves behind."""
    organisation, named_by = role.organisation, role.delegated_by
    return canonical(
        {
            "organisation": {"id": organisation.pk, "label": organisation.label},
            "delegate": {"id": role.person_id, "name": role.person.name},
            "named_by": named_by.person.name if named_by else "",
            "valid_from": str(role.valid_from),
            "valid_to": str(role.valid_to) if role.valid_to else None,
            "check_at": settings.PUBLIC_ADDRESS,
        }
    )


def delegation_stands(role: Role) -> bool:
    """Whether a delegation was receipted, and not taken back."""
    kinds = DelegationReceipt.objects.filter(delegate_role=role).values_list("kind", flat=True)
    return set(kinds) == {rules.NAMED}


def standing_delegations(acting: Acting, receipts: Iterable[DelegationReceipt]) -> list[Role]:
    """Return who signs in the chief executive's place, and who will; all receipts tell who."""
    over = {row.delegate_role_id for row in receipts if row.kind == rules.ENDED}
    return [role for role in people.delegations(acting) if role.pk not in over]


def has_receipt(role: Role) -> bool:
    """Whether a delegation ever left a receipt."""
    return DelegationReceipt.objects.filter(delegate_role=role).exists()


def last_delegation(organisation_id: int) -> DelegationReceipt | None:
    """Return an organisation's latest receipt of a delegation."""
    rows = DelegationReceipt.objects.filter(organisation=organisation_id)
    return rows.order_by("sequence").last()


def delegations_of(acting: Acting) -> QuerySet[DelegationReceipt]:
    """Return the receipts of delegations in one's own organisation, the latest first."""
    rows = DelegationReceipt.objects.visible_to(acting).select_related("organisation")
    return rows.order_by("-sequence")


def delegation_told(by: Acting) -> dict[str, Any] | None:
    """Return by whose word somebody signs, when they sign as a delegate."""
    if by.role_kind != RoleKind.DELEGATE:
        return None
    rows = DelegationReceipt.objects.filter(delegate_role=by.role_id, kind=rules.NAMED)
    named = rows.first()
    if named is None:
        return None
    return {
        "named_by": named.signed_by_name,
        "receipt": named.sequence,
        "hash": named.hash,
        "valid_from": json.loads(named.snapshot)["valid_from"],
    }


def broken_delegations(organisation_id: int) -> Iterator[int]:
    """Yield the receipts of an organisation's delegations that are not as they were made."""
    previous = ""
    rows = DelegationReceipt.objects.filter(organisation=organisation_id).order_by("sequence")
    for place, row in enumerate(rows, start=1):
        follows = row.sequence == place and row.previous == previous
        if not follows or row.hash != proof.link_of(row, proof.DELEGATIONS):
            yield row.sequence
        previous = row.hash
