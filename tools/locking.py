"""``./run lock``: choose the newest versions that fit, and lock them by hash.

The locks name no registry and no folder of this machine: each machine fetches from where it is
set up to, and the hashes tell whether it got the same.
"""

import re

from tools.shell import ROOT, VENV, give_up, run_quietly, say

UV = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1"}
# Each group fits together with the ones before it.
GROUPS = ("app", "setup", "node", "test", "check", "grow", "bench")
FOREIGN = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links|\.\./|\s/\w")


def main() -> int:
    """Write ``requirements/*.txt``."""
    done: list[str] = []
    for group in GROUPS:
        say(f"Locking {group}")
        _compile(group, done)
        _refuse_addresses(group)
        done.append(group)
    return 0


def _compile(group: str, done: list[str]) -> None:
    source = ["pyproject.toml"] if group == "app" else ["--group", f"pyproject.toml:{group}"]
    constraints = [word for name in done for word in ("--constraints", _lock(name))]
    code, said = run_quietly(
        [VENV / "bin" / "uv", "pip", "compile", "--quiet", "--upgrade", "--universal",
         "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url",
         "--no-emit-find-links", *source, *constraints, "--output-file", _lock(group)],
        **UV,
    )  # fmt: skip
    if code:
        say(said)
        give_up(f"No set of versions fits for '{group}': the lines above say why.")


def _lock(group: str) -> str:
    return f"requirements/{group}.txt"


def _refuse_addresses(group: str) -> None:
    lines = (ROOT / _lock(group)).read_text().splitlines()
    if foreign := [line for line in lines if FOREIGN.search(line)]:
        give_up(f"{_lock(group)} names an address or a folder: {foreign[0].strip()}")
