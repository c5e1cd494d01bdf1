"""Whatever people do, in whatever order: nothing counts as spread without changed practice."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from stafett.cases import actions, queries
from stafett.cases.models import Adoption, Case
from stafett.handovers.models import Baton, State
from stafett.initiatives import actions as initiatives
from stafett.initiatives import rules as stages
from stafett.initiatives.models import Initiative
from stafett.lib import Refused
from stafett.lib.database import tell_database
from stafett.organisations.models import RoleKind
from tests import factories
from tests.cast import Cast
from tests.rooms.cases import stories
from tests.rooms.cases.stories import Practice

WHO = st.sampled_from(["taker", "member", "teller"])
BETWEEN = st.sampled_from([("taker", "taker"), ("taker", "member")])
DOES = ("prepare", "is_ready", "offer", "withdraw", "accept", "return_", "begin", "do_steps",
        "practise", "stop")  # fmt: skip


def _somebody(home, kind=RoleKind.LEADER):
    role = factories.RoleFactory(organisation=home, kind=kind)
    return Cast(role.person, role, home)


class Spreads(RuleBasedStateMachine):
    """One case that two may take up; batons to the one who did, and to a neighbour."""

    @initialize(handed=st.sampled_from([None, ("taker", "taker"), ("taker", "member")]))
    def begin(self, handed):
        """Begin with a case that may have been taken up, and come some way."""
        self.whole = transaction.atomic()
        self.whole.__enter__()
        homes = {who: factories.OrganisationFactory() for who in ("teller", "taker", "member")}
        self.cast = {who: _somebody(home) for who, home in homes.items()}
        self.chiefs = {
            who: _somebody(home, RoleKind.CHIEF_EXECUTIVE) for who, home in homes.items()
        }
        teller = self.cast["teller"]
        measured = stories.measured(teller.home)
        self.case = stories.in_state("published", measured, teller.acting_now, timezone.now())
        self.exchanges = {}
        if handed:
            self.take_up("taker")
            self.each(handed, ["prepare", "is_ready", "offer", "accept", "do_steps"])

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def tries(self, does):
        try:
            with transaction.atomic():
                does()
        except (Refused, Baton.DoesNotExist):
            pass

    # --- what anybody may try -----------------------------------------------------------------

    @rule(who=WHO)
    def take_up(self, who):
        case = Case.objects.get(pk=self.case.pk)
        self.tries(lambda: stories.adopt(case, self.cast[who].acting_now))

    @rule(between=BETWEEN, does=st.lists(st.sampled_from(DOES), min_size=1, max_size=9))
    def hand_over(self, between, does):
        self.each(between, does)

    @rule(between=BETWEEN)
    def hand_over_all_the_way(self, between):
        self.each(between, ["prepare", "is_ready", "offer", "accept", "do_steps", "practise"])

    def each(self, between, does):
        for name in does:
            if exchange := self.exchange(between):
                self.tries(lambda name=name, exchange=exchange: self.does(exchange, name))

    def does(self, exchange, name):
        if name != "prepare" and exchange.baton is None:
            return
        getattr(exchange, name)()

    def exchange(self, between):
        sender, receiver = between
        taken = Adoption.objects.filter(organisation=self.cast[sender].home).first()
        if taken and between not in self.exchanges:
            people = self.cast[sender], self.cast[receiver], self.chiefs[receiver]
            self.exchanges[between] = Practice(taken, *people)
        return self.exchanges.get(between)

    @rule(event=st.sampled_from(["hand_over", "practise", "measure", "learn"]))
    def move_the_initiative(self, event):
        """That an initiative is called one thing or another changes no practice."""
        for taken in Adoption.objects.select_related("initiative"):
            if event in stages.STATES[taken.initiative.stage]:
                by = {"by": self.cast["taker"].acting_now, "now": timezone.now()}
                initiatives.advance(initiative=taken.initiative, event=event, **by)

    @rule(state=st.sampled_from(State.values))
    def say_it_of_a_baton_that_is_elsewhere(self, state):
        """What somebody holds in their hands may say anything: what is saved counts."""
        tell_database(self.cast["taker"].acting_now)
        for baton in Baton.objects.all():
            baton.state = state
            by = {"by": self.cast["taker"].acting_now, "now": timezone.now()}
            self.tries(lambda baton=baton, by=by: actions.note_practised(baton=baton, **by))

    @rule(does=st.sampled_from([stories.publish, stories.withdraw, stories.change]))
    def tell(self, does):
        case, by = Case.objects.get(pk=self.case.pk), self.cast["teller"].acting_now
        self.tries(lambda: does(case, by))

    @rule()
    def tell_in_turn(self):
        taker = self.cast["taker"].acting_now
        for initiative in Initiative.objects.filter(organisation=taker.organisation_id):
            self.tries(lambda initiative=initiative: stories.tell(initiative, taker))

    # --- the law ------------------------------------------------------------------------------

    @invariant()
    def it_has_spread_where_practice_changed_and_nowhere_else(self):
        if not hasattr(self, "case"):
            return
        practised = 0
        for taken in Adoption.objects.all():
            tell_database(self.chief_of(taken).acting_now)
            there = Baton.objects.filter(
                initiative=taken.initiative_id, municipality=taken.organisation_id
            )
            changed = there.filter(state="new_practice").exists()
            assert changed is (taken.practised_on is not None)
            practised += changed
        spread = queries.spread_of([self.case.pk]).get(self.case.pk)
        assert (spread.spread if spread else 0) == practised

    def chief_of(self, taken):
        return next(row for row in self.chiefs.values() if row.home.pk == taken.organisation_id)


@pytest.mark.django_db(transaction=False)
def test_nothing_counts_as_spread_without_changed_practice():
    quick = settings(
        max_examples=12,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Spreads, settings=quick)
