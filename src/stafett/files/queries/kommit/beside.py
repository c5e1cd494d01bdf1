"""What a workbook says beside what stands here, and beside what it said before."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stafett.files.rules.comparing import Facts, compared
from stafett.files.rules.proposals import CHANGE, SAME, Proposal
from stafett.indicators.models import Observation

STOOD = "stood"
"""What stood here when a file was tied to it, beside what the file says."""
HERE = {
    "initiative": lambda row: {"title": row.title},
    "indicator": lambda row: {
        "name": row.name, "unit": row.unit,
        "method": "" if row.method == row.source else row.method,
    },
    "benefit": lambda row: {"name": row.name},
    "node": lambda row: {"label": row.label},
    "edge": lambda row: {},
    "reading": lambda row: {"value": plain(row.value)},
    "promise": lambda row: {
        "target": plain(row.target_likely),
        "effect_starts_on": row.effect_starts_on.isoformat(),
        "take_out_what": row.take_out_what,
        "assumptions": row.assumptions,
    },
    "cost": lambda row: {"amount": plain(row.likely)},
}  # fmt: skip
"""What stands here of each thing, in the words of the file. What is to be completed is empty."""


def plain(value: Decimal) -> str:
    """Return a number as it is kept beside others: 40, not 40.0000."""
    return format(value.normalize(), "f")


def as_kept(facts: Facts) -> str:
    """Return what a file says of a thing, as it is kept."""
    return json.dumps(dict(facts), ensure_ascii=False)


def live(row: Observation) -> Observation | None:
    """Return the reading that stands now, after corrections."""
    found: Observation | None = row
    while found is not None and not found.is_live:
        found = Observation.objects.filter(supersedes=found).first()
    return found


def beside(told: Proposal, facts: Facts, last: Facts, row: Any) -> Proposal:
    """Return what a file changes in a row that an earlier one brought."""
    here = HERE[told.thing](row)
    found = compared(facts, last, here)
    if found.is_same:
        says = _("It was changed here since. What stands here stays.") if found.stays else ""
        return replace(told, outcome=SAME, row=row, reason=says)
    was = ", ".join(str(here[name]) for name in found.changed)
    kept = {name: said for name, said in last.items() if name != STOOD}
    data = {**told.data, "changed": found.changed, "value": as_kept({**kept, **facts})}
    changes = replace(told, outcome=CHANGE, row=row, was=was, data=data)
    if not found.clashes:
        return changes
    says = _("It was changed here too. Tick it if the file is right.")
    return replace(changes, reason=says, is_choice=True, is_chosen=False)


def asked_again(told: Proposal) -> Proposal:
    """A promise with a yes is changed only where somebody chooses so: it needs a new yes."""
    if told.outcome != CHANGE or told.row.state != "confirmed":
        return told
    says = _("It is promised. Tick it to change the promise: then the owner must say yes again.")
    return replace(told, is_choice=True, is_chosen=False, reason=says)
