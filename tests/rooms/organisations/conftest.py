"""Who else is in these stories."""

import pytest

from stafett.organisations.models import RoleKind
from tests.cast import Cast
from tests.factories import OrganisationFactory, PersonFactory, RoleFactory


def _administrator(name, home):
    person = PersonFactory(name=name, email=f"{name.split()[0].lower()}@example.no")
    role = RoleFactory(person=person, organisation=home, kind=RoleKind.ADMINISTRATOR)
    return Cast(person, role, home)


@pytest.fixture
def rita(region):
    """Rita is the administrator of the region."""
    return _administrator("Rita Hav", region)


@pytest.fixture
def ada(db):
    """Ada is the administrator of Annenvik, where Fjordvik is none of her business."""
    return _administrator("Ada Berg", OrganisationFactory(name="Annenvik"))
