"""What every test stands on: a database, and a closed door to the outside."""

import gc
import ipaddress
import socket

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis

from tests import database, once
from tests.cast import *  # noqa: F403 - the cast is for every test
from tests.postbox import postbox  # noqa: F401 - so is the mail server

# A busy machine makes no test wrong: how long an example takes is for benchmarks.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, leave out what SQLite has told already."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    told = [item for item in items if not once.needs_both(item)]
    config.hook.pytest_deselected(items=told)
    items[:] = [item for item in items if once.needs_both(item)]


def pytest_collection_finish():
    """Look through what a test leaves, and not each time through all that was loaded before."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_blocker, django_db_modify_db_settings
):
    """Make the test database as the owner; the tests work in it as the application role."""
    kept, verbosity = request.config.cache.mkdir("databases"), request.config.option.verbose
    with django_db_blocker.unblock(), database.test_databases(kept=kept, verbosity=verbosity):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptying_goes_round_the_triggers():
    """Tests that commit are cleaned up by the owner, as the application role may not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda self: database.empty_the_database()
        )
        yield


@pytest.fixture(autouse=True)
def _each_test_starts_in_the_default_language():
    """A request leaves its language behind in the thread; the next test must not hear it."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _nobody_calls_out():
    """Only this machine is reached: a test that needs somebody else would fail elsewhere."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise AssertionError(f"A test tried to call out, to {address[0]}.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


def _is_here(host):
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
