"""Every morning: what is due is asked for, what is late is told, each of it once (R46)."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stafett.benefits.models import Commitment
from stafett.benefits.queries.asking import to_ask
from stafett.benefits.rules.asking import ASKED, ESCALATED, REMINDED, Patience, steps
from stafett.benefits.rules.measuring import Period
from stafett.organisations.models import Parameter, Role, RoleKind
from stafett.post.models import Mail
from stafett.work.models import Job
from tests import factories
from tests.cast import Cast
from tests.postbox import work
from tests.rooms.benefits.mailed import DUE, LAST_DAY, a_day, due_promise, link_to, morning
from tests.rooms.benefits.measured import reads

pytestmark = pytest.mark.django_db
ENDS = date(2026, 3, 31)
DAY = timedelta(days=1)


@pytest.fixture
def ingrid(kari):
    role = factories.RoleFactory(organisation=kari.home, kind=RoleKind.CHIEF_EXECUTIVE)
    return Cast(role.person, role, kari.home)


@pytest.fixture
def promise(kari):
    return due_promise(kari)


def subjects(cast, postbox):
    return [mail.subject.partition(":")[0] for mail in postbox.to(cast)]


# --- the rule ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_after_the_end", "patience", "told"),
    [
        (0, Patience(), []),
        (1, Patience(), [ASKED]),
        (30, Patience(), [ASKED]),
        (31, Patience(), [REMINDED]),
        (43, Patience(), [REMINDED]),
        (44, Patience(), [REMINDED, ESCALATED]),
        (31, Patience(owner_days=5), [ASKED]),
        (35, Patience(owner_days=5), [REMINDED]),
        (31, Patience(executive_days=1), [REMINDED, ESCALATED]),
        (31, Patience(owner_days=0, executive_days=0), [REMINDED, ESCALATED]),
        (30, Patience(owner_days=0, executive_days=0), [ASKED]),
    ],
)
def test_r46_the_owner_is_asked_then_reminded_then_the_executive_is_told(
    days_after_the_end, patience, told
):
    today = ENDS + timedelta(days=days_after_the_end)

    assert list(steps(Period(date(2026, 1, 1), ENDS), today, patience)) == told


# --- as it happens ----------------------------------------------------------------------------


def test_late_goes_to_the_owner_and_then_to_the_chief_executive(kari, ingrid, promise, postbox):
    for day in range(60):
        a_day(DUE[1] + timedelta(days=day))

    assert subjects(kari, postbox) == ["Ett tall", "For sent"]
    assert subjects(ingrid, postbox) == ["Ikke målt"]
    [told] = postbox.to(ingrid)
    assert "Kari Nes" in told.text
    assert not [link for link in told.links if link.startswith("/tallet/")]


def test_the_days_are_the_municipalitys_own(kari, ingrid, promise, postbox):
    for name, days in (("remind_owner", 3), ("remind_executive", 5)):
        Parameter.objects.create(organisation=kari.home, name=name, value=days,
                                 valid_from=factories.LONG_AGO, source="x")  # fmt: skip
    heard = {}
    for day in range(8):
        a_day(LAST_DAY + timedelta(days=day))
        heard[day] = (len(postbox.to(kari)), len(postbox.to(ingrid)))

    assert heard == {0: (1, 0), 1: (1, 0), 2: (1, 0), 3: (2, 0), 4: (2, 0), 5: (2, 1), 6: (2, 1),
                     7: (2, 1)}  # fmt: skip


def test_run_twice_it_sends_one_mail(kari, promise, postbox):
    a_day()
    Job.objects.all().delete()
    a_day()
    call_command("daily")

    assert len(postbox.to(kari)) == 1


def test_days_that_were_missed_are_not_made_up_for_one_by_one(kari, promise, postbox):
    a_day(LAST_DAY + timedelta(days=5))

    assert subjects(kari, postbox) == ["For sent"]


def test_a_number_that_is_written_is_asked_for_no_more(kari, ingrid, promise, postbox):
    reads(promise, DUE, "9")

    for day in range(0, 60, 7):
        a_day(DUE[1] + timedelta(days=day))

    assert postbox.mails == []


def test_a_number_written_while_the_mail_waited_is_not_asked_for(kari, promise, postbox):
    postbox.close()
    a_day(DUE[1] + DAY)
    reads(promise, DUE, "9")
    postbox.open()

    work(morning(DUE[1] + 2 * DAY))

    assert postbox.mails == []
    assert Mail.objects.get().state == "not_needed"


def test_a_promise_that_is_confirmed_anew_is_asked_for_after_all(kari, promise, postbox):
    postbox.close()
    a_day(DUE[1] + DAY)
    Commitment.objects.update(state="proposed")
    postbox.open()
    work(morning(DUE[1] + 2 * DAY))
    Commitment.objects.update(state="confirmed")

    a_day(DUE[1] + 3 * DAY)

    assert subjects(kari, postbox) == ["Ett tall"]


@pytest.mark.parametrize("state", ["proposed", "declined", "withdrawn"])
def test_what_is_not_promised_is_not_asked_for(kari, promise, postbox, state):
    Commitment.objects.update(state=state)

    a_day(LAST_DAY + 20 * DAY)

    assert postbox.mails == []


def test_where_the_owner_has_left_the_chief_executive_is_told_to_name_another(
    kari, ingrid, promise, postbox
):
    Role.objects.filter(pk=kari.role.pk).update(valid_to=timezone.localdate())

    a_day(LAST_DAY + 14 * DAY)

    assert postbox.to(kari) == []
    [told] = postbox.to(ingrid)
    assert "Pek ut en ny eier." in told.text


def test_a_chief_executive_who_owns_the_benefit_is_reminded_and_told_nothing_twice(ingrid, postbox):
    due_promise(ingrid)

    a_day(LAST_DAY + 14 * DAY)

    assert subjects(ingrid, postbox) == ["For sent"]


def test_who_was_chief_executive_when_the_mail_waited_is_not_told(kari, ingrid, promise, postbox):
    postbox.close()
    a_day(LAST_DAY + 14 * DAY)
    Role.objects.filter(pk=ingrid.role.pk).update(valid_to=timezone.localdate())
    postbox.open()

    work(morning(LAST_DAY + 14 * DAY) + timedelta(minutes=1))

    assert subjects(kari, postbox) == ["For sent"]
    assert postbox.to(ingrid) == []


def test_each_mail_has_a_link_of_its_own_also_when_the_first_try_failed(kari, promise, postbox):
    postbox.close()
    a_day(DUE[1] + DAY)
    postbox.open()
    work(morning(DUE[1] + DAY) + timedelta(minutes=1))

    assert len(postbox.to(kari)) == 1
    assert link_to(kari, postbox)
    assert promise.links.count() == 2


def test_the_mail_puts_the_last_day_in_the_calendar(kari, promise, postbox):
    a_day()

    [event] = postbox.to(kari)[0].events
    assert event["DTSTART"].dt == LAST_DAY
    assert str(event["URL"]) == f"http://localhost:8000/gevinstlofte/{promise.pk}/mal/"


def test_a_round_asks_the_database_as_often_however_many_are_due(kari, ingrid, rune):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            letters = [letter for some in to_ask(LAST_DAY + 20 * DAY) for letter in some]
        return len(asked), len(letters)

    due_promise(kari)
    few = questions()
    for _more in range(9):
        due_promise(kari)
    many = questions()

    assert few[0] == many[0]
    assert (few[1], many[1]) == (2, 20)


def test_two_numbers_in_one_mail_have_a_link_each(kari, promise, postbox):
    from stafett.post import actions as post

    due_promise(kari)
    post.choose_pace(person=kari.person, pace="daily", by=kari.acting, now=timezone.now())
    a_day(DUE[1] + DAY)
    work(morning(DUE[1] + 2 * DAY))

    [mail] = postbox.to(kari)
    assert len({link for link in mail.links if link.startswith("/tallet/")}) == 2
    assert len(mail.events) == 2
