"""Many readings at once: pasted from a sheet, looked at, and saved all or none."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.audit import queries as audit
from stafett.audit.models import Entry
from stafett.benefits.models import State
from stafett.indicators import pasting, queries
from stafett.indicators.models import Observation
from stafett.initiatives.models import Stage
from stafett.lib import Refused
from tests import factories
from tests.pages import Reader

MARCH = {"period_start": "2026-03-01", "period_end": "2026-03-31"}
IN_MARCH = (date(2026, 3, 1), date(2026, 3, 31))
NAMES = ("Hjemmetjenesten nord", "Hjemmetjenesten sør", "Sykehjemmet")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def units(fjordvik):
    return [factories.UnitFactory(organisation=fjordvik, name=name) for name in NAMES]


@pytest.fixture
def yardstick(kari):
    return factories.IndicatorFactory(owner=kari.home, unit="timer")


class Pasting:
    """Somebody at the page for many readings."""

    def __init__(self, cast, yardstick, **asked):
        self.reader = Reader(cast)
        self.path = f"/maleindikatorer/{yardstick.pk}/mange/"
        self.asked = {"what": "units", **MARCH, **asked}

    def looks(self, lines, **more):
        return self.reader.sends(self.path, {**self.asked, "lines": lines, **more})

    def saves(self, page, **more):
        told = {**self.asked, "lines": page.answer("lines"), "seen": page.answer("seen"), **more}
        return self.reader.sends(self.path, {**told, "save": "1"})


def told(*rows):
    return "\n".join("\t".join(row) for row in rows)


def live(yardstick):
    rows = Observation.objects.live().filter(indicator=yardstick).order_by("unit__name")
    return {str(row.unit or "all"): row.value for row in rows}


GOOD = told((NAMES[0], "1 234,5"), (NAMES[1], ""), (NAMES[2], "\u22123"))


def test_a_line_for_each_unit_is_ready_and_the_month_that_was(kari, yardstick, units):
    page = Reader(kari).opens(f"/maleindikatorer/{yardstick.pk}/")
    page = Reader(kari).opens(page.links["Note many at once"])

    assert page.answer("lines").splitlines() == [f"{name}\t" for name in NAMES]
    assert date.fromisoformat(page.answer("period_end")) < timezone.localdate()


def test_they_are_looked_at_first_and_saved_at_once(kari, yardstick, units):
    desk = Pasting(kari, yardstick)
    page = desk.looks(GOOD)

    assert page.shows("2 new readings")
    assert page.shows("1 is blank: not known, and nothing is noted")
    assert live(yardstick) == {}

    assert desk.saves(page).shows("2 readings are noted.")
    assert live(yardstick) == {NAMES[0]: Decimal("1234.5"), NAMES[2]: Decimal(-3)}


def test_what_cannot_be_noted_is_said_by_line_and_holds_back_the_rest(kari, yardstick, units):
    desk = Pasting(kari, yardstick)
    wrong = told(
        (NAMES[0], "12"),
        ("Skogmark kommune", "7"),
        (NAMES[1], "ca. 9"),
        (NAMES[0], "13"),
        (NAMES[2], "1.234"),
        (NAMES[2], "1", "2", "3"),
    )
    page = desk.looks(wrong)

    assert page.shows("5 lines cannot be noted")
    assert page.shows("There is no unit called «Skogmark kommune» here.")
    assert page.shows("«ca. 9» is not a number.")
    assert page.shows("It is the same place and period as line 1.")
    assert page.shows("«1.234» can be read in two ways.")
    assert page.shows("There are more columns than are asked for.")
    assert page.answer("lines") == wrong
    assert "save" not in {button.get("name") for button in page.all("button")}
    desk.saves(page)
    assert live(yardstick) == {}


def test_a_reading_that_stands_is_replaced_only_when_that_is_said(kari, yardstick, units):
    desk = Pasting(kari, yardstick)
    desk.saves(desk.looks(GOOD))
    other = told((NAMES[0], "1234,5"), (NAMES[2], "8"))

    page = desk.looks(other)
    assert page.shows("It is read already: −3, by Kari Nes.")
    desk.saves(page)
    assert live(yardstick)[NAMES[2]] == -3

    page = desk.looks(other, replace="on")
    assert page.shows("1 takes the place of a reading that stands")
    assert page.shows("1 says what stands already")
    desk.saves(page, replace="on")
    assert live(yardstick) == {NAMES[0]: Decimal("1234.5"), NAMES[2]: Decimal(8)}
    assert Observation.objects.get(unit=units[2], is_live=True).supersedes.value == -3


def test_what_was_changed_after_the_look_is_looked_at_once_more(kari, yardstick, units):
    desk = Pasting(kari, yardstick)
    page = desk.looks(GOOD)
    again = desk.saves(page, lines=GOOD.replace("1 234,5", "99"))

    assert again.shows("2 new readings")
    assert live(yardstick) == {}


def test_what_somebody_else_noted_meanwhile_is_seen_first(kari, yardstick, units):
    desk = Pasting(kari, yardstick)
    page = desk.looks(GOOD)
    factories.ObservationFactory(
        indicator=yardstick, organisation=kari.home, unit=units[0], value=5,
        period_start=IN_MARCH[0], period_end=IN_MARCH[1],
    )  # fmt: skip

    assert desk.saves(page).shows("It is read already: 5")
    assert live(yardstick) == {NAMES[0]: 5}


def test_many_periods_of_one_place(kari, yardstick, units):
    desk = Pasting(kari, yardstick, what="periods", unit=str(units[0].pk))
    page = desk.looks("Måned;Timer\n2025-11;10\ndesember 2025;11,5\n2026M01;12\n1. kvartal 2025;")

    assert page.shows("3 new readings")
    desk.saves(page)
    starts = Observation.objects.filter(unit=units[0]).values_list("period_start", flat=True)
    assert sorted(starts) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]


def test_a_period_that_is_none_or_not_over_is_refused(kari, yardstick, units):
    page = Pasting(kari, yardstick, what="periods").looks("2026-13\t1\n2099-01\t2\nigår\t3")

    assert page.shows("«2026-13» is no period.")
    assert page.shows("Read it when it is over.")
    assert page.shows("3 lines cannot be noted")


def test_a_bare_column_goes_to_the_units_in_order(kari, yardstick, units):
    desk = Pasting(kari, yardstick)
    desk.saves(desk.looks("1\n2\n3"))
    assert live(yardstick) == dict(zip(NAMES, (1, 2, 3), strict=True))

    assert desk.looks("1\n2").shows("There is no unit called «1» here.")


def test_a_percentage_keeps_what_it_is_reckoned_from(kari, units):
    share = factories.IndicatorFactory(owner=kari.home, is_share=True, unit="%")
    desk = Pasting(kari, share)

    assert desk.looks(told((NAMES[0], "80"))).shows("A percentage keeps what it is reckoned from")
    desk.saves(desk.looks(told((NAMES[0], "30", "40"))))
    row = Observation.objects.get(indicator=share)
    assert (row.value, row.numerator, row.denominator, row.n) == (75, 30, 40, 40)


def test_few_people_behind_a_figure_hold_it_back(kari, units):
    people = factories.IndicatorFactory(owner=kari.home, is_about_people=True)
    desk = Pasting(kari, people)

    assert desk.looks(told((NAMES[0], "3", "4"))).shows("Fewer than 5 people are behind this")
    assert desk.looks(told((NAMES[0], "3"))).shows("Write how many people are behind the figure.")
    assert desk.looks(told((NAMES[0], "3", "6"))).shows("1 new reading")


@pytest.mark.parametrize("coded", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_however_it_was_saved_and_stands_on_the_page(kari, yardstick, units, coded):
    file = BytesIO("Hjemmetjenesten sør;7,5\r\n".encode(coded))
    file.name = "tall.csv"
    desk = Pasting(kari, yardstick)
    page = desk.looks("", file=file)

    assert page.answer("lines").strip() == "Hjemmetjenesten sør;7,5"
    desk.saves(page)
    assert live(yardstick) == {NAMES[1]: Decimal("7.5")}


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"PK\3\4\0\0", "The workbook is broken"), (b"", "Paste some lines"),
     (b"1" * 1_000_001, "larger than a million signs"), (b"a\t1\n" * 2001, "There are 2001 lines")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_what_to_do(kari, yardstick, units, content, says):
    file = BytesIO(content)
    file.name = "tall.xlsx"

    assert Pasting(kari, yardstick).looks("", file=file).shows(says)


def test_only_those_who_read_there_come_to_it(kari, siri):
    yardstick = factories.IndicatorFactory(owner=kari.home, scope="own")
    path = f"/maleindikatorer/{yardstick.pk}/mange/"

    assert Reader(siri).opens(path).status == 404
    assert Reader().opens(path).heading == "Sign in"


def test_five_hundred_lines_take_as_many_questions_as_fifty(kari, yardstick, fjordvik):
    for at in range(500):
        factories.UnitFactory(organisation=fjordvik, name=f"Enhet {at:03}")
    lines = [f"Enhet {at:03}\t{at},5" for at in range(500)]
    few, many = (_questions(kari, factories.IndicatorFactory(owner=kari.home), lines[:size])
                 for size in (50, 500))  # fmt: skip

    assert Observation.objects.count() == 550
    # One more for each hundred rows that are written.
    assert many - few <= 2 * (500 // 100)


def _questions(cast, yardstick, lines):
    desk = Pasting(cast, yardstick)
    page = desk.looks("\n".join(lines))
    with CaptureQueriesContext(connection) as asked:
        assert desk.saves(page).shows("readings are noted.")
    return len(asked)


def test_they_leave_one_trace_together_that_names_each(kari, yardstick, units):
    desk = Pasting(kari, yardstick)
    desk.saves(desk.looks(GOOD))

    entry = Entry.objects.get(verb="observations.noted")
    assert "1234.5" in entry.detail.text
    assert not list(audit.first_broken())


def test_a_promise_that_was_measured_so_brings_its_initiative_along(kari, units):
    promise = factories.CommitmentFactory(
        municipality=kari.home, unit=units[0], state=State.CONFIRMED,
        effect_starts_on=IN_MARCH[0], benefit__initiative__organisation=kari.home,
        benefit__initiative__stage=Stage.PRACTICE,
    )  # fmt: skip
    desk = Pasting(kari, promise.benefit.indicator)
    desk.saves(desk.looks(told((NAMES[0], "9"))))

    promise.benefit.initiative.refresh_from_db()
    assert promise.benefit.initiative.stage == Stage.BENEFIT
    assert Entry.objects.filter(verb="benefit.measured").count() == 1


# --- what is typed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "means"),
    [("12", "12"), ("1 234,5", "1234.5"), ("1\u202f234", "1234"), ("1\u00a0234,50", "1234.50"),
     ("1.234,5", "1234.5"), ("1.234.567", "1234567"), ("12.5", "12.5"), ("-3", "-3"),
     ("\u22123,25", "-3.25"), ("0", "0"), ("", None), ("-", None), ("\u2013", None)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, means):
    assert pasting.number_of(typed) == (None if means is None else Decimal(means))


@pytest.mark.parametrize(
    "typed", ["1.234", "tolv", "1,2,3", "12 %", "1e5", "NaN", "=1+1", "1,23456", "9" * 13, "١٢"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Refused):
        pasting.number_of(typed)


@pytest.mark.parametrize(
    ("typed", "means"),
    [("2026-03", IN_MARCH), ("03.2026", IN_MARCH), ("3/2026", IN_MARCH), ("2026M03", IN_MARCH),
     ("mars 2026", IN_MARCH), ("March 2026", IN_MARCH), ("mar. 2026", IN_MARCH),
     ("1.3.2026 - 31.3.2026", IN_MARCH), ("2026-03-01 – 2026-03-31", IN_MARCH),
     ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
     ("2026K1", (date(2026, 1, 1), date(2026, 3, 31))),
     ("1. kvartal 2026", (date(2026, 1, 1), date(2026, 3, 31))),
     ("Q4 2025", (date(2025, 10, 1), date(2025, 12, 31))),
     ("februar 2024", (date(2024, 2, 1), date(2024, 2, 29))),
     ("12.3.2026", (date(2026, 3, 12), date(2026, 3, 12))),
     ("2026-13", None), ("31.2.2026", None), ("i fjor", None), ("", None), ("0000", None)],
)  # fmt: skip
def test_periods_are_read_as_people_write_them(typed, means):
    assert pasting.period_of(typed) == means


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_that_is_written_out_is_read_back(value):
    written = f"{value:,.2f}".replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")

    assert pasting.number_of(written) == value


def number_or_refusal(typed):
    """Return the number that is read, or the sentence that says why it is none."""
    try:
        return pasting.number_of(typed)
    except Refused as reason:
        return str(reason.message)


@given(st.text(max_size=40))
def test_whatever_somebody_types_is_a_number_a_blank_or_a_sentence(text):
    period = pasting.period_of(text)

    assert period is None or period[0] <= period[1]
    for line in pasting.lines_of(text):
        for cell in line.typed:
            found = number_or_refusal(cell)
            assert found is None or (found if isinstance(found, str) else found.is_finite())


def test_a_preview_asks_three_questions(kari, yardstick, units, django_assert_num_queries):
    acting, lines = kari.acting, pasting.lines_of(GOOD)
    asked = queries.Asked(IN_MARCH, None, replace=False)
    with django_assert_num_queries(3):
        queries.preview(acting, yardstick, lines, asked)
