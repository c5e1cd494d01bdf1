"""How the installation is, for those who look after it. Nothing about people."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from stafett.post import queries as post
from stafett.work import queries as work


def lacks() -> str:
    """Return what is in the way of letting people in; nothing when all is well."""
    try:
        waiting = _waiting()
    except DatabaseError:
        return "The database does not answer: see that it runs, and STAFETT_DATABASE_URL."
    if waiting:
        return f"{waiting} migrations are not applied: run `./run manage prepare`."
    return ""


def _waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def figures(now: datetime) -> str:
    """Return how jobs and mail go, in the text format of Prometheus."""
    lines = [
        *_by_state("stafett_jobs", "Jobs, by state.", work.by_state()),
        *_one("stafett_job_waits_seconds", "How long the job longest due has waited.",
              work.longest_wait(now)),
        *_by_state("stafett_mails", "Mails, by state.", post.by_state()),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _by_state(name: str, says: str, counted: Mapping[str, int]) -> Iterator[str]:
    yield from _head(name, says)
    yield from (f'{name}{{state="{state}"}} {count}' for state, count in sorted(counted.items()))


def _one(name: str, says: str, value: float) -> Iterator[str]:
    yield from _head(name, says)
    yield f"{name} {value:g}"


def _head(name: str, says: str) -> Iterator[str]:
    yield f"# HELP {name} {says}"
    yield f"# TYPE {name} gauge"
