"""The eighth leg: what the tests taught, what the municipalities concluded, and what went amiss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.queries import measuring
from stafett.benefits.queries.measuring import Standing
from stafett.journey import rules
from stafett.journey.queries.legs.tested import Tested
from stafett.journey.queries.promised import Promised, owned
from stafett.journey.queries.telling import Leg, Missing, Scene, sentences
from stafett.trials.queries import Line
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class Learned:
    """What tests taught, and the promises that are concluded or fell short."""

    lines: Sequence[Line]
    concluded: Sequence[Standing]
    amiss: Sequence[Standing]


def leg(scene: Scene, tested: Tested, told: Promised) -> Leg:
    """Tell what was learned, what failed included."""
    standings = [told.standing(row) for row in told.confirmed]
    learned = Learned(
        lines=[line for line in tested.lines if line.trial.learning],
        concluded=[row for row in standings if row.conclusion],
        amiss=[row for row in standings if row.deviation],
    )
    missing = [*_missing(scene, told)]
    progress = _progress(standings, learned.concluded) if scene.sees_promises else rules.HIDDEN
    return Leg("learning", progress, _sentence(scene, learned), missing, learned)


def _progress(standings: Sequence[Standing], concluded: Sequence[Standing]) -> str:
    if not concluded:
        return rules.NOTHING
    return rules.COMPLETE if len(concluded) == len(standings) else rules.BEGUN


def _sentence(scene: Scene, learned: Learned) -> str:
    concluded = _concluded(learned.concluded)
    here = scene.here if concluded else ""
    said = sentences(_taught(len(learned.lines)), here, concluded)
    if scene.sees_promises:
        return said or _("Nothing is written down yet.")
    return sentences(said, _("What a municipality concludes, is its own to show."))


def _taught(count: int) -> str:
    sentence = ngettext(
        "%(count)s test taught something that is written down.",
        "%(count)s tests taught something that is written down.",
        count,
    )
    return sentence % {"count": number(count)} if count else ""


def _concluded(rows: Sequence[Standing]) -> str:
    """Say how many planned benefits became what was promised; unplanned ones stand beside."""
    if not rows:
        return ""
    rate = measuring.hit_rate(rows)
    planned = ngettext(
        "%(hit)s of %(count)s promise that is concluded, was realised.",
        "%(hit)s of %(count)s promises that are concluded, were realised.",
        rate.concluded,
    ) % {"hit": number(rate.realised), "count": number(rate.concluded)}
    beside = ngettext(
        "%(count)s that nobody planned, came beside.",
        "%(count)s that nobody planned, came beside.",
        rate.unplanned,
    ) % {"count": number(rate.unplanned)}
    return sentences(planned if rate.concluded else "", beside if rate.unplanned else "")


def _missing(scene: Scene, told: Promised) -> Iterator[Missing]:
    """Yield a slot for what is known, and nobody has concluded."""
    ready = [row for row in told.confirmed if _can_be_concluded(told.standing(row))]
    page, button = "benefits:conclude", _("Say what came of it")
    return owned(scene, ready, _not_concluded, page=page, button=button)


def _not_concluded(count: int) -> str:
    return ngettext(
        "«%(benefit)s» is measured, and nobody has said what came of it.",
        "%(count)s promises are measured, and nobody has said what came of them.",
        count,
    )


def _can_be_concluded(row: Standing) -> bool:
    """All of the effect should be there, and it was read."""
    whole = row.expected is not None and row.expected >= 1.0
    return row.conclusion is None and row.has_reading and whole and not row.waits_for_a_cause
