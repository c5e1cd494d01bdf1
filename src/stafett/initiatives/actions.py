"""What changes about an initiative. Its stage is written here, by ``advance``, and nowhere else."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.initiatives import queries, rules
from stafett.initiatives.models import (
    CostLine,
    Difference,
    Initiative,
    Involvement,
    Participation,
    PassedWarning,
    StaffView,
)
from stafett.lib import Acting, Refused, RuleWarning, SomebodyWasFirst
from stafett.lib.versions import save_as_read
from stafett.needs import rules as need_rules
from stafett.needs.models import Need
from stafett.organisations import queries as organisations

TOLD = ("title", "solution", "lead", "staff_count", "scope", "group", "lang")
DIFFERENCE = ("is_removed", "kind", "what", "minutes", "times_a_year", "relieved")
COST = (
    "kind",
    "what",
    "year",
    "last_year",
    "low",
    "likely",
    "high",
    "price_year",
    "vat",
    "payer",
    "source",
)
ANSWER = (
    "answer",
    "reason",
    "same_system",
    "same_version",
    "same_configuration",
    "same_routine",
)


# --- the solution ---------------------------------------------------------------------------


@audit.traced
def begin(
    *,
    needs: Iterable[Need],
    told: Mapping[str, Any],
    untested_reason: str = "",
    by: Acting,
    now: datetime,
) -> Initiative:
    """Describe a solution to one or more needs (R01: each of them is told first).

    Parameters
    ----------
    told : mapping
        The fields in :data:`TOLD`. Without a ``lead`` it is the one who tells.
    untested_reason : str
        Why no test comes before it; ``trials.actions.propose`` asks for it.
    """
    answered = list(needs)
    _check_may_begin(answered, by)
    initiative = Initiative(
        organisation_id=by.organisation_id,
        untested_reason=untested_reason,
        registered_by_name=by.name,
        registered_at=now,
        changed_at=now,
        changed_by_name=by.name,
        **_told(told, by),
    )
    initiative.save(force_insert=True)
    initiative.needs.set(answered)
    details = {"title": initiative.title, "needs": [need.pk for need in answered]}
    audit.record(verb="initiative.begun", target=initiative, by=by, at=now, details=details)
    return initiative


@audit.traced
def change(
    *, initiative: Initiative, told: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Describe it better. Refused if somebody else changed it since ``version``."""
    _check_may_change(initiative, by)
    before = {name: _plain(getattr(initiative, name)) for name in TOLD}
    joined = queries.participant_ids(initiative, localdate(now))
    save_as_read(initiative, _told(told, by), version=version, by=by, now=now)
    rules.check_reaches(joined - queries.participant_ids(initiative, localdate(now)))
    after = {name: _plain(getattr(initiative, name)) for name in TOLD}
    changed = {name: [before[name], after[name]] for name in TOLD if before[name] != after[name]}
    audit.record(
        verb="initiative.changed", target=initiative, by=by, at=now, details={"changed": changed}
    )


@audit.traced
def advance(*, initiative: Initiative, event: str, by: Acting, now: datetime) -> None:
    """Bring an initiative to the stage an event leads to.

    Who may is the rule of the action that calls: a roadmap nominates.
    """
    _move(initiative, event, {}, version=initiative.version, by=by, now=now)


@audit.traced
def follow(*, initiative: Initiative, event: str, by: Acting, now: datetime) -> None:
    """Let an initiative follow what was done: a baton was offered, somebody began, or measured.

    Nobody moves it by hand, and what is done once more moves it no further. It is read anew and
    held, so that two municipalities can begin at once.
    """
    held = Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
    if event in rules.STATES[held.stage]:
        _move(held, event, {}, version=held.version, by=by, now=now)
    initiative.stage, initiative.version = held.stage, held.version


@audit.traced
def stop(*, initiative: Initiative, reason: str, version: int, by: Acting, now: datetime) -> None:
    """Stop an initiative, and say why: those who come after learn from it."""
    _check_theirs(initiative, by)
    _move(initiative, "stop", {"stopped_reason": reason}, version=version, by=by, now=now)


@audit.traced
def resume(*, initiative: Initiative, version: int, by: Acting, now: datetime) -> None:
    """Take up again what was stopped. Why it stopped stays in its history."""
    _check_theirs(initiative, by)
    _move(initiative, "resume", {"stopped_reason": ""}, version=version, by=by, now=now)


@audit.traced
def pass_warning(
    *,
    initiative: Initiative,
    rule: str,
    reason: str,
    by: Acting,
    now: datetime,
    standing: RuleWarning | None = None,
) -> None:
    """Pass a warning that stands, with a reason that everybody who sees the initiative reads.

    One that looks across rooms is ``standing`` as the room that holds it says.
    """
    _check_may_change(initiative, by)
    warning = standing or queries.standing_warning(initiative, rule, by)
    need_rules.check_stands(warning)
    need_rules.check_reason_given(warning, reason)
    _row, is_new = PassedWarning.objects.get_or_create(
        initiative=initiative,
        rule=rule,
        defaults={"reason": reason, "passed_by_name": by.name, "passed_at": now},
    )
    need_rules.check_stands(warning if is_new else None)
    details = {"rule": rule, "reason": reason}
    audit.record(
        verb="initiative.warning_passed", target=initiative, by=by, at=now, details=details
    )


# --- what falls away and what is added --------------------------------------------------------


@audit.traced
def add_difference(
    *, initiative: Initiative, told: Mapping[str, Any], by: Acting, now: datetime
) -> Difference:
    """Say one thing that falls away, or is added."""
    _check_may_change(initiative, by)
    row = Difference.objects.create(initiative=initiative, **_values(told, DIFFERENCE))
    _note_line("difference_added", row, by, now)
    return row


@audit.traced
def change_difference(
    *, difference: Difference, told: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Say it better."""
    _check_may_change(difference.initiative, by)
    save_as_read(difference, _values(told, DIFFERENCE), version=version, by=by, now=now)
    _note_line("difference_changed", difference, by, now)


@audit.traced
def remove_difference(*, difference: Difference, by: Acting, now: datetime) -> None:
    """Take it out: it was not so."""
    _check_may_change(difference.initiative, by)
    _note_line("difference_removed", difference, by, now)
    difference.delete()


# --- costs ------------------------------------------------------------------------------------


@audit.traced
def add_cost(
    *, initiative: Initiative, told: Mapping[str, Any], by: Acting, now: datetime
) -> CostLine:
    """Say what something costs (R21: in which year's prices; R26: low, likely, high)."""
    _check_may_change(initiative, by)
    row = CostLine.objects.create(initiative=initiative, **_cost(told))
    _note_line("cost_added", row, by, now)
    return row


@audit.traced
def change_cost(
    *, line: CostLine, told: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Say it better."""
    _check_may_change(line.initiative, by)
    save_as_read(line, _cost(told), version=version, by=by, now=now)
    _note_line("cost_changed", line, by, now)


@audit.traced
def remove_cost(*, line: CostLine, by: Acting, now: datetime) -> None:
    """Take a cost out: it will not be paid."""
    _check_may_change(line.initiative, by)
    _note_line("cost_removed", line, by, now)
    line.delete()


# --- who joins ----------------------------------------------------------------------------------


@audit.traced
def answer(
    *, initiative: Initiative, told: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> Participation:
    """Answer for one's own municipality whether it joins, and how alike it is.

    ``version`` is that of the answer that was read; 0 where nobody had answered.
    """
    rules.check_may_answer_for(by, is_asked=queries.is_asked(by, initiative))
    rules.after(initiative.stage, "change")
    rules.check_asks(asks=initiative.asks)
    rules.check_answer(told["answer"], told["reason"])
    said = {**_values(told, ANSWER), "answered_by_name": by.name, "answered_at": now}
    row = _answered(initiative, said, version, by)
    details = {"answer": row.answer, "reason": row.reason}
    audit.record(verb="initiative.answered", target=initiative, by=by, at=now, details=details)
    return row


def _answered(
    initiative: Initiative, said: Mapping[str, Any], version: int, by: Acting
) -> Participation:
    """Keep an answer where nobody has answered since the page was opened; else say who did."""
    where = {"initiative": initiative, "municipality_id": by.organisation_id}
    if version:
        read = Participation.objects.filter(**where, version=version)
        is_kept = bool(read.update(**said, version=F("version") + 1))
    else:
        _row, is_kept = Participation.objects.get_or_create(**where, defaults=said)
    row = Participation.objects.get(**where)
    if not is_kept:
        raise SomebodyWasFirst(name=row.answered_by_name, at=row.answered_at, version=row.version)
    return row


@audit.traced
def ask(*, initiative: Initiative, asks: bool, by: Acting, now: datetime) -> None:
    """Let it ask whether municipalities join, or let them be while it waits."""
    if initiative.asks == asks:
        return
    Initiative.objects.filter(pk=initiative.pk).update(asks=asks)
    initiative.asks = asks
    verb = "initiative.asks" if asks else "initiative.rests"
    audit.record(verb=verb, target=initiative, by=by, at=now)


# --- how people were brought in ------------------------------------------------------------------


@audit.traced
def note_involvement(
    *,
    initiative: Initiative,
    kind: str,
    with_whom: str,
    happened_on: date,
    view: str,
    reply: str = "",
    by: Acting,
    now: datetime,
) -> Involvement:
    """Note that somebody was informed or asked, and what they said. It is never deleted.

    It may have happened earlier; it is noted now, after all that is noted already.
    """
    rules.check_may_note(by, queries.participant_ids(initiative, localdate(now)))
    rules.check_has_happened(happened_on, localdate(now), field="happened_on")
    if reply:
        rules.check_may_reply(by, organisation_id=by.organisation_id)
    _one_note_at_a_time(initiative)
    row = Involvement.objects.create(
        initiative=initiative,
        organisation_id=by.organisation_id,
        kind=kind,
        with_whom=with_whom,
        happened_on=happened_on,
        view=view,
        noted_by_name=by.name,
        noted_at=queries.after_what_is_noted(initiative, by, now),
        **_replied(reply, by, now),
    )
    audit.record(
        verb="initiative.involved", target=initiative, by=by, at=now, details={"kind": kind}
    )
    return row


def _one_note_at_a_time(initiative: Initiative) -> None:
    Initiative.objects.select_for_update(no_key=True).only("pk").get(pk=initiative.pk)


@audit.traced
def reply(*, involvement: Involvement, reply: str, by: Acting, now: datetime) -> None:
    """Answer what somebody said. The answer stands beside it, and is given once."""
    rules.check_may_reply(by, organisation_id=involvement.organisation_id)
    unanswered = Involvement.objects.filter(pk=involvement.pk, replied_on=None)
    if not unanswered.update(**_replied(reply, by, now)):
        involvement.refresh_from_db()
        raise Refused(
            _("%(name)s answered this while you were writing. Your text is kept here.")
            % {"name": involvement.replied_by_name}
        )
    audit.record(verb="initiative.replied", target=involvement.initiative, by=by, at=now)


@audit.traced
def note_staff_view(
    *,
    initiative: Initiative,
    asked: int,
    see_the_use: int,
    comment: str,
    asked_on: date,
    by: Acting,
    now: datetime,
) -> StaffView:
    """Note how many of those who will work this way see the use of it (R41)."""
    rules.check_may_note(by, queries.participant_ids(initiative, localdate(now)))
    rules.check_has_happened(asked_on, localdate(now), field="asked_on")
    minimum = organisations.minimum_n(by)
    rules.check_staff_view(asked=asked, see_the_use=see_the_use, minimum=minimum)
    row = StaffView.objects.create(
        initiative=initiative,
        municipality_id=by.organisation_id,
        asked=asked,
        see_the_use=see_the_use,
        comment=comment,
        asked_on=asked_on,
        noted_by_name=by.name,
        noted_at=now,
    )
    details = {"asked": asked, "see_the_use": see_the_use}
    audit.record(verb="initiative.staff_view", target=initiative, by=by, at=now, details=details)
    return row


# --- what the actions share -----------------------------------------------------------------


def _move(
    initiative: Initiative,
    event: str,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Write the stage, on an initiative that is still as it was read."""
    stage = rules.after(initiative.stage, event)
    details = {"was": initiative.stage, "stage": stage, **values}
    save_as_read(initiative, {"stage": stage, **values}, version=version, by=by, now=now)
    audit.record(verb=f"initiative.{event}", target=initiative, by=by, at=now, details=details)


def _check_may_begin(answered: list[Need], by: Acting) -> None:
    need_rules.check_may_register(by)
    wanted = {need.pk for need in answered}
    rules.check_has_needs(Need.objects.visible_to(by).filter(pk__in=wanted).count(), len(wanted))
    for need in answered:
        need_rules.check_open(need.closed_on is not None)
        need_rules.check_may_carry_ideas(need)


def _told(told: Mapping[str, Any], by: Acting) -> dict[str, Any]:
    """Return the fields of an initiative, led by somebody who works there."""
    values = _values(told, TOLD)
    need_rules.check_can_share(values["scope"], _key(values["group"]), by.group_ids)
    chosen = _key(values["lead"]) or by.person_id
    lead = rules.somebody_there(queries.colleagues(by).filter(pk=chosen).first())
    return {**values, "lead": lead, "lead_name": lead.name}


def _cost(told: Mapping[str, Any]) -> dict[str, Any]:
    values = _values(told, COST)
    rules.check_no_tax_cost(values["what"])
    rules.check_years(
        year=values["year"], last_year=values["last_year"], price_year=values["price_year"]
    )
    rules.check_three_points(low=values["low"], likely=values["likely"], high=values["high"])
    return values


def _replied(reply: str, by: Acting, now: datetime) -> dict[str, Any]:
    if not reply:
        return {}
    return {"reply": reply, "replied_by_name": by.name, "replied_on": localdate(now)}


def _note_line(verb: str, row: Difference | CostLine, by: Acting, now: datetime) -> None:
    names = DIFFERENCE if isinstance(row, Difference) else COST
    details = {name: _plain(getattr(row, name)) for name in names}
    audit.record(verb=f"initiative.{verb}", target=row.initiative, by=by, at=now, details=details)


def _check_may_change(initiative: Initiative, by: Acting) -> None:
    """Who may, and whether it takes changes where it is."""
    _check_theirs(initiative, by)
    rules.after(initiative.stage, "change")


def _check_theirs(initiative: Initiative, by: Acting) -> None:
    rules.check_may_change(
        by, organisation_id=initiative.organisation_id, lead_id=initiative.lead_id
    )


def _values(told: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: told[name] for name in names}


def _key(row: models.Model | None) -> Any:
    return row.pk if row else None


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "pk") else value
