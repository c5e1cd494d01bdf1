"""Work about roll-ups that is done after the answer. ``context`` is a ``work.actions.Turn``."""

from collections.abc import Iterator
from typing import Any

from django_tasks import task

from stafett.calc import spread as drawing
from stafett.calc.checks import Floats
from stafett.lib.spreading import made_of_each
from stafett.reports import actions, queries
from stafett.reports.models import Spread


@task(takes_context=True)
def draw_spread(context: Any, spread_id: int) -> None:
    """Draw how far the figures of an edition could turn out, here or on a cluster."""
    spread = Spread.objects.select_related("edition").get(pk=spread_id)
    wanted = queries.to_draw(spread)
    found = queries.told(wanted, _heard(context, wanted))
    context.must_go_on()
    with context.finishing():
        actions.keep_spread(spread, found)


def _heard(context: Any, wanted: queries.ToDraw) -> Iterator[Floats]:
    """Yield what each batch adds, and say how far it has come."""
    made = made_of_each(drawing.Batch.values, wanted.batches)
    for done, values in enumerate(made, start=1):
        yield values
        if not context.goes_on(done / len(wanted.batches)):
            context.must_go_on()
