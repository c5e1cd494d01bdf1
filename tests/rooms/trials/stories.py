"""A plan to begin a story with, and each step of a test as an action takes it."""

from stafett.trials import actions
from stafett.trials.models import Trial

PLAN = {
    "idea": "Ett skjema med bilder, i én barnehage",
    "hypothesis": "Foreldre som leser lite norsk, klarer det alene når hvert spørsmål har et bilde.",
    "form": "prototype",
    "measure": "Foreldre som fyller ut uten å spørre",
    "unit_kind": "share",
    "unit": "",
    "direction": "at_least",
    "threshold": "50",
    "prediction": "80",
    "planned_n": "5",
    "max_days": "14",
}
MINUTES = PLAN | {
    "unit_kind": "value",
    "unit": "minutter",
    "direction": "at_most",
    "threshold": "15",
    "prediction": "10",
}
LEARNED = {"learning": "Bilder av vanlige ting virker.", "share_with": "Barnehagestyrere"}


def planned(plan=PLAN, **other):
    """Return a plan as an action takes it."""
    told = {"stop_rule": "", "riskiest_assumption": "", "lang": "nb", "max_cost": None}
    numbers = ("threshold", "prediction", "planned_n", "max_days")
    return told | plan | {name: int(plan[name]) for name in numbers} | other


def a_plan(need, by, now, plan=PLAN, **other):
    return actions.plan(need=need, planned=planned(plan, **other), by=by, now=now)


def change(trial, by, now, **other):
    actions.change(trial=trial, planned=planned(**other), version=trial.version, by=by, now=now)


def lock(trial, by, now):
    actions.lock(trial=trial, version=trial.version, by=by, now=now)


def replan(trial, by, now, **other):
    told = planned(**other)
    return actions.replan(trial=trial, planned=told, version=trial.version, by=by, now=now)


def measure(trial, by, now, *, n=20, successes=19, values=(), version=None):
    return actions.measure(
        trial=trial,
        n=n,
        successes=successes,
        values=list(values),
        deviations="",
        surprises="",
        version=version or trial.version,
        by=by,
        now=now,
    )


def decide(trial, by, now, *, kind="adopt"):
    told = {"kind": kind, "reason": "De klarte det.", **LEARNED}
    actions.decide(trial=trial, version=trial.version, by=by, now=now, **told)


def stop(trial, by, now):
    decide(trial, by, now, kind="stop")


def learn(trial, by, now):
    actions.learn(trial=trial, version=trial.version, by=by, now=now, **LEARNED)


EVENTS = {
    "change": change,
    "lock": lock,
    "replan": replan,
    "measure": measure,
    "decide": decide,
    "stop": stop,
    "learn": learn,
}
WAYS = {
    "planned": [],
    "running": [lock],
    "measured": [lock, measure],
    "decided": [lock, measure, decide],
    "replaced": [lock, replan],
}
"""How a plan comes to each state."""


def in_state(state, need, by, now, plan=PLAN):
    """Return a test that has come so far."""
    trial = a_plan(need, by, now, plan)
    for step in WAYS[state]:
        step(trial, by, now)
    return fresh(trial)


def fresh(trial):
    return Trial.objects.get(pk=trial.pk)
