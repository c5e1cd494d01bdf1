"""The program as it is run in production: PostgreSQL, granian, its own data folder."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import postgres
from tools.serving import answers, server_command
from tools.shell import PYTHON, ROOT, give_up, run_quietly

MB = 1_000_000
SHOWN = 4000


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and the process to ask about."""

    port: int
    process: subprocess.Popen[bytes]

    def worker_mb(self) -> tuple[float, float]:
        """Return the memory of the largest worker, now and at its peak."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return max(_memory(Path(f"/proc/{child}/status")) for child in children.split())


def _memory(status: Path) -> tuple[float, float]:
    told = dict(line.split(":", 1) for line in status.read_text().splitlines())
    now, peak = (int(told[name].split()[0]) * 1024 / MB for name in ("VmRSS", "VmHWM"))
    return now, peak


def prepare(cluster: postgres.Cluster, folder: Path) -> None:
    """Choose the settings of an installation, and make it ready."""
    for name in [name for name in os.environ if name.startswith("STAFETT_")]:
        del os.environ[name]
    os.environ.update(cluster.environment, STAFETT_DATA_DIR=str(folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "stafett.config.settings"
    manage("prepare")
    manage("collectstatic", "--no-input", "--verbosity", "0")


def manage(*command: str) -> str:
    """Run a management command and return what it said."""
    return python("-m", "stafett", *command)


def python(*command: str) -> str:
    """Run a Python program and return what it said."""
    code, said = run_quietly([PYTHON, *command])
    if code:
        give_up(f"{' '.join(command)} failed:\n{said}")
    return said


@contextmanager
def serving(*, workers: int, **environment: str) -> Iterator[Server]:
    """Serve as ``./run demo`` does, and stop afterwards; what it said is shown if all goes wrong."""
    port = postgres.free_port()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            server_command(port, workers), cwd=ROOT, env=os.environ | environment,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            if not answers(process, port):
                give_up("The server does not answer.")
            yield Server(port, process)
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read()[-SHOWN:])
            raise
        finally:
            _stop(process)


@contextmanager
def working() -> Iterator[None]:
    """Let a worker do the jobs that are asked for, as beside the server; the day's rounds are done."""
    manage("daily")
    process = subprocess.Popen([PYTHON, "-m", "stafett", "work"], cwd=ROOT, start_new_session=True)
    try:
        yield
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=5)
