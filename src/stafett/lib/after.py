"""Work that happens after the change is safe."""

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string


def later(job: str, *arguments: Any) -> None:
    """Start ``stafett.<job>`` when the transaction has been committed.

    The job is named as text (``"people.jobs.invite"``), so that no action imports a door.
    Arguments are plain values: a job reads what it needs anew.
    """
    transaction.on_commit(lambda: import_string(f"stafett.{job}").enqueue(*arguments))
