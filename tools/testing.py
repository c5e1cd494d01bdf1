"""``./run test``: the same tests on SQLite and on PostgreSQL, and those that need other programs.

A browser for pages, and a spreadsheet program for workbooks.

Arithmetic is tested once, with SQLite, and so is all that no database can change: which that is,
and why, stands in ``tests/once.py``. The spreadsheet program works beside the tests on SQLite.

What this machine cannot run is named at the end; with ``--all``, or where ``CI=true``, leaving
something out is a failure.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import postgres
from tools.browser import chromium
from tools.calculator import calculator
from tools.shell import PYTHON, ROOT, run, run_quietly, say

BROWSER_TESTS = ROOT / "tests" / "browser"
CALCULATOR_TESTS = ROOT / "tests" / "calculator"
WITHOUT_DATABASE = ("tests/calc", "tests/longhand", "tests/roundtrip", "tests/spec")
"""Arithmetic and workbooks, which no database can change: once is enough."""
NO_POSTGRESQL = "PostgreSQL's server was not found (install: apt-get install postgresql)"
NO_CHROMIUM = "no Chromium was found (install: apt-get install chromium-headless-shell)"
NO_CALCULATOR = "LibreOffice was not found (install: apt-get install libreoffice-calc-nogui)"
IN_ONE_PROCESS = "-n0"
EVENLY = "--dist=worksteal"
"""Each process begins with half of the tests, and who has none left takes of the other's."""
SQLITE = {"STAFETT_DATABASE_URL": "", "STAFETT_OWNER_DATABASE_URL": ""}
PASSED, NONE_CHOSEN = 0, 5


@dataclass(frozen=True)
class Group:
    """Tests that need the same things, and what this machine lacks for them."""

    name: str
    what: list[str]
    databases: dict[str, str]
    lacks: str = ""
    is_beside: bool = False
    """Whether it needs one process only, and runs while the others do."""


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
        outcomes = _run_all([group for group in wanted if not group.lacks])
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
    in_browser = [path for path in paths if _is_under(BROWSER_TESTS, path)]
    in_calculator = [path for path in paths if _is_under(CALCULATOR_TESTS, path)]
    elsewhere = [path for path in paths if path not in (*in_browser, *in_calculator)]
    found = []
    if elsewhere or not paths:
        found += _with_databases([*options, *elsewhere], databases)
    if in_calculator or not paths:
        what = [*options, IN_ONE_PROCESS, *(in_calculator or [str(CALCULATOR_TESTS)])]
        lacks = "" if calculator() else NO_CALCULATOR
        found.append(Group("calculator", what, SQLITE, lacks, is_beside=True))
    if in_browser or not paths:
        what = [*options, *(in_browser or [str(BROWSER_TESTS)])]
        lacks = "" if chromium() else NO_CHROMIUM
        found.append(Group("browser", what, databases or SQLITE, lacks))
    return found


def _with_databases(chosen: list[str], databases: dict[str, str]) -> list[Group]:
    what = ["--ignore=tests/browser", "--ignore=tests/calculator", *chosen]
    lacks = "" if databases else NO_POSTGRESQL
    once = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
    return [
        Group("sqlite", what, SQLITE),
        Group("postgresql", [*once, *what], databases, lacks),
    ]


def _is_path(word: str) -> bool:
    return not word.startswith("-") and (ROOT / word.partition("::")[0]).exists()


def _is_under(folder: Path, word: str) -> bool:
    return (ROOT / word.partition("::")[0]).resolve().is_relative_to(folder)


def _run_all(groups: list[Group]) -> list[Outcome]:
    """Run the groups after each other, and beside them those that can be."""
    with ThreadPoolExecutor() as pool:
        beside = [pool.submit(_run_beside, group) for group in groups if group.is_beside]
        outcomes = [_run(group) for group in groups if not group.is_beside]
        return outcomes + [one.result() for one in beside]


def _run(group: Group) -> Outcome:
    say(f"\nTests: {group.name}")
    started = time.monotonic()
    code = run(_command(group), **group.databases)
    return Outcome(group, code, time.monotonic() - started)


def _run_beside(group: Group) -> Outcome:
    """Run while something else speaks: what was said is told in one piece."""
    started = time.monotonic()
    code, said = run_quietly(_command(group), **group.databases)
    say(f"\nTests: {group.name}\n{said}")
    return Outcome(group, code, time.monotonic() - started)


def _command(group: Group) -> list[str]:
    return [PYTHON, "-m", "pytest", "-q", "-n", "2", EVENLY, *group.what]


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
