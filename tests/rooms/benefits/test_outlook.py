"""How it may turn out: between what, how likely, and what it depends on."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.queries.outlook import Item, outlook


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


GAIN = Item("Time", 600_000, 900_000, 1_100_000)
COST = Item("Licences", -900_000, -700_000, -650_000)


def test_it_says_between_what_it_ends_how_likely_and_what_matters_most():
    seen = outlook([GAIN, COST], seed=7)

    assert seen.p10 < seen.p50 < seen.p90
    assert seen.says.startswith("In eight of ten cases it ends between ")
    assert 0.8 < seen.chance < 1
    assert seen.swing_says == "Most depends on: Time."
    assert [swing.name for swing in seen.swings] == ["Time", "Licences"]


def test_the_same_seed_gives_the_same_answer_and_says_which_it_was():
    first, again = (outlook([GAIN, COST], seed=7) for _time in range(2))

    assert first == again
    assert "with seed 7" in first.rests_on


def test_what_is_certain_is_told_as_certain():
    seen = outlook([Item("Licences", -100, -100, -100)], seed=1)

    assert (seen.p10, seen.p90, seen.chance) == (-100, -100, 0)
    assert seen.swing_says == "Nothing in it is uncertain, as it is told."


def test_no_draw_is_no_proof_that_it_cannot_happen():
    sure, hopeless = (outlook([Item("Time", x, x, x)], seed=1) for x in (5, -5))

    assert "exceed the costs in more than 99" in sure.chance_says
    assert "exceed the costs in less than 1" in hopeless.chance_says


def test_there_is_no_outlook_for_nothing():
    assert outlook([Item("Licences", 0, 0, 0)], seed=1) is None


@given(points=st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3), more=st.floats(1, 1e9))
def test_more_gain_never_makes_it_look_worse(points, more):
    item = Item.of("Time", points)
    better = Item("Time", item.low + more, item.likely + more, item.high + more)

    before, after = (outlook([each, COST], seed=3) for each in (item, better))

    assert after.p50 >= before.p50
    assert after.chance >= before.chance
