"""Two at the same moment, each in a real transaction: one outcome, and one clear sentence."""

import pytest
from django.db import transaction
from django.utils import timezone

from stafett.handovers import actions, queries, rules
from stafett.handovers.models import Baton
from stafett.lib import SomebodyWasFirst
from stafett.lib.database import tell_database
from stafett.organisations.models import Role, RoleKind
from tests import factories
from tests.cast import Cast
from tests.rooms.audit.together import at_once
from tests.rooms.handovers.stories import Exchange, a_promise, come, joins, offered, today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offered_baton(exchange):
    with transaction.atomic():
        return come(exchange, "offered")


@pytest.fixture
def delegate(kari, ingrid):
    """Kari signs in Ingrid's place."""
    named = actions.name_delegate(
        person=kari.person, valid_from=today(), valid_to=None, by=ingrid.acting_now,
        now=timezone.now(),
    )  # fmt: skip
    return Cast(kari.person, Role.objects.get(pk=named.delegate_role_id), kari.home)


def _read(exchange, by):
    """Return the baton and its sign as somebody has them on the screen."""
    with transaction.atomic():
        baton = exchange.fresh(by)
        return baton, queries.seen(by.acting_now, baton)


def accepts(exchange, by):
    baton, seen = _read(exchange, by)
    who = {"by": by.acting_now, "now": timezone.now()}
    return lambda: actions.accept(baton=baton, seen=seen, version=baton.version, **who)


def returns(exchange, by):
    baton, _seen = _read(exchange, by)
    told = {"reason": "Vi mangler folk.", "version": baton.version}
    return lambda: actions.return_(baton=baton, by=by.acting_now, now=timezone.now(), **told)


def withdraws(exchange, by):
    baton, _seen = _read(exchange, by)
    told = {"reason": "Vi venter.", "version": baton.version}
    return lambda: actions.withdraw(baton=baton, by=by.acting_now, now=timezone.now(), **told)


def outcome(exchange):
    """Return where the baton is, how many receipts it has, and whether they hold."""
    with transaction.atomic():
        baton = exchange.fresh()
        verified = queries.verify(baton)
        return baton.state, verified.count, verified.holds


@pytest.mark.parametrize("_time", range(3))
def test_of_two_who_sign_at_once_one_has_signed(offered_baton, ingrid, delegate, _time):
    gave = at_once(accepts(offered_baton, ingrid), accepts(offered_baton, delegate))

    [refused] = [each for each in gave if isinstance(each, Exception)]
    assert isinstance(refused, rules.AlreadyAnswered), repr(refused)
    assert " was first, at " in str(refused)
    assert "The baton is accepted. Begin with the first change step." in str(refused)
    assert outcome(offered_baton) == ("accepted", 2, True)


@pytest.mark.parametrize("_time", range(3))
def test_a_return_that_races_an_acceptance_leaves_one_of_them(
    offered_baton, ingrid, delegate, _time
):
    gave = at_once(accepts(offered_baton, ingrid), returns(offered_baton, delegate))

    [refused] = [each for each in gave if isinstance(each, Exception)]
    assert isinstance(refused, rules.AlreadyAnswered), repr(refused)
    first = "accepted" if gave[1] is refused else "returned"
    name = {"accepted": "Ingrid Berg", "returned": "Kari Nes"}[first]
    assert str(refused).startswith(f"{name} was first, at ")
    assert outcome(offered_baton) == (first, 2, True)


@pytest.mark.parametrize("_time", range(3))
def test_a_baton_is_not_both_withdrawn_and_accepted(offered_baton, ingrid, rune, _time):
    gave = at_once(accepts(offered_baton, ingrid), withdraws(offered_baton, rune))

    [refused] = [each for each in gave if isinstance(each, Exception)]
    assert isinstance(refused, rules.AlreadyAnswered | SomebodyWasFirst), repr(refused)
    first = "accepted" if gave[1] is refused else "withdrawn"
    assert outcome(offered_baton) == (first, 2, True)


def test_of_two_batons_prepared_at_once_one_is(exchange, rune):
    told = {"initiative": exchange.initiative, "municipality": exchange.municipality}
    who = {"offered": offered(), "by": rune.acting_now, "now": timezone.now()}
    gave = at_once(*[lambda: actions.prepare(**told, **who)] * 2)

    [refused] = [each for each in gave if isinstance(each, Exception)]
    assert "There is a baton to this municipality already." in str(refused)
    with transaction.atomic():
        tell_database(rune.acting_now)
        assert Baton.objects.count() == 1


def test_a_step_is_done_once(exchange, kari, ingrid):
    with transaction.atomic():
        come(exchange, "accepted")
        step = exchange.fresh().steps.select_related("baton__initiative").get()

    def does(by):
        return lambda: actions.do_step(step=step, by=by.acting_now, now=timezone.now())

    gave = at_once(does(kari), does(ingrid))

    assert [str(each) for each in gave if each] == ["This step is done already."]


@pytest.fixture
def two_accepted(exchange, ola):
    """Two municipalities that have accepted the same initiative, and not begun."""
    with transaction.atomic():
        come(exchange, "accepted")
        chief = factories.RoleFactory(organisation=ola.home, kind=RoleKind.CHIEF_EXECUTIVE)
        other = Exchange(exchange.sender, ola, Cast(chief.person, chief, ola.home))
        other.initiative = exchange.initiative
        joins(exchange.initiative, ola.home)
        other.promises = [a_promise(exchange.initiative, ola.person, ola.home)]
        return exchange, come(other, "accepted")


def begins(exchange):
    baton, _seen = _read(exchange, exchange.leader)
    who = {"by": exchange.leader.acting_now, "now": timezone.now()}
    return lambda: actions.begin(baton=baton, version=baton.version, **who)


def test_two_municipalities_that_begin_at_once_both_begin(two_accepted):
    first, second = two_accepted
    assert at_once(begins(first), begins(second)) == [None, None]

    with transaction.atomic():
        assert [one.fresh().state for one in two_accepted] == ["under_way", "under_way"]
    first.initiative.refresh_from_db()
    assert first.initiative.stage == "practice"
