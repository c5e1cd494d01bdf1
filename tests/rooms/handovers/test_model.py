"""Whatever people do, in whatever order: nobody but the receiver signs, and nothing comes of a
promise in a baton without a valid receipt, and a reading after the effect has started."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stafett.benefits.actions import measuring, promising
from stafett.benefits.models import Commitment, Conclusion
from stafett.handovers import actions, queries, rules
from stafett.handovers.models import Receipt
from stafett.indicators.models import Observation
from stafett.initiatives.models import Initiative
from stafett.lib import Refused
from stafett.lib.database import tell_database
from stafett.organisations.models import RoleKind
from tests import factories
from tests.cast import Cast
from tests.rooms.handovers.stories import Exchange, come, take_the_first, today

WHO = st.sampled_from(["sender", "leader", "chief", "elsewhere"])
OUTCOMES = st.sampled_from(["realised", "partly", "not"])
STARTS = today() - timedelta(days=10)
READ = {"value": 8, "volume": 22800, "users": 9, "of_users": 9}


def _somebody(home, kind):
    role = factories.RoleFactory(organisation=home, kind=kind)
    return Cast(role.person, role, home)


class Lap(RuleBasedStateMachine):
    """One baton with two promises, and everybody trying everything."""

    @initialize(state=st.sampled_from(["draft", "offered", "accepted_in_part", "accepted"]))
    def begin(self, state):
        self.whole = transaction.atomic()
        self.whole.__enter__()
        region = factories.RegionFactory()
        home = factories.OrganisationFactory()
        factories.MembershipFactory(group=region, member=home)
        chief = _somebody(home, RoleKind.CHIEF_EXECUTIVE)
        self.cast = {
            "sender": _somebody(region, RoleKind.REGIONAL_COORDINATOR),
            "leader": _somebody(home, RoleKind.LEADER),
            "chief": chief,
            "elsewhere": _somebody(factories.OrganisationFactory(), RoleKind.CHIEF_EXECUTIVE),
        }
        self.exchange = Exchange(self.cast["sender"], self.cast["leader"], chief, promises=2)
        come(self.exchange, state)
        Commitment.objects.update(effect_starts_on=STARTS)
        self.realised = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def tries(self, does):
        """Let somebody try; a refusal changes nothing."""
        before = self.state
        try:
            with transaction.atomic():
                does()
        except Refused:
            assert self.state == before
            return False
        return True

    @property
    def state(self):
        return self.exchange.fresh(self.cast["chief"]).state

    # --- what anybody may try --------------------------------------------------------------------

    @rule()
    def make_ready(self):
        self.tries(self.exchange.is_ready)

    @rule()
    def offer(self):
        self.tries(self.exchange.offer)

    @rule()
    def withdraw(self):
        self.tries(self.exchange.withdraw)

    @rule()
    def gather(self):
        self.tries(self.exchange.gather)

    @rule(who=WHO)
    def accept(self, who):
        seen, baton = self.exchange.seen(), self.exchange.fresh()
        told = {"baton": baton, "seen": seen, "version": baton.version}
        done = self.tries(lambda: actions.accept(**told, **self.by(who)))
        assert not done or who == "chief"

    @rule()
    def accept_in_part(self):
        self.tries(lambda: take_the_first(self.exchange))

    @rule(who=st.sampled_from(["sender", "leader", "chief"]))
    def return_it(self, who):
        done = self.tries(lambda: self.exchange.return_(by=self.cast[who]))
        assert not done or who == "chief"

    @rule(who=st.sampled_from(["sender", "leader"]))
    def do_steps(self, who):
        before = self.exchange.fresh().steps.filter(done_on=None).count()
        done = self.tries(lambda: self.exchange.do_steps(by=self.cast[who]))
        assert not (done and before) or who == "leader"

    @rule(who=st.sampled_from(["sender", "leader"]))
    def practise(self, who):
        done = self.tries(lambda: self.exchange.practise(by=self.cast[who]))
        assert not done or who == "leader"

    @rule()
    def stop(self):
        self.tries(self.exchange.stop)

    @rule(which=st.integers(0, 1))
    def change_the_promise(self, which):
        promise = self.promise(which)
        Commitment.objects.filter(pk=promise.pk).update(state="proposed", target_likely=9)

    @rule(which=st.integers(0, 1))
    def confirm(self, which):
        promise = self.promise(which)
        told = {"commitment": promise, "version": promise.version}
        self.tries(lambda: promising.confirm(**told, **self.by("leader")))

    @rule(which=st.integers(0, 1), days=st.sampled_from([None, -3, 0, 3]), outcome=OUTCOMES,
          who=st.sampled_from(["sender", "leader", "leader"]))  # fmt: skip
    def read_and_conclude(self, which, days, outcome, who):
        """Read the yardstick around the day the effect starts, or not at all, and conclude."""
        if days is not None:
            day = STARTS + timedelta(days=days)
            read = {"commitment": self.promise(which), "period_start": day, "period_end": day}
            self.tries(lambda: measuring.measure(**read, **READ, **self.by("leader")))
        promise = self.promise(which)
        told = {"commitment": promise, "outcome": outcome, "reason": "x", "also_changed": ""}
        done = self.tries(lambda: measuring.conclude(**told, **self.by(who)))
        if done and outcome != "not":
            assert who == "leader"
            self.check_is_proven(promise)
            self.realised.add(promise.pk)

    def by(self, who):
        return {"by": self.cast[who].acting_now, "now": timezone.now()}

    def promise(self, which):
        return Commitment.objects.select_related("benefit__indicator").get(
            pk=self.exchange.promises[which].pk
        )

    def check_is_proven(self, promise):
        """A receipt that holds takes the promise on, and it was read after the effect started."""
        baton = self.exchange.fresh()
        if baton.state != rules.WITHDRAWN and baton.lines.filter(commitment=promise).exists():
            assert baton.lines.get(commitment=promise).answer == "accepted"
            assert baton.receipts.filter(kind__in=["accepted", "accepted_in_part"]).exists()
            assert queries.verify(baton).holds
        read = promise.benefit.indicator.observations.filter(is_live=True)
        assert read.filter(period_start__gte=promise.effect_starts_on).exists()

    # --- what always holds -----------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: hasattr(self, "exchange"))
    def the_region_has_signed_for_nobody(self):
        tell_database(self.cast["chief"].acting_now)
        answers = Receipt.objects.exclude(kind__in=["offered", "withdrawn"])
        chief = self.cast["chief"]
        for receipt in answers:
            assert (receipt.organisation_id, receipt.role_id) == (chief.home.pk, chief.role.pk)

    @invariant()
    @precondition(lambda self: hasattr(self, "exchange"))
    def the_receipts_hold_and_agree_with_the_state(self):
        assert queries.verify(self.exchange.fresh()).holds

    @invariant()
    @precondition(lambda self: hasattr(self, "exchange"))
    def the_initiative_is_as_far_as_somebody_has_come(self):
        stage = Initiative.objects.get(pk=self.exchange.initiative.pk).stage
        read = Observation.objects.filter(is_live=True, period_start__gte=STARTS).exists()
        assert (stage == "benefit") is read
        if not read:
            assert (stage == "practice") is (self.state in rules.BEGUN or self.was_begun)

    @property
    def was_begun(self):
        """Whether it was stopped on the way, and not before."""
        done = self.exchange.fresh().steps.exclude(done_on=None)
        return self.state == rules.STOPPED and done.exists()

    @invariant()
    @precondition(lambda self: hasattr(self, "exchange"))
    def nothing_is_realised_that_was_not_proven(self):
        told = Conclusion.objects.filter(outcome__in=["realised", "partly"])
        assert set(told.values_list("commitment", flat=True)) == self.realised


@pytest.mark.django_db
def test_whatever_people_do_nothing_is_realised_unsigned_and_the_region_signs_for_nobody():
    run_state_machine_as_test(
        Lap,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("outcome", ["realised", "partly"])
def test_where_a_baton_carries_a_promise_it_is_signed_before_it_is_realised(at, outcome):
    exchange = at("offered")
    promise, kari = exchange.promises[0], exchange.leader
    Commitment.objects.filter(pk=promise.pk).update(effect_starts_on=STARTS)
    promise.refresh_from_db()
    who = {"by": kari.acting_now, "now": timezone.now()}
    day = {"period_start": STARTS, "period_end": STARTS}
    measuring.measure(commitment=promise, **day, **READ, **who)
    told = {"commitment": promise, "outcome": outcome, "reason": "x", "also_changed": ""}
    with pytest.raises(rules.NotReady, match="The chief executive signs first"):
        measuring.conclude(**told, **who)
    exchange.accept()

    assert measuring.conclude(**told, **who).outcome == outcome
