"""A private PostgreSQL for tests and benchmarks, on a free port, gone afterwards.

``python -m tools.postgres -- command ...`` runs a command with the addresses of the owner and of
the application role in its environment. ``--durable`` keeps fsync on, for benchmarks.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tools.shell import ROOT, give_up, run, stop_politely

OWNER = "stafett_owner"
APP = "stafett_app"
DATABASE = "stafett"
PATIENCE_SECONDS = 30
FAST_AND_FORGETFUL = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    # A test's rows are in a transaction nobody else sees: autovacuum writes down that tables are
    # empty, and what is planned for empty tables takes hours among thousands of rows.
    "autovacuum=off",
    # What takes this long will not end by itself: the test fails, and says which.
    "statement_timeout=120s",
)


@dataclass(frozen=True)
class Cluster:
    """A running server: where it listens, and the keys to it."""

    port: int
    passwords: dict[str, str]

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the database's address for a role."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    @property
    def environment(self) -> dict[str, str]:
        """Return what the program reads its databases from."""
        return {
            "STAFETT_OWNER_DATABASE_URL": self.url(OWNER),
            "STAFETT_DATABASE_URL": self.url(APP),
        }


def programs() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``, the newest version, or None."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve())
    return next((path.parent for path in found if (path.parent / "postgres").exists()), None)


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """Start a server with an owner role, an application role and an empty database."""
    if not (bin_folder := programs()):
        give_up("PostgreSQL's server is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="stafett-pg-"))
    server = None
    try:
        made = Cluster(
            free_port(), {name: secrets.token_hex(16) for name in ("postgres", OWNER, APP)}
        )
        _initialise(bin_folder, folder, made)
        server = _start(bin_folder, folder, made, durable=durable)
        _furnish(made, server, folder)
        yield made
    finally:
        if server:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_postgres() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _initialise(bin_folder: Path, folder: Path, made: Cluster) -> None:
    password = folder / "password"
    password.write_text(made.passwords["postgres"])
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(password, "postgres", "postgres")
    done = subprocess.run(
        [bin_folder / "initdb", "--pgdata", folder / "data", "--username=postgres", "--no-sync",
         "--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--locale=C.UTF-8"],
        cwd=folder, capture_output=True, text=True, check=False, **_as_postgres(),
    )  # fmt: skip
    if done.returncode:
        give_up(f"PostgreSQL could not make a database cluster: {done.stderr.strip()}")


def _start(
    bin_folder: Path, folder: Path, made: Cluster, *, durable: bool
) -> subprocess.Popen[bytes]:
    settings = [
        "listen_addresses=127.0.0.1",
        f"port={made.port}",
        f"unix_socket_directories={folder}",
        *([] if durable else FAST_AND_FORGETFUL),
    ]
    options = [word for setting in settings for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [bin_folder / "postgres", "-D", folder / "data", *options],
            cwd=folder, stdout=log, stderr=log, start_new_session=True, **_as_postgres(),
        )  # fmt: skip


def _furnish(made: Cluster, server: subprocess.Popen[bytes], folder: Path) -> None:
    _wait_until_it_answers(made, server, folder)
    with psycopg.connect(made.url("postgres", "postgres"), autocommit=True) as connection:
        for role, may in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            password = made.passwords[role]
            connection.execute(
                f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS {may} PASSWORD '{password}'"
            )
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def _wait_until_it_answers(made: Cluster, server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(made.url("postgres", "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    give_up(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')[-800:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask for a fast shutdown; somebody still connected must not keep it alive."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(number)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
        return


def main(arguments: list[str]) -> int:
    """Run a command with a server beside it."""
    own, command = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        own, command = arguments[:cut], arguments[cut + 1 :]
    if not command or set(own) - {"--durable"}:
        give_up("Say what to run: python -m tools.postgres [--durable] -- command ...")
    stop_politely()
    with cluster(durable="--durable" in own) as made:
        return run(command, **made.environment)


if __name__ == "__main__":
    os.chdir(ROOT)
    raise SystemExit(main(sys.argv[1:]))
