"""What changes about a need."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.audit.rules import chain_of
from stafett.lib import Acting, Refused
from stafett.lib.versions import save_as_read
from stafett.needs import queries, rules
from stafett.needs.models import CatalogueWord, Contribution, Need, PassedWarning, SameHere

TOLD = (
    "title",
    "problem",
    "affected_group",
    "today",
    "evidence",
    "heard_count",
    "null_alternative",
    "null_worsens",
    "unit",
    "sector",
    "scope",
    "group",
    "lang",
)


@audit.traced
def register(*, told: Mapping[str, Any], reason: str = "", by: Acting, now: datetime) -> Need:
    """Tell about a need.

    Parameters
    ----------
    told : mapping
        The fields in :data:`TOLD`.
    reason : str
        Why a product's name belongs in the problem, where R02 warns.
    """
    rules.check_may_register(by)
    need = Need(
        organisation_id=by.organisation_id,
        registered_by_id=by.person_id,
        registered_by_name=by.name,
        registered_at=now,
        changed_at=now,
        changed_by_name=by.name,
    )
    warning = _tell(need, told, reason, by)
    need.save(force_insert=True)
    _note_passed(need, warning, reason, by, now)
    audit.record(verb="need.registered", target=need, by=by, at=now, details={"title": need.title})
    return need


@audit.traced
def change(
    *,
    need: Need,
    told: Mapping[str, Any],
    version: int,
    reason: str = "",
    by: Acting,
    now: datetime,
) -> None:
    """Tell it better. Refused if somebody else changed it since ``version``."""
    _check_may_change(need, by)
    rules.check_open(need.closed_on is not None)
    before = {name: _plain(getattr(need, name)) for name in TOLD}
    warning = _tell(need, told, reason, by)
    save_as_read(need, _values(need, *TOLD, "search_text"), version=version, by=by, now=now)
    _note_passed(need, warning, reason, by, now)
    after = {name: _plain(getattr(need, name)) for name in TOLD}
    changed = {name: [before[name], after[name]] for name in TOLD if before[name] != after[name]}
    audit.record(verb="need.changed", target=need, by=by, at=now, details={"changed": changed})


@audit.traced
def pass_warning(*, need: Need, rule: str, reason: str, by: Acting, now: datetime) -> None:
    """Pass a warning that stands, with a reason that is shown beside the need."""
    _check_may_change(need, by)
    rules.check_open(need.closed_on is not None)
    standing = queries.warnings(need, need.passed_warnings.all())
    warning = next((warning for warning in standing if warning.rule == rule), None)
    rules.check_stands(warning)
    rules.check_reason_given(warning, reason)
    _note_passed(need, warning, reason, by, now)


@audit.traced
def close(
    *, need: Need, outcome: str, outcome_note: str, version: int, by: Acting, now: datetime
) -> None:
    """Close a need with what came of it, which is also the answer to what waits for one."""
    _check_may_change(need, by)
    rules.check_open(need.closed_on is not None)
    need.outcome, need.outcome_note, need.closed_on = outcome, outcome_note, localdate(now)
    save_as_read(
        need, _values(need, "outcome", "outcome_note", "closed_on"), version=version, by=by, now=now
    )
    answered = need.contributions.filter(answered_on=None).update(
        answer=outcome_note, answered_on=localdate(now), answered_by_name=by.name
    )
    details = {"outcome": outcome, "answered": answered}
    audit.record(verb="need.closed", target=need, by=by, at=now, details=details)


@audit.traced
def reopen(*, need: Need, version: int, by: Acting, now: datetime) -> None:
    """Open a closed need again; what came of it so far stays in its history."""
    _check_may_change(need, by)
    rules.check_closed(need.closed_on is not None)
    kept = {"outcome": need.outcome, "note": need.outcome_note}
    need.outcome, need.outcome_note, need.closed_on = "", "", None
    save_as_read(
        need, _values(need, "outcome", "outcome_note", "closed_on"), version=version, by=by, now=now
    )
    audit.record(verb="need.reopened", target=need, by=by, at=now, details=kept)


@audit.traced
def say_same_here(*, need: Need, note: str, by: Acting, now: datetime) -> SameHere:
    """Say that one's own organisation has this too."""
    rules.check_same_elsewhere(by, need.organisation_id)
    try:
        with transaction.atomic():
            same = SameHere.objects.create(
                need=need,
                organisation_id=by.organisation_id,
                note=note,
                said_by_name=by.name,
                said_at=now,
            )
    except IntegrityError as reason:
        raise Refused(_("Your organisation has said so already.")) from reason
    audit.record(verb="need.same_here", target=need, by=by, at=now, details={"note": note})
    return same


@audit.traced
def take_back_same_here(*, need: Need, by: Acting, now: datetime) -> None:
    """Take back «we have this too» for one's own organisation."""
    if need.same_here.filter(organisation_id=by.organisation_id).delete()[0]:
        audit.record(verb="need.not_same_here", target=need, by=by, at=now)


@audit.traced
def contribute(
    *,
    need: Need,
    actor_kind: str,
    count: int,
    what: str,
    lang: str,
    by: Acting,
    now: datetime,
) -> Contribution:
    """Take what somebody tells about a need. From a passer-by no person is kept."""
    rules.check_open(need.closed_on is not None)
    rules.check_room_for_more(need.contributions.filter(answered_on=None).count())
    contribution = Contribution.objects.create(
        need=need,
        actor_kind=actor_kind,
        count=count,
        what=what,
        lang=lang,
        received_on=localdate(now),
    )
    audit.record(
        verb="need.contribution",
        target=contribution,
        by=by,
        at=now,
        chain=chain_of(need.organisation_id),
    )
    return contribution


@audit.traced
def answer(
    *, contribution: Contribution, answer: str, shown: bool, by: Acting, now: datetime
) -> None:
    """Answer a contribution; with the answer it may be shown to those who see the need."""
    _check_may_change(contribution.need, by)
    unanswered = Contribution.objects.filter(pk=contribution.pk, answered_on=None)
    taken = unanswered.update(
        answer=answer, shown=shown, answered_on=localdate(now), answered_by_name=by.name
    )
    if not taken:
        contribution.refresh_from_db()
        raise Refused(
            _("%(name)s answered this while you were writing. Your text is kept here.")
            % {"name": contribution.answered_by_name}
        )
    audit.record(verb="need.answered", target=contribution, by=by, at=now, details={"shown": shown})


@audit.traced
def add_catalogue_word(*, word: str, note: str, by: Acting, now: datetime) -> CatalogueWord:
    """Add a product's name to the organisation's own catalogue."""
    rules.check_keeps_catalogue(by)
    rules.check_word(word)
    own = CatalogueWord.objects.filter(organisation_id=by.organisation_id)
    rules.check_new_word(word, own.values_list("word", flat=True))
    row, is_new = own.get_or_create(
        word=word, defaults={"organisation_id": by.organisation_id, "note": note}
    )
    if is_new:
        audit.record(verb="catalogue.added", target=row, by=by, at=now, details={"word": word})
    return row


@audit.traced
def remove_catalogue_word(*, word: CatalogueWord, by: Acting, now: datetime) -> None:
    """Take a word out of the organisation's own catalogue."""
    rules.check_keeps_catalogue(by)
    audit.record(verb="catalogue.removed", target=word, by=by, at=now, details={"word": word.word})
    word.delete()


# --- what the actions share -----------------------------------------------------------------


def _tell(need: Need, told: Mapping[str, Any], reason: str, by: Acting) -> Any:
    """Put the texts on the need; return the warning that the reason must answer, if any."""
    for name in TOLD:
        setattr(need, name, told[name])
    rules.check_can_share(need.scope, need.group_id, by.group_ids)
    need.search_text = queries.search_text(need)
    found = rules.products_in(need.problem, queries.words_of(by.organisation_id))
    warning = rules.solution_hides(found)
    if need.pk and need.passed_warnings.filter(rule="R02").exists():
        return None
    rules.check_reason_given(warning, reason)
    return warning


def _note_passed(need: Need, warning: Any, reason: str, by: Acting, now: datetime) -> None:
    if warning is None:
        return
    _row, is_new = PassedWarning.objects.get_or_create(
        need=need,
        rule=warning.rule,
        defaults={"reason": reason, "passed_by_name": by.name, "passed_at": now},
    )
    rules.check_stands(warning if is_new else None)
    audit.record(
        verb="need.warning_passed",
        target=need,
        by=by,
        at=now,
        details={"rule": warning.rule, "reason": reason},
    )


def _check_may_change(need: Need, by: Acting) -> None:
    rules.check_may_change(
        by, organisation_id=need.organisation_id, registered_by_id=need.registered_by_id
    )


def _values(need: Need, *names: str) -> dict[str, Any]:
    return {name: getattr(need, name) for name in names}


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "pk") else value
