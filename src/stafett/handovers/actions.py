"""What changes about a baton. Every action first tells the database who acts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from stafett.audit import actions as audit
from stafett.benefits.models import Commitment, Outcome
from stafett.handovers import proof, queries, rules
from stafett.handovers.models import (
    Baton,
    BatonLine,
    ChangeStep,
    DelegationKind,
    DelegationReceipt,
    LineAnswer,
    Receipt,
    State,
)
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import colleagues
from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.lib.versions import save_as_read, who_was_first
from stafett.organisations import actions as organisations
from stafett.organisations.models import Organisation, Role
from stafett.people.models import Person
from stafett.post import actions as post

OFFERED = ("message", "respond_by", "support", "support_until")
SET_ASIDE = ("whose_time", "hours", "money", "price_year")
STEP = ("what", "what_stops", "owner", "due_on")
# What rooms above do when a municipality says that its new practice is in place. They add to it as
# the program starts, because a baton knows nothing of what was learned from it.
WHEN_PRACTISED: list[Callable[..., None]] = []


# --- the sender -----------------------------------------------------------------------------


@audit.traced
def prepare(
    *,
    initiative: Initiative,
    municipality: Organisation,
    offered: Mapping[str, Any],
    by: Acting,
    now: datetime,
) -> Baton:
    """Prepare a baton to a municipality that joins, or owns the initiative itself."""
    tell_database(by)
    _check_sends(initiative, by)
    _check_can_hand_over(initiative)
    there = queries.can_receive(initiative, municipality, localdate(now))
    rules.check_can_receive(there)
    rules.check_no_other(_has_one(initiative, municipality))
    rules.check_days(offered["respond_by"], localdate(now))
    baton = Baton(
        initiative=initiative,
        municipality=municipality,
        sender=initiative.organisation,
        made_by_name=by.name,
        made_at=now,
        moved_at=now,
        changed_at=now,
        changed_by_name=by.name,
        **{name: offered[name] for name in OFFERED},
    )
    _insert(baton)
    lines = _gather(baton)
    _note("prepared", baton, by, now, municipality=municipality.label, promises=lines)
    return baton


@audit.traced
def change(
    *, baton: Baton, offered: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Say better what is offered, before it is offered, or once it has come back."""
    _sender_turns(baton, version, by)
    rules.after(baton.state, "change")
    rules.check_days(offered["respond_by"], localdate(now))
    values = {name: offered[name] for name in OFFERED}
    save_as_read(baton, values, version=version, by=by, now=now)
    _note("changed", baton, by, now)


@audit.traced
def offer(*, baton: Baton, version: int, by: Acting, now: datetime) -> Receipt:
    """Hold out the baton: for the first time, or again after it came back."""
    _sender_turns(baton, version, by)
    state = rules.after(baton.state, "offer")
    _check_can_hand_over(baton.initiative)
    rules.check_days(baton.respond_by, localdate(now))
    _gather(baton)
    rules.check_offer(
        has_lines=baton.lines.exists(),
        supports=queries.is_supported(baton) or queries.ground(by, baton).is_light,
    )
    receipt = _exchange(baton, state, {}, version=version, by=by, now=now)
    initiatives.follow(initiative=baton.initiative, event="hand_over", by=by, now=now)
    return receipt


@audit.traced
def withdraw(*, baton: Baton, reason: str, version: int, by: Acting, now: datetime) -> Receipt:
    """Take the baton back before anybody has accepted it. The last one takes the initiative too."""
    _sender_turns(baton, version, by)
    state = rules.after(baton.state, "withdraw")
    rules.check_reason(reason)
    receipt = _exchange(baton, state, {}, version=version, by=by, now=now, reason=reason)
    if queries.is_back_on_the_roadmap(by, baton.initiative):
        initiatives.follow(initiative=baton.initiative, event="take_back", by=by, now=now)
    return receipt


# --- both -----------------------------------------------------------------------------------


@audit.traced
def gather(*, baton: Baton, version: int, by: Acting, now: datetime) -> int:
    """Take in the promises that have come since, and leave out those that no longer stand."""
    if by.organisation_id == baton.municipality_id:
        _receiver_turns(baton, version, by)
    else:
        _sender_turns(baton, version, by)
    rules.after(baton.state, "gather")
    save_as_read(baton, {}, version=version, by=by, now=now)
    lines = _gather(baton)
    _note("gathered", baton, by, now, promises=lines)
    return lines


# --- the receiver, before signing -----------------------------------------------------------


@audit.traced
def fill_in(
    *,
    baton: Baton,
    set_aside: Mapping[str, Any],
    baselines: Mapping[int, date | None],
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Say what time and money are set aside, and when baselines are read.

    Parameters
    ----------
    set_aside : mapping
        The fields in :data:`SET_ASIDE`.
    baselines : mapping
        The id of each line that is answered for, to the day or None.
    """
    _receiver_turns(baton, version, by)
    rules.after(baton.state, "fill_in")
    rules.check_money(set_aside["money"], set_aside["price_year"])
    values = {name: set_aside[name] for name in SET_ASIDE}
    save_as_read(baton, values, version=version, by=by, now=now)
    for line in baton.lines.select_related("commitment").filter(pk__in=baselines):
        _plan_baseline(line, baselines[line.pk])
    _note("filled_in", baton, by, now, hours=baton.hours, money=baton.money)


@audit.traced
def consider(*, baton: Baton, version: int, by: Acting, now: datetime) -> None:
    """Say that it is being considered, so that the sender knows."""
    _receiver_turns(baton, version, by)
    _move(baton, "consider", {}, version=version, by=by, now=now)


# --- top management there -------------------------------------------------------------------


@audit.traced
def accept(*, baton: Baton, seen: str, version: int, by: Acting, now: datetime) -> Receipt:
    """Sign for the whole baton. ``seen`` is the sign for what was read (``queries.seen``)."""
    _signer_turns(baton, "accept", version, by, now)
    found = queries.ground(by, baton)
    rules.check_points(queries.missing_to_sign(found))
    rules.check_as_seen(seen, queries.sign_of(found))
    baton.lines.update(answer=LineAnswer.ACCEPTED, reason="")
    return _exchange(baton, State.ACCEPTED, {}, version=version, by=by, now=now)


@audit.traced
def accept_in_part(
    *,
    baton: Baton,
    answers: Mapping[int, tuple[bool, str]],
    seen: str,
    version: int,
    by: Acting,
    now: datetime,
) -> Receipt:
    """Sign for some of the promises.

    Parameters
    ----------
    answers : mapping
        The id of each line to whether it is taken, and the reason where it is not.
    """
    _signer_turns(baton, "accept_in_part", version, by, now)
    found = queries.ground(by, baton)
    rules.check_parts(answers, [promise.line.pk for promise in found.promises])
    rules.check_points(queries.missing_in_part(found))
    taken = {pk for pk, (is_taken, _reason) in answers.items() if is_taken}
    rules.check_taken_are_complete(
        [
            promise.commitment.benefit.name
            for promise in found.promises
            if promise.line.pk in taken and not found.is_complete(promise)
        ]
    )
    rules.check_as_seen(seen, queries.sign_of(found))
    for pk, (is_taken, reason) in answers.items():
        answer = LineAnswer.ACCEPTED if is_taken else LineAnswer.DECLINED
        baton.lines.filter(pk=pk).update(answer=answer, reason="" if is_taken else reason)
    return _exchange(baton, State.IN_PART, {}, version=version, by=by, now=now)


@audit.traced
def return_(*, baton: Baton, reason: str, version: int, by: Acting, now: datetime) -> Receipt:
    """Give the baton back, and say what must be mended."""
    _signer_turns(baton, "return", version, by, now)
    rules.check_reason(reason)
    told = {"return_reason": reason}
    return _exchange(baton, State.RETURNED, told, version=version, by=by, now=now, reason=reason)


# --- the receiver, after signing ------------------------------------------------------------


@audit.traced
def begin(*, baton: Baton, version: int, by: Acting, now: datetime) -> None:
    """Begin to change how people work. The first to begin takes the initiative along."""
    _receiver_turns(baton, version, by)
    _begin(baton, version, by, now)


@audit.traced
def practise(*, baton: Baton, version: int, by: Acting, now: datetime) -> None:
    """Say that the new practice is in place: the steps are done."""
    _receiver_turns(baton, version, by)
    rules.after(baton.state, "practise")
    rules.check_has_steps(baton.steps.exists())
    rules.check_steps_are_done(baton.steps.filter(done_on=None).count())
    _move(baton, "practise", {}, version=version, by=by, now=now)
    for tell in WHEN_PRACTISED:
        tell(baton=baton, by=by, now=now)


@audit.traced
def stop(*, baton: Baton, reason: str, version: int, by: Acting, now: datetime) -> None:
    """Stop in time, and say what was learned."""
    _receiver_turns(baton, version, by)
    rules.check_reason(reason)
    _move(baton, "stop", {"stopped_reason": reason}, version=version, by=by, now=now)


# --- change steps ---------------------------------------------------------------------------


@audit.traced
def add_step(*, baton: Baton, step: Mapping[str, Any], by: Acting, now: datetime) -> ChangeStep:
    """Say who does what differently from when, and what stops."""
    _receives(baton, by)
    rules.after(_held(baton).state, "plan")
    row = ChangeStep(baton=baton, changed_at=now, changed_by_name=by.name, **_step(step, by))
    row.save(force_insert=True)
    _note("step_added", baton, by, now, step=row.what)
    return row


@audit.traced
def change_step(
    *, step: ChangeStep, told: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Say it better, as long as it is not done."""
    _receives(step.baton, by)
    rules.after(_held(step.baton).state, "plan")
    rules.check_step_is_left(step.done_on)
    save_as_read(step, _step(told, by), version=version, by=by, now=now)
    _note("step_changed", step.baton, by, now, step=step.what)


@audit.traced
def remove_step(*, step: ChangeStep, by: Acting, now: datetime) -> None:
    """Take out a step that no longer fits, as long as it is not done."""
    _receives(step.baton, by)
    rules.after(_held(step.baton).state, "plan")
    rules.check_step_is_left(step.done_on)
    _note("step_removed", step.baton, by, now, step=step.what)
    step.delete()


@audit.traced
def do_step(*, step: ChangeStep, by: Acting, now: datetime) -> None:
    """Say that a step is done. The first one begins the change."""
    tell_database(by)
    baton = _held(step.baton)
    rules.check_may_do_step(by, municipality_id=baton.municipality_id, owner_id=step.owner_id)
    step.refresh_from_db()
    rules.check_step_is_left(step.done_on)
    if "begin" in rules.STATES[baton.state]:
        _begin(baton, baton.version, by, now)
    rules.after(baton.state, "do")
    done = {"done_on": localdate(now), "done_by_name": by.name}
    save_as_read(step, done, version=step.version, by=by, now=now)
    _note("step_done", baton, by, now, step=step.what)


# --- delegation -----------------------------------------------------------------------------


@audit.traced
def name_delegate(
    *, person: Person, valid_from: date, valid_to: date | None, by: Acting, now: datetime
) -> DelegationReceipt:
    """Let somebody sign in the chief executive's place, and give a receipt for it."""
    tell_database(by)
    role = organisations.name_delegate(
        person=person, valid_from=valid_from, valid_to=valid_to, by=by, now=now
    )
    return _delegated(role, DelegationKind.NAMED, by, now)


@audit.traced
def end_delegation(*, role: Role, by: Acting, now: datetime) -> None:
    """Take a delegation back; the receipt says from when it holds no more."""
    tell_database(by)
    organisations.end_delegation(role=role, by=by, now=now)
    if queries.delegation_stands(role):
        role.refresh_from_db()
        _delegated(role, DelegationKind.ENDED, by, now)


@audit.traced
def name_anew(*, role: Role, by: Acting, now: datetime) -> DelegationReceipt:
    """Name a delegate again from today, who was named before delegations left receipts."""
    rules.check_lacks_receipt(has_receipt=queries.has_receipt(role))
    person, valid_to = role.person, role.valid_to
    valid_from = max(role.valid_from, localdate(now))
    end_delegation(role=role, by=by, now=now)
    return name_delegate(person=person, valid_from=valid_from, valid_to=valid_to, by=by, now=now)


def _delegated(role: Role, kind: str, by: Acting, now: datetime) -> DelegationReceipt:
    """Write the receipt of a delegation after the organisation's last one."""
    Organisation.objects.select_for_update(no_key=True).get(pk=role.organisation_id)
    last = queries.last_delegation(role.organisation_id)
    receipt = DelegationReceipt(
        organisation_id=role.organisation_id,
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        snapshot=queries.delegation_snapshot(role),
        delegate_role=role,
        signed_by_name=by.name,
        role_id=by.role_id,
        role_kind=by.role_kind,
        made_at=now,
        previous=last.hash if last else "",
    )
    receipt.hash = proof.link_of(receipt, proof.DELEGATIONS)
    receipt.save(force_insert=True)
    details = {"receipt": receipt.sequence, "hash": receipt.hash}
    audit.record(verb=f"delegation.{kind}", target=receipt, by=by, at=now, details=details)
    return receipt


# --- reminding ------------------------------------------------------------------------------


def remind(letters: Iterable[queries.Reminder], *, now: datetime) -> int:
    """Put letters in the outbox that are not there yet; return how many that was."""
    return sum(_written(letter, now) for letter in letters)


def _written(letter: queries.Reminder, now: datetime) -> bool:
    return post.write(
        kind=letter.kind,
        about={"baton": letter.baton.pk},
        to=letter.to,
        organisation_id=letter.organisation_id,
        key=letter.key,
        now=now,
    )


# --- for other rooms ------------------------------------------------------------------------


def check_is_signed(commitment: Commitment, outcome: str, by: Acting) -> None:
    """Say no to a promise counted as realised, whole or partly, that nobody has signed for."""
    if outcome in (Outcome.REALISED, Outcome.PARTLY):
        tell_database(by)
        rules.check_is_signed(waits=queries.waits_for_receipt(commitment))


# --- what the actions share -----------------------------------------------------------------


def _check_sends(initiative: Initiative, by: Acting) -> None:
    rules.check_may_send(by, sender_id=initiative.organisation_id, lead_id=initiative.lead_id)


def _check_can_hand_over(initiative: Initiative) -> None:
    rules.check_may_hand_over(queries.why_not_yet(initiative))


def _has_one(initiative: Initiative, municipality: Organisation) -> bool:
    there = Baton.objects.filter(initiative=initiative, municipality=municipality)
    return there.exclude(state=State.WITHDRAWN).exists()


def _insert(baton: Baton) -> None:
    """Save a new baton; who lost a race is told in the same words."""
    try:
        with transaction.atomic():
            baton.save(force_insert=True)
    except IntegrityError:
        rules.check_no_other(_has_one(baton.initiative, baton.municipality))
        raise


def _receives(baton: Baton, by: Acting) -> None:
    tell_database(by)
    rules.check_may_receive(by, municipality_id=baton.municipality_id)


def _sender_turns(baton: Baton, version: int, by: Acting) -> None:
    """Who may, and who was first; nobody else moves it until the action ends."""
    tell_database(by)
    _check_sends(baton.initiative, by)
    _check_unchanged(baton, version)


def _receiver_turns(baton: Baton, version: int, by: Acting) -> None:
    _receives(baton, by)
    _check_unchanged(baton, version)


def _signer_turns(baton: Baton, event: str, version: int, by: Acting, now: datetime) -> None:
    """R29: the role itself is asked for again: it may have ended since the page was opened."""
    tell_database(by)
    holds = queries.signing_role(by, localdate(now)) is not None
    rules.check_may_sign(by, municipality_id=baton.municipality_id, holds=holds)
    found = _held(baton)
    if found.version != version and event not in rules.STATES[found.state]:
        raise rules.already_answered(found.changed_by_name, found.changed_at, found.state)
    _check_unchanged(baton, version)
    rules.after(found.state, event)


def _check_unchanged(baton: Baton, version: int) -> None:
    found = _held(baton)
    if found.version != version:
        raise who_was_first(found)
    baton.state, baton.version = found.state, found.version


def _held(baton: Baton) -> Baton:
    """Return the baton as it is by now, with nobody else moving it until the action ends."""
    return Baton.objects.select_for_update(no_key=True).get(pk=baton.pk)


def _gather(baton: Baton) -> int:
    """Let the baton hold the live promises; a day for a baseline stays with its promise."""
    live = set(queries.live_promises(baton).values_list("pk", flat=True))
    baton.lines.exclude(commitment__in=live).delete()
    held = set(baton.lines.values_list("commitment", flat=True))
    new = Commitment.objects.filter(pk__in=live - held).order_by("pk")
    BatonLine.objects.bulk_create([BatonLine(baton=baton, commitment=row) for row in new])
    return len(live)


def _plan_baseline(line: BatonLine, planned_on: date | None) -> None:
    starts_on = line.commitment.effect_starts_on
    rules.check_baseline_day(planned_on, starts_on, f"baseline_{line.pk}")
    line.baseline_planned_on = planned_on
    line.save(update_fields=["baseline_planned_on"])


def _step(told: Mapping[str, Any], by: Acting) -> dict[str, Any]:
    owner = told["owner"]
    rules.check_works_there(colleagues(by).filter(pk=owner.pk).exists())
    return {**{name: told[name] for name in STEP}, "owner_name": owner.name}


def _begin(baton: Baton, version: int, by: Acting, now: datetime) -> None:
    _move(baton, "begin", {}, version=version, by=by, now=now)
    initiatives.follow(initiative=baton.initiative, event="practise", by=by, now=now)


def _move(
    baton: Baton, event: str, values: Mapping[str, Any], *, version: int, by: Acting, now: datetime
) -> None:
    state = rules.after(baton.state, event)
    moved = {"state": state, "moved_at": now, **values}
    save_as_read(baton, moved, version=version, by=by, now=now)
    _note(state, baton, by, now, **values)


def _exchange(
    baton: Baton,
    state: str,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Acting,
    now: datetime,
    reason: str = "",
) -> Receipt:
    """Write the receipt, and move the baton by it."""
    receipt = _receipt(baton, state, reason, by, now)
    moved = {"state": state, "moved_at": now, **values}
    save_as_read(baton, moved, version=version, by=by, now=now)
    _note(state, baton, by, now, **queries.traced(receipt))
    return receipt


def _receipt(baton: Baton, kind: str, reason: str, by: Acting, now: datetime) -> Receipt:
    last = queries.last_of(baton)
    receipt = Receipt(
        baton=baton,
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        snapshot=_snapshot(baton, kind, reason, by),
        signed_by_name=by.name,
        role_id=by.role_id,
        role_kind=by.role_kind,
        organisation_id=by.organisation_id,
        made_at=now,
        previous=last.hash if last else "",
    )
    receipt.hash = queries.link(receipt)
    receipt.save(force_insert=True)
    return receipt


def _snapshot(baton: Baton, kind: str, reason: str, by: Acting) -> str:
    signs = kind in (State.ACCEPTED, State.IN_PART)
    delegation = queries.delegation_told(by)
    return queries.snapshot(
        queries.ground(by, baton), signs=signs, reason=reason, delegation=delegation
    )


def _note(what: str, baton: Baton, by: Acting, now: datetime, **details: Any) -> None:
    audit.record(verb=f"baton.{what}", target=baton, by=by, at=now, details=details)
