"""The browser that tests drive: the machine's own Chromium, without a window where there is one."""

import os

from tools.shell import find

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def chromium() -> str | None:
    """Return the program's path; ``STAFETT_CHROMIUM`` names another one."""
    return os.environ.get("STAFETT_CHROMIUM") or find(*NAMES)
