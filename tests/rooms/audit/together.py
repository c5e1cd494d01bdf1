"""Several people at the same moment: each in a thread, with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections
from django.utils import translation


def at_once(*doings):
    """Start all of these at the same moment; return what each gave, or why it could not."""
    start = Barrier(len(doings), timeout=30)
    with ThreadPoolExecutor(len(doings)) as people:
        return list(people.map(lambda doing: _alone(doing, start), doings))


def _alone(doing, start):
    start.wait()
    try:
        with translation.override("en"):
            return doing()
    except Exception as reason:  # noqa: BLE001 - the test looks at it
        return reason
    finally:
        connections.close_all()
