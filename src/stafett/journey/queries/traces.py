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
