"""What never stands in a log."""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import OperationalError

SECRET = re.compile(r"(/(?:tallet|frister|nytt-passord)/)[^/\s\"']+")
"""Addresses whose last part is somebody's right to something."""
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,200}")
"""An e-mail address, no longer than one can be: a long line is looked through in no time."""


class HidesSecrets(logging.Filter):
    """Let an address with a secret in it, or of somebody, be written without."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change what is said, and let it through."""
        said = record.getMessage()
        if SECRET.search(said) or ADDRESS.search(said):
            record.msg, record.args = ADDRESS.sub("…@…", SECRET.sub(r"\1…", said)), ()
        return True


class AsJson(logging.Formatter):
    """A line of JSON for each thing said; what is given as ``extra={"told": ...}`` stands by it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and (error := record.exc_info[1]):
            line["trace"] = "".join(_where_and_what(error))
        return json.dumps(line, ensure_ascii=False)


def _where_and_what(error: BaseException | None) -> Iterator[str]:
    """Yield where something went wrong, and what kind of thing it was.

    Not what it says of itself: a database's refusal holds the row it refused, and a number that
    cannot be read is somebody's answer.
    """
    while error is not None:
        yield f"{type(error).__module__}.{type(error).__qualname__}{_of_the_place(error)}\n"
        yield from traceback.format_tb(error.__traceback__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _of_the_place(error: BaseException) -> str:
    """Return what a database that does not work says of itself, without its details."""
    said = str(error).strip().splitlines()
    return f": {said[0]}" if isinstance(error, OperationalError) and said else ""
