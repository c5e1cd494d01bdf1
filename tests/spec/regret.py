"""Choosing when nobody knows which future comes, by hand."""

from stafett.calc import regret
from tests.spec.worked import Worked


def _classes(threshold, *futures):
    order = list(regret.OptionClass)
    return [order.index(regret.option_class(one, threshold)) for one in zip(*futures, strict=True)]


EXAMPLES = [
    Worked(
        title="The least one can regret, and the best of the worst",
        columns=("plan", "more elderly", "as today"),
        given=(("A", 100, 0), ("B", 60, 50), ("C", 55, 52)),
        call=lambda plans, first, second: [
            *regret.minimax_regret(list(zip(first, second, strict=True))).scores,
            *regret.maximin(list(zip(first, second, strict=True))).scores,
        ],
        answer=(52.0, 40.0, 45.0, 0.0, 50.0, 52.0),
        by_hand="""
            The best is 100 with more elderly and 52 as today. Regret: A 0 and 52, so at most 52.
            B 40 and 2, at most 40. C 45 and 0, at most 45. The least is B's.
            The worst of each: A 0, B 50, C 52. The best of those is C's.
            The two ways can point at different plans; both are shown.
        """,
    ),
    Worked(
        title="When something is worth doing: 0 in every future, 1 most, 2 few, 3 none",
        columns=("what", "first", "second", "third", "fourth"),
        given=(
            ("common registry", 5, 8, 3, 9),
            ("own vehicles", 5, 8, 3, -1),
            ("night team", 5, 8, -2, -1),
            ("new building", -5, -8, -2, -1),
        ),
        call=lambda names, *futures: _classes(0, *futures),
        answer=(0.0, 1.0, 2.0, 3.0),
        by_hand="""
            Registry: above 0 in 4 of 4, so begin. Vehicles: 3 of 4, so begin and be ready to stop.
            Night team: 2 of 4, which is not more than half, so be ready to begin.
            Building: 0 of 4, so leave it.
        """,
    ),
]
