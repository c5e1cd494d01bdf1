"""The figures that calculations are handed, and what cannot be one."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from stafett.lib import Acting
from stafett.organisations import queries
from stafett.organisations.models import Parameter
from tests.factories import TODAY, RegionFactory
from tests.pages import Reader

ADD = "/organisasjon/ny/parameter/"


def _own(home, name, value, *, step=0):
    Parameter.objects.create(
        organisation=home,
        name=name,
        value=Decimal(value),
        step=step,
        valid_from=date(2025, 1, 1),
        source="Regnskapet for 2025",
    )


def test_the_nations_figures_hold_where_we_have_none(kari, national_figures):
    told = queries.parameters(kari.acting)

    assert (told.hours_per_fte, told.hourly_cost, told.tax_cost) == (1700, 500, Decimal("0.2"))
    assert (told.light_cost, told.light_staff, told.years) == (250_000, 20, 10)
    assert (told.measuring_share, told.deviation_share) == (Decimal("0.1"), Decimal("0.2"))
    assert (told.fragment_minutes, told.working_days) == (15, 230)
    assert told.correlation == Decimal("0.3")


def test_our_own_go_before_them_and_other_municipalities_do_not_see_ours(
    kari, siri, national_figures
):
    _own(kari.home, "hourly_cost", "612")

    assert queries.parameters(kari.acting).hourly_cost == 612
    assert queries.parameters(siri.acting).hourly_cost == 500
    assert queries.parameters(Acting(day=TODAY)).hourly_cost == 500


def test_the_rates_are_one_schedule_that_says_where_it_stands(kari, national_figures):
    rates = queries.parameters(kari.acting).rates

    assert rates.bands == ((0, 0.04), (41, 0.03), (76, 0.02))
    assert "R-109/2021" in rates.source
    assert rates.vintage == "2021"


def test_what_nobody_has_set_is_not_known(kari, national_figures):
    told = queries.parameters(kari.acting)

    assert told.inhabitant_hour is None
    assert told.price_index == {}


def test_without_any_figures_nothing_is_guessed(kari):
    told = queries.parameters(kari.acting)

    assert {getattr(told, each.name) for each in fields(told) if each.name != "price_index"} == {
        None,
        (),
    }


def test_a_price_index_is_read_by_year(kari):
    for year, index in {2024: "100", 2026: "107.5"}.items():
        _own(kari.home, "price_index", index, step=year)

    assert queries.parameters(kari.acting).price_index == {2024: 100, 2026: Decimal("107.5")}


def test_each_is_printed_with_its_unit_and_source(kari, national_figures):
    told = queries.parameters(kari.acting).told("discount_rate", "hourly_cost", "hours_per_fte")

    said = [figure.said.replace("\u202f", " ").replace("\xa0", " ") for figure in told]
    assert said == ["4 %", "3 %", "2 %", "500 kr", "1 700 timer"]
    assert all(figure.source and figure.valid_from for figure in told)


# --- setting one ----------------------------------------------------------------------------


FAIR = {"valid_from": "2026-01-01", "source": "Vårt eget regnskap"}


@pytest.mark.parametrize(
    ("name", "value", "step"),
    [
        ("inhabitant_hour", "180", ""),
        ("years", "8", ""),
        ("deviation_share", "0.15", ""),
        ("price_index", "103.1", "2025"),
        ("light_staff", "30", ""),
        ("correlation", "0.45", ""),
    ],
)
def test_anne_sets_the_figures_an_initiative_is_reckoned_with(anne, name, value, step):
    page = Reader(anne).sends(ADD, {**FAIR, "name": name, "value": value, "step": step})

    assert page.summary == []
    assert Parameter.objects.get(name=name).value == Decimal(value)


@pytest.mark.parametrize(
    ("name", "value", "step", "field", "says"),
    [
        ("discount_rate", "4", "0", "value", "This is a share: write 0.04 where you mean 4 %."),
        ("tax_cost", "20", "", "value", "This is a share"),
        ("deviation_share", "15", "", "value", "This is a share"),
        ("years", "7.5", "", "value", "Write a whole number."),
        ("years", "0", "", "value", "Write a number from 1 to 100."),
        ("hours_per_fte", "0", "", "value", "Write a number from 1 to 8784."),
        ("correlation", "30", "", "value", "Write a number from 0 to 1."),
        ("price_index", "103", "", "step", "Write which year the index is for, such as 2026."),
        ("price_index", "0", "2025", "value", "An index is more than 0."),
        ("hourly_cost", "500", "2026", "step", "This figure has no year. Leave the year empty."),
    ],
)
def test_a_figure_nobody_could_reckon_with_is_refused(anne, name, value, step, field, says):
    page = Reader(anne).sends(ADD, {**FAIR, "name": name, "value": value, "step": step})

    assert says in page.errors[field]
    assert not Parameter.objects.exists()


def test_a_region_has_figures_of_its_own(rune, national_figures):
    _own(RegionFactory(), "years", "3")
    _own(rune.home, "years", "5")

    assert queries.parameters(rune.acting).years == 5
