"""Who took a case up, what they told in turn, and where practice changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from stafett.cases.models import Adoption, Case, State
from stafett.handovers.models import Baton
from stafett.handovers.rules import NEW_PRACTICE
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.organisations.models import Kind

STEPS = 12
"""So many steps of a chain are shown under one another; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One that took a case up, and the case they told in turn, if somebody may see it."""

    organisation: str
    since: date
    practised_on: date | None
    title: str
    url: str
    lang: str
    note: str
    cases: Sequence["Told"]

    @property
    def has_spread(self) -> bool:
        """COI's rule: it has spread when practice changed there, not when it was read."""
        return self.practised_on is not None


@dataclass(frozen=True, slots=True)
class Told:
    """A case in the chain, and those who took it up."""

    case: Case
    taken: Sequence[Taken]
    is_here: bool

    @property
    def is_withdrawn(self) -> bool:
        """Whether it keeps its place in the chain, and is not told any more."""
        return self.case.state == State.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Spread:
    """To how many of those that took a case up it has spread: practice changed there."""

    spread: int
    taken: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a case came from and went, as far as somebody may see; ``unseen`` are counted only."""

    first: Told
    spread: Spread
    unseen: int


def spread_of(cases: Iterable[int]) -> dict[int, Spread]:
    """Return for each case how many took it up, and in how many of them practice changed."""
    counted = Adoption.objects.filter(case__in=list(cases)).order_by().values("case")
    practised = Count("pk", filter=Q(practised_on__isnull=False))
    return {
        row["case"]: Spread(row["spread"], row["taken"])
        for row in counted.annotate(taken=Count("pk"), spread=practised)
    }


def chain_of(acting: Acting, case: Case) -> Chain:
    """Return the whole chain a case is a part of, from the first that somebody may see."""
    root = case.root_id or case.pk
    cases = (
        Case.objects.visible_to(acting).exclude(state=State.DRAFT).filter(Q(pk=root) | Q(root=root))
    )
    told = {row.pk: row for row in cases.select_related("organisation")} | {case.pk: case}
    every = Adoption.objects.filter(Q(case=root) | Q(case__root=root))
    seen = _seen(acting, every, told.values())
    counted = every.filter(case=case).aggregate(
        taken=Count("pk"), spread=Count("pk", filter=Q(practised_on__isnull=False))
    )
    tree = _Tree(told, seen, _open(acting, seen), case)
    shown = [row for row in seen if row.case_id == case.pk]
    return Chain(
        first=tree.of(told.get(root, case)),
        spread=Spread(counted["spread"], counted["taken"]),
        unseen=counted["taken"] - len(shown),
    )


def _seen(acting: Acting, every: QuerySet[Adoption], told: Iterable[Case]) -> list[Adoption]:
    """Return who took it up, of those somebody may see, and of those who have told of it."""
    said = Q(pk__in=[row.comes_from_id for row in told if row.comes_from_id])
    known = Q(pk__in=Adoption.objects.visible_to(acting).values("pk"))
    rows = every.filter(said | known).select_related("organisation", "initiative")
    return list(rows.order_by("adopted_at", "pk"))


def _open(acting: Acting, seen: Iterable[Adoption]) -> set[int]:
    """Return which of their initiatives somebody may open."""
    ids = [row.initiative_id for row in seen]
    rows = Initiative.objects.visible_to(acting).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def spread_by(baton: Baton) -> QuerySet[Adoption]:
    """Return what has spread by a baton: taken up there, and the new practice is in place there.

    A region that took something up changes no practice itself: its members do.
    """
    done = Baton.objects.filter(pk=baton.pk, state=NEW_PRACTICE)
    taken = Adoption.objects.filter(initiative__in=done.values("initiative"), practised_on=None)
    there = Q(organisation=baton.municipality_id) | ~Q(organisation__kind=Kind.MUNICIPALITY)
    return taken.filter(there).select_related("case")


class _Tree:
    """The chain, put together from rows that are read once."""

    def __init__(
        self, told: dict[int, Case], seen: Iterable[Adoption], opened: set[int], here: Case
    ) -> None:
        self.here, self.opened = here, opened
        self.taken: defaultdict[int, list[Adoption]] = defaultdict(list)
        self.told: defaultdict[int | None, list[Case]] = defaultdict(list)
        for adoption in seen:
            self.taken[adoption.case_id].append(adoption)
        for case in told.values():
            self.told[case.comes_from_id].append(case)

    def of(self, case: Case, steps: int = STEPS) -> Told:
        taken = [*self._taken(case, steps)] if steps else []
        return Told(case, taken, is_here=case.pk == self.here.pk)

    def _taken(self, case: Case, steps: int) -> Iterator[Taken]:
        for row in self.taken[case.pk]:
            is_open = row.initiative_id in self.opened
            yield Taken(
                organisation=row.organisation.label,
                since=row.adopted_at,
                practised_on=row.practised_on,
                title=row.initiative.title if is_open else "",
                url=row.initiative.get_absolute_url() if is_open else "",
                lang=row.initiative.lang,
                note=row.note,
                cases=[self.of(each, steps - 1) for each in self.told[row.pk]],
            )
