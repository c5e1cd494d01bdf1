"""Find out whether somebody has changed what was signed."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from stafett.handovers import queries
from stafett.handovers.models import Baton
from stafett.handovers.queries import Broken, Verified
from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.organisations.models import Organisation


class Command(BaseCommand):
    """Say that every receipt holds, or name the first of each baton that does not, and why."""

    help = "Check the receipts of every baton; name the first that is changed or missing, and how."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(_verified())
        broken = [(baton, verified.broken) for baton, verified in found if verified.broken]
        for baton, why in broken:
            self.stderr.write("\n".join(_lines(baton, why)))
        delegations = list(_delegations())
        for organisation, number in delegations:
            self.stderr.write(f"{organisation}: the receipt of delegation {number} was changed.")
        if broken or delegations:
            sys.exit(1)
        count = sum(verified.count for _baton, verified in found)
        self.stdout.write(f"{count} receipts of {len(found)} batons hold.")


def _verified() -> Iterator[tuple[Baton, Verified]]:
    """Yield every baton with what its receipts say, asked as its own municipality."""
    for municipality in Organisation.objects.order_by("id").iterator():
        yield from _verified_in(municipality)


def _delegations() -> Iterator[tuple[Organisation, int]]:
    """Yield every receipt of a delegation that is not as it was made."""
    for organisation in Organisation.objects.order_by("id").iterator():
        with transaction.atomic():
            tell_database(Acting(organisation_id=organisation.pk))
            broken = list(queries.broken_delegations(organisation.pk))
        yield from ((organisation, number) for number in broken)


@transaction.atomic
def _verified_in(municipality: Organisation) -> list[tuple[Baton, Verified]]:
    tell_database(Acting(organisation_id=municipality.pk))
    rows = Baton.objects.filter(municipality=municipality).select_related("initiative")
    return [(baton, queries.verify(baton)) for baton in rows.order_by("id")]


def _lines(baton: Baton, broken: Broken) -> Iterator[str]:
    yield f"Baton {baton.pk}, {baton}, receipt {broken.sequence}: {broken.why}."
    for each in broken.differs:
        yield f"    {each.what} was {each.was or 'nothing'}, is {each.now or 'nothing'}"
