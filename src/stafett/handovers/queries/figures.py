"""How exchanges go: how long an answer takes, what it is, and why batons come back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from operator import getitem
from statistics import median_high
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from stafett.handovers import rules
from stafett.handovers.models import Baton, Receipt
from stafett.lib import Acting

ANSWERS = (rules.ACCEPTED, rules.IN_PART, rules.RETURNED)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One offer, and what came of it; ``end`` is None while it waits."""

    offered: Receipt
    end: Receipt | None

    @property
    def days(self) -> int | None:
        """How many days the answer took; nothing while there is none."""
        if self.end is None or self.end.kind not in ANSWERS:
            return None
        return (localdate(self.end.made_at) - localdate(self.offered.made_at)).days

    def is_late(self, today: date) -> bool:
        """Whether the answer came after the day it was asked for by, or still is to come then."""
        asked_by = _read(self.offered.snapshot, ("agreement", "respond_by"))
        if not asked_by or (self.end is not None and self.end.kind not in ANSWERS):
            return False
        return (localdate(self.end.made_at) if self.end else today) > date.fromisoformat(asked_by)


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a baton came back."""

    baton: Baton
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How the exchanges of an organisation have gone, together: nobody is compared with anybody."""

    offered: int
    waiting: int
    withdrawn: int
    accepted: int
    in_part: int
    returns: list[Returned]
    days: list[int]
    late: int
    waiting_late: int

    @property
    def middle(self) -> int | None:
        """Half of the answers came within so many days."""
        return median_high(self.days) if self.days else None


def figures(acting: Acting) -> Figures:
    """Return how it has gone with the batons that somebody's organisation sends and receives."""
    rounds = list(_exchanges(_receipts(acting)))
    ends = [each.end.kind if each.end else "" for each in rounds]
    return Figures(
        offered=len(rounds),
        waiting=ends.count(""),
        withdrawn=ends.count(rules.WITHDRAWN),
        accepted=ends.count(rules.ACCEPTED),
        in_part=ends.count(rules.IN_PART),
        returns=[_returned(each.end) for each in rounds if each.end and _came_back(each.end)],
        days=sorted(each.days for each in rounds if each.days is not None),
        late=sum(each.end is not None and each.is_late(acting.day) for each in rounds),
        waiting_late=sum(each.end is None and each.is_late(acting.day) for each in rounds),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one offer, without a word of what was written; ``end`` is "" while it waits.

    ``missing`` are the points that were asked for and open when a baton came back; the first one,
    the signature itself, aside.
    """

    end: str
    days: int | None
    is_late: bool
    missing: tuple[int, ...]


def outcomes(municipality_id: int, today: date) -> list[Outcome]:
    """Return what came of each offer to a municipality, for whoever is let in to its receipts."""
    rows = Receipt.objects.filter(baton__municipality=municipality_id).order_by("baton", "sequence")
    return [_outcome(each, today) for each in _exchanges(rows)]


def _outcome(exchange: Exchange, today: date) -> Outcome:
    end = exchange.end
    missing = _missing(end) if end and _came_back(end) else ()
    return Outcome(end.kind if end else "", exchange.days, exchange.is_late(today), missing)


def _missing(receipt: Receipt) -> tuple[int, ...]:
    points = _read(receipt.snapshot, ("points",)) or []
    return tuple(number for number, asked, met in points if asked and not met and number != 1)


def _receipts(acting: Acting) -> Iterable[Receipt]:
    ours = Q(municipality=acting.organisation_id) | Q(sender=acting.organisation_id)
    seen = Baton.objects.visible_to(acting).filter(ours)
    rows = Receipt.objects.filter(baton__in=seen)
    named = ("baton__initiative", "baton__municipality")
    return rows.select_related(*named).order_by("baton", "sequence")


def _exchanges(receipts: Iterable[Receipt]) -> Iterator[Exchange]:
    """Yield each offer with the receipt after it."""
    for _baton, rows in groupby(receipts, key=lambda receipt: receipt.baton_id):
        chain = list(rows)
        for receipt, after in zip(chain, [*chain[1:], None], strict=True):
            if receipt.kind == rules.OFFERED:
                yield Exchange(receipt, after)


def _came_back(end: Receipt) -> bool:
    return end.kind == rules.RETURNED


def _returned(receipt: Receipt) -> Returned:
    return Returned(receipt.baton, localdate(receipt.made_at), _reason(receipt.snapshot))


def _reason(snapshot: str) -> str:
    return str(_read(snapshot, ("reason",)) or "")


def _read(snapshot: str, way: Iterable[str]) -> Any:
    """Return what stands in a receipt; nothing where it cannot be read."""
    try:
        return reduce(getitem, way, json.loads(snapshot))
    except (ValueError, LookupError, TypeError):
        return None
