"""What an installation can set, read from the environment.

The page ``docs/reference/settings.md`` is generated from this class.
"""

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Settings of one installation; each is an environment variable ``STAFETT_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="STAFETT_", extra="forbid")

    data_dir: Path = Field(
        Path("var"), description="Folder for the SQLite file and the secret key. Keep it backed up."
    )
    database_url: str = Field(
        "",
        description="Database the program works in, as the application role: "
        "`postgresql://app:...@host/name`. Empty means SQLite in the data folder.",
    )
    owner_database_url: str = Field(
        "",
        description="The same PostgreSQL database as its owner. Used by `prepare` and `migrate` "
        "only; requests never see it.",
    )
    secret_key: str = Field(
        "", description="Signs sessions and links. Empty means one is made and kept in data_dir."
    )
    debug: bool = Field(False, description="Show details of errors. Never in production.")
    demo: bool = Field(
        False,
        description="Invented people and needs, and sign-in by a button. Never with real data.",
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1,[::1]", description="Host names the program answers to, with commas."
    )
    public_address: str = Field(
        "http://localhost:8000", description="Address people reach the program at; stands in mail."
    )
    passkey_domain: str = Field(
        "",
        description="Host name that passkeys are made for, `stafett.example.no`: that of "
        "public_address, or a domain above it. Empty means the first. Passkeys made for another "
        "name stop working.",
    )
    https: bool = Field(
        False, description="The program is reached by HTTPS: cookies are marked secure, HSTS is on."
    )
    behind_proxy: bool = Field(
        False,
        description="A proxy in front sets X-Forwarded-Proto and X-Forwarded-For, and strips what "
        "visitors send of them.",
    )
    email_url: str = Field(
        "",
        description="Outgoing mail, `smtp://user:password@host:587/?tls=1`. Empty means mail is "
        "written to files in data_dir/mail; so it is in a demo, whatever stands here.",
    )
    dask: str = Field(
        "",
        description="Address of a Dask scheduler, `tcp://host:8786`: the nation's spread is then "
        "drawn on its machines. Empty means on this one. See `docs/how-to/grow.md`.",
    )
    log: Literal["text", "json"] = Field(
        "text",
        description="How the log is written. `json` is a line for each request too: its route, "
        "status and milliseconds, and nothing about who asked.",
    )
    metrics_key: str = Field(
        "",
        description="Whoever sends it as `Authorization: Bearer ...` reads /helse/tall/, as "
        "Prometheus does. Empty means nobody does.",
    )
    mail_from: str = Field("Stafett <stafett@localhost>", description="Sender of outgoing mail.")

    def kept_secret_key(self) -> str:
        """Return the given key, or the one kept in the data folder, made at first use."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret_key"
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Two workers may start at once: the first one's text stands, whole, for both."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
