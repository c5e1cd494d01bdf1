"""The stages of an initiative, and what holds for it: R03, R19, R21, R26 and who may do what."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from stafett.lib import Acting, Refused
from stafett.needs.rules import KEEPERS

SOLUTION, ROADMAP, HANDOVER, PRACTICE, BENEFIT, LEARNING, STOPPED = (
    "solution",
    "roadmap",
    "handover",
    "practice",
    "benefit",
    "learning",
    "stopped",
)
# What can be done in a stage, and the stage it leads to.
STATES: Mapping[str, Mapping[str, str]] = {
    SOLUTION: {"change": SOLUTION, "nominate": ROADMAP, "stop": STOPPED},
    ROADMAP: {"change": ROADMAP, "choose": HANDOVER, "send_back": SOLUTION, "stop": STOPPED},
    HANDOVER: {"change": HANDOVER, "practise": PRACTICE, "stop": STOPPED},
    PRACTICE: {"change": PRACTICE, "measure": BENEFIT, "stop": STOPPED},
    BENEFIT: {"change": BENEFIT, "learn": LEARNING, "stop": STOPPED},
    LEARNING: {"change": LEARNING},
    STOPPED: {"resume": SOLUTION},
}


class NotTheirs(Refused):
    """This initiative is looked after by others."""


class OutOfTurn(Refused):
    """An initiative goes through its stages in order."""


def after(stage: str, event: str) -> str:
    """Return the stage that an event leads to; say no where it does not belong."""
    if event not in STATES[stage]:
        raise OutOfTurn(why_not(stage))
    return STATES[stage][event]


def why_not(stage: str) -> str:
    """Say what to do instead, to somebody who came out of turn."""
    return _REASONS[stage]()


_REASONS = {
    SOLUTION: lambda: _("Describe the solution first: what falls away, what it costs, who gains."),
    ROADMAP: lambda: _("It is a candidate. The roadmap decides what happens next."),
    HANDOVER: lambda: _("It is being handed over. Each municipality answers for itself."),
    PRACTICE: lambda: _("It is being taken into use. Read the yardsticks when it has effect."),
    BENEFIT: lambda: _("It is being measured. Tell what you learned when you know."),
    LEARNING: lambda: _("This lap is run. What was learned stands here for others."),
    STOPPED: lambda: _("It was stopped. Take it up again first, if the time is right now."),
}


def may_change(by: Acting, *, organisation_id: int, lead_id: int | None) -> bool:
    """Own organisation, and either the lead or somebody who looks after its initiatives."""
    if not by.is_somebody or by.organisation_id != organisation_id:
        return False
    return by.person_id == lead_id or by.role_kind in KEEPERS


def check_may_change(by: Acting, *, organisation_id: int, lead_id: int | None) -> None:
    """Say no to those who do not look after the initiative."""
    if not may_change(by, organisation_id=organisation_id, lead_id=lead_id):
        raise NotTheirs(_("The initiative's lead, and leaders there, look after it."))
