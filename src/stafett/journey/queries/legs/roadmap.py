"""The fourth leg: where it stands on a roadmap, and which municipalities join, wait or say no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.initiatives.models import Answer, Participation, Stage
from stafett.initiatives.queries import InitiativePage
from stafett.journey import rules
from stafett.journey.queries.promised import Promised
from stafett.journey.queries.telling import Leg, Missing, Scene
from stafett.organisations.models import Organisation
from stafett.roadmap import queries as roadmap
from stafett.roadmap import rules as plans
from stafett.roadmap.models import Candidate, Decision
from stafett.ui.figures import number, percent


@dataclass(frozen=True, slots=True)
class Joining:
    """The answers somebody may see, and those who are asked and have not answered."""

    answers: Sequence[Participation]
    unanswered: Sequence[Organisation]


def leg(scene: Scene, promises: Promised) -> Leg:
    """Tell what a roadmap says of it, and who joins, as each municipality says itself."""
    page, place = scene.page, roadmap.place_of(scene.acting, scene.initiative)
    told = Joining(page.participations, page.unanswered)
    sentence = " ".join(text for text in (_place(place), _sentence(scene)) if text)
    missing = [*_unanswered(scene), *_to_weigh(scene, promises), *_to_plan(scene, place)]
    return Leg("roadmap", _progress(page, place), sentence, missing, told)


def _progress(page: InitiativePage, place: Candidate | None) -> str:
    if place and place.decision == Decision.CHOSEN and not place.is_away:
        return rules.COMPLETE
    if place or page.participations:
        return rules.BEGUN
    return rules.NOTHING if page.is_own else rules.HIDDEN


def _place(place: Candidate | None) -> str:
    if place is None:
        return ""
    if place.is_away:
        says = _("It stood on «%(roadmap)s», which does not reckon with what is stopped.")
        return says % {"roadmap": place.roadmap.title}
    said = {
        Decision.OPEN: _("It is a candidate on «%(roadmap)s», and not decided yet."),
        Decision.CHOSEN: _("It is chosen on «%(roadmap)s»."),
        Decision.LEFT_OUT: _("It waits on «%(roadmap)s»: %(reason)s"),
    }
    says = said[Decision(place.decision)]
    if place.is_in_part:
        says = _("%(share)s of it is chosen on «%(roadmap)s».")
    told = {"roadmap": place.roadmap.title, "reason": place.reason, "share": percent(place.share)}
    return says % told


def _sentence(scene: Scene) -> str:
    page = scene.page
    if not page.is_own:
        return _own_answer(scene)
    if counted := [text for text in (_counted(page, answer) for answer in Answer) if text]:
        return _("Of those who have answered, %(counted)s.") % {"counted": ", ".join(counted)}
    if page.unanswered:
        return _("Nobody has said yet whether they join.")
    return _("This is our own. Nobody else has been asked to join.")


def _own_answer(scene: Scene) -> str:
    """Say what the reader's municipality answered; what others answered is theirs to show."""
    own = scene.page.own_answer
    if own is None:
        return _("Each municipality says itself whether it joins.")
    said = {
        Answer.JOINS: _("%(name)s has said that it joins."),
        Answer.LATER: _("%(name)s has said that it waits."),
        Answer.NO: _("%(name)s has said that it does not join."),
    }
    return said[Answer(own.answer)] % {"name": scene.acting.organisation_name}


def _counted(page: InitiativePage, answer: str) -> str:
    count = sum(row.answer == answer for row in page.participations)
    said = {
        Answer.JOINS: ngettext("%(count)s joins", "%(count)s join", count),
        Answer.LATER: ngettext("%(count)s waits", "%(count)s wait", count),
        Answer.NO: ngettext("%(count)s says no", "%(count)s say no", count),
    }
    return said[Answer(answer)] % {"count": number(count)} if count else ""


# --- what is missing ------------------------------------------------------------------------


def _unanswered(scene: Scene) -> Iterator[Missing]:
    page, acting = scene.page, scene.acting
    if page.may_answer and page.own_answer is None:
        what = _("%(name)s has not said whether it joins.") % {"name": acting.organisation_name}
        url = reverse("initiatives:participation", kwargs={"pk": scene.initiative.pk})
        yield Missing(what, acting.organisation_name, url=url, button=_("Answer"), is_mine=True)
    if page.unanswered:
        names = ", ".join(place.label for place in page.unanswered)
        yield Missing(_("They have not said whether they join."), names)


def _to_weigh(scene: Scene, promises: Promised) -> Iterator[Missing]:
    """Yield the way to a roadmap, or what a solution lacks before it; on the light track no way.

    What others are asked to join is weighed all the same: somebody pays for it, and receives it.
    """
    page = scene.page
    alone = page.light and not page.asked and not promises.live
    if scene.initiative.stage != Stage.SOLUTION or not page.may_change or alone:
        return
    if not promises.benefits:
        return
    if lacking := roadmap.lacks(page):
        yield _not_yet(scene, promises, lacking[0])
    else:
        yield _ready(scene)


def _not_yet(scene: Scene, promises: Promised, lacks: str) -> Missing:
    what = _("Before it can be weighed on a roadmap: %(lacks)s") % {"lacks": lacks}
    if not promises.live:
        return Missing(what, ", ".join(place.label for place in scene.page.joined))
    return scene.missing(what, "benefits:overview", _("Look at the benefits"))


def _ready(scene: Scene) -> Missing:
    what = _("It is told well enough to be weighed against others, within the budget.")
    owner = scene.initiative.organisation
    who = _("The coordinators and leaders in %(name)s") % {"name": owner}
    if not plans.may_plan(scene.acting, owner_id=owner.pk):
        return Missing(what, who)
    if own := roadmap.latest_of(scene.acting):
        url = reverse("roadmap:nominate", kwargs={"pk": own.pk})
        return Missing(what, who, url=url, button=_("Bring it to the roadmap"))
    return Missing(what, who, url=reverse("roadmap:draw"), button=_("Draw up a roadmap"))


def _to_plan(scene: Scene, place: Candidate | None) -> Iterator[Missing]:
    """Yield the decision a candidate waits for, and when the reader's municipality takes it in."""
    if place is None or scene.initiative.stage != Stage.ROADMAP:
        return
    if place.decision == Decision.OPEN:
        yield _to_decide(scene, place)
    elif scene.takes_part and roadmap.waits_for_window(scene.acting, place):
        what = _("It is chosen. %(name)s has not said when it takes it in.")
        name = scene.acting.organisation_name
        url = reverse("roadmap:window", kwargs={"pk": place.pk})
        yield Missing(what % {"name": name}, name, url=url, button=_("Say when we take it in"))


def _to_decide(scene: Scene, place: Candidate) -> Missing:
    owner = place.roadmap.owner
    slot = Missing(
        _("It waits for a decision on «%(roadmap)s».") % {"roadmap": place.roadmap.title},
        _("The coordinators and leaders in %(name)s") % {"name": owner},
        localdate(place.nominated_at),
    )
    if not plans.may_plan(scene.acting, owner_id=owner.pk):
        return slot
    url = place.get_absolute_url()
    return replace(slot, url=url, button=_("Look at the roadmap"))
