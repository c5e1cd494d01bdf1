"""How an entry becomes a link in a chain."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

SIGN_INS = "sign-ins"
PROGRAM = "program"
RESERVED = {"by", "for"}
LINKED = (
    "chain",
    "sequence",
    "at",
    "verb",
    "target",
    "person_id",
    "role_kind",
    "organisation_id",
    "digest",
    "previous",
)


def canonical(values: Mapping[str, Any]) -> str:
    """Return the one text that stands for these values."""
    return json.dumps(
        values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical text: record a plain value.")


def salted_digest(salt: str, text: str) -> str:
    """Return what the chain keeps of a readable text."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def link(entry: Any) -> str:
    """Return the hash of an entry, which covers the hash of the one before."""
    return hashlib.sha256(
        canonical({name: getattr(entry, name) for name in LINKED}).encode()
    ).hexdigest()


def label_of(target: Any) -> str:
    """Return what a trace calls the thing it is about; it outlives the row."""
    return f"{target._meta.label_lower}:{target.pk}"


def chain_of(organisation_id: int | None) -> str:
    """Each organisation has a chain of its own."""
    return PROGRAM if organisation_id is None else f"organisation:{organisation_id}"
