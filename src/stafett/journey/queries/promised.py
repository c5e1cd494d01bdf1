"""What is promised and measured on an initiative, as far as somebody sees it, read once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from stafett.benefits.models import Commitment, State
from stafett.benefits.queries import measuring, promising
from stafett.benefits.queries.measuring import Standing
from stafett.benefits.queries.promising import BenefitRow, PromiseRow
from stafett.journey.queries.telling import Missing, Scene
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class Promised:
    """The benefits with the promises on them, and how each promise stands today."""

    benefits: Sequence[BenefitRow]
    standings: Mapping[int, Standing]

    @property
    def all(self) -> list[PromiseRow]:
        """The promises somebody may see, whatever became of them."""
        return [row for benefit in self.benefits for row in benefit.promises]

    @property
    def live(self) -> list[PromiseRow]:
        """The promises that are made, or wait for a yes."""
        over = {State.DECLINED, State.WITHDRAWN}
        return [row for row in self.all if row.commitment.state not in over]

    @property
    def confirmed(self) -> list[PromiseRow]:
        """The promises that have a yes from their owner."""
        return [row for row in self.all if row.is_promised]

    def standing(self, row: PromiseRow) -> Standing:
        """Return how a promise stands."""
        return self.standings[row.commitment.pk]


def promised(scene: Scene) -> Promised:
    """Return what somebody may see of benefits and promises."""
    benefits = promising.overview(scene.acting, scene.initiative, warns=False)
    rows = [row for benefit in benefits for row in benefit.promises]
    return Promised(benefits, measuring.standings_of(rows, today=scene.acting.day))


def places(rows: Iterable[PromiseRow]) -> list[str]:
    """Return the municipalities of these promises, by name, each once."""
    return sorted({row.commitment.municipality.label for row in rows})


def is_mine(commitment: Commitment, scene: Scene) -> bool:
    """Whether the reader owns the promise, and acts for its municipality."""
    here = commitment.municipality_id == scene.acting.organisation_id
    return here and commitment.owner_id == scene.acting.person_id


Says = Callable[[int], str]
"""What lacks, for one promise or for several; it may name ``benefit`` and ``count``."""


def owned(
    scene: Scene,
    rows: Sequence[PromiseRow],
    says: Says,
    *,
    page: str,
    button: str,
    since: Callable[[PromiseRow], date] | None = None,
) -> Iterator[Missing]:
    """Yield a slot for what the reader owns and can fill, and one for what others own."""
    mine = [row for row in rows if is_mine(row.commitment, scene)]
    theirs = [row for row in rows if not is_mine(row.commitment, scene)]
    for heap in (mine, theirs):
        if heap:
            day = min(map(since, heap)) if since else None
            slot = Missing(_said(says, heap), _owners(heap), day)
            yield _for_me(slot, heap[0], page, button) if heap is mine else slot


def _said(says: Says, rows: Sequence[PromiseRow]) -> str:
    return says(len(rows)) % {
        "benefit": rows[0].commitment.benefit.name,
        "count": number(len(rows)),
    }


def _owners(rows: Sequence[PromiseRow]) -> str:
    names = (f"{row.commitment.owner_name}, {row.commitment.municipality.label}" for row in rows)
    return " · ".join(dict.fromkeys(names))


def _for_me(slot: Missing, first: PromiseRow, page: str, button: str) -> Missing:
    url = reverse(page, kwargs={"pk": first.commitment.pk})
    return replace(slot, url=url, button=button, is_mine=True)
