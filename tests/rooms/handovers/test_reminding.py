"""Batons that wait are told of to both sides, each thing once."""

from datetime import timedelta

import pytest
from django.conf import settings as base
from django.db import transaction
from django.utils import timezone

from stafett.handovers import jobs, queries
from stafett.lib.database import tell_database
from stafett.organisations.models import Role
from stafett.post.models import Mail
from stafett.work.actions import begin_day
from tests.postbox import work
from tests.rooms.handovers.stories import come, today

pytestmark = pytest.mark.django_db(transaction=True)


def a_morning(after):
    """Let a day's round be done, so many days from now."""
    now = timezone.now().replace(hour=9) + timedelta(days=after)
    begin_day(now)
    work(now)


@pytest.fixture
def offered(exchange, settings):
    settings.EVERY_DAY = ["stafett.handovers.jobs.remind_of_batons"]
    with transaction.atomic():
        come(exchange, "offered")
    return exchange


@pytest.fixture
def accepted(offered):
    with transaction.atomic():
        offered.accept()
    return offered


def test_it_is_done_every_day():
    assert "stafett.handovers.jobs.remind_of_batons" in base.EVERY_DAY
    assert jobs.remind_of_batons.takes_context


def test_who_signs_is_reminded_a_week_before_and_both_sides_when_it_is_late(
    offered, ingrid, rune, kari, postbox
):
    a_morning(20)
    assert postbox.mails == []
    a_morning(21)
    a_morning(22)
    assert len(postbox.to(ingrid)) == 1
    assert postbox.to(rune) == []

    a_morning(29)
    a_morning(30)
    assert len(postbox.to(ingrid)) == 2
    assert len(postbox.to(rune)) == 1
    assert postbox.to(kari) == []
    [first, _second] = postbox.to(ingrid)
    assert f"/stafettpinne/{offered.baton.pk}/" in first.links
    assert [str(event["summary"]) for event in first.events]


def test_an_answered_baton_is_not_reminded_of(accepted, postbox):
    a_morning(22)
    a_morning(30)

    assert postbox.mails == []


def test_what_is_answered_before_the_mail_is_sent_is_not_sent(offered, ingrid, postbox):
    postbox.close()
    a_morning(22)
    with transaction.atomic():
        offered.return_()
    postbox.open()
    a_morning(23)

    assert postbox.to(ingrid) == []
    assert {mail.state for mail in Mail.objects.all()} == {"not_needed"}


def test_a_dropped_baton_is_told_to_both_sides_and_then_to_the_chief_executive(
    accepted, ingrid, rune, kari, postbox
):
    a_morning(7 * 8 - 1)
    assert postbox.mails == []
    a_morning(7 * 8)
    a_morning(7 * 8 + 1)
    assert (len(postbox.to(kari)), len(postbox.to(rune)), len(postbox.to(ingrid))) == (1, 1, 0)

    a_morning(7 * 12)
    a_morning(7 * 12 + 1)
    assert (len(postbox.to(kari)), len(postbox.to(rune)), len(postbox.to(ingrid))) == (1, 2, 1)


def test_who_no_longer_works_there_is_not_told(offered, ingrid, postbox):
    Role.objects.filter(pk=ingrid.role.pk).update(valid_to=today() + timedelta(days=10))
    a_morning(22)

    assert postbox.mails == []


def test_nobody_elsewhere_is_told(offered, siri, ola, postbox):
    a_morning(30)

    assert postbox.to(siri) == postbox.to(ola) == []


def test_the_sender_finds_a_late_answer_at_home(offered, rune):
    late = today() + timedelta(days=29)
    with transaction.atomic():
        tell_database(rune.acting_now)
        before = queries.waiting_for(rune.acting_now, today())
        after = queries.waiting_for(rune.acting_now, late)

    assert not any("has not answered" in row.why for row in before)
    assert any("Fjordvik has not answered" in row.why for row in after)
