"""What changes about the lines of the financial plan that a promise pays for."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from stafett.audit import actions as audit
from stafett.benefits.actions.staffing import settle
from stafett.benefits.models import Commitment, PlanLine
from stafett.benefits.queries import ground
from stafett.benefits.queries import plan as queries
from stafett.benefits.rules import plan as rules
from stafett.benefits.rules import states
from stafett.lib import Acting
from stafett.lib.versions import save_as_read, who_was_first


@audit.traced
def fill(*, commitment: Commitment, version: int, by: Acting, now: datetime) -> None:
    """Write the promised amounts as lines, to be looked at and given a place in the plan."""
    _change(commitment, version, by, now)
    years = _years(commitment, now)
    rules.check_can_be_reckoned(bool(years))
    for each in years:
        amounts = {"amount": each.promised, "price_year": each.price_year or each.year}
        PlanLine.objects.update_or_create(commitment=commitment, year=each.year, defaults=amounts)
    commitment.plan_lines.exclude(year__in=[each.year for each in years]).delete()
    settle(commitment, now)
    details = {"years": [each.year for each in years]}
    audit.record(verb="plan.filled", target=commitment, by=by, at=now, details=details)


@audit.traced
def write(
    *,
    commitment: Commitment,
    lines: Iterable[Mapping[str, Any]],
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Write the lines: ``year``, ``amount``, ``price_year`` and ``reference`` of each."""
    _change(commitment, version, by, now)
    commitment.plan_lines.all().delete()
    rows = [PlanLine(commitment=commitment, **line) for line in lines]
    PlanLine.objects.bulk_create(rows)
    settle(commitment, now)
    details = {str(row.year): row.amount for row in rows}
    audit.record(verb="plan.written", target=commitment, by=by, at=now, details={"lines": details})


def _change(commitment: Commitment, version: int, by: Acting, now: datetime) -> None:
    """The plan is part of what the owner says yes to: after a yes it needs a new one."""
    states.check_may_promise(by, municipality_id=commitment.municipality_id)
    if commitment.version != version:
        raise who_was_first(commitment)
    state = states.after(commitment.state, "change")
    anew = {"state": state, "answered_at": None, "answered_by_name": "", "declined_reason": ""}
    save_as_read(commitment, anew, version=version, by=by, now=now)


def _years(commitment: Commitment, now: datetime) -> list[queries.PlanYear]:
    read = ground.baselines([commitment]).get(commitment.pk)
    place = commitment.municipality_id
    figures = ground.figures_of([place], localdate(now))[place]
    return queries.years(commitment, read.value if read else None, figures)
