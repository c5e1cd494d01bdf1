"""The second leg: what was tried before it was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.journey import rules
from stafett.journey.queries.legs.need import Behind
from stafett.journey.queries.telling import Leg, Missing, Scene
from stafett.trials import queries as trials
from stafett.ui.figures import day, number


@dataclass(frozen=True, slots=True)
class Tested:
    """The tests of the needs: those the solution rests on, and the others."""

    evidence: Sequence[trials.Line]
    others: Sequence[trials.Line]
    untested_reason: str

    @property
    def lines(self) -> Sequence[trials.Line]:
        """All of them."""
        return [*self.evidence, *self.others]


def tested(scene: Scene, found: Behind) -> Tested:
    """Return the tests somebody may see of the needs, and those it rests on."""
    evidence, others = trials.tests_of(scene.initiative, found.needs, scene.acting.day)
    return Tested(evidence, others, scene.initiative.untested_reason)


def leg(scene: Scene, found: Behind, told: Tested) -> Leg:
    """Tell how often it was tested, and what the last result said."""
    complete = bool(told.evidence or told.untested_reason)
    begun = rules.BEGUN if told.others else rules.NOTHING
    missing = [] if complete else [_missing(scene, found)]
    progress = rules.COMPLETE if complete else begun
    return Leg("test", progress, _sentence(told), missing, told)


def _sentence(told: Tested) -> str:
    lines = told.evidence or told.others
    if measured := [line for line in lines if line.told]:
        return _last_of(measured)
    if told.untested_reason:
        return _("Not tested by us, and it is said why.")
    if lines:
        return _("A test is begun. There is no result yet.")
    return _("Not tested yet.")


def _last_of(measured: Sequence[trials.Line]) -> str:
    last = measured[-1]
    recorded_at = max(result.recorded_at for result in last.trial.results.all())
    words = {
        "count": number(len(measured)),
        "day": day(localdate(recorded_at)),
        "result": last.sentence,
    }
    return (
        ngettext(
            "Tested once, %(day)s: %(result)s.",
            "Tested %(count)s times, last %(day)s: %(result)s.",
            len(measured),
        )
        % words
    )


def _missing(scene: Scene, found: Behind) -> Missing:
    what = _("Nobody has tested it, and it is not said why.")
    ready = next((need for need in found.needs if need.closed_on is None), None)
    if ready is None or not scene.page.may_change:
        return Missing(what, scene.keepers)
    url = reverse("trials:plan", kwargs={"need_pk": ready.pk})
    return Missing(what, scene.keepers, url=url, button=_("Plan a test"))
