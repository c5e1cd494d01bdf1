"""Saying what happens, and starting other programs."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = sys.executable


def say(sentence: str) -> None:
    """Tell what is being done, at once, also when somebody reads through a pipe."""
    print(sentence, flush=True)


def give_up(sentence: str) -> NoReturn:
    """End with one sentence that says what to do."""
    sys.stdout.flush()
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)


def find(*names: str) -> str | None:
    """Return the first of these programs that the machine has."""
    return next((path for name in names if (path := shutil.which(name))), None)


def run(command: Sequence[str | Path], **environment: str) -> int:
    """Run a program that speaks for itself, and return its exit code."""
    return subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=os.environ | environment, check=False
    ).returncode


def run_quietly(command: Sequence[str | Path], **environment: str) -> tuple[int, str]:
    """Run a program and return its exit code and all that it said."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return done.returncode, done.stdout


def stop_politely() -> None:
    """Let a kill or a closed window run the same ``finally`` blocks as Ctrl-C does."""

    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
