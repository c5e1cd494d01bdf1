"""What a baton rests on, read once: its promises, baselines, steps, and how people came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from stafett.benefits.models import Commitment, CommitmentQuerySet, TakeOut
from stafett.benefits.queries.ground import baselines
from stafett.benefits.rules import states as promises
from stafett.benefits.rules.measuring import Period, next_period
from stafett.handovers.models import Baton, BatonLine, ChangeStep
from stafett.indicators.models import Observation
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Involvement, InvolvementKind, StaffView
from stafett.lib import Acting
from stafett.organisations.models import Role, RoleKind

ALL_POINTS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
LIGHT_POINTS = (1, 2, 3, 7)
LINE_POINTS = (2, 3, 6, 7, 9)
BATON_POINTS = (1, 4, 5, 8)


@dataclass(frozen=True, slots=True)
class Promise:
    """One line with what is known of its promise on the day."""

    line: BatonLine
    commitment: Commitment
    baseline: Observation | None
    today: date

    @property
    def has_baseline_or_day(self) -> bool:
        """Point 3: a reading from before, or a day to come before the effect starts."""
        if self.baseline is not None:
            return True
        planned = self.line.baseline_planned_on
        return planned is not None and self.today <= planned < self.commitment.effect_starts_on

    @property
    def is_taken_out(self) -> bool:
        """Point 9: decided, or with a day of decision that has not passed."""
        row = self.commitment
        if row.take_out != TakeOut.UNDECIDED:
            return True
        return row.take_out_by is not None and row.take_out_by >= self.today

    @property
    def first_reading(self) -> Period:
        """Point 7: the first period that is read after the effect starts."""
        row = self.commitment
        return next_period(
            effect_starts_on=row.effect_starts_on, read_to=None, months=row.measure_every
        )

    def meets(self, point: int) -> bool:
        """Whether this promise meets a point that is asked of each."""
        return {
            2: self.commitment.owner_id is not None,
            3: self.has_baseline_or_day,
            6: self.commitment.state == promises.CONFIRMED,
            7: self.commitment.state in (promises.PROPOSED, promises.CONFIRMED),
            9: self.is_taken_out,
        }[point]


@dataclass(frozen=True)
class Ground:
    """A baton with all that its nine points and its receipt are made of."""

    baton: Baton
    acting: Acting
    promises: list[Promise]
    steps: list[ChangeStep]
    involvements: list[Involvement]
    staff_view: StaffView | None

    @property
    def asked(self) -> tuple[int, ...]:
        """Return the points that are asked: fewer on the light track."""
        return LIGHT_POINTS if self.is_light else ALL_POINTS

    @cached_property
    def is_light(self) -> bool:
        """Whether the initiative takes the light track."""
        return initiatives.is_light(self.baton.initiative, self.acting)

    @cached_property
    def has_chief(self) -> bool:
        """Whether somebody is chief executive there today."""
        roles = Role.objects.holding_on(self.acting.day).filter(kind=RoleKind.CHIEF_EXECUTIVE)
        return roles.filter(organisation_id=self.baton.municipality_id).exists()

    @property
    def reps_are_informed(self) -> bool:
        """Whether the unions or the safety reps there have heard of it."""
        return any(row.kind != InvolvementKind.ALL_STAFF_MEETING for row in self.involvements)

    @property
    def somebody_stops(self) -> bool:
        """Whether a step says who stops doing what, from when."""
        return any(step.what_stops and step.owner_name for step in self.steps)

    def lacking(self, point: int) -> list[Promise]:
        """Return the promises that do not meet a point yet."""
        return [promise for promise in self.promises if not promise.meets(point)]

    def is_complete(self, promise: Promise) -> bool:
        """Whether a promise meets all that is asked of each, so that it can be taken."""
        return all(promise.meets(point) for point in LINE_POINTS if point in self.asked)


def ground(acting: Acting, baton: Baton) -> Ground:
    """Return what a baton rests on, on the day somebody acts."""
    lines = list(baton.lines.select_related(*NAMED).order_by("id"))
    read = baselines([line.commitment for line in lines])
    there = {"initiative": baton.initiative_id}
    views = StaffView.objects.filter(**there, municipality=baton.municipality_id, asked__gt=0)
    involved = Involvement.objects.filter(**there, organisation=baton.municipality_id)
    return Ground(
        baton=baton,
        acting=acting,
        promises=[_promise(line, read, acting.day) for line in lines],
        steps=list(baton.steps.all()),
        involvements=list(involved.order_by("happened_on", "id")),
        staff_view=views.order_by("asked_on", "id").last(),
    )


NAMED = ("commitment__benefit__indicator", "commitment__unit", "commitment__municipality")


def _promise(line: BatonLine, read: Mapping[int, Observation], today: date) -> Promise:
    return Promise(line, line.commitment, read.get(line.commitment_id), today)


def promises_left_out(baton: Baton) -> int:
    """Return how many live promises there are on the initiative that the baton does not hold."""
    return live_promises(baton).exclude(pk__in=baton.lines.values("commitment")).count()


def live_promises(baton: Baton) -> CommitmentQuerySet:
    """Return what the municipality promises on the initiative."""
    theirs = Commitment.objects.live().filter(municipality=baton.municipality_id)
    return theirs.filter(benefit__initiative=baton.initiative_id).order_by("id")
