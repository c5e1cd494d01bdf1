"""How far a lap has come: which legs are done, where the baton is, and what is still open."""

from collections.abc import Mapping

from stafett.ui.legs import LEGS

# What is told of a leg, and how its place on the spine looks.
NOTHING, BEGUN, COMPLETE = ("nothing", "begun", "complete")
DONE, HERE, OPEN = ("done", "here", "open")
ORDER = tuple(LEGS)
# What happens there shows that the baton has come so far, whatever stage was written down.
SHOWN_BY_FACTS = ("practice", "benefit", "learning")


def lap(stage: str, progress: Mapping[str, str]) -> dict[str, str]:
    """Return how each leg looks: done, here or open. A stopped lap has no baton in it."""
    here = where(stage, progress)
    return {leg: _look(leg, here, progress.get(leg, NOTHING)) for leg in ORDER}


def where(stage: str, progress: Mapping[str, str]) -> str:
    """Return the leg the baton is on; empty when the lap was stopped."""
    if stage not in ORDER:
        return ""
    shown = [leg for leg in SHOWN_BY_FACTS if progress.get(leg, NOTHING) != NOTHING]
    return max(stage, *shown, key=ORDER.index) if shown else stage


def _look(leg: str, here: str, progress: str) -> str:
    if leg == here:
        return HERE
    return DONE if progress == COMPLETE else OPEN
