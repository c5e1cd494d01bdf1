"""The outbox, which is also the log; and how often somebody wants mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stafett.lib.acting import Acting
from stafett.post import rules

# --- what a letter is -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A day in a calendar: what is due, and the page where it is done.

    ``key`` is the same each time it is told, so that calendars replace the entry they have.
    """

    key: str
    what: str
    due_on: date
    url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, written in the moment it is sent, in its reader's language."""

    subject: str
    text: str
    entries: Sequence[Entry] = ()


# --- the outbox -----------------------------------------------------------------------------


class State(models.TextChoices):
    """How far a mail has come."""

    WAITING = rules.WAITING, _("waits to be sent")
    SENDING = rules.SENDING, _("is being sent")
    SENT = rules.SENT, _("sent")
    REFUSED = rules.REFUSED, _("the address was refused")
    GIVEN_UP = rules.GIVEN_UP, _("could not be sent")
    NOT_NEEDED = rules.NOT_NEEDED, _("no longer needed")


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails, by whose they are and by what can be done with them."""

    def visible_to(self, acting: Acting) -> Self:
        if rules.may_read_the_log(acting):
            return self.filter(organisation_id=acting.organisation_id)
        return self.filter(person_id=acting.person_id)

    def to_be_taken(self, now: datetime) -> Self:
        """Keep what waits, and what a worker let go of without a word."""
        let_go = Q(state=State.SENDING, held_until__lt=now)
        return self.filter(Q(state=State.WAITING) | let_go)


class Mail(models.Model):
    """One letter to one person: what it is about, not what it says.

    ``kind`` names the function that writes it when it is sent (``"benefits.letters.ask"``), and
    ``about`` what that is given: ids. No text lies here, so that none leaks, none goes out of
    date, and a link has its secret only in the mail itself. ``key`` is asked for once.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "organisation",
            "kind",
            "about",
            "key",
            "goes_alone",
            "state",
            "asked_at",
            "due_at",
            "tries",
            "taken_by",
            "held_until",
            "failure",
            "ended_at",
        ),
        "safe",
    ) | {"person": "personal", "subject": "sensitive", "message_id": "sensitive"}

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=100)
    about = models.JSONField(default=dict)
    key = models.CharField(max_length=160, unique=True)
    goes_alone = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    subject = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    taken_by = models.CharField(max_length=32, blank=True, db_index=True)
    held_until = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                "due_at", "id", name="mail_not_over", condition=Q(state__in=["waiting", "sending"])
            ),
            models.Index("organisation", "asked_at", name="mail_of_an_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"


# --- how often ------------------------------------------------------------------------------


class Pace(models.TextChoices):
    """How mail comes."""

    EACH = rules.EACH, _("one mail for each thing, at once")
    DAILY = rules.DAILY, _("one mail a day, in the morning, when there is something")
    WEEKLY = rules.WEEKLY, _("one mail a week, on Monday morning, when there is something")


class Choice(models.Model):
    """How often one person wants mail."""

    scrub: ClassVar = {"id": "safe", "person": "personal", "pace": "safe"}

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.EACH)

    def __str__(self) -> str:
        return self.get_pace_display()


class Feed(models.Model):
    """An address where one person's calendar reads what is due for them.

    The address is the key, as calendars cannot sign in; here is a digest of it.
    """

    scrub: ClassVar = {"id": "safe", "person": "personal", "digest": "sensitive", "made_at": "safe"}

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.made_at:%Y-%m-%d}"
