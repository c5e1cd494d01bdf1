import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.calc import regret
from stafett.calc.errors import CalcError

number = st.integers(-1_000, 1_000)
table = st.integers(1, 5).flatmap(
    lambda futures: st.lists(
        st.lists(number, min_size=futures, max_size=futures), min_size=1, max_size=6
    )
)


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: regret.minimax_regret([]), "value is missing"),
        (lambda: regret.minimax_regret([1, 2]), "Give a table"),
        (lambda: regret.maximin([[1, None]]), "value is missing"),
        (lambda: regret.maximin([[1, math.inf]]), "value is inf"),
        (lambda: regret.option_class([], 0), "effect is missing"),
        (lambda: regret.option_class([[1]], 0), "in one row"),
        (lambda: regret.option_class([1], math.nan), "threshold is missing"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=50)
@given(table, number)
def test_what_all_options_gain_in_a_future_takes_no_regret_away(values, more):
    moved = [[row[0] + more, *row[1:]] for row in values]

    assert regret.minimax_regret(moved).scores.tolist() == (
        regret.minimax_regret(values).scores.tolist()
    )


@settings(max_examples=50)
@given(table)
def test_an_option_better_than_all_others_is_never_regretted(values):
    best = [max(column) for column in zip(*values, strict=True)]

    chosen = regret.minimax_regret([*values, best])

    assert chosen.scores[-1] == 0
    assert chosen.scores[chosen.option] == 0


@settings(max_examples=50)
@given(st.lists(number, min_size=1, max_size=8), number, number)
def test_a_lower_demand_never_makes_an_option_worse(effects, one, other):
    order = list(regret.OptionClass)
    low, high = sorted((one, other))

    lenient, strict = regret.option_class(effects, low), regret.option_class(effects, high)

    assert order.index(lenient) <= order.index(strict)
