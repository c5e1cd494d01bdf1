"""Set-up: packages for Python and for the browser, and compiled translations.

Everything fetched is locked by hash. What is done is remembered by a stamp in ``.venv``, so that
the next run starts at once. This module needs nothing but the standard library.
"""

import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from tools.shell import PYTHON, ROOT, VENV, find, give_up, run_quietly, say

STAMPS = VENV / "stamps"
COMPLETE = VENV / "complete"
"""Made with a container: what it needs is there, and what it was fetched with is not."""
SITE_PACKAGES = Path(sysconfig.get_path("purelib"))
OLDEST_NODE = 20
UV = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1"}


def set_up(*groups: str) -> None:
    """Make the house ready for these groups of packages."""
    if COMPLETE.exists():
        return
    fetch_python_packages({"setup", *groups, *_for_a_cluster(), *_already_here()})
    make_package_findable()
    fetch_browser_packages(dev="test" in groups)
    compile_translations()


# --- Python -----------------------------------------------------------------------------------


def fetch_python_packages(groups: set[str]) -> None:
    """Install exactly the locked versions of these groups, if that is not done."""
    if not _machine_has_node():
        groups.add("node")
    locks = [ROOT / "requirements" / f"{group}.txt" for group in sorted(groups)]
    stamp = Stamp("python", locks, more=" ".join(sorted(groups)))
    if stamp.holds():
        return
    say(f"Fetching Python packages ({', '.join(sorted(groups))})")
    sync = ("pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON)
    code, said = run_quietly([VENV / "bin" / "uv", *sync, *locks], **UV)
    if code:
        explain(said, "Python packages could not be fetched: check the network, then run again.")
    stamp.set()


def _for_a_cluster() -> set[str]:
    """Other machines that help are reached with packages of their own."""
    return {"grow"} if os.environ.get("STAFETT_DASK") else set()


def _already_here() -> set[str]:
    """A demo does not throw out what the tests fetched."""
    try:
        return set((STAMPS / "python").read_text().splitlines()[1].split())
    except (OSError, IndexError):
        return set()


def make_package_findable() -> None:
    """One line in the environment points at ``src``: nothing to build."""
    path = SITE_PACKAGES / "stafett.pth"
    source = str(ROOT / "src")
    if not path.exists() or path.read_text() != source:
        path.write_text(source)
    if source not in sys.path:  # this program started before the line was there
        sys.path.append(source)
    importlib.invalidate_caches()


# --- the browser ------------------------------------------------------------------------------


def fetch_browser_packages(*, dev: bool) -> None:
    """Fetch what pages are dressed in; ``frontend.py`` skips what is done."""
    command = [PYTHON, "tools/frontend.py", *(["--dev"] if dev else [])]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        explain(done.stderr, "Front-end packages could not be fetched: the lines above say why.")


def _machine_has_node() -> bool:
    """Debian's nodejs comes without npm; both are needed, and not too old."""
    node = find("node")
    if not node or not find("npm"):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)", version.stdout)
    return found is not None and int(found[1]) >= OLDEST_NODE


# --- translations -----------------------------------------------------------------------------


def compile_translations() -> None:
    """Compile catalogues (.po) to what Django reads (.mo), where they changed."""
    import polib

    for source in sorted((ROOT / "src").rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            say(f"Compiling {source.relative_to(ROOT)}")
            polib.pofile(str(source)).save_as_mofile(str(target))


# --- stamps and sentences ---------------------------------------------------------------------


class Stamp:
    """Remembers what a step was done from, so that it is not done twice."""

    def __init__(self, name: str, files: Iterable[Path], *, more: str = "") -> None:
        self.path = STAMPS / name
        text = json.dumps([[str(file), _digest(file)] for file in files] + [sys.version])
        self.text = f"{hashlib.sha256(text.encode()).hexdigest()}\n{more}\n"

    def holds(self) -> bool:
        """Was it done from the same files?"""
        return self.path.exists() and self.path.read_text() == self.text

    def set(self) -> None:
        """It is done."""
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(self.text)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else "missing"


FOLDER = {
    "no space left|disk quota|disk is full|ENOSPC": "The disk is full: make room in {root} "
    "(Stafett needs about 1 GB), then run again.",
    "read-only file system|permission denied|readonly database|EACCES|EROFS": "{root} cannot be "
    "written to: move Stafett to a folder of your own, then run again.",
}
FETCHING = {
    "hash mismatch|EINTEGRITY": "A package that was fetched is not the one that was locked: try "
    "again on another network, and tell us if it says the same.",
    "ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|dns error|failed to (fetch|connect)|timed out": "The "
    "package registries were not reached: check the network (and proxy), then run again.",
}


def explain(said: str, otherwise: str, reasons: dict[str, str] = FOLDER | FETCHING) -> NoReturn:
    """End with one sentence, from what a failed program said."""
    for pattern, sentence in reasons.items():
        if re.search(pattern, said, re.IGNORECASE):
            give_up(sentence.format(root=ROOT))
    say("\n".join(said.strip().splitlines()[-8:]))
    give_up(otherwise)
