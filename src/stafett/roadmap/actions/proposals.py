"""What changes about proposals: asked for, worked out, moved in, adopted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from stafett.audit import actions as audit
from stafett.lib import Acting, later
from stafett.lib.versions import save_as_read
from stafett.roadmap import rules
from stafett.roadmap.actions import plan
from stafett.roadmap.models import Candidate, Proposal, Roadmap, Tie, TieKind
from stafett.roadmap.queries import adopting, inputs, leaving_out, moving, proposals
from stafett.roadmap.queries.adopting import Change
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
    rules.check_something_to_choose(len(known["candidates"]), inputs.why_not_weighed(known))
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
def adopt(*, proposal: Proposal, told: str = "", by: Acting, now: datetime) -> Change:
    """Let the roadmap say what the proposal says: choose what is in it, leave the rest out.

    What is in it in part is chosen in that part. What another plan that was adopted decided
    otherwise is decided anew, if ``told`` says that the reader knew which. What was decided
    otherwise by hand stays as it is, and what is being handed over does too.
    """
    rules.check_may_plan(by, owner_id=proposal.roadmap.owner_id)
    rules.check_can_be_adopted(proposals.taken(proposal))
    change = adopting.change_of(proposal)
    rules.check_not_idle(change.told, is_idle=change.is_idle)
    if change.anew:
        rules.check_told_what_is_decided_anew(told, change.mark)
    _decide_all(change, proposal, by, now)
    _adopted(proposal, by, now)
    details = _counted(change)
    audit.record(verb="proposal.adopted", target=proposal.roadmap, by=by, at=now, details=details)
    return change


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


def _decide_all(change: Change, proposal: Proposal, by: Acting, now: datetime) -> None:
    """Decide what the plan decides, for the reason that was given where it was moved by hand."""
    reasons = _why_out(proposal) | moving.reasons(proposal)
    for candidate in change.anew:
        plan.undo(candidate=candidate, version=candidate.version, by=by, now=now)
    for candidate in (*change.anew, *change.undecided):
        share = change.taken[candidate.pk]
        _decide(candidate, share, reasons.get(candidate.pk, ""), by, now)


def _decide(candidate: Candidate, share: float, reason: str, by: Acting, now: datetime) -> None:
    told: dict[str, Any] = {"candidate": candidate, "version": candidate.version, "reason": reason}
    if share > 0:
        plan.choose(**told, share=share, by=by, now=now)
    else:
        plan.leave_out(**told, by=by, now=now)


def _why_out(proposal: Proposal) -> dict[int, str]:
    """Return why each that is out of the plan is so, as all who see the roadmap may read it."""
    page, asked = proposals.page(proposal), day(localdate(proposal.asked_at))
    return {
        line.row["candidate"]: leaving_out.reason(
            page.inputs, page.known_of(line.at), line.at, asked
        )
        for line in page.lines
        if not line.is_in
    }


def _adopted(proposal: Proposal, by: Acting, now: datetime) -> None:
    """Say that it is adopted. What stands from when it was so before, is of now as well."""
    if proposal.adopted_at:
        before = proposal.roadmap.candidates.filter(decided_at=proposal.adopted_at)
        before.update(decided_at=now)
    Proposal.objects.filter(pk=proposal.pk).update(adopted_at=now, adopted_by_name=by.name)


def _counted(change: Change) -> dict[str, int]:
    """Return what was decided, for the trace."""
    decided = [*change.anew, *change.undecided]
    return {
        "chosen": sum(change.taken[row.pk] > 0 for row in decided),
        "left_out": sum(change.taken[row.pk] == 0 for row in decided),
        "anew": len(change.anew),
        "otherwise": change.stays,
        "of": len(change.taken),
    }
