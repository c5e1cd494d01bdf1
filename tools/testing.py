"""``./run test``: the same tests on SQLite and on PostgreSQL, and those that drive a browser.

Arithmetic is tested once, with SQLite.

What this machine cannot run is named at the end; with ``--all``, or where ``CI=true``, leaving
something out is a failure.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tools import postgres
from tools.browser import chromium
from tools.shell import PYTHON, ROOT, run, say

BROWSER_TESTS = ROOT / "tests" / "browser"
WITHOUT_DATABASE = ("tests/calc", "tests/longhand", "tests/spec")
"""Arithmetic, which no database can change: once is enough."""
NO_POSTGRESQL = "PostgreSQL's server was not found (install: apt-get install postgresql)"
NO_CHROMIUM = "no Chromium was found (install: apt-get install chromium)"
SQLITE = {"STAFETT_DATABASE_URL": "", "STAFETT_OWNER_DATABASE_URL": ""}
PASSED, NONE_CHOSEN = 0, 5


@dataclass(frozen=True)
class Group:
    """Tests that need the same things, and what this machine lacks for them."""

    name: str
    what: list[str]
    databases: dict[str, str]
    lacks: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a group."""

    group: Group
    code: int
    seconds: float

    def __str__(self) -> str:
        words = {PASSED: "passed", NONE_CHOSEN: "no tests chosen"}
        return f"  {self.group.name:<11} {words.get(self.code, 'FAILED'):<16} {self.seconds:4.0f} s"


def main(arguments: list[str]) -> int:
    """Run the groups and tell what came of them."""
    nothing_left_out = "--all" in arguments or os.environ.get("CI") == "true"
    chosen = [argument for argument in arguments if argument != "--all"]
    with _databases() as databases:
        wanted = groups(chosen, databases)
        outcomes = [_run(group) for group in wanted if not group.lacks]
    lacking = [group for group in wanted if group.lacks]
    return tell(outcomes, lacking, nothing_left_out=nothing_left_out)


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    """Start PostgreSQL where it is installed; nothing where it is not."""
    if not postgres.programs():
        yield {}
        return
    with postgres.cluster() as server:
        yield server.environment


def groups(chosen: list[str], databases: dict[str, str]) -> list[Group]:
    """Return what these words choose; all groups when no path is named."""
    paths = [word for word in chosen if _is_path(word)]
    options = [word for word in chosen if not _is_path(word)]
    in_browser = [path for path in paths if _is_browser_test(path)]
    elsewhere = [path for path in paths if not _is_browser_test(path)]
    found = []
    if elsewhere or not paths:
        what = [*options, "--ignore=tests/browser", *elsewhere]
        found.append(Group("sqlite", what, SQLITE))
        lacks = "" if databases else NO_POSTGRESQL
        once = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
        found.append(Group("postgresql", [*once, *what], databases, lacks))
    if in_browser or not paths:
        what = [*options, *(in_browser or [str(BROWSER_TESTS)])]
        lacks = "" if chromium() else NO_CHROMIUM
        found.append(Group("browser", what, databases or SQLITE, lacks))
    return found


def _is_path(word: str) -> bool:
    return not word.startswith("-") and (ROOT / word.partition("::")[0]).exists()


def _is_browser_test(word: str) -> bool:
    return (ROOT / word.partition("::")[0]).resolve().is_relative_to(BROWSER_TESTS)


def _run(group: Group) -> Outcome:
    say(f"\nTests: {group.name}")
    started = time.monotonic()
    code = run([PYTHON, "-m", "pytest", "-q", "-n", "2", *group.what], **group.databases)
    return Outcome(group, code, time.monotonic() - started)


def tell(outcomes: list[Outcome], lacking: list[Group], *, nothing_left_out: bool) -> int:
    """Say how it went and what was not run, and return the exit code."""
    say("")
    for outcome in outcomes:
        say(str(outcome))
    for group in lacking:
        say(f"not run here: {group.name}, because {group.lacks}")
    if all(outcome.code == NONE_CHOSEN for outcome in outcomes):
        say("No test was chosen.")
        return 1
    failed = any(outcome.code not in (PASSED, NONE_CHOSEN) for outcome in outcomes)
    return int(failed or (nothing_left_out and bool(lacking)))
