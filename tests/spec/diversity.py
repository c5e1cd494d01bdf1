"""How mixed a group is, by hand."""

import math

from stafett.calc import diversity
from tests.spec.worked import Worked

EXAMPLES = [
    Worked(
        title="How mixed two workshops are",
        columns=("kind", "first workshop", "second workshop"),
        given=(("employees", 6, 4), ("citizens", 3, 4), ("firms", 1, 4)),
        call=lambda kinds, first, second: [
            diversity.blau(first),
            diversity.blau(second),
            math.exp(diversity.shannon(first)),
            math.exp(diversity.shannon(second)),
        ],
        answer=(0.54, 0.667, 2.455, 3.0),
        decimals=3,
        by_hand="""
            First: shares 0.6, 0.3 and 0.1. 1 - (0.36 + 0.09 + 0.01) = 0.54: of two drawn, 54 in a
            hundred pairs are of different kinds. Second: 1 - 3 / 9 = 0.667, the most three kinds
            can reach.
            Shannon, first: 0.6 x 0.5108 + 0.3 x 1.2040 + 0.1 x 2.3026 = 0.8979, and e to that is
            2.455: as mixed as two and a half equally large kinds. Second: three.
        """,
    ),
]
