"""When mail is sent, how long it is tried, and how long it is remembered."""

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

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
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
MOST_TRIES = 28
"""With these waits a mail server may be down for five days before anybody gives up."""
KEPT_FOR = timedelta(days=365)
"""What was sent, when and to whom is remembered for a year. What it said is never kept."""
LETTERS_COME_AT, MONDAY = 7, 0


def next_try(now: datetime, *, tries: int) -> datetime | None:
    """Return when a letter that did not get through is tried again; None: it is given up."""
    if tries >= MOST_TRIES:
        return None
    wait: timedelta = FIRST_WAIT * (1 << min(tries - 1, 12))
    return now + min(wait, LONGEST_WAIT)


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


def is_for_good(failure: Exception) -> bool:
    """Whether the mail server has said a no that stays no, such as «no such address»."""
    if isinstance(failure, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in failure.recipients.values())
    return isinstance(failure, SMTPDataError) and failure.smtp_code >= 500


def in_short(failure: Exception) -> str:
    """Return what went wrong, without the address it was for."""
    if isinstance(failure, SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _said in failure.recipients.values()})
        return f"{type(failure).__name__} {' '.join(codes)}"
    code = getattr(failure, "smtp_code", "")
    return f"{type(failure).__name__} {code}".strip()


def may_read_the_log(by: Acting) -> bool:
    """Those who look after the organisation see what was sent on its behalf."""
    return by.may_administer
