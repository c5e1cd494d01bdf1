"""Who is asked, who joins, and who works there."""

from datetime import date, datetime

from django.db.models import Exists, Max, Q, QuerySet

from stafett.initiatives import rules
from stafett.initiatives.models import Answer, Initiative, Involvement, Participation
from stafett.lib import Acting
from stafett.organisations.models import Kind, Membership, Organisation, Role
from stafett.people.models import Person


def participants(initiative: Initiative, day: date) -> list[Organisation]:
    """Return the municipalities that may promise: the owner, and those that have joined.

    One that has left the group it was shared with is out.
    """
    joined = Participation.objects.filter(initiative=initiative, answer=Answer.JOINS)
    reached = joined.reached_on(day).values("municipality")
    takes_part = Q(pk=initiative.organisation_id) | Q(pk__in=reached)
    return list(Organisation.objects.municipalities().filter(takes_part).order_by("label"))


def participant_ids(initiative: Initiative, day: date) -> set[int]:
    """Return the owner, municipality or not, and those that have joined."""
    return {initiative.organisation_id, *(row.pk for row in participants(initiative, day))}


def asked(initiative: Initiative, day: date) -> list[Organisation]:
    """Return the municipalities of the group it is shared with, its owner aside.

    Where it is public anybody may join, and nobody is asked by name.
    """
    members = Membership.objects.holding_on(day).filter(group_id=initiative.group_id)
    others = Organisation.objects.municipalities().exclude(pk=initiative.organisation_id)
    return list(others.filter(pk__in=members.values("member")).order_by("label"))


def is_asked(acting: Acting, initiative: Initiative) -> bool:
    """Whether the organisation is a municipality, not the owner, that sees the initiative."""
    mine = acting.organisation_id
    if mine is None or mine == initiative.organisation_id:
        return False
    sees = Initiative.objects.visible_to(acting).filter(municipality(acting), pk=initiative.pk)
    return sees.exists()


def municipality(acting: Acting) -> Q:
    """Hold only for somebody who acts for a municipality."""
    here = Organisation.objects.filter(pk=acting.organisation_id, kind=Kind.MUNICIPALITY)
    return Q(Exists(here))


def colleagues(acting: Acting) -> QuerySet[Person]:
    """Return those who have a role in the organisation today."""
    roles = Role.objects.holding_on(acting.day).filter(organisation_id=acting.organisation_id)
    people = Person.objects.filter(is_active=True, pk__in=roles.values("person"))
    return people.order_by("name")


def after_what_is_noted(initiative: Initiative, acting: Acting, now: datetime) -> datetime:
    """Return now, or when the latest was noted where a clock is behind: no note is put before."""
    log = Involvement.objects.filter(initiative=initiative, organisation_id=acting.organisation_id)
    latest = log.aggregate(latest=Max("noted_at"))["latest"]
    return max(now, latest or now)


def involvements_to_answer(acting: Acting) -> QuerySet[Involvement]:
    """Return what was said to one's own organisation, for those who answer for it."""
    noted = Involvement.objects.filter(organisation_id=acting.organisation_id)
    if not rules.may_answer_for(acting, municipality_id=acting.organisation_id):
        return noted.none()
    seen = noted.filter(initiative__in=Initiative.objects.visible_to(acting))
    return seen.select_related("initiative__organisation")
