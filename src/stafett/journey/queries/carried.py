"""The batons of an initiative, as far as somebody sees them, read once for the round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.handovers import queries as handovers
from stafett.handovers import rules
from stafett.handovers.models import Baton
from stafett.journey.queries.telling import Missing, Scene
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class Carried:
    """The batons somebody sees, those that lie still, and how many are yet to be given one."""

    batons: Sequence[Baton]
    lying: Sequence[handovers.Dropped]
    without: int

    @property
    def signed(self) -> list[Baton]:
        """The batons that were accepted, whole or in part, and were not stopped since."""
        return [row for row in self.batons if row.state in rules.SIGNED - {rules.STOPPED}]


def carried(scene: Scene) -> Carried:
    """Return what somebody sees of an initiative's batons."""
    if not (scene.acting.is_somebody and scene.sees_promises):
        return Carried((), (), 0)
    batons = handovers.batons_of(scene.acting, scene.initiative)
    rows = Baton.objects.filter(pk__in=[row.pk for row in batons])
    has_carried = any(row.state in rules.CARRIED for row in batons)
    lying = handovers.dropped(rows, scene.acting.day) if has_carried else []
    return Carried(batons, lying, _without(scene, batons))


def _without(scene: Scene, batons: Sequence[Baton]) -> int:
    """Return how many take part and have no baton, for those who can give them one."""
    may_send = handovers.may_send(scene.acting, scene.initiative)
    if not may_send or handovers.why_not_yet(scene.initiative):
        return 0
    have = {row.municipality_id for row in batons}
    return sum(place.pk not in have for place in scene.page.joined)


# --- in words -------------------------------------------------------------------------------


def handed_over(told: Carried) -> str:
    """Say how many have accepted; nothing before there is a baton."""
    if len(told.batons) < 2:
        return _alone(told.batons)
    words = {"signed": number(len(told.signed)), "count": number(len(told.batons))}
    return _("%(signed)s of %(count)s batons are accepted.") % words


def practised(told: Carried) -> str:
    """Say where the new practice is in place; nothing before anybody has accepted."""
    if len(told.signed) < 2:
        return _alone(told.signed)
    in_place = sum(row.state == rules.NEW_PRACTICE for row in told.signed)
    words = {"place": number(in_place), "count": number(len(told.signed))}
    return _("The new practice is in place in %(place)s of %(count)s municipalities.") % words


def _alone(batons: Sequence[Baton]) -> str:
    """Say where a single baton is: «Fjordvik: tatt imot.»."""
    if not batons:
        return ""
    words = {"name": batons[0].municipality.label, "state": batons[0].get_state_display()}
    return _("The baton to %(name)s: %(state)s.") % words


# --- what is missing ------------------------------------------------------------------------


def waiting(scene: Scene, told: Carried) -> Iterator[Missing]:
    """Yield the batons that wait for an answer, came back, or are not made yet."""
    for row in told.batons:
        if row.state in rules.IN_THE_AIR:
            yield _in_the_air(scene, row)
        elif row.state == rules.RETURNED:
            yield _came_back(scene, row)
    if told.without:
        yield _to_prepare(scene, told.without)


def _in_the_air(scene: Scene, row: Baton) -> Missing:
    there = {"name": row.municipality.label}
    slot = Missing(
        _("The baton to %(name)s waits for an answer.") % there,
        _("the chief executive in %(municipality)s") % {"municipality": row.municipality.label},
        localdate(row.moved_at),
    )
    if not rules.may_sign(scene.acting, municipality_id=row.municipality_id):
        return slot
    url = reverse("handovers:answer", kwargs={"pk": row.pk})
    return Missing(slot.what, slot.who, slot.since, url, _("Answer"), is_mine=True)


def _came_back(scene: Scene, row: Baton) -> Missing:
    what = _("The baton to %(name)s came back.") % {"name": row.municipality.label}
    since = localdate(row.moved_at)
    if not handovers.may_send(scene.acting, scene.initiative):
        return Missing(what, row.sender.label, since)
    return Missing(what, scene.keepers, since, row.get_absolute_url(), _("Look at the reason"))


def _to_prepare(scene: Scene, without: int) -> Missing:
    what = ngettext(
        "%(counter)s municipality has no baton yet.",
        "%(counter)s municipalities have no baton yet.",
        without,
    ) % {"counter": number(without)}
    url = reverse("handovers:of_initiative", kwargs={"pk": scene.initiative.pk})
    return Missing(what, scene.keepers, url=url, button=_("Prepare a baton"))


def lying(scene: Scene, told: Carried) -> Iterator[Missing]:
    """Yield the batons that lie still, for both sides to see."""
    for row in told.lying:
        theirs = row.baton.municipality_id == scene.acting.organisation_id
        url = row.baton.get_absolute_url() if theirs else ""
        button = _("Pick it up") if theirs else ""
        yield Missing(handovers.said_of(row), row.baton.municipality.label, row.since, url, button)
