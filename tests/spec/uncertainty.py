"""What comes of many uncertain estimates together, by hand.

Draws differ a little from one seed to the next, so these are rounded to what does not.
"""

import numpy as np

from stafett.calc import uncertainty
from tests.spec.worked import Worked


def _drawn(low, likely, high, correlation=0.0, shape="uniform", **more):
    estimates = list(zip(low, likely, high, strict=True))
    return uncertainty.simulate(
        estimates,
        draws=200_000,
        rng=np.random.default_rng(7),
        correlation=correlation,
        shape=shape,
        **more,
    )


EXAMPLES = [
    Worked(
        title="One estimate between two amounts, all as likely",
        columns=("low", "likely", "high"),
        given=((0, 50, 100),),
        call=lambda *columns: uncertainty.quantiles(_drawn(*columns)),
        answer=(10.0, 50.0, 90.0),
        decimals=0,
        by_hand="""
            One in ten lies below 10, half below 50, nine in ten below 90: P10, P50 and P90.
        """,
    ),
    Worked(
        title="Leaving out that items vary together understates the spread",
        columns=("low", "likely", "high"),
        given=((0, 52.5, 105), (0, 52.5, 105), (0, 52.5, 105), (0, 52.5, 105)),
        call=lambda *columns: [
            _drawn(*columns, correlation=together).std() for together in (0.0, 0.3, 1.0)
        ],
        answer=(61.0, 83.0, 121.0),
        decimals=0,
        by_hand="""
            The deviation of one is 105 / square root of 12 = 30.31; its square is 918.75.
            Each for itself: 4 x 918.75 = 3,675, whose root is 61.
            Correlation 0.3: the amounts vary together by 0.288 in each of 12 pairs, so
            918.75 x (4 + 12 x 0.288) = 6,850, whose root is 83.
            All at the same chance: four times one of them, 4 x 30.31 = 121.
            Taken each for itself, the plan looks half as uncertain as when all hangs together.
        """,
    ),
    Worked(
        title="The chance that benefits exceed costs",
        columns=("low", "likely", "high"),
        given=((0, 50, 100), (-40, -40, -40)),
        call=lambda *columns: [100 * uncertainty.probability_above(_drawn(*columns))],
        answer=(60.0,),
        decimals=0,
        by_hand="The benefit, anywhere between 0 and 100, exceeds the cost of 40 six times in ten.",
    ),
    Worked(
        title="A cost that comes one time in five",
        columns=("low", "likely", "high"),
        given=((-100, -100, -100),),
        call=lambda *columns: [
            _drawn(*columns, shape="fixed", occurs=0.2).mean(),
            *uncertainty.quantiles(_drawn(*columns, shape="fixed", occurs=0.2)),
        ],
        answer=(-20.0, -100.0, 0.0, 0.0),
        decimals=0,
        by_hand="""
            On average 0.2 x -100 = -20. P10 is -100, for it comes more often than one time in
            ten; P50 and P90 are 0.
        """,
    ),
    Worked(
        title="What was drawn is spread over the years and discounted",
        columns=("low", "likely", "high"),
        given=((0, 50, 100),),
        call=lambda *columns: uncertainty.quantiles(_drawn(*columns, flows=[[0, 1, 1]], rate=0.04)),
        answer=(19.0, 94.0, 170.0),
        decimals=0,
        by_hand="""
            The same amount in year 1 and year 2: 1 / 1.04 + 1 / 1.04 / 1.04 = 1.886 times as much
            today. 10, 50 and 90 become 18.9, 94.3 and 169.7.
        """,
    ),
    Worked(
        title="Which item moves the whole the most",
        columns=("low", "likely", "high"),
        given=((0, 50, 100), (-40, -20, 0)),
        call=lambda *columns: [
            side
            for sides in zip(
                *uncertainty.tornado(list(zip(*columns, strict=True)), shape="uniform")[1:3],
                strict=True,
            )
            for side in sides
        ],
        answer=(-10.0, 70.0, 14.0, 46.0),
        decimals=1,
        by_hand="""
            Means: 50 - 20 = 30. The benefit from P10 to P90, 10 to 90, with the cost at -20: -10
            to 70. The cost from -36 to -4, with the benefit at 50: 14 to 46.
            The benefit swings 80, the cost 32: ask about the benefit first.
        """,
    ),
]
