"""Jobs: what is to be done, who holds it, and how it went."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from stafett.work import rules


class State(models.TextChoices):
    """Where a job is."""

    WAITING = rules.WAITING, _("waits for its turn")
    RUNNING = rules.RUNNING, _("is being done")
    DONE = rules.DONE, _("is done")
    FAILED = rules.FAILED, _("could not be done")
    CANCELLED = rules.CANCELLED, _("was called off")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, by what can be done with them."""

    def due(self, now: datetime) -> Self:
        """Keep what waits and whose time has come, and what its worker let go of.

        What somebody has asked for comes before the day's rounds, which have a ``key`` and all day.
        """
        waits = Q(state=State.WAITING, due_at__lte=now)
        let_go = Q(state=State.RUNNING, held_until__lt=now)
        is_round = Case(When(key=None, then=False), default=True)
        return self.filter(waits | let_go).order_by(is_round, "due_at", "id")


class Job(models.Model):
    """One call of a function, in the transaction of the change that asked for it.

    ``hold`` counts who has held it: a worker that lost its job to another has an old number,
    and can change nothing any more. What has a ``key`` is asked for once.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "task",
            "state",
            "asked_at",
            "due_at",
            "hold",
            "held_until",
            "tries",
            "progress",
            "is_called_off",
            "failure",
            "ended_at",
            "key",
        ),
        "safe",
    ) | {"arguments": "sensitive"}

    task = models.CharField(max_length=200)
    arguments = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    hold = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    progress = models.FloatField(null=True, blank=True)
    is_called_off = models.BooleanField(default=False)
    failure = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                "due_at", "id", name="jobs_not_over", condition=Q(state__in=["waiting", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen with it."""
        return self.state in rules.OVER
