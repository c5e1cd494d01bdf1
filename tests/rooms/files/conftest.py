"""Somebody who brings a workbook, and those it touches."""

import pytest
from django.utils import translation

from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.rooms.files.bringer import Bringer


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def bringer(kari):
    """Kari brings files."""
    return Bringer(kari)


@pytest.fixture
def leader(fjordvik):
    """Lise leads the service where the benefit lands."""
    return _cast("Lise Moe", fjordvik, RoleKind.LEADER)
