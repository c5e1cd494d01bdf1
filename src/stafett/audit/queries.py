"""Read the traces, and find out whether somebody has changed them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from stafett.audit.models import Detail, Entry, Head
from stafett.audit.rules import label_of, link, salted_digest

End = tuple[int, str]
NOTHING: End = (0, "")


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain does not hold."""

    chain: str
    sequence: int
    why: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One entry as a person reads it; ``details`` is empty when they were erased."""

    at: datetime
    verb: str
    name: str
    details: Mapping[str, Any]


def traces_of(target: models.Model) -> list[Trace]:
    """Return what was done to a thing, the latest first."""
    entries = Entry.objects.filter(target=label_of(target))
    entries = entries.select_related("detail").order_by("-at", "-id")
    return [_trace(entry) for entry in entries]


def _trace(entry: Entry) -> Trace:
    detail = getattr(entry, "detail", None)
    details = json.loads(detail.text) if detail else {}
    return Trace(entry.at, entry.verb, details.pop("by", ""), details)


def heads() -> dict[str, End]:
    """Return the end of every chain: worth keeping somewhere else."""
    return {head.chain: (head.sequence, head.hash) for head in Head.objects.order_by("chain")}


def first_broken(kept: Mapping[str, End] | None = None) -> Iterator[Broken]:
    """Yield the first broken place of each chain that has one. Others may work meanwhile.

    Parameters
    ----------
    kept : mapping, optional
        Chain to (sequence, hash), as :func:`heads` gave them earlier and somebody kept
        elsewhere. Shows a chain that was rewritten as a whole.
    """
    now, kept = heads(), kept or {}
    stray = set(Entry.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(stray | set(now) | set(kept)):
        ends = {"the head": now.get(chain, NOTHING), "the kept head": kept.get(chain, NOTHING)}
        if broken := _first_broken_in(chain, ends):
            yield broken


def _first_broken_in(chain: str, ends: Mapping[str, End]) -> Broken | None:
    sequence, previous = 0, ""
    entries = Entry.objects.filter(chain=chain).select_related("detail").order_by("sequence")
    for entry in entries.iterator(chunk_size=2000):
        sequence += 1
        if why := _why_broken(entry, sequence, previous, ends):
            return Broken(chain, sequence, why)
        previous = entry.hash
    for name, (count, _hash) in ends.items():
        if count > sequence:
            return Broken(chain, sequence + 1, f"the end is missing: {name} says {count} entries")
    if sequence > ends["the head"][0] and sequence > _entries_by_now(chain):
        return Broken(chain, sequence, "the head does not know this end")
    return None


def _entries_by_now(chain: str) -> int:
    """Ask the head once more: somebody may have added entries since it was read."""
    return Head.objects.filter(pk=chain).values_list("sequence", flat=True).first() or 0


def _why_broken(entry: Entry, sequence: int, previous: str, ends: Mapping[str, End]) -> str:
    if entry.sequence != sequence:
        return f"an entry is missing: the next one is number {entry.sequence}"
    if entry.previous != previous:
        return "it does not follow the entry before it"
    if entry.hash != link(entry):
        return "its content was changed"
    for name, end in ends.items():
        if end[0] == sequence and end[1] != entry.hash:
            return f"it differs from {name}"
    return _why_detail_broken(entry)


def _why_detail_broken(entry: Entry) -> str:
    detail: Detail | None = getattr(entry, "detail", None)
    if detail and salted_digest(detail.salt, detail.text) != entry.digest:
        return "its readable text was changed"
    return ""
