"""Any of the country's municipalities is found by what people call it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.lib.text import folded
from stafett.organisations import queries
from stafett.organisations.forms import OrganisationField
from stafett.organisations.models import Kind, Name, Organisation
from tests.factories import TODAY, OrganisationFactory
from tests.pages import Reader

TOWNS = {
    "5610": "Kárášjohka - Karasjok",
    "5612": "Guovdageaidnu - Kautokeino",
    "5544": "Unjárga - Nesseby",
    "5032": "Snåase - Snåsa",
    "0301": "Oslo",
    "4625": "Austevoll",
    "3205": "Lillestrøm",
    "1577": "Volda",
    "4637": "Hyllestad",
    "3228": "Eidsvoll",
    "3419": "Våler (Innlandet)",
    "3114": "Våler (Østfold)",
    "1818": "Herøy (Nordland)",
    "1515": "Herøy (Møre og Romsdal)",
    "3437": "Sel",
    "3007": "Selbu",
}


@pytest.fixture
def country(db):
    for number, label in TOWNS.items():
        OrganisationFactory(number=number, label=label, name=label.partition(" (")[0])
    county = OrganisationFactory(number="56", name="Finnmark", kind=Kind.COUNTY)
    Organisation.objects.filter(number="5610").update(county=county)


def _found(text):
    return [place.label for place in queries.find(text, day=TODAY)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Kárášjohka - Karasjok", ["Kárášjohka - Karasjok"]),
        ("kárášjohka - karasjok", ["Kárášjohka - Karasjok"]),
        ("Kárášjohka", ["Kárášjohka - Karasjok"]),
        ("karasjohka", ["Kárášjohka - Karasjok"]),
        ("KARASJOK", ["Kárášjohka - Karasjok"]),
        ("  karasj ", ["Kárášjohka - Karasjok"]),
        ("guovdageaidnu", ["Guovdageaidnu - Kautokeino"]),
        ("unjarga", ["Unjárga - Nesseby"]),
        ("Nesseby", ["Unjárga - Nesseby"]),
        ("snasa", ["Snåase - Snåsa"]),
        ("lillestrom", ["Lillestrøm"]),
        ("LILLESTRØM", ["Lillestrøm"]),
        ("5610", ["Kárášjohka - Karasjok"]),
        ("0301", ["Oslo"]),
        ("301", []),
        ("Herøy", ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]),
        ("heroy (nordland)", ["Herøy (Nordland)"]),
        ("Våler", ["Våler (Innlandet)", "Våler (Østfold)"]),
        ("våler (østfold)", ["Våler (Østfold)"]),
        ("sel", ["Sel"]),
        ("selb", ["Selbu"]),
        ("Atlantis", []),
        ("%", []),
        ("_slo", []),
        ("²", []),
        ("Finnmark", []),
        ("\u202eOslo", []),
    ],
)
def test_a_place_is_found_by_each_part_of_its_name_and_by_number(country, text, labels):
    assert _found(text) == labels


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(TOWNS.values())), st.data())
def test_any_part_in_any_case_with_or_without_accents_leads_there(label, data):
    part = data.draw(st.sampled_from(label.partition(" (")[0].split(" - ")))
    write = data.draw(st.sampled_from([str, str.upper, str.lower, str.title, folded]))
    cut = data.draw(st.integers(3, len(part)))

    name = Name(name=part, folded=folded(part))

    assert name.folded.startswith(folded(write(part)[:cut]))


def test_a_name_that_is_no_longer_official_finds_nothing(country):
    Name.objects.filter(name="Volda").update(valid_to=TODAY)

    assert _found("Vold") == []


def test_a_municipality_that_is_gone_is_not_found(country):
    Organisation.objects.filter(number="1577").update(valid_to=TODAY)

    assert _found("Volda") == _found("1577") == []


@pytest.mark.parametrize("text", ["karasjok", "5610", " Kárášjohka ", "Karasjok\u202e"])
def test_a_form_takes_any_of_them(country, text):
    assert OrganisationField().clean(text).number == "5610"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "Herøy",
            "Which one do you mean? Write one of these: Herøy (Møre og Romsdal), Herøy (Nordland).",
        ),
        (
            "Atlantis",
            "No municipality is called «Atlantis». Write its name as on the map, or its number.",
        ),
        ("", "This field is required."),
        ("\x00", "This field is required."),
        ("Os\x00lo", "Null characters are not allowed."),
        ("x" * 200, "Ensure this value has at most 160 characters (it has 200)."),
    ],
)
def test_a_form_that_cannot_tell_says_what_to_write(country, text, answer):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        OrganisationField().clean(text)

    with translation.override("en"):
        assert refused.value.messages == [answer]


def test_many_candidates_are_cut_and_say_so(db):
    for number in range(8):
        OrganisationFactory(name=f"Nes{number}")

    with pytest.raises(ValidationError, match="Nes0, Nes1, Nes2, Nes3, Nes4 …"):
        OrganisationField().clean("Nes")


def test_a_passer_by_looks_a_place_up(country):
    page = Reader().opens("/kommuner/", q="karasjok")

    (place,) = [link for link in page.links if "Karasjok" in link]
    assert page.shows("Finnmark")
    assert Reader().opens(page.links[place]).status == 200
    assert Reader().opens("/kommuner/", q="Finnmark").shows("56")
    assert (
        Reader()
        .opens("/kommuner/", q="Atlantis")
        .shows("No place has a name that begins like this")
    )
    assert len(Reader().opens("/kommuner/").all("tr")) == 1 + len(TOWNS)
