"""What changes about the positions behind a promise (R43)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.benefits.models import (
    Commitment,
    FreedTime,
    PassedWarning,
    Realisation,
    StaffingEffect,
    TakeOut,
)
from stafett.benefits.queries import plan as financial
from stafett.benefits.queries import staffing as queries
from stafett.benefits.rules import staffing as rules
from stafett.initiatives import queries as initiatives
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Involvement
from stafett.lib import Acting, Refused
from stafett.lib.versions import save_as_read, who_was_first

PLAN = (
    "realised_by",
    "what",
    "positions",
    "people",
    "dismissals",
    "dismissals_on",
    "decide_by",
)


# --- the plan -------------------------------------------------------------------------------


@audit.traced
def plan(
    *, commitment: Commitment, planned: Mapping[str, Any], by: Acting, now: datetime
) -> StaffingEffect:
    """Say what a promise means for positions: the fields in :data:`PLAN`, and no names."""
    _check_decides(commitment, by)
    _one_at_a_time(commitment)
    rules.check_none_there(queries.live_effect(commitment) is not None)
    _check(commitment, planned, by)
    effect = StaffingEffect.objects.create(
        commitment=commitment,
        registered_at=now,
        changed_at=now,
        changed_by_name=by.name,
        **{name: planned[name] for name in PLAN},
    )
    settle(commitment, now)
    audit.record(verb="positions.planned", target=commitment, by=by, at=now)
    return effect


@audit.traced
def change(
    *,
    effect: StaffingEffect,
    planned: Mapping[str, Any],
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Change the plan. What people were consulted on is consulted on anew."""
    _check_turn(effect, version, by)
    state = rules.after(effect.state, "change")
    _check(effect.commitment, planned, by)
    values = {name: planned[name] for name in PLAN} | {"state": state}
    if effect.consulted_at is not None:
        values |= _anew(now)
    save_as_read(effect, values, version=version, by=by, now=now)
    settle(effect.commitment, now)
    audit.record(verb="positions.changed", target=effect.commitment, by=by, at=now)


def _anew(now: datetime) -> dict[str, Any]:
    gone = ("consulted", "consulted_at", "risk_assessed", "risk_assessed_at")
    return {**dict.fromkeys(gone), "replanned_at": now}


def _check(commitment: Commitment, planned: Mapping[str, Any], by: Acting) -> None:
    rules.check_dismissals(
        realised_by=planned["realised_by"],
        dismissals=planned["dismissals"],
        people=planned["people"],
        on=planned["dismissals_on"],
    )
    rules.check_freed_time(
        realised_by=planned["realised_by"],
        is_budget=commitment.take_out == TakeOut.BUDGET,
        positions=planned["positions"],
    )
    _names_nobody(planned["what"], by, "what")


def _names_nobody(text: str, by: Acting, field: str) -> None:
    names = initiatives.colleagues(by).values_list("name", flat=True)
    rules.check_names_nobody(text, names, field=field)


# --- the steps ------------------------------------------------------------------------------


@audit.traced
def take(
    *,
    effect: StaffingEffect,
    step: str,
    note: Involvement,
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Take a step that rests on a note: ``inform``, ``consult`` or ``assess``."""
    _check_turn(effect, version, by)
    state = rules.after(effect.state, step)
    _check_note(effect, step, note)
    kind = rules.STEPS[step]
    values = {"state": state, kind: note, f"{kind}_at": note.noted_at}
    save_as_read(effect, values, version=version, by=by, now=now)
    audit.record(verb=f"positions.{kind}", target=effect.commitment, by=by, at=now)


def _check_note(effect: StaffingEffect, step: str, note: Involvement) -> None:
    commitment = effect.commitment
    here = (commitment.benefit.initiative_id, commitment.municipality_id)
    if (note.initiative_id, note.organisation_id) != here:
        raise Refused(_("Choose a note about this initiative, from your own municipality."))
    rules.check_fits(note.kind, step)
    rules.check_noted_after(note.noted_at, queries.earlier(effect))
    if step == "consult":
        rules.check_heard(view=note.view, reply=note.reply)


@audit.traced
def decide(
    *, effect: StaffingEffect, reason: str = "", version: int, by: Acting, now: datetime
) -> None:
    """Decide. A warning that stands is passed with a reason that is shown."""
    _check_turn(effect, version, by)
    state = rules.after(effect.state, "decide")
    warnings = queries.warnings_of(effect, localdate(now))
    rules.check_passed(warnings, reason)
    _names_nobody(reason, by, "reason")
    if warnings:
        _pass(effect.commitment, reason, by, now)
    decided = {
        "state": state,
        "decided_at": max(now, _heard_at(effect)),
        "decided_by_name": by.name,
    }
    save_as_read(effect, decided, version=version, by=by, now=now)
    settle(effect.commitment, now)
    audit.record(verb="positions.decided", target=effect.commitment, by=by, at=now)


def _heard_at(effect: StaffingEffect) -> datetime:
    return effect.risk_assessed_at or effect.changed_at


def _pass(commitment: Commitment, reason: str, by: Acting, now: datetime) -> None:
    PassedWarning.objects.update_or_create(
        commitment=commitment,
        initiative=commitment.benefit.initiative,
        rule="R43",
        defaults={"reason": reason, "passed_by_name": by.name, "passed_at": now},
    )


@audit.traced
def drop(*, effect: StaffingEffect, reason: str, version: int, by: Acting, now: datetime) -> None:
    """Lay a plan aside, with a reason. What was noted stays."""
    _check_turn(effect, version, by)
    _names_nobody(reason, by, "reason")
    values = {"state": rules.after(effect.state, "drop"), "dropped_reason": reason}
    save_as_read(effect, values, version=version, by=by, now=now)
    settle(effect.commitment, now)
    audit.record(verb="positions.dropped", target=effect.commitment, by=by, at=now)


@audit.traced
def tell_nav(
    *, effect: StaffingEffect, told_nav_on: date, version: int, by: Acting, now: datetime
) -> None:
    """Note the day NAV was told of a mass dismissal."""
    _check_turn(effect, version, by)
    initiative_rules.check_has_happened(told_nav_on, localdate(now), field="told_nav_on")
    save_as_read(effect, {"told_nav_on": told_nav_on}, version=version, by=by, now=now)
    audit.record(verb="positions.nav_told", target=effect.commitment, by=by, at=now)


@audit.traced
def follow_up(
    *, effect: StaffingEffect, became: str, note: str = "", by: Acting, now: datetime
) -> FreedTime:
    """Say what became of the time, half a year or a year after."""
    _check_decides(effect.commitment, by)
    rules.after(effect.state, "follow_up")
    told = effect.freed_times.values_list("months", flat=True)
    asked = queries.asked_now(effect, told, localdate(now))
    rules.check_months(next(iter(asked), 0), asked)
    _names_nobody(note, by, "note")
    row = FreedTime.objects.create(
        effect=effect, months=asked[0], became=became, note=note, told_by_name=by.name, told_at=now
    )
    audit.record(verb="positions.followed_up", target=effect.commitment, by=by, at=now)
    return row


# --- what they share ------------------------------------------------------------------------


def settle(commitment: Commitment, now: datetime) -> None:
    """R43: let the promise say whether its kroner wait for the budget."""
    effect = queries.live_effect(commitment)
    awaits = effect is not None and rules.awaits_budget(
        state=effect.state,
        realised_by=Realisation(effect.realised_by),
        is_in_plan=financial.is_shown(commitment, localdate(now)),
    )
    Commitment.objects.filter(pk=commitment.pk).update(awaits_budget=awaits)
    commitment.awaits_budget = awaits


def _check_turn(effect: StaffingEffect, version: int, by: Acting) -> None:
    _check_decides(effect.commitment, by)
    if effect.version != version:
        raise who_was_first(effect)
    _one_at_a_time(effect.commitment)


def _check_decides(commitment: Commitment, by: Acting) -> None:
    place, owner = commitment.municipality_id, commitment.owner_id
    rules.check_may_decide(by, municipality_id=place, owner_id=owner)


def _one_at_a_time(commitment: Commitment) -> None:
    Commitment.objects.select_for_update(no_key=True).only("pk").get(pk=commitment.pk)
