"""What changes about benefits and the promises on them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.benefits.actions import marks
from stafett.benefits.actions.staffing import settle
from stafett.benefits.models import (
    Benefit,
    Commitment,
    NoneFound,
    PassedWarning,
    TakeOut,
    Valuation,
)
from stafett.benefits.queries import ground, plan, processes, promising
from stafett.benefits.rules import marks as mark_rules
from stafett.benefits.rules import plan as plan_rules
from stafett.benefits.rules import processes as hours_rules
from stafett.benefits.rules import promising as rules
from stafett.benefits.rules import states
from stafett.indicators import actions as indicators
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, Refused
from stafett.lib.versions import save_as_read, who_was_first
from stafett.needs.rules import check_reason_given
from stafett.organisations.models import Organisation

# What somebody promises by: it stays as it is while a promise stands.
PROMISED_BY: Mapping[str, Any] = {
    "indicator": None,
    "beneficiary": "municipality",
    "is_disbenefit": False,
    "valuation": Valuation.NONE,
    "counts": "",
    "factor": None,
    "times_a_year": 1,
    "price_year": None,
}
DESCRIBED: Mapping[str, Any] = {
    "name": None,
    "kind": None,
    "is_main_aim": False,
    **PROMISED_BY,
}
PROMISED: Mapping[str, Any] = {
    "owner": None,
    "unit": None,
    "target_low": None,
    "target_likely": None,
    "target_high": None,
    "ramp_up": (),
    "take_out": TakeOut.UNDECIDED,
    "take_out_what": "",
    "take_out_by": None,
    "effect_starts_on": None,
    "measure_every": 12,
    "process": None,
    "volume": None,
    "adoption": None,
    "people": None,
    "measuring_hours": None,
    "assumptions": "",
    "depends_on": None,
    "split_share": None,
}


# --- the standard ---------------------------------------------------------------------------


@audit.traced
def describe(
    *,
    initiative: Initiative,
    described: Mapping[str, Any],
    mark: str = "",
    by: Acting,
    now: datetime,
) -> Benefit:
    """Describe what should get better, by which yardstick.

    ``described`` needs ``name``, ``kind`` and ``indicator``; the rest of :data:`DESCRIBED` is
    as there where it is not said. ``mark`` is what a plan calls it already, kept where no other
    benefit has had it; else it gets the next one. What comes to light after the effect has
    started is marked as unplanned (R34).
    """
    _check_keeps(initiative, by)
    benefit = Benefit(
        initiative=initiative,
        changed_at=now,
        changed_by_name=by.name,
        is_unplanned=_has_begun(initiative, now),
    )
    _put(benefit, {**DESCRIBED, **described}, DESCRIBED)
    letter = mark_rules.letter_of(benefit.kind, benefit.beneficiary)
    benefit.mark = marks.give(initiative=initiative, letter=letter, wanted=mark)
    _check_benefit(benefit, by)
    benefit.save(force_insert=True)
    details = {"mark": benefit.mark, "name": benefit.name, "unplanned": benefit.is_unplanned}
    audit.record(verb="benefit.described", target=benefit, by=by, at=now, details=details)
    return benefit


@audit.traced
def describe_anew(
    *, benefit: Benefit, described: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Describe a benefit better; what somebody has promised by stays as it is."""
    _check_keeps(benefit.initiative, by)
    _check_unchanged(benefit, version)
    before = {name: getattr(benefit, name) for name in PROMISED_BY}
    _put(benefit, {name: described.get(name, getattr(benefit, name)) for name in DESCRIBED})
    if before != {name: getattr(benefit, name) for name in PROMISED_BY}:
        rules.check_nobody_promised(benefit.commitments.live().exists())
    _check_benefit(benefit, by)
    said = {name: getattr(benefit, name) for name in DESCRIBED}
    save_as_read(benefit, said, version=version, by=by, now=now)
    details = {"name": benefit.name}
    audit.record(verb="benefit.changed", target=benefit, by=by, at=now, details=details)


@audit.traced
def remove(*, benefit: Benefit, version: int, by: Acting, now: datetime) -> None:
    """Take away a benefit nobody has promised on."""
    _check_keeps(benefit.initiative, by)
    _check_unchanged(benefit, version)
    rules.check_nobody_promised(benefit.commitments.exists())
    details = {"mark": benefit.mark, "name": benefit.name}
    audit.record(verb="benefit.removed", target=benefit, by=by, at=now, details=details)
    benefit.delete()


@audit.traced
def say_none_found(*, initiative: Initiative, by: Acting, now: datetime) -> NoneFound:
    """Say that dis-benefits were looked for, and that none were found (R18)."""
    _check_keeps(initiative, by)
    said = {"said_by_name": by.name, "said_at": now}
    row, _is_new = NoneFound.objects.update_or_create(initiative=initiative, defaults=said)
    audit.record(verb="benefit.none_found", target=initiative, by=by, at=now)
    return row


# --- the promise ----------------------------------------------------------------------------


@audit.traced
def promise(
    *, benefit: Benefit, promised: Mapping[str, Any], by: Acting, now: datetime
) -> Commitment:
    """Promise on a benefit for one's own municipality. It waits for its owner's yes.

    ``promised`` needs ``owner``, ``target_likely`` and ``effect_starts_on``; ``target_low`` and
    ``target_high`` are as likely where they are not said, ``baseline`` is one of the own readings
    or None, and the rest of :data:`PROMISED` is as there.
    """
    _check_takes_part(benefit.initiative, by)
    commitment = Commitment(
        benefit=benefit,
        municipality_id=by.organisation_id,
        lang=by.organisation_language,
        made_by_name=by.name,
        made_at=now,
        changed_at=now,
        changed_by_name=by.name,
    )
    _alone_in(by.organisation_id)
    _promise(commitment, promised, now)
    _insert(commitment)
    _check_hours(commitment)
    details = {"benefit": benefit.name, "owner": commitment.owner_name}
    audit.record(verb="promise.made", target=commitment, by=by, at=now, details=details)
    return commitment


@audit.traced
def change(
    *, commitment: Commitment, promised: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Change a promise. After a yes it needs a new one."""
    _check_turn(commitment, version, by)
    state = states.after(commitment.state, "change")
    _alone_in(commitment.municipality_id)
    _promise(commitment, {**_said(commitment), **promised}, now)
    _save(commitment, state, version, by, now)
    settle(commitment, now)
    _check_hours(commitment)
    details = {"owner": commitment.owner_name, "likely": commitment.target_likely}
    audit.record(verb="promise.changed", target=commitment, by=by, at=now, details=details)


@audit.traced
def confirm(*, commitment: Commitment, version: int, by: Acting, now: datetime) -> None:
    """Say yes. Only the owner does, and what a promise needs is there."""
    _check_answers(commitment, version, by)
    state = states.after(commitment.state, "confirm")
    _alone_in(commitment.municipality_id)
    _check_owner(commitment, now)
    _check_whole(commitment)
    _check_worth_a_yes(commitment, now)
    _check_hours(commitment)
    answered = {"state": state, "answered_by_name": by.name, "answered_at": now}
    save_as_read(commitment, answered, version=version, by=by, now=now)
    details = {"likely": commitment.target_likely}
    audit.record(verb="promise.confirmed", target=commitment, by=by, at=now, details=details)


@audit.traced
def decline(
    *, commitment: Commitment, reason: str, version: int, by: Acting, now: datetime
) -> None:
    """Say no, with a reason. Only the owner does."""
    _check_answers(commitment, version, by)
    if not reason:
        raise Refused(_("Say why not, so that the promise can be mended."), field="reason")
    answered = {
        "state": states.after(commitment.state, "decline"),
        "answered_by_name": by.name,
        "answered_at": now,
        "declined_reason": reason,
    }
    save_as_read(commitment, answered, version=version, by=by, now=now)
    details = {"reason": reason}
    audit.record(verb="promise.declined", target=commitment, by=by, at=now, details=details)


@audit.traced
def withdraw(*, commitment: Commitment, version: int, by: Acting, now: datetime) -> None:
    """Take the promise back. What was written stays."""
    _check_turn(commitment, version, by)
    state = states.after(commitment.state, "withdraw")
    save_as_read(commitment, {"state": state}, version=version, by=by, now=now)
    audit.record(verb="promise.withdrawn", target=commitment, by=by, at=now)


@audit.traced
def profile(
    *, initiative: Initiative, told: Mapping[str, Any], by: Acting, now: datetime
) -> Commitment:
    """Make a benefit and the promise on it in one, with a reading of today if there is none.

    ``told`` has ``name``, ``kind``, ``indicator``, ``owner``, ``target_likely``,
    ``effect_starts_on`` and ``baseline``; ``reading`` where today's level is noted too; and the
    rest of :data:`DESCRIBED` where a reading is worth hours or kroner.
    """
    described = {name: told[name] for name in DESCRIBED if name in told}
    benefit = describe(initiative=initiative, described=described, by=by, now=now)
    baseline = told.get("baseline")
    if reading := told.get("reading"):
        today = localdate(now)
        period: dict[str, Any] = {"unit": None, "period_start": today, "period_end": today}
        baseline = indicators.observe(
            indicator=benefit.indicator, **period, **reading, by=by, now=now
        )
    names = ("owner", "target_likely", "effect_starts_on", "take_out", "take_out_by")
    promised = {name: told[name] for name in names if name in told}
    return promise(benefit=benefit, promised={**promised, "baseline": baseline}, by=by, now=now)


# --- warnings -------------------------------------------------------------------------------


@audit.traced
def pass_warning(
    *, commitment: Commitment, rule: str, reason: str, by: Acting, now: datetime
) -> PassedWarning:
    """Pass a warning about a promise, with a reason that is shown beside it."""
    states.check_may_promise(by, municipality_id=commitment.municipality_id)
    [row] = promising.promise_rows([commitment], localdate(now))
    return _passed(row.warnings, rule, reason, by, now, initiative=commitment.benefit.initiative,
                   commitment=commitment)  # fmt: skip


@audit.traced
def pass_initiative_warning(
    *, initiative: Initiative, rule: str, reason: str, by: Acting, now: datetime
) -> PassedWarning:
    """Pass a warning about the benefits of an initiative as a whole."""
    _check_keeps(initiative, by)
    standing = promising.initiative_warnings(initiative, localdate(now))
    return _passed(standing, rule, reason, by, now, initiative=initiative)


def _passed(
    standing: list[Any], rule: str, reason: str, by: Acting, now: datetime, **about: Any
) -> PassedWarning:
    warning = next((each for each in standing if each.rule == rule), None)
    rules.check_stands(warning is not None)
    check_reason_given(warning, reason)
    row, is_new = PassedWarning.objects.get_or_create(
        **{"commitment": None, **about},
        rule=rule,
        defaults={"reason": reason, "passed_by_name": by.name, "passed_at": now},
    )
    rules.check_stands(is_new)
    details = {"rule": rule, "reason": reason}
    audit.record(verb="benefit.warning_passed", target=row, by=by, at=now, details=details)
    return row


# --- what the actions share -----------------------------------------------------------------


def _check_keeps(initiative: Initiative, by: Acting) -> None:
    initiative_rules.check_may_change(
        by, organisation_id=initiative.organisation_id, lead_id=initiative.lead_id
    )


def _check_takes_part(initiative: Initiative, by: Acting) -> None:
    states.check_may_promise(by, municipality_id=by.organisation_id)
    if not promising.takes_part(by.organisation_id, initiative):
        raise states.NotTheirs(
            _("Say first that the municipality joins the initiative. Then you can promise.")
        )


def _check_turn(commitment: Commitment, version: int, by: Acting) -> None:
    """Who may, and who was first: before the state, which the first one may have moved."""
    states.check_may_promise(by, municipality_id=commitment.municipality_id)
    _check_unchanged(commitment, version)


def _check_answers(commitment: Commitment, version: int, by: Acting) -> None:
    states.check_may_answer(
        by, municipality_id=commitment.municipality_id, owner_id=commitment.owner_id
    )
    _check_unchanged(commitment, version)


def _check_unchanged(row: Benefit | Commitment, version: int) -> None:
    if row.version != version:
        raise who_was_first(row)


def _has_begun(initiative: Initiative, now: datetime) -> bool:
    first = promising.earliest_effect(initiative)
    return first is not None and first <= localdate(now)


def _put(row: Any, values: Mapping[str, Any], names: Mapping[str, Any] | None = None) -> None:
    for name in names or values:
        setattr(row, name, values[name])


def _check_benefit(benefit: Benefit, by: Acting) -> None:
    seen = type(benefit.indicator).objects.visible_to(by)
    if not seen.filter(pk=benefit.indicator_id).exists():
        raise Refused(_("Choose a yardstick you may measure by."), field="indicator")
    rules.check_valued(benefit.valuation, benefit.counts, benefit.factor, benefit.price_year)
    try:
        benefit.full_clean(exclude=["indicator"])
    except ValidationError as reason:
        field = next(iter(reason.message_dict))
        raise Refused(" ".join(reason.messages), field=_asked_as(field)) from reason


def _asked_as(field: str) -> str:
    return "name" if field == "__all__" else field


def _alone_in(organisation_id: int | None) -> None:
    """Let one promise at a time be made in a municipality: what counts once is counted once."""
    row = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id)
    row.values_list("pk").first()


def _said(commitment: Commitment) -> dict[str, Any]:
    """Return what a promise says today, its baseline as the reading it is."""
    told = {name: getattr(commitment, name) for name in PROMISED}
    return {**told, "baseline": ground.baselines([commitment]).get(commitment.pk)}


def _promise(commitment: Commitment, promised: Mapping[str, Any], now: datetime) -> None:
    """Put what is promised on the row, and ask the rules."""
    told = {**PROMISED, **promised}
    for level in ("target_low", "target_high"):
        told[level] = told["target_likely"] if told[level] is None else told[level]
    _put(commitment, told, PROMISED)
    commitment.ramp_up = [float(share) for share in told["ramp_up"]]
    commitment.owner_name = commitment.owner.name if commitment.owner else ""
    _put_baseline(commitment, promised.get("baseline"))
    _check_owner(commitment, now)
    _check_whole(commitment)


def _put_baseline(commitment: Commitment, baseline: Any) -> None:
    commitment.baseline_from = commitment.baseline_to = None
    if baseline is None:
        return
    where = (baseline.indicator_id, baseline.organisation_id, baseline.unit_id)
    if where != (commitment.benefit.indicator_id, commitment.municipality_id, commitment.unit_id):
        raise Refused(
            _("This reading is of another place or yardstick. Choose one of the same unit."),
            field="baseline",
        )
    commitment.baseline_from, commitment.baseline_to = baseline.period_start, baseline.period_end
    rules.check_baseline(read_to=baseline.period_end, effect_starts_on=commitment.effect_starts_on)


def _check_owner(commitment: Commitment, now: datetime) -> None:
    owner, place = commitment.owner_id, commitment.municipality_id
    rules.check_owner(
        leads_there=promising.leads_there(owner, place, localdate(now)),
        is_lead=owner is not None and owner == commitment.benefit.initiative.lead_id,
    )


def _check_whole(commitment: Commitment) -> None:
    """All that holds for a promise by itself, and beside the others of the municipality."""
    row = commitment
    rules.check_targets(row.target_low, row.target_likely, row.target_high)
    rules.check_take_out(row.take_out, row.take_out_by)
    rules.check_volume(row.benefit.valuation, row.volume, row.adoption)
    rules.check_counted_once(promising.counted_already(row))
    _check_ours(row)
    _check_marks(row)


def _check_ours(row: Commitment) -> None:
    """Units, processes and other promises are the municipality's own."""
    ours = row.municipality_id
    for field, thing in (("unit", row.unit), ("process", row.process)):
        if thing is not None and thing.organisation_id != ours:
            raise Refused(_("Choose one of your own."), field=field)
    if row.depends_on is not None and row.depends_on.municipality_id != ours:
        raise Refused(_("Choose one of your own."), field="depends_on")


def _check_marks(row: Commitment) -> None:
    """R14: it depends on another, or has a part of its own, and the parts fit together."""
    hours_rules.check_one_mark(
        depends=row.depends_on_id is not None, splits=row.split_share is not None
    )
    hours_rules.check_no_circle(_comes_back(row))
    if row.split_share is not None:
        taken = processes.parts_taken(processes.rivals_of([row]), row)
        hours_rules.check_shares(taken + row.split_share)


def _comes_back(row: Commitment) -> bool:
    seen, other = {row.pk}, row.depends_on
    while other is not None and other.pk not in seen:
        seen.add(other.pk)
        other = other.depends_on
    return other is not None


def _insert(commitment: Commitment) -> None:
    try:
        with transaction.atomic():
            commitment.save(force_insert=True)
    except IntegrityError as reason:
        raise Refused(
            _("There is a promise on this benefit already. Change that one."), field="unit"
        ) from reason


def _save(commitment: Commitment, state: str, version: int, by: Acting, now: datetime) -> None:
    """Save what was changed; an answer from before is no answer to this."""
    names = [*PROMISED, "baseline_from", "baseline_to", "owner_name"]
    said = {name: getattr(commitment, name) for name in names}
    anew = {"state": state, "answered_at": None, "answered_by_name": "", "declined_reason": ""}
    try:
        with transaction.atomic():
            save_as_read(commitment, {**said, **anew}, version=version, by=by, now=now)
    except IntegrityError as reason:
        raise Refused(
            _("There is a promise on this benefit already. Change that one."), field="unit"
        ) from reason


def _check_hours(commitment: Commitment) -> None:
    """R12, with this promise among the others."""
    hours_rules.check_hours(processes.complaint(commitment.process))


def _check_worth_a_yes(row: Commitment, now: datetime) -> None:
    """What is asked when the owner says yes: R16, R17, R18."""
    initiative = row.benefit.initiative
    is_light = promising.is_light(initiative, localdate(now))
    rules.check_disbenefits(
        is_light=is_light,
        are_listed=Benefit.objects.filter(initiative=initiative, is_disbenefit=True).exists(),
        none_found=NoneFound.objects.filter(initiative=initiative).exists(),
    )
    read = ground.baselines([row]).get(row.pk)
    before = read.value if read else None
    figures = ground.figures_of([row.municipality_id], localdate(now))[row.municipality_id]
    rules.check_not_minutes(
        row.take_out,
        is_fragmented=promising.is_fragmented(row, before, figures),
        is_in_plan=row.plan_lines.exists(),
    )
    if row.take_out == TakeOut.BUDGET and not is_light:
        _check_plan(row, before, figures)


def _check_plan(row: Commitment, before: Any, figures: ground.Figures) -> None:
    if not processes.is_valued(row):
        raise Refused(
            _("Nothing of this is counted in hours or kroner, so no budget can be cut by it."),
            field="take_out",
        )
    worth = plan.worth_in_kroner(row, before, figures)
    plan_rules.check_can_be_reckoned(worth is not None)
    plan_rules.check_in_plan(plan.wrong_years(row, before, figures))
