"""Work about benefits that is done after the answer, or every day."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django_tasks import task

from stafett.benefits.actions import asking, common, links
from stafett.benefits.models import Benefit
from stafett.benefits.queries.asking import to_ask
from stafett.benefits.queries.common import to_look_at
from stafett.lib import Acting


@task(takes_context=True)
def ask_for_readings(context: Any) -> None:
    """Ask for the readings that are due, remind of those that are late. Run twice, it asks once."""
    for letters in to_ask(localdate(context.now)):
        context.must_go_on()
        with transaction.atomic():
            asking.ask(letters, now=context.now)
    with context.finishing():
        links.forget(context.now)


@task(takes_context=True)
def tell_effects(context: Any) -> None:
    """Tell those who take part what initiatives did, where there is more to tell than before."""
    rows = Benefit.objects.filter(pk__in=to_look_at(common.FEWEST))
    for benefit in rows.select_related("initiative__organisation").order_by("pk"):
        context.must_go_on()
        owner = benefit.initiative.organisation
        by = Acting(
            name="Stafett",
            organisation_id=owner.pk,
            organisation_name=owner.label,
            day=localdate(context.now),
        )
        common.tell(benefit=benefit, by=by, now=context.now)
    with context.finishing():
        pass
