"""How far a lap has come, and R42: starting alone what the region already works on."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Rule, RuleWarning
from stafett.lib.rules import WARNS
from stafett.ui.legs import LEGS

RULES = (
    Rule(
        "R42",
        WARNS,
        gettext_lazy(
            "A municipality that starts alone what its region already works on, says why."
        ),
        gettext_lazy("Two who solve the same alone pay twice and learn half as much."),
        gettext_lazy("An initiative's page"),
    ),
)

# --- the lap --------------------------------------------------------------------------------

# What is told of a leg, and how its place on the spine looks.
NOTHING, BEGUN, COMPLETE, HIDDEN = ("nothing", "begun", "complete", "hidden")
DONE, HERE, OPEN = ("done", "here", "open")
LOOKS = {COMPLETE: DONE, HIDDEN: HIDDEN}
ORDER = tuple(LEGS)
# What happens there shows that the baton has come so far, whatever stage was written down.
SHOWN_BY_FACTS = ("practice", "benefit", "learning")


def lap(stage: str, progress: Mapping[str, str]) -> dict[str, str]:
    """Return how each leg looks: done, here or open; hidden where the reader is not told.

    A stopped lap has no baton in it.
    """
    here = where(stage, progress)
    return {leg: _look(leg, here, progress.get(leg, NOTHING)) for leg in ORDER}


def where(stage: str, progress: Mapping[str, str]) -> str:
    """Return the leg the baton is on; empty when the lap was stopped."""
    if stage not in ORDER:
        return ""
    shown = [leg for leg in SHOWN_BY_FACTS if progress.get(leg) in (BEGUN, COMPLETE)]
    return max(stage, *shown, key=ORDER.index) if shown else stage


def _look(leg: str, here: str, progress: str) -> str:
    return HERE if leg == here else LOOKS.get(progress, OPEN)


# --- R42 ------------------------------------------------------------------------------------


def starting_alone(theirs: Sequence[str]) -> RuleWarning | None:
    """Warn when a region already works on the same; ``theirs`` are its initiatives by name."""
    if not theirs:
        return None
    names = ", ".join(f"«{name}»" for name in theirs)
    return RuleWarning(
        rule="R42",
        says=_("Your region already works on this: %(names)s.") % {"names": names},
        do=_("Join them, or say why you do it on your own. The reason stands on this page."),
    )
