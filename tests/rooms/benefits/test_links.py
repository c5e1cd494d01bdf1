"""From a mail to a number: one page, one number, done, without signing in."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings as base_settings
from django.test import Client
from django.utils import timezone, translation

from stafett.audit.models import Entry
from stafett.benefits.actions import links as actions
from stafett.benefits.models import Commitment, ReadingLink, Usage
from stafett.benefits.queries import links as queries
from stafett.benefits.rules import links as rules
from stafett.benefits.rules.measuring import Period
from stafett.indicators.models import Observation
from stafett.lib.logs import HidesSecrets
from stafett.post.models import Mail
from stafett.work.models import Job
from tests import factories
from tests.pages import Reader
from tests.rooms.audit.together import at_once
from tests.rooms.benefits.mailed import BEFORE, DUE, a_day, due_promise, link_to
from tests.rooms.benefits.measured import reads

pytestmark = pytest.mark.django_db
ONCE = "It works once."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def promise(kari):
    type(kari.person).objects.filter(pk=kari.person.pk).update(language="en")
    return due_promise(kari)


def a_link(promise, owner, period=DUE, now=None):
    token = actions.make(
        commitment=promise, person=owner.person, period=Period(*period), now=now or timezone.now()
    )
    return f"/tallet/{token}/"


def readings():
    return Observation.objects.filter(period_start=DUE[0])


def test_a_mail_leads_to_one_number_and_that_is_all(kari, promise, postbox):
    a_day()
    [mail] = postbox.to(kari)
    assert promise.benefit.indicator.name in mail.subject
    [event] = mail.events
    assert "/tallet/" not in event.to_ical().decode()

    page = Reader().opens(link_to(kari, postbox))
    assert page.shows("You write as Kari Nes, Fjordvik.")
    assert page.shows("12 minutter")
    done = Reader().sends(page.path, value="9")

    assert done.heading == "Noted. Thank you."
    assert done.shows("9 minutter")
    reading = readings().get()
    assert (reading.value, reading.recorded_by_name) == (9, "Kari Nes")
    assert (reading.period_start, reading.period_end) == DUE


def test_the_trace_says_who_and_that_it_was_by_a_link(kari, promise):
    Reader().sends(a_link(promise, kari), value="9")

    [entry] = Entry.objects.filter(verb="benefit.measured_by_link")
    assert (entry.person_id, entry.organisation_id) == (kari.person.pk, kari.home.pk)
    assert entry.role_kind == "leader"
    assert Entry.objects.filter(verb="reading_link.made").count() == 1


def test_looking_never_spends_it_as_mail_scanners_do(kari, promise):
    path = a_link(promise, kari)
    for method in ("get", "head", "options", "put", "get"):
        getattr(Client(), method)(path)

    assert Reader().sends(path, value="9").heading == "Noted. Thank you."


def test_a_number_that_cannot_be_read_spends_nothing(kari, promise):
    path = a_link(promise, kari)

    refused = Reader().sends(path, value="ni")
    assert refused.errors["value"]
    assert Reader().sends(path, value="9").heading == "Noted. Thank you."


@pytest.mark.parametrize(
    "value", ["", "NaN", "Infinity", "1e999", "9\x00", "9" * 100, "<script>", "9" * 3_000_000]
)
def test_hostile_numbers_are_refused_at_the_field_and_spend_nothing(kari, promise, value):
    answer = Client().post(a_link(promise, kari), {"value": value})

    assert answer.status_code in (200, 400)
    assert not readings().exists()
    assert promise.links.get().spent_at is None


def test_what_is_special_about_it_is_kept_as_the_text_it_is(kari, promise):
    told = {"value": "9", "how": "<script>alert(1)</script> {{ 7 }}"}

    assert Reader().sends(a_link(promise, kari), told).heading == "Noted. Thank you."

    assert readings().get().how == told["how"]


def test_it_needs_no_cookie_and_asks_nothing_of_whoever_is_signed_in(kari, siri, promise):
    client = Client(enforce_csrf_checks=True)
    client.force_login(siri.person)

    client.post(a_link(promise, kari), {"value": "9"}, headers={"origin": "null"})

    assert readings().get().recorded_by_name == "Kari Nes"


def test_a_share_asks_how_many_of_how_many_and_use_may_be_told_too(kari):
    promise = due_promise(kari, benefit__indicator__is_share=True, benefit__indicator__unit="%")
    page = Reader().opens(a_link(promise, kari))
    assert {"numerator", "denominator"} <= page.asks_for

    Reader().sends(page.path, numerator="9", denominator="12", users="3", of_users="4",
                   volume="100")  # fmt: skip

    assert readings().get().value == 75
    assert Usage.objects.get().users == 3


# --- what it refuses ------------------------------------------------------------------------


def test_a_link_that_was_forwarded_and_used_says_so_to_both(kari, promise, postbox):
    a_day()
    path = link_to(kari, postbox)
    Reader().sends(path, value="9")

    for answer in (Reader().opens(path), Reader().sends(path, value="1")):
        assert (answer.status, answer.heading) == (410, "The link does not work")
        assert answer.shows(ONCE)
        assert answer.shows("If that was not you, sign in, look at the number and correct it.")
    assert readings().get().value == 9


def test_using_one_link_uses_up_the_reminders_too(kari, promise):
    first, reminder = a_link(promise, kari), a_link(promise, kari)
    Reader().sends(reminder, value="9")

    assert Reader().sends(first, value="1").shows(ONCE)
    assert readings().get().value == 9


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token[1:],
        lambda token: token.replace(".", ""),
        lambda token: ("a" if token[0] != "a" else "b") + token[1:],
        lambda token: token.swapcase(),
        lambda token: token + "x",
        lambda token: token.partition(".")[0],
        lambda _token: "x",
        lambda _token: queries.signer().sign("gjettet"),
    ],
)
def test_a_tampered_link_is_refused_with_a_sentence(kari, promise, change):
    token = a_link(promise, kari).split("/")[2]

    page = Reader().sends(f"/tallet/{change(token)}/", value="1")

    assert page.status == 410
    assert page.shows("This address is not whole, or somebody has changed it.")
    assert not readings().exists()


def test_a_link_for_one_thing_opens_no_other(kari, promise):
    """The form has no say in which promise and period it is about."""
    other = due_promise(kari)
    told = {"value": "9", "period_start": str(BEFORE[0]), "period_end": str(BEFORE[1]),
            "commitment": other.pk}  # fmt: skip

    Reader().sends(a_link(promise, kari), told)

    reading = readings().get()
    assert reading.indicator == promise.benefit.indicator
    assert (reading.period_start, reading.period_end) == DUE


def test_two_at_the_same_moment_write_one_number(kari, promise, transactional_db):
    path = a_link(promise, kari)

    pages = at_once(*[lambda n=n: Reader().sends(path, value=str(n)) for n in range(5, 9)])

    assert [page.heading for page in pages].count("Noted. Thank you.") == 1
    assert readings().count() == 1


def test_two_mails_about_the_same_number_write_one_number(kari, promise, transactional_db):
    paths = [a_link(promise, kari) for _mail in range(4)]

    pages = at_once(*[lambda path=path: Reader().sends(path, value="9") for path in paths])

    assert [page.heading for page in pages].count("Noted. Thank you.") == 1
    assert readings().count() == 1


# --- what leaks nothing ---------------------------------------------------------------------


def test_the_secret_is_in_the_mail_and_nowhere_else(kari, promise, postbox, settings):
    a_day()
    token = link_to(kari, postbox).split("/")[2]
    secret = token.partition(".")[0]
    for model in (ReadingLink, Mail, Job, Entry):
        assert model.objects.exists()
        for row in model.objects.values():
            assert secret not in str(row)
    settings.SECRET_KEY = "another"  # noqa: S105
    assert Reader().opens(f"/tallet/{token}/").shows("This address is not whole")


def test_the_address_is_told_to_nobody(kari, promise, caplog):
    path = a_link(promise, kari)
    page = Reader().opens(path)

    for answer in (page, Reader().opens("/tallet/x/")):
        headers = answer.response.headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in headers["Cache-Control"]
        assert "noindex" in headers["X-Robots-Tag"]
    token = path.split("/")[2]
    assert token not in page.source
    assert {link for link in page.links.values() if "next" in link} == set()


def test_no_log_has_the_secret(kari, promise, caplog):
    path = a_link(promise, kari)
    Reader().sends(path, value="9")
    with caplog.at_level(logging.WARNING):
        Reader().opens(path)

    [handler] = base_settings.LOGGING["handlers"].values()
    assert handler["filters"] == ["secrets"]
    [record] = caplog.records
    HidesSecrets().filter(record)
    assert record.getMessage() == "Gone: /tallet/…/"


def test_a_log_says_everything_else_as_it_is():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s: %s", ("Gone", "/behov/7/"), None)

    assert HidesSecrets().filter(record)
    assert record.args == ("Gone", "/behov/7/")


def test_the_page_is_in_the_language_of_the_mail(kari, promise):
    type(kari.person).objects.filter(pk=kari.person.pk).update(language="nn")

    page = Reader(language="en").opens(a_link(promise, kari))

    assert page.all("html")[0].get("lang") == "nn"


def test_links_are_forgotten_a_year_after_they_ended(kari, promise):
    a_link(promise, kari)
    now = timezone.now()

    actions.forget(now + rules.HOLDS_FOR + rules.KEPT_FOR - timedelta(days=1))
    assert ReadingLink.objects.exists()
    actions.forget(now + rules.HOLDS_FOR + rules.KEPT_FOR + timedelta(days=1))
    assert not ReadingLink.objects.exists()


def test_somebody_else_reading_first_ends_the_link(kari, promise):
    path = a_link(promise, kari)
    reads(promise, DUE, "10")

    page = Reader().sends(path, value="1")

    assert page.shows("There is nothing left to do.")
    assert Commitment.objects.get(pk=promise.pk).links.get().spent_at is None


def test_the_link_of_a_former_owner_has_ended(kari, promise):
    path = a_link(promise, kari)
    other = factories.RoleFactory(organisation=kari.home).person
    Commitment.objects.filter(pk=promise.pk).update(owner=other)

    assert Reader().sends(path, value="1").shows("The promise has changed")
    assert not readings().exists()
