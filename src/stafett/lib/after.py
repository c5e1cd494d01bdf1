"""Work that happens after the change is safe."""

from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string


class Unreachable(Exception):
    """Something outside does not answer. The job is tried again, for days. Names nobody."""


def later(job: str, *arguments: Any, due_at: datetime | None = None) -> int:
    """Put ``stafett.<job>`` in line, in the same transaction as the change that asks for it.

    The job is named as text (``"people.jobs.send_invitation"``), so that no action imports a door.
    Arguments are plain values: a job reads what it needs anew. Returns the job's number.
    """
    task = import_string(f"stafett.{job}")
    return int(task.using(run_after=due_at).enqueue(*arguments).id)
