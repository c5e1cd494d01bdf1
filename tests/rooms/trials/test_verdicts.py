"""Every number a form lets through has a sentence, and it says what ``calc`` says."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stafett.calc import evidence
from stafett.trials import queries
from stafett.trials.models import Result, Trial


@pytest.fixture(autouse=True)
def _read_in_english():
    with translation.override("en"):
        yield


HUNDREDTHS = st.integers(1, 9999).map(lambda cents: Decimal(cents) / 100)
SHARES = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)
DIRECTIONS = st.sampled_from(["at_least", "at_most"])
COUNTS = st.integers(1, 1_000_000)
AMOUNTS = st.decimals(-9_999_999_999, 9_999_999_999, places=2)
MEASURED = st.one_of(
    st.floats(-1e12, 1e12, exclude_min=True, exclude_max=True, allow_nan=False),
    st.integers(-100, 100).map(float),
)

# How many people it takes is worked out in a third of a second at the worst.
UNHURRIED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def a_trial(threshold, *, prediction=80, direction="at_least", replaces=None, **more):
    told = {"unit_kind": "share", "planned_n": 20, "replaces_id": replaces} | more
    return Trial(
        threshold=Decimal(threshold), prediction=Decimal(prediction), direction=direction, **told
    )


def of(n, successes):
    return Result(n=n, successes=successes)


def each(*values):
    return Result(n=len(values), values=list(values))


@UNHURRIED
@given(HUNDREDTHS, SHARES, DIRECTIONS, COUNTS, st.floats(0, 1))
@example(Decimal("0.01"), Decimal(0), "at_least", 1_000_000, 0.0)
@example(Decimal("99.99"), Decimal(100), "at_most", 1, 1.0)
@example(Decimal(50), Decimal("50.5"), "at_least", 1, 0.5)
def test_every_share_has_a_sentence(threshold, prediction, direction, n, share):
    trial = a_trial(threshold, prediction=prediction, direction=direction, planned_n=n)
    successes = int(n * share)

    told = queries.told(trial, of(n, successes))

    expected = evidence.verdict(successes, n, threshold=float(threshold) / 100, direction=direction)
    assert told.outcome == expected.outcome
    assert all([told.sentence, told.span, told.word, queries.advice(trial)])


@UNHURRIED
@given(AMOUNTS, DIRECTIONS, st.lists(MEASURED, min_size=2, max_size=40))
@example(Decimal("0.00"), "at_least", [1e12 - 1, 1e12 - 1])
@example(Decimal("-5.25"), "at_most", [-0.0, 0.0])
@example(Decimal("0.01"), "at_least", [5e-324, 0.0])
@example(Decimal(1), "at_least", [1e11, 1e11 + 0.0001])
def test_every_row_of_numbers_has_a_sentence(threshold, direction, values):
    trial = a_trial(threshold, direction=direction, unit_kind="value", unit="minutter")

    told = queries.told(trial, each(*values))

    assert all([told.sentence, queries.noted(trial, each(*values)).counted])
    if len(set(values)) == 1:
        assert told.mark == "inconclusive"
    else:
        expected = evidence.verdict(values=values, threshold=float(threshold), direction=direction)
        assert told.outcome == expected.outcome


@pytest.mark.parametrize(
    ("result", "trial", "sentence", "mark"),
    [
        (of(5, 4), a_trial(50), "4 of 5, the demand was at least 50 %: "
         "too few to say anything for certain", "inconclusive"),
        (of(10, 9), a_trial(70), "9 of 10, the demand was at least 70 %: "
         "too few to say anything for certain", "inconclusive"),
        (of(10, 10), a_trial(70), "10 of 10, the demand was at least 70 %: met", "met"),
        (of(1000, 500), a_trial(50), "500 of 1 000, the demand was at least 50 %: "
         "too close to the demand to say anything for certain", "inconclusive"),
        (of(20, 2), a_trial("66.5"), "2 of 20, the demand was at least 66.5 %: not met",
         "not_met"),
        (of(10, 10), a_trial(70, replaces=1), "10 of 10, the demand was at least 70 %: met, "
         "but the plan was changed on the way", "suggests"),
        (of(10, 9), a_trial(70, replaces=1), "9 of 10, the demand was at least 70 %: "
         "too few to say anything for certain", "inconclusive"),
        (each(10, 10, 10), a_trial(15, direction="at_most", unit_kind="value", unit="min"),
         "10.0 min on average, n = 3, the demand was at most 15 min: all the numbers are alike, "
         "so nobody can say how much is chance", "inconclusive"),
        (each(0.021, 0.025, 0.023), a_trial("0.05", direction="at_most", unit_kind="value",
                                            unit="km"),
         "0.0230 km on average, n = 3, the demand was at most 0.05 km: met", "met"),
    ],
)  # fmt: skip
def test_one_plain_sentence(result, trial, sentence, mark):
    told = queries.told(trial, result)

    assert told.sentence.replace("\u202f", " ").replace("\xa0", " ") == sentence
    assert told.mark == mark


@pytest.mark.parametrize(
    ("trial", "says", "does_not_say"),
    [
        (
            a_trial(50, planned_n=5),
            ["you have to count 19", "You plan for 5.", "too few"],
            "missed",
        ),
        (a_trial(50, planned_n=19), ["you have to count 19"], "too few"),
        (a_trial(50, prediction=20), ["expect the demand to be missed"], "no number"),
        (a_trial(50, prediction=50), ["no number of people can tell"], "You plan"),
        (a_trial(50, prediction="50.4"), ["no number of people can tell"], "You plan"),
        (a_trial(50, direction="at_most", prediction=20), ["you have to count"], "missed"),
        (a_trial(9, unit_kind="value", planned_n=7), ["seldom enough", "You plan for 7."], "80"),
    ],
)
def test_the_plan_says_how_many_it_takes(trial, says, does_not_say):
    advice = queries.advice(trial)

    assert all(part in advice for part in says)
    assert does_not_say not in advice


def test_the_interval_stands_beside_the_verdict():
    told = queries.told(a_trial(50), of(5, 4))
    assert told.span == "The truth most likely lies between 38 and 96 %."
    minutes = a_trial(15, direction="at_most", unit_kind="value", unit="min")
    told = queries.told(minutes, each(12, 15, 11, 14, 13))
    assert told.span == "The truth most likely lies between 11.0 and 15.0 min."


def test_fewer_than_five_are_not_shown_one_by_one_R41():
    minutes = a_trial(15, direction="at_most", unit_kind="value", unit="min")

    few, enough = each(8.5, 9, 10, 7), each(8.5, 9, 10, 7, 12.25)

    assert queries.noted(minutes, few).values == []
    assert queries.noted(minutes, few).hides_values
    assert queries.noted(minutes, enough).values == ["8.5", "9", "10", "7", "12.25"]
    assert not queries.noted(minutes, enough).hides_values
