"""What never stands in a log."""

import json
import logging
import re
from datetime import UTC, datetime

SECRET = re.compile(r"(/(?:tallet|frister)/)[^/\s\"']+")
"""Addresses whose last part is somebody's right to something."""


class HidesSecrets(logging.Filter):
    """Let an address with a secret in it be written without."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change what is said, and let it through."""
        said = record.getMessage()
        if SECRET.search(said):
            record.msg, record.args = SECRET.sub(r"\1…", said), ()
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
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
