"""R45: what breaks a link, what it says, and the way out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from stafett.benefits.actions import links as actions
from stafett.benefits.models import Commitment, Conclusion
from stafett.benefits.rules import links as rules
from stafett.benefits.rules.measuring import Period
from stafett.lib import Acting
from stafett.organisations.models import Role
from tests.pages import Reader
from tests.rooms.benefits.mailed import DUE, due_promise
from tests.rooms.benefits.measured import reads

NOW = timezone.now()
HOLDS = rules.Facts(
    municipality="Fjordvik",
    spent_at=None,
    expires_at=NOW + timedelta(days=1),
    by=Acting(person_id=1),
    state="confirmed",
    is_asked_for=True,
    read_on=None,
)
BROKEN = [
    ({"spent_at": NOW}, "It works once."),
    ({"by": None}, "no longer notes readings in Fjordvik"),
    ({"state": "withdrawn"}, "The promise is withdrawn."),
    ({"state": "proposed"}, "The owner has not said yes yet."),
    ({"state": "declined"}, "The owner said no."),
    ({"read_on": date(2026, 5, 12)}, "There is nothing left to do."),
    ({"is_asked_for": False}, "Sign in to see what is to be measured now"),
    ({"expires_at": NOW}, "Sign in to write the number, or use the link in a newer mail."),
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_a_link_that_nothing_is_wrong_with_holds():
    rules.check_holds(HOLDS, now=NOW)


@pytest.mark.parametrize(("broken", "says"), BROKEN)
def test_r45_a_link_that_does_not_hold_says_why_and_what_to_do(broken, says):
    with pytest.raises(rules.NoLonger, match=says):
        rules.check_holds(replace(HOLDS, **broken), now=NOW)


# --- the same, as it happens ------------------------------------------------------------------


def withdrawn(promise, kari):
    Commitment.objects.filter(pk=promise.pk).update(state="withdrawn")
    return lambda: Commitment.objects.filter(pk=promise.pk).update(state="confirmed")


def role_ended(promise, kari):
    Role.objects.filter(pk=kari.role.pk).update(valid_to=timezone.localdate())
    return lambda: Role.objects.filter(pk=kari.role.pk).update(valid_to=None)


def account_closed(promise, kari):
    people = type(kari.person).objects.filter(pk=kari.person.pk)
    people.update(is_active=False)
    return lambda: people.update(is_active=True)


def now_a_union_rep(promise, kari):
    Role.objects.filter(pk=kari.role.pk).update(kind="union_rep")
    return lambda: Role.objects.filter(pk=kari.role.pk).update(kind="employee")


def measured_otherwise(promise, kari):
    Commitment.objects.filter(pk=promise.pk).update(measure_every=1)
    return lambda: Commitment.objects.filter(pk=promise.pk).update(measure_every=3)


def already_read(promise, kari):
    reading = reads(promise, DUE, "10")
    return reading.delete


def concluded(promise, kari):
    told = {"commitment": promise, "outcome": "not", "made_at": NOW}
    return Conclusion.objects.create(**told).delete


def too_old(promise, kari):
    promise.links.update(expires_at=NOW)
    return lambda: promise.links.update(expires_at=NOW + timedelta(days=1))


HAPPENS = {
    withdrawn: "The promise is withdrawn.",
    role_ended: "no longer notes readings in Fjordvik",
    account_closed: "no longer notes readings in Fjordvik",
    now_a_union_rep: "no longer notes readings in Fjordvik",
    measured_otherwise: "The promise has changed since the mail was sent",
    already_read: "The number for this period was noted",
    concluded: "The promise has changed since the mail was sent",
    too_old: "This link worked until",
}


@pytest.mark.django_db
@pytest.mark.parametrize("happens", HAPPENS, ids=lambda happens: happens.__name__)
def test_r45_a_link_ends_with_the_right_it_gave_and_holds_while_it_lasts(kari, happens):
    promise = due_promise(kari)
    token = actions.make(
        commitment=promise, person=kari.person, period=Period(*DUE), now=timezone.now()
    )
    path, others = f"/tallet/{token}/", Reader()
    type(kari.person).objects.filter(pk=kari.person.pk).update(language="en")
    mend = happens(promise, kari)

    for page in (others.opens(path), others.sends(path, value="9")):
        assert page.status == 410
        assert page.shows(HAPPENS[happens])
        assert "Sign in" in page.links

    mend()
    assert others.sends(path, value="9").heading == "Noted. Thank you."
