"""Promises and readings of the whole country: one chart among all of them, and one round.

Every municipality has read every yardstick every month. A region's initiative has twenty benefits
that seven municipalities have promised on.
"""

import json
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

from benchmarks import figures
from benchmarks.figures import Row, Timing
from benchmarks.pages import reading
from benchmarks.serving import Server, python
from benchmarks.visiting import Visitor

MUNICIPALITIES, YARDSTICKS, MONTHS = 357, 40, 60
BENEFITS, MEMBERS = 20, 7
CHART_MS, ROUND_MS = 50, 150
FIRST_MONTH = date(2021, 12, 1)
EFFECT = date(2025, 1, 1)
READINGS = """
INSERT INTO indicators_observation (indicator_id, organisation_id, period_start, period_end, value,
    how, recorded_by_name, recorded_at, is_live)
SELECT indicator.id, place.id, month::date, (month + interval '1 month - 1 day')::date,
    12 + (place.id * 7 + indicator.id * 3 + extract(month FROM month)::int) %% 5
       - (month >= %(effect)s)::int * 3,
    '', 'Kari Nes', month, true
FROM indicators_indicator AS indicator
CROSS JOIN (SELECT id FROM organisations_organisation WHERE kind = 'municipality'
            ORDER BY number LIMIT %(places)s) AS place
CROSS JOIN generate_series(%(first)s, %(first)s + interval '1 month' * %(last)s,
                           interval '1 month') AS month
WHERE indicator.name LIKE 'Minutter per sak %%'
"""


# --- filling --------------------------------------------------------------------------------


def fill(country: Any, cursor: Any) -> dict[str, Any]:
    """Write yardsticks, readings and promises; return what a visitor asks for."""
    from stafett.indicators.models import Indicator
    from stafett.initiatives.models import Initiative

    told = {"scope": "public", "unit": "minutter", "direction": "down", "method": "Telling",
            "source": "Egen telling", "population": "Alle saker",
            "created_at": country.begun, "created_by_name": "Kari Nes"}  # fmt: skip
    yardsticks = Indicator.objects.bulk_create(
        Indicator(owner=country.region, name=f"Minutter per sak {number}", **told)
        for number in range(YARDSTICKS)
    )
    asked = {"effect": EFFECT, "first": FIRST_MONTH, "last": MONTHS - 1, "places": MUNICIPALITIES}
    cursor.execute(READINGS, asked)
    written = {"registered_at": country.begun, "registered_by_name": "Rune Dahl",
               "changed_at": country.begun, "changed_by_name": "Rune Dahl"}  # fmt: skip
    initiative = Initiative.objects.create(
        organisation=country.region, title="Roboten leser fakturaene", solution="Vi slutter å taste.",
        scope="region", group=country.region, lead_name="Rune Dahl", stage="benefit", **written,
    )  # fmt: skip
    _joined(initiative, country)
    promises = [
        promise
        for yardstick in yardsticks[:BENEFITS]
        for promise in _promised(initiative, yardstick, country)
    ]
    return {"round": initiative.pk, "promises": promises, "readings": cursor.rowcount}


def _joined(initiative: Any, country: Any) -> None:
    """Let all who promise have said that they join, and let it cost something each year."""
    from stafett.initiatives.models import CostKind, CostLine, Difference, Participation

    said = {"answer": "joins", "answered_at": country.begun, "answered_by_name": "Kari Nes"}
    Participation.objects.bulk_create(
        Participation(initiative=initiative, municipality=place, **said)
        for place in (country.home, *country.neighbours)[:MEMBERS]
    )
    CostLine.objects.bulk_create(
        CostLine(
            initiative=initiative, kind=kind, year=EFFECT.year, last_year=EFFECT.year + 4,
            low=80_000, likely=100_000, high=150_000, price_year=EFFECT.year,
            vat="excluded", payer="municipality",
        )
        for kind in CostKind.values
    )  # fmt: skip
    Difference.objects.create(
        initiative=initiative, is_removed=True, kind="step", what="Å taste fakturaen",
        minutes=3, times_a_year=22_800, relieved="staff",
    )  # fmt: skip


def _promised(initiative: Any, yardstick: Any, country: Any) -> Iterator[int]:
    from stafett.benefits.actions import marks
    from stafett.benefits.models import Benefit, Commitment

    now = {"changed_at": country.begun, "changed_by_name": "Rune Dahl"}
    benefit = Benefit.objects.create(
        initiative=initiative, mark=marks.give(initiative=initiative, letter="Ø"),
        name=f"Kortere tid, {yardstick}", kind="time_saved",
        beneficiary="municipality", indicator=yardstick, valuation="direct", counts="hours",
        factor=1, times_a_year=22_800, **now,
    )  # fmt: skip
    for place in (country.home, *country.neighbours)[:MEMBERS]:
        yield Commitment.objects.create(
            benefit=benefit, municipality=place, owner_name="Kari Nes", state="confirmed",
            target_low=8, target_likely=9, target_high=10, take_out="other_use",
            effect_starts_on=EFFECT, measure_every=1, baseline_from=date(2024, 12, 1),
            baseline_to=date(2024, 12, 31), made_at=country.begun, made_by_name="Rune Dahl",
            answered_at=country.begun, answered_by_name="Kari Nes", **now,
        ).pk  # fmt: skip


# --- measuring ------------------------------------------------------------------------------


def measure(server: Server, told: dict[str, Any], times: int) -> Iterator[Row]:
    """Yield what the page of one promise and of one initiative take, for the region."""
    rune = Visitor(server.port, told["region"])
    promises = cycle(told["promises"])
    chart = f"a promise's readings and chart, {MONTHS} months among {told['readings']:,}"
    whole = f"a round of {BENEFITS} benefits in {MEMBERS} municipalities, {MONTHS} months each"
    visits = {
        chart: lambda: rune.get(f"/gevinstlofte/{next(promises)}/malinger/").milliseconds,
        whole: reading(rune, f"/tiltak/{told['round']}/"),
    }
    taken = figures.in_rounds(visits, times)
    yield figures.timed(chart, taken[chart], below=CHART_MS)
    yield figures.timed("  the chart alone, from its readings to the picture", _drawing(times))
    yield figures.timed(whole, taken[whole], below=ROUND_MS)


def _drawing(times: int) -> Timing:
    """Return what the drawing takes, each round in a process of its own."""
    asked = ("-m", "benchmarks.drawing", str(MONTHS), str(times))
    return Timing(tuple(tuple(json.loads(python(*asked))) for _ in range(figures.ROUNDS)))
