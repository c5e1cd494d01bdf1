"""Promises and the two economies to take along: what a controller opens is what the page says."""

import pytest

from stafett.benefits.models import Process, ProcessHours
from stafett.benefits.queries import economy
from stafett.calc.cashflow import net_present_value
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.benefits.economies import (
    a_benefit,
    a_promise,
    an_initiative,
    costs,
    kroner,
    plan,
)
from tests.sheets import Workbook

pytestmark = pytest.mark.usefixtures("national_figures")
HOURS = 22_800 * 4 / 60  # 12 minutes become 8, on 22 800 cases


@pytest.fixture
def initiative(kari):
    return an_initiative(kari.home, staff_count=100)


def promises(cast, initiative):
    answer = Reader(cast).client.get(f"/tiltak/{initiative.pk}/gevinster/alle.xlsx")
    return Workbook(answer)


def economies(cast, initiative):
    return Workbook(Reader(cast).client.get(f"/tiltak/{initiative.pk}/okonomi/alt.xlsx"))


def column(book, beginning, tab=1, head=0):
    """Return the title of the one column that begins so."""
    [title] = [title for title in book.cells(tab)[head] if str(title).startswith(beginning)]
    return title


def test_hours_kroner_and_quality_stand_in_columns_of_their_own(kari, initiative):
    a_promise(initiative)
    a_promise(initiative, of=kroner(), take_out="budget")
    a_promise(initiative, of={"valuation": "none", "counts": "", "factor": None, "kind": "quality"})

    book = promises(kari, initiative)
    *rows, total = book.rows()
    hours = next(each for each in total if "hours" in each and ", promised, likely" in each)
    money = next(each for each in total if "kr a year" in each and ", promised, likely" in each)
    assert sorted(row[hours] for row in rows if row[hours] != "") == [pytest.approx(HOURS)]
    assert sorted(row[money] for row in rows if row[money] != "") == [400_000]
    assert total[hours] == pytest.approx(HOURS)
    assert total[money] == 400_000
    assert all("SUM" in each or "/" in each for each in book.formulas().values())


def test_what_waits_for_a_yes_is_listed_and_in_no_sum(kari, initiative):
    a_promise(initiative)
    a_promise(initiative, state="proposed")

    *rows, total = promises(kari, initiative).rows()
    hours = next(each for each in total if "hours" in each and ", promised, likely" in each)
    assert len(rows) == 2
    assert total[hours] == pytest.approx(HOURS)


def test_what_is_not_measured_says_so_and_is_no_0(kari, initiative):
    a_promise(initiative)

    [row, _total] = promises(kari, initiative).rows()
    assert row["Measured?"] == "Not measured"
    assert (row["Latest reading"], row["Share of the change reached"]) == ("", "")
    assert all(row[title] == "" for title in row if title.endswith("measured (hours a year)"))


def test_a_benefit_without_a_promise_is_there_too(kari, initiative):
    a_benefit(initiative, name="Færre purringer")

    [row] = promises(kari, initiative).told()
    assert row["Benefit"] == "Færre purringer"
    assert row["Municipality"] == ""


def test_others_get_the_benefit_and_no_promise(kari, siri):
    shared = an_initiative(kari.home, scope="public")
    a_promise(shared)

    for cast in (siri, None):
        [row] = promises(cast, shared).told()
        assert (row["Municipality"], row["Hoped for, likely"]) == ("", "")


def test_net_present_value_is_a_formula_over_the_years_and_the_rate_cell(kari, initiative):
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2027=100_000, y2028=150_000)
    costs(initiative, licence=50_000)

    book, page = economies(kari, initiative), economy.page(kari.acting_now, initiative)
    own = page.reckoned.own
    results = {row[0]: row[1] for row in book.cells(1)}
    assert results["Net present value, likely"] == pytest.approx(own.net.likely)
    assert results["Discount rate from year 0"] == 0.04
    left = [row["Left (kr, 2026 prices)"] for row in book.rows(1, head=2)[: len(own.years)]]
    assert left == [pytest.approx(row.net) for row in own.years]
    assert net_present_value(left, rate=0.04) == pytest.approx(own.net.likely)
    assert any(each.startswith("SUMPRODUCT(") for each in book.formulas(1).values())


def test_societys_net_is_the_sum_of_its_parts_and_the_tax(kari, initiative):
    a_promise(initiative, take_out="other_use")
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2027=100_000)
    costs(initiative, licence=50_000)

    book, page = economies(kari, initiative), economy.page(kari.acting_now, initiative)
    results = {row[0]: row[1] for row in book.cells(2)}
    assert results["Net present value, likely"] == pytest.approx(page.reckoned.social.net.likely)
    assert results["Tax cost"] == 0.2


def test_who_takes_no_part_gets_what_has_no_price_and_nothing_more(kari, siri):
    shared = an_initiative(kari.home, scope="public")
    a_promise(shared)

    assert economies(siri, shared).names == ["About this file", "What has no price"]


def test_three_points_are_weighted_by_a_formula(kari, initiative):
    costs(initiative, licence=50_000)
    a_promise(initiative)

    book = economies(kari, initiative)
    tab = book.names.index("Costs")
    [row] = [row for row in book.told(tab) if row["Likely (kr a year)"] == 50_000]
    low, likely, high = (row[f"{word} (kr a year)"] for word in ("Low", "Likely", "High"))
    assert row["Weighted (kr a year)"] == pytest.approx((low + 4 * likely + high) / 6)
    assert any(each.endswith("/6") for each in book.formulas(tab).values())


def test_work_processes_come_with_every_figure_that_is_noted(kari, siri):
    work = Process.objects.create(organisation=kari.home, name="=Registrere fakturaer")
    for year, hours in ((2024, 4_700), (2025, 4_560)):
        ProcessHours.objects.create(
            process=work, year=year, hours=hours, source="Timelister", noted_by_name="Kari Nes",
            noted_at=NOW,
        )  # fmt: skip

    told, elsewhere = (
        Workbook(Reader(who).client.get("/arbeidsprosesser/alle.xlsx")).cells(1)
        for who in (kari, siri)
    )

    assert [row[:4] for row in told[1:]] == [
        ["=Registrere fakturaer", "", 2025, 4_560],
        ["=Registrere fakturaer", "", 2024, 4_700],
    ]
    assert len(elsewhere) == 1
