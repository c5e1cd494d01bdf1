"""Writing figures from files, by the actions that write any reading."""

from typing import Any

from stafett.files.queries.readings import before, has_promised
from stafett.files.rules.kinds import Done
from stafett.files.rules.proposals import Proposal
from stafett.indicators import actions as indicators
from stafett.indicators.models import Observation

TOLD = ("value", "numerator", "denominator", "n", "how")
WHEN = ("period_start", "period_end")


def reading(bringing: Any, proposal: Proposal) -> Done:
    """Note one figure: one's own, or a member's."""
    data = proposal.data
    indicator = data["indicator"] or bringing.rows["indicator"]
    said = {name: data[name] for name in TOLD}
    who = {"by": bringing.by, "now": bringing.now}
    if data["place"].pk == bringing.by.organisation_id:
        return Done(_own(indicator, data, said, who))
    row = indicators.bring(
        indicator=indicator,
        member=data["place"],
        has_promised=has_promised(indicator, data["place"]),
        **{name: data[name] for name in WHEN},
        **said,
        **who,
    )
    return Done(row)


def _own(indicator: Any, data: Any, said: Any, who: Any) -> Observation:
    """Note a reading, or correct the one that stands there."""
    if there := before(who["by"], indicator, data):
        return indicators.correct(observation=there, **said, **who)
    when = {name: data[name] for name in WHEN}
    return indicators.observe(indicator=indicator, unit=data["unit"], **when, **said, **who)
