"""What things go through, one state after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stafett.lib.rules import Refused


class OutOfTurn(Refused):
    """What somebody tried does not belong in the state a thing is in."""


@dataclass(frozen=True, slots=True)
class Order:
    """What can be done in each state and the state it leads to, and what to do instead."""

    leads: Mapping[str, Mapping[str, str]]
    instead: Mapping[str, Callable[[], str]]

    def after(self, state: str, event: str) -> str:
        """Return the state that an event leads to; say no where it does not belong."""
        if event not in self.leads[state]:
            raise OutOfTurn(self.why_not(state))
        return self.leads[state][event]

    def why_not(self, state: str) -> str:
        """Say what to do instead, to somebody who came out of turn."""
        return self.instead[state]()
