"""What changes about a roadmap, and the gate an initiative passes to get onto one."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.initiatives import actions as initiatives
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, Refused
from stafett.lib.versions import save_as_read, who_was_first
from stafett.roadmap import queries, rules
from stafett.roadmap.models import Candidate, Capacity, Roadmap, Tie, Window, YearBudget

DRAWN = ("title", "first_year", "last_year", "price_year")


@audit.traced
def draw(
    *, told: Mapping[str, Any], budgets: Mapping[int, Decimal], by: Acting, now: datetime
) -> Roadmap:
    """Draw up a roadmap for some years, with what may be spent in each."""
    rules.check_may_plan(by, owner_id=by.organisation_id or 0)
    rules.check_years(told["first_year"], told["last_year"])
    roadmap = Roadmap(
        owner_id=by.organisation_id,
        changed_at=now,
        changed_by_name=by.name,
        **{name: told[name] for name in DRAWN},
    )
    _save_new(roadmap)
    _put_budgets(roadmap, budgets)
    details = {name: told[name] for name in DRAWN}
    audit.record(verb="roadmap.drawn", target=roadmap, by=by, at=now, details=details)
    return roadmap


@audit.traced
def redraw(
    *,
    roadmap: Roadmap,
    title: str,
    budgets: Mapping[int, Decimal],
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Change the name and the budgets. The years stay: another period is another roadmap."""
    rules.check_may_plan(by, owner_id=roadmap.owner_id)
    save_as_read(roadmap, {"title": title}, version=version, by=by, now=now)
    _put_budgets(roadmap, budgets)
    said = {str(year): amount for year, amount in budgets.items()}
    audit.record(verb="roadmap.redrawn", target=roadmap, by=by, at=now, details=said)


@audit.traced
def say_capacity(*, roadmap: Roadmap, batons: Mapping[int, int], by: Acting, now: datetime) -> None:
    """Say how many batons one's own municipality can receive each year."""
    rules.check_may_answer(by, is_member=queries.is_on_the_roadmap(by, roadmap))
    for year, count in batons.items():
        Capacity.objects.update_or_create(
            roadmap=roadmap,
            municipality_id=by.organisation_id,
            year=year,
            defaults={"batons": count, "said_by_name": by.name, "said_at": now},
        )
    said = {str(year): count for year, count in batons.items()}
    audit.record(verb="roadmap.capacity", target=roadmap, by=by, at=now, details=said)


@audit.traced
def nominate(*, roadmap: Roadmap, initiative: Initiative, by: Acting, now: datetime) -> Candidate:
    """Bring a solution to the roadmap: the gate between the two legs.

    Something falls away (or a reason says why not), what it costs and gives is told with low,
    likely and high, and people are involved. On the light track only the first is asked for.
    """
    rules.check_may_plan(by, owner_id=roadmap.owner_id)
    initiative_rules.check_may_change(
        by, organisation_id=initiative.organisation_id, lead_id=initiative.lead_id
    )
    rules.check_gate(queries.missing_before_roadmap(by, initiative))
    initiatives.advance(initiative=initiative, event="nominate", by=by, now=now)
    initiatives.ask(initiative=initiative, asks=True, by=by, now=now)
    candidate = Candidate.objects.filter(initiative=initiative).first()
    ended = _what_ends(candidate, roadmap, localdate(now)) if candidate else {}
    candidate = candidate or Candidate(initiative=initiative, version=0)
    _put_last(candidate, roadmap, by, now)
    details = {"initiative": initiative.title, **ended}
    audit.record(verb="candidate.nominated", target=roadmap, by=by, at=now, details=details)
    return candidate


@audit.traced
def move(*, candidate: Candidate, up: bool, version: int, by: Acting, now: datetime) -> None:
    """Move a candidate one place, past its neighbour."""
    _check_turn(candidate, "move", version, by)
    others = candidate.roadmap.candidates.standing().exclude(pk=candidate.pk)
    beside = (
        others.filter(place__lt=candidate.place).order_by("-place").first()
        if up
        else others.filter(place__gt=candidate.place).order_by("place").first()
    )
    if beside is None:
        return
    place = beside.place
    Candidate.objects.filter(pk=beside.pk).update(
        place=candidate.place, version=F("version") + 1, changed_at=now, changed_by_name=by.name
    )
    save_as_read(candidate, {"place": place}, version=version, by=by, now=now)
    details = {"initiative": str(candidate), "place": place}
    audit.record(verb="candidate.moved", target=candidate.roadmap, by=by, at=now, details=details)


@audit.traced
def choose(
    *,
    candidate: Candidate,
    version: int,
    by: Acting,
    now: datetime,
    share: float = 1,
    reason: str = "",
) -> None:
    """Choose it, or a share of it: it is done in this roadmap's years. A reason may be given."""
    _decide(candidate, "choose", reason, version, by, now, share)


@audit.traced
def leave_out(
    *, candidate: Candidate, reason: str, version: int, by: Acting, now: datetime
) -> None:
    """Leave it out for now, with a reason that those who proposed it read."""
    _decide(candidate, "leave_out", reason, version, by, now)


@audit.traced
def undo(*, candidate: Candidate, version: int, by: Acting, now: datetime) -> None:
    """Take a decision back."""
    rules.check_not_handed_over(candidate.initiative.stage)
    _decide(candidate, "undo", "", version, by, now)


@audit.traced
def set_window(
    *, candidate: Candidate, starts_on: date, ends_on: date, by: Acting, now: datetime
) -> Window:
    """Say when one's own municipality takes it in."""
    rules.check_not_away(candidate.initiative.stage)
    rules.after(candidate.decision, "plan")
    rules.check_may_answer(by, is_member=queries.joins(by, candidate.initiative))
    rules.check_window(starts_on, ends_on)
    window, _new = Window.objects.update_or_create(
        candidate=candidate,
        municipality_id=by.organisation_id,
        defaults={"starts_on": starts_on, "ends_on": ends_on},
    )
    details = {"initiative": str(candidate), "from": starts_on, "to": ends_on}
    audit.record(verb="candidate.window", target=candidate.roadmap, by=by, at=now, details=details)
    return window


# --- what the actions share -----------------------------------------------------------------


def _put_last(candidate: Candidate, roadmap: Roadmap, by: Acting, now: datetime) -> None:
    """Put a candidate last, not decided. One that was there before keeps its conditions."""
    last = roadmap.candidates.aggregate(last=Max("place"))["last"] or 0
    candidate.roadmap, candidate.place = roadmap, last + 1
    candidate.decision, candidate.share, candidate.reason = rules.OPEN, 1, ""
    candidate.decided_by_name, candidate.decided_at = "", None
    candidate.nominated_by_name, candidate.nominated_at = by.name, now
    candidate.changed_by_name, candidate.changed_at = by.name, now
    candidate.version += 1
    candidate.save()


def _what_ends(candidate: Candidate, roadmap: Roadmap, today: date) -> dict[str, list[str]]:
    """Take away what no longer holds of a candidate that comes again, and return what that was.

    A time that has begun has passed without it: the municipality says another. A time ahead is
    still its own word. On another roadmap, there is nothing to stand beside as there was.
    """
    passed = candidate.windows.filter(starts_on__lte=today).select_related("municipality")
    ties = Tie.objects.filter(Q(candidate=candidate) | Q(other=candidate))
    ties = ties.none() if candidate.roadmap_id == roadmap.pk else ties
    ended = {"windows": [str(row) for row in passed], "ties": [str(row) for row in ties]}
    passed.delete()
    ties.delete()
    return {name: rows for name, rows in ended.items() if rows}


def _decide(
    candidate: Candidate,
    event: str,
    reason: str,
    version: int,
    by: Acting,
    now: datetime,
    share: float = 1,
) -> None:
    decision = _check_turn(candidate, event, version, by)
    rules.check_reason(decision, reason)
    decided = {
        "decision": decision,
        "share": share,
        "reason": reason,
        "decided_by_name": by.name,
        "decided_at": now,
    }
    save_as_read(candidate, decided, version=version, by=by, now=now)
    asks = decision != rules.LEFT_OUT
    initiatives.ask(initiative=candidate.initiative, asks=asks, by=by, now=now)
    details = {"initiative": str(candidate), "reason": reason}
    if candidate.is_in_part:
        details["share"] = f"{share:.4f}"
    verb = f"candidate.{event}"
    audit.record(verb=verb, target=candidate.roadmap, by=by, at=now, details=details)


def _check_turn(candidate: Candidate, event: str, version: int, by: Acting) -> str:
    rules.check_may_plan(by, owner_id=candidate.roadmap.owner_id)
    if candidate.version != version:
        raise who_was_first(candidate)
    rules.check_not_away(candidate.initiative.stage)
    return rules.after(candidate.decision, event)


def _put_budgets(roadmap: Roadmap, budgets: Mapping[int, Decimal]) -> None:
    for year in range(roadmap.first_year, roadmap.last_year + 1):
        YearBudget.objects.update_or_create(
            roadmap=roadmap, year=year, defaults={"amount": budgets.get(year, Decimal(0))}
        )


def _save_new(roadmap: Roadmap) -> None:
    try:
        roadmap.full_clean()
        with transaction.atomic():
            roadmap.save(force_insert=True)
    except ValidationError as reason:
        raise Refused(" ".join(reason.messages)) from reason
    except IntegrityError as reason:
        raise Refused(
            _("There is already a roadmap from that year."), field="first_year"
        ) from reason
