"""In with an e-mail address and a password, out again, and kept out."""

import pytest
from django.urls import URLResolver, get_resolver

from stafett.audit.models import Entry
from stafett.people.models import Person
from tests.factories import PASSWORD, PersonFactory
from tests.pages import Reader
from tests.rooms.audit.together import at_once

ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
WRONG = "The e-mail address or the password is not right. Try again, or choose a new password."
WAIT = "There have been too many tries. Wait five minutes and try again, or choose a new password."


def _signs_in(email="kari@example.no", password=PASSWORD, reader=None, **more):
    told = {"login": email, "password": password, **more}
    return (reader or Reader()).sends("/logg-inn/", told)


def _traces():
    entries = Entry.objects.filter(chain="sign-ins").order_by("sequence")
    return list(entries.values_list("verb", "person_id"))


@pytest.mark.parametrize("email", ["kari@example.no", "KARI@Example.NO", "  Kari@example.no "])
def test_kari_signs_in_whatever_the_case_of_her_address(kari, email):
    page = _signs_in(email)

    assert page.path == "/"
    assert page.shows("Kari Nes")
    assert page.shows("Fjordvik")
    assert _traces() == [("person.signed_in", kari.person.pk)]


def test_a_session_that_was_there_before_is_not_the_one_signed_in(kari):
    reader = Reader()
    reader.client.cookies["sessionid"] = planted = "a" * 32
    reader.opens("/logg-inn/")

    assert _signs_in(reader=reader).path == "/"

    assert reader.client.cookies["sessionid"].value != planted
    other = Reader()
    other.client.cookies["sessionid"] = planted
    assert other.opens("/meg/").path == "/logg-inn/"


def test_nobody_learns_whether_a_person_exists(kari):
    wrong_password = _signs_in(password="sol-over-fjorden")
    nobody = _signs_in("nobody@example.no")

    assert wrong_password.summary == nobody.summary == [WRONG]
    assert wrong_password.answer("login") == "kari@example.no"
    assert wrong_password.answer("password") == ""
    assert _traces() == []


@pytest.mark.django_db(transaction=True)
def test_after_five_tries_even_the_right_password_waits_at_every_worker(kari):
    for _time in range(5):
        assert _signs_in(password="sol-over-fjorden").summary == [WRONG]

    def at_another_worker(**more):
        reader = Reader()
        reader.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
        return _signs_in(reader=reader, **more)

    kept_out, other = at_once(at_another_worker, lambda: at_another_worker(email="anne@example.no"))

    assert kept_out.summary == [WAIT]
    assert other.summary == [WRONG]
    assert _traces() == []


@pytest.mark.django_db
def test_many_tries_from_one_place_are_told_when_to_come_back(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "10/m/ip"}
    pages = [_signs_in(f"person{number}@example.no") for number in range(11)]

    assert pages[9].summary == [WRONG]
    assert pages[10].summary == [WAIT]


def test_a_flood_from_one_place_is_stopped_before_anything_is_checked(kari, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    for _time in range(2):
        _signs_in(password="sol-over-fjorden")

    page = _signs_in()

    assert page.status == 429
    assert page.shows("Wait five minutes and try again")


def test_who_can_no_longer_sign_in_is_told_so_and_is_out_at_once(kari):
    inside = Reader(kari)
    kari.person.is_active = False
    kari.person.save()

    page = _signs_in()

    assert page.heading == "You can no longer sign in here"
    assert inside.opens("/meg/").path == "/logg-inn/"
    assert _traces() == []


def test_an_invited_person_without_a_password_cannot_sign_in(db):
    PersonFactory(email="per@example.no", password=None)

    assert _signs_in("per@example.no", "!").summary == [WRONG]


def test_kari_signs_out_by_a_button_and_not_by_a_link(kari):
    reader = Reader(kari)

    assert reader.opens("/logg-ut/").heading == "Sign out"
    assert reader.opens("/meg/").heading == "Kari Nes"

    page = reader.sends("/logg-ut/")
    assert "Sign in" in page.links
    assert reader.opens("/meg/").path == "/logg-inn/"
    assert _traces() == [("person.signed_out", kari.person.pk)]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere(kari, client, address):
    told = {"login": "kari@example.no", "password": PASSWORD, "language": "en", "next": address}

    assert client.post("/logg-inn/", told)["Location"] == "/"
    assert client.post("/sprak/", told)["Location"] == "/"
    assert client.post("/logg-ut/", told)["Location"] == "/"


def test_who_followed_a_link_comes_there_after_signing_in(kari):
    reader = Reader()
    asked = reader.opens("/behov/ny/")
    assert asked.path == "/logg-inn/"

    page = _signs_in(reader=reader, next=asked.answer("next"))

    assert page.path == "/behov/ny/"


def _named(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _named(entry)
        elif entry.callback.__module__.startswith("allauth"):
            yield entry.name


@pytest.mark.django_db
def test_nobody_signs_themselves_up():
    assert Reader().opens("/ny-bruker/").path == "/logg-inn/"
    page = Reader().sends("/ny-bruker/", {"email": "per@example.no", "password1": PASSWORD})
    assert page.path == "/logg-inn/"
    assert not Person.objects.exists()


def test_the_library_shows_no_page_but_these():
    assert sorted(_named(get_resolver())) == [
        "account_change_password",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    ]
