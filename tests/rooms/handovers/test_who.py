"""R29, R30: who may do what with a baton, and who sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.handovers import actions, queries, rules
from stafett.lib import OutOfTurn, Refused
from stafett.lib.database import tell_database
from stafett.organisations import actions as organisations
from stafett.organisations.models import Membership, Role, RoleKind
from tests.cast import Cast
from tests.factories import RoleFactory
from tests.rooms.handovers.stories import (
    Exchange,
    a_promise,
    come,
    take_the_first,
    today,
)

SIGNS = {
    "accept": lambda exchange, by: exchange.accept(by=by, seen="x"),
    "in part": lambda exchange, by: exchange.accept_in_part({}, by=by, seen="x"),
    "return": lambda exchange, by: exchange.return_(by=by),
}


@pytest.mark.parametrize("how", SIGNS)
@pytest.mark.parametrize("who", ["rune", "kari", "anne"])
def test_only_top_management_there_signs(at, who, how, request):
    exchange = at("offered")
    with pytest.raises(rules.NotTheirs, match="Only the chief executive of the municipality"):
        SIGNS[how](exchange, request.getfixturevalue(who))
    assert exchange.fresh().state == "offered"


def test_a_chief_executive_of_the_region_signs_for_nobody(at, rune):
    exchange = at("offered")
    role = RoleFactory(organisation=rune.home, kind=RoleKind.CHIEF_EXECUTIVE)
    with pytest.raises(rules.NotTheirs):
        exchange.return_(by=Cast(role.person, role, rune.home))


def test_a_role_that_ended_since_the_page_was_opened_signs_nothing(at, ingrid):
    exchange = at("offered")
    ingrid_acts = ingrid.acting_now
    Role.objects.filter(pk=ingrid.role.pk).update(valid_to=today())
    with pytest.raises(rules.NotTheirs, match="Your role does not hold today"):
        rules.check_may_sign(
            ingrid_acts,
            municipality_id=exchange.municipality.pk,
            holds=queries.signing_role(ingrid_acts, today()) is not None,
        )
    with pytest.raises(rules.NotTheirs, match="Your role does not hold today"):
        exchange.return_()


RECEIVES = {
    "fill in": ("offered", lambda exchange, by: exchange.fill_in(by=by)),
    "consider": ("offered", lambda exchange, by: exchange.consider(by=by)),
    "plan": ("accepted", lambda exchange, by: exchange.add_step(by=by)),
    "do": ("accepted", lambda exchange, by: exchange.do_steps(by=by)),
    "begin": ("accepted", lambda exchange, by: exchange.begin(by=by)),
    "practise": ("under_way", lambda exchange, by: exchange.practise(by=by)),
    "stop": ("accepted", lambda exchange, by: exchange.stop(by=by)),
}  # fmt: skip


@pytest.mark.parametrize("what", RECEIVES)
def test_the_region_sets_no_municipalitys_status(at, rune, what):
    state, does = RECEIVES[what]
    exchange = at(state)
    with pytest.raises(rules.NotTheirs):
        does(exchange, rune)
    assert exchange.fresh().state == state


SENDS = {
    "change": ("draft", "change"),
    "offer": ("draft", "offer"),
    "withdraw": ("offered", "withdraw"),
}


@pytest.mark.parametrize("what", SENDS)
def test_the_municipality_offers_nothing_for_the_region(at, kari, what):
    state, does = SENDS[what]
    exchange = at(state)
    exchange.sender = kari
    with pytest.raises(rules.NotTheirs, match="hand it over"):
        getattr(exchange, does)()


def test_an_employee_does_the_step_they_own_and_no_other(at, kari):
    exchange = at("accepted")
    role = RoleFactory(organisation=kari.home, kind=RoleKind.EMPLOYEE)
    jonas = Cast(role.person, role, kari.home)
    with pytest.raises(rules.NotTheirs):
        exchange.do_steps(by=jonas)
    exchange.add_step(owner=jonas.person)
    exchange.fresh()
    for step in exchange.baton.steps.filter(owner=jonas.person):
        actions.do_step(step=step, by=jonas.acting_now, now=timezone.now())
    assert exchange.fresh().state == "under_way"


def test_a_step_is_owned_by_somebody_who_works_there(at, rune):
    exchange = at("accepted")
    with pytest.raises(Refused, match="works in the municipality"):
        exchange.add_step(owner=rune.person)


def test_a_municipality_that_has_not_joined_gets_no_baton(rune, ola, ingrid, kari):
    exchange = Exchange(rune, kari, ingrid)
    exchange.municipality = ola.home
    with pytest.raises(Refused, match="has not answered that it joins"):
        exchange.prepare()


def test_what_was_not_chosen_is_not_handed_over(rune, kari, ingrid):
    exchange = Exchange(rune, kari, ingrid, stage="roadmap")
    with pytest.raises(OutOfTurn, match="The roadmap decides what happens next"):
        exchange.prepare()


def test_a_municipality_hands_its_own_initiative_to_itself(kari, ingrid):
    exchange = Exchange(kari, kari, ingrid)
    exchange.prepare(support="", support_until=None)
    exchange.is_ready()
    exchange.offer()
    exchange.accept()
    exchange.begin()

    exchange.initiative.refresh_from_db()
    assert exchange.initiative.stage == "practice"


def test_the_regions_initiative_follows_the_first_municipality_that_begins(at):
    exchange = at("under_way")
    exchange.initiative.refresh_from_db()

    assert exchange.initiative.stage == "practice"


# --- who sees it ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"), [("kari", 1), ("ingrid", 1), ("rune", 1), ("ola", 0), ("siri", 0)]
)
def test_both_sides_see_it_and_nobody_else(at, who, sees, request):
    at("under_way")
    acting = request.getfixturevalue(who).acting_now
    tell_database(acting)

    assert queries.visible(acting).count() == sees
    assert queries.visible_receipts(acting).count() == 2 * sees
    assert queries.visible_steps(acting).count() == sees


def test_the_region_sees_it_no_longer_than_the_membership_lasts(at, rune, kari):
    at("accepted")
    Membership.objects.update(valid_to=today())
    tell_database(rune.acting_now)
    assert not queries.visible(rune.acting_now).exists()
    tell_database(kari.acting_now)
    assert queries.visible(kari.acting_now).exists()


# --- delegation -----------------------------------------------------------------------------


def names(ingrid, person, **other):
    told = {"valid_from": today(), "valid_to": None, "person": person}
    who = {"by": ingrid.acting_now, "now": timezone.now()}
    return actions.name_delegate(**(told | other), **who).delegate_role


def test_a_delegate_signs_until_it_is_taken_back(exchange, kari, ingrid):
    come(exchange, "offered")
    role = names(ingrid, kari.person)
    delegate = Cast(kari.person, role, kari.home)
    exchange.return_(by=delegate)
    exchange.offer()
    Role.objects.filter(pk=role.pk).update(valid_from=today() - timedelta(days=2))
    actions.end_delegation(role=role, by=ingrid.acting_now, now=timezone.now())

    with pytest.raises(rules.NotTheirs, match="Your role does not hold today"):
        exchange.accept(by=delegate)
    receipt = exchange.fresh().receipts.get(kind="returned")
    assert (receipt.role, receipt.role_kind) == (role, "delegate")


def test_what_is_taken_back_is_taken_back_at_once(exchange, kari, ingrid):
    """The role holds the day out, as what was signed in it; but nothing more is signed."""
    come(exchange, "offered")
    role = names(ingrid, kari.person)
    delegate = Cast(kari.person, role, kari.home)
    exchange.return_(by=delegate)
    exchange.offer()
    actions.end_delegation(role=role, by=ingrid.acting_now, now=timezone.now())

    role.refresh_from_db()
    assert role.valid_to == today() + timedelta(days=1)
    with pytest.raises(rules.NotTheirs, match="Your role does not hold today"):
        exchange.accept(by=delegate)


def test_one_that_is_taken_back_can_be_named_anew(exchange, kari, ingrid):
    come(exchange, "offered")
    first = names(ingrid, kari.person)
    actions.end_delegation(role=first, by=ingrid.acting_now, now=timezone.now())
    exchange.return_(by=Cast(kari.person, names(ingrid, kari.person), kari.home))

    assert exchange.fresh().state == "returned"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"valid_from": today() - timedelta(1)}, "not dated back"),
        ({"valid_to": today()}, "ends before it begins"),
    ],
)
def test_a_delegation_is_for_a_time_that_comes(kari, ingrid, told, says):
    with pytest.raises(Refused, match=says):
        names(ingrid, kari.person, **told)


def test_a_delegate_works_there_and_is_somebody_else(ingrid, siri):
    with pytest.raises(Refused, match="works here"):
        names(ingrid, siri.person)
    with pytest.raises(Refused, match="You can sign yourself"):
        names(ingrid, ingrid.person)


@pytest.mark.parametrize("who", ["anne", "kari", "rune", "siri"])
def test_nobody_else_names_a_delegate_or_takes_one_back(kari, ingrid, anne, who, request):
    by = request.getfixturevalue(who)
    role = names(ingrid, kari.person)
    with pytest.raises(Refused, match="Only the chief executive"):
        names(by, anne.person)
    with pytest.raises(Refused, match="Only the chief executive"):
        actions.end_delegation(role=role, by=by.acting_now, now=timezone.now())


def test_a_delegate_names_no_delegate(kari, ingrid, anne):
    role = names(ingrid, kari.person)
    with pytest.raises(Refused, match="Only the chief executive"):
        names(Cast(kari.person, role, kari.home), anne.person)


def test_an_administrator_gives_nobody_the_role_of_delegate(anne):
    with pytest.raises(Refused, match="named by the chief executive"):
        organisations.appoint(
            email="ny@example.no", name="Ny", kind="delegate", unit=None, valid_from=today(),
            by=anne.acting_now, now=timezone.now(),
        )  # fmt: skip


def test_a_delegate_whose_chief_has_left_signs_nothing(exchange, kari, ingrid):
    come(exchange, "offered")
    role = names(ingrid, kari.person)
    Role.objects.filter(pk=ingrid.role.pk).update(valid_to=today())

    with pytest.raises(rules.NotTheirs, match="name a delegate anew"):
        exchange.return_(by=Cast(kari.person, role, kari.home))


def test_a_promise_that_comes_after_is_taken_in_before_it_is_signed(exchange, kari):
    come(exchange, "offered")
    later = a_promise(exchange.initiative, kari.person, kari.home, name="Gevinst 9")
    exchange.gather()

    assert exchange.line(2).commitment == later
    take_the_first(exchange)
    with pytest.raises(OutOfTurn):
        exchange.gather()
