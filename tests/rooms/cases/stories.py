"""A case to begin a story with, and each thing somebody does with it, as an action takes it."""

from datetime import timedelta

from django.utils import timezone

from stafett.benefits.models import Usage
from stafett.cases import actions, queries
from stafett.initiatives.models import Initiative
from tests.factories import NOW, InitiativeFactory, NeedFactory, ObservationFactory
from tests.rooms.benefits import economies
from tests.rooms.handovers.stories import Exchange, a_promise, joins

TOLD = {
    "title": "Fakturaene leses av maskinen",
    "need_told": "Vi taster 22 800 fakturaer i året.",
    "affected_group": "De seks på økonomi",
    "measures_told": "Fakturaene kommer som data.",
    "result_told": "Vi bruker åtte minutter, ikke tolv.",
    "failed_told": "Leverandører uten e-faktura tok et halvt år.",
    "result": "gave",
    "sector": "administration",
    "lang": "nb",
}
NEED = {
    "title": "Vi taster alle fakturaer",
    "problem": "Tre ansatte taster fakturaer hele formiddagen.",
    "affected_group": "De tre på økonomi",
    "today": "14 minutter for hver faktura",
    "evidence": "",
    "heard_count": None,
    "null_alternative": "",
    "null_worsens": None,
    "unit": None,
    "sector": "administration",
    "scope": "public",
    "group": None,
    "lang": "nb",
}
SOLUTION = {
    "title": "Fakturaer som data",
    "solution": "Fakturaene kommer som data hos oss også.",
    "lead": None,
    "staff_count": None,
    "scope": "public",
    "group": None,
    "lang": "nb",
}


def told(**other):
    return TOLD | other


def read_after(promise, value=8):
    """Read the promise's yardstick after the effect started, and how many use it."""
    start = promise.effect_starts_on
    period = {"period_start": start, "period_end": start + timedelta(days=90)}
    told_ = {"indicator": promise.benefit.indicator, "organisation": promise.municipality}
    Usage.objects.create(
        commitment=promise, **period, volume=22800, users=9, of_users=9, recorded_at=NOW
    )
    return ObservationFactory(**told_, **period, value=value)


def measured(home, *, need=None, places=(), **other):
    """Return an initiative that is promised and read, at home or in these places."""
    needs = [need or NeedFactory(organisation=home, scope="public", today="12 minutter")]
    other = {"stage": "benefit", "needs": needs} | other
    initiative = InitiativeFactory(organisation=home, **other)
    benefit = economies.a_benefit(initiative)
    for place in places or [home]:
        promise = economies.a_promise(initiative, benefit=benefit, municipality=place)
        read_after(promise)
    return initiative


def tell(initiative, by, now=None, **other):
    return actions.tell_of_initiative(
        initiative=initiative, told=told(**other), by=by, now=now or timezone.now()
    )


def all_figures(case, by):
    return [key for key, _words in queries.publishing(by, case).choices]


def publish(case, by, now=None, *, scope="public", group=None, shown=None):
    keys = all_figures(case, by) if shown is None else shown
    told_ = {"shown": keys, "scope": scope, "group": group, "version": case.version}
    actions.publish(case=case, **told_, by=by, now=now or timezone.now())


def withdraw(case, by, now=None, reason="Tallene var feil."):
    told_ = {"reason": reason, "version": case.version}
    actions.withdraw(case=case, **told_, by=by, now=now or timezone.now())


def change(case, by, now=None, **other):
    told_ = {"told": told(**other), "version": case.version}
    actions.change(case=case, **told_, by=by, now=now or timezone.now())


WAYS = {"draft": [], "published": [publish], "withdrawn": [publish, withdraw]}
"""How a case comes to each state."""


def in_state(state, initiative, by, now, **other):
    case = tell(initiative, by, now, **other)
    for step in WAYS[state]:
        step(case, by, now)
    return case


def adopt(case, by, now=None, **other):
    taken = {"need": NEED, "solution": SOLUTION} | other
    return actions.adopt(case=case, **taken, by=by, now=now or timezone.now())


class Practice(Exchange):
    """The baton of what was taken up: from those who took it up, to themselves or a member."""

    def __init__(self, adoption, sender, leader, chief):
        self.sender, self.leader, self.chief = sender, leader, chief
        Initiative.objects.filter(pk=adoption.initiative_id).update(stage="handover")
        self.initiative = Initiative.objects.get(pk=adoption.initiative_id)
        self.municipality = leader.home
        if sender.home != leader.home:
            joins(self.initiative, leader.home)
        name = f"Kortere tid i {leader.home}"
        self.promises = [a_promise(self.initiative, leader.person, leader.home, name=name)]
        self.baton = None
