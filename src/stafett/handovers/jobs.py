"""Work about batons that is done every day."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django_tasks import task

from stafett.handovers import actions, queries
from stafett.lib import Acting
from stafett.lib.database import tell_database


@task(takes_context=True)
def remind_of_batons(context: Any) -> None:
    """Remind both sides of batons that wait for an answer or lie still. Run twice, it does once."""
    today = localdate(context.now)
    for municipality_id in queries.with_batons():
        context.must_go_on()
        with transaction.atomic():
            tell_database(Acting(organisation_id=municipality_id, day=today))
            actions.remind(queries.reminders_in(municipality_id, today), now=context.now)
    with context.finishing():
        pass
