"""A promise: made by the municipality, answered by its owner, worth what the yardstick says."""

import pytest
from django.utils import timezone, translation

from stafett.benefits.actions import promising as actions
from stafett.benefits.models import Commitment
from stafett.benefits.queries import promising as queries
from stafett.benefits.rules import states
from stafett.lib import Refused
from tests import factories
from tests.rooms.benefits import promises
from tests.rooms.benefits.promises import a_benefit, a_reading


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def initiative(kari):
    return factories.InitiativeFactory(organisation=kari.home, staff_count=90)


@pytest.fixture
def owner(kari):
    return promises.a_leader(kari.home)


@pytest.fixture
def benefit(initiative):
    return a_benefit(initiative, name="Kortere tid per faktura")


def test_a_promise_waits_for_its_owner_and_is_worth_hours(kari, owner, initiative, benefit):
    before = a_reading(benefit, kari.home)
    promised = promises.promise(benefit, kari.acting_now, owner.person, baseline=before)

    [row] = queries.overview(kari.acting_now, initiative)
    [shown] = row.promises
    assert (shown.commitment, shown.baseline, shown.left_out) == (promised, 12, "")
    assert promised.state == states.PROPOSED
    assert shown.worth.likely == pytest.approx(1520)


def test_the_owner_says_yes_and_a_change_needs_a_new_yes(kari, owner, initiative, benefit):
    promises.found_none(initiative, kari.acting_now)
    made = promises.promise(benefit, kari.acting_now, owner.person)
    by = promises.acting(owner)

    promises.confirm(made, by)
    assert promises.fresh(made).state == states.CONFIRMED
    promises.change(made, kari.acting_now, target_likely=9)
    assert promises.fresh(made).state == states.PROPOSED
    with pytest.raises(states.NotTheirs):
        promises.confirm(made, kari.acting_now)
    promises.confirm(made, by)
    assert promises.fresh(made).answered_by_name == "Lise Berg"


def test_the_owner_says_no_with_a_reason(kari, owner, benefit):
    made = promises.promise(benefit, kari.acting_now, owner.person)

    with pytest.raises(Refused):
        promises.decline(made, promises.acting(owner), reason="")
    promises.decline(made, promises.acting(owner), reason="Vi har ikke folk.")

    assert promises.fresh(made).declined_reason == "Vi har ikke folk."
    assert queries.left_out([promises.fresh(made)]) == {made.pk: "the owner said no"}


def test_only_a_municipality_that_is_in_on_it_promises(kari, ola, rune, region):
    regional = factories.InitiativeFactory(organisation=region)
    benefit = a_benefit(regional)
    leader = promises.a_leader(ola.home)
    for by in (rune.acting_now, ola.acting_now):
        with pytest.raises(Refused):
            promises.promise(benefit, by, leader.person)
    regional.participations.create(
        municipality=ola.home, answer="joins", answered_at=timezone.now()
    )

    made = promises.promise(benefit, ola.acting_now, leader.person)

    def seen_by(cast):
        return [row.commitment for row in queries.overview(cast.acting_now, regional)[0].promises]

    assert seen_by(ola) == seen_by(rune) == [made]
    assert seen_by(kari) == []


def test_what_comes_to_light_after_the_effect_started_is_marked_R34(kari, initiative, benefit):
    factories.CommitmentFactory(benefit=benefit, effect_starts_on=promises.in_days(-1))
    described = {
        "name": "Færre purringer", "kind": "quality", "indicator": factories.IndicatorFactory()
    }  # fmt: skip

    late = actions.describe(
        initiative=initiative, described=described, by=kari.acting_now, now=timezone.now()
    )

    assert (benefit.is_unplanned, late.is_unplanned) == (False, True)


def test_two_promises_at_once_are_one(kari, owner, benefit):
    quality = a_benefit(benefit.initiative, valuation="none", counts="", factor=None)
    promises.promise(quality, kari.acting_now, owner.person)

    with pytest.raises(Refused, match="already"):
        promises.promise(quality, kari.acting_now, owner.person)
    assert Commitment.objects.count() == 1
