"""Whatever is typed into the forms of an organisation: a page comes back, and shows text as text."""

import pytest

from stafett.organisations.models import Role, Unit
from tests.pages import Reader

PAGE = "/organisasjon/"
SCRIPT = "<script>alert('Fjordvik')</script>"
HOSTILE = {
    "NUL": "Nord\x00",
    "control signs": "Nord\x07\x1b[2J",
    "1 MB": "N" * 1_000_000,
    "right to left": "\u202eNord\u202c",
    "only marks": "\u202e\u200b",
    "script": SCRIPT,
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "SQL": "'; DROP TABLE organisations_unit; --",
    "long marks": "N" + "\u0301" * 300,
    "growing": "\u0958" * 120,
}
FORMS = {
    "ny/role/": {
        "name": "Per",
        "email": "per@example.no",
        "kind": "hr",
        "unit": "",
        "valid_from": "2026-01-01",
    },
    "ny/unit/": {"name": "Nord", "sector": "health", "parent": ""},
    "ny/parameter/": {
        "name": "tax_cost",
        "value": "0.2",
        "valid_from": "2026-01-01",
        "source": "DFØ",
        "step": "",
        "note": "",
    },
    "ny/member/": {"member": "Annenvik", "valid_from": "2026-01-01"},
    "om/": {"default_language": "nn", "org_number": "", "legal_form": ""},
}


WRITTEN = [("ny/role/", "name"), ("ny/unit/", "name"), ("ny/member/", "member")]
WRITTEN += [("om/", "org_number"), ("om/", "legal_form"), ("ny/role/", "email")]
WRITTEN += [("ny/parameter/", "source"), ("ny/parameter/", "note")]
CHOSEN = [(form, name) for form in FORMS for name in FORMS[form] if (form, name) not in WRITTEN]


def _says(reader, form, name, hostile):
    response = reader.client.post(PAGE + form, {**FORMS[form], name: HOSTILE[hostile]})
    assert response.status_code in (200, 302)
    assert SCRIPT.encode() not in response.content
    return response


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_refused_or_harmless(rita, hostile):
    reader = Reader(rita)
    for form, name in WRITTEN:
        _says(reader, form, name, hostile)

    page = reader.client.get(PAGE)
    assert page.status_code == 200
    assert SCRIPT.encode() not in page.content
    assert not page.content.count("\u202e".encode())


@pytest.mark.parametrize(("form", "name"), CHOSEN)
def test_what_should_have_been_chosen_from_a_list_is_refused(rita, form, name):
    reader = Reader(rita)
    for hostile in ("NUL", "script", "1 MB"):
        assert _says(reader, form, name, hostile).status_code == 200


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_days_and_numbers_in_addresses(rita, hostile):
    reader = Reader(rita)

    ended = reader.client.post(f"{PAGE}rolle/{rita.role.pk}/slutt/", {"valid_to": HOSTILE[hostile]})
    switched = reader.client.post("/rolle/", {"role": HOSTILE[hostile]})
    looked = reader.client.get("/kommuner/", {"q": HOSTILE[hostile][:4000]})

    assert (ended.status_code, switched.status_code) == (200, 404)
    assert looked.status_code in (200, 400)
    assert SCRIPT.encode() not in looked.content
    assert Role.objects.get(pk=rita.role.pk).valid_to is None


def test_a_name_of_which_nothing_is_seen_is_no_name(anne):
    page = Reader(anne).sends(f"{PAGE}ny/unit/", {"name": "\u202e\u200b", "sector": "health"})

    assert page.errors["name"] == "This field is required."
    assert not Unit.objects.exists()


def test_a_script_in_a_name_is_shown_as_it_was_written(anne):
    page = Reader(anne).sends(f"{PAGE}ny/unit/", {"name": SCRIPT, "sector": "health"})

    assert page.part("units").text.count(SCRIPT) == 2
