"""What changes about proposals: asked for, worked out, moved in, adopted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.lib import Acting, later
from stafett.lib.versions import save_as_read
from stafett.roadmap import rules
from stafett.roadmap.actions import plan
from stafett.roadmap.models import Candidate, Decision, Proposal, Roadmap, Tie, TieKind
from stafett.roadmap.queries import inputs, moving, proposals
from stafett.roadmap.queries.inputs import Aims
from stafett.roadmap.queries.words import counted_names
from stafett.ui.figures import day
from stafett.work import actions as work

JOB, EXPLAINING = "roadmap.jobs.work_out", "roadmap.jobs.explain"


@audit.traced
def ask(*, roadmap: Roadmap, aims: Aims, by: Acting, now: datetime) -> Proposal:
    """Ask for the best plan within the limits. It is worked out afterwards."""
    rules.check_may_plan(by, owner_id=roadmap.owner_id)
    rules.check_counts_once(aims.points, counted_names())
    rules.check_floors_are_told(aims.points, [aims.least_each, *aims.least_for.values()])
    known = inputs.frozen(by, roadmap, aims)
    rules.check_something_to_choose(len(known["candidates"]))
    proposal = _put_in_line(roadmap, known, None, by, now)
    details = {"candidates": len(known["candidates"]), "points": dict(aims.points)}
    audit.record(verb="proposal.asked", target=roadmap, by=by, at=now, details=details)
    return proposal


@audit.traced
def move(
    *, proposal: Proposal, at: int, is_in: bool, reason: str, by: Acting, now: datetime
) -> Proposal:
    """Move a candidate in or out against the proposal: a new one comes beside it."""
    rules.check_may_plan(by, owner_id=proposal.roadmap.owner_id)
    rules.check_moved_for_a_reason(reason)
    moved = [row for row in proposal.inputs["overrides"] if row["at"] != at]
    moved.append({"at": at, "is_in": is_in, "reason": reason, "by": by.name})
    known = {**proposal.inputs, "overrides": moved}
    details = {"initiative": known["candidates"][at]["title"], "in": is_in, "reason": reason}
    audit.record(verb="proposal.moved", target=proposal.roadmap, by=by, at=now, details=details)
    return _put_in_line(proposal.roadmap, known, proposal, by, now)


@audit.traced
def explain(*, proposal: Proposal, at: int, by: Acting, now: datetime) -> None:
    """Ask for the exact reason why a candidate is left out. It is worked out afterwards."""
    rules.check_may_plan(by, owner_id=proposal.roadmap.owner_id)
    kept = Proposal.objects.select_for_update().get(pk=proposal.pk)
    rules.check_can_be_adopted(proposals.taken(kept))
    rules.check_can_be_explained(**proposals.page(kept).standing_of(at))
    _tell_why(kept, at, {"job": later(EXPLAINING, kept.pk, at)})
    details = {"initiative": proposal.inputs["candidates"][at]["title"]}
    audit.record(verb="proposal.explain", target=proposal.roadmap, by=by, at=now, details=details)


@audit.traced
def call_off(*, proposal: Proposal, by: Acting, now: datetime) -> None:
    """Stop working it out."""
    rules.check_may_plan(by, owner_id=proposal.roadmap.owner_id)
    if proposal.job_id:
        work.call_off(proposal.job_id, now=now)
    audit.record(verb="proposal.called_off", target=proposal.roadmap, by=by, at=now, details={})


@audit.traced
def adopt(*, proposal: Proposal, by: Acting, now: datetime) -> None:
    """Let the roadmap say what the proposal says: choose what is in it, leave the rest out.

    What is in it in part is chosen in that part. What has been decided since it was asked for
    stays as it is.
    """
    rules.check_may_plan(by, owner_id=proposal.roadmap.owner_id)
    taken = proposals.taken(proposal)
    rules.check_can_be_adopted(taken)
    moved = moving.reasons(proposal)
    for candidate in _undecided(taken):
        _decide(candidate, taken[candidate.pk], moved.get(candidate.pk, ""), proposal, by, now)
    Proposal.objects.filter(pk=proposal.pk).update(adopted_at=now, adopted_by_name=by.name)
    details = {"chosen": sum(share > 0 for share in taken.values()), "of": len(taken)}
    audit.record(verb="proposal.adopted", target=proposal.roadmap, by=by, at=now, details=details)


@audit.traced
def set_conditions(
    *,
    candidate: Candidate,
    requires: Iterable[Candidate],
    excludes: Iterable[Candidate],
    smallest_share: Decimal | None,
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Say what a candidate must, or must not, stand beside, and whether a part is any use."""
    rules.check_may_plan(by, owner_id=candidate.roadmap.owner_id)
    said = {"smallest_share": smallest_share}
    save_as_read(candidate, said, version=version, by=by, now=now)
    ties = dict.fromkeys(excludes, TieKind.EXCLUDES) | dict.fromkeys(requires, TieKind.REQUIRES)
    candidate.ties.all().delete()
    Tie.objects.bulk_create(
        Tie(candidate=candidate, other=other, kind=kind) for other, kind in ties.items()
    )
    details = {str(other): str(kind) for other, kind in ties.items()}
    roadmap = candidate.roadmap
    audit.record(verb="candidate.conditions", target=roadmap, by=by, at=now, details=details)


# --- by the one who works it out ------------------------------------------------------------


def tell_best(proposal: Proposal, best: Mapping[str, Any] | None) -> None:
    """Keep the best plan so far, for those who wait."""
    Proposal.objects.filter(pk=proposal.pk).update(best=best)


def answer(proposal: Proposal, told: Mapping[str, Any]) -> None:
    """Keep the answer."""
    Proposal.objects.filter(pk=proposal.pk).update(answer=told)


def explained(proposal: Proposal, at: int, why: Mapping[str, Any]) -> None:
    """Keep the exact reason beside the others, which may have been explained meanwhile."""
    kept = Proposal.objects.select_for_update().get(pk=proposal.pk)
    _tell_why(kept, at, {**why, "job": None})


# --- what the actions share -----------------------------------------------------------------


def _tell_why(kept: Proposal, at: int, told: Mapping[str, Any]) -> None:
    """Keep something of why a candidate is out, also where a plan has no other answer."""
    answer: dict[str, Any] = kept.answer or {}
    answer.setdefault("why_not", {}).setdefault(str(at), {}).update(told)
    kept.answer = answer
    kept.save(update_fields=["answer"])


def _put_in_line(
    roadmap: Roadmap, known: Any, base: Proposal | None, by: Acting, now: datetime
) -> Proposal:
    proposal = Proposal.objects.create(
        roadmap=roadmap, base=base, inputs=known, asked_at=now, asked_by_name=by.name
    )
    proposal.job_id = later(JOB, proposal.pk)
    proposal.save(update_fields=["job"])
    return proposal


def _undecided(taken: Mapping[int, float]) -> list[Candidate]:
    rows = Candidate.objects.standing().filter(pk__in=taken, decision=Decision.OPEN)
    return list(rows.select_related("roadmap", "initiative").order_by("place"))


def _decide(
    candidate: Candidate, share: float, moved: str, proposal: Proposal, by: Acting, now: datetime
) -> None:
    """Decide as the plan does, for the reason that was given where somebody moved it by hand."""
    told: dict[str, Any] = {"candidate": candidate, "version": candidate.version}
    if share > 0:
        plan.choose(**told, share=share, reason=moved, by=by, now=now)
        return
    has_no_room = _("It is not in the plan worked out %(day)s within the budget.") % {
        "day": day(localdate(proposal.asked_at))
    }
    plan.leave_out(**told, reason=moved or has_no_room, by=by, now=now)
