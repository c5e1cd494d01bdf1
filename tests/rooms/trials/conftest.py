"""A need that can carry ideas, and tests of one at each state."""

import pytest
from django.utils import timezone

from tests import factories
from tests.rooms.trials import stories


@pytest.fixture
def need(kari):
    return factories.NeedFactory(organisation=kari.home, registered_by=kari.person, scope="public")


@pytest.fixture
def at(kari, need):
    """Return a test of the need, as far as it is asked to have come."""

    def come(state, plan=stories.PLAN):
        return stories.in_state(state, need, kari.acting_now, timezone.now(), plan)

    return come


@pytest.fixture
def planned(at):
    return at("planned")


@pytest.fixture
def running(at):
    return at("running")
