"""What changes about work processes and their hours, and how promises on them are told apart."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.benefits.actions import promising
from stafett.benefits.models import Commitment, Process, ProcessHours
from stafett.benefits.queries import processes
from stafett.benefits.rules import processes as rules
from stafett.benefits.rules import states
from stafett.lib import Acting, Refused
from stafett.organisations.models import Unit


@audit.traced
def add(*, name: str, by: Acting, now: datetime) -> Process:
    """Add a work process of one's own organisation."""
    states.check_may_promise(by, municipality_id=by.organisation_id)
    row = Process(organisation_id=by.organisation_id, name=name)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as reason:
        raise Refused(
            _("There is already a work process with this name."), field="name"
        ) from reason
    audit.record(verb="process.added", target=row, by=by, at=now, details={"name": name})
    return row


@audit.traced
def note_hours(
    *,
    process: Process,
    unit: Unit | None,
    year: int,
    hours: Decimal,
    source: str,
    by: Acting,
    now: datetime,
) -> ProcessHours:
    """Note how many hours a process took in a place and a year; noted again, it is corrected.

    It never becomes fewer than what is promised saved (R12).
    """
    states.check_may_promise(by, municipality_id=process.organisation_id)
    if unit is not None and unit.organisation_id != process.organisation_id:
        raise Refused(_("Choose one of your own."), field="unit")
    before = processes.complaint(process)
    noted = {"hours": hours, "source": source, "noted_by_name": by.name, "noted_at": now}
    row, _is_new = ProcessHours.objects.update_or_create(
        process=process, unit=unit, year=year, defaults=noted
    )
    _check_no_worse(process, before)
    details = {"year": year, "hours": hours}
    audit.record(verb="process.hours_noted", target=process, by=by, at=now, details=details)
    return row


def _check_no_worse(process: Process, before: str) -> None:
    """What was too much before the hours were noted is no reason not to note them."""
    complaint = processes.complaint(process)
    if complaint and not before:
        raise Refused(complaint, field="hours")


@audit.traced
def tell_apart(
    *,
    commitment: Commitment,
    depends_on: Commitment | None,
    split_share: Decimal | None,
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Say that a promise depends on another, or has a part of its own (R14)."""
    rules.check_one_mark(depends=depends_on is not None, splits=split_share is not None)
    marked = {"depends_on": depends_on, "split_share": split_share}
    promising.change(commitment=commitment, promised=marked, version=version, by=by, now=now)
