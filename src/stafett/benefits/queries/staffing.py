"""What a promise means for positions, as somebody may see it, and what waits for whom (R43)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.benefits.models import (
    Commitment,
    FreedTime,
    PassedWarning,
    Realisation,
    StaffingEffect,
    StaffingState,
    State,
)
from stafett.benefits.queries import ground
from stafett.benefits.rules import staffing as rules
from stafett.benefits.rules.measuring import months_after
from stafett.initiatives import queries as initiatives
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Involvement, Stage
from stafett.lib import Acting, RuleWarning, Waiting
from stafett.organisations.models import ParameterName
from stafett.ui.figures import number

FEWEST = 5
ANSWER_WITHIN = timedelta(days=14)
NAMED = ("commitment__benefit__initiative", "commitment__municipality")


@dataclass(frozen=True, slots=True)
class Step:
    """A step before a decision: its word, the note it rests on, and how to take it."""

    word: str
    note: Involvement | None
    is_done: bool
    is_next: bool
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class StaffingPage:
    """What a promise means for positions, for somebody in the municipality.

    ``figures`` is empty where so few are touched that only those who decide see how many (R41).
    ``earliest`` is the first day a mass dismissal can take effect, where NAV is told.
    """

    effect: StaffingEffect
    steps: list[Step]
    figures: list[tuple[str, str]]
    is_few: bool
    warnings: list[RuleWarning]
    passed: PassedWarning | None
    earliest: date | None
    freed: list[FreedTime]
    asked: tuple[int, ...]
    may_decide: bool
    may_note: bool

    @property
    def is_counted(self) -> bool:
        """Whether it may be counted as kroner."""
        return not self.effect.commitment.awaits_budget

    @property
    def lets(self) -> frozenset[str]:
        """What may be done with it now, by those who decide."""
        return frozenset(rules.STATES[self.effect.state]) if self.may_decide else frozenset()

    @property
    def next_step(self) -> Step | None:
        """The step that comes next, if one rests on a note."""
        return next((step for step in self.steps if step.is_next), None)

    @property
    def why(self) -> str:
        """What to do now, in a sentence."""
        return rules.why_not(self.effect.state)


def live_effect(commitment: Commitment) -> StaffingEffect | None:
    """Return the plan for the positions behind a promise, if there is one."""
    return StaffingEffect.objects.live().filter(commitment=commitment).first()


def laid_aside(acting: Acting, commitment: Commitment) -> list[StaffingEffect]:
    """Return the plans for these positions that came to nothing, the latest first."""
    seen = StaffingEffect.objects.visible_to(acting).filter(commitment=commitment)
    return list(seen.filter(state=StaffingState.DROPPED).order_by("-changed_at", "-id"))


def may_decide(acting: Acting, commitment: Commitment) -> bool:
    """Whether this person decides on the positions behind a promise."""
    place, owner = commitment.municipality_id, commitment.owner_id
    return rules.may_decide(acting, municipality_id=place, owner_id=owner)


def page(acting: Acting, commitment: Commitment) -> StaffingPage | None:
    """Return what a promise means for positions; None where nothing is planned."""
    seen = StaffingEffect.objects.visible_to(acting).live().filter(commitment=commitment)
    effect = seen.select_related("informed", "consulted", "risk_assessed").first()
    if effect is None:
        return None
    effect.commitment = commitment
    decides, freed = may_decide(acting, commitment), list(effect.freed_times.order_by("months"))
    shows = rules.shows_figures(
        effect.people, minimum=_minimum(commitment, acting.day), decides=decides
    )
    return StaffingPage(
        effect=effect,
        steps=_steps(effect),
        figures=_figures(effect) if shows else [],
        is_few=not shows,
        warnings=warnings_of(effect, acting.day),
        passed=PassedWarning.objects.filter(commitment=commitment, rule="R43").first(),
        earliest=rules.earliest_after(effect.told_nav_on) if effect.told_nav_on else None,
        freed=freed,
        asked=asked_now(effect, {row.months for row in freed}, acting.day),
        may_decide=decides,
        may_note=_may_note(acting, commitment),
    )


def _may_note(acting: Acting, commitment: Commitment) -> bool:
    initiative = commitment.benefit.initiative
    there = initiatives.participant_ids(initiative, acting.day)
    return initiative_rules.may_note(acting, there)


def _minimum(commitment: Commitment, day: date) -> int:
    place = commitment.municipality_id
    return int(ground.figures_of([place], day)[place].get(ParameterName.MINIMUM_N) or FEWEST)


def _steps(effect: StaffingEffect) -> list[Step]:
    return [_step(effect, event, kind) for event, kind in rules.STEPS.items()]


def _step(effect: StaffingEffect, event: str, kind: str) -> Step:
    note = getattr(effect, kind)
    return Step(
        word=str(StaffingState(kind).label),
        note=note,
        is_done=note is not None,
        is_next=event in rules.STATES[effect.state],
        url=reverse(f"benefits:{event}_staffing", kwargs={"pk": effect.commitment_id}),
        label=_label(event),
    )


def _label(event: str) -> str:
    return {
        "inform": _("Say when they were informed"),
        "consult": _("Say when it was consulted on"),
        "assess": _("Say when the risk was assessed"),
    }[event]


def _figures(effect: StaffingEffect) -> list[tuple[str, str]]:
    told = [(_("People it reaches"), number(effect.people))]
    if effect.positions:
        told.append((_("Positions"), number(effect.positions, 1)))
    if effect.realised_by == Realisation.FEWER_POSITIONS:
        told.append((_("Dismissals"), number(effect.dismissals)))
    return told


# --- dismissals -----------------------------------------------------------------------------


def warnings_of(effect: StaffingEffect, today: date) -> list[RuleWarning]:
    """R43: say when the municipality plans many dismissals around those of this plan."""
    if effect.dismissals_on is None or not effect.dismissals:
        return []
    planned = planned_dismissals(effect.commitment.municipality_id)
    count = rules.most_within_window(planned, effect.dismissals_on)
    warning = rules.many_dismissals(count, effect.told_nav_on, today)
    return [warning] if warning else []


def planned_dismissals(municipality_id: int) -> list[tuple[date, int]]:
    """Return the days on which people are given notice in a municipality, and how many."""
    rows = StaffingEffect.objects.live().filter(
        commitment__municipality=municipality_id,
        commitment__state__in=[State.PROPOSED, State.CONFIRMED],
        dismissals__gt=0,
    )
    return [(day, count) for day, count in rows.values_list("dismissals_on", "dismissals") if day]


# --- the notes a step may rest on -----------------------------------------------------------


def notes_for(effect: StaffingEffect, event: str) -> QuerySet[Involvement]:
    """Return the notes of the municipality that a step may rest on, the latest first."""
    rows = Involvement.objects.filter(
        initiative=effect.commitment.benefit.initiative_id,
        organisation=effect.commitment.municipality_id,
        kind=rules.STEPS[event],
    )
    for before in earlier(effect):
        rows = rows.filter(noted_at__gte=before)
    return rows.order_by("-noted_at", "-id")


def earlier(effect: StaffingEffect) -> list[datetime]:
    """Return when the steps before were noted, and when the plan was changed."""
    told = (effect.informed_at, effect.replanned_at, effect.consulted_at)
    return [at for at in told if at is not None]


# --- what became of the time ----------------------------------------------------------------


def asked_now(effect: StaffingEffect, told: Iterable[int], today: date) -> tuple[int, ...]:
    """Return after how many months it is asked what became of the time, and nobody has said."""
    if effect.state != StaffingState.DECIDED or effect.decided_at is None:
        return ()
    answered = set(told)
    return tuple(
        months
        for months in rules.FOLLOWED_UP
        if months not in answered and due_on(effect, months) <= today
    )


def due_on(effect: StaffingEffect, months: int) -> date:
    """Return the day it is asked: so many months after the effect starts, or it was decided."""
    begun = max(effect.commitment.effect_starts_on, localdate(effect.decided_at))
    return months_after(begun, months)


# --- what waits -----------------------------------------------------------------------------


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the steps and the questions about positions that wait for a benefit's owner."""
    return [item for row in _owned_by(acting) for item in _waits(row, today)]


def coming_for(acting: Acting, today: date) -> list[Waiting]:
    """Return when a benefit's owner is asked what became of freed time, of what is to come."""
    decided = (row for row in _owned_by(acting) if row.state == StaffingState.DECIDED)
    return [
        _freed_waits(row, months)
        for row in decided
        for months in rules.FOLLOWED_UP
        if due_on(row, months) > today
    ]


def _owned_by(acting: Acting) -> list[StaffingEffect]:
    """Return what the promises this person owns mean for positions."""
    if not acting.is_somebody:
        return []
    mine = (
        StaffingEffect.objects.visible_to(acting)
        .live()
        .filter(commitment__owner_id=acting.person_id, commitment__state=State.CONFIRMED)
    )
    running = mine.exclude(commitment__benefit__initiative__stage=Stage.STOPPED)
    rows = running.select_related(*NAMED).prefetch_related("freed_times").order_by("id")
    return list(rows)


def _waits(effect: StaffingEffect, today: date) -> Iterable[Waiting]:
    if effect.state != StaffingState.DECIDED:
        yield _step_waits(effect)
    told = {row.months for row in effect.freed_times.all()}
    for months in asked_now(effect, told, today)[:1]:
        yield _freed_waits(effect, months)


def _step_waits(effect: StaffingEffect) -> Waiting:
    return Waiting(
        what=effect.commitment.benefit.name,
        why=rules.why_not(effect.state),
        url=effect.get_absolute_url(),
        button=_("Look at the positions"),
        since=localdate(effect.changed_at),
        due_on=effect.decide_by,
    )


def _freed_waits(effect: StaffingEffect, months: int) -> Waiting:
    due = due_on(effect, months)
    return Waiting(
        what=effect.commitment.benefit.name,
        why=_("%(months)s months have passed. What became of the time that was freed?")
        % {"months": months},
        url=reverse("benefits:freed_time", kwargs={"pk": effect.commitment_id}),
        button=_("Answer"),
        since=due,
        due_on=due + ANSWER_WITHIN,
    )


# --- for union reps and safety reps ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToHear:
    """What reps are to be informed of, consulted on or assess: what, how, and by when."""

    what: str
    how: str
    url: str
    lang: str
    by: date


def to_hear(acting: Acting) -> list[ToHear]:
    """Return the plans for positions that reps come into before they are decided."""
    rows = StaffingEffect.objects.visible_to(acting).live()
    open_ones = rows.exclude(state=StaffingState.DECIDED).filter(
        commitment__state__in=[State.PROPOSED, State.CONFIRMED]
    )
    ordered = open_ones.select_related(*NAMED).order_by("decide_by", "id")
    return [_to_hear(row) for row in ordered]


def _to_hear(effect: StaffingEffect) -> ToHear:
    how = {
        StaffingState.PLANNED: _("You are to be informed"),
        StaffingState.INFORMED: _("You are to be consulted"),
        StaffingState.CONSULTED: _("The risk is to be assessed with you"),
        StaffingState.RISK_ASSESSED: _("You are heard; it is about to be decided"),
    }
    return ToHear(
        what=effect.commitment.benefit.name,
        how=how[StaffingState(effect.state)],
        url=effect.get_absolute_url(),
        lang=effect.commitment.benefit.initiative.lang,
        by=effect.decide_by,
    )
