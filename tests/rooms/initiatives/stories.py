"""A solution to begin a story with, and what hangs on it, as its actions take it."""

from datetime import timedelta

from django.utils import timezone

from stafett.initiatives import actions
from stafett.initiatives.models import Initiative, Participation

SOLUTION = {
    "title": "Medisinroboter i hjemmet",
    "solution": "Roboten gir medisinen til rett tid. Vi slutter å kjøre ut midt på dagen.",
    "lead": None,
    "staff_count": 32,
    "scope": "own",
    "group": None,
    "lang": "nb",
}
VISIT = {
    "is_removed": True,
    "kind": "step",
    "what": "Turen midt på dagen",
    "minutes": 20,
    "times_a_year": 3000,
    "relieved": "staff",
}
FILLING = VISIT | {
    "is_removed": False,
    "what": "Fylle roboten en gang i uka",
    "minutes": 10,
    "times_a_year": 600,
}
LICENCE = {
    "kind": "licence",
    "what": "Leie av 40 roboter",
    "year": 2027,
    "last_year": 2028,
    "low": 300_000,
    "likely": 400_000,
    "high": 600_000,
    "price_year": 2026,
    "vat": "excluded",
    "payer": "municipality",
    "source": "Tilbud fra to leverandører",
}
JOINS = {
    "answer": "joins",
    "reason": "",
    "same_system": "yes",
    "same_version": "no",
    "same_configuration": "unknown",
    "same_routine": "yes",
}
LATER = JOINS | {"answer": "later", "reason": "Vi bytter journalsystem til høsten."}


def a_solution(need, by, now=None, *, untested_reason="Prøvd i nabokommunen.", **other):
    return actions.begin(
        needs=[need],
        told=SOLUTION | other,
        untested_reason=untested_reason,
        by=by,
        now=now or timezone.now(),
    )


def differs(initiative, by, told=VISIT, **other):
    return actions.add_difference(
        initiative=initiative, told=told | other, by=by, now=timezone.now()
    )


def costs(initiative, by, told=LICENCE, **other):
    return actions.add_cost(initiative=initiative, told=told | other, by=by, now=timezone.now())


def answers(initiative, by, told=JOINS, **other):
    """Answer, with what was answered before in view."""
    read = Participation.objects.filter(
        initiative=initiative, municipality_id=by.organisation_id
    ).first()
    version = read.version if read else 0
    return actions.answer(
        initiative=initiative, told=told | other, version=version, by=by, now=timezone.now()
    )


def involves(initiative, by, *, view="", reply="", days_ago=3, kind="consulted"):
    now = timezone.now()
    return actions.note_involvement(
        initiative=initiative,
        kind=kind,
        with_whom="Fagforbundet",
        happened_on=timezone.localdate() - timedelta(days_ago),
        view=view,
        reply=reply,
        by=by,
        now=now,
    )


def asks_staff(initiative, by, *, asked=20, see_the_use=14, days_ago=3):
    return actions.note_staff_view(
        initiative=initiative,
        asked=asked,
        see_the_use=see_the_use,
        comment="De vil ha opplæring først.",
        asked_on=timezone.localdate() - timedelta(days_ago),
        by=by,
        now=timezone.now(),
    )


def fresh(initiative):
    return Initiative.objects.get(pk=initiative.pk)
