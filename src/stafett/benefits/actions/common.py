"""Telling the municipalities that take part what an initiative did."""

from datetime import datetime

from stafett.audit import actions as audit
from stafett.benefits.models import Benefit, CommonEffect
from stafett.benefits.queries import common as queries
from stafett.lib import Acting
from stafett.organisations import queries as organisations

FEWEST = 5
"""So few may never stand behind what somebody can work out."""


@audit.traced
def tell(*, benefit: Benefit, by: Acting, now: datetime) -> CommonEffect | None:
    """Tell it anew, where there is more to tell and nobody can be worked out; None where not.

    One at a time: each is held up to all before it by the same yardstick.
    """
    benefit = Benefit.objects.select_for_update(no_key=True).get(pk=benefit.pk)
    minimum = max(FEWEST, organisations.minimum_n(by))
    told = queries.to_tell(by, benefit, minimum)
    if told is None:
        return None
    told.day, told.made_at = by.day, now
    told.save(force_insert=True)
    details = {"municipalities": told.municipalities, "periods": told.periods}
    audit.record(verb="effect.told", target=benefit, by=by, at=now, details=details)
    return told
