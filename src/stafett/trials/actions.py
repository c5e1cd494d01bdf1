"""What changes about a trial."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from stafett.audit import actions as audit
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.lib.versions import save_as_read, who_was_first
from stafett.needs import rules as needs
from stafett.needs.models import Need
from stafett.trials import queries, rules
from stafett.trials.models import Decision, Evidence, Result, Trial

PLANNED = (
    "idea",
    "hypothesis",
    "riskiest_assumption",
    "form",
    "measure",
    "unit_kind",
    "unit",
    "direction",
    "threshold",
    "prediction",
    "planned_n",
    "stop_rule",
    "max_cost",
    "max_days",
    "lang",
)


@audit.traced
def plan(
    *,
    need: Need,
    planned: Mapping[str, Any],
    follows: Trial | None = None,
    by: Acting,
    now: datetime,
) -> Trial:
    """Plan a test of an idea for a need (R01: the need is told first)."""
    needs.check_may_register(by)
    needs.check_open(need.closed_on is not None)
    needs.check_may_carry_ideas(need)
    trial = _new(need, planned, by, now, follows=follows)
    audit.record(verb="trial.planned", target=trial, by=by, at=now, details={"idea": trial.idea})
    return trial


@audit.traced
def change(
    *, trial: Trial, planned: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Change a plan that is not locked yet."""
    _check_turn(trial, version, by)
    state = rules.after(trial.state, "change")
    _put(trial, planned)
    save_as_read(
        trial, {name: getattr(trial, name) for name in PLANNED}, version=version, by=by, now=now
    )
    audit.record(verb="trial.changed", target=trial, by=by, at=now, details={"state": state})


@audit.traced
def lock(*, trial: Trial, version: int, by: Acting, now: datetime) -> None:
    """Lock threshold and prediction, and begin."""
    _check_turn(trial, version, by)
    needs.check_open(trial.need.closed_on is not None)
    locked = {
        "state": rules.after(trial.state, "lock"),
        "locked_at": now,
        "locked_by_name": by.name,
    }
    save_as_read(trial, locked, version=version, by=by, now=now)
    demanded = {"threshold": trial.threshold, "prediction": trial.prediction}
    audit.record(verb="trial.locked", target=trial, by=by, at=now, details=demanded)


@audit.traced
def replan(
    *, trial: Trial, planned: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> Trial:
    """Make a new version of a locked plan. What comes of it only suggests."""
    _check_turn(trial, version, by)
    needs.check_open(trial.need.closed_on is not None)
    state = rules.after(trial.state, "replan")
    save_as_read(trial, {"state": state}, version=version, by=by, now=now)
    newer = _new(trial.need, planned, by, now, follows=trial.follows, replaces=trial)
    audit.record(verb="trial.replanned", target=newer, by=by, at=now, details={"was": trial.pk})
    return newer


@audit.traced
def measure(
    *,
    trial: Trial,
    n: int | None,
    successes: int | None,
    values: list[float],
    deviations: str,
    surprises: str,
    version: int,
    by: Acting,
    now: datetime,
) -> Result:
    """Write what happened. Again until it is decided: the result before stays, superseded."""
    _check_turn(trial, version, by)
    state = rules.after(trial.state, "measure")
    rules.check_result(trial, n=n, successes=successes, values=values)
    save_as_read(trial, {"state": state}, version=version, by=by, now=now)
    result = Result.objects.create(
        trial=trial,
        n=n if trial.unit_kind == "share" else len(values),
        successes=successes if trial.unit_kind == "share" else None,
        values=values if trial.unit_kind == "value" else [],
        deviations=deviations,
        surprises=surprises,
        recorded_by_name=by.name,
        recorded_at=now,
        supersedes=trial.results.filter(superseded_by=None).first(),
    )
    audit.record(verb="trial.measured", target=trial, by=by, at=now, details={"n": result.n})
    return result


@audit.traced
def decide(
    *,
    trial: Trial,
    kind: str,
    reason: str,
    learning: str,
    share_with: str,
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Decide what the test leads to, and write what was learned.

    One without a result can be stopped, and nothing else.
    """
    _check_turn(trial, version, by)
    event = "stop" if trial.state != rules.MEASURED and kind == "stop" else "decide"
    state = rules.after(trial.state, event)
    told = {"state": state, "learning": learning, "share_with": share_with}
    save_as_read(trial, told, version=version, by=by, now=now)
    Decision.objects.create(
        trial=trial, kind=kind, reason=reason, decided_by_name=by.name, decided_at=now
    )
    audit.record(verb="trial.decided", target=trial, by=by, at=now, details={"kind": kind})


@audit.traced
def learn(
    *, trial: Trial, learning: str, share_with: str, version: int, by: Acting, now: datetime
) -> None:
    """Write more of what was learned, which often comes after the decision."""
    _check_turn(trial, version, by)
    state = rules.after(trial.state, "learn")
    told = {"state": state, "learning": learning, "share_with": share_with}
    save_as_read(trial, told, version=version, by=by, now=now)
    audit.record(verb="trial.learned", target=trial, by=by, at=now, details={})


@audit.traced
def propose(
    *,
    need: Need,
    tests: Iterable[Trial],
    told: Mapping[str, Any],
    untested_reason: str = "",
    by: Acting,
    now: datetime,
) -> Initiative:
    """Describe a solution that rests on tests of the need, or say why it rests on none.

    Parameters
    ----------
    told : mapping
        The fields in ``initiatives.actions.TOLD``.
    """
    rests_on = list(tests)
    usable = queries.adopted(by, need).filter(pk__in=[trial.pk for trial in rests_on])
    rules.check_rests_on(len(rests_on), usable.count(), untested_reason)
    initiative = initiatives.begin(
        needs=[need],
        told=told,
        untested_reason="" if rests_on else untested_reason,
        by=by,
        now=now,
    )
    Evidence.objects.bulk_create(Evidence(trial=trial, initiative=initiative) for trial in rests_on)
    for trial in rests_on:
        audit.record(
            verb="trial.used", target=trial, by=by, at=now, details={"initiative": initiative.pk}
        )
    return initiative


# --- what the actions share -----------------------------------------------------------------


def _new(
    need: Need, planned: Mapping[str, Any], by: Acting, now: datetime, **more: Trial | None
) -> Trial:
    trial = Trial(
        need=need,
        organisation_id=by.organisation_id,
        planned_by_id=by.person_id,
        planned_by_name=by.name,
        planned_at=now,
        changed_at=now,
        changed_by_name=by.name,
        **more,
    )
    _put(trial, planned)
    trial.save(force_insert=True)
    return trial


def _put(trial: Trial, planned: Mapping[str, Any]) -> None:
    for name in PLANNED:
        setattr(trial, name, planned[name])
    rules.check_plan(trial)


def _check_turn(trial: Trial, version: int, by: Acting) -> None:
    """Who may, and who was first: before the state, which the first one may have moved."""
    rules.check_may_change(
        by, organisation_id=trial.organisation_id, planned_by_id=trial.planned_by_id
    )
    if trial.version != version:
        raise who_was_first(trial)
