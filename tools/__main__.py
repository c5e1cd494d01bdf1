"""What ``./run`` can do. Each command sets up what it needs before it starts."""

import os
import sys
from collections.abc import Callable

from tools import house
from tools.shell import PYTHON, ROOT, run, stop_politely


def demo(arguments: list[str]) -> int:
    """Run the program with invented people."""
    from tools import demo as it

    return it.main(arguments)


def serve(arguments: list[str]) -> int:
    """Run the program for real."""
    from tools import serving

    return serving.main(arguments)


def test(arguments: list[str]) -> int:
    """Run the tests, group by group."""
    house.set_up("app", "grow", "test", "check")
    from tools import testing

    return testing.main(arguments)


def check(arguments: list[str]) -> int:
    """Look at the code without running it."""
    house.set_up("app", "test", "check")
    from tools import checking

    return checking.main(arguments)


def translations(_arguments: list[str]) -> int:
    """Bring the catalogues up to date with the code."""
    house.set_up("app", "test", "check")
    from tools import translations as them

    return them.update()


def generate(_arguments: list[str]) -> int:
    """Write the generated pages."""
    house.set_up("app")
    return run([PYTHON, "-m", "tools.generate"])


def lock(_arguments: list[str]) -> int:
    """Choose versions anew."""
    from tools import locking

    return locking.main()


def manage(arguments: list[str]) -> int:
    """Run one of Django's or our management commands."""
    house.set_up("app")
    os.execv(PYTHON, [PYTHON, "-m", "stafett", *arguments])


def bench(arguments: list[str]) -> int:
    """Measure."""
    peers = ["bench"] if {"choosing", "crowd"} & set(arguments) else []
    house.set_up("app", "grow", "test", "check", *peers)
    return run([PYTHON, "-m", "benchmarks", *arguments])


def setup(_arguments: list[str]) -> int:
    """Fetch and make everything a developer needs."""
    house.set_up("app", "grow", "test", "check")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    command.__name__: command
    for command in (demo, serve, test, check, translations, generate, lock, manage, bench, setup)
}

if __name__ == "__main__":
    os.chdir(ROOT)
    stop_politely()
    try:
        raise SystemExit(COMMANDS[sys.argv[1]](sys.argv[2:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
