"""What promises come to, as those see it who may."""

from datetime import date

import pytest

from stafett.benefits.models import Commitment, MapEdge, MapNode
from stafett.initiatives.models import Initiative
from stafett.organisations.models import Parameter
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    RoleFactory,
    UnitFactory,
)
from tests.pages import Reader
from tests.rooms.reports.stories import an_initiative, hours, promise, row, tables

pytestmark = pytest.mark.usefixtures("national_figures")


@pytest.fixture
def shared(region):
    """An initiative of the region, and a benefit that municipalities promise on."""
    return hours(an_initiative(region, scope="region", group=region, title="Digitalt tilsyn"))


def opens(cast, place):
    return Reader(cast).opens(f"/resultater/{place.pk}/")


# --- forecast, measured, coverage -----------------------------------------------------------


def test_a_region_sees_forecast_and_measured_apart_with_how_many_have_measured(
    shared, kari, ola, rune, region
):
    promise(shared, kari.home, read=9)
    promise(shared, ola.home)

    cells = row(opens(rune, region), "Hours for staff")

    assert cells[0].startswith("800 hours (0.5 FTE)")
    assert "600 to 1 000" in cells[0]
    assert cells[1].startswith("300 hours")
    assert cells[2].startswith("1 of 2 municipalities")
    assert "1 of 2 promises" in cells[2]


def test_accounts_stand_each_in_a_row_and_nothing_is_the_sum_of_them(shared, kari, rune, region):
    promise(shared, kari.home, read=9)
    promise(hours(shared.initiative), kari.home, take_out="budget", read=9)
    promise(hours(shared.initiative, beneficiary="inhabitants"), kari.home)
    promise(
        hours(shared.initiative, valuation="none", counts="", factor=None, kind="quality"),
        kari.home,
        read=7,
    )
    page = opens(rune, region)

    [summary] = [rows for caption, rows in tables(page) if caption.startswith("All that")]
    assert [cells[0] for cells in summary] == [
        "Kroner on the budget",
        "Hours for staff",
        "Quality",
        "Hours for inhabitants",
    ]
    assert row(page, "Quality")[:2] == ["1 target", "1 of 1 at target"]
    assert row(page, "Hours for inhabitants")[1] == "Not measured"


def test_a_reading_that_is_overdue_makes_it_unknown_and_counts_no_more(shared, kari, rune, region):
    late = promise(shared, kari.home, read=9, measure_every=1)
    Commitment.objects.filter(pk=late.pk).update(effect_starts_on=date(2026, 1, 1))
    late.benefit.indicator.observations.filter(value=9).update(
        period_start=date(2026, 1, 1), period_end=date(2026, 1, 31)
    )

    cells = row(opens(rune, region), "Hours for staff")

    assert cells[1] == "Unknown: a reading is overdue"
    assert cells[2].startswith("0 of 1 municipality")
    assert "1 overdue" in cells[2]


def test_what_is_not_in_the_sum_is_counted_and_said(shared, kari, ola, rune, region):
    promise(shared, kari.home)
    promise(shared, ola.home, state="proposed", answered_at=None)
    promise(hours(shared.initiative), kari.home, before=None)
    stopped = an_initiative(region, scope="region", group=region, stopped_reason="Nok")
    promise(hours(stopped), kari.home)
    Initiative.objects.filter(pk=stopped.pk).update(stage="stopped")

    page = opens(rune, region)

    assert "3 are left out." in page.text
    for sentence in (
        "1 promise waits for its owner’s yes",
        "1 promise is not known in numbers yet",
        "1 promise is on an initiative that is stopped",
    ):
        assert sentence in page.text
    assert row(page, "Hours for staff")[0].startswith("400 hours")


def test_only_the_benefit_everything_leads_to_is_counted(shared, kari, rune, region):
    promise(shared, kari.home)
    end = hours(shared.initiative)
    promise(end, kari.home, target=10)
    first, last = (
        MapNode.objects.create(
            initiative=shared.initiative, kind="benefit", benefit=each, label=each.name
        )
        for each in (shared, end)
    )
    MapEdge.objects.create(source=first, target=last)

    page = opens(rune, region)

    assert row(page, "Hours for staff")[0].startswith("200 hours")
    assert "1 promise would count twice" in page.text


def test_a_write_is_seen_on_the_next_page(shared, kari, rune, region):
    made = promise(shared, kari.home, read=9)
    assert row(opens(rune, region), "Hours")[1].startswith("300")

    made.benefit.indicator.observations.filter(value=9).update(value=10)

    assert row(opens(rune, region), "Hours")[1].startswith("200")


def test_prices_of_two_years_without_an_index_are_not_added(shared, kari, ola, rune, region):
    benefit = hours(shared.initiative, counts="nok", price_year=2024)
    promise(benefit, kari.home, take_out="budget")
    later = hours(shared.initiative, counts="nok", price_year=2026)
    promise(later, kari.home, take_out="budget")
    Parameter.objects.filter(name="price_index").delete()

    cells = row(opens(rune, region), "Kroner on the budget")

    assert cells[0] == "Not added: no price index for 2024, 2026"


# --- rows, and how far down one gets --------------------------------------------------------


def test_services_and_initiatives_have_rows_and_a_service_can_be_chosen(shared, kari, rune, region):
    promise(shared, kari.home)
    school = an_initiative(region, "education", scope="region", group=region, title="Skoleskyss")
    promise(hours(school), kari.home, target=10)

    page = opens(rune, region)
    assert row(page, "Health and care", "by service")[0].startswith("400")
    assert row(page, "Skoleskyss", "by service")[0].startswith("200")
    assert row(page, "In all", "by service")[0].startswith("600")

    chosen = Reader(rune).opens(f"/resultater/{region.pk}/", tjeneste="education")
    assert row(chosen, "Hours for staff")[0].startswith("200")
    assert "Digitalt tilsyn" not in chosen.text
    assert "all services" in page.text
    assert "all services" not in chosen.text


def test_municipalities_stand_by_name_whatever_they_have_measured(shared, region, rune):
    for name, read in (("Ås", 9), ("Bø", None), ("Alver", 11)):
        place = OrganisationFactory(name=name)
        MembershipFactory(group=region, member=place)
        promise(shared, place, read=read)
    page = opens(rune, region)

    [found] = [rows for caption, rows in tables(page) if "each municipality has" in caption]
    assert [cells[0] for cells in found] == ["Alver", "Bø", "Ås"]
    assert all("hours" not in " ".join(cells) for cells in found)


def test_a_municipality_sees_each_of_its_promises_and_a_way_to_it(shared, kari):
    made = promise(shared, kari.home, unit=UnitFactory(organisation=kari.home, name="Nord"))

    page = opens(kari, kari.home)

    assert f"/gevinstlofte/{made.pk}/" in page.links.values()
    assert row(page, str(made.benefit), "Each promise")[0].startswith("400 hours")


def test_a_region_sees_of_its_member_what_is_on_its_own_initiative_alone(
    shared, kari, rune, region
):
    promise(shared, kari.home)
    promise(hours(an_initiative(kari.home, title="Bare vårt")), kari.home)

    assert "Bare vårt" in opens(kari, kari.home).text
    seen = opens(rune, kari.home)
    assert "Bare vårt" not in seen.text
    assert row(seen, "Hours")[0].startswith("400")


def test_others_do_not_get_in(shared, kari, ola, siri, rune, region):
    promise(shared, kari.home)
    for stranger, place in (
        (siri, kari.home), (siri, region), (ola, kari.home), (kari, region), (None, region),
        (RoleFactory(organisation=OrganisationFactory(kind="region", number="")).person, region),
    ):  # fmt: skip
        page = opens(stranger, place)
        assert page.status == 404 or "/inn/" in page.path or stranger is None
        assert "Digitalt tilsyn" not in page.text


def test_a_member_that_left_takes_its_promises_along(shared, kari, rune, region):
    promise(shared, kari.home)
    kari.home.memberships.update(valid_to=date(2026, 1, 2))

    assert "Nothing to add up yet" in opens(rune, region).text
    assert opens(rune, kari.home).status == 404


def test_one_comes_to_ones_own_page(kari, rune, region):
    assert kari.home.label in Reader(kari).opens("/resultater/").text
    assert region.label in Reader(rune).opens("/resultater/").text


# --- as a file ------------------------------------------------------------------------------


def test_the_file_has_every_row_and_what_it_rests_on(shared, kari, rune, region):
    promise(shared, kari.home, read=9)
    promise(shared, kari.home, state="proposed", answered_at=None,
            unit=UnitFactory(organisation=kari.home))  # fmt: skip

    answer = Reader(rune).client.get(f"/resultater/{region.pk}/tabell.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    told = [line.split(";") for line in lines]
    initiative = next(line for line in told if "Digitalt tilsyn" in line)
    assert initiative[5:9] == ["300.0", "400.0", "500.0", "300.0"]
    assert any("Left out: wait for their owner’s yes;1" in line for line in lines)
    assert any(line.startswith("Filter;all services") for line in lines)
