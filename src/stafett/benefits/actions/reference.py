"""Publishing what comparable promises came to."""

from collections.abc import Sequence
from datetime import date, datetime

from stafett.benefits.models import ReferenceEdition, ReferenceFigure
from stafett.benefits.queries import outturns as queries
from stafett.benefits.queries.outturns import Earlier, Outturn


def publish(
    *, outturns: Sequence[Outturn], minimum: int, day: date, now: datetime
) -> list[ReferenceFigure]:
    """Publish what may be told of these outturns, and return it.

    It is a part of the edition of the nation's figures, whose action checks who publishes and
    leaves the trace, one at a time: each is held up to all before it.
    """
    before = ReferenceEdition.objects.prefetch_related("figures").order_by("made_at")
    figures = queries.figures(outturns, [Earlier.of(edition) for edition in before], minimum)
    edition = ReferenceEdition.objects.create(
        day=day, made_at=now, minimum=minimum, ground=queries.kept(outturns)
    )
    for figure in figures:
        figure.edition = edition
    return ReferenceFigure.objects.bulk_create(figures)
