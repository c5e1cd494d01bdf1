"""What is left when what falls away and what is added are both counted."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.initiatives import queries
from stafett.initiatives.models import Difference
from stafett.initiatives.queries import differences
from tests.rooms.initiatives import stories


@pytest.fixture(autouse=True, scope="module")
def _told_in_english_all_through():
    with translation.override("en"):
        yield


ROWS = st.lists(
    st.builds(
        Difference,
        is_removed=st.booleans(),
        kind=st.sampled_from(["step", "form", "system", "meeting", "role"]),
        minutes=st.none() | st.decimals(0, 600, places=2),
        times_a_year=st.none() | st.integers(0, 100_000),
        relieved=st.sampled_from(["staff", "inhabitants", "business"]),
    ),
    max_size=12,
)


@pytest.fixture
def by(kari):
    return kari.acting_now


def test_both_sides_are_counted_for_each_whose_time_it_is(solution, by):
    stories.differs(solution, by)
    stories.differs(solution, by, stories.FILLING)
    stories.differs(solution, by, stories.FILLING, relieved="inhabitants", minutes=Decimal("7.5"))

    time = {row.relieved: row.said for row in queries.net_of(solution).time}

    assert time == {"staff": "900 hours less a year", "inhabitants": "75 hours more a year"}


def test_what_is_not_known_is_not_nothing(solution, by):
    stories.differs(solution, by, minutes=None)
    [staff] = queries.net_of(solution).time
    assert (staff.minutes, staff.said, staff.not_told) == (None, "", "1 tells no time yet")

    stories.differs(solution, by, minutes=2, times_a_year=15)
    [staff] = queries.net_of(solution).time
    assert (staff.said, staff.not_told) == ("30 min less a year", "1 tells no time yet")


def test_things_are_counted_by_kind(solution, by):
    stories.differs(solution, by, kind="form")
    stories.differs(solution, by, kind="form")
    stories.differs(solution, by, kind="form", is_removed=False)
    stories.differs(solution, by, kind="system", is_removed=False)

    net = queries.net_of(solution)

    assert {row.kind: row.net for row in net.things} == {"form": 1, "system": -1}
    assert (net.removed, net.added) == (2, 2)


@given(rows=ROWS)
def test_the_net_is_what_one_reckons_by_hand(rows):
    net = differences.net(rows)

    by_hand = {}
    for row in rows:
        if row.minutes is not None and row.times_a_year is not None:
            minutes = float(row.minutes) * row.times_a_year
            by_hand.setdefault(row.relieved, []).append(minutes if row.is_removed else -minutes)
    told = {row.relieved: row.minutes for row in net.time if row.minutes is not None}
    assert told == {who: pytest.approx(sum(all_)) for who, all_ in by_hand.items()}
    assert sum(row.unknown for row in net.time) == len(rows) - sum(map(len, by_hand.values()))
    assert sum(row.net for row in net.things) == sum(1 if row.is_removed else -1 for row in rows)


@given(rows=ROWS)
def test_what_falls_away_and_comes_back_is_nothing(rows):
    back = [
        Difference(
            is_removed=not row.is_removed,
            kind=row.kind,
            minutes=row.minutes,
            times_a_year=row.times_a_year,
            relieved=row.relieved,
        )
        for row in rows
    ]
    net = differences.net(rows + back)

    assert {row.minutes for row in net.time} <= {None, 0}
    assert {row.said for row in net.time} <= {"", "as much time as before"}
    assert all(row.net == 0 for row in net.things)
