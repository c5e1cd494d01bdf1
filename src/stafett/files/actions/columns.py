"""Writing the rows of a list, by the actions of the rooms they belong to."""

from typing import Any

from stafett.files.rules.kinds import Done
from stafett.files.rules.proposals import Proposal
from stafett.initiatives import actions as initiatives
from stafett.needs import actions as needs
from stafett.needs.models import Scope

OWN = {"scope": Scope.OWN, "group": None, "unit": None, "null_worsens": None}


def need(bringing: Any, proposal: Proposal) -> Done:
    """Tell about a need, for one's own organisation only: sharing it is a choice of its own."""
    told = {**OWN, **proposal.data}
    reason = told.pop("reason")
    return Done(needs.register(told=told, reason=reason, by=bringing.by, now=bringing.now))


def cost(bringing: Any, proposal: Proposal) -> Done:
    """Say what something costs."""
    return Done(initiatives.add_cost(**proposal.data, by=bringing.by, now=bringing.now))
