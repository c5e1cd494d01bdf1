"""Reference pages that are written from the code, so that they cannot fall behind it.

``./run generate`` writes them, ``./run check`` compares. A new page is a line in ``PAGES``.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import get_args

from django import setup
from django.apps import apps
from django.conf import settings
from django.utils import translation
from pydantic.fields import FieldInfo

from tools.shell import ROOT, say


def settings_page() -> str:
    """What an installation can set, from the class that reads it."""
    from stafett.config.environment import Environment

    prefix = Environment.model_config["env_prefix"]
    rows = [
        f"| `{prefix}{name.upper()}` | {_kind(setting)} | {_default(setting)} | "
        f"{_cell(setting.description or '')} |"
        for name, setting in Environment.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Each setting is an environment variable. None is needed to try the program.",
            "",
            "| variable | kind | default | what it does |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _kind(setting: FieldInfo) -> str:
    kinds = get_args(setting.annotation) or (setting.annotation,)
    words = {str: "text", bool: "`true` or `false`", int: "number", float: "number"}
    return " or ".join(words.get(kind, "folder") for kind in kinds if kind is not type(None))


def _default(setting: FieldInfo) -> str:
    if setting.default in ("", None):
        return "empty"
    default = setting.default
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def states_page() -> str:
    """What states things go through, from each room's ``rules.STATES``."""
    lines = [
        "# States",
        "",
        "Each thing below goes through its states in order. What can be done in a state, and where",
        "it leads, is data in the room's `rules.py`: `STATES`. Anything else is refused, with the",
        "sentence in the last column.",
    ]
    for heading, room in MACHINES.items():
        lines += ["", f"## {heading}", "", *_machine(import_module(f"stafett.{room}.rules"))]
    return "\n".join([*lines, ""])


def _machine(rules: ModuleType) -> Iterator[str]:
    """Draw a room's states, and write them as a table beside the drawing."""
    states: Mapping[str, Mapping[str, str]] = rules.STATES
    steps = [(here, did, then) for here, can in states.items() for did, then in can.items()]
    yield from ["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(states))}"]
    yield from (f"    {here} --> {then}: {did}" for here, did, then in steps)
    yield from (
        f"    {state} --> [*]" for state, can in states.items() if {state} >= {*can.values()}
    )
    yield "```"
    yield from _table(rules, states)


def _table(rules: ModuleType, states: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield from ["", "| state | what can be done | said to everything else |", "|---|---|---|"]
    with _in_no_language():
        for state, can in states.items():
            done = "; ".join(f"{did} → {then}" for did, then in can.items())
            yield f"| {state} | {done or 'nothing'} | {_cell(rules.why_not(state))} |"


@contextmanager
def _in_no_language() -> Iterator[None]:
    """Let what a rule says be the text in the code, without a program round it."""
    if not settings.configured:
        settings.configure()
    if not apps.ready:
        setup()
    with translation.override(None):
        yield


# What a page about states tells, and the room whose rules hold it.
MACHINES = {"A test": "trials", "An initiative": "initiatives"}

PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/settings.md": settings_page,
    "docs/reference/states.md": states_page,
}


def complaints() -> list[str]:
    """Return which pages are not what the code says."""
    return [
        f"{path} is not what the code says: run ./run generate"
        for path, page in PAGES.items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != page()
    ]


def main() -> None:
    """Write every page."""
    for path, page in PAGES.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(page(), encoding="utf-8")
        say(f"Wrote {path}")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
