"""A region, a municipality that joins, and its chief executive."""

import pytest
from django.db import connection
from django.utils import translation

from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.rooms.handovers.stories import Exchange, come

collect_ignore = [] if connection.vendor == "postgresql" else ["test_row_level.py"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def ingrid(fjordvik):
    """Ingrid is the chief executive of Fjordvik."""
    return _cast("Ingrid Berg", fjordvik, RoleKind.CHIEF_EXECUTIVE)


@pytest.fixture
def exchange(rune, kari, ingrid):
    """One promise in the baton."""
    return Exchange(rune, kari, ingrid)


@pytest.fixture
def two(rune, kari, ingrid):
    """Two promises in the baton."""
    return Exchange(rune, kari, ingrid, promises=2)


@pytest.fixture
def at(rune, kari, ingrid):
    """Return an exchange whose baton has come to a state."""
    return lambda state: come(Exchange(rune, kari, ingrid, promises=2), state)
