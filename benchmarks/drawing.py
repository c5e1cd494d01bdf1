"""The drawing of one chart by itself: ``python -m benchmarks.drawing 60 100`` (months, times).

From readings in memory to the picture as it stands in the page; what it takes in milliseconds is told
as one JSON list.
"""

import json
import sys
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from time import perf_counter

import django

django.setup()

from django.template.loader import render_to_string  # noqa: E402
from django.utils.translation import override  # noqa: E402

from stafett.indicators.models import Indicator  # noqa: E402
from stafett.indicators.queries import Backdrop, Reading, amount, drawn  # noqa: E402
from stafett.ui.figures import day  # noqa: E402

YARDSTICK = Indicator(name="Minutter per sak", unit="minutter", direction="down")
FIRST_YEAR, EFFECT = 2021, date(2025, 1, 1)


def _readings(months: int) -> Iterator[Reading]:
    for month in range(months):
        year, number = FIRST_YEAR + month // 12, 1 + month % 12
        ends = date(year, number, monthrange(year, number)[1])
        value = 12.0 + month * 7 % 5 - 3 * (ends >= EFFECT)
        yield ends, value, f"{day(ends)}: {amount(YARDSTICK, value)}"


def _picture(months: int) -> str:
    behind = Backdrop(baseline=12.0, target=(8.0, 10.0), starts_on=EFFECT)
    told = {"chart": drawn(list(_readings(months)), behind), "indicator": YARDSTICK}
    return render_to_string("indicators/parts/chart.html", told)


def _timed(months: int) -> float:
    started = perf_counter()
    _picture(months)
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    with override("nb"):
        months, times = int(sys.argv[1]), int(sys.argv[2])
        _picture(months)  # The template is compiled before the clock starts.
        print(json.dumps([_timed(months) for _ in range(times)]))
