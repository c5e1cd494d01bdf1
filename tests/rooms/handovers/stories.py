"""A baton to begin a story with, and each thing somebody does with it, as an action takes it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from stafett.handovers import actions, queries
from stafett.handovers.models import Baton, BatonLine
from stafett.initiatives.models import Involvement, Participation, StaffView
from stafett.lib.database import tell_database
from tests.factories import (
    BenefitFactory,
    CommitmentFactory,
    IndicatorFactory,
    InitiativeFactory,
    ObservationFactory,
)

SET_ASIDE = {
    "whose_time": "To ansatte på økonomi",
    "hours": Decimal(120),
    "money": Decimal(40000),
    "price_year": 2026,
}


def today():
    return timezone.localdate()


def long_ago(**ago):
    """Return noon so long ago, whatever the clock says now and said then."""
    day = today() - timedelta(**ago)
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def offered(**other):
    """Return what a sender says, as an action takes it."""
    told = {
        "message": "Vi har prøvd det i to kommuner.",
        "respond_by": today() + timedelta(days=28),
        "support": "Opplæring og en veileder",
        "support_until": today() + timedelta(days=200),
    }
    return told | other


def an_initiative(sender, **other):
    """Return a solution that was chosen, open to the region's members."""
    told = {"stage": "handover", "scope": "public"}
    return InitiativeFactory(organisation=sender, **(told | other))


def joins(initiative, municipality):
    Participation.objects.create(
        initiative=initiative, municipality=municipality, answer="joins", answered_at=timezone.now()
    )


def a_promise(initiative, owner, municipality, *, name="Kortere tid per faktura", **other):
    """Return a promise with a baseline from before, confirmed by its owner."""
    indicator = IndicatorFactory(owner=initiative.organisation)
    benefit = BenefitFactory(initiative=initiative, name=name, indicator=indicator)
    read_to = today() - timedelta(days=30)
    ObservationFactory(
        indicator=indicator, organisation=municipality, period_start=read_to, period_end=read_to
    )
    told = {
        "effect_starts_on": today() + timedelta(days=60),
        "baseline_from": read_to,
        "baseline_to": read_to,
        "owner": owner,
        "owner_name": owner.name,
    }
    return CommitmentFactory(benefit=benefit, municipality=municipality, **(told | other))


NOTED = ["informed"]


def told(initiative, municipality, kind):
    """Note that the unions were informed, or brought in otherwise."""
    Involvement.objects.create(
        initiative=initiative,
        organisation=municipality,
        kind=kind,
        with_whom="Fagforbundet",
        happened_on=today(),
        noted_at=timezone.now(),
    )


def brought_in(initiative, municipality):
    """Note that the unions were informed and the people concerned asked."""
    now = timezone.now()
    for kind in NOTED:
        told(initiative, municipality, kind)
    StaffView.objects.create(
        initiative=initiative,
        municipality=municipality,
        asked=9,
        see_the_use=8,
        asked_on=today(),
        noted_at=now,
    )


class Exchange:
    """A region and a municipality with a baton between them."""

    def __init__(self, sender, leader, chief, *, promises=1, **initiative):
        self.sender, self.leader, self.chief = sender, leader, chief
        self.initiative = an_initiative(sender.home, **initiative)
        self.municipality = leader.home
        if sender.home != leader.home:
            joins(self.initiative, leader.home)
        self.promises = [
            a_promise(self.initiative, leader.person, leader.home, name=f"Gevinst {number}")
            for number in range(1, promises + 1)
        ]
        self.baton = None

    # --- who sees what -----------------------------------------------------------------------

    def fresh(self, by=None):
        """Return the baton as it is by now, as one of the sides reads it."""
        tell_database((by or self.leader).acting_now)
        return Baton.objects.get(pk=self.baton.pk)

    def line(self, number=1):
        self.fresh()
        return BatonLine.objects.filter(baton=self.baton).order_by("id")[number - 1]

    # --- what they do --------------------------------------------------------------------------

    def _does(self, action, by, **told):
        who = {"by": by.acting_now, "now": timezone.now()}
        baton = self.fresh(by)
        told.setdefault("version", baton.version)
        return action(baton=baton, **told, **who)

    def prepare(self, **other):
        self.baton = actions.prepare(
            initiative=self.initiative,
            municipality=self.municipality,
            offered=offered(**other),
            by=self.sender.acting_now,
            now=timezone.now(),
        )
        return self.baton

    def change(self, **other):
        self._does(actions.change, self.sender, offered=offered(**other))

    def offer(self):
        return self._does(actions.offer, self.sender)

    def withdraw(self, reason="Vi venter til høsten."):
        return self._does(actions.withdraw, self.sender, reason=reason)

    def gather(self, by=None):
        return self._does(actions.gather, by or self.leader)

    def fill_in(self, baselines=None, by=None, **other):
        told = {"set_aside": SET_ASIDE | other, "baselines": baselines or {}}
        self._does(actions.fill_in, by or self.leader, **told)

    def consider(self, by=None):
        self._does(actions.consider, by or self.leader)

    def add_step(self, by=None, **other):
        step = {
            "what": "Fakturaene leses av maskinen",
            "what_stops": "Vi slutter å taste fakturaer",
            "owner": self.leader.person,
            "due_on": today() + timedelta(days=30),
        }
        by = by or self.leader
        return actions.add_step(
            baton=self.fresh(by), step=step | other, by=by.acting_now, now=timezone.now()
        )

    def is_ready(self):
        """Meet every point but the signature."""
        self.fill_in()
        self.add_step()
        brought_in(self.initiative, self.municipality)

    def seen(self, by=None):
        by = by or self.chief
        return queries.seen(by.acting_now, self.fresh(by))

    def accept(self, by=None, **told):
        by = by or self.chief
        return self._does(actions.accept, by, **({"seen": self.seen(by)} | told))

    def accept_in_part(self, answers, by=None, **told):
        by = by or self.chief
        told = {"seen": self.seen(by), "answers": answers} | told
        return self._does(actions.accept_in_part, by, **told)

    def return_(self, reason="Vi mangler folk til opplæringen.", by=None, **told):
        return self._does(actions.return_, by or self.chief, reason=reason, **told)

    def begin(self, by=None):
        self._does(actions.begin, by or self.leader)

    def do_steps(self, by=None):
        by = by or self.leader
        for step in self.fresh(by).steps.filter(done_on=None):
            actions.do_step(step=step, by=by.acting_now, now=timezone.now())

    def practise(self, by=None):
        self._does(actions.practise, by or self.leader)

    def stop(self, reason="Leverandøren la ned.", by=None):
        self._does(actions.stop, by or self.leader, reason=reason)


WAYS = {
    "draft": [],
    "offered": ["is_ready", "offer"],
    "under_consideration": ["is_ready", "offer", "consider"],
    "accepted": ["is_ready", "offer", "accept"],
    "accepted_in_part": ["is_ready", "offer", "take_the_first"],
    "returned": ["is_ready", "offer", "return_"],
    "withdrawn": ["withdraw"],
    "under_way": ["is_ready", "offer", "accept", "begin"],
    "new_practice": ["is_ready", "offer", "accept", "do_steps", "practise"],
    "stopped": ["is_ready", "offer", "accept", "stop"],
}
"""How a baton comes to each state."""


def take_the_first(exchange):
    """Take the first promise, and none of the others."""
    exchange.fresh()
    lines = BatonLine.objects.filter(baton=exchange.baton).order_by("id")
    no = (False, "Det passer ikke nå.")
    answers = {line.pk: (True, "") if place == 0 else no for place, line in enumerate(lines)}
    return exchange.accept_in_part(answers)


def come(exchange, state):
    """Bring a baton to a state."""
    exchange.prepare()
    for step in WAYS[state]:
        take_the_first(exchange) if step == "take_the_first" else getattr(exchange, step)()
    return exchange
