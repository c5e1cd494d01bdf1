"""A promise whose number is due, and the mail that asks for it."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from stafett.benefits.rules.measuring import months_after
from stafett.work import actions as jobs
from tests.postbox import work
from tests.rooms.benefits.measured import a_promise, fresh, reads

TODAY = timezone.localdate()
STARTS = months_after(date(TODAY.year, TODAY.month, 1), -3)
BEFORE = (months_after(STARTS, -3), STARTS - timedelta(days=1))
DUE = (STARTS, months_after(STARTS, 3) - timedelta(days=1))
THEN = {"effect_starts_on": STARTS, "baseline_from": BEFORE[0], "baseline_to": BEFORE[1]}
LAST_DAY = DUE[1] + timedelta(days=30)


def due_promise(owner, **said):
    """Return a promise with a period that was over yesterday at the latest."""
    made = a_promise(owner, baseline=None, **{**THEN, **said})
    reads(made, BEFORE, "12")
    return fresh(made)


def morning(day):
    """Return eight o'clock on a day."""
    return datetime.combine(day, time(7), UTC)


def a_day(day=None, hours=0):
    """Let a day's rounds be done, and the mail sent."""
    now = morning(day) if day else timezone.now() + timedelta(seconds=1)
    now += timedelta(hours=hours)
    jobs.begin_day(now)
    work(now)


def link_to(cast, postbox):
    """Return the link in the latest mail to somebody."""
    return next(link for link in postbox.to(cast)[-1].links if link.startswith("/tallet/"))
