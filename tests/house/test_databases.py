"""The tests stand on the ground an installation stands on: the application role, real triggers."""

import socket
from contextlib import closing

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection
from django.utils import timezone

from tests import once
from tests.house.rooms import ROOT


def _ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_app_role_is_neither_owner_nor_mighty():
    if connection.vendor == "postgresql":
        mighty = _ask(
            "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole "
            "FROM pg_roles WHERE rolname = current_user"
        )
        owned = _ask("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")

        assert mighty == (False,)
        assert owned == (0,)


@pytest.mark.django_db
def test_the_app_role_cannot_empty_a_table():
    if connection.vendor == "postgresql":
        with pytest.raises(ProgrammingError, match="permission denied"):
            _ask("TRUNCATE django_session")


@pytest.mark.django_db
def test_the_app_role_may_only_add_traces():
    if connection.vendor == "postgresql":
        may = _ask(
            "SELECT "
            + ", ".join(
                f"has_table_privilege('audit_entry', '{right}')"
                for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
            )
        )

        assert may == (True, True, False, False, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(_time):
    assert not Session.objects.exists()

    Session.objects.create(session_key="left behind", expire_date=timezone.now())


def test_no_test_calls_out():
    with closing(socket.socket()) as outwards, pytest.raises(AssertionError, match="call out"):
        outwards.connect(("192.0.2.1", 80))


@pytest.mark.parametrize("name", [*once.ONCE, *once.ON_ITS_OWN])
def test_what_is_tried_on_one_database_is_there(name):
    file, _, begins = name.partition("::")

    assert f"def {begins or 'test_'}" in (ROOT / file).read_text()
