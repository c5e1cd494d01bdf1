"""What is asked about trials; numbers go to ``calc.evidence`` and come back as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import floor, log10
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.calc import evidence
from stafett.calc.errors import CalcError
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, Waiting
from stafett.needs.models import Need
from stafett.needs.rules import KEEPERS
from stafett.trials import rules
from stafett.trials.models import DecisionKind, Direction, Evidence, Result, State, Trial, UnitKind
from stafett.ui.figures import day, number, percent

# From here on it is not how many there were that leaves it open, but how close it is.
MANY = 100
MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What a result says about the demand.

    ``outcome`` is what the numbers say; ``mark`` is how far they can be trusted: ``met``,
    ``not_met``, ``inconclusive``, or ``suggests`` where the plan was changed on the way.
    """

    outcome: str
    mark: str
    word: str
    sentence: str
    span: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A result as it was written, and by whom; ``values`` are shown where they are enough."""

    result: Result
    counted: str
    people: str
    values: list[str]
    hides_values: bool


@dataclass(frozen=True, slots=True)
class TrialPage:
    """One trial with all that hangs on it, for somebody."""

    trial: Trial
    demand: str
    expected: str
    advice: str
    noted: Noted | None
    corrected: list[Noted]
    told: Told | None
    beside: str
    was_stopped: bool
    stop: rules.Stop | None
    chain: list[Trial]
    may_change: bool
    takes_more: bool


def trial_page(acting: Acting, trial: Trial) -> TrialPage:
    """Return what somebody may read about a trial they may see."""
    results = list(trial.results.order_by("id"))
    live = results[-1] if results else None
    verdict = told(trial, live) if live else None
    return TrialPage(
        trial=trial,
        demand=demand(trial),
        expected=amount(trial, trial.prediction),
        advice=advice(trial) if trial.state == State.PLANNED else "",
        noted=noted(trial, live) if live else None,
        corrected=[noted(trial, result) for result in results[:-1]],
        told=verdict,
        beside=beside(trial, verdict),
        was_stopped=hasattr(trial, "decision") and verdict is None,
        stop=rules.stop_rule(trial, acting.day) if trial.state == State.RUNNING else None,
        chain=chain(trial),
        may_change=may_change(acting, trial),
        takes_more=trial.need.closed_on is None,
    )


def visible(acting: Acting) -> QuerySet[Trial]:
    """Return the trials somebody may see, with what a page names."""
    trials = Trial.objects.visible_to(acting)
    named = ("need__organisation", "organisation", "decision", "replaces", "replaced_by", "follows")
    return trials.select_related(*named)


def may_change(acting: Acting, trial: Trial) -> bool:
    """Whether this person runs the trial."""
    return rules.may_change(
        acting, organisation_id=trial.organisation_id, planned_by_id=trial.planned_by_id
    )


def chain(trial: Trial) -> list[Trial]:
    """Return the live tests of the same need, the first first."""
    return list(Trial.objects.live().filter(need=trial.need_id).order_by("planned_at", "id"))


def live_result(trial: Trial) -> Result | None:
    """Return the result that stands, the last that was written."""
    return trial.results.order_by("id").last()


def adopted(acting: Acting, need: Need) -> QuerySet[Trial]:
    """Return the tests of a need that ended with «use it»: what a solution can rest on."""
    return may_be_followed(acting, need).filter(decision__kind=DecisionKind.ADOPT)


def may_be_followed(acting: Acting, need: Need) -> QuerySet[Trial]:
    """Return the tests of a need that the next one can begin with."""
    return visible(acting).filter(need=need, state=State.DECIDED)


# --- numbers to sentences -------------------------------------------------------------------


def amount(trial: Trial, value: Decimal) -> str:
    """Return a number with the trial's unit, as exactly as it was written: «66,5 %», «12 min»."""
    decimals = _decimals_in(value)
    if trial.unit_kind == UnitKind.SHARE:
        return percent(value / 100, decimals)
    return f"{number(value, decimals)} {trial.unit}".strip()


def _decimals_in(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def demand(trial: Trial) -> str:
    """Return the demand in words: «minst 70 %»."""
    return f"{Direction(trial.direction).label} {amount(trial, trial.threshold)}"


def advice(trial: Trial) -> str:
    """Say how many people it takes to be told, beside how many are planned."""
    planned = {"planned": number(trial.planned_n)}
    if trial.unit_kind != UnitKind.SHARE:
        return (
            _(
                "Nobody can say beforehand how many it takes here: it depends on how much the "
                "numbers differ. Fewer than ten is seldom enough. You plan for %(planned)s."
            )
            % planned
        )
    needed = _needed(trial.threshold, trial.prediction)
    if needed is None:
        return _(
            "What you expect is so close to what you demand that no number of people can tell. "
            "Demand less, or test something that makes a greater difference."
        )
    return " ".join(_advised(trial, needed, planned))


@lru_cache(maxsize=1000)
def _needed(threshold: Decimal, prediction: Decimal) -> int | None:
    try:
        return evidence.sample_size_for(float(threshold / 100), float(prediction / 100))
    except CalcError:
        return None


def _advised(trial: Trial, needed: int, planned: dict[str, str]) -> Iterable[str]:
    if (trial.prediction > trial.threshold) != (trial.direction == Direction.AT_LEAST):
        yield _("You expect the demand to be missed. Is that what you mean?")
    sentence = _(
        "If it goes as you expect, you have to count %(needed)s to be told with 80 %% certainty. "
        "You plan for %(planned)s."
    )
    yield sentence % {"needed": number(needed), **planned}
    if trial.planned_n < needed:
        yield _("That is most likely too few to be told. Count more, or know that it is so.")


def told(trial: Trial, result: Result) -> Told:
    """Return the verdict on a result."""
    verdict = _verdict(trial, result)
    outcome = str(verdict.outcome) if verdict else str(evidence.INCONCLUSIVE)
    settled = outcome != evidence.INCONCLUSIVE
    counted = {
        "what": _counted(trial, result),
        "demand": demand(trial),
        "says": _says(trial, outcome, result.n) if verdict else _all_alike(),
    }
    mark = "suggests" if settled and trial.is_exploratory else outcome
    sentence = _("%(what)s, the demand was %(demand)s: %(says)s") % counted
    return Told(outcome, mark, _word(mark), sentence, _span(trial, verdict) if verdict else "")


def _verdict(trial: Trial, result: Result) -> evidence.Verdict | None:
    """Return what the numbers say; nothing where they are all alike and so say nothing."""
    threshold, direction = float(trial.threshold), _direction(trial)
    try:
        if trial.unit_kind == UnitKind.VALUE:
            return evidence.verdict(values=result.values, threshold=threshold, direction=direction)
        return evidence.verdict(
            result.successes or 0, result.n, threshold=threshold / 100, direction=direction
        )
    except CalcError:
        return None


def _direction(trial: Trial) -> evidence.Direction:
    return "at_least" if trial.direction == Direction.AT_LEAST else "at_most"


def _counted(trial: Trial, result: Result) -> str:
    if trial.unit_kind == UnitKind.SHARE:
        of = {"successes": number(result.successes), "n": number(result.n)}
        return _("%(successes)s of %(n)s") % of
    mean = sum(result.values) / len(result.values)
    shown = f"{number(mean, _decimals_for(result.values))} {trial.unit}".strip()
    return _("%(mean)s on average, n = %(n)s") % {"mean": shown, "n": number(result.n)}


def _decimals_for(values: list[float]) -> int:
    """Return how many decimals a mean deserves: one, or more where the values differ by less."""
    width = (max(values) - min(values)) / 10
    return min(MOST_DECIMALS, max(1, -floor(log10(width)))) if width else 1


def _says(trial: Trial, outcome: str, n: int) -> str:
    if outcome == evidence.INCONCLUSIVE:
        return _too_few(n)
    says = _("met") if outcome == evidence.MET else _("not met")
    if not trial.is_exploratory:
        return says
    return _("%(says)s, but the plan was changed on the way") % {"says": says}


def _too_few(n: int) -> str:
    if n >= MANY:
        return _("too close to the demand to say anything for certain")
    return _("too few to say anything for certain")


def _all_alike() -> str:
    return _("all the numbers are alike, so nobody can say how much is chance")


def _word(mark: str) -> str:
    return {
        "met": _("The demand is met"),
        "not_met": _("The demand is not met"),
        "inconclusive": _("Cannot be told yet"),
        "suggests": _("Only suggests"),
    }[mark]


def _span(trial: Trial, verdict: evidence.Verdict) -> str:
    ends = (verdict.low, verdict.high)
    if trial.unit_kind == UnitKind.SHARE:
        ends, unit = (verdict.low * 100, verdict.high * 100), "%"
    else:
        unit = trial.unit
    decimals = _decimals_of_span(*ends)
    low, high = (number(end, decimals) for end in ends)
    return _("The truth most likely lies between %(low)s and %(high)s %(unit)s.") % {
        "low": low,
        "high": high,
        "unit": unit,
    }


def _decimals_of_span(low: float, high: float) -> int:
    """Two figures of the width: 38 to 96, 7.1 to 10.2, 0.52 to 0.58."""
    width = high - low
    return min(MOST_DECIMALS, max(0, 1 - floor(log10(width)))) if width > 0 else MOST_DECIMALS


def noted(trial: Trial, result: Result) -> Noted:
    """Return a result as it was written. Fewer than five are not shown one by one (R41)."""
    few = 0 < len(result.values) < rules.FEWEST_SHOWN_SINGLY
    people = {"n": number(result.n), "planned": number(trial.planned_n)}
    return Noted(
        result=result,
        counted=_counted(trial, result),
        people=_("%(n)s counted, %(planned)s planned") % people,
        values=[] if few else [_exactly(value) for value in result.values],
        hides_values=few,
    )


def _exactly(value: float) -> str:
    decimals = _decimals_in(Decimal(str(value)))
    return number(value, min(MOST_DECIMALS, decimals))


def beside(trial: Trial, verdict: Told | None) -> str:
    """Say so where something is used that the numbers do not support."""
    adopted = hasattr(trial, "decision") and trial.decision.kind == DecisionKind.ADOPT
    if not adopted or verdict is None or verdict.mark == "met":
        return ""
    if verdict.mark == "not_met":
        return _("It is used although the demand was not met. The reason is given.")
    return _("It is used although the numbers do not tell for certain. The reason is given.")


# --- for other rooms ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One trial of a need, in a sentence, and what it led to."""

    trial: Trial
    sentence: str
    told: Told | None
    decision: str
    beside: str
    was_stopped: bool

    @property
    def is_decided(self) -> bool:
        """Whether it is over, and led to something."""
        return self.trial.state == State.DECIDED

    @property
    def is_adopted(self) -> bool:
        """Whether it ended with «use it», so that a solution can rest on it."""
        decision = getattr(self.trial, "decision", None)
        return decision is not None and decision.kind == DecisionKind.ADOPT


def lines_of(need: Need, today: date) -> list[Line]:
    """Return the live tests of a need, the first first, each in one sentence."""
    return lines_of_needs([need], today)


def lines_of_needs(needs: Iterable[Need], today: date) -> list[Line]:
    """Return the live tests of some needs, the first first, each in one sentence."""
    return _lines(Trial.objects.live().filter(need__in=needs), today)


def evidence_for(acting: Acting, initiative: Initiative) -> list[Line]:
    """Return the tests an initiative rests on, each in one sentence, of those somebody may see.

    An initiative may be shared more widely than the need it began with.
    """
    rests_on = Evidence.objects.filter(initiative=initiative).values("trial")
    return _lines(Trial.objects.visible_to(acting).filter(pk__in=rests_on), acting.day)


def tests_of(
    initiative: Initiative, needs: Iterable[Need], today: date
) -> tuple[list[Line], list[Line]]:
    """Return the tests an initiative rests on, and the other live ones, of the needs it answers.

    ``needs`` are those somebody may see: it rests on no other.
    """
    rests_on = Exists(Evidence.objects.filter(initiative=initiative, trial=OuterRef("pk")))
    trials = Trial.objects.filter(need__in=needs).annotate(is_evidence=rests_on)
    lines = _lines(trials.exclude(state=State.REPLACED, is_evidence=False), today)
    evidence = [line for line in lines if _is_evidence(line)]
    return evidence, [line for line in lines if not _is_evidence(line)]


def _is_evidence(line: Line) -> bool:
    """Whether an initiative rests on it: annotated by the question."""
    return bool(line.trial.is_evidence)  # type: ignore[attr-defined]


def _lines(trials: QuerySet[Any], today: date) -> list[Line]:
    named = trials.select_related("organisation", "decision", "follows").prefetch_related("results")
    return [_line(trial, today) for trial in named.order_by("planned_at", "id")]


def _line(trial: Trial, today: date) -> Line:
    results = sorted(trial.results.all(), key=lambda result: result.pk)
    verdict = told(trial, results[-1]) if results else None
    decision = trial.decision if hasattr(trial, "decision") else None
    return Line(
        trial=trial,
        sentence=verdict.sentence if verdict else _without_result(trial, today),
        told=verdict,
        decision=decision.get_kind_display() if decision and verdict else "",
        beside=beside(trial, verdict),
        was_stopped=bool(decision and not verdict),
    )


def _without_result(trial: Trial, today: date) -> str:
    words = {"demand": demand(trial), "expected": amount(trial, trial.prediction)}
    if trial.state == State.DECIDED:
        return _stopped(trial)
    if trial.state == State.PLANNED:
        return _("Planned. The demand is %(demand)s, expected %(expected)s.") % words
    stop = rules.stop_rule(trial, today)
    if stop and stop.reached:
        return _("Running. Should have been over by %(day)s.") % {"day": day(stop.day)}
    return _("Running. The demand is %(demand)s, expected %(expected)s.") % words


def _stopped(trial: Trial) -> str:
    why = {"reason": trial.decision.reason}
    if trial.locked_at is None:
        return _("Laid aside before it began: %(reason)s") % why
    return _("Stopped in time: %(reason)s") % why


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the trials that wait for this person."""
    if not acting.is_somebody:
        return []
    own = Trial.objects.visible_to(acting).filter(organisation_id=acting.organisation_id)
    mine = Q(planned_by_id=acting.person_id)
    begun = Q(state__in=[State.RUNNING, State.MEASURED])
    if acting.role_kind not in KEEPERS:
        begun &= mine
    undecided = own.filter(begun | mine & Q(state=State.PLANNED))
    return [*_waiting(undecided.order_by("changed_at"), today)]


def coming_for(acting: Acting, today: date) -> list[Waiting]:
    """Return by when the tests this person has planned are to be over, of those that run."""
    if not acting.is_somebody:
        return []
    own = Trial.objects.visible_to(acting).filter(organisation_id=acting.organisation_id)
    mine = own.filter(planned_by_id=acting.person_id, state=State.RUNNING).order_by("changed_at")
    stops = ((trial, rules.stop_rule(trial, today)) for trial in mine)
    why = _("By this day the test is to be over, by its own plan.")
    return [
        _wait(trial, why, _("Write what happened"), stop.day)
        for trial, stop in stops
        if stop and not stop.reached
    ]


def _waiting(trials: Iterable[Trial], today: date) -> Iterable[Waiting]:
    for trial in trials:
        stop = rules.stop_rule(trial, today)
        if trial.state == State.PLANNED:
            why = _("The test is planned. Lock the plan and begin, or lay it aside.")
            yield _wait(trial, why, _("Look at the plan"), None)
        elif trial.state == State.MEASURED:
            yield _wait(trial, _("There is a result. What does it lead to?"), _("Decide"), None)
        elif stop and stop.reached:
            why = _("The stop rule is reached: the test should be over by now.")
            yield _wait(trial, why, _("Write what happened"), stop.day)


def _wait(trial: Trial, why: str, button: str, due_on: date | None) -> Waiting:
    url, since = trial.get_absolute_url(), localdate(trial.changed_at)
    return Waiting(trial.idea, why, url, button, since, due_on)
