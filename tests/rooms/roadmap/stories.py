"""A roadmap to begin a story with, and solutions that are ready for it, or nearly."""

from datetime import date
from decimal import Decimal

from stafett.benefits.models import NoneFound
from stafett.initiatives.models import CostLine, Difference, Involvement
from stafett.roadmap import actions
from tests.factories import (
    NOW,
    BenefitFactory,
    CommitmentFactory,
    InitiativeFactory,
    ObservationFactory,
)

YEARS = {"title": "Digitale tjenester", "first_year": 2027, "last_year": 2030, "price_year": 2026}
BEFORE = date(2025, 12, 31)
KINDS = ("licence", "training", "dip", "operation")


def a_roadmap(by, *, each_year=500_000):
    budgets = dict.fromkeys(range(2027, 2031), Decimal(each_year))
    return actions.draw(told=YEARS, budgets=budgets, by=by, now=NOW)


def falls_away(initiative):
    return Difference.objects.create(
        initiative=initiative, is_removed=True, kind="step", what="Tasting", relieved="staff"
    )


def costs(initiative, amount=100_000, *, year=2027, last_year=2027):
    """Say what it costs: the amount for licences, nothing for the rest."""
    for kind in KINDS:
        paid = amount if kind == "licence" else 0
        CostLine.objects.create(
            initiative=initiative, kind=kind, what=kind, year=year, last_year=last_year,
            low=paid * 0.9, likely=paid, high=paid * 1.2, price_year=2026, vat="excluded",
            payer="municipality",
        )  # fmt: skip


def gains(initiative, **promised):
    NoneFound.objects.create(initiative=initiative, said_by_name="Kari Nes", said_at=NOW)
    return CommitmentFactory(benefit=BenefitFactory(initiative=initiative), **promised)


def people_were_asked(initiative):
    Involvement.objects.create(
        initiative=initiative, organisation=initiative.organisation, kind="informed",
        with_whom="Fagforbundet", happened_on=NOW.date(), noted_by_name="Kari Nes", noted_at=NOW,
    )  # fmt: skip


STEPS = {"falls away": falls_away, "costs": costs, "gains": gains, "asked": people_were_asked}


def a_solution(home, *, without=(), **said):
    """Return a solution that is told well enough to be weighed, but for some of it."""
    initiative = InitiativeFactory(organisation=home, **said)
    for name, step in STEPS.items():
        if name not in without:
            step(initiative)
    return initiative


def a_candidate(roadmap, by, **said):
    initiative = a_solution(roadmap.owner, **said)
    return actions.nominate(roadmap=roadmap, initiative=initiative, by=by, now=NOW)


def saves(roadmap, by, hours, *, title, cost=100_000, where=None, **said):
    """Return a candidate that frees so many hours a year, and costs so much the first year."""
    initiative = a_solution(roadmap.owner, without=("gains", "costs"), title=title)
    costs(initiative, cost, **said)
    where = where or roadmap.owner
    promise = gains(initiative, volume=15 * hours, municipality=where)
    ObservationFactory(indicator=promise.benefit.indicator, organisation=where, period_end=BEFORE)
    promise.baseline_from = promise.baseline_to = BEFORE
    promise.save()
    return actions.nominate(roadmap=roadmap, initiative=initiative, by=by, now=NOW)


def a_choice(by):
    """Return three candidates and money for two of them, or for the large one alone."""
    roadmap = a_roadmap(by, each_year=200_000)
    for title, hours, cost in (
        ("Stor pakke", 1_000, 200_000),
        ("Tasting", 700, 100_000),
        ("Ruter", 600, 100_000),
    ):
        saves(roadmap, by, hours, title=title, cost=cost)
    return roadmap
