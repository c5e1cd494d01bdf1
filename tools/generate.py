"""Reference pages that are written from the code, so that they cannot fall behind it.

``./run generate`` writes them, ``./run check`` compares. A new page is a line in ``PAGES``.
"""

import os
from collections.abc import Callable
from typing import get_args

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


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/settings.md": settings_page,
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
