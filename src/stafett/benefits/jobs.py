"""Work about benefits that is done after the answer, or every day."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django_tasks import task

from stafett.benefits.actions import asking, links
from stafett.benefits.queries.asking import to_ask


@task(takes_context=True)
def ask_for_readings(context: Any) -> None:
    """Ask for the readings that are due, remind of those that are late. Run twice, it asks once."""
    for letters in to_ask(localdate(context.now)):
        context.must_go_on()
        with transaction.atomic():
            asking.ask(letters, now=context.now)
    with context.finishing():
        links.forget(context.now)
