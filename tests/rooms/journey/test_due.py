"""What is due for me, in my own calendar: as a file, and as an address it reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from stafett.audit.models import Entry
from stafett.organisations.models import Role
from stafett.people.models import Person
from stafett.post.models import Feed
from tests import factories
from tests.pages import Reader
from tests.rooms.benefits.mailed import LAST_DAY, due_promise
from tests.rooms.trials.stories import a_plan, lock

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8000"


def days(answer):
    """Return what a calendar has read: what, when, and the way there."""
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(str(each["SUMMARY"]), each["DTSTART"].dt, str(each["URL"])) for each in events]


@pytest.fixture
def promise(kari):
    return due_promise(kari)


def an_address(cast):
    page = Reader(cast).sends("/meg/kalender/", make="1")
    [field] = page.all("input", id="address")
    return field.get("value").removeprefix(HERE)


def test_what_is_due_for_me_is_a_file(kari, promise):
    reader = Reader(kari)
    page = reader.opens("/meg/post/")

    answer = reader.client.get(page.links["Fetch what is due now, as a file"])

    [(what, when, where)] = days(answer)
    assert promise.benefit.name in what
    assert when == LAST_DAY
    assert where == f"{HERE}/gevinstlofte/{promise.pk}/mal/"


def test_home_leads_to_the_calendar(kari, promise):
    home = Reader(kari).opens("/")

    assert home.links["Put it in my calendar, or get mail about it"].startswith("/meg/post/")


def test_a_calendar_that_cannot_sign_in_reads_the_same_by_its_address(kari, promise):
    answer = Client().get(an_address(kari))

    assert [when for _what, when, _where in days(answer)] == [LAST_DAY]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_a_calendar_has_what_waits_in_every_role_once(kari, promise):
    factories.RoleFactory(person=kari.person, organisation=kari.home, kind="chief_executive")
    sund = factories.RoleFactory(person=kari.person)
    there = due_promise(type(kari)(kari.person, sund, sund.organisation))

    read = days(Client().get(an_address(kari)))

    places = {f"{HERE}/gevinstlofte/{pk}/mal/" for pk in (promise.pk, there.pk)}
    assert {where for _what, _when, where in read} == places
    assert len(read) == 2


def test_the_same_thing_keeps_its_place_in_the_calendar(kari, promise):
    address = an_address(kari)
    first, again = (Client().get(address).content for _time in range(2))
    uids = [[str(each["UID"]) for each in Calendar.from_ical(read).walk("VEVENT")]
            for read in (first, again)]  # fmt: skip

    assert uids[0] == uids[1] != []


@pytest.mark.parametrize("ends", ["new", "ended", "closed"])
def test_an_address_ends_when_a_new_one_is_made_or_nobody_may_read_it(kari, promise, ends):
    address = an_address(kari)
    if ends == "new":
        an_address(kari)
    elif ends == "ended":
        assert Reader(kari).sends("/meg/kalender/", end="1").shows("Ended.")
    else:
        Person.objects.filter(pk=kari.person.pk).update(is_active=False)

    assert Client().get(address).status_code == 404


def test_with_the_role_what_waited_in_it_is_gone(kari, promise):
    address = an_address(kari)
    Role.objects.filter(pk=kari.role.pk).update(valid_to=timezone.localdate())

    assert days(Client().get(address)) == []


def test_the_address_is_kept_nowhere(kari, promise):
    token = an_address(kari).split("/")[-1].removesuffix(".ics")

    for model in (Feed, Entry):
        assert model.objects.exists()
        assert not [row for row in model.objects.values() if token in str(row)]
    assert token not in Reader(kari).opens("/meg/post/").source
    assert Client().get("/frister/x.ics").status_code == 404


def test_somebody_without_a_role_has_nothing_due():
    assert Reader(factories.PersonFactory()).opens("/frister.ics").status == 404


# --- what is to come -----------------------------------------------------------------------------


def told_to(cast):
    """Return the days in somebody's own calendar, and what it says of itself."""
    answer = Reader(cast).client.get("/frister.ics")
    return days(answer), str(Calendar.from_ical(answer.content)["X-WR-CALDESC"])


def test_the_next_reading_stands_there_before_it_is_due(kari):
    made = due_promise(kari, effect_starts_on=timezone.localdate())

    [(what, when, where)], _says = told_to(kari)
    assert what == made.benefit.name
    assert when > timezone.localdate()
    assert where == f"{HERE}/gevinstlofte/{made.pk}/mal/"


def test_when_a_benefits_use_is_to_be_decided_stands_there(kari, ola):
    by = timezone.localdate() + timedelta(days=20)
    made = due_promise(kari, take_out="undecided", take_out_by=by)

    told, _says = told_to(kari)
    assert by in [when for _what, when, where in told if where.endswith(f"/{made.pk}/")]
    assert told_to(ola)[0] == []


def test_when_a_test_is_to_be_over_stands_there(kari):
    need, now = factories.NeedFactory(organisation=kari.home), timezone.now()
    trial = a_plan(need, kari.acting_now, now, max_days=30)
    lock(trial, kari.acting_now, now)

    told, _says = told_to(kari)
    over = timezone.localdate(now) + timedelta(days=30)
    assert (trial.idea, over, f"{HERE}/test/{trial.pk}/") in told


def test_the_calendar_says_its_day_for_whom_and_that_nothing_is_left_out(kari, promise):
    told, says = told_to(kari)

    assert says.startswith("What is due for Kari Nes, made ")
    assert f"{len(told)} day" in says
    assert says.endswith("nothing is left out.")


def test_the_calendar_speaks_its_owners_language(kari, promise):
    Person.objects.filter(pk=kari.person.pk).update(language="nn")
    answer = Client().get(an_address(kari))

    says = str(Calendar.from_ical(answer.content)["X-WR-CALDESC"])
    assert "ingenting er utelate" in says
