"""All that a document about an initiative may say to somebody, read once.

It rests on the same questions as the pages do, so that no document shows more than they.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from stafett.benefits.models import Beneficiary, Benefit, NodeKind, State, Valuation
from stafett.benefits.queries import mapping, marks, measuring, promising, sums
from stafett.benefits.queries.economy import EconomyPage
from stafett.benefits.queries.mapping import Net
from stafett.benefits.queries.measuring import Standing
from stafett.benefits.queries.outlook import Outlook
from stafett.benefits.queries.promising import BenefitRow, PromiseRow
from stafett.benefits.queries.sums import Line, Sums
from stafett.handovers import queries as handovers
from stafett.handovers.models import Baton, ChangeStep
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import InitiativePage
from stafett.lib import Acting
from stafett.trials import queries as trials
from stafett.trials.queries import Line as Test

LIVE = (State.PROPOSED, State.CONFIRMED)
ECONOMIC, OTHERS, QUALITATIVE = "economic", "others", "qualitative"
"""What the organisation itself gains, what other public bodies do, and what has no price."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as a document tells it: as it is counted, and how it stands."""

    row: PromiseRow
    line: Line
    standing: Standing

    @property
    def benefit(self) -> Benefit:
        return self.row.commitment.benefit

    @property
    def id(self) -> str:
        """What a plan calls it: the mark of the benefit."""
        return self.benefit.mark

    @property
    def place(self) -> str:
        """Where it is promised: the municipality, and the unit where it is one's."""
        promise = self.row.commitment
        unit = f", {promise.unit.name}" if promise.unit else ""
        return f"{promise.municipality.label}{unit}"

    @property
    def name(self) -> str:
        return f"{self.benefit.name} ({self.place})"

    @property
    def owner(self) -> str:
        promise = self.row.commitment
        return f"{promise.owner_name}, {self.place}" if promise.owner_name else self.place


@dataclass(frozen=True, slots=True)
class Known:
    """An initiative as somebody may read it: its page, its economies, promises, map and batons."""

    acting: Acting
    initiative: Initiative
    made_at: datetime
    page: InitiativePage
    economy: EconomyPage
    outlooks: Mapping[str, Outlook | None]
    benefits: Sequence[BenefitRow]
    promises: Sequence[Promise]
    gone: Sequence[str]
    net: Net
    batons: Sequence[Baton]
    steps: Sequence[ChangeStep]
    tests: Sequence[Test]
    others: Sequence[Test]

    @property
    def sums(self) -> Sums | None:
        """What the promises come to; None for those who take no part."""
        return self.economy.reckoned.sums if self.economy.reckoned else None

    @property
    def over(self) -> int:
        """How many promises were declined or taken back."""
        rows = [row for benefit in self.benefits for row in benefit.promises]
        return sum(row.commitment.state not in LIVE for row in rows)

    @property
    def unpromised(self) -> list[Benefit]:
        """The benefits on which somebody sees no promise."""
        promised = {each.benefit.pk for each in self.promises}
        return [row.benefit for row in self.benefits if row.benefit.pk not in promised]

    def of_sort(self, sort: str) -> list[Promise]:
        """Return the promises on benefits of a sort, in the order these were described."""
        return [each for each in self.promises if sort_of(each.benefit) == sort]

    def behind(self, benefit: Benefit, kind: str) -> str:
        """Return what of a kind leads to a benefit on the map, in words."""
        found = _behind(f"benefit-{benefit.pk}", self.net)
        spots = [spot.text for key, spot in self.net.spots.items() if key in found]
        kinds = {spot.text: spot.kind for spot in self.net.spots.values()}
        return "; ".join(text for text in spots if kinds[text] == kind)

    def of_kind(self, kind: NodeKind) -> list[str]:
        """Return what stands in a column of the map."""
        return [spot.text for spot in self.net.spots.values() if spot.kind == kind]


def known(
    acting: Acting,
    initiative: Initiative,
    *,
    economy: EconomyPage,
    outlooks: Mapping[str, Outlook | None],
    now: datetime,
) -> Known:
    """Return all that a document about an initiative may say to somebody."""
    page = initiatives.page(acting, initiative)
    benefits = promising.overview(acting, initiative, warns=False)
    tests, others = trials.tests_of(initiative, page.needs, acting.day)
    batons = handovers.batons_of(acting, initiative) if acting.is_somebody else []
    steps = handovers.visible_steps(acting).filter(baton__in=batons).order_by("due_on", "id")
    return Known(
        acting=acting,
        initiative=initiative,
        made_at=now,
        page=page,
        economy=economy,
        outlooks=outlooks,
        benefits=benefits,
        promises=_promises(benefits, acting),
        gone=marks.gone(initiative),
        net=mapping.net(initiative),
        batons=batons,
        steps=list(steps) if batons else [],
        tests=tests,
        others=others,
    )


def sort_of(benefit: Benefit) -> str:
    """Return which of the three sorts a benefit is, as it is described today.

    Its mark is from when it was new, and stays when it is described anew as another sort.
    """
    if benefit.valuation == Valuation.NONE:
        return QUALITATIVE
    return {Beneficiary.MUNICIPALITY: ECONOMIC, Beneficiary.OTHER_PUBLIC: OTHERS}.get(
        Beneficiary(benefit.beneficiary), QUALITATIVE
    )


def _promises(benefits: Sequence[BenefitRow], acting: Acting) -> list[Promise]:
    rows = [row for each in benefits for row in each.promises if row.commitment.state in LIVE]
    standings = measuring.standings_of(rows, today=acting.day)
    read = [(row, standings[row.commitment.pk]) for row in rows]
    lines = sums.lines_of(read)
    found = [
        Promise(row, line, standing) for line, (row, standing) in zip(lines, read, strict=True)
    ]
    return sorted(found, key=lambda each: (each.benefit.pk, each.place))


def _behind(key: str, net: Net) -> set[str]:
    """Return the places of a map from which arrows lead to this one."""
    met: set[str] = set()
    waiting = [key]
    while waiting:
        here = waiting.pop()
        new = {source for source, target in net.arrows if target == here} - met
        met |= new
        waiting += new
    return met
