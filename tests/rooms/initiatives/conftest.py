"""A need that can carry ideas, a solution to it, and one of the region's."""

import pytest
from django.utils import translation

from stafett.organisations.models import Parameter, RoleKind
from tests import factories
from tests.cast import Cast
from tests.rooms.initiatives import stories


@pytest.fixture(autouse=True)
def _told_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def need(kari):
    return factories.NeedFactory(organisation=kari.home, registered_by=kari.person, scope="public")


@pytest.fixture
def solution(kari, need):
    """Return what Kari's municipality does on its own."""
    return stories.a_solution(need, kari.acting_now)


@pytest.fixture
def common(rune, need):
    """Return what the region does with its members."""
    return stories.a_solution(need, rune.acting_now, scope="region", group=rune.home)


@pytest.fixture
def small(kari):
    """Let what costs up to 250 000 kr and reaches up to 20 people be small in Fjordvik."""
    for name, value in (("light_cost", 250_000), ("light_staff", 20)):
        Parameter.objects.create(
            organisation=kari.home, name=name, value=value, valid_from=factories.LONG_AGO
        )


@pytest.fixture
def turid(fjordvik):
    """Turid speaks for the union in Fjordvik."""
    person = factories.PersonFactory(name="Turid Moe", email="turid@example.no")
    role = factories.RoleFactory(person=person, organisation=fjordvik, kind=RoleKind.UNION_REP)
    return Cast(person, role, fjordvik)
