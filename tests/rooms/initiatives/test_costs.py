"""Costs year by year, in prices of one year; nothing is added across price years without an index."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.initiatives import queries, rules
from stafett.initiatives.models import CostLine
from stafett.initiatives.queries import costs as reckoned
from stafett.lib import Refused
from stafett.organisations.models import Parameter
from tests.factories import LONG_AGO
from tests.rooms.initiatives import stories


@pytest.fixture
def by(kari):
    return kari.acting_now


def index(home, **years):
    for year, value in years.items():
        Parameter.objects.create(
            organisation=home,
            name="price_index",
            step=int(year.removeprefix("of_")),
            value=value,
            valid_from=LONG_AGO,
            source="Prøve",
        )


def test_each_year_and_all_years_are_added_point_by_point(solution, by):
    stories.costs(solution, by)
    stories.costs(solution, by, kind="training", last_year=2027, low=0, likely=60_000, high=90_000)

    costs = queries.costs_by_year(solution, by, 2026)

    assert [(row.year, row.low, row.likely, row.high) for row in costs.years] == [
        (2027, 300_000, 460_000, 690_000),
        (2028, 300_000, 400_000, 600_000),
    ]
    assert (costs.total.low, costs.total.likely, costs.total.high) == (600_000, 860_000, 1_290_000)


def test_without_an_index_nothing_is_added_and_the_sentence_says_which(solution, by):
    stories.costs(solution, by)
    stories.costs(solution, by, price_year=2024)

    costs = queries.costs_by_year(solution, by, 2026)

    assert (costs.years, costs.total, costs.missing_years) == ([], None, [2024, 2026])
    assert "there is no price index for 2024, 2026" in costs.why_not
    assert not queries.is_light(solution, by)
    with pytest.raises(Refused, match="no price index for 2024"):
        rules.check_can_add([2024], 2026)


def test_with_an_index_old_prices_become_new_ones(solution, by, kari):
    stories.costs(solution, by, price_year=2024, last_year=2027)
    index(kari.home, of_2024=Decimal(120), of_2026=Decimal(126))

    costs = queries.costs_by_year(solution, by, 2026)

    assert costs.why_not == ""
    assert [row.likely for row in costs.years] == [420_000]


def test_the_index_is_the_owners_whoever_looks(solution, by, kari, siri):
    stories.costs(solution, by, price_year=2024, last_year=2027)
    index(kari.home, of_2024=Decimal(100), of_2026=Decimal(110))
    index(siri.home, of_2024=Decimal(100), of_2026=Decimal(200))
    type(solution).objects.update(scope="public")

    costs = queries.costs_by_year(stories.fresh(solution), siri.acting_now, 2026)

    assert [row.likely for row in costs.years] == [440_000]


def test_nothing_costs_nothing_in_any_years_prices(solution, by):
    stories.costs(solution, by)
    stories.costs(solution, by, kind="dip", low=0, likely=0, high=0, price_year=2020)

    costs = queries.costs_by_year(solution, by, 2026)

    assert costs.why_not == ""
    assert costs.total.likely == 800_000


@pytest.mark.parametrize(
    ("staff", "likely", "light"),
    [(20, 250_000, True), (21, 250_000, False), (20, 250_001, False), (None, 0, False)],
)
@pytest.mark.usefixtures("small")
def test_few_people_and_low_costs_take_the_light_track(solution, by, staff, likely, light):
    type(solution).objects.update(staff_count=staff)
    stories.costs(solution, by, low=0, likely=likely, high=600_000, last_year=2027)

    assert queries.is_light(stories.fresh(solution), by) is light


LINES = st.lists(
    st.builds(
        lambda first, span, points, price_year: CostLine(
            year=first, last_year=first + span, price_year=price_year,
            **dict(zip(("low", "likely", "high"), map(Decimal, sorted(points)), strict=True)),
        ),
        st.integers(2026, 2030), st.integers(0, 4), st.tuples(*[st.integers(0, 10**6)] * 3),
        st.sampled_from([2024, 2025, 2026]),
    ),
    max_size=6,
)  # fmt: skip
INDEX = {2024: Decimal(100), 2025: Decimal(103), 2026: Decimal("105.5")}


@given(lines=LINES, price_year=st.sampled_from([2024, 2025, 2026]))
def test_no_krone_is_lost_or_found_between_lines_and_years(lines, price_year):
    costs = reckoned.added(lines, price_year, INDEX)

    by_hand = sum(
        float(line.likely)
        * (line.last_year - line.year + 1)
        * float(INDEX[price_year] / INDEX[line.price_year])
        for line in lines
    )
    assert sum(float(row.likely) for row in costs.years) == pytest.approx(by_hand)
    assert all(row.low <= row.likely <= row.high for row in costs.years)
