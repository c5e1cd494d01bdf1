"""The browser that tests drive: the machine's own Chromium."""

import os

from tools.shell import find

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Return the program's path; ``STAFETT_CHROMIUM`` names another one."""
    return os.environ.get("STAFETT_CHROMIUM") or find(*NAMES)
