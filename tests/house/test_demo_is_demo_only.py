"""The demo's doors do not exist in an installation, and its people have no other way in."""

import runpy
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, get_resolver, reverse

from stafett.config import urls
from stafett.journey.demo import cast
from stafett.people.models import Person

DOORS = ["demo:choose", "demo:sign_in", "demo:anywhere", "demo:mail"]
ADDRESSES = ["/demo/", "/demo/inn/", "/demo/hvor-som-helst/", "/demo/post/"]


@pytest.fixture
def demo(db, settings, national_figures):
    """The program as ``STAFETT_DEMO=1`` starts it."""
    settings.DEMO = True
    settings.ROOT_URLCONF = type("Demo", (), runpy.run_path(urls.__file__))


def test_in_a_demo_the_doors_are_there(demo):
    """So that the next tests can fail."""
    assert [reverse(door) for door in DOORS] == ADDRESSES


@pytest.mark.parametrize("door", DOORS)
def test_in_an_installation_no_door_has_a_name(door):
    assert "demo" not in get_resolver().namespace_dict
    with pytest.raises(NoReverseMatch):
        reverse(door)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_in_an_installation_no_door_has_an_address(client, kari, address):
    chosen = {"person": kari.person.pk, "municipality": "Fjordvik"}

    assert client.get(address).status_code == 404
    assert client.post(address, chosen).status_code == 404
    assert "_auth_user_id" not in client.session


def test_nobody_invented_has_a_password_or_gets_in_by_one(demo, client):
    call_command("seed_demo", stdout=StringIO())

    assert Person.objects.exists()
    assert not [person for person in Person.objects.all() if person.has_usable_password()]
    for password in ("", "demo", "kari", "!"):
        told = {"login": cast.address("kari"), "password": password}
        assert client.post(reverse("account_login"), told).status_code == 200
        assert "_auth_user_id" not in client.session
