"""The country: every municipality as it is called, found by what people write, and kept over time."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from stafett.audit.models import Entry
from stafett.lib import Acting
from stafett.organisations import country, queries
from stafett.organisations.country import Part, Place
from stafett.organisations.models import Kind, Name, Organisation, Parameter
from tests.factories import LONG_AGO

DAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 10, tzinfo=ZoneInfo("Europe/Oslo"))
INSTALLATION = Acting(name="installation", day=DAY)
NEW_NAME_DAY = date(2026, 1, 1)
TRONDELAG = Place("county", "50", "", (Part("nb", "Trøndelag", 0, LONG_AGO),))


def _said(command="load_country", **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def _load(*places, now=NOW):
    return country.load_places([TRONDELAG, *places], by=INSTALLATION, now=now)


def _steinkjer(*parts):
    return Place("municipality", "5006", "50", parts)


def _all_rows():
    return [
        list(model.objects.order_by("pk").values()) for model in (Organisation, Name, Parameter)
    ]


def _names_of(number):
    rows = Name.objects.filter(organisation__number=number).order_by("valid_from", "position")
    return [(row.name, row.valid_from, row.valid_to) for row in rows]


# --- the packaged data ------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_whole_country_is_there():
    said = _said()

    existing = Organisation.objects.existing_on(DAY)
    assert "357 municipalities, 15 counties" in said
    assert existing.municipalities().count() == 357
    assert existing.filter(kind=Kind.COUNTY).count() == 15
    assert existing.get(kind=Kind.NATIONAL).label == "Norge"
    assert not existing.municipalities().exclude(county__kind=Kind.COUNTY).exists()


@pytest.mark.django_db
def test_the_packaged_rows_fit_where_they_are_kept():
    """SQLite takes too long a text; PostgreSQL does not."""
    _said()

    for model in (Organisation, Name, Parameter):
        for row in model.objects.all():
            row.clean_fields()


@pytest.mark.django_db
def test_two_of_the_same_name_are_told_apart_by_county():
    _said()

    labels = set(queries.all_labels(day=DAY))
    assert len(labels) == 357
    assert {"Herøy (Møre og Romsdal)", "Herøy (Nordland - Nordlánnda)"} <= labels
    assert {"Våler (Østfold)", "Våler (Innlandet)"} <= labels
    assert "Herøy" not in labels


@pytest.mark.django_db
def test_whatever_the_list_suggests_finds_its_own_municipality():
    _said()

    for label in queries.all_labels(day=DAY):
        assert [found.label for found in queries.find(label, day=DAY)] == [label]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Karasjok", "karasjok", "Kárášjohka", "karasjohka", "5610", " Kárášjohka - Karasjok "]
)
def test_karasjok_is_found_in_every_language(text):
    _said()

    assert [found.number for found in queries.find(text, day=DAY)] == ["5610"]


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    _said()
    before, traces = _all_rows(), Entry.objects.count()

    said = _said()

    assert "Nothing to change" in said
    assert _all_rows() == before
    assert Entry.objects.count() == traces


# --- names over time --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "earlier",
    [[Part("nb", "Steinkjer", 0, LONG_AGO, NEW_NAME_DAY)], []],
    ids=["a file that ends the old name", "a file that has forgotten it"],
)
def test_a_new_official_name_keeps_the_old_one_with_its_days(earlier):
    _load(_steinkjer(Part("nb", "Steinkjer", 0, LONG_AGO)))

    loaded = _load(
        _steinkjer(
            *earlier,
            Part("nb", "Steinkjer", 0, NEW_NAME_DAY),
            Part("sma", "Stïentje", 1, NEW_NAME_DAY),
        )
    )

    steinkjer = Organisation.objects.get(number="5006")
    assert loaded.renamed == ("Steinkjer - Stïentje",)
    assert (steinkjer.name, steinkjer.label) == ("Steinkjer - Stïentje",) * 2
    assert steinkjer.valid_from == LONG_AGO
    assert _names_of("5006") == [
        ("Steinkjer", LONG_AGO, NEW_NAME_DAY),
        ("Steinkjer", NEW_NAME_DAY, None),
        ("Stïentje", NEW_NAME_DAY, None),
    ]
    assert queries.find("stientje", day=DAY).get() == steinkjer
    assert not queries.find("stientje", day=LONG_AGO).exists()


@pytest.mark.django_db
def test_a_name_decided_for_later_is_not_used_before_its_day():
    told = _steinkjer(
        Part("nb", "Steinkjer", 0, LONG_AGO, NEW_NAME_DAY), Part("sma", "Stïentje", 0, NEW_NAME_DAY)
    )

    _load(told, now=NOW - timedelta(365))
    before = Organisation.objects.get(number="5006").name
    _load(told)

    assert before == "Steinkjer"
    assert Organisation.objects.get(number="5006").name == "Stïentje"


@pytest.mark.django_db
def test_a_mended_spelling_is_no_new_period():
    _load(_steinkjer(Part("nb", "Stenkjer", 0, LONG_AGO), Part("sma", "Wrong", 1, LONG_AGO)))

    _load(_steinkjer(Part("nb", "Steinkjer", 0, LONG_AGO)))

    assert _names_of("5006") == [("Steinkjer", LONG_AGO, None)]
    assert Organisation.objects.get(number="5006").label == "Steinkjer"


@pytest.mark.django_db
def test_the_county_leaves_the_label_when_no_other_has_the_name_any_more():
    nordland = Place("county", "18", "", (Part("nb", "Nordland", 0, LONG_AGO),))
    here, there = (
        Place("municipality", number, county, (Part("nb", "Sund", 0, LONG_AGO),))
        for number, county in (("5099", "50"), ("1899", "18"))
    )
    _load(nordland, here, there)
    together = set(queries.all_labels(day=DAY))

    _load(Place("municipality", "5099", "50", (Part("nb", "Ytre Sund", 0, LONG_AGO),)))

    assert together == {"Sund (Trøndelag)", "Sund (Nordland)"}
    assert set(queries.all_labels(day=DAY)) == {"Ytre Sund", "Sund"}


@pytest.mark.django_db
def test_a_municipality_that_is_merged_away_is_kept_but_not_chosen():
    _load(_steinkjer(Part("nb", "Steinkjer", 0, LONG_AGO)))

    _load(_steinkjer(Part("nb", "Steinkjer", 0, LONG_AGO, NEW_NAME_DAY)))

    assert Organisation.objects.get(number="5006").valid_to == NEW_NAME_DAY
    assert not queries.find("Steinkjer", day=DAY).exists()


@pytest.mark.django_db
def test_what_was_loaded_leaves_a_trace():
    _load(_steinkjer(Part("nb", "Steinkjer", 0, LONG_AGO)))

    entry = Entry.objects.get(verb="country.loaded")
    assert '"new":2' in entry.detail.text


# --- figures ----------------------------------------------------------------------------------


def _figures_file(tmp_path, value):
    path = tmp_path / "parameters.csv"
    path.write_text(
        "name,step,value,unit,valid_from,source,note\n"
        f"hourly_cost,0,{value},NOK an hour,2026-01-01,A source,A note\n"
    )
    return path


@pytest.mark.django_db
def test_everybody_sees_the_national_figures_with_their_source(kari):
    _said()

    figures = queries.figures(kari.acting)

    hours = next(figure for figure in figures if figure.name == "hours_per_fte")
    assert hours.value == 1700
    assert hours.source
    assert [figure.step for figure in figures if figure.name == "discount_rate"] == [0, 41, 76]


@pytest.mark.django_db
def test_a_mended_figure_is_mended_and_the_same_one_is_left_alone(tmp_path):
    country.load_places([country.NATION], by=INSTALLATION, now=NOW)
    loaded = [
        country.load_figures(_figures_file(tmp_path, value), by=INSTALLATION, now=NOW)
        for value in ("500", "500.0", "520")
    ]

    assert loaded == [1, 0, 1]
    assert Parameter.objects.get().value == 520


# --- the first start --------------------------------------------------------------------------


@pytest.mark.django_db(databases=list(settings.DATABASES))
def test_prepare_can_be_run_again():
    first, second = _said("prepare"), _said("prepare")

    assert "New places: 373" in first
    assert "Database: up to date." in second
    assert "357 municipalities, 15 counties. Nothing to change." in second


@pytest.mark.django_db(databases=list(settings.DATABASES))
def test_on_postgresql_the_program_adds_traces_and_changes_none():
    if "owner" not in settings.DATABASES:
        assert "Rights:" not in _said("prepare")
        return
    app = settings.DATABASES["default"]["USER"]

    said = _said("prepare")

    assert f"Rights: {app} reads and writes; traces are only added." in said
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT privilege, has_table_privilege(%s, tables.name, privilege) "
            "FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege, "
            "(VALUES ('audit_entry')) AS tables (name)",
            [app],
        )
        on_traces = dict(cursor.fetchall())
        cursor.execute("SELECT has_table_privilege(%s, 'needs_need', 'UPDATE')", [app])
        on_needs = cursor.fetchone()
    assert on_traces == {"INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}
    assert on_needs == (True,)
