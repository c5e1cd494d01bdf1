"""Every page asks who is there, unless it was opened to everybody on purpose."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path, reverse

import stafett.config
from tests.factories import PASSWORD

OPEN_TO_EVERYBODY = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "alive",
    "mfa_authenticate",
    "benefits:by_link",
    "figures",
    "ready",
    "benefits:map",
    "journey:board",
    "journey:board_workbook",
    "journey:feed",
    "journey:home",
    "journey:need",
    "benefits:benefit",
    "benefits:overview",
    "benefits:workbook",
    "cases:case",
    "cases:list",
    "cases:workbook",
    "journey:initiative",
    "initiatives:costs",
    "initiatives:differences",
    "initiatives:list",
    "initiatives:workbook",
    "handovers:check",
    "journey:calculations",
    "journey:rules",
    "journey:states",
    "needs:contribute",
    "needs:export",
    "needs:list",
    "organisations:places",
    "organisations:places_workbook",
    "people:language",
    "trials:trial",
}
SOMETHING = {"form_of_file": "csv", "rule": "R02", "what": "role", "uidb36": "1", "key": "x-y"}


def _pages(resolver, spaces=()):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _pages(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            values = {name: SOMETHING.get(name, 1) for name in entry.pattern.regex.groupindex}
            name = ":".join((*spaces, entry.name))
            yield name, reverse(name, kwargs=values)


def _asks_who_is_there(address):
    response = Client().get(address)
    return response.status_code == 302 and response["Location"].startswith("/logg-inn/?next=")


@pytest.mark.django_db
def test_a_passer_by_comes_through_these_doors_and_no_others():
    opened = {name for name, address in _pages(get_resolver()) if not _asks_who_is_there(address)}

    assert opened == OPEN_TO_EVERYBODY


def made_tomorrow(request):
    return HttpResponse("for those who are signed in")


urlpatterns = [
    path("ny-side/", made_tomorrow),
    *get_resolver("stafett.config.urls").url_patterns,
]


@pytest.mark.urls(__name__)
def test_a_page_made_tomorrow_is_closed_from_the_start(client, kari):
    assert client.get("/ny-side/")["Location"] == "/logg-inn/?next=/ny-side/"
    assert client.post("/ny-side/")["Location"] == "/logg-inn/?next=/ny-side/"
    client.force_login(kari.person)
    assert client.get("/ny-side/").status_code == 200


# --- cookies --------------------------------------------------------------------------------


def _settings_with(monkeypatch, tmp_path, https):
    monkeypatch.setenv("STAFETT_HTTPS", https)
    monkeypatch.setenv("STAFETT_DATA_DIR", str(tmp_path))
    file = Path(stafett.config.__file__).with_name("settings.py")
    spec = spec_from_file_location("settings_elsewhere", file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("https", ["true", "false"])
def test_cookies_go_by_https_only_where_there_is_https(
    kari, settings, monkeypatch, tmp_path, https
):
    chosen = _settings_with(monkeypatch, tmp_path, https)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        setattr(settings, name, getattr(chosen, name))
    settings.SECURE_HSTS_SECONDS = chosen.SECURE_HSTS_SECONDS
    client = Client()

    page = client.get("/logg-inn/", secure=True)
    client.post("/logg-inn/", {"login": "kari@example.no", "password": PASSWORD}, secure=True)
    client.post("/sprak/", {"language": "en"}, secure=True)

    cookies = client.cookies
    assert set(cookies) == {"csrftoken", "sessionid", "stafett_language"}
    assert {bool(cookie["secure"]) for cookie in cookies.values()} == {https == "true"}
    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}
    assert cookies["sessionid"]["httponly"]
    assert cookies["stafett_language"]["httponly"]
    assert ("Strict-Transport-Security" in page) == (https == "true")


def test_a_form_from_another_site_is_refused(kari):
    client = Client(enforce_csrf_checks=True)
    client.force_login(kari.person)

    assert client.post("/sprak/", {"language": "en"}).status_code == 403
    assert client.post("/logg-ut/").status_code == 403
    assert client.get("/meg/").status_code == 200


WITHOUT_A_COOKIE = {"benefits:by_link", "handovers:check"}
"""One is a right of its own and trusts no session (ADR 29); the other changes nothing."""


def _views(resolver, spaces=()):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, entry.name)), entry.callback


def test_every_form_but_two_shows_that_it_is_ours():
    unguarded = {
        name for name, view in _views(get_resolver()) if getattr(view, "csrf_exempt", False)
    }

    assert unguarded == WITHOUT_A_COOKIE
