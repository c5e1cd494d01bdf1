"""What was done with a thing, as its own organisation reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.audit import queries as audit

SAYS = {
    "need.registered": gettext_lazy("told about the need"),
    "need.changed": gettext_lazy("changed the text"),
    "need.warning_passed": gettext_lazy("passed a warning with a reason"),
    "need.closed": gettext_lazy("closed the need"),
    "need.reopened": gettext_lazy("opened the need again"),
    "need.same_here": gettext_lazy("said that they have this too"),
    "need.not_same_here": gettext_lazy("took back that they have this too"),
    "initiative.begun": gettext_lazy("began the initiative"),
    "initiative.changed": gettext_lazy("changed the text"),
    "initiative.warning_passed": gettext_lazy("passed a warning with a reason"),
    "initiative.difference_added": gettext_lazy("told what falls away or comes to"),
    "initiative.difference_changed": gettext_lazy("changed what falls away or comes to"),
    "initiative.difference_removed": gettext_lazy("took away a line of what falls away"),
    "initiative.cost_added": gettext_lazy("added a cost"),
    "initiative.cost_changed": gettext_lazy("changed a cost"),
    "initiative.cost_removed": gettext_lazy("took away a cost"),
    "initiative.answered": gettext_lazy("answered whether they join"),
    "initiative.asks": gettext_lazy("asks again who joins"),
    "initiative.rests": gettext_lazy("asks nobody who joins, while it waits"),
    "initiative.involved": gettext_lazy("noted who was told or asked"),
    "initiative.replied": gettext_lazy("answered what was said"),
    "initiative.staff_view": gettext_lazy("noted how many see the use of it"),
    "initiative.stop": gettext_lazy("stopped it"),
    "initiative.resume": gettext_lazy("took it up again"),
    "initiative.nominate": gettext_lazy("put it forward for the roadmap"),
    "initiative.hand_over": gettext_lazy("offered the first baton"),
    "initiative.take_back": gettext_lazy("withdrew the last baton"),
    "initiative.send_back": gettext_lazy("sent it back to be described"),
    "initiative.practise": gettext_lazy("took it into use"),
    "initiative.measure": gettext_lazy("began to measure"),
    "initiative.learn": gettext_lazy("told what was learned"),
    "map.added": gettext_lazy("put something in the benefits map"),
    "map.renamed": gettext_lazy("changed a text in the benefits map"),
    "map.removed": gettext_lazy("took something out of the benefits map"),
    "map.drawn": gettext_lazy("drew an arrow in the benefits map"),
    "map.erased": gettext_lazy("took away an arrow in the benefits map"),
    "map.warning_passed": gettext_lazy("passed a warning with a reason"),
    "benefit.none_found": gettext_lazy("looked for dis-benefits and found none"),
    "benefit.warning_passed": gettext_lazy("passed a warning with a reason"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that was done: when, by whom, what."""

    at: datetime
    who: str
    says: str


def happened_with(thing: models.Model) -> list[Happened]:
    """Return what was done with it, the latest first."""
    return [_happened(trace) for trace in audit.traces_of(thing)]


def _happened(trace: audit.Trace) -> Happened:
    where = trace.details.get("for", "")
    who = ", ".join(part for part in (trace.name, where) if part) or _("somebody")
    return Happened(trace.at, who, str(SAYS.get(trace.verb, trace.verb)))
