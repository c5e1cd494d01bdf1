"""Installations of their own beside the tests: a data folder, and a database on the tests' server."""

import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tools.shell import ROOT

OWNER, APP = "STAFETT_OWNER_DATABASE_URL", "STAFETT_DATABASE_URL"


@dataclass(frozen=True)
class Place:
    """An installation of its own: a data folder, and a database on the tests' server."""

    folder: Path
    urls: dict[str, str]

    @property
    def environment(self):
        """What a program is told to run there."""
        there = {"STAFETT_DATA_DIR": str(self.folder), "STAFETT_DEMO": "1", **self.urls}
        settings = {"DJANGO_SETTINGS_MODULE": "stafett.config.settings"}
        return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **settings, **there}

    def does(self, *command):
        """Run a command there, and return how it ended and what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "stafett", *command],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr


@contextmanager
def a_database():
    """Yield the addresses of an empty database; of none where the tests run on SQLite."""
    if not os.environ.get(OWNER):
        yield {OWNER: "", APP: ""}
        return
    name = f"copy_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(os.environ[OWNER], autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {key: f"{os.environ[key].rpartition('/')[0]}/{name}" for key in (OWNER, APP)}
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))
