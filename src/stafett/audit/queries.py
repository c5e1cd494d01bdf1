"""Read the traces, and find out whether somebody has changed them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from stafett.audit.models import Detail, Entry, Head
from stafett.audit.rules import link, salted_digest


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
    label = f"{target._meta.label_lower}:{target.pk}"
    entries = Entry.objects.filter(target=label).select_related("detail").order_by("-at", "-id")
    return [_trace(entry) for entry in entries]


def _trace(entry: Entry) -> Trace:
    detail = getattr(entry, "detail", None)
    details = json.loads(detail.text) if detail else {}
    return Trace(entry.at, entry.verb, details.pop("name", ""), details)


def heads() -> dict[str, tuple[int, str]]:
    """Return the end of every chain: worth keeping somewhere else."""
    return {head.chain: (head.sequence, head.hash) for head in Head.objects.order_by("chain")}


def first_broken(kept: Mapping[str, tuple[int, str]] | None = None) -> Iterator[Broken]:
    """Yield the first broken place of each chain that has one.

    Parameters
    ----------
    kept : mapping, optional
        Chain to (sequence, hash), as :func:`heads` gave them earlier and somebody kept
        elsewhere. Shows a chain that was rewritten as a whole.
    """
    now, kept = heads(), kept or {}
    stray = set(Entry.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(stray | set(now) | set(kept)):
        if broken := _first_broken_in(chain, now.get(chain, (0, "")), kept.get(chain)):
            yield broken


def _first_broken_in(
    chain: str, head: tuple[int, str], kept: tuple[int, str] | None
) -> Broken | None:
    sequence, previous = 0, ""
    entries = Entry.objects.filter(chain=chain).select_related("detail").order_by("sequence")
    for entry in entries.iterator(chunk_size=2000):
        sequence += 1
        if why := _why_broken(entry, sequence, previous, kept):
            return Broken(chain, sequence, why)
        previous = entry.hash
    for name, end in {"the head": head, "the kept head": kept or (0, "")}.items():
        if end[0] > sequence:
            return Broken(chain, sequence + 1, f"the end is missing: {name} says {end[0]} entries")
    if (sequence, previous) != head:
        return Broken(chain, sequence, "the head does not know this end")
    return None


def _why_broken(entry: Entry, sequence: int, previous: str, kept: tuple[int, str] | None) -> str:
    if entry.sequence != sequence:
        return f"an entry is missing: the next one is number {entry.sequence}"
    if entry.previous != previous:
        return "it does not follow the entry before it"
    if entry.hash != link(entry):
        return "its content was changed"
    if kept and kept[0] == sequence and kept[1] != entry.hash:
        return "it differs from the kept head"
    return _why_detail_broken(entry)


def _why_detail_broken(entry: Entry) -> str:
    detail: Detail | None = getattr(entry, "detail", None)
    if detail and salted_digest(detail.salt, detail.text) != entry.digest:
        return "its readable text was changed"
    return ""
