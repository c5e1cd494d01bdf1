"""What is held back so that nobody can be worked out, by hand."""

from stafett.calc import disclosure
from tests.spec.worked import Worked

EXAMPLES = [
    Worked(
        title="One small cell takes another with it",
        columns=("sector", "municipalities"),
        given=(("health", 3), ("school", 9), ("technical", 20)),
        call=lambda names, behind: disclosure.suppress(behind),
        answer=(0, 0, 1, 1),
        by_hand="""
            3 is fewer than five, so health is held back. The total of 32 less 9 and 20 would
            tell it, so school, the smallest of the others, is held back too. Technical and the
            total are shown: what can be worked out is health and school together, 12 of them.
        """,
    ),
    Worked(
        title="Several small cells protect each other",
        columns=("sector", "municipalities"),
        given=(("health", 3), ("school", 3), ("technical", 20)),
        call=lambda names, behind: disclosure.suppress(behind),
        answer=(0, 0, 1, 1),
        by_hand="""
            Two are fewer than five. The total of 26 less 20 tells of both together, and
            they are 6: that is enough, and nothing more is held back.
        """,
    ),
    Worked(
        title="All but one is the one",
        columns=("municipality", "in the first figure", "in the second figure"),
        given=tuple((name, 1, int(name != "g")) for name in "abcdefg"),
        call=lambda names, first, second: [
            disclosure.differencing_safe([first], second, minimum=5),
            disclosure.differencing_safe([[*first[:5], 0, 0]], [0, 0, *first[2:]], minimum=4),
        ],
        answer=(0, 1),
        by_hand="""
            Seven less six of them is one: the second figure cannot be shown beside the first.
            Five and another five, three of them the same: the difference tells of the two in one
            and the two in the other, four in all, where four are enough.
        """,
    ),
    Worked(
        title="How many look alike",
        columns=("unit", "age"),
        given=(("north", 30), ("north", 30), ("north", 50), ("south", 50), ("north", 50)),
        call=lambda units, ages: [
            disclosure.k_anonymity(
                [{"unit": unit, "age": age} for unit, age in zip(units, ages, strict=True)], keys
            )
            for keys in (["unit", "age"], ["age"])
        ],
        answer=(1, 2),
        by_hand="""
            One person is 50 and in the south, so somebody who knows unit and age knows who it is.
            By age alone the smallest group is the two who are 30.
        """,
    ),
]
