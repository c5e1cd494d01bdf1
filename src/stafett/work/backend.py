"""The interface Django 6 has built in, on our own table."""

from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json

from stafett.work import actions


class KeptBackend(BaseTaskBackend):
    """Keeps each job as a row, in the transaction that asked for it."""

    supports_defer = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Put a call of the task in line."""
        self.validate_task(task)
        given = normalize_json({"args": list(args), "kwargs": dict(kwargs)})
        now = timezone.now()
        job = actions.ask(task.module_path, given, now=now, due_at=task.run_after or now)
        return TaskResult(
            task=task, id=str(job.pk), status=TaskResultStatus.READY, enqueued_at=now,
            started_at=None, last_attempted_at=None, finished_at=None, backend=self.alias,
            errors=[], worker_ids=[], **given,
        )  # fmt: skip
