"""When a job may be taken, how long it is held, and when we give up."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OVER = (DONE, FAILED, CANCELLED)

HELD_FOR = timedelta(seconds=60)
"""A worker that has not been heard from for so long has lost its job to the next one."""
BEATS_EVERY = timedelta(seconds=15)
MOST_TRIES = 6
LONGEST_WAIT = timedelta(hours=6)
MOST_PATIENT_TRIES = 28
"""With waits up to the longest one, what does not answer may be away for five days."""
KEPT_FOR = timedelta(days=30)
"""Jobs that went well are forgotten after that; those that failed stay to be looked at."""
DAY_BEGINS_AT = 6


def day_has_begun(now: datetime) -> bool:
    """Whether it is morning: the day's rounds write mail, and nobody is woken by it."""
    return localtime(now).hour >= DAY_BEGINS_AT


def next_try(now: datetime, *, tries: int, is_patient: bool = False) -> datetime | None:
    """Return when a job that failed is tried again, or None when it has been tried enough.

    After half a minute, then one, two, four and eight minutes; one that waits for something
    outside goes on, at last every six hours for five days.
    """
    if tries >= (MOST_PATIENT_TRIES if is_patient else MOST_TRIES):
        return None
    return now + min(timedelta(seconds=30 << (tries - 1)), LONGEST_WAIT)
