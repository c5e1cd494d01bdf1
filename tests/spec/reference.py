"""What others reached, by hand."""

from stafett.calc import reference
from tests.spec.worked import Worked

EXAMPLES = [
    Worked(
        title="What others reached, and what each weighs",
        columns=("municipality", "reached", "planned hours"),
        given=(("A", 0.5, 100), ("B", 0.6, 100), ("C", 0.7, 100), ("D", 0.8, 100), ("E", 0.9, 600)),
        call=lambda names, reached, planned: [
            *reference.realisation_quantiles(reached),
            reference.realisation_quantiles(reached, weights=planned, chances=[0.5])[0],
        ],
        answer=(0.5, 0.7, 0.9, 0.84),
        by_hand="""
            Five of equal weight stand at 10, 30, 50, 70 and 90 %: P10 is 0.5, P50 0.7, P90 0.9.
            By planned hours they stand at 5, 15, 25, 35 and 70 %. Half lies (50 - 35) / (70 - 35)
            = 43 % of the way from 0.8 to 0.9: 0.84.
        """,
    ),
    Worked(
        title="A plan of 1,000 hours, seen by what six others reached",
        columns=("municipality", "reached"),
        given=(("A", 0.9), ("B", 0.5), ("C", 0.7), ("D", 0.8), ("E", 0.6), ("F", 0.75)),
        call=lambda names, reached: reference.forecast(1_000, reached),
        answer=(490.0, 702.0, 952.0),
        decimals=0,
        by_hand="""
            The square roots are 0.949, 0.707, 0.837, 0.894, 0.775 and 0.866. Their mean is 0.838
            and their deviation 0.0867. For six, t is 1.476: 1.476 x 0.0867 x square root of
            (1 + 1 / 6) = 0.138.
            P10: 0.700 squared = 0.490. P50: 0.838 squared = 0.702. P90: 0.976 squared = 0.952.
            So 490 to 952 hours, most likely about 702: not the 1,000 that is planned.
        """,
    ),
    Worked(
        title="Hand-overs at different times",
        columns=("unit", "first", "second", "third", "fourth", "begun in"),
        given=(
            ("A", 10, 11, 9, 8, 2),
            ("B", 20, 21, 22, 20, 3),
            ("C", 5, 6, 7, 8, "not yet"),
            ("D", 7, 8, 9, 10, "not yet"),
        ),
        call=lambda names, *columns: [
            reference.stepped_effect(
                list(zip(*columns[:4], strict=True)),
                [None if start == "not yet" else start for start in columns[4]],
            ).effect
        ],
        answer=(-3.67,),
        by_hand="""
            Everybody rises by 1 a period as long as it has not begun. So without the change A
            would be 12 and 13, and B 23.
            A is 9 and 8: -3 and -5. B is 20: -3. The mean is -11 / 3 = -3.67.
            Before against after would say -2 for A: it would not see that the others rose.
        """,
    ),
]
