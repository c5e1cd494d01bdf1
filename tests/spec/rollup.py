"""Adding up without counting anything twice, by hand."""

from stafett.calc import rollup
from tests.spec.worked import Worked


def _excess(hours, baseline):
    cell = ("visits", "north", 2026)
    (found,) = rollup.capacity_ceiling([(cell, claim) for claim in hours], {cell: baseline})
    return found.claimed, found.claimed - found.measured


EXAMPLES = [
    Worked(
        title="Only end benefits are added",
        columns=("benefit", "NOK", "leads to"),
        given=(
            ("fewer phone calls", 100_000, "less overtime"),
            ("less overtime", 80_000, "a budget in balance"),
            ("fewer complaints", 30_000, "a budget in balance"),
        ),
        call=lambda names, values, leads_to: [
            rollup.sum_end_benefits(
                dict(zip(names, values, strict=True)), list(zip(names, leads_to, strict=True))
            ),
            sum(values),
        ],
        answer=(110_000.0, 210_000.0),
        by_hand="""
            Fewer phone calls is how overtime falls: its worth is already in the 80,000.
            80,000 + 30,000 = 110,000. The objective has no value of its own, so what leads there
            is an end. Adding everything would give 210,000.
        """,
    ),
    Worked(
        title="Percentages with different bases",
        columns=("municipality", "measured", "in all"),
        given=(("small", 1, 10), ("large", 90, 100)),
        call=lambda names, measured, total: [
            100 * rollup.coverage(measured, total),
            sum(100 * part / whole for part, whole in zip(measured, total, strict=True)) / 2,
        ],
        answer=(82.7, 50.0),
        decimals=1,
        by_hand="""
            1 of 10 and 90 of 100 are 91 of 110: 82.7 %.
            The average of 10 % and 90 % is 50 %, and is the share of nothing.
        """,
    ),
    Worked(
        title="Realised of planned, over the same periods",
        columns=("year", "planned", "measured"),
        given=((2025, 100, 60), (2026, 100, 90), (2027, 100, "not yet")),
        call=lambda years, planned, measured: [
            100
            * rollup.realisation_rate(
                {
                    year: hours
                    for year, hours in zip(years, measured, strict=True)
                    if hours != "not yet"
                },
                dict(zip(years, planned, strict=True)),
            )
        ],
        answer=(75.0,),
        by_hand="""
            Two years are measured: (60 + 90) / (100 + 100) = 75 %, for 2 of 3 years.
            150 of 300 would be 50 %, as if the third year had brought nothing.
        """,
    ),
    Worked(
        title="More hours saved than were ever spent",
        columns=("initiative", "hours claimed"),
        given=(("route planning", 300), ("digital visits", 250)),
        call=lambda names, hours: _excess(hours, baseline=500),
        answer=(550.0, 50.0),
        by_hand="""
            Both claim hours of home visits in the north in 2026, where 500 were spent.
            300 + 250 = 550: 50 too many. Each by itself would have passed.
        """,
    ),
]
