"""A list from a spreadsheet comes in row by row, all of it or none of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from stafett.files.rules import columns as rules
from stafett.indicators.models import Observation
from stafett.lib import Refused
from stafett.needs.models import Need
from tests import factories
from tests.rooms.files.bringing import brought, come, lines, look, preview, reasons, undone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def waiting(kari):
    return factories.IndicatorFactory(owner=kari.home, name="Ventetid", unit="dager")


@pytest.fixture
def shared(rune):
    return factories.IndicatorFactory(
        owner=rune.home, name="Ventetid", unit="dager", scope="shared"
    )


def readings(rows, who, indicator, heading="Periode;Verdi"):
    return brought("liste.csv", f"{heading}\n{rows}\n", who, indicator=indicator.pk)


def test_readings_come_in_and_can_be_taken_back(kari, waiting):
    upload = readings("2024;12,5\n2025K1;10", kari, waiting)

    assert lines(preview(upload, kari)) == [
        ("make", "Fjordvik, 2024: 12.50 dager"),
        ("make", "Fjordvik, 1\xa0January\xa02025 – 31\xa0March\xa02025: 10 dager"),
    ]
    come(upload, kari)
    rows = Observation.objects.visible_to(kari.acting).order_by("period_end")
    assert [(row.period_end, row.value) for row in rows] == [
        (date(2024, 12, 31), Decimal("12.5")),
        (date(2025, 3, 31), 10),
    ]
    undone(upload, kari)
    assert not Observation.objects.exists()


def test_the_same_list_once_more_changes_nothing_and_another_figure_corrects(kari, waiting):
    come(readings("2024;12,5", kari, waiting), kari)

    again = readings("2024;12,50", kari, waiting)
    assert lines(preview(again, kari)) == [("same", "Fjordvik, 2024: 12.50 dager")]
    other = readings("2024;11", kari, waiting)
    assert [(row.outcome, row.was) for row in preview(other, kari).proposals] == [
        ("change", "12.50 dager")
    ]
    come(other, kari)
    assert Observation.objects.live().get().value == 11
    undone(other, kari)
    assert Observation.objects.live().get().value == Decimal("12.5")


def test_one_row_refused_and_none_of_it_comes(kari, waiting):
    upload = readings("2024;12,5\n2025;ca. 40\nvår;1\n2024;13", kari, waiting)

    told = preview(upload, kari)
    assert [row.outcome for row in told.proposals] == ["make", "refused", "refused", "refused"]
    assert reasons(told) == [
        "«ca. 40» is not a number.",
        "«vår» is not a period. Write 2026, 2026K1, 2026M01 or a day.",
        "It stands in B2 already.",
    ]
    assert "3 rows cannot be brought in" in told.stops[0]
    with pytest.raises(Refused, match="3 rows cannot be brought in"):
        come(upload, kari)
    assert not Observation.objects.exists()


def test_what_a_rule_says_no_to_is_told_beside_the_row(kari, waiting):
    upload = readings("2024;1\n2030;2", kari, waiting)

    told = preview(upload, kari)
    assert [row.outcome for row in told.proposals] == ["make", "refused"]
    assert "Read it when it is over" in told.proposals[1].reason
    assert "1 row cannot be brought in" in told.stops[0]


@pytest.mark.parametrize("typed", ["", ".", "..", ":", "-"])
def test_what_is_not_known_is_never_nought(kari, waiting, typed):
    upload = readings(f"2024;{typed}\n2023;0", kari, waiting)

    told = preview(upload, kari)
    assert [row.outcome for row in told.proposals] == ["kept", "make"]
    assert told.proposals[0].cell.typed == typed
    come(upload, kari)
    assert Observation.objects.get().value == 0
    assert Observation.objects.get().period_end.year == 2023


def test_a_unit_is_found_by_its_name(kari, waiting):
    factories.UnitFactory(organisation=kari.home, name="Hjemmetjenesten nord")
    heading = "Periode;Enhet;Verdi"
    upload = readings("2024;hjemmetjenesten nord;5\n2024;Ukjent;6", kari, waiting, heading)

    assert reasons(preview(upload, kari)) == ["You have no unit called «Ukjent»."]
    assert (
        preview(upload, kari).proposals[0].text == "Fjordvik, Hjemmetjenesten nord, 2024: 5 dager"
    )


def test_two_municipalities_of_one_name_are_asked_for_by_number(rune, shared):
    for number, county in (("1515", "Møre og Romsdal"), ("1818", "Nordland")):
        place = factories.OrganisationFactory(
            name="Herøy", label=f"Herøy ({county})", number=number
        )
        factories.MembershipFactory(group=rune.home, member=place)
    heading = "Kommune;Periode;Verdi"
    upload = readings("Herøy;2024;1\n1515;2024;1\n1818 Herøy;2024;2", rune, shared, heading)

    told = preview(upload, rune)
    assert reasons(told) == [
        "«Herøy» is more than one: Herøy (Møre og Romsdal) (1515), Herøy (Nordland) (1818). "
        "Write the number."
    ]
    assert [row.text for row in told.proposals[1:]] == [
        "Herøy (Møre og Romsdal), 2024: 1 dager",
        "Herøy (Nordland), 2024: 2 dager",
    ]


def test_a_number_without_its_nought_an_old_one_and_one_of_nobody(rune, shared):
    oslo = factories.OrganisationFactory(name="Oslo", number="0301")
    factories.MembershipFactory(group=rune.home, member=oslo)
    factories.OrganisationFactory(name="Moss", number="0104", valid_to=date(2025, 1, 1))
    heading = "Kommune;Periode;Verdi"
    upload = readings("301;2024;1\n104;2024;1\n9999;2024;1\nNarnia;2024;1", rune, shared, heading)

    told = preview(upload, rune)
    assert told.proposals[0].text == "Oslo, 2024: 1 dager"
    assert reasons(told) == [
        "0104 was Moss, and is no municipality today.",
        "9999 is not the number of a municipality today.",
        "There is no municipality called «Narnia».",
    ]


def test_a_region_brings_figures_for_its_members_by_its_own_yardstick(rune, kari, siri, shared):
    heading = "Kommune;Periode;Verdi"
    upload = readings("Fjordvik;2024;7\nAnnenvik;2024;8", rune, shared, heading)

    assert reasons(preview(upload, rune)) == ["Annenvik notes its own readings."]
    mended = readings("Fjordvik;2024;7", rune, shared, heading)
    come(mended, rune)
    row = Observation.objects.visible_to(kari.acting).get()
    assert (row.value, row.brought_by, row.recorded_by_name) == (7, rune.home, "Rune Dahl")
    come(readings("Fjordvik;2024;6", rune, shared, heading), rune)
    assert Observation.objects.visible_to(kari.acting).live().get().value == 6


def test_a_municipality_brings_nothing_for_another(kari, ola, waiting):
    waiting.scope = "public"
    waiting.save()
    upload = readings("Sund;2024;7", kari, waiting, "Kommune;Periode;Verdi")

    assert reasons(preview(upload, kari)) == ["Sund notes its own readings."]


def test_who_has_promised_by_a_yardstick_reads_it_alone(rune, kari, shared):
    """R30: a region's list never tells whether a municipality has kept its promise."""
    benefit = factories.BenefitFactory(initiative__organisation=rune.home, indicator=shared)
    factories.CommitmentFactory(benefit=benefit, municipality=kari.home)
    upload = readings("Fjordvik;2024;7", rune, shared, "Kommune;Periode;Verdi")

    assert reasons(preview(upload, rune)) == [
        "They have promised by this yardstick, and read it themselves."
    ]


def test_the_reading_of_a_municipality_is_not_told_nor_changed_by_its_region(rune, kari, shared):
    factories.ObservationFactory(
        indicator=shared, organisation=kari.home, value=3,
        period_start=date(2024, 1, 1), period_end=date(2024, 12, 31),
    )  # fmt: skip
    upload = readings("Fjordvik;2024;7", rune, shared, "Kommune;Periode;Verdi")

    told = preview(upload, rune)
    assert reasons(told) == ["There is already a reading of this period. Correct that one."]
    assert told.proposals[0].was == ""


def test_a_percentage_is_brought_with_what_it_is_of(kari):
    """R40: so many, of so many."""
    share = factories.IndicatorFactory(owner=kari.home, name="Andel", unit="%", is_share=True)
    only = readings("2024;50", kari, share, "Periode;Verdi")
    assert preview(only, kari).asks == (
        "Which column is «How many»?",
        "Which column is «Of how many»?",
    )
    whole = readings("2024;10;40", kari, share, "Periode;Antall;Av")
    come(whole, kari)
    assert Observation.objects.get().value == 25


def test_few_people_behind_a_figure_are_told_of_by_row(kari):
    """R41: a list is no way round it."""
    about = factories.IndicatorFactory(owner=kari.home, name="Sykefravær", is_about_people=True)
    upload = readings("2024;5;3", kari, about, "Periode;Verdi;n")

    assert "Fewer than 5 people" in reasons(preview(upload, kari))[0]


# --- the columns ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "what", "found"),
    [
        (("Kommunenr", "År", "Verdi (dager)"), "readings", {"place": 0, "period": 1, "value": 2}),
        (("Periode fra", "Periode til", "Value"), "readings",
         {"period_start": 0, "period_end": 1, "value": 2, "period": -1}),
        (("Tittel", "Problem", "Hvem"), "needs", {"title": 0, "problem": 1, "affected_group": 2}),
        (("Hva", "År", "Beløp", "Prisår", "Mva"), "costs",
         {"what": 0, "year": 1, "likely": 2, "price_year": 3, "vat": 4}),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_their_headings(headings, what, found):
    assert rules.likely_list(headings) == what
    guessed = rules.guessed(what, headings)
    assert {name: guessed[name] for name in found} == found


def test_what_is_not_known_is_asked_for(kari, waiting):
    upload = brought("liste.csv", "A;B\n2024;1\n", kari)

    assert preview(upload, kari).asks == (
        "Which yardstick are they readings of?",
        "Which column is «Value»?",
        "Which columns say the period?",
    )
    columns = {"period": 0, "value": 1}
    look(
        upload, kari, what="readings", columns_of="readings", columns=columns, indicator=waiting.pk
    )
    assert lines(preview(upload, kari)) == [("make", "Fjordvik, 2024: 1 dager")]


def test_one_column_is_not_two_things(kari, waiting):
    columns = {"period": 0, "value": 0}
    upload = brought(
        "liste.csv", "A;B\n2024;1\n", kari,
        what="readings", columns_of="readings", columns=columns, indicator=waiting.pk,
    )  # fmt: skip

    assert preview(upload, kari).asks == ("One column cannot be both «Value» and «Period».",)


@pytest.mark.parametrize(
    "columns", [{"value": 99}, {"value": "x"}, {"nothing": 1}, {"value": None}]
)
def test_a_column_that_is_not_there_is_no_column(kari, waiting, columns):
    upload = brought(
        "liste.csv", "A;B\n2024;1\n", kari,
        what="readings", columns_of="readings", columns=columns, indicator=waiting.pk,
    )  # fmt: skip

    assert "Which column is «Value»?" in preview(upload, kari).asks


def test_how_the_file_was_read_is_told(kari, waiting):
    upload = brought("liste.csv", "År;Verdi;Ansvarlig\n\n2024;1;Åse\n".encode("cp1252"), kari)

    assert preview(upload, kari).says == (
        "Read as Windows-1252, with semicolon between the columns. "
        "Look at æ, ø and å below: the file does not say its letters, so we found them out. "
        "1 empty row is passed over. These columns are not used: Ansvarlig.",
    )


# --- needs and costs ------------------------------------------------------------------------

NEEDS = "Tittel;Problem;Hvem;Sektor\nMedisin;Vi kjører mye;140 brukere;helse og omsorg\n"


def test_needs_come_for_the_own_organisation_only(kari):
    upload = brought("behov.csv", NEEDS, kari)
    come(upload, kari)

    need = Need.objects.get()
    assert (need.title, need.scope, need.sector, need.organisation) == (
        "Medisin", "own", "health", kari.home,
    )  # fmt: skip
    assert lines(preview(brought("igjen.csv", NEEDS + "\n", kari), kari)) == [("same", "Medisin")]
    undone(upload, kari)
    assert not Need.objects.exists()


def test_needs_that_lack_something_are_told_by_row(kari):
    rows = ";Et problem;Noen;\nTo;;Noen;\nTre;P;N;romfart\n" + "x" * 121 + ";P;N;\nMedisin;P;N;\n"
    upload = brought("behov.csv", NEEDS + rows, kari)

    told = reasons(preview(upload, kari))
    assert told[0] == "«In a few words» is empty."
    assert told[1] == "«What is the problem?» is empty."
    assert told[2].startswith("«romfart» is none of these:")
    assert "more than 120 signs" in told[3]
    assert told[4] == "It stands in row 2 already."


def test_costs_come_to_the_initiative_they_are_of(kari):
    initiative = factories.InitiativeFactory(organisation=kari.home, lead=kari.person)
    told = (
        "Hva;År;Lav;Sannsynlig;Høy;Prisår;Mva\nLisens;2026;10 000;12 500,50;15000;2026;uten mva\n"
    )
    with translation.override("nb"):
        upload = brought("kost.csv", told, kari, initiative=initiative.pk)
        rows = preview(upload, kari)
    assert reasons(rows) == [], reasons(rows)
    come(upload, kari)

    line = initiative.cost_lines.get()
    assert (line.low, line.likely, line.high, line.vat) == (
        10_000,
        Decimal("12500.50"),
        15_000,
        "excluded",
    )


def test_a_percentage_comes_beside_of_how_many_it_is(kari):
    share = factories.IndicatorFactory(owner=kari.home, is_share=True, unit="%")
    asked = {"heading": "Periode;Antall;Av"}

    come(readings("2024;80 %;5\n2023;3;4", kari, share, **asked), kari)
    wrong = preview(readings("2025;33 %;10\n2022;80 %;", kari, share, **asked), kari)

    rows = Observation.objects.order_by("period_end").values_list("numerator", "denominator")
    assert list(rows) == [(3, 4), (4, 5)]
    assert reasons(wrong)[0] == "33 % of 10 is no whole number. Write how many."
    assert [outcome for outcome, _text in lines(wrong)] == ["refused", "refused"]
