"""When a job may be taken, how long it is held, and when we give up."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OVER = (DONE, FAILED, CANCELLED)

HELD_FOR = timedelta(seconds=60)
"""A worker that has not been heard from for so long has lost its job to the next one."""
BEATS_EVERY = timedelta(seconds=15)
MOST_TRIES = 6
KEPT_FOR = timedelta(days=30)
"""Jobs that went well are forgotten after that; those that failed stay to be looked at."""
DAY_BEGINS_AT = 6


def day_has_begun(now: datetime) -> bool:
    """Whether it is morning: the day's rounds write mail, and nobody is woken by it."""
    return localtime(now).hour >= DAY_BEGINS_AT


def next_try(now: datetime, *, tries: int) -> datetime | None:
    """Return when a job that failed is tried again, or None when it has been tried enough.

    After half a minute, then one, two, four and eight minutes.
    """
    if tries >= MOST_TRIES:
        return None
    return now + timedelta(seconds=30 << (tries - 1))
