"""What is asked about jobs."""

from datetime import datetime

from django.db.models import Count

from stafett.work import rules
from stafett.work.models import Job, State


def next_due(now: datetime) -> Job | None:
    """Return the job that is next in line."""
    return Job.objects.due(now).first()


def forgotten(now: datetime) -> list[int]:
    """Return jobs that went well so long ago that nobody asks any more."""
    rows = Job.objects.filter(state=State.DONE, ended_at__lt=now - rules.KEPT_FOR)
    return list(rows.values_list("pk", flat=True)[:1000])


def by_state() -> dict[str, int]:
    """Return how many jobs are in each state."""
    counted = Job.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(counted)


def longest_wait(now: datetime) -> float:
    """Return for how many seconds the job that has waited longest has been due."""
    job = Job.objects.due(now).order_by("due_at").first()
    return (now - job.due_at).total_seconds() if job else 0.0
