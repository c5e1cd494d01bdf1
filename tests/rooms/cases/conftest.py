"""An initiative that is measured, and its case at each state."""

import pytest
from django.utils import timezone, translation

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
