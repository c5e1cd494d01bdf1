"""Sums that overlap are drawn together, in batches that can be made anywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.calc import spread, uncertainty
from stafett.calc.errors import CalcError
from stafett.calc.spread import Group

DRAWS = 4_000
THREE = (80, 100, 150)


def drawn(groups, *, sums, draws=DRAWS, seed=1, order=None, **more):
    """Return what the groups come to, made in some order and added in their own."""
    some = spread.batches(groups, draws=draws, rng=np.random.default_rng(seed), **more)
    made = {at: some[at].values() for at in (order or range)(len(some))}
    values = [made[at] for at in range(len(some))]
    return spread.added(some, values, sums=sums, draws=draws)


def many(count=3, items=300):
    """Return groups of items that are all in sum 0, and every other in sum 1."""
    places = [(0, 1) if at % 2 else (0,) for at in range(items)]
    return [Group([THREE] * items, places) for _group in range(count)]


def test_a_sum_of_everything_is_what_simulate_gives():
    group = Group([THREE, (40, 50, 60)], [(0,), (0,)])
    alone = uncertainty.simulate(
        group.estimates, draws=DRAWS, rng=np.random.default_rng(1), correlation=0.3
    )

    assert np.array_equal(drawn([group], sums=1, correlation=0.3)[0], alone)


def test_parts_make_the_whole_in_every_draw():
    groups = [Group([THREE, THREE, THREE], [(0, 1), (0, 2), (0, 1)]) for _each in range(4)]

    whole, one, other = drawn(groups, sums=3)

    assert np.allclose(whole, one + other, rtol=1e-12)


def test_it_does_not_matter_who_makes_what_when():
    groups = many()
    backwards = drawn(groups, sums=2, order=lambda count: reversed(range(count)))

    assert np.array_equal(drawn(groups, sums=2), backwards)


def test_more_draws_than_a_block_are_put_one_after_the_other():
    draws = uncertainty.BLOCK + 7

    [found] = drawn([Group([THREE], [(0,)])], sums=1, draws=draws)

    assert found.shape == (draws,)
    assert (found >= 80).all()
    assert len(np.unique(found)) > draws * 0.99


def test_what_hangs_together_spreads_more_than_what_does_not():
    one = [Group([THREE] * 50, [(0,)] * 50)]
    fifty = [Group([THREE], [(0,)])] * 50

    apart, together = (drawn(groups, sums=1)[0].std() for groups in (fifty, one))

    assert together > 3 * apart


def test_every_item_has_a_place():
    with pytest.raises(CalcError, match="which sums"):
        drawn([Group([THREE, THREE], [(0,)])], sums=1)


@settings(max_examples=20)
@given(st.lists(st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=4), max_size=4))
def test_each_sum_has_the_mean_of_what_is_in_it(told):
    groups = [Group([THREE] * len(places), [tuple(each) for each in places]) for places in told]
    mean = (80 + 4 * 100 + 150) / 6

    found = drawn(groups, sums=4, draws=2_000)

    for at in range(4):
        count = sum(at in each for places in told for each in places)
        assert found[at].mean() == pytest.approx(count * mean, rel=0.02, abs=1e-9)
