"""A spreadsheet program without a window, for reckoning workbooks anew: LibreOffice."""

import csv
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tools.shell import find

NAMES = ("soffice", "libreoffice")
PATIENCE_SECONDS = 300
AT_ONCE = 2
# It is asked to reckon everything anew, as Excel is by the workbook itself.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
WORKBOOK = "xlsx:Calc MS Excel 2007 XML"
# Semicolons, UTF-8, numbers with all their digits, every sheet in a file of its own.
LISTS = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1"

Rows = list[list[str]]


def calculator() -> str | None:
    """Return the program's path; ``STAFETT_SOFFICE`` names another one."""
    return os.environ.get("STAFETT_SOFFICE") or find(*NAMES)


def saved_again(files: Sequence[Path], *, folder: Path) -> list[Path]:
    """Open workbooks, reckon them anew and save them, and return the saved ones."""
    _convert(files, kind=WORKBOOK, folder=folder)
    return [folder / "made" / file.name for file in files]


def shown(files: Sequence[Path], *, folder: Path) -> list[dict[str, Rows]]:
    """Return what each workbook shows when it is reckoned anew: its sheets, by name, as texts."""
    _convert(files, kind=LISTS, folder=folder)
    return [_sheets(file.stem, folder / "made") for file in files]


def _convert(files: Sequence[Path], *, kind: str, folder: Path) -> None:
    started = [
        _start(files[number::AT_ONCE], kind=kind, folder=folder, profile=folder / f"own{number}")
        for number in range(AT_ONCE)
        if files[number::AT_ONCE]
    ]
    try:
        for program in started:
            if program.wait(timeout=PATIENCE_SECONDS):
                raise RuntimeError("LibreOffice could not open and save the workbooks.")
    finally:
        for program in started:
            _stop(program)


def _start(
    files: Sequence[Path], *, kind: str, folder: Path, profile: Path
) -> subprocess.Popen[bytes]:
    """Start the program in a profile of its own, so that nobody's open window is in the way."""
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
    return subprocess.Popen(
        [calculator() or NAMES[0], "--headless", "--norestore",
         f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind,
         "--outdir", folder / "made", *files],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _stop(program: subprocess.Popen[bytes]) -> None:
    """End it with all it started; it leaves a child behind when it is only told to stop itself."""
    if program.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _sheets(stem: str, folder: Path) -> dict[str, Rows]:
    found = {}
    for file in folder.glob(f"{stem}-*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            found[file.stem.removeprefix(f"{stem}-")] = list(csv.reader(lines, delimiter=";"))
    return found
