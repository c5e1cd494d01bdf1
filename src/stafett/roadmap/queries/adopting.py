"""What it means to let the roadmap say what a plan says, by what is decided by now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from stafett.roadmap import rules
from stafett.roadmap.models import Candidate, Decision, Proposal
from stafett.roadmap.queries import proposals
from stafett.roadmap.queries.inputs import HAIR
from stafett.roadmap.queries.naming import named


@dataclass(frozen=True, slots=True)
class Change:
    """What would be decided, and what stays otherwise than in the plan.

    ``undecided`` would be decided, and ``anew`` too: another plan that was adopted decided them
    otherwise. Decided otherwise, and so they stay, are those ``by_hand`` and those that are
    ``handed_over``. ``stopped`` and ``gone`` are in the plan, and cannot be chosen on the roadmap;
    ``outside`` are there and not weighed in the plan.
    """

    taken: Mapping[int, float]
    undecided: Sequence[Candidate]
    anew: Sequence[Candidate]
    by_hand: Sequence[str]
    handed_over: Sequence[str]
    stopped: Sequence[str]
    gone: Sequence[str]
    outside: Sequence[str]
    is_adopted: bool

    @property
    def count(self) -> int:
        """How many would be decided."""
        return len(self.undecided) + len(self.anew)

    @property
    def stays(self) -> int:
        """How many stay otherwise than in the plan."""
        kept = (self.by_hand, self.handed_over, self.stopped, self.gone)
        return sum(len(names) for names in kept)

    @property
    def is_idle(self) -> bool:
        """Whether nothing would be decided, and the roadmap says otherwise."""
        return not self.count and bool(self.stays)

    @property
    def anew_names(self) -> str:
        """Those that are decided anew, by name."""
        return named([str(row) for row in self.anew])

    @property
    def mark(self) -> str:
        """What tells whether a reader was told of all that is decided anew."""
        told = "".join(f"{row.pk} {row.decided_at} " for row in self.anew)
        return sha256(told.encode()).hexdigest()[:12]

    @property
    def told(self) -> list[str]:
        """What stays otherwise, or was not weighed, and what to do about it, a sentence each."""
        return [sentence % {"names": named(names)} for sentence, names in self._told() if names]

    def _told(self) -> Iterator[tuple[str, Sequence[str]]]:
        yield (
            _(
                "Decided otherwise by hand, and so it stays: %(names)s. If the plan is to hold "
                "there too, undo that on the roadmap first."
            ),
            self.by_hand,
        )
        yield (
            _(
                "Decided otherwise and being handed over, and so it stays: %(names)s. If the plan "
                "is to hold there too, withdraw the batons and undo the choice first."
            ),
            self.handed_over,
        )
        yield (
            _(
                "Stopped since it was worked out, and not chosen: %(names)s. Ask for another plan "
                "to see what there is room for instead."
            ),
            self.stopped,
        )
        yield (
            _(
                "In the plan, but no longer on this roadmap: %(names)s. Ask for another plan to "
                "see what there is room for instead."
            ),
            self.gone,
        )
        yield (
            _("On the roadmap, but not weighed in this plan, and stays as it is: %(names)s."),
            self.outside,
        )


def change_of(proposal: Proposal) -> Change:
    """Return what adopting a proposal would do today."""
    taken, times = proposals.taken(proposal), _times(proposal)
    rows = _candidates(proposal)
    there = [row for row in rows if not row.is_away]
    otherwise = [row for row in there if _is_otherwise(row, taken)]
    free = [row for row in otherwise if not rules.is_handed_over(row.initiative.stage)]
    adopted = set(times.values())
    return Change(
        taken=taken,
        undecided=[row for row in there if row.pk in taken and row.decision == Decision.OPEN],
        anew=[row for row in free if row.decided_at in adopted],
        by_hand=[str(row) for row in free if row.decided_at not in adopted],
        handed_over=[str(row) for row in otherwise if row not in free],
        stopped=[str(row) for row in rows if row.is_away and taken.get(row.pk, 0) > 0],
        gone=_gone(proposal, taken, {row.pk for row in rows}),
        outside=[
            str(row) for row in there if row.pk not in taken and row.decision != Decision.LEFT_OUT
        ],
        is_adopted=max(times, key=lambda pk: (times[pk], pk), default=None) == proposal.pk,
    )


def _times(proposal: Proposal) -> dict[int, datetime]:
    """Return when each of the roadmap's adopted proposals was so: its decisions are of then."""
    rows = Proposal.objects.filter(roadmap=proposal.roadmap_id, adopted_at__isnull=False)
    return {pk: at for pk, at in rows.order_by().values_list("pk", "adopted_at") if at}


def _candidates(proposal: Proposal) -> list[Candidate]:
    rows = Candidate.objects.filter(roadmap=proposal.roadmap_id).select_related("initiative")
    found = list(rows.order_by("place", "id"))
    for row in found:
        row.roadmap = proposal.roadmap
    return found


def _is_otherwise(row: Candidate, taken: Mapping[int, float]) -> bool:
    """Whether it is decided, and otherwise than in the plan."""
    if row.pk not in taken or row.decision == Decision.OPEN:
        return False
    decided = row.share if row.decision == Decision.CHOSEN else 0.0
    return abs(decided - taken[row.pk]) > HAIR


def _gone(proposal: Proposal, taken: Mapping[int, float], here: set[int]) -> list[str]:
    rows = proposal.inputs["candidates"]
    return [
        row["title"]
        for row in rows
        if taken.get(row["candidate"], 0) > 0 and row["candidate"] not in here
    ]
