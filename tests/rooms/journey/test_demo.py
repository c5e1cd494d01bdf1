"""The demo: an invented region that is told through the same actions as a real one."""

import runpy
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.audit import queries as audit
from stafett.audit.models import Entry
from stafett.config import urls
from stafett.journey.demo import cast, seeding
from stafett.organisations.country import Part, Place, load_places
from stafett.organisations.models import Organisation, Role
from stafett.people.models import Person
from tests.factories import LONG_AGO, PersonFactory, RoleFactory


@pytest.fixture
def demo(db, settings, national_figures):
    """The program as ``STAFETT_DEMO=1`` starts it."""
    settings.DEMO = True
    settings.ROOT_URLCONF = type("Demo", (), runpy.run_path(urls.__file__))


@pytest.fixture
def kari_is_there(demo):
    """Enough of the demo for its doors to be open."""
    kari = PersonFactory(name="Kari Nes", email=cast.address("kari"), password=None)
    RoleFactory(person=kari)
    return kari


def _seed():
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


# --- what is filled in ------------------------------------------------------------------------


def test_the_demo_is_filled_in_once(demo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = _seed()
    traces = Entry.objects.count()
    second = _seed()

    assert "10 organisations, 46 people, 32 needs and 16 initiatives, all of them invented" in first
    assert "filled in already. Nothing was changed" in second
    assert Entry.objects.count() == traces
    for said in (first, second):
        assert "/demo/ as:" in said
        assert "Kari Nes, leader, Fjordvik" in said
    assert mail.outbox == []


def test_an_old_demo_says_how_to_get_fresh_days(demo, settings):
    seeding.seed(now=timezone.now() - timedelta(31))

    said = _seed()

    assert "31 days ago" in said
    assert f"delete the folder {settings.DATA_DIR}" in said


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekend_becomes_the_friday_before(weekday):
    day = date(2026, 11, 16) + timedelta(weekday)
    now = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))

    moment = seeding.Days(now).at(0)

    assert moment.date() == min(day, date(2026, 11, 20))


@pytest.mark.parametrize("weekday", range(7))
def test_what_happened_first_is_first_whichever_day_the_demo_is_filled(weekday):
    days = seeding.Days(timezone.make_aware(timezone.datetime(2026, 11, 16 + weekday, 12)))

    for days_ago in range(1, 8):
        before = [days.at(days_ago, order=order) for order in range(120)]
        after = [days.at(days_ago - 1, order=order) for order in range(120)]
        assert max(before) < min(after)


# --- where it is not filled in ----------------------------------------------------------------


def test_outside_a_demo_nothing_is_filled_in(db):
    with pytest.raises(CommandError, match="STAFETT_DEMO=1"):
        _seed()

    assert not Person.objects.exists()


def test_a_database_with_real_people_is_not_filled_in(demo):
    PersonFactory()

    with pytest.raises(CommandError, match="did not invent"):
        _seed()

    assert Person.objects.count() == 1


def test_a_seed_that_fails_leaves_nothing(demo, monkeypatch):
    monkeypatch.setattr(seeding.needs, "close", lambda **_: 1 / 0)
    before = Organisation.objects.count(), Entry.objects.count()

    with pytest.raises(ZeroDivisionError):
        _seed()

    assert (Organisation.objects.count(), Entry.objects.count()) == before


# --- signing in as one of the cast ------------------------------------------------------------


@pytest.mark.parametrize("chosen", ["", "kari", "-1", "0", "9" * 40, "1 OR 1=1", "²"])
def test_nobody_is_signed_in_by_a_forged_number(kari_is_there, client, chosen):
    refused = client.post(reverse("demo:sign_in"), {"person": chosen})

    assert refused.status_code == 404
    assert "_auth_user_id" not in client.session


def test_somebody_who_is_not_invented_is_not_signed_in_as(kari_is_there, client):
    somebody = PersonFactory()

    refused = client.post(reverse("demo:sign_in"), {"person": somebody.pk})

    assert refused.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["demo:sign_in", "demo:anywhere"])
def test_a_link_from_elsewhere_signs_nobody_in(kari_is_there, name):
    careful = Client(enforce_csrf_checks=True)
    chosen = {"person": kari_is_there.pk, "municipality": "Fjordvik"}

    assert careful.post(reverse(name), chosen).status_code == 403
    assert careful.get(reverse(name), chosen).status_code == 405


# --- from any municipality --------------------------------------------------------------------


@pytest.fixture
def karasjok(kari_is_there):
    parts = (Part("se", "Kárášjohka", 0, LONG_AGO), Part("nb", "Karasjok", 1, LONG_AGO))
    finnmark = Place("county", "56", "", (Part("nb", "Finnmark", 0, LONG_AGO),))
    places = [finnmark, Place("municipality", "5610", "56", parts)]
    load_places(places, by=seeding._program(timezone.now()), now=timezone.now())
    return Organisation.objects.get(number="5610")


def _go(client, text):
    return client.post(reverse("demo:anywhere"), {"municipality": text})


@pytest.mark.parametrize("text", ["Karasjok", "karasjohka", "5610", "Kárášjohka - Karasjok"])
def test_a_visitor_comes_from_any_municipality(karasjok, client, text):
    home = client.get(_go(client, text).url)

    acting = home.wsgi_request.acting
    assert acting.name == "Demo medarbeider, Kárášjohka - Karasjok"
    assert (acting.organisation_id, acting.role_kind) == (karasjok.pk, "employee")
    assert list(audit.first_broken()) == []


def test_the_second_visitor_is_the_same_employee(karasjok):
    first, second = Client(), Client()
    _go(first, "5610")
    _go(second, "Karasjok")

    assert first.session["_auth_user_id"] == second.session["_auth_user_id"]
    assert Role.objects.filter(organisation=karasjok).count() == 1


def test_two_visitors_in_the_same_moment_both_come_in(karasjok, client, monkeypatch):
    hire = seeding._hired

    def just_after_somebody_else(*place):
        hire(*place)
        return hire(*place)

    monkeypatch.setattr(seeding, "_hired", just_after_somebody_else)

    assert _go(client, "5610").url == reverse("journey:home")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Atlantis", "Atlantis"),
        ("", "id_municipality"),
        ("<b>Sund</b>", "&lt;b&gt;Sund&lt;/b&gt;"),
        ("Sund\x00", "id_municipality"),
        ("å" * 161, "id_municipality"),
    ],
)
def test_a_wrong_name_is_answered_in_words_and_kept(kari_is_there, client, text, says):
    page = _go(client, text)

    assert page.status_code == 200
    assert page.context["form"].errors["municipality"]
    assert page.context["form"]["municipality"].value() == text
    assert says in page.text
    assert "<b>Sund" not in page.text
    assert "_auth_user_id" not in client.session


def test_an_ambiguous_name_is_answered_with_the_choices(karasjok, client):
    county = Organisation.objects.get(number="56")
    for number in ("5698", "5699"):
        parts = (Part("nb", f"Sund {number}", 0, LONG_AGO),)
        place = Place("municipality", number, county.number, parts)
        load_places([place], by=seeding._program(timezone.now()), now=timezone.now())

    assert "Sund 5698, Sund 5699" in _go(client, "sund").text


def test_nobody_walks_into_a_database_that_was_not_filled_as_a_demo(demo, fjordvik, client):
    """Somebody has set STAFETT_DEMO=1 where real work is done."""
    assert _go(client, "Fjordvik").status_code == 404
    assert not Person.objects.exists()
    assert "seed_demo" in client.get(reverse("demo:choose")).text
