"""Who acts, what waits for them, and what happens afterwards."""

from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.lib import Acting, Waiting
from stafett.lib.waiting import most_urgent_first
from stafett.organisations import queries as organisations
from stafett.organisations.models import RoleKind
from tests.factories import PersonFactory, acting_for

TODAY = date(2026, 5, 12)


# --- acting -------------------------------------------------------------------------------------


def test_nobody_is_nobody_and_administers_nothing():
    assert not Acting().is_somebody
    assert not Acting(person_id=1, name="Kari Nes").is_somebody
    assert not Acting().may_administer


@pytest.mark.parametrize("kind", RoleKind.values)
def test_only_an_administrator_administers(kind):
    acting = Acting(person_id=1, role_id=1, role_kind=kind, organisation_id=1)

    assert acting.is_somebody
    assert acting.may_administer is (kind == "administrator")


def test_who_acts_does_not_change_on_the_way():
    with pytest.raises(FrozenInstanceError):
        Acting().organisation_id = 7


def test_kari_acts_for_fjordvik_and_sees_through_the_region(kari, region):
    acting = acting_for(kari.role)

    assert (acting.person_id, acting.name) == (kari.person.pk, "Kari Nes")
    assert (acting.role_id, acting.role_kind) == (kari.role.pk, "leader")
    assert (acting.organisation_id, acting.organisation_name) == (kari.home.pk, "Fjordvik")
    assert set(acting.group_ids) == {kari.home.pk, region.pk}


def test_without_a_role_one_sees_through_no_group(db):
    acting = organisations.acting_as(PersonFactory(name="Nina Ny"), None, TODAY)

    assert (acting.name, acting.organisation_id, acting.group_ids) == ("Nina Ny", None, ())


# --- waiting ------------------------------------------------------------------------------------

days = st.dates(TODAY - timedelta(60), TODAY + timedelta(60))
waiting = st.builds(
    Waiting,
    what=st.sampled_from("abc"),
    why=st.just("why"),
    url=st.just("/"),
    button=st.just("Do"),
    since=days,
    due_on=st.none() | days,
)


@given(st.lists(waiting))
def test_the_most_urgent_comes_first_and_nothing_is_lost(items):
    ordered = most_urgent_first(items, TODAY)

    assert sorted(map(repr, (replace(item, is_overdue=False) for item in ordered))) == sorted(
        map(repr, items)
    )
    for earlier, later_one in pairwise(ordered):
        if earlier.due_on is None:
            assert later_one.due_on is None
        if earlier.due_on == later_one.due_on:
            assert earlier.since <= later_one.since
        elif later_one.due_on is not None:
            assert earlier.due_on < later_one.due_on


@given(waiting)
def test_what_was_due_before_today_is_overdue(item):
    [shown] = most_urgent_first([item], TODAY)

    assert shown.is_overdue is (item.due_on is not None and item.due_on < TODAY)
