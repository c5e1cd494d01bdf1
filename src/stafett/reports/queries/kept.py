"""Which of the figures that are kept are no longer right."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Min

from stafett.benefits.queries import ground
from stafett.organisations.models import Parameter
from stafett.reports.models import Figure, Touch


def touches(municipality_ids: Iterable[int] | None) -> list[tuple[int, int]]:
    """Return what has been touched in these municipalities, or in all: its id, and where."""
    rows = Touch.objects.order_by("id")
    if municipality_ids is not None:
        rows = rows.filter(municipality__in=list(municipality_ids))
    return list(rows.values_list("id", "municipality_id"))


def passed_by(municipality_ids: Iterable[int] | None, day: date) -> set[int]:
    """Return where a figure to reckon with has begun to hold since they were reckoned."""
    rows = Figure.objects.exclude(reckoned_on=day)
    if municipality_ids is not None:
        rows = rows.filter(municipality__in=list(municipality_ids))
    spans = rows.values_list("municipality_id").annotate(Min("reckoned_on"), Max("reckoned_on"))
    reckoned = {place: (min(first, day), max(last, day)) for place, first, last in spans}
    if not reckoned:
        return set()
    begins = _first_days(min(first for first, _last in reckoned.values()))
    return {
        place
        for place, (first, last) in reckoned.items()
        if any(first < begun <= last for begun in begins)
    }


def _first_days(after: date) -> list[date]:
    rows = Parameter.objects.filter(name__in=ground.NAMES, valid_from__gt=after)
    return list(rows.order_by("valid_from").values_list("valid_from", flat=True).distinct())
