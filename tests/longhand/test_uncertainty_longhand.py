from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import distributions, uncertainty
from tests.longhand import cashflow
from tests.longhand import uncertainty as longhand

three = st.lists(st.integers(-1_000, 1_000), min_size=3, max_size=3).map(sorted)
shape = st.sampled_from(["pert", "triangular", "uniform"])


@settings(max_examples=25)
@given(
    st.lists(three, min_size=1, max_size=3), shape, st.sampled_from([0, 0.3, 1]), st.integers(0, 9)
)
def test_the_draws_are_those_made_one_at_a_time(estimates, kind, correlation, seed):
    quick = uncertainty.simulate(
        estimates,
        draws=4,
        rng=np.random.default_rng(seed),
        correlation=correlation,
        shape=kind,
    )

    rng = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0])
    common, own = rng.standard_normal(4), rng.standard_normal((3, 4))
    slow = longhand.draws(estimates, kind, correlation, common, own)
    span = sum(high - low for low, _, high in estimates)
    assert_allclose(quick, slow, atol=distributions.TABLE_ERROR * span + 1e-6)


@settings(max_examples=25)
@given(shape, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_shapes_agree(kind, mode, point):
    chance = longhand.below(kind, mode, point)

    assert distributions.below(kind, mode, np.array(point)) == pytest.approx(chance, abs=1e-6)
    # In the tail a hair of chance is a long way, so it is the chance that is to come back.
    back = float(distributions.inverse(kind, mode, np.array(chance)))
    assert longhand.below(kind, mode, back) == pytest.approx(chance, abs=1e-6)


@settings(max_examples=50)
@given(
    st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=20),
    st.integers(0, 100).map(lambda part: part / 100),
)
def test_quantiles_agree(values, chance):
    quick = uncertainty.quantiles(values, [chance])

    assert quick == pytest.approx(longhand.quantile(values, chance))


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            three,
            st.lists(st.integers(-2, 2), min_size=3, max_size=3),
            st.one_of(shape, st.just("fixed")),
            # Not in hundredths: at just the chance that it does not come, an end is a leap.
            st.sampled_from([1.0, 0.953, 0.617, 0.304, 0.0]),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sets(st.integers(1, 99).map(lambda part: part / 100), min_size=2, max_size=2).map(sorted),
)
def test_the_swings_agree(items, ends):
    estimates, flows, kinds, occurs = map(list, zip(*items, strict=True))

    quick = uncertainty.tornado(
        estimates, flows=flows, rate=0.04, occurs=occurs, shape=kinds, ends=tuple(ends)
    )

    worth = [cashflow.value(flow, [(0, 0.04)]) for flow in flows]
    middle, slow = longhand.tornado(list(zip(estimates, worth, kinds, occurs, strict=True)), ends)
    near = 1e-5 * (1 + sum(high - low for low, _, high in estimates))
    assert quick.middle == pytest.approx(middle)
    assert_allclose(np.column_stack([quick.low, quick.high]), slow, atol=near)
    widths = [slow[at][1] - slow[at][0] for at in quick.order]
    assert sorted(quick.order) == list(range(len(items)))
    assert all(one >= other - near for one, other in pairwise(widths))
