"""What waits for somebody, as home tells it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.initiatives import rules
from stafett.initiatives.models import (
    CostLine,
    Difference,
    Initiative,
    Involvement,
    Participation,
    PassedWarning,
    Stage,
)
from stafett.initiatives.queries.joining import municipality
from stafett.lib import Acting, Waiting
from stafett.organisations.models import Kind

ANSWER_WITHIN = timedelta(days=14)
ASKED_AT = (Stage.SOLUTION, Stage.ROADMAP)


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the initiatives that wait for this person."""
    if not acting.is_somebody:
        return []
    waiting = [*_lacking(acting)]
    if rules.may_answer_for(acting, municipality_id=acting.organisation_id):
        waiting += [*_unanswered(acting), *_unreplied(acting)]
    return waiting


def _lacking(acting: Acting) -> Iterator[Waiting]:
    """Yield what the one who leads has not told yet, one thing at a time."""
    for initiative in _led_by(acting):
        if not (initiative.removes or initiative.has_passed):
            yield _to_tell(
                initiative,
                "initiatives:differences",
                _("It is not told what falls away. What do you stop doing?"),
            )
        elif not initiative.has_costs:
            yield _to_tell(
                initiative,
                "initiatives:costs",
                _("It is not told what it costs. 0 kr is an answer."),
            )


def _led_by(acting: Acting) -> QuerySet[Any]:
    mine = Initiative.objects.filter(
        organisation_id=acting.organisation_id, lead_id=acting.person_id, stage=Stage.SOLUTION
    )
    its = {"initiative": OuterRef("pk")}
    return mine.annotate(
        removes=Exists(Difference.objects.filter(**its, is_removed=True)),
        has_passed=Exists(PassedWarning.objects.filter(**its, rule="R03")),
        has_costs=Exists(CostLine.objects.filter(**its)),
    ).order_by("registered_at", "id")


def _to_tell(initiative: Initiative, page: str, why: str) -> Waiting:
    return Waiting(
        what=initiative.title,
        why=why,
        url=reverse(page, kwargs={"pk": initiative.pk}),
        button=_("Fill in"),
        since=localdate(initiative.registered_at),
    )


def _unanswered(acting: Acting) -> Iterator[Waiting]:
    """Yield the region's initiatives that ask whether one's own municipality joins."""
    answered = Participation.objects.filter(
        initiative=OuterRef("pk"), municipality_id=acting.organisation_id
    )
    asks = Initiative.objects.visible_to(acting).filter(
        municipality(acting),
        organisation__kind__in=[Kind.REGION, Kind.NETWORK],
        group_id__in=acting.group_ids,
        stage__in=ASKED_AT,
        asks=True,
    )
    open_ones = asks.exclude(organisation_id=acting.organisation_id).exclude(Exists(answered))
    for initiative in open_ones.select_related("organisation").order_by("registered_at", "id"):
        yield _to_answer(initiative)


def _to_answer(initiative: Initiative) -> Waiting:
    return Waiting(
        what=initiative.title,
        why=_("%(name)s asks whether you join.") % {"name": initiative.organisation.label},
        url=reverse("initiatives:participation", kwargs={"pk": initiative.pk}),
        button=_("Answer"),
        since=localdate(initiative.registered_at),
    )


def _unreplied(acting: Acting) -> Iterator[Waiting]:
    said = Involvement.objects.filter(organisation_id=acting.organisation_id, replied_on=None)
    said = said.exclude(view="").exclude(initiative__stage=Stage.STOPPED)
    for row in said.select_related("initiative").order_by("happened_on", "id"):
        yield _to_reply(row)


def _to_reply(row: Involvement) -> Waiting:
    since = localdate(row.noted_at)
    return Waiting(
        what=row.initiative.title,
        why=_("%(who)s said something, and waits for an answer.") % {"who": row.with_whom},
        url=reverse("initiatives:reply", kwargs={"pk": row.pk}),
        button=_("Answer"),
        since=since,
        due_on=since + ANSWER_WITHIN,
    )
