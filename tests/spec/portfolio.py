"""Choosing within a budget, by hand: few enough to try every way."""

import numpy as np

from stafett.calc.portfolio import Problem, by_worth_per_krone, in_order, select
from tests.spec.worked import Worked


def _three(values, costs, **more):
    return Problem(values=values, costs=[[cost] for cost in costs], budgets=[4], **more)


def _over_futures(objective, first, second):
    values, costs = [first, second], [2, 2, 2]
    found = select(
        Problem(values=values, costs=[[cost] for cost in costs], budgets=[2], objective=objective)
    )
    return [found.objective, int(np.argmax(found.chosen))]


EXAMPLES = [
    Worked(
        title="The best for each krone first is not always the best plan",
        columns=("candidate", "worth", "cost"),
        given=((0, 5, 3), (1, 3, 2), (2, 3, 2)),
        call=lambda names, values, costs: [
            in_order(
                _three(values, costs), by_worth_per_krone(_three(values, costs))
            ).objective,
            select(_three(values, costs)).objective,
        ],
        answer=(5.0, 6.0),
        by_hand="""
            The budget is 4. Worth per krone: 5 / 3 = 1.67, 3 / 2 = 1.5 and 1.5. The first fits and
            leaves 1, for which there is nothing: 5.
            Every way: 0 alone 5; 1 alone 3; 0 and 1 cost 5, too much; 1 and 2 cost 4 and bring 6.
        """,
    ),
    Worked(
        title="Taken in part",
        columns=("candidate", "worth", "cost"),
        given=((0, 5, 3), (1, 3, 2), (2, 3, 2)),
        call=lambda names, values, costs: [
            select(_three(values, costs, partial=[1])).objective,
            *select(_three(values, costs, partial=[1])).chosen,
            select(_three(values, costs, partial={1: 0.6})).objective,
        ],
        answer=(6.5, 1.0, 0.5, 0.0, 6.0),
        by_hand="""
            0 whole costs 3, and half of 1 costs the last krone: 5 + 1.5 = 6.5.
            If less than 60 % of 1 is of no use, half of it cannot be taken: 1 and 2 whole, 6.
        """,
    ),
    Worked(
        title="What a candidate that is left out would cost the plan, and what lets it in",
        columns=("candidate", "worth", "cost"),
        given=((0, 5, 3), (1, 3, 2), (2, 3, 2)),
        call=lambda names, values, costs: [
            select(_three(values, costs)).why_not(0).price,
            *select(_three(values, costs)).why_not(0).displaced,
            select(_three(values, costs)).why_not(0).changes[0].value,
        ],
        answer=(1.0, 1.0, 2.0, 1.0),
        by_hand="""
            With 0 in, the best plan is 0 alone, for 5: 1 less than 6. It displaces 1 and 2.
            Worth 1 more, 6, it is as good as the two together.
        """,
    ),
    Worked(
        title="The next krone in the budget",
        columns=("candidate", "worth", "cost"),
        given=((0, 5, 3), (1, 3, 2), (2, 3, 2)),
        call=lambda names, values, costs: [
            *select(_three(values, costs)).worth_of_more(1),
            *(point.selection.objective for point in
              select(_three(values, costs)).frontier([0.5, 1, 1.25, 1.75])),
        ],
        answer=(2.0, 3.0, 6.0, 8.0, 11.0),
        by_hand="""
            With 5 there is room for 0 and 1, 8: 2 more than 6.
            Budgets of 2, 4, 5 and 7: 3; 6; 8; and all three, 11.
        """,
    ),
    Worked(
        title="Two futures: the best mean, the best of the worst, the least regret",
        columns=("candidate", "first future", "second future"),
        given=((0, 12, 0), (1, 6, 4), (2, 1, 5)),
        call=lambda names, first, second: [
            number
            for objective in ("mean", "worst", "regret")
            for number in _over_futures(objective, first, second)
        ],
        answer=(6.0, 0.0, 4.0, 1.0, 5.0, 0.0),
        by_hand="""
            There is money for one. Mean: 0 brings (12 + 0) / 2 = 6, 1 brings 5, 2 brings 3.
            Worst: 0, 4 and 1; the best of them is 4, of 1.
            Regret: the best of the first future is 12, of the second 5. 0 falls short by 0 and 5,
            so at most 5; 1 by 6 and 1, at most 6; 2 by 11 and 0. The least is 5, of 0.
        """,
    ),
]  # fmt: skip
