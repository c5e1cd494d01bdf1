"""When mail is sent, how long it is tried, and how long it is remembered."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from stafett.lib import Acting

WAITING, SENDING, SENT, REFUSED, GIVEN_UP, NOT_NEEDED = (
    "waiting",
    "sending",
    "sent",
    "refused",
    "given_up",
    "not_needed",
)
OVER = (SENT, REFUSED, GIVEN_UP, NOT_NEEDED)
EACH, DAILY, WEEKLY = "each", "daily", "weekly"

HELD_FOR = timedelta(minutes=5)
"""So long one worker has a letter to itself. A conversation with a mail server is over by then."""
KEPT_FOR = timedelta(days=365)
"""What was sent, when and to whom is remembered for a year. What it said is never kept."""
LETTERS_COME_AT, MONDAY = 7, 0


def due_at(pace: str, now: datetime) -> datetime:
    """Return when a letter goes out: at once, next morning, or Monday morning."""
    if pace == EACH:
        return now
    morning = localtime(now).replace(hour=LETTERS_COME_AT, minute=0, second=0, microsecond=0)
    while morning <= now or (pace == WEEKLY and morning.weekday() != MONDAY):
        morning = _next_day(morning)
    return morning


def _next_day(morning: datetime) -> datetime:
    """Return the same hour the day after, also when the clocks are changed in between."""
    return localtime(morning + timedelta(hours=26)).replace(hour=LETTERS_COME_AT)


def may_read_the_log(by: Acting) -> bool:
    """Those who look after the organisation see what was sent on its behalf."""
    return by.may_administer
