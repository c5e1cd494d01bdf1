"""Nothing is lost when the mail server is down, and nothing is sent twice."""

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from stafett.post import actions, queries, rules, sending
from stafett.post.jobs import deliver
from stafett.post.models import Mail, State
from stafett.work import actions as jobs
from stafett.work.models import Job
from stafett.work.worker import do_next
from tests.pages import Reader
from tests.postbox import work
from tests.rooms.audit.together import at_once
from tests.rooms.post.letters import after, puts, written  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("written")]


def state():
    return Mail.objects.get().state


def test_a_letter_reaches_its_reader_and_leaves_nothing_of_what_it_said(kari, postbox):
    puts(kari)

    work(after())

    [mail] = postbox.mails
    assert mail.to == ["kari@example.no"]
    assert mail.subject == "Enhet: lampa"
    assert "Kari Nes" in mail.text
    assert "Om lampa." in mail.text
    assert "/meg/post/" in mail.links
    assert (mail.message["Auto-Submitted"], mail.message["Content-Language"]) == (
        "auto-generated", "nb",
    )  # fmt: skip
    row = Mail.objects.values().get()
    assert (row["state"], row["person_id"]) == (State.SENT, kari.person.pk)
    assert not [value for value in row.values() if "Om lampa" in str(value)]


def test_a_letter_belongs_to_the_change_it_tells_of(kari, postbox):
    with transaction.atomic():
        puts(kari)
        transaction.set_rollback(True)

    work(after())

    assert postbox.mails == []


def test_what_waited_while_the_server_was_down_is_sent_when_it_is_up(kari, postbox):
    postbox.close()
    puts(kari)
    work(after())
    assert state() == State.WAITING
    for hours in (1, 5, 20, 60):
        work(after(hours=hours))
    assert (state(), Mail.objects.get().failure) == (State.WAITING, "ConnectionRefusedError")

    postbox.open()
    work(after(hours=70))

    assert [mail.subject for mail in postbox.mails] == ["Enhet: lampa"]
    assert state() == State.SENT


def test_it_is_given_up_after_five_days_and_the_administrator_sends_it_anew(kari, anne, postbox):
    postbox.close()
    puts(kari)
    now = after()
    while state() == State.WAITING:
        work(now)
        now = Mail.objects.get().due_at + timedelta(seconds=1)
    assert state() == State.GIVEN_UP
    waited = Mail.objects.get().ended_at - Mail.objects.get().asked_at
    assert timedelta(days=4) < waited < timedelta(days=6)

    page = Reader(anne).opens("/organisasjon/post/")
    assert page.shows("1 mail could not be sent in five days.")
    postbox.open()
    sent = Reader(anne).sends(f"/organisasjon/post/{Mail.objects.get().pk}/pa-nytt/")
    assert sent.shows("It is sent anew.")
    work(after())
    assert len(postbox.mails) == 1


def test_an_address_that_does_not_exist_is_tried_once(kari, anne, postbox, caplog):
    postbox.refuses["kari@example.no"] = "550 no such user kari@example.no"
    puts(kari)
    with caplog.at_level(logging.WARNING):
        work(after())
    work(after(days=1))

    row = Mail.objects.get()
    assert (row.state, row.tries, row.failure) == (
        State.REFUSED, 1, "SMTPRecipientsRefused 550",
    )  # fmt: skip
    assert "kari@" not in caplog.text
    page = Reader(anne).opens("/organisasjon/post/")
    assert page.shows("1 mail was refused: the address is wrong, or closed.")


def test_a_server_that_asks_us_to_come_back_is_come_back_to(kari, postbox):
    postbox.refuses["kari@example.no"] = "451 try later"
    puts(kari)
    work(after())
    assert state() == State.WAITING

    postbox.refuses.clear()
    work(after(minutes=1))

    assert len(postbox.mails) == 1


def test_the_same_thing_is_written_about_once(kari, postbox):
    assert puts(kari)
    assert not puts(kari)

    work(after())

    assert len(postbox.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one_mail(kari, postbox):
    puts(kari)
    deliver.enqueue(Mail.objects.get().pk)
    now = after()

    done = at_once(*[lambda: do_next(now=now, clock=lambda: now)] * 2)
    work(now + timedelta(hours=1))

    assert done.count(True) >= 1
    assert len(postbox.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_envelope_share_no_letter(kari):
    for word in ("en", "to", "tre"):
        puts(kari, word)
    actions.choose_pace(person=kari.person, pace=rules.DAILY, by=kari.acting, now=timezone.now())
    ids, now = list(Mail.objects.values_list("pk", flat=True)), after(days=2)

    taken = at_once(*[lambda pk=pk: actions.take(pk, now) for pk in ids])

    assert sorted(len(rows) for rows in taken) == [0, 0, 3]


def test_of_two_who_saw_the_same_letter_one_takes_it(kari, monkeypatch):
    puts(kari)
    looks, quicker, now = queries.goes_with, [], after()

    def looks_while_another_takes(mail, now):
        rows = looks(mail, now)
        monkeypatch.setattr(queries, "goes_with", looks)
        quicker.extend(actions.take(mail.pk, now))
        return rows

    monkeypatch.setattr(queries, "goes_with", looks_while_another_takes)
    slower = actions.take(Mail.objects.get().pk, now)

    assert (len(quicker), slower) == (1, [])


def test_a_bundle_that_is_sent_once_more_has_the_same_id(kari, postbox):
    actions.choose_pace(person=kari.person, pace=rules.DAILY, by=kari.acting, now=timezone.now())
    for word in ("lampa", "døra"):
        puts(kari, word)
    now = after(days=1)
    dead = actions.take(Mail.objects.first().pk, now)
    sending.send(dead, now)
    work(now + timedelta(minutes=6))

    first, again = postbox.mails
    assert first.id == again.id


def test_a_worker_that_died_after_the_servers_yes_sends_once_more_with_the_same_id(kari, postbox):
    puts(kari)
    now = after()
    job = jobs.take(now)
    [dead] = actions.take(job.arguments["args"][0], now)
    work(now + timedelta(minutes=2))
    assert postbox.mails == []  # it may still be on its way

    work(now + timedelta(minutes=6))

    [mail] = postbox.mails
    assert mail.id == dead.message_id
    actions.settle([dead], actions.Told(failures={dead.pk: "late"}), now=now)
    assert state() == State.SENT


def test_a_letter_that_is_no_longer_needed_is_not_sent(kari, postbox):
    puts(kari, "late")

    work(after())

    assert postbox.mails == []
    assert state() == State.NOT_NEEDED


def test_somebody_who_can_no_longer_sign_in_gets_no_mail(kari, postbox):
    puts(kari)
    type(kari.person).objects.filter(pk=kari.person.pk).update(is_active=False)

    work(after())

    assert postbox.mails == []


def test_a_letter_that_cannot_be_written_stops_no_other(kari, postbox, caplog):
    actions.choose_pace(person=kari.person, pace=rules.DAILY, by=kari.acting, now=timezone.now())
    puts(kari, "broken")
    puts(kari, "lampa")
    with caplog.at_level(logging.CRITICAL):
        work(after(days=1))

    [mail] = postbox.mails
    assert mail.subject == "Enhet: lampa"
    assert Mail.objects.get(about__word="broken").state == State.WAITING


def test_the_daily_round_takes_up_what_was_left_lying_and_forgets_what_is_old(kari, postbox):
    puts(kari)
    Job.objects.all().delete()
    work(after())
    assert postbox.mails == []

    actions.tidy(after(hours=2))
    work(after(hours=2))
    assert len(postbox.mails) == 1
    actions.tidy(after(days=300))
    assert Mail.objects.exists()
    actions.tidy(after(days=370))
    assert not Mail.objects.exists()
