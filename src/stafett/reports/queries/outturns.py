"""What promises came to, as a share of their plan, where all of the effect should be there."""

from datetime import date

from django.db.models import Q

from stafett.benefits.queries.outturns import Outturn
from stafett.organisations.models import Membership
from stafett.reports.models import Figure

COLUMNS = (
    "commitment_id", "municipality_id", "commitment__benefit__kind",
    "commitment__benefit__indicator_id", "initiative__organisation_id", "reached",
)  # fmt: skip


def outturns(day: date) -> list[Outturn]:
    """Return what every promise came to that is known on a day, whoever may see it.

    A harm is no plan to be reached, and what nobody planned (R34) has none.
    """
    known = Q(known_until=None) | Q(known_until__gte=day)
    rows = Figure.objects.filter(
        known, is_confirmed=True, is_read=True, expected__gte=1, reached__isnull=False,
        commitment__benefit__is_disbenefit=False, commitment__benefit__is_unplanned=False,
    )  # fmt: skip
    members = set(Membership.objects.holding_on(day).values_list("group_id", "member_id"))
    return [
        Outturn.of(
            reached,
            commitment=commitment,
            municipality=place,
            kind=kind,
            indicator=indicator,
            group=owner if (owner, place) in members else None,
        )
        for commitment, place, kind, indicator, owner, reached in rows.order_by(
            "commitment_id"
        ).values_list(*COLUMNS)
    ]
