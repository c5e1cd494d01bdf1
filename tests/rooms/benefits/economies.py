"""An initiative with promises and costs, for stories about what it comes to."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from stafett.benefits.models import MapEdge, MapNode, PlanLine
from stafett.initiatives.models import CostLine, Participation
from stafett.organisations.models import Parameter
from tests.factories import (
    NOW,
    BenefitFactory,
    CommitmentFactory,
    IndicatorFactory,
    InitiativeFactory,
    ObservationFactory,
)

BEFORE = {"baseline_from": date(2025, 1, 1), "baseline_to": date(2025, 12, 31)}
EFFECT = {
    "what": "Pårørende sover om natten",
    "beneficiary": "inhabitants",
    "importance": "3",
    "extent": "2",
    "reason": "Elleve av tolv pårørende sa det i mai.",
}
ASKED = ("licence", "training", "dip", "operation")


def an_initiative(home, **more):
    """Return an initiative of this municipality, open to everybody."""
    return InitiativeFactory(organisation=home, **more)


def a_benefit(initiative, **more):
    """Return a benefit: minutes for each case, counted as hours."""
    indicator = IndicatorFactory(owner=initiative.organisation)
    return BenefitFactory(initiative=initiative, indicator=indicator, **more)


def a_promise(initiative, *, before=12, benefit=None, municipality=None, of=None, **more):
    """Return a confirmed promise, from 12 minutes to 8 on 22 800 cases: 1 520 hours a year."""
    benefit = benefit or a_benefit(initiative, **(of or {}))
    home = municipality or initiative.organisation
    promise = CommitmentFactory(benefit=benefit, municipality=home, **BEFORE, **more)
    if before is not None:
        ObservationFactory(
            indicator=benefit.indicator,
            organisation=home,
            period_start=BEFORE["baseline_from"],
            period_end=BEFORE["baseline_to"],
            value=before,
        )
    return promise


def kroner(**more):
    """Return what makes a benefit count kroner: 100 kr for each unit of the reading."""
    return {
        "kind": "avoided_cost",
        "valuation": "direct",
        "counts": "nok",
        "factor": 100,
        "times_a_year": 1000,
        "price_year": 2026,
        **more,
    }


def costs(initiative, *, payer="municipality", years=(2026, 2026), price_year=2026, **each):
    """Tell costs; those R19 asks for and that are not told are 0."""
    for kind in {**dict.fromkeys(ASKED, 0), **each}:
        low, likely, high = _three(each.get(kind, 0))
        CostLine.objects.create(
            initiative=initiative,
            kind=kind,
            what=kind,
            year=years[0],
            last_year=years[1],
            low=low,
            likely=likely,
            high=high,
            price_year=price_year,
            vat="excluded",
            payer=payer,
        )


def _three(amount):
    return amount if isinstance(amount, tuple) else (amount, amount, amount)


def plan(promise, price_year=2026, **amounts):
    """Put reductions in the financial plan: ``y2027=100``."""
    for year, amount in amounts.items():
        PlanLine.objects.create(
            commitment=promise,
            year=int(year.removeprefix("y")),
            amount=amount,
            price_year=price_year,
            reference="Økonomiplanen, tabell 4",
        )


def arrow(initiative, *through):
    """Draw arrows from the first to the last; a text is a change on the way."""
    places = [_place(initiative, each) for each in through]
    for source, target in pairwise(places):
        MapEdge.objects.create(source=source, target=target)


def _place(initiative, what):
    if isinstance(what, str):
        return MapNode.objects.create(initiative=initiative, kind="change", label=what)
    return MapNode.objects.get_or_create(initiative=initiative, kind="benefit", benefit=what)[0]


def a_figure(home, name, value, *, step=0, valid_from=date(2025, 1, 1)):
    """Set a figure of the municipality's own."""
    return Parameter.objects.create(
        organisation=home,
        name=name,
        value=Decimal(str(value)),
        step=step,
        valid_from=valid_from,
        source="Vårt regnskap",
    )


def joins(initiative, *municipalities):
    """Let municipalities join."""
    for municipality in municipalities:
        Participation.objects.create(
            initiative=initiative, municipality=municipality, answer="joins", answered_at=NOW
        )
