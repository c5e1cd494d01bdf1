"""What changes about a case, and about where it went."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.cases import queries, rules
from stafett.cases.models import Adoption, Case
from stafett.handovers.models import Baton
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, Refused
from stafett.lib.versions import save_as_read, who_was_first
from stafett.needs import actions as needs
from stafett.needs import rules as need_rules
from stafett.trials import rules as trials
from stafett.trials.models import Trial

TOLD = (*rules.TEXTS, "result", "sector", "lang")


# --- telling --------------------------------------------------------------------------------


@audit.traced
def tell_of_initiative(
    *, initiative: Initiative, told: Mapping[str, Any], by: Acting, now: datetime
) -> Case:
    """Write the case of an initiative: the owner's, or a municipality's own part of it.

    Parameters
    ----------
    told : mapping
        The fields in :data:`TOLD`.
    """
    rules.check_may_tell(queries.may_tell_of_initiative(by, initiative))
    return _tell(Case(initiative=initiative), told, by, now)


@audit.traced
def tell_of_trial(*, trial: Trial, told: Mapping[str, Any], by: Acting, now: datetime) -> Case:
    """Write the case of a test that is decided, one that was stopped in time not least."""
    rules.check_may_tell(queries.may_tell_of_trial(by, trial))
    rules.check_is_over(trial.state == trials.DECIDED)
    return _tell(Case(trial=trial), told, by, now)


@audit.traced
def change(*, case: Case, told: Mapping[str, Any], version: int, by: Acting, now: datetime) -> None:
    """Tell it better. What is published stays whole."""
    _check_turn(case, version, by)
    state = rules.after(case.state, "change")
    _put(case, told)
    if state == rules.PUBLISHED:
        _check_can_be_read(case, by)
    values = {name: getattr(case, name) for name in (*TOLD, "search_text")}
    save_as_read(case, values, version=version, by=by, now=now)
    _note("changed", case, by, now, state=state)


@audit.traced
def publish(
    *,
    case: Case,
    shown: Collection[str],
    scope: str,
    group: Any,
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Let others read it, with the figures as they are today. The lap is run.

    Parameters
    ----------
    shown : collection of str
        The keys of the figures that are shown (``queries.publishing``).
    """
    _check_turn(case, version, by)
    state = rules.after(case.state, "publish")
    _check_can_be_read(case, by)
    need_rules.check_can_share(scope, group.pk if group else None, by.group_ids)
    figures = queries.chosen(queries.current(by, case), shown)
    published = {
        "state": state,
        "scope": scope,
        "group": group,
        "figures": figures,
        "figures_on": localdate(now),
        "published_at": case.published_at or now,
        "published_by_name": by.name,
        "withdrawn_on": None,
        "withdrawn_reason": "",
    }
    save_as_read(case, published, version=version, by=by, now=now)
    _note("published", case, by, now, scope=scope, shown=queries.keys_of(figures))
    _close_the_lap(case, by, now)


@audit.traced
def withdraw(*, case: Case, reason: str, version: int, by: Acting, now: datetime) -> None:
    """Take it back. Its address stays, and says so."""
    _check_turn(case, version, by)
    state = rules.after(case.state, "withdraw")
    rules.check_reason(reason)
    withdrawn = {"state": state, "withdrawn_on": localdate(now), "withdrawn_reason": reason}
    save_as_read(case, withdrawn, version=version, by=by, now=now)
    _note("withdrawn", case, by, now, reason=reason)


# --- taking it up ---------------------------------------------------------------------------


@audit.traced
def adopt(
    *,
    case: Case,
    need: Mapping[str, Any],
    solution: Mapping[str, Any],
    removed: Collection[Mapping[str, Any]] = (),
    reason: str = "",
    note: str = "",
    by: Acting,
    now: datetime,
) -> Adoption:
    """Take a case up: a need and an initiative of one's own, with the way back to it.

    Parameters
    ----------
    need, solution : mapping
        The fields in ``needs.actions.TOLD`` and ``initiatives.actions.TOLD``.
    removed : collection of mapping
        What would fall away here too, as ``initiatives.actions.DIFFERENCE`` names it.
    reason : str
        Why a product's name belongs in the problem, where R02 warns.
    """
    rules.check_can_be_taken_up(
        by, state=case.state, result=case.result, organisation_id=case.organisation_id
    )
    told = needs.register(told=need, reason=reason, by=by, now=now)
    initiative = initiatives.begin(
        needs=[told], told=solution, untested_reason=_told_by(case), by=by, now=now
    )
    for each in removed:
        initiatives.add_difference(initiative=initiative, told=each, by=by, now=now)
    adoption = _took_up(
        Adoption(
            case=case,
            need=told,
            initiative=initiative,
            organisation_id=by.organisation_id,
            note=note,
            adopted_at=now,
            adopted_by_name=by.name,
        )
    )
    audit.record(
        verb="case.adopted", target=case, by=by, at=now, details={"initiative": initiative.pk}
    )
    return adoption


@audit.traced
def note_practised(*, baton: Baton, by: Acting, now: datetime) -> None:
    """Note that practice changed where a case was taken up: the case has spread.

    ``handovers.actions.practise`` calls it, once the municipality itself has said that the new
    practice is in place. Nothing else makes an adoption count as spread.
    """
    for adoption in queries.spread_by(baton):
        noted = {"practised_on": localdate(now), "practised_by_name": by.name}
        Adoption.objects.filter(pk=adoption.pk, practised_on=None).update(**noted)
        audit.record(verb="case.spread", target=adoption.case, by=by, at=now)


# --- what the actions share -----------------------------------------------------------------


def _tell(case: Case, told: Mapping[str, Any], by: Acting, now: datetime) -> Case:
    case.organisation_id = by.organisation_id or 0
    case.author_id, case.author_name, case.written_at = by.person_id, by.name, now
    case.changed_at, case.changed_by_name = now, by.name
    _follow(case)
    _put(case, told)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as reason:
        raise Refused(_("Somebody has begun to tell of this already. Open that one.")) from reason
    _note("written", case, by, now, title=case.title)
    return case


def _follow(case: Case) -> None:
    """Keep the chain: what the case tells of may itself have been taken up from one."""
    if case.initiative is None:
        return
    came = Adoption.objects.filter(initiative=case.initiative).select_related("case").first()
    if came:
        case.comes_from = came
        case.root_id = came.case.root_id or came.case_id


def _put(case: Case, told: Mapping[str, Any]) -> None:
    for name in TOLD:
        setattr(case, name, told[name])
    case.search_text = queries.search_text(case)


def _check_turn(case: Case, version: int, by: Acting) -> None:
    """Who may, and who was first: before the state, which the first one may have moved."""
    rules.check_may_change(by, organisation_id=case.organisation_id, author_id=case.author_id)
    found = Case.objects.get(pk=case.pk)
    if found.version != version:
        raise who_was_first(found)
    case.state, case.version = found.state, found.version


def _check_can_be_read(case: Case, by: Acting) -> None:
    rules.check_whole({name: getattr(case, name) for name in rules.TEXTS})
    rules.check_result(case.result, is_known=queries.is_known(by, case))


def _close_the_lap(case: Case, by: Acting, now: datetime) -> None:
    """Bring the owner's initiative to its last leg, if it has come that far."""
    initiative = case.initiative
    if initiative is None or initiative.organisation_id != by.organisation_id:
        return
    initiatives.follow(initiative=initiative, event="learn", by=by, now=now)


def _told_by(case: Case) -> str:
    return _("%(organisation)s has told what it gave: «%(title)s»") % {
        "organisation": case.organisation.label,
        "title": case.title,
    }


def _took_up(adoption: Adoption) -> Adoption:
    """Save it; who lost a race in the same organisation is told so."""
    try:
        with transaction.atomic():
            adoption.save(force_insert=True)
    except IntegrityError as reason:
        raise Refused(_("Your organisation has taken this up already.")) from reason
    return adoption


def _note(what: str, case: Case, by: Acting, now: datetime, **details: Any) -> None:
    audit.record(verb=f"case.{what}", target=case, by=by, at=now, details=details)
