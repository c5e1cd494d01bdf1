from itertools import combinations, pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stafett.calc import rollup
from stafett.calc.rollup import Cycle
from tests.longhand import rollup as longhand

node = st.sampled_from("abcdefgh")
values = st.dictionaries(node, st.integers(0, 100), min_size=1)
edges = st.lists(st.sampled_from(list(product("abcdefgh", repeat=2))), max_size=10)
straight_edges = st.lists(st.sampled_from(list(combinations("abcdefgh", 2))), max_size=10)
cell = st.tuples(st.sampled_from(["visits", "calls"]), st.just("north"), st.just(2026))


@settings(max_examples=50)
@given(values, straight_edges)
def test_the_sum_of_ends_agrees(worth, arrows):
    assert rollup.sum_end_benefits(worth, arrows) == longhand.end_benefits(worth, arrows)


@settings(max_examples=50)
@given(values, edges)
@example({"a": 1}, [("b", "c"), ("c", "d"), ("d", "b")])
@example({"a": 1}, [("a", "a")])
def test_circles_are_found_and_named_and_nothing_else_is(worth, arrows):
    if not longhand.goes_in_a_circle(arrows):
        rollup.sum_end_benefits(worth, arrows)
        return
    with pytest.raises(Cycle) as found:
        rollup.sum_end_benefits(worth, arrows)
    path = found.value.path
    assert path[0] == path[-1]
    assert all(step in arrows for step in pairwise(path))


@settings(max_examples=50)
@given(
    st.lists(st.tuples(cell, st.integers(0, 50)), max_size=8),
    st.dictionaries(cell, st.integers(0, 100)),
)
def test_too_many_hours_are_found(claims, baseline):
    found = rollup.capacity_ceiling(claims, baseline)

    places = {(one[:3], one.claimed) for one in found}
    assert places == longhand.overclaims(claims, baseline)


@settings(max_examples=50)
@given(
    st.dictionaries(st.integers(2020, 2026), st.integers(-100, 100)),
    st.dictionaries(st.integers(2020, 2026), st.integers(1, 100)),
)
def test_what_is_realised_agrees(measured, planned):
    if measured.keys().isdisjoint(planned):
        return
    quick = rollup.realisation_rate(measured, planned)

    assert quick == pytest.approx(longhand.realised(measured, planned))


@settings(max_examples=50)
@given(st.lists(st.tuples(*[st.integers(0, 100)] * 2).map(sorted), min_size=1, max_size=8))
def test_what_is_covered_agrees(parts):
    measured, total = zip(*parts, strict=True)
    if not any(total):
        return
    quick = rollup.coverage(measured, total)

    assert quick == pytest.approx(longhand.covered(measured, total))
