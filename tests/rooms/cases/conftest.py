"""An initiative that is measured, and its case at each state."""

import pytest
from django.utils import timezone, translation

from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.rooms.cases import stories


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def measured(kari):
    """Return Fjordvik's initiative, read before and after: from 12 minutes to 8."""
    return stories.measured(kari.home)


@pytest.fixture
def at(kari, measured):
    """Return the case of it, as far as it is asked to have come."""

    def come(state, **other):
        return stories.in_state(state, measured, kari.acting_now, timezone.now(), **other)

    return come


@pytest.fixture
def ingrid(fjordvik):
    """Ingrid is the chief executive of Fjordvik."""
    return _cast("Ingrid Berg", fjordvik, RoleKind.CHIEF_EXECUTIVE)


@pytest.fixture
def theirs(siri):
    """Return a case from Annenvik, where Siri works, that everybody may read."""
    measured_there = stories.measured(siri.home)
    return stories.in_state("published", measured_there, siri.acting_now, timezone.now())
