"""``./run check``: everything that can be told without running the program."""

import os
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tools import translations
from tools.shell import PYTHON, ROOT, VENV, give_up, run_quietly, say

BIN = VENV / "bin"
LINES_SHOWN = 60
Step = Callable[[], tuple[int, str]]


def main(arguments: list[str]) -> int:
    """Take every step, also after one that failed; or only those that are named, in full."""
    if unknown := set(arguments) - STEPS.keys():
        give_up(f"There is no step {', '.join(sorted(unknown))}. Choose from: {', '.join(STEPS)}.")
    limit = None if arguments else LINES_SHOWN
    steps = {name: step for name, step in STEPS.items() if not arguments or name in arguments}
    with tempfile.TemporaryDirectory(prefix="stafett-check-") as folder:
        os.environ |= {
            "STAFETT_DATA_DIR": folder,
            "STAFETT_DATABASE_URL": "",
            "STAFETT_OWNER_DATABASE_URL": "",
        }
        failed = [name for name, step in steps.items() if not _passes(name, step, limit)]
    if failed:
        say(f"\nTo mend: {', '.join(failed)}.")
    return int(bool(failed))


def _passes(name: str, step: Step, limit: int | None) -> bool:
    started = time.monotonic()
    try:
        code, said = step()
    except Exception:  # noqa: BLE001 - the steps after it are taken all the same
        code, said = 1, traceback.format_exc()
    seconds = time.monotonic() - started
    say(f"  {name:<16} {'FAILED' if code else 'ok':<8} {seconds:4.1f} s")
    if code:
        lines = said.rstrip().splitlines()
        say("\n".join(lines[:limit]))
        if left_out := lines[limit:] if limit else []:
            say(f"... and {len(left_out)} lines more: ./run check {name}")
        say("")
    return code == 0


def _program(*command: str | Path) -> Step:
    return lambda: run_quietly(command)


def _templates(*command: str | Path) -> Step:
    """Programs that want to be told each file."""
    return lambda: run_quietly([*command, *sorted((ROOT / "src").rglob("templates/**/*.html"))])


def _complaints(ask: Callable[[], list[str]]) -> Step:
    def step() -> tuple[int, str]:
        complaints = ask()
        return int(bool(complaints)), "\n".join(complaints)

    return step


STEPS: dict[str, Step] = {
    "format": _program(BIN / "ruff", "format", "--check", "--quiet", "."),
    "lint": _program(BIN / "ruff", "check", "--quiet", "."),
    "types": _program(BIN / "mypy"),
    "contracts": _program(BIN / "lint-imports"),
    "indent": _templates(BIN / "djhtml", "--check", "--tabwidth", "2"),
    "templates": _templates(BIN / "djlint", "--lint", "--quiet"),
    "settings": _program(PYTHON, "-m", "stafett", "check", "--fail-level", "WARNING"),
    "migrations": _program(PYTHON, "-m", "stafett", "makemigrations", "--check", "--dry-run"),
    "translations": _complaints(translations.complaints),
    # In a process of its own: it reads the program, and looking for texts does without.
    "pages": _program(PYTHON, "-m", "tools.generate", "--compare"),
    "theme": _program(PYTHON, "tools/frontend.py", "theme", "--check"),
    "security": _program(BIN / "bandit", "-q", "-r", "-c", "pyproject.toml", "src", "tools"),
}
