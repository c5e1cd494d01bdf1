"""Whether the readings have shifted, or swing as they always did, is said in words."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from stafett.benefits.models import State
from stafett.benefits.queries import measuring, readings, signals
from stafett.benefits.rules.measuring import months_after
from tests import factories
from tests.pages import Reader
from tests.rooms.benefits.measured import a_promise, fresh, reads

STARTS = date(2025, 1, 1)
USUAL = (12, 13, 11, 12, 14, 12, 11, 13, 12, 12, 13, 11)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def months(first, count):
    """Return so many months on end."""
    for at in range(count):
        start = months_after(first, at)
        yield start, months_after(start, 1) - timedelta(days=1)


def read_monthly(promise, first, values):
    return [
        reads(promise, period, str(value))
        for period, value in zip(months(first, len(values)), values, strict=True)
    ]


@pytest.fixture
def promise(kari):
    """Return a promise to come from 12 minutes to 8, read each month of the year before."""
    before = {"baseline_from": date(2024, 1, 1), "baseline_to": date(2024, 1, 31)}
    made = a_promise(kari, baseline=None, effect_starts_on=STARTS, **before)
    read_monthly(made, date(2024, 1, 1), USUAL)
    return fresh(made)


def told(promise, reader):
    return signals.behaviour_of(reader.acting, promise, measuring.entries_of(promise).live)


def test_what_swings_as_before_is_no_shift(promise, kari):
    read_monthly(promise, STARTS, USUAL[::-1])

    found = told(promise, kari)

    assert found.says == "It is no more than it usually swings."
    assert found.limits == pytest.approx((8.54, 15.79), abs=0.01)
    assert found.shifted is None


def test_a_shift_says_from_when_and_which_way_and_asks_what_else_changed(promise, kari):
    read_monthly(promise, STARTS, [12, 13, 12, 8, 9, 8, 8, 9])

    found = told(promise, kari)

    assert found.says == (
        "This is a clear shift from April\u00a02025: lower than before, the way that was promised."
    )
    assert found.shifted.asks == "What else changed about April\u00a02025?"
    assert "in 60 of 60 pairs the later one is lower" in found.rests_on[0]


def test_a_shift_the_other_way_says_so(promise, kari):
    read_monthly(promise, STARTS, [20, 21, 20, 22, 20])

    assert "higher than before, and not the way that was promised" in told(promise, kari).says


def test_too_few_from_before_says_how_many_more(kari):
    made = a_promise(kari, baseline=None, effect_starts_on=STARTS)
    read_monthly(made, date(2024, 11, 1), [12, 13])
    read_monthly(made, STARTS, [8] * 8)

    found = told(fresh(made), kari)

    assert "4 more readings from before the effect starts are needed" in found.says
    assert found.limits is None


def test_too_few_after_says_how_many_more(promise, kari):
    read_monthly(promise, STARTS, [4, 4, 4, 4])

    found = told(promise, kari)

    assert found.says == "It is too early to tell a shift from chance: 1 more reading is needed."
    assert any("4 readings after lie outside" in line for line in found.rests_on)


def test_a_year_is_not_compared_with_months(promise, kari):
    reads(promise, (date(2023, 1, 1), date(2023, 12, 31)), "12")
    reads(promise, (date(2024, 12, 15), date(2025, 1, 14)), "12")
    read_monthly(promise, date(2025, 2, 1), [12, 12, 13, 11, 12])

    found = told(promise, kari)

    assert any("2 readings are not compared" in line for line in found.rests_on)
    assert any("By the 12 readings" in line for line in found.rests_on)


def test_nothing_is_said_where_nothing_is_read(kari):
    assert told(a_promise(kari, baseline=None), kari) is None


def test_a_count_does_not_swing_below_nothing_nor_a_share_above_a_whole(promise, kari):
    few = a_promise(kari, baseline=None, effect_starts_on=STARTS)
    read_monthly(few, date(2024, 1, 1), [0, 3, 0, 9, 1, 0])
    assert told(fresh(few), kari).limits[0] == 0

    promise.benefit.indicator.is_share = True
    live = measuring.entries_of(promise).live
    for row in live:
        row.value += 85
    assert signals.behaviour_of(kari.acting, promise, live).limits[1] == 100


# --- on the page --------------------------------------------------------------------------------


def test_the_page_draws_the_limits_and_leads_to_what_else_changed(promise, kari):
    rows = read_monthly(promise, STARTS, [12, 13, 12, 8, 9, 8, 8, 9])
    other = factories.CommitmentFactory(
        municipality=kari.home, state=State.CONFIRMED, effect_starts_on=date(2025, 5, 1),
        benefit__name="Kortere kø", benefit__initiative__organisation=kari.home,
    )  # fmt: skip

    page = Reader(kari).opens(f"/gevinstlofte/{promise.pk}/malinger/")

    assert page.shows("This is a clear shift from April\u00a02025")
    assert page.all("li", **{"data-key": "limits"})
    assert page.links["Kortere kø"] == other.get_absolute_url()
    there = page.links["Write it beside the reading"]
    assert there.endswith(f"/mal/?maling={rows[3].pk}")


def test_the_question_stands_where_the_municipality_concludes(promise, kari):
    rows = read_monthly(promise, STARTS, [12, 13, 12, 8, 9, 8, 8, 9])
    rows[3].how = "Ny sentral fra april."
    rows[3].save()

    page = Reader(kari).opens(f"/gevinstlofte/{promise.pk}/konklusjon/")

    assert page.shows("What else changed about April\u00a02025?")
    assert page.shows("Ny sentral fra april.")


def test_what_others_promised_at_the_same_time_is_seen_only_by_those_who_may(promise, kari, rune):
    read_monthly(promise, STARTS, [8, 9, 8, 8, 9])
    factories.CommitmentFactory(
        municipality=kari.home, state=State.CONFIRMED, effect_starts_on=STARTS,
        benefit__initiative__organisation=kari.home,
    )  # fmt: skip

    assert len(told(promise, kari).shifted.others) == 1
    assert told(promise, rune).shifted.others == []


def test_it_is_asked_once_more_only_where_there_is_a_shift(
    promise, kari, django_assert_num_queries
):
    acting, live = kari.acting, measuring.entries_of(promise).live
    with django_assert_num_queries(0):
        signals.behaviour_of(acting, promise, live)
    read_monthly(promise, STARTS, [8, 9, 8, 8, 9])
    live = measuring.entries_of(promise).live
    with django_assert_num_queries(1):
        signals.behaviour_of(acting, promise, live)


def test_the_drawing_reaches_to_the_limits(promise, kari):
    page = readings.measuring_of(kari.acting, promise)

    high, low = page.chart.limits[1], page.chart.limits[0]
    assert page.chart.top <= high < low <= page.chart.floor
