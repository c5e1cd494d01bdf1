"""Whether a series has changed, by hand."""

from stafett.calc.behaviour import process_limits, signals
from tests.spec.worked import Worked


def _limits(values):
    limits = process_limits(values)
    return limits.mean, limits.moving_range, limits.low, limits.high, limits.range_limit


def _marked(values, baseline):
    found = signals(values, process_limits(values, baseline=baseline))
    return found.outside.sum(), found.eight.sum()


EXAMPLES = [
    Worked(
        title="What a process does by itself",
        columns=("month", "complaints"),
        given=((1, 10), (2, 14), (3, 12), (4, 13), (5, 11)),
        call=lambda months, complaints: _limits(complaints),
        answer=(12.0, 2.25, 6.015, 17.985, 7.353),
        decimals=3,
        by_hand="""
            The mean is 60 / 5 = 12. From month to month it moves 4, 2, 1 and 2: 9 / 4 = 2.25.
            Limits: 12 - 2.66 x 2.25 = 6.015 and 12 + 2.66 x 2.25 = 17.985.
            From one month to the next at most 3.268 x 2.25 = 7.353.
            A month with 16 complaints says nothing; one with 18 does.
        """,
    ),
    Worked(
        title="Something happened: one month far out, or eight on the same side",
        columns=("month", "complaints"),
        given=tuple(enumerate((10, 12, 10, 12, 10, 12, 20, *[10] * 8), start=1)),
        call=lambda months, complaints: _marked(complaints, baseline=6),
        answer=(1.0, 8.0),
        decimals=0,
        by_hand="""
            The first six months: mean 11, moving 2 each time, limits 11 - 5.32 = 5.68 and 16.32.
            20 lies above 16.32: one month is marked, and somebody should know what happened.
            The last eight lie below 11, each well within the limits: together they are marked,
            for eight in a row on one side seldom come by themselves.
        """,
    ),
]
