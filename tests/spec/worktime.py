"""Minutes, hours and what they cost, by hand."""

from stafett.calc import worktime
from tests.spec.worked import Worked


def _value(minutes_before, minutes_after):
    hours = worktime.hours_saved(12_000, minutes_before, minutes_after)
    return worktime.capacity_value(hours, hourly_cost=500)


def _hours_and_positions(visits, before, after, adoption):
    hours = worktime.hours_saved(visits, before, after, adoption=adoption)
    return hours, worktime.full_time_equivalents(hours, hours_per_fte=1_700)


def _hourly_costs(pays, positions):
    full = worktime.full_time_pay(pays, position_share=positions)
    return (
        *worktime.hourly_cost(full, per_mille=1.2, cap=700),
        worktime.hourly_cost(full[1], hours_per_fte=1_700, overhead=0.4),
    )


EXAMPLES = [
    Worked(
        title="From minutes a visit to positions",
        columns=("visits a year", "minutes before", "minutes after", "use it"),
        given=((12_000, 22, 15, 0.6),),
        call=lambda visits, before, after, adoption: _hours_and_positions(
            visits[0], before[0], after[0], adoption[0]
        ),
        answer=(840.0, 0.49),
        by_hand="""
            12,000 visits x 7 minutes / 60 = 1,400 hours if everybody did it the new way.
            60 % do: 840 hours. Divided by the 1,700 hours of a full position: 0.49.
        """,
    ),
    Worked(
        title="The promise and the reading are priced by one formula",
        columns=("what", "minutes before", "minutes after", "use it"),
        given=(("promised", 22, 15, 1.0), ("read after a year", 22, 17, 0.6)),
        call=lambda names, before, after, adoption: worktime.value_of_change(
            before, after, each=1 / 60, times=12_000, adoption=adoption
        ),
        answer=(1_400.0, 600.0),
        by_hand="""
            Promised: 12,000 visits x 7 minutes / 60 = 1,400 hours, when everybody does it the new
            way. Read: 12,000 x 5 minutes / 60 = 1,000 hours, of which 60 % do it: 600 hours.
        """,
    ),
    Worked(
        title="Rounding before pricing changes the price",
        columns=("what is priced", "minutes before", "minutes after"),
        given=(("as measured", 22.4, 15.1), ("rounded to minutes", 22, 15)),
        call=lambda names, before, after: [
            *(_value(*pair) for pair in zip(before, after, strict=True)),
            worktime.capacity_value(0.9 * 1_700, hourly_cost=500),
        ],
        answer=(730_000.0, 700_000.0, 765_000.0),
        by_hand="""
            As measured: 12,000 x 7.3 / 60 = 1,460 hours x 500 kroner = 730,000.
            Minutes rounded first: 12,000 x 7 / 60 = 1,400 hours x 500 = 700,000.
            Positions rounded first: 1,460 / 1,700 = 0.86, called 0.9, x 1,700 x 500 = 765,000.
            So nothing is rounded before the end.
        """,
    ),
    Worked(
        title="Hours without a decided use have no price",
        columns=("use", "hours", "decided"),
        given=(("fewer agency nurses", 300, 1), ("more visits", 240, 1), ("not decided", 300, 0)),
        call=lambda uses, hours, decided: [
            sum(hours),
            worktime.capacity_value(
                sum(hour for hour, yes in zip(hours, decided, strict=True) if yes),
                hourly_cost=500,
            ),
        ],
        answer=(840.0, 270_000.0),
        by_hand="""
            840 hours are freed and shown. The use of 300 + 240 = 540 of them is decided:
            540 x 500 kroner = 270,000. The other 300 wait on a list of decisions to take, and
            are not 150,000 kroner.
        """,
    ),
    Worked(
        title="Six minutes a day for twenty people",
        columns=("minutes", "days", "people"),
        given=((6, 230, 20),),
        call=lambda minutes, days, people: [
            worktime.minutes_to_value(minutes[0], days=days[0], people=people[0], hourly_cost=500)
        ],
        answer=(230_000.0,),
        by_hand="""
            6 x 230 x 20 / 60 = 460 hours x 500 kroner = 230,000: the value of the time, if it is
            used for something. Six minutes here and there seldom are.
        """,
    ),
    Worked(
        title="What an hour costs, by the per mille rule and by hours",
        columns=("pay", "position"),
        given=((332_000, 0.8), (600_000, 1.0)),
        call=_hourly_costs,
        answer=(498.0, 700.0, 494.12),
        by_hand="""
            332,000 for 80 % is 332,000 / 0.8 = 415,000 for a full position.
            1.2 per mille of it: 498. 1.2 per mille of 600,000 is 720, over the cap of 700.
            By hours: 600,000 / 1,700 = 352.94, with 40 % on top 494.12.
        """,
    ),
]
