"""What a few people can tell, by hand."""

from stafett.calc import evidence
from stafett.calc.evidence import MET, verdict
from tests.spec.worked import Worked


def low_and_met(successes, people, demanded):
    """Return the low end of each interval, and then 1 for each demand that is met."""
    found = [
        verdict(x, n, threshold=threshold, direction="at_least")
        for x, n, threshold in zip(successes, people, demanded, strict=True)
    ]
    return [one.low for one in found] + [one.outcome is MET for one in found]


EXAMPLES = [
    Worked(
        title="Four of five: what may stand behind it",
        columns=("succeeded", "people"),
        given=((4, 5),),
        call=lambda successes, people: evidence.wilson_interval(successes[0], people[0]),
        answer=(0.376, 0.964),
        decimals=3,
        by_hand="""
            z is 1.96 for 95 % confidence, z² = 3.8415. The share is 4 / 5 = 0.8.
            Middle: (0.8 + 3.8415 / 10) / (1 + 3.8415 / 5) = 1.18415 / 1.7683 = 0.6697.
            Half the width: 1.96 x square root of (0.8 x 0.2 / 5 + 3.8415 / 100) / 1.7683
            = 1.96 x 0.26536 / 1.7683 = 0.2941.
            From 0.6697 - 0.2941 = 0.376 to 0.6697 + 0.2941 = 0.964.
        """,
    ),
    Worked(
        title="Too few to tell: 4 of 5, 9 of 10 and 10 of 10",
        columns=("succeeded", "people", "demanded"),
        given=((4, 5, 0.5), (9, 10, 0.7), (10, 10, 0.7)),
        call=low_and_met,
        answer=(0.376, 0.596, 0.722, 0.0, 0.0, 1.0),
        decimals=3,
        by_hand="""
            A demand is met only when the whole interval lies above it.
            4 of 5: the interval begins at 0.376, below the demand of 50 %. Inconclusive.
            9 of 10: (0.9 + 0.19207) / 1.38415 = 0.7890, half the width
            1.96 x square root of (0.009 + 0.0096037) / 1.38415 = 0.1931. It begins at 0.596,
            below 70 %. Inconclusive, though nine of ten sounds like much.
            10 of 10: it begins at 10 / (10 + 3.8415) = 0.722, above 70 %. Met.
        """,
    ),
    Worked(
        title="Two groups: where the difference may lie",
        columns=("group", "succeeded", "people"),
        given=(("new", 56, 70), ("old", 48, 80)),
        call=lambda groups, successes, people: evidence.newcombe_interval(
            successes[0], people[0], successes[1], people[1]
        ),
        answer=(0.052, 0.334),
        decimals=3,
        by_hand="""
            New: 0.8, Wilson interval 0.6918 to 0.8770. Old: 0.6, interval 0.4905 to 0.7004.
            The difference is 0.2.
            Down: square root of (0.8 - 0.6918)² + (0.7004 - 0.6)² = 0.1476. 0.2 - 0.1476 = 0.052.
            Up: square root of (0.8770 - 0.8)² + (0.6 - 0.4905)² = 0.1339. 0.2 + 0.1339 = 0.334.
            The whole interval lies above 0: the new way did better.
        """,
    ),
    Worked(
        title="A mean of five measurements",
        columns=("minutes",),
        given=((12,), (15,), (11,), (14,), (13,)),
        call=evidence.mean_interval,
        answer=(11.04, 14.96),
        by_hand="""
            The mean is 65 / 5 = 13. The distances from it, squared: 1 + 4 + 4 + 1 + 0 = 10.
            Standard deviation: square root of 10 / 4 = 1.5811.
            t for 4 degrees of freedom and 95 % is 2.7764 (a table).
            2.7764 x 1.5811 / square root of 5 = 1.96. From 13 - 1.96 to 13 + 1.96.
        """,
    ),
    Worked(
        title="How many people it takes when nearly all are expected to succeed",
        columns=("demanded", "expected"),
        given=((0.5, 0.9),),
        call=lambda demanded, expected: [evidence.sample_size_for(demanded[0], expected[0])],
        answer=(11.0,),
        decimals=0,
        by_hand="""
            The interval clears 50 % when more than n / 2 + 1.96 x square root of n / 4 succeed.
            If 9 of 10 really do, the chance of so many is
            8 people: more than 6.77, so 7 or 8: 81 %. Enough by luck of whole numbers, for with
            9 people: more than 7.44, so 8 or 9: 77 %.
            10 people: more than 8.10, so 9 or 10: 74 %.
            11 people: more than 8.75, so 9, 10 or 11: 91 %. From here on always above 80 %.
        """,
    ),
]
