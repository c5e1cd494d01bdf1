"""What the database is told about who acts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.lib import Acting
from stafett.lib.database import tell_database


@pytest.mark.django_db
@pytest.mark.parametrize(("organisation_id", "told"), [(7, "7"), (None, "")])
def test_postgresql_knows_who_acts_and_sqlite_is_not_asked(organisation_id, told):
    with CaptureQueriesContext(connection) as asked:
        tell_database(Acting(organisation_id=organisation_id))

    assert len(asked) == (connection.vendor == "postgresql")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('stafett.organisation')")
            assert cursor.fetchone() == (told,)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_told_as_it_would_not_last():
    with CaptureQueriesContext(connection) as asked:
        tell_database(Acting(organisation_id=7))

    assert len(asked) == 0
