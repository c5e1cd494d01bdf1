"""What is asked about jobs."""

from datetime import datetime

from stafett.work import rules
from stafett.work.models import Job, State


def next_due(now: datetime) -> Job | None:
    """Return the job that has waited longest for somebody to do it."""
    return Job.objects.due(now).first()


def forgotten(now: datetime) -> list[int]:
    """Return jobs that went well so long ago that nobody asks any more."""
    rows = Job.objects.filter(state=State.DONE, ended_at__lt=now - rules.KEPT_FOR)
    return list(rows.values_list("pk", flat=True)[:1000])
