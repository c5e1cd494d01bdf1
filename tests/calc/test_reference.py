import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import betaincinv, ndtr, ndtri

from stafett.calc import reference
from stafett.calc.errors import CalcError
from stafett.calc.reference import TooFew

FIVE = [0.5, 0.6, 0.7, 0.8, 0.9]
OTHERS = [[0.8, 0.9, 0.7], [0.5, 0.6], [0.9, 0.8], [0.6, 0.5, 0.7], [0.7, 0.8]]
PANEL = [[10, 11, 9, 8], [20, 21, 22, 20], [5, 6, 7, 8], [7, 8, 9, 10]]

# What is reached of a plan when plans are too hopeful, of a standard normal: means are below 1.
OPTIMISM = {
    "most fall short a little": lambda z: 0.7 * np.exp(0.3 * z),
    "a long tail": lambda z: 0.6 * np.exp(0.6 * z),
    "never above the plan": lambda z: betaincinv(4, 2, ndtr(z)),
    "some come to nothing": lambda z: np.where(
        ndtr(z) < 0.15, 0, 0.8 * np.exp(0.3 * ndtri(np.maximum((ndtr(z) - 0.15) / 0.85, 1e-9)))
    ),
}

ratio = st.floats(0, 3)
ratios = st.lists(ratio, min_size=5, max_size=12)


@pytest.mark.parametrize("shape", OPTIMISM)
@pytest.mark.parametrize("contributors", [5, 9, 25])
def test_eight_in_ten_outcomes_lie_within_and_the_forecast_beats_the_plan(shape, contributors):
    rng = np.random.default_rng(11)
    within, ours, theirs = [], [], []
    for planned in rng.uniform(100, 2_000, 1_000):
        reached = OPTIMISM[shape](rng.standard_normal(contributors + 1))
        outcome = planned * reached[-1]
        found = reference.forecast(planned, reached[:-1])
        within.append(found.p10 <= outcome <= found.p90)
        ours.append(abs(found.p50 - outcome))
        theirs.append(abs(planned - outcome))

    assert 0.75 <= np.mean(within) <= 0.85
    assert np.mean(ours) < np.mean(theirs)


# How many plans each has, and how alike those of one are: the correlation of what they come to.
SEVERAL = {
    "four, hardly alike": ((4, 4), 0.2),
    "four, half alike": ((4, 4), 0.5),
    "four, much alike": ((4, 4), 0.8),
    "one to eight": ((1, 8), 0.5),
}


OUTCOMES = 25


def of_several(rng, shape, contributors, sizes, correlation):
    """Return what each contributor's plans came to, whose they were, and what others' came to."""
    each = np.append(rng.integers(sizes[0], sizes[1] + 1, contributors), np.ones(OUTCOMES, int))
    whose = np.repeat(np.arange(len(each)), each)
    theirs, own = rng.standard_normal(len(each))[whose], rng.standard_normal(len(whose))
    reached = OPTIMISM[shape](math.sqrt(correlation) * theirs + math.sqrt(1 - correlation) * own)
    return reached[:-OUTCOMES], whose[:-OUTCOMES], reached[-OUTCOMES:]


@pytest.mark.parametrize("shape", OPTIMISM)
@pytest.mark.parametrize("contributors", [5, 9, 25])
@pytest.mark.parametrize("several", SEVERAL)
def test_where_each_had_several_plans_eight_in_ten_of_one_more_lie_within(
    shape, contributors, several
):
    rng = np.random.default_rng(12)
    within, ours, theirs = [], [], []
    for _ in range(500):
        reached, whose, outcomes = of_several(rng, shape, contributors, *SEVERAL[several])
        found = reference.forecast(1.0, reached, by=whose)
        within.append((found.p10 <= outcomes) & (outcomes <= found.p90))
        ours.append(np.abs(found.p50 - outcomes))
        theirs.append(np.abs(1 - outcomes))

    assert 0.75 <= np.mean(within) <= 0.85
    assert np.mean(ours) < np.mean(theirs)


def test_a_span_of_what_each_reached_on_average_would_have_been_too_narrow():
    rng = np.random.default_rng(13)
    within = []
    for _ in range(500):
        reached, whose, outcomes = of_several(rng, "most fall short a little", 9, (4, 4), 0.2)
        found = reference.forecast(1.0, np.bincount(whose, reached) / np.bincount(whose))
        within.append((found.p10 <= outcomes) & (outcomes <= found.p90))

    assert np.mean(within) < 0.7


@pytest.mark.parametrize("differ", [0.05, 0.15, 0.3])
@pytest.mark.parametrize("own_n", [0, 1, 6])
def test_a_shrunk_rate_is_caught_and_is_nearly_as_near_as_the_better_of_the_two(differ, own_n):
    rng = np.random.default_rng(4)
    caught, ours, own_only, usual_only = [], [], [], []
    for _ in range(250):
        true = 0.8 + differ * rng.standard_normal(13)
        others = [
            np.maximum(one + 0.15 * rng.standard_normal(rng.integers(1, 6)), 0) for one in true[1:]
        ]
        own = float((true[0] + 0.15 * rng.standard_normal(max(own_n, 1))).mean())
        found = reference.shrunk_rate(own, own_n, others)
        caught.append(found.low <= true[0] <= found.high)
        ours.append((found.rate - true[0]) ** 2)
        own_only.append((own - true[0]) ** 2)
        usual_only.append((found.usual - true[0]) ** 2)

    assert np.mean(caught) >= 0.9
    known = [usual_only, own_only] if own_n else [usual_only]
    assert np.mean(ours) <= min(1.4 * np.mean(one) for one in known)
    assert np.mean(ours) <= max(np.mean(one) for one in known)


def stepped(rng, *, units=24, periods=12):
    """Return a panel where all drift, some begin, and effects grow and differ between units."""
    starts = [None if rng.random() < 0.25 else int(rng.integers(4, 11)) for _ in range(units)]
    noise = rng.normal(0, 3, (units, periods))
    for period in range(1, periods):
        noise[:, period] += 0.5 * noise[:, period - 1]
    effect = np.zeros((units, periods))
    for unit, start in enumerate(starts):
        if start is not None:
            effect[unit, start:] = -4 - 0.8 * np.arange(1, periods - start + 1)
    own = rng.normal(0, 1, (units, 1)) * (effect != 0)
    level, drift = rng.normal(100, 20, (units, 1)), np.cumsum(rng.normal(0.5, 2, periods))
    return level + drift + noise + effect + own, starts, effect


def test_a_growing_effect_is_found_without_bias_and_caught_as_often_as_promised():
    rng = np.random.default_rng(21)
    check_caught([(*stepped(rng),) for _ in range(600)])


# Who began when, of how many periods: few municipalities, none left, several at once.
BEGUN = {
    "four, two of them not yet": ([4, 6, None, None], 12),
    "four, all of them": ([4, 6, 8, 10], 12),
    "four, over two years": ([6, 9, 12, 18], 24),
    "five, two and two at once": ([6, 6, 9, 9, None], 12),
    "six": ([4, 6, 8, 9, 10, None], 12),
    "eight": ([3, 6, 6, 9, 9, 12, 15, 18], 24),
}


@pytest.mark.parametrize("correlation", [0, 0.5])
@pytest.mark.parametrize("begun", BEGUN)
def test_with_few_units_the_effect_is_caught_as_often_too(begun, correlation):
    rng = np.random.default_rng(22)
    check_caught([few_stepped(rng, *BEGUN[begun], correlation) for _ in range(800)])


def few_stepped(rng, starts, periods, correlation):
    noise = rng.normal(0, 3, (len(starts), periods))
    for period in range(1, periods):
        fresh = math.sqrt(1 - correlation**2) * noise[:, period]
        noise[:, period] = correlation * noise[:, period - 1] + fresh
    effect = np.zeros((len(starts), periods))
    for unit, start in enumerate(starts):
        if start is not None:
            effect[unit, start:] = -4 - 0.8 * np.arange(1, periods - start + 1)
    level = rng.normal(100, 20, (len(starts), 1))
    return level + np.cumsum(rng.normal(0.5, 2, periods)) + noise + effect, starts, effect


def check_caught(drawn):
    """Hold the bias within 5 %, and 93 to 97 of a hundred intervals catching the effect."""
    caught, found, true = [], [], []
    for panel, starts, effect in drawn:
        begun = effect != 0
        expected = effect[begun & ((~begun).sum(axis=0) >= 2)].mean()
        got = reference.stepped_effect(panel, starts)
        caught.append(got.low <= expected <= got.high)
        found.append(got.effect)
        true.append(expected)

    assert abs(np.mean(found) / np.mean(true) - 1) <= 0.05
    # What is promised, and twice as much more as so few drawn may miss by.
    room = 2 * math.sqrt(0.95 * 0.05 / len(drawn))
    assert 0.93 - room <= np.mean(caught) <= 0.97 + room


def test_the_effect_is_told_by_how_long_it_has_been_in_use():
    found = reference.stepped_effect(PANEL, [2, 3, None, None])

    assert found.by_wait == pytest.approx([-3, -5])
    assert found.compared == 3
    assert found.low < found.effect < found.high


def test_periods_with_nobody_to_compare_with_are_left_out():
    panel = np.outer([1, 2, 3, 4], np.ones(4))
    found = reference.stepped_effect(panel, [1, 1, 2, 3])

    assert found.compared == 2
    assert found.effect == pytest.approx(0)
    assert np.isnan(found.by_wait[1:]).all()


def test_nothing_is_said_of_fewer_than_five():
    with pytest.raises(TooFew, match="Only 4 have measured this, and it takes 5") as found:
        reference.forecast(100, FIVE[:4])
    assert (found.value.n, found.value.minimum) == (4, 5)

    for too_few in (
        lambda: reference.realisation_quantiles(FIVE[:4]),
        lambda: reference.realisation_quantiles(FIVE, weights=[1, 1, 1, 1, 0]),
        lambda: reference.realisation_quantiles([]),
        lambda: reference.shrunk_rate(0.5, 1, OTHERS[:4]),
        lambda: reference.forecast(100, FIVE, minimum=8),
        lambda: reference.forecast(100, FIVE, by=[1, 2, 3, 4, 4]),
    ):
        with pytest.raises(TooFew):
            too_few()


def test_no_figure_of_a_forecast_is_a_contributors_own():
    reached = [0.31, 0.52, 0.68, 0.77, 0.94, 1.02, 1.13]

    found = reference.forecast(1.0, reached)
    several = reference.forecast(1.0, reached, by=[1, 1, 2, 2, 3, 4, 5])

    own = [*reached, (0.31 + 0.52) / 2, (0.68 + 0.77) / 2]
    assert min(abs(one - other) for one in (*found, *several) for other in own) > 1e-3


def test_one_call_serves_every_year_of_a_plan():
    found = reference.forecast([[100, 200], [300, -400]], FIVE)

    assert found.p50.shape == (2, 2)
    assert (found.p10 <= found.p50).all()
    assert (found.p50 <= found.p90).all()


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: reference.realisation_quantiles([*FIVE, None]), "ratio is missing"),
        (lambda: reference.realisation_quantiles([*FIVE, -1]), "ratio is -1"),
        (lambda: reference.realisation_quantiles([FIVE]), "in one row"),
        (lambda: reference.realisation_quantiles(FIVE, weights=[1]), "5 ratios and 1 weights"),
        (lambda: reference.realisation_quantiles(FIVE, weights=[-1] * 5), "weight is -1"),
        (lambda: reference.realisation_quantiles(FIVE, chances=[50]), "0.1 for P10"),
        (lambda: reference.forecast(None, FIVE), "plan is missing"),
        (lambda: reference.forecast(1, [*FIVE, math.inf]), "ratio is inf"),
        (lambda: reference.forecast(1, FIVE, minimum=1), "2 or more"),
        (lambda: reference.forecast(1, FIVE, by=[1, 2]), "5 ratios: say of each"),
        (lambda: reference.shrunk_rate(math.nan, 1, OTHERS), "own rate is missing"),
        (lambda: reference.shrunk_rate(0.5, -1, OTHERS), "rests on -1"),
        (lambda: reference.shrunk_rate(0.5, 1, [*OTHERS, []]), "has no ratios"),
        (lambda: reference.shrunk_rate(0.5, 1, [[0.5]] * 5), "wait for more"),
        (lambda: reference.shrunk_rate(0.5, 1, OTHERS, confidence=2), "confidence is 2"),
        (lambda: reference.stepped_effect([1, 2], [1]), "Give a table"),
        (lambda: reference.stepped_effect([[1, None]], [1]), "measured is missing"),
        (lambda: reference.stepped_effect(PANEL, [1]), "4 units and 1 starts"),
        (lambda: reference.stepped_effect(PANEL, [0, 1, None, None]), "period 0: give 1 to 3"),
        (lambda: reference.stepped_effect(PANEL, [1, 4, None, None]), "period 4"),
        (lambda: reference.stepped_effect(PANEL, [1, 2, 3, 3.5]), "period 3.5"),
        (lambda: reference.stepped_effect(PANEL, [1, None, None, None]), "compared with anybody"),
        (lambda: reference.stepped_effect(PANEL, [1, 1, 1, None]), "compared with anybody"),
        (lambda: reference.stepped_effect(PANEL, [1, 2, None, None], confidence=0), "0.95"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(ratios, st.integers(2, 5))
def test_counting_everybody_more_than_once_changes_no_quantile_that_weighs_the_same(reached, times):
    once = reference.realisation_quantiles(reached)

    heavier = reference.realisation_quantiles(reached, weights=[times] * len(reached))

    assert_allclose(once, heavier, atol=1e-12)


@settings(max_examples=50)
@given(ratios, st.floats(0.01, 100))
def test_a_forecast_follows_the_unit_and_the_others(reached, times):
    found = np.array(reference.forecast(10, reached))

    assert_allclose(reference.forecast(10 * times, reached), times * found, atol=1e-9)
    others = [times * one for one in reached]
    assert_allclose(reference.forecast(10, others), times * found, atol=1e-6, rtol=1e-6)


@settings(max_examples=50)
@given(ratios, st.data())
def test_each_has_one_voice_however_much_it_planned(reached, data):
    times = data.draw(st.lists(st.integers(1, 4), min_size=len(reached), max_size=len(reached)))
    whose = np.repeat(np.arange(len(reached)), times)

    again = reference.forecast(10, np.array(reached)[whose], by=whose)

    assert_allclose(again, reference.forecast(10, reached), atol=1e-6)


@settings(max_examples=50)
@given(ratios, st.data())
def test_it_does_not_hang_on_the_order_nor_on_what_they_are_called(reached, data):
    by = [*range(5), *data.draw(st.lists(st.integers(0, 4), min_size=7, max_size=7))]
    rows = list(zip(reached, by, strict=False))
    others = [(one, f"no. {7 - whose}") for one, whose in data.draw(st.permutations(rows))]

    once, again = (
        reference.forecast(10, [one for one, _ in told], by=[whose for _, whose in told])
        for told in (rows, others)
    )

    assert_allclose(once, again, atol=1e-6, rtol=1e-6)


@settings(max_examples=50)
@given(ratios)
def test_what_everybody_reached_is_what_is_forecast(reached):
    same = [reached[0]] * len(reached)

    assert_allclose(reference.forecast(10, same), [10 * reached[0]] * 3, atol=1e-6)


@settings(max_examples=25)
@given(st.floats(0, 2), st.integers(1, 20))
def test_a_rate_that_rests_on_more_is_drawn_less(own, own_n):
    less = reference.shrunk_rate(own, own_n, OTHERS)
    more = reference.shrunk_rate(own, own_n + 5, OTHERS)

    assert min(own, less.usual) - 1e-9 <= less.rate <= max(own, less.usual) + 1e-9
    assert 0 <= less.own_weight <= more.own_weight <= 1


@settings(max_examples=50)
@given(st.data())
def test_what_units_and_periods_do_by_themselves_is_no_effect(data):
    number = st.integers(-100, 100)
    units, periods = data.draw(st.integers(4, 7)), data.draw(st.integers(2, 6))
    level = data.draw(st.lists(number, min_size=units, max_size=units))
    drift = data.draw(st.lists(number, min_size=periods, max_size=periods))
    start = st.one_of(st.none(), st.integers(1, periods - 1))
    starts = [None, None, *data.draw(st.lists(start, min_size=units - 2, max_size=units - 2))]
    assume(sum(one is not None for one in starts) >= 2)
    added = data.draw(number)
    panel = np.add.outer(level, drift).astype(float)
    for unit, first in enumerate(starts):
        if first is not None:
            panel[unit, first:] += added

    found = reference.stepped_effect(panel, starts)

    assert_allclose((found.effect, found.low, found.high), added, atol=1e-6)
