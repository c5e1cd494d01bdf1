from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.calc import regret
from tests.longhand import regret as longhand

number = st.integers(-100, 100)
table = st.integers(1, 5).flatmap(
    lambda futures: st.lists(
        st.lists(number, min_size=futures, max_size=futures), min_size=1, max_size=6
    )
)


@settings(max_examples=50)
@given(table)
def test_regrets_and_worst_cases_agree(values):
    least, best = regret.minimax_regret(values), regret.maximin(values)

    assert least.scores.tolist() == longhand.largest_regrets(values)
    assert least.scores[least.option] == min(longhand.largest_regrets(values))
    assert best.scores.tolist() == longhand.worst(values)
    assert best.scores[best.option] == max(longhand.worst(values))


@settings(max_examples=50)
@given(st.lists(number, min_size=1, max_size=6), number)
def test_when_something_is_worth_doing_agrees(effects, threshold):
    assert regret.option_class(effects, threshold) == longhand.option_class(effects, threshold)
