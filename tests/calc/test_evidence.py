import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import evidence
from stafett.calc.errors import CalcError
from stafett.calc.evidence import INCONCLUSIVE, MET, NOT_MET, Verdict, verdict

people = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
share = st.integers(1, 99).map(lambda part: part / 100)
direction = st.sampled_from(["at_least", "at_most"])
confidence = st.floats(0.5, 0.999)
measured = st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=20).filter(
    lambda values: len(set(values)) > 1
)


@pytest.mark.parametrize(
    ("successes", "n", "demanded", "outcome"),
    [
        (4, 5, 0.5, INCONCLUSIVE),
        (9, 10, 0.7, INCONCLUSIVE),
        (10, 10, 0.7, MET),
        (0, 5, 0.5, NOT_MET),
        (1, 5, 0.5, INCONCLUSIVE),
        (1, 1, 0.2, MET),
        (1, 1, 0.21, INCONCLUSIVE),
    ],
)
def test_what_a_few_people_tell(successes, n, demanded, outcome):
    assert verdict(successes, n, threshold=demanded, direction="at_least").outcome is outcome


def test_a_verdict_says_what_it_rests_on():
    found = verdict(4, 5, threshold=0.5, direction="at_least")

    assert found == Verdict(INCONCLUSIVE, 0.8, found.low, found.high, 5)
    assert (found.low, found.high) == pytest.approx((0.3755, 0.9638), abs=1e-4)
    assert str(found.outcome) == "inconclusive"


def test_a_demand_that_nobody_may_fail_can_be_refuted_but_never_shown():
    def among_ten(successes):
        return verdict(successes, 10, threshold=1, direction="at_least").outcome

    assert among_ten(10) is INCONCLUSIVE
    assert among_ten(9) is NOT_MET


def test_a_demand_of_none_can_be_refuted_but_never_shown():
    def among_ten(incidents):
        return verdict(incidents, 10, threshold=0, direction="at_most").outcome

    assert among_ten(0) is INCONCLUSIVE
    assert among_ten(1) is NOT_MET


def test_minutes_are_judged_by_their_mean():
    minutes = [12, 15, 11, 14, 13]

    assert verdict(values=minutes, threshold=15, direction="at_most").outcome is MET
    assert verdict(values=minutes, threshold=14, direction="at_most").outcome is INCONCLUSIVE
    assert verdict(values=minutes, threshold=11, direction="at_most").outcome is NOT_MET
    assert verdict(values=minutes, threshold=14, direction="at_most").n == 5


def test_one_call_serves_many_groups():
    low, high = evidence.wilson_interval([[1, 2, 3], [4, 5, 6]], 7)

    assert low.shape == (2, 3)
    assert high[1, 0] == pytest.approx(evidence.wilson_interval(4, 7).high)
    assert evidence.mean_interval([[1, 2, 4], [3, 5, 9]]).low.shape == (2,)
    assert evidence.newcombe_interval([1, 2], 7, 3, 9).low.shape == (2,)


def test_nobody_and_everybody_reach_the_ends_exactly():
    assert evidence.wilson_interval(0, 7).low == 0
    assert evidence.wilson_interval(7, 7).high == 1
    assert evidence.wilson_interval(2.5, 7.5).low > 0  # an effective count need not be whole


@pytest.mark.parametrize(
    ("threshold", "expected", "needed"),
    [(0.5, 0.8, 19), (0.7, 0.9, 35), (0.7, 1.0, 9), (0.5, 0.6, 198), (0.9, 0.7, 25)],
)
def test_how_many_people_it_takes(threshold, expected, needed):
    assert evidence.sample_size_for(threshold, expected) == needed


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: evidence.wilson_interval(5, 4), "check both numbers"),
        (lambda: evidence.wilson_interval(0, 0), "ask at least one"),
        (lambda: evidence.wilson_interval(-1, 4), "0 or more"),
        (lambda: evidence.wilson_interval(math.nan, 4), "succeeded is missing"),
        (lambda: evidence.wilson_interval([], 4), "succeeded is missing"),
        (lambda: evidence.wilson_interval([1, 2], [3, 4, 5]), "do not go together"),
        (lambda: evidence.wilson_interval(1, 4, confidence=95), "e.g. 0.95"),
        (lambda: evidence.newcombe_interval(1, 4, 5, 4), "check both numbers"),
        (lambda: evidence.mean_interval([3]), "at least two"),
        (lambda: evidence.mean_interval([]), "value is missing"),
        (lambda: evidence.mean_interval([3, None]), "leave out"),
        (lambda: evidence.mean_interval([3, 3, 3]), "judge that share"),
        (lambda: verdict(6, 5, threshold=0.5, direction="at_least"), "0 to 5"),
        (lambda: verdict(2.5, 5, threshold=0.5, direction="at_least"), "whole number"),
        (lambda: verdict(0, 0, threshold=0.5, direction="at_least"), "at least one"),
        (lambda: verdict(4, 5, threshold=70, direction="at_least"), "0.7 for 70 %"),
        (lambda: verdict(4, 5, threshold=0, direction="at_least"), "whatever happens"),
        (lambda: verdict(4, 5, threshold=1, direction="at_most"), "whatever happens"),
        (lambda: verdict(4, 5, threshold=None, direction="at_most"), "what was demanded"),
        (lambda: verdict(4, 5, threshold=0.5, direction="over"), "'at_least' or 'at_most'"),
        (lambda: verdict(threshold=0.5, direction="at_least"), "Give either"),
        (lambda: verdict(4, threshold=0.5, direction="at_least"), "Give either"),
        (lambda: verdict(4, 5, values=[1, 2], threshold=0.5, direction="at_least"), "Give either"),
        (lambda: verdict(values=[3, 3], threshold=2, direction="at_least"), "judge that share"),
        (lambda: verdict(values=[[1, 2], [3, 5]], threshold=2, direction="at_least"), "one row"),
        (lambda: evidence.sample_size_for(0.5, 0.5), "too close"),
        (lambda: evidence.sample_size_for(0.5, 0.504), "too close"),
        (lambda: evidence.sample_size_for(70, 0.9), "demand is 70"),
        (lambda: evidence.sample_size_for(0.5, math.nan), "expected share is missing"),
        (lambda: evidence.sample_size_for(0.5, 0.8, power=80), "power is 80"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(people, confidence)
def test_an_interval_holds_what_was_seen_and_stays_within_0_and_1(asked, sure):
    successes, n = asked
    low, high = evidence.wilson_interval(successes, n, confidence=sure)

    assert 0 <= low <= successes / n <= high <= 1
    assert low < high
    assert (low > 0) == (successes > 0)
    assert (high < 1) == (successes < n)


@settings(max_examples=50)
@given(people, confidence)
def test_counting_those_who_failed_instead_gives_the_mirror_image(asked, sure):
    successes, n = asked
    low, high = evidence.wilson_interval(successes, n, confidence=sure)

    mirrored = evidence.wilson_interval(n - successes, n, confidence=sure)
    assert_allclose(mirrored, (1 - high, 1 - low), atol=1e-12)


@settings(max_examples=50)
@given(people, st.integers(2, 20))
def test_the_same_share_of_more_people_says_more(asked, times):
    few = evidence.wilson_interval(*asked)
    many = evidence.wilson_interval(asked[0] * times, asked[1] * times)

    assert few.low <= many.low
    assert many.high <= few.high
    assert many.high - many.low < few.high - few.low


@settings(max_examples=50)
@given(people, confidence, confidence)
def test_to_be_more_sure_is_to_say_less(asked, one, other):
    unsure, sure = (
        evidence.wilson_interval(*asked, confidence=level) for level in sorted([one, other])
    )

    assert sure.low <= unsure.low
    assert unsure.high <= sure.high


@settings(max_examples=50)
@given(people, people)
def test_the_other_group_first_gives_the_difference_with_the_other_sign(one, other):
    low, high = evidence.newcombe_interval(*one, *other)

    assert_allclose(evidence.newcombe_interval(*other, *one), (-high, -low), atol=1e-12)
    assert -1 - 1e-12 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1 + 1e-12


@settings(deadline=None, max_examples=50)  # scipy is loaded on the way
@given(measured, st.integers(-100, 100), st.integers(1, 60))
def test_a_mean_follows_the_unit_it_is_measured_in(values, shift, scale):
    low, high = evidence.mean_interval(values)

    moved = evidence.mean_interval([shift + scale * value for value in values])
    assert_allclose(moved, (shift + scale * low, shift + scale * high), rtol=1e-9, atol=1e-7)
    assert low < np.mean(values) < high


@settings(max_examples=50)
@given(people, share, direction)
def test_a_verdict_is_conclusive_only_when_the_whole_interval_is_on_one_side(asked, demanded, way):
    found = verdict(*asked, threshold=demanded, direction=way)

    inside = found.low < demanded < found.high
    assert (found.outcome is INCONCLUSIVE) == inside
    better = found.estimate > demanded if way == "at_least" else found.estimate < demanded
    assert found.outcome is INCONCLUSIVE or (found.outcome is MET) == better


@settings(max_examples=50)
@given(people, share, share, direction)
def test_what_meets_a_demand_meets_every_easier_one(asked, one, other, way):
    hard, easy = sorted([one, other], reverse=way == "at_least")
    order = [NOT_MET, INCONCLUSIVE, MET]

    harder = verdict(*asked, threshold=hard, direction=way).outcome

    easier = verdict(*asked, threshold=easy, direction=way).outcome
    assert order.index(easier) >= order.index(harder)


@settings(max_examples=50)
@given(people, share, direction, confidence, confidence)
def test_to_demand_more_certainty_never_makes_a_verdict(asked, demanded, way, one, other):
    unsure, sure = sorted([one, other])
    found = verdict(*asked, threshold=demanded, direction=way, confidence=sure).outcome

    assume(found is not INCONCLUSIVE)
    assert verdict(*asked, threshold=demanded, direction=way, confidence=unsure).outcome is found


@settings(deadline=None, max_examples=30)
@given(share, share, st.sampled_from([0, 1, 2, 5, 11]))
@example(0.5, 0.9, 0)  # eight people would do, ten would not
def test_with_so_many_people_or_more_the_truth_comes_out_as_often_as_promised(
    demanded, truth, more
):
    assume(abs(demanded - truth) > 0.15)
    n = evidence.sample_size_for(demanded, truth, power=0.8) + more
    right = MET if truth > demanded else NOT_MET

    chance = sum(
        math.comb(n, count) * truth**count * (1 - truth) ** (n - count)
        for count in range(n + 1)
        if verdict(count, n, threshold=demanded, direction="at_least").outcome is right
    )

    assert chance >= 0.8 - 1e-9


@settings(deadline=None, max_examples=30)
@given(share, share, st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_to_be_surer_of_being_told_takes_no_fewer_people(demanded, truth, one, other):
    assume(abs(demanded - truth) > 0.05)
    less, more = sorted([one, other])

    few = evidence.sample_size_for(demanded, truth, power=less)

    assert few <= evidence.sample_size_for(demanded, truth, power=more)
    assert few == evidence.sample_size_for(1 - demanded, 1 - truth, power=less)
