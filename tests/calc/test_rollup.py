import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stafett.calc import rollup
from stafett.calc.errors import CalcError
from stafett.calc.rollup import Cycle, Overclaim

node = st.sampled_from("abcdefgh")
values = st.dictionaries(node, st.integers(0, 100), min_size=1)
downwards = st.sampled_from(list(combinations("abcdefgh", 2)))
edges = st.lists(downwards, max_size=10)
counts = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=8).map(
    lambda rows: [(part, part + rest) for part, rest in rows]
)
periods = st.dictionaries(st.integers(2020, 2026), st.integers(1, 100), min_size=1)


def test_a_benefit_that_leads_to_another_through_a_change_is_not_an_end():
    map_of_benefits = [("app", "calls"), ("calls", "new shift"), ("new shift", "overtime")]

    total = rollup.sum_end_benefits({"calls": 100, "overtime": 80}, map_of_benefits)

    assert total == 80


def test_an_objective_takes_no_value_from_what_leads_to_it():
    total = rollup.sum_end_benefits({"calls": 100, "safety": 30}, [("calls", "goal")])

    assert total == 130


def test_years_are_added_year_by_year():
    worth = {"calls": [0, 100], "overtime": [10, 80], "safety": [5, 5]}

    total = rollup.sum_end_benefits(worth, [("calls", "overtime")])

    assert total.tolist() == [15, 85]


def test_places_can_be_numbers():
    assert rollup.sum_end_benefits([100, 80, 30], [(0, 1)]) == 110


def test_a_circle_is_named_the_way_the_arrows_go():
    arrows = [("goal", "calls"), ("calls", "overtime"), ("overtime", "mood"), ("mood", "calls")]
    with pytest.raises(Cycle, match="→") as found:
        rollup.sum_end_benefits({"calls": 1}, arrows)

    path = found.value.path
    assert path[0] == path[-1]
    assert set(path) == {"calls", "overtime", "mood"}
    assert all(step in arrows for step in pairwise(path))


def test_a_long_chain_is_no_trouble():
    arrows = [(place, place + 1) for place in range(5_000)]

    assert rollup.sum_end_benefits([1] * 5_001, arrows) == 1


def test_the_place_with_the_largest_excess_comes_first():
    claims = {("visits", "north", 2026): 90, ("calls", "south", 2026): 300, ("x", "y", 2026): 5}
    baseline = {("visits", "north", 2026): 50, ("calls", "south", 2026): 100}

    assert rollup.capacity_ceiling(claims, baseline) == [
        Overclaim("calls", "south", 2026, 300, 100),
        Overclaim("visits", "north", 2026, 90, 50),
        Overclaim("x", "y", 2026, 5, None),
    ]


def test_exactly_all_hours_may_be_saved():
    place = ("visits", "north", 2026)

    assert rollup.capacity_ceiling([(place, 0.1)] * 3, {place: 0.3}) == []
    assert rollup.capacity_ceiling([(place, 0)], {}) == []
    assert rollup.capacity_ceiling([], {}) == []


def test_one_call_serves_every_benefit():
    measured, total = np.array([[1, 90], [0, 0]]), np.array([[10, 100], [10, 100]])

    assert rollup.coverage(measured, total).tolist() == [91 / 110, 0]
    assert rollup.coverage(7, 10) == 0.7
    rates = rollup.realisation_rate(
        {2025: [60, 10], 2026: [90, 20]}, {2025: [100, 10], 2026: [100, 10]}
    )
    assert rates.tolist() == [0.75, 1.5]


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: rollup.sum_end_benefits({}, []), "at least one"),
        (lambda: rollup.sum_end_benefits({"a": None}, []), "leave out what has none"),
        (lambda: rollup.sum_end_benefits({"a": 1, "b": [1, 2]}, []), "all of them alike"),
        (lambda: rollup.sum_end_benefits({"a": 1}, [("a", "a")]), "a → a"),
        (lambda: rollup.capacity_ceiling({("a", "b", 1): -5}, {}), "claimed are -5"),
        (lambda: rollup.capacity_ceiling({("a", "b", 1): None}, {}), "claimed are missing"),
        (lambda: rollup.capacity_ceiling({}, {("a", "b", 1): math.nan}), "until it is measured"),
        (lambda: rollup.coverage(3, 2), "check both numbers"),
        (lambda: rollup.coverage(0, 0), "nothing to measure"),
        (lambda: rollup.coverage([], []), "are missing"),
        (lambda: rollup.coverage(-1, 2), "0 or more"),
        (lambda: rollup.coverage([1, 2], [3, 4, 5]), "do not go together"),
        (lambda: rollup.realisation_rate({}, {}), "No period is both"),
        (lambda: rollup.realisation_rate({2025: 1}, {2026: 1}), "No period is both"),
        (lambda: rollup.realisation_rate({2025: 1}, {2025: 0}), "Nothing was planned"),
        (lambda: rollup.realisation_rate({2025: None}, {2025: 1}), "leave out the period"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(values, edges)
def test_no_krone_counts_twice_and_something_is_always_an_end(worth, arrows):
    total = rollup.sum_end_benefits(worth, arrows)

    assert min(worth.values()) <= total <= sum(worth.values())


@settings(max_examples=50)
@given(values, edges, st.randoms())
def test_the_order_things_were_drawn_in_does_not_matter(worth, arrows, chance):
    total = rollup.sum_end_benefits(worth, arrows)
    chance.shuffle(arrows)

    assert rollup.sum_end_benefits(dict(reversed(worth.items())), arrows * 2) == total


@settings(max_examples=50)
@given(values, edges, st.integers(1, 100))
def test_a_benefit_that_everything_leads_to_is_all_that_counts(worth, arrows, last):
    arrows = arrows + [(name, "last") for name in worth]

    assert rollup.sum_end_benefits({**worth, "last": last}, arrows) == last


@settings(max_examples=50)
@given(values, edges, downwards)
def test_one_more_arrow_never_adds_to_the_sum(worth, arrows, another):
    before = rollup.sum_end_benefits(worth, arrows)

    assert rollup.sum_end_benefits(worth, [*arrows, another]) <= before


@settings(max_examples=50)
@given(st.lists(st.integers(0, 50), min_size=1), st.integers(0, 300))
def test_splitting_a_claim_does_not_hide_it(claims, hours):
    place = ("visits", "north", 2026)

    split = rollup.capacity_ceiling([(place, claim) for claim in claims], {place: hours})

    assert split == rollup.capacity_ceiling({place: sum(claims)}, {place: hours})
    assert bool(split) == (sum(claims) > hours)


@settings(max_examples=50)
@given(counts)
def test_coverage_lies_between_its_parts_and_weighs_them_by_size(parts):
    measured, total = zip(*parts, strict=True)
    shares = [part / whole for part, whole in parts]

    whole = rollup.coverage(measured, total)

    assert min(shares) - 1e-12 <= whole <= max(shares) + 1e-12
    assert whole == pytest.approx(np.average(shares, weights=total))


@settings(max_examples=50)
@given(periods, periods, st.integers(1, 100))
def test_a_period_that_has_not_come_changes_nothing(measured, planned, more):
    assume(not measured.keys().isdisjoint(planned))
    rate = rollup.realisation_rate(measured, planned)

    assert rollup.realisation_rate(measured, {**planned, 2030: more}) == rate
    assert rollup.realisation_rate({**measured, 2031: more}, planned) == rate


@settings(max_examples=50)
@given(periods, st.floats(0.1, 3))
def test_all_as_planned_is_one(planned, part):
    came = {period: part * amount for period, amount in planned.items()}

    assert rollup.realisation_rate(planned, planned) == 1
    assert rollup.realisation_rate(came, planned) == pytest.approx(part)
