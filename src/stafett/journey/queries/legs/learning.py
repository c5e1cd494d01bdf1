"""The eighth leg: what the tests taught, what the municipalities concluded, and what went amiss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.queries import measuring
from stafett.benefits.queries.measuring import Standing
from stafett.cases import queries as cases
from stafett.cases import rules as case_rules
from stafett.cases.models import Case
from stafett.initiatives.models import Stage
from stafett.journey import rules
from stafett.journey.queries.legs.tested import Tested
from stafett.journey.queries.promised import Promised, owned
from stafett.journey.queries.telling import Leg, Missing, Scene, sentences
from stafett.trials.queries import Line
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class Learned:
    """What was told of it, what tests taught, and the promises that are concluded or fell short."""

    cases: Sequence[Case]
    lines: Sequence[Line]
    concluded: Sequence[Standing]
    amiss: Sequence[Standing]


def leg(scene: Scene, tested: Tested, told: Promised) -> Leg:
    """Tell what was learned, what failed included."""
    standings = [told.standing(row) for row in told.confirmed]
    learned = Learned(
        cases=cases.of_initiative(scene.acting, scene.initiative),
        lines=[line for line in tested.lines if line.trial.learning],
        concluded=[row for row in standings if row.conclusion],
        amiss=[row for row in standings if row.deviation],
    )
    missing = [*_missing(scene, told), *_untold(scene, learned, standings)]
    progress = _progress(scene, standings, learned)
    return Leg("learning", progress, _sentence(scene, learned), missing, learned)


def _progress(scene: Scene, standings: Sequence[Standing], learned: Learned) -> str:
    """The lap is run when its owner has told of it; else what is concluded tells how far."""
    owner = scene.initiative.organisation_id
    if any(case.organisation_id == owner and _is_told(case) for case in learned.cases):
        return rules.COMPLETE
    if not scene.sees_promises:
        return rules.HIDDEN
    return rules.BEGUN if learned.concluded or any(map(_is_told, learned.cases)) else rules.NOTHING


def _is_told(case: Case) -> bool:
    return case.state == case_rules.PUBLISHED


def _sentence(scene: Scene, learned: Learned) -> str:
    concluded = _concluded(learned.concluded)
    here = scene.here if concluded else ""
    said = sentences(_published(learned), _taught(len(learned.lines)), here, concluded)
    if scene.sees_promises:
        return said or _("Nothing is written down yet.")
    return sentences(said, _("What a municipality concludes, is its own to show."))


def _published(learned: Learned) -> str:
    told = [f"«{case.title}»" for case in learned.cases if _is_told(case)]
    said = ngettext("%(cases)s is told for others.", "%(cases)s are told for others.", len(told))
    return said % {"cases": ", ".join(told)} if told else ""


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


# --- the case -------------------------------------------------------------------------------


def _untold(scene: Scene, learned: Learned, standings: Sequence[Standing]) -> Iterator[Missing]:
    """Yield a slot for the case that one's own organisation has not told, when there is one."""
    acting, initiative = scene.acting, scene.initiative
    stopped = initiative.stage == Stage.STOPPED
    if not stopped and not any(row.has_reading for row in standings):
        return
    own = [case for case in learned.cases if case.organisation_id == acting.organisation_id]
    if any(map(_is_told, own)) or not (scene.page.is_own or scene.takes_part):
        return
    slot = Missing(_why_told(own, stopped=stopped), _tellers(scene))
    if not _may_tell(scene):
        yield slot
    elif own:
        url, since = own[0].get_absolute_url(), localdate(own[0].written_at)
        yield replace(slot, url=url, button=_("Go on with the case"), since=since)
    else:
        url = reverse("cases:tell", kwargs={"pk": initiative.pk})
        yield replace(slot, url=url, button=_("Write the case"))


def _may_tell(scene: Scene) -> bool:
    return case_rules.may_tell_of_initiative(
        scene.acting,
        owner_id=scene.initiative.organisation_id,
        lead_id=scene.initiative.lead_id,
        takes_part=scene.takes_part,
    )


def _tellers(scene: Scene) -> str:
    if scene.page.is_own:
        return scene.keepers
    return _("A leader in %(name)s") % {"name": scene.acting.organisation_name}


def _why_told(own: Sequence[Case], *, stopped: bool) -> str:
    if own:
        return _("The case is begun, and others cannot read it yet.")
    if stopped:
        return _("It was stopped in time. Nobody has told others what that taught.")
    return _("It is measured, and nobody has told others what it gave.")
