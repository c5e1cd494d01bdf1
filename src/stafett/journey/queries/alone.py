"""R42 as it is asked: does a region this municipality belongs to already work on the same?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import InitiativePage
from stafett.journey import rules
from stafett.lib import Acting, RuleWarning
from stafett.needs.models import Need, SameHere
from stafett.organisations.models import Kind


@dataclass(frozen=True, slots=True)
class Alone:
    """The region's initiatives for the same need, and the warning while it stands."""

    theirs: Sequence[Initiative]
    warning: RuleWarning | None


NOBODY = Alone((), None)


def alone(acting: Acting, page: InitiativePage) -> Alone:
    """Return who else works on the same, to those who look after a municipality's initiative.

    On the light track nobody is asked.
    """
    if page.light or not page.may_change:
        return NOBODY
    passed = any(row.rule == "R42" for row in page.passed)
    theirs = () if passed else of_the_region(acting, page.initiative)
    return Alone(theirs, rules.starting_alone([other.title for other in theirs]))


def of_the_region(acting: Acting, initiative: Initiative) -> Sequence[Initiative]:
    """Return the running initiatives of one's region for the same need.

    The same is the need itself, or one of the same service that one has said one has too. What
    the municipality has answered whether it joins, it is not alone about.
    """
    groups = {*acting.group_ids} - {acting.organisation_id}
    if initiative.organisation_id != acting.organisation_id or not groups:
        return ()
    regional = (
        Initiative.objects.visible_to(acting)
        .running()
        .filter(organisation__kind=Kind.REGION, organisation_id__in=groups)
    )
    unanswered = regional.exclude(participations__municipality_id=acting.organisation_id)
    found = unanswered.filter(needs__in=_the_same(acting, initiative)).select_related(
        "organisation"
    )
    return list(found.distinct().order_by("registered_at", "id"))


def _the_same(acting: Acting, initiative: Initiative) -> QuerySet[Need]:
    own = initiative.needs.all()
    said = SameHere.objects.filter(organisation_id=acting.organisation_id)
    said_too = Q(pk__in=said.values("need"), sector__in=own.values("sector"))
    return Need.objects.filter(Q(pk__in=own.values("pk")) | said_too)
