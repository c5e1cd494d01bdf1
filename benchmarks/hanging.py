"""What hangs on a need in the rooms above: one of each, so that every page has something to show.

A room that is born says here what its pages are shown with; until then the table names them.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from stafett.indicators import actions as indicators
from stafett.lib import Acting
from stafett.needs.models import Need
from stafett.trials import actions as trials

PLAN = {
    "idea": "Én rute med to besøk i stedet for åtte",
    "hypothesis": "De fleste klarer seg med to besøk når dosetten er fylt for dagen.",
    "riskiest_assumption": "Brukerne tar medisinen selv.",
    "form": "pilot",
    "measure": "Brukere som tok alt til rett tid",
    "unit_kind": "share",
    "unit": "",
    "direction": "at_least",
    "threshold": Decimal(90),
    "prediction": Decimal(95),
    "planned_n": 40,
    "stop_rule": "Noen blir dårligere.",
    "max_cost": 20_000,
    "max_days": 30,
    "lang": "nb",
}
YARDSTICK = {
    "scope": "own",
    "name": "Kjørte kilometer per bruker og uke",
    "unit": "km",
    "is_share": False,
    "is_about_people": False,
    "direction": "down",
    "method": "Kjørebøkene lest av hver søndag.",
    "source": "Kjørebøkene",
    "population": "Alle med hjemmetjeneste",
    "lang": "nb",
}


def tests(need: Need, by: Acting, now: datetime) -> list[int]:
    """Make a test that is planned, one that runs and one that has a result."""
    planned, running, measured = (
        trials.plan(need=need, planned=PLAN, by=by, now=now) for _ in range(3)
    )
    for trial in (running, measured):
        trials.lock(trial=trial, version=trial.version, by=by, now=now)
    trials.measure(
        trial=measured, n=40, successes=37, values=[], deviations="", surprises="",
        version=measured.version, by=by, now=now,
    )  # fmt: skip
    return [planned.pk, running.pk, measured.pk]


def yardstick(by: Acting, now: datetime) -> tuple[int, int]:
    """Make a yardstick that was read once, and return both."""
    today = now.date()
    made = indicators.define(defined=YARDSTICK, by=by, now=now)
    read = indicators.observe(
        indicator=made, unit=None, period_start=today - timedelta(days=30), period_end=today,
        value=Decimal(31), by=by, now=now,
    )  # fmt: skip
    return made.pk, read.pk
