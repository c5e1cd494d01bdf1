"""The fixed cast: who they are, and where they work."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from stafett.lib import Acting
from stafett.needs import similar
from stafett.organisations import country
from stafett.organisations.models import RoleKind
from tests import factories


@dataclass(frozen=True)
class Cast:
    """Somebody in the fixed cast: the person, the role, and where they work."""

    person: Any
    role: Any
    home: Any

    @property
    def acting(self):
        return factories.acting_for(self.role)

    @property
    def acting_now(self):
        return factories.acting_for(self.role, timezone.localdate())


def _cast(name, home, kind):
    person = factories.PersonFactory(name=name, email=f"{name.split()[0].lower()}@example.no")
    role = factories.RoleFactory(person=person, organisation=home, kind=kind)
    return Cast(person, role, home)


@pytest.fixture
def region(db):
    return factories.RegionFactory(name="Fjordvikregionen")


@pytest.fixture
def fjordvik(region):
    fjordvik = factories.OrganisationFactory(name="Fjordvik")
    factories.MembershipFactory(group=region, member=fjordvik)
    return fjordvik


@pytest.fixture
def kari(fjordvik):
    """Kari leads a service in Fjordvik."""
    return _cast("Kari Nes", fjordvik, RoleKind.LEADER)


@pytest.fixture
def anne(fjordvik):
    """Anne is the administrator in Fjordvik."""
    return _cast("Anne Vik", fjordvik, RoleKind.ADMINISTRATOR)


@pytest.fixture
def ola(region):
    """Ola leads a service in Sund, another municipality in the region."""
    sund = factories.OrganisationFactory(name="Sund")
    factories.MembershipFactory(group=region, member=sund)
    return _cast("Ola Sund", sund, RoleKind.LEADER)


@pytest.fixture
def rune(region):
    """Rune advises the region."""
    return _cast("Rune Dahl", region, RoleKind.REGIONAL_COORDINATOR)


@pytest.fixture
def national_figures(db):
    """The figures for calculations that hold for everybody, as they are packaged."""
    by = Acting(name="installation", day=factories.TODAY)
    country.load_places([country.NATION], by=by, now=factories.NOW)
    country.load_figures(country.FIGURES, by=by, now=factories.NOW)


@pytest.fixture
def siri(db):
    """Siri works elsewhere and sees nothing."""
    return _cast("Siri Li", factories.OrganisationFactory(name="Annenvik"), RoleKind.LEADER)


@pytest.fixture(autouse=True)
def nothing_is_remembered_of_other_tests(monkeypatch):
    """The similar needs kept in memory belong to one test's database."""
    monkeypatch.setattr(similar, "_index", similar.Index())
