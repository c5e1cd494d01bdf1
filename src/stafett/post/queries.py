"""What is asked about mail; and what is due, as calendars read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import Count, QuerySet
from icalendar import Calendar, Event

from stafett.lib import Acting
from stafett.people.models import Person
from stafett.post import rules
from stafett.post.models import Choice, Entry, Feed, Mail, Pace, State

BETWEEN_FILED = b"\n" + b"-" * 79 + b"\n"
MOST_FILED = 200
MOST_TIDIED = 1000


def pace_of(person_id: int | None) -> str:
    """Return how often this person wants mail."""
    chosen = Choice.objects.filter(person=person_id).first()
    return chosen.pace if chosen else Pace.EACH


def log(acting: Acting) -> QuerySet[Mail]:
    """Return what the organisation has sent, and is about to send, the latest first."""
    rows = Mail.objects.visible_to(acting).filter(organisation_id=acting.organisation_id)
    return rows.select_related("person").order_by("-asked_at", "-id")


def to_me(acting: Acting) -> QuerySet[Mail]:
    """Return the mail to one person, the latest first."""
    return Mail.objects.filter(person_id=acting.person_id).order_by("-asked_at", "-id")


def in_trouble(acting: Acting) -> dict[str, int]:
    """Return how many of the organisation's mails did not come through, by what happened."""
    states = [State.REFUSED, State.GIVEN_UP]
    rows = Mail.objects.filter(organisation_id=acting.organisation_id, state__in=states)
    return dict(rows.values_list("state").annotate(Count("pk")))


def by_state() -> dict[str, int]:
    """Return how many mails are in each state, in all of the installation."""
    counted = Mail.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(counted)


def goes_with(mail: Mail, now: datetime) -> QuerySet[Mail]:
    """Return the letters that go in one envelope with this one, itself among them."""
    rows = Mail.objects.to_be_taken(now)
    if mail.goes_alone or pace_of(mail.person_id) == Pace.EACH:
        return rows.filter(pk=mail.pk)
    return rows.filter(person=mail.person_id, goes_alone=False, due_at__lte=mail.due_at)


def left_lying(now: datetime) -> list[int]:
    """Return the letters whose time came an hour ago, and that nobody has sent."""
    rows = Mail.objects.to_be_taken(now).filter(due_at__lt=now - timedelta(hours=1))
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:MOST_TIDIED])


def forgotten(now: datetime) -> list[int]:
    """Return the letters that were over so long ago that they are remembered no more."""
    rows = Mail.objects.filter(state__in=rules.OVER, ended_at__lt=now - rules.KEPT_FOR)
    return list(rows.values_list("pk", flat=True)[:MOST_TIDIED])


# --- calendars --------------------------------------------------------------------------------


def as_calendar(entries: Iterable[Entry], *, now: datetime, about: str = "") -> bytes:
    """Return days as a file that calendars read; ``about`` is what it says of itself."""
    calendar = Calendar()
    calendar.add("prodid", "-//Stafett//Stafett//NB")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Stafett")
    if about:
        calendar.add("x-wr-caldesc", about)
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host()}")
    event.add("dtstamp", now)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", entry.what)
    event.add("description", "\n".join(part for part in (entry.why, entry.url) if part))
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")
    return event


def feed_of(person_id: int | None) -> Feed | None:
    """Return the calendar address somebody has made; what it is, nobody knows but them."""
    return Feed.objects.filter(person=person_id).first()


def whose_feed(token: str) -> Person | None:
    """Return whose calendar reads this address, while they can sign in."""
    feeds = Feed.objects.filter(digest=digest_of(token), person__is_active=True)
    feed = feeds.select_related("person").first()
    return feed.person if feed else None


def digest_of(token: str) -> str:
    """Return what is kept of an address."""
    return sha256(token.encode()).hexdigest()


def host() -> str:
    """Return the name this installation goes by among others."""
    return settings.PUBLIC_ADDRESS.rpartition("//")[2].split("/")[0].split(":")[0]


# --- mail that is only written to files -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filed:
    """A mail as it would have been read."""

    to: str
    subject: str
    sent_at: datetime
    text: str
    attached: str


def filed_for(address: str) -> list[Filed]:
    """Return the mail to an address that was written to files and not sent, the latest first."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.DATA_DIR / "mail")
    files = sorted(folder.glob("*.log"), reverse=True)[:MOST_FILED]
    mails = [_read(text) for path in files for text in _in(path)]
    return [mail for mail in mails if mail.to == address]


def _in(path: Path) -> list[bytes]:
    return [text for text in path.read_bytes().split(BETWEEN_FILED) if text.strip()]


def _read(text: bytes) -> Filed:
    mail = BytesParser(EmailMessage, policy=default).parsebytes(text.strip() + b"\n")
    body = mail.get_body(("plain",))
    return Filed(
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        sent_at=_moment(str(mail["Date"])),
        text=body.get_content() if body else "",
        attached=", ".join(part.get_filename() or "" for part in mail.iter_attachments()),
    )


def _moment(text: str) -> datetime:
    """Return the time a mail tells; one without a zone of its own is in universal time."""
    told = parsedate_to_datetime(text)
    return told if told.tzinfo else told.replace(tzinfo=UTC)
