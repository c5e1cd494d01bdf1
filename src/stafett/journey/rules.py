"""How far a lap has come, and R42: starting alone what the region already works on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.handovers import rules as batons
from stafett.initiatives import rules as initiatives
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


# --- the track ------------------------------------------------------------------------------


class Look(StrEnum):
    """How a baton lies on the track."""

    STAGE = "stage"
    JOINED = "joined"
    DRAFT = "draft"
    OFFERED = "offered"
    CONSIDERED = "considered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    UNDER_WAY = "under_way"
    DROPPED = "dropped"
    STOPPED = "stopped"
    PRACTISED = "practised"
    MEASURING = "measuring"
    UNKNOWN = "unknown"
    MEASURED = "measured"
    CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the track: on which leg, and how the baton lies there."""

    leg: str
    look: Look


@dataclass(frozen=True, slots=True)
class Known:
    """How many promises a municipality has made, and what is known of them.

    ``begun`` of them should have an effect by now. One is either ``concluded``, ``measured``,
    ``unknown``, or it is too early to tell.
    """

    promised: int = 0
    begun: int = 0
    measured: int = 0
    unknown: int = 0
    concluded: int = 0
    realised: int = 0

    @property
    def told(self) -> int:
        """How many were read in time, or have their conclusion."""
        return self.measured + self.concluded


NOTHING_KNOWN = Known()
BEFORE_BATONS = (initiatives.SOLUTION, initiatives.ROADMAP)
SPOTS = {
    batons.DRAFT: Spot("handover", Look.DRAFT),
    batons.OFFERED: Spot("handover", Look.OFFERED),
    batons.CONSIDERED: Spot("handover", Look.CONSIDERED),
    batons.RETURNED: Spot("handover", Look.RETURNED),
    batons.ACCEPTED: Spot("practice", Look.ACCEPTED),
    batons.IN_PART: Spot("practice", Look.ACCEPTED),
    batons.UNDER_WAY: Spot("practice", Look.UNDER_WAY),
    batons.STOPPED: Spot("practice", Look.STOPPED),
}


def spot(
    stage: str, state: str, known: Known = NOTHING_KNOWN, *, is_dropped: bool, owns: bool
) -> Spot:
    """Return where a municipality is with an initiative: by its baton, else by what is read.

    ``state`` is its baton's, empty where there is none; ``owns`` says that the initiative is its
    own, whose stage it set itself.
    """
    if is_dropped and state in batons.CARRIED:
        return Spot("practice", Look.DROPPED)
    if state in SPOTS:
        return SPOTS[state]
    if state == batons.NEW_PRACTICE:
        return came_of(known) or Spot("practice", Look.PRACTISED)
    return _without_baton(stage, known, owns=owns)


def came_of(known: Known) -> Spot | None:
    """Return where readings have brought it; None while it is too early for any.

    What is not known is never shown as known: one overdue reading, and the whole is unknown.
    """
    if not known.begun and not known.concluded:
        return None
    if known.concluded == known.promised:
        return Spot("learning", Look.CONCLUDED)
    if known.unknown:
        return Spot("benefit", Look.UNKNOWN)
    return Spot("benefit", Look.MEASURED if known.told == known.promised else Look.MEASURING)


def _without_baton(stage: str, known: Known, *, owns: bool) -> Spot:
    """A day that has passed moves nobody: without a baton it takes a reading."""
    read = came_of(known) if known.told else None
    if owns:
        here = Spot(stage, Look.STAGE)
        return max(read, here, key=lambda each: ORDER.index(each.leg)) if read else here
    return read or Spot(stage if stage in BEFORE_BATONS else "handover", Look.JOINED)


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
