"""Those who may bring files in find the way from home and from their initiative."""

import pytest

from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.factories import InitiativeFactory
from tests.pages import Reader


@pytest.fixture
def erik(fjordvik):
    """Erik works in Fjordvik, and looks after nothing."""
    return _cast("Erik Dal", fjordvik, RoleKind.EMPLOYEE)


def ways(cast, path):
    links = Reader(cast).opens(path).all("a")
    return [link.get("href") for link in links if link.get("href").startswith("/filer/")]


def test_a_leader_finds_files_from_home_and_from_the_initiative(kari, erik):
    initiative = InitiativeFactory(organisation=kari.home, scope="own")
    path = initiative.get_absolute_url()

    assert ways(kari, "/") == ["/filer/"]
    assert ways(kari, path) == [f"/filer/?tiltak={initiative.pk}"]
    assert ways(erik, "/") == ways(erik, path) == []


def test_nobody_brings_files_about_what_others_run(kari, siri):
    initiative = InitiativeFactory(organisation=siri.home, scope="public")
    assert ways(kari, initiative.get_absolute_url()) == []
