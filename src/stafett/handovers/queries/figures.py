"""How exchanges go: how long an answer takes, what it is, and why batons come back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median_high

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
    )


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
    try:
        return str(json.loads(snapshot)["reason"])
    except (ValueError, LookupError, TypeError):
        return ""
