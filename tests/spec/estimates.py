"""Three numbers instead of one, by hand."""

from stafett.calc import estimates
from tests.spec.worked import Worked


def _left_and_lifted(mitigations):
    left = estimates.optimism_bias(2.0, mitigations)
    return left, estimates.uplift(1_000_000, left)


EXAMPLES = [
    Worked(
        title="One estimate, three ways to weigh it",
        columns=("low", "likely", "high"),
        given=((2, 5, 14),),
        call=lambda low, likely, high: [
            estimates.pert(low[0], likely[0], high[0]).mean,
            estimates.weighted(low[0], likely[0], high[0]),
            estimates.triangular(low[0], likely[0], high[0]).mean,
        ],
        answer=(6.0, 6.2, 7.0),
        by_hand="""
            PERT: (2 + 4 x 5 + 14) / 6 = 6. The project template: (2 + 3 x 5 + 14) / 5 = 6.2.
            Triangle: (2 + 5 + 14) / 3 = 7. All lie above 5, for it can go more wrong than right.
        """,
    ),
    Worked(
        title="How much one estimate spreads",
        columns=("low", "likely", "high"),
        given=((2, 5, 14),),
        call=lambda low, likely, high: [
            estimates.pert(low[0], likely[0], high[0]).sd,
            estimates.triangular(low[0], likely[0], high[0]).sd,
        ],
        answer=(2.0, 2.55),
        by_hand="""
            PERT: (14 - 2) / 6 = 2.
            Triangle: the distances are 3, 9 and 12. (9 + 81 + 144) / 36 = 6.5; its square root
            is 2.55.
        """,
    ),
    Worked(
        title="Three steps after each other, and the chance to finish within 18 weeks",
        columns=("low", "likely", "high"),
        given=((2, 5, 14), (1, 4, 7), (3, 6, 9)),
        call=lambda *sides: [
            *estimates.chain(list(zip(*sides, strict=True))),
            estimates.probability_within(list(zip(*sides, strict=True)), 18),
        ],
        answer=(16.0, 2.449, 0.793),
        decimals=3,
        by_hand="""
            Means: 6 + 4 + 6 = 16. Deviations 2, 1 and 1: not 4 together, for they even out.
            Square root of (4 + 1 + 1) = 2.449.
            18 weeks lies (18 - 16) / 2.449 = 0.816 deviations above the mean. A table of the
            bell curve gives 79.3 %.
        """,
    ),
    Worked(
        title="Risks: what they cost on average, and at worst",
        columns=("probability", "NOK"),
        given=((0.5, 200_000), (0.1, 1_000_000)),
        call=lambda probabilities, impacts: [
            estimates.expected_risk(probabilities, impacts),
            estimates.exposure(impacts),
        ],
        answer=(200_000.0, 1_200_000.0),
        by_hand="""
            On average 0.5 x 200,000 + 0.1 x 1,000,000 = 200,000.
            If both strike, 1,200,000. Neither amount is what it will cost.
        """,
    ),
    Worked(
        title="Optimism: less of it when its causes are dealt with",
        columns=("share of the bias", "dealt with"),
        given=((0.3, 0.5), (0.2, 1.0)),
        call=lambda shares, done: _left_and_lifted(list(zip(shares, done, strict=True))),
        answer=(1.3, 2_300_000.0),
        by_hand="""
            Equipment and development have run over by up to 200 %.
            Dealt with: 0.3 x 0.5 + 0.2 x 1.0 = 0.35. What is left is 2.0 x 0.65 = 1.3.
            1,000,000 kroner x (1 + 1.3) = 2,300,000.
        """,
    ),
    Worked(
        title="A project that is partly of one kind and partly of another",
        columns=("share of the cost", "upper bound"),
        given=((0.75, 0.24), (0.25, 2.0)),
        call=lambda shares, uppers: [estimates.blend_bias(shares, uppers)],
        answer=(0.68,),
        by_hand="0.75 x 0.24 + 0.25 x 2.0 = 0.18 + 0.50 = 0.68.",
    ),
]
