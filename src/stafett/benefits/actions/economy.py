"""What changes about effects that have no price."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stafett.audit import actions as audit
from stafett.benefits.models import Unpriced
from stafett.initiatives import rules as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.lib.versions import save_as_read, who_was_first

TOLD = ("what", "beneficiary", "importance", "extent", "reason")


@audit.traced
def weigh(
    *, initiative: Initiative, told: Mapping[str, Any], by: Acting, now: datetime
) -> Unpriced:
    """Note an effect that has no price, and how much it weighs (R28)."""
    _check_may_change(initiative, by)
    effect = Unpriced.objects.create(
        initiative=initiative,
        changed_at=now,
        changed_by_name=by.name,
        **{name: told[name] for name in TOLD},
    )
    audit.record(
        verb="unpriced.weighed", target=effect, by=by, at=now, details={"what": effect.what}
    )
    return effect


@audit.traced
def reweigh(
    *, effect: Unpriced, told: Mapping[str, Any], version: int, by: Acting, now: datetime
) -> None:
    """Weigh it anew. Refused if somebody else changed it since ``version``."""
    _check_may_change(effect.initiative, by)
    before = {name: getattr(effect, name) for name in TOLD}
    save_as_read(effect, {name: told[name] for name in TOLD}, version=version, by=by, now=now)
    changed = {name: [before[name], told[name]] for name in TOLD if before[name] != told[name]}
    audit.record(
        verb="unpriced.reweighed", target=effect, by=by, at=now, details={"changed": changed}
    )


@audit.traced
def unweigh(*, effect: Unpriced, version: int, by: Acting, now: datetime) -> None:
    """Take away an effect that was noted by mistake. That it was there stays in the trace."""
    _check_may_change(effect.initiative, by)
    audit.record(
        verb="unpriced.removed", target=effect, by=by, at=now, details={"what": effect.what}
    )
    if not Unpriced.objects.filter(pk=effect.pk, version=version).delete()[0]:
        raise who_was_first(effect)


def _check_may_change(initiative: Initiative, by: Acting) -> None:
    initiatives.check_may_change(
        by, organisation_id=initiative.organisation_id, lead_id=initiative.lead_id
    )
    initiatives.after(initiative.stage, "change")
