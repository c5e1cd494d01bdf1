import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.calc import diversity
from stafett.calc.errors import CalcError

group = st.lists(st.integers(0, 1_000), min_size=1, max_size=8).filter(any)


def test_one_call_serves_every_arena():
    assert diversity.blau(np.ones((3, 7, 2))).shape == (3, 7)
    assert diversity.shannon(np.ones((3, 7, 2))).shape == (3, 7)


@pytest.mark.parametrize("measure", [diversity.blau, diversity.shannon])
@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ([], "count is missing"),
        ([1, None], "count is missing"),
        ([1, math.nan], "0 or more"),
        ([3, -1], "count is -1"),
        ([[1, 2], [0, 0]], "nobody in the group"),
    ],
)
def test_a_mistake_says_what_to_do(measure, counts, says):
    with pytest.raises(CalcError, match=says):
        measure(counts)


@settings(max_examples=50)
@given(group, st.integers(2, 50))
def test_only_the_parts_matter_and_their_order_does_not(counts, times):
    for measure in (diversity.blau, diversity.shannon):
        again = measure([times * count for count in reversed(counts)])
        assert again == pytest.approx(measure(counts))
        assert measure([*counts, 0]) == pytest.approx(measure(counts))


@settings(max_examples=50)
@given(group)
def test_nothing_is_more_mixed_than_as_many_of_each(counts):
    kinds = len(counts)

    assert 0 <= diversity.blau(counts) <= 1 - 1 / kinds + 1e-12
    assert 0 <= diversity.shannon(counts) <= math.log(kinds) + 1e-12


@settings(max_examples=50)
@given(group)
def test_two_kinds_taken_as_one_are_less_mixed(counts):
    joined = [counts[0] + counts[-1], *counts[1:-1]] if len(counts) > 1 else counts

    for measure in (diversity.blau, diversity.shannon):
        assert measure(joined) <= measure(counts) + 1e-12
