"""Taking along all that an organisation owns."""

from datetime import datetime

from stafett.audit import actions as audit
from stafett.files.rules import leaving as rules
from stafett.lib import Acting
from stafett.organisations.models import Organisation


@audit.traced
def take_all(*, by: Acting, now: datetime) -> Organisation:
    """Note that somebody takes along all that the organisation owns; return whose it is."""
    rules.check_may_leave(by)
    ours = Organisation.objects.get(pk=by.organisation_id)
    audit.record(verb="organisation.exported", target=ours, by=by, at=now)
    return ours
