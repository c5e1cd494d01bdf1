"""Small things every room uses."""

from stafett.lib.acting import Acting
from stafett.lib.after import Unreachable, later
from stafett.lib.rules import Refused, Rule, RuleWarning, SomebodyWasFirst
from stafett.lib.states import OutOfTurn
from stafett.lib.waiting import Waiting

__all__ = [
    "Acting",
    "OutOfTurn",
    "Refused",
    "Rule",
    "RuleWarning",
    "SomebodyWasFirst",
    "Unreachable",
    "Waiting",
    "later",
]
