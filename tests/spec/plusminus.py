"""What has no price, weighed by hand."""

from stafett.calc import plusminus
from tests.spec.worked import Worked

EXAMPLES = [
    Worked(
        title="Importance and extent become pluses and minuses",
        columns=("what", "importance", "extent"),
        given=(
            ("dignity in the last weeks", 3, 3),
            ("calmer mornings", 2, 2),
            ("a nicer screen", 1, 1),
            ("fewer talks at the counter", 2, -1),
        ),
        call=lambda _, importance, extent: [
            plusminus.consequence(*pair) for pair in zip(importance, extent, strict=True)
        ],
        answer=(4.0, 2.0, 0.0, -1.0),
        by_hand="""
            Large and much better: 3 + 3 - 2 = 4, ++++.
            Medium and better: 2 + 2 - 2 = 2, ++.
            Small and a little better: 1 + 1 - 2 = 0: it weighs nothing.
            Medium and a little worse: 2 + 1 - 2 = 1, and it is for the worse: -.
        """,
    ),
]
