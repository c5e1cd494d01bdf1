"""The fourth leg: where it stands on a roadmap, and which municipalities join, wait or say no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.initiatives.models import Answer, Participation
from stafett.initiatives.queries import InitiativePage
from stafett.journey import rules
from stafett.journey.queries.telling import Leg, Missing, Scene
from stafett.organisations.models import Organisation
from stafett.roadmap import queries as roadmap
from stafett.roadmap.models import Candidate, Decision
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class Joining:
    """The answers somebody may see, and those who are asked and have not answered."""

    answers: Sequence[Participation]
    unanswered: Sequence[Organisation]


def leg(scene: Scene) -> Leg:
    """Tell what a roadmap says of it, and who joins, as each municipality says itself."""
    page, place = scene.page, roadmap.place_of(scene.acting, scene.initiative)
    told = Joining(page.participations, page.unanswered)
    sentence = " ".join(text for text in (_place(place), _sentence(scene)) if text)
    return Leg("roadmap", _progress(page, place), sentence, [*_missing(scene)], told)


def _progress(page: InitiativePage, place: Candidate | None) -> str:
    if place and place.decision == Decision.CHOSEN:
        return rules.COMPLETE
    if place or page.participations:
        return rules.BEGUN
    return rules.NOTHING if page.is_own else rules.HIDDEN


def _place(place: Candidate | None) -> str:
    if place is None:
        return ""
    said = {
        Decision.OPEN: _("It is a candidate on «%(roadmap)s», and not decided yet."),
        Decision.CHOSEN: _("It is chosen on «%(roadmap)s»."),
        Decision.LEFT_OUT: _("It waits on «%(roadmap)s»: %(reason)s"),
    }
    told = {"roadmap": place.roadmap.title, "reason": place.reason}
    return said[Decision(place.decision)] % told


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


def _missing(scene: Scene) -> Iterator[Missing]:
    page, acting = scene.page, scene.acting
    if page.may_answer and page.own_answer is None:
        what = _("%(name)s has not said whether it joins.") % {"name": acting.organisation_name}
        url = reverse("initiatives:participation", kwargs={"pk": scene.initiative.pk})
        yield Missing(what, acting.organisation_name, url=url, button=_("Answer"), is_mine=True)
    if page.unanswered:
        names = ", ".join(place.label for place in page.unanswered)
        yield Missing(_("They have not said whether they join."), names)
