"""What the figures were measured on."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg

from tools.postgres import OWNER, Cluster

PACKAGES = ("django", "granian", "numpy", "psycopg", "scipy")


def about(cluster: Cluster | None = None) -> list[str]:
    """Return the machine and the versions, a line each; of the database where there is one."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    database = f", PostgreSQL {_database(cluster)}" if cluster else ""
    return [
        f"machine   {_processor()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB, {_system()}",
        f"versions  Python {platform.python_version()}{database}, {packages}",
    ]


def _database(cluster: Cluster) -> str:
    with psycopg.connect(cluster.url(OWNER)) as connection:
        (number,) = connection.execute("SHOW server_version").fetchone() or ("?",)
        (fsync,) = connection.execute("SHOW fsync").fetchone() or ("?",)
    return f"{number} (fsync {fsync})"


def load() -> str:
    """Return how many programs have wanted a core, over the last 1, 5 and 15 minutes."""
    return " ".join(f"{average:.2f}" for average in os.getloadavg())


def _processor() -> str:
    return next(_told(Path("/proc/cpuinfo"), "model name"), platform.machine())


def _memory_gb() -> float:
    kilobytes = next(_told(Path("/proc/meminfo"), "MemTotal"), "0 kB").split()[0]
    return int(kilobytes) / 1_000_000


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.platform())


def _told(file: Path, name: str) -> Iterator[str]:
    for line in file.read_text().splitlines():
        if line.startswith(name):
            yield line.partition(":")[2].strip()
