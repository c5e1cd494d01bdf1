"""Find out whether what is kept of promises agrees with what it is reckoned from."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stafett.benefits.models import Commitment
from stafett.reports import actions
from stafett.reports.models import Figure

COMPARED = tuple(name for name in actions.FIELDS if name != "reckoned_on")


class Command(BaseCommand):
    """Reckon every promise anew, compare, and name what differs; or make all of it anew."""

    help = "Check that roll-ups agree with promises and readings; --rebuild makes them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="make all of it anew")
        parser.add_argument("--day", help="the day to reckon for, YYYY-MM-DD; today")

    def handle(self, *args: Any, **options: Any) -> None:
        day = date.fromisoformat(options["day"]) if options["day"] else timezone.localdate()
        places = _places()
        if options["rebuild"]:
            actions.make_anew(municipality_ids=places, day=day)
        else:
            actions.bring_up_to_date(municipality_ids=None, day=day)
        differs = list(_differences(places, day))
        if differs:
            raise CommandError("\n".join([*differs, "Make them anew with --rebuild."]))
        self.stdout.write(f"{Figure.objects.count()} promises agree with their readings.")


def _places() -> list[int]:
    rows = Commitment.objects.order_by("municipality_id").values_list("municipality_id", flat=True)
    return list(rows.distinct())


def _differences(places: Iterable[int], day: date) -> Iterator[str]:
    for some in actions.batches(list(places)):
        kept = {row.pk: row for row in Figure.objects.filter(municipality__in=some)}
        found = {row.pk: row for row in actions.reckoned(some, day)}
        for pk in sorted(kept.keys() | found.keys()):
            yield from _compared(pk, kept.get(pk), found.get(pk))


def _compared(pk: int, kept: Figure | None, found: Figure | None) -> Iterator[str]:
    if kept is None or found is None:
        yield f"promise {pk}: {'is not kept' if found else 'is kept, and is no more'}"
        return
    for name in COMPARED:
        was, should = kept.serializable_value(name), found.serializable_value(name)
        if was != should:
            yield f"promise {pk}: {name} is {was}, should be {should}"
